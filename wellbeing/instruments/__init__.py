"""Scoring keys of long scales, as data: numbers of items and formulas. Nobody's wording is here."""

from .change import Change, changed
from .keys import keys, named
from .scoring import Band, Figure, Key, OutsideError, Pattern, Result, Source, Subscale, score

__all__ = [
    "Band",
    "Change",
    "Figure",
    "Key",
    "OutsideError",
    "Pattern",
    "Result",
    "Source",
    "Subscale",
    "changed",
    "keys",
    "named",
    "score",
]
