"""Which posts are uncovered, and who is near."""
