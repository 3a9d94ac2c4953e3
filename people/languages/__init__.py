"""Texts in the languages of the product, and what every one of them must be."""
