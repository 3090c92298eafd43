"""Signatures that anybody can check with the published keys: receipts, reports, exported files."""
