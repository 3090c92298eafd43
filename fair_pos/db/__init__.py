"""Engine, write lane, journal and migrations."""
