"""Which carried line a line of a program speaks of. No Django, no clock, no database."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class LinesMode(StrEnum):
    """What a program's lines do to the lines that are carried."""

    REPLACE = "replace"
    CHANGE = "change"
    ADD = "add"


class LineFault(StrEnum):
    """Why it cannot be said which carried line a line speaks of."""

    NOT_CARRIED = "not_carried"
    CARRIED_ALREADY = "carried_already"
    HAS_ID = "has_id"
    SEVERAL = "several"
    SPOKEN_OF_TWICE = "spoken_of_twice"


class LineFaultError(Exception):
    """A line, by its place, and what is wrong with it."""

    def __init__(self, place: int, fault: LineFault):
        super().__init__(f"Line {place}: {fault}")
        self.place, self.fault = place, fault


@dataclass(frozen=True)
class LineMark:
    """How a line can be known: by its id, by its reference, or by what kind of cases it holds."""

    id: Hashable = None
    reference: str = ""
    # What is the same for like cases, whatever their number is.
    likeness: Hashable = None


def matched(
    lines: Sequence[LineMark], carried: Sequence[LineMark], mode: LinesMode
) -> tuple[list[Hashable], list[Hashable]]:
    """Say for each line the id of the carried line that it speaks of, and which lines end.

    None stands for a new line. An id or a reference names a carried line. Of a replacement, a line
    without either is the carried one of like cases, so that what goes on is not counted as new; and
    every carried line that none speaks of ends. Refused with `LineFaultError`: a change of a line
    that is not carried, an addition that names one that is, a reference of several carried lines,
    and two lines that speak of the same one. An id that is not carried is left for who knows all
    lines, also the closed ones.
    """
    found = [named(line, place, carried, mode) for place, line in enumerate(lines)]
    if mode is LinesMode.REPLACE:
        found = alike(lines, found, carried)
    for place, one in enumerate(found):
        if one is not None and one in found[:place]:
            raise LineFaultError(place, LineFault.SPOKEN_OF_TWICE)
    ended = [one.id for one in carried if one.id not in found]
    return found, ended if mode is LinesMode.REPLACE else []


def named(line: LineMark, place: int, carried: Sequence[LineMark], mode: LinesMode) -> Hashable:
    """Find the carried line that a line names; None if it names none."""
    if line.id is not None:
        if mode is LinesMode.ADD:
            raise LineFaultError(place, LineFault.HAS_ID)
        return line.id
    same = [one.id for one in carried if line.reference and one.reference == line.reference]
    if same and mode is LinesMode.ADD:
        raise LineFaultError(place, LineFault.CARRIED_ALREADY)
    if len(same) > 1:
        raise LineFaultError(place, LineFault.SEVERAL)
    if not same and mode is LinesMode.CHANGE:
        raise LineFaultError(place, LineFault.NOT_CARRIED)
    return same[0] if same else None


def alike(
    lines: Sequence[LineMark], found: Sequence[Hashable], carried: Sequence[LineMark]
) -> list[Hashable]:
    """Give each line without a name the first carried line of like cases that is left."""
    left = [one for one in carried if one.id not in found and not one.reference]
    known = list(found)
    for place, line in enumerate(lines):
        if known[place] is None and not line.reference:
            like = next((one for one in left if one.likeness == line.likeness), None)
            if like:
                left.remove(like)
                known[place] = like.id
    return known
