"""Tags that know how files are kept."""
