"""Fairs and outlets, zones, booths, and who stands where."""
