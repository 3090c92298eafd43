"""Plays a fair with faults through real processes and judges what is left of it."""
