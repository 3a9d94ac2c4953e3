"""The product on the home screen of a phone: what it is called there, and its pictures."""
