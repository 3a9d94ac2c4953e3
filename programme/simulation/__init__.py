"""Simulated organisations and their history, for the demo. No person in here exists."""
