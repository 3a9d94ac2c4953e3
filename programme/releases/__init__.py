"""Releases: figures that a programme publishes for everybody, frozen and for good."""
