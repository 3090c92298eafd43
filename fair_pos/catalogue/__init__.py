"""Products, prices, certificates, and their import."""
