"""People, roles, PINs and tills."""
