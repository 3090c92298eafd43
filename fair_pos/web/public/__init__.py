"""Pages for anybody with a phone."""
