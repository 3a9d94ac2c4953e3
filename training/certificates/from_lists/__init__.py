"""Certificates that come in by a list."""
