"""The other pages of the office, one file per part."""
