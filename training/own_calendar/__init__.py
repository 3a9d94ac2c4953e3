"""A person's own calendar: what is in it, and the address at which it is read."""
