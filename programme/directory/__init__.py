"""The directory: who does what, where."""
