"""VietQR, cash, banks, and what a scanned code is."""
