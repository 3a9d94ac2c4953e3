"""A way out of every page that leaves nothing on the screen, and ends the visit."""
