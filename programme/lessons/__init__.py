"""Lessons: what organisations learnt, for the others."""
