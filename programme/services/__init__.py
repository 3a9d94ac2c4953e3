"""Services and pathways to begin with, as files."""
