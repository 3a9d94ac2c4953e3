"""A week sent from a link in a reminder: for the slowest phones, without a sign-in."""
