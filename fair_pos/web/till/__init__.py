"""The till's API and its pages."""
