"""How a person comes in: the account, its visits and keys, and what waits until they are sure."""
