"""Labels, placards, booth cards and notes about them, at the office."""
