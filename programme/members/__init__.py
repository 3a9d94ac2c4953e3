"""A programme of several organisations: its members, what each shares, and its office."""
