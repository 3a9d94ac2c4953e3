"""Weeks that were sent without signal: a phone kept them sealed, and hands them over later."""
