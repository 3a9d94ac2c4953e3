"""The posts of an organisation: what its places should have, and who holds them."""
