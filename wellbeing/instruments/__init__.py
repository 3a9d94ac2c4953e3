"""Scoring keys of long scales, as data: numbers of items and formulas, without any wording."""

from .change import ReliableChange, reliably_changed
from .keys import instrument_keys, instrument_named
from .scoring import (
    Figure,
    Key,
    OutsideError,
    Pattern,
    ScaleScore,
    ScoreBand,
    Source,
    Subscale,
    score,
)

__all__ = [
    "ScoreBand",
    "ReliableChange",
    "Figure",
    "Key",
    "OutsideError",
    "Pattern",
    "ScaleScore",
    "Source",
    "Subscale",
    "reliably_changed",
    "instrument_keys",
    "instrument_named",
    "score",
]
