"""Where posts are: provinces, police regions and stations, read from files that ship with us."""
