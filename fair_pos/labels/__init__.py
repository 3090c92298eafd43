"""What a label says, on sheets, and its code."""
