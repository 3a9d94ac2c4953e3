"""Keys of an organisation: its programs act with them for one of its admins."""
