"""Sessions and attendance that a trainer brings in as lists."""
