"""Power cuts: the program's own write path over a disk that remembers every write and sync."""
