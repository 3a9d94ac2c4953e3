"""What may be told of the open flags of a group. No Django, no clock, no database.

An office reads how many people have a flag, and never who. So nothing is told that says of each
person of the group that they have one, or that they have none: neither all nor none of few.
"""

from typing import NamedTuple

from people.groups.rule import SMALLEST, size

FEW, MOST = "few", "most"


class OpenFlags(NamedTuple):
    """How many people have a flag, of both levels and of each, as sizes; '' is not told."""

    every: str
    red: str
    amber: str


def needed_for_flags(smallest: int) -> int:
    """Say how many people there must be: a group with a flag, and one without."""
    return smallest + smallest


def open_flags_told(red: int, amber: int, people: int, smallest: int) -> OpenFlags | None:
    """Tell how many of some people have a flag, as sizes; None where the group is too small.

    Fewer than a group needs are few, also if there are none. Where fewer than a group needs have no
    flag, most have one, and nothing is told of the levels. No number is told, so that two looks
    seldom differ by one person, and never by which.
    """
    if smallest < SMALLEST:
        raise ValueError(f"Groups of {smallest} are never shown")
    if people < needed_for_flags(smallest):
        return None
    if people - red - amber < smallest:
        return OpenFlags(MOST, "", "")
    told = (FEW if one < smallest else size(one) for one in (red + amber, red, amber))
    return OpenFlags(*told)
