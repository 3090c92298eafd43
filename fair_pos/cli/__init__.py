"""Commands; each prints, exits 0 when done, 1 when refused, 2 on wrong use."""
