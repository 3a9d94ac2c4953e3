"""Simulated organisations and their course of life, for the demo. Nobody in here exists."""
