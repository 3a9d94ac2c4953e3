"""Which new certificate is a milestone: one at a time, by what it means. No Django, no clock."""

from collections.abc import Collection, Set
from datetime import date
from typing import NamedTuple


class First(NamedTuple):
    """The first certificate of its type that a person was given."""

    issued_on: date
    certificate: int
    kind: int


class ChosenFirst(NamedTuple):
    """The one to tell of; complete where with it everything that is asked is there."""

    certificate_id: int
    complete: bool


def choose(firsts: Collection[First], *, asked: Set[int], held: Set[int]) -> ChosenFirst:
    """Choose one of what is new: what made complete all that is asked, or else the newest.

    Asked and held are types. Where nothing is asked, nothing is complete; how many certificates a
    person has never counts.
    """
    completing = [one for one in firsts if one.kind in asked] if asked <= held else []
    return ChosenFirst(max(completing or firsts).certificate, complete=bool(completing))
