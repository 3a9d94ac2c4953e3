"""A week that is closed: what was said in it is corrected by its person, or deleted."""
