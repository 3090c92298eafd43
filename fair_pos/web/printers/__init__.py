"""Printers, their queues and the layout of receipts, at the office."""
