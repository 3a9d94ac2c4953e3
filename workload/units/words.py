"""What is said of the load of a unit, in the reader's words. No number but the size."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.groups import words as group_sizes
from people.groups.rule import Said
from people.groups.words import WITHHELD
from people.weeks import Block
from wellbeing.groups import words as groups_words
from wellbeing.groups.actions import ToldGroup
from wellbeing.groups.words import GroupStep, Word
from workload.models import LevelChoice

LOAD: dict[str, Word] = {
    "steady": (0, LevelChoice.GREEN.label),
    "watch": (1, LevelChoice.WATCH.label),
    "above": (2, gettext_lazy("Above the limit")),
}


class ShownLoad:
    """A unit with its words and pictures."""

    def __init__(self, group: ToldGroup, blocks: list[Block]):
        self.unit, self.newest = group.unit, group.newest
        self.people = group_sizes.people(group.newest.said)
        self.steps: list[GroupStep] = groups_words.steps(group, LOAD)
        self.strip = groups_words.strip(group, blocks, LOAD)
        # Deeper than this the names have no room left on a phone.
        self.depth = min(group.depth, 4)


def header() -> list[str]:
    """Title the columns of the table."""
    return [*groups_words.about(), _("Load")]


def table(groups: Iterable[ToldGroup]) -> Iterator[list[object]]:
    """Write every unit and block as a row; the same words as on the page."""
    return groups_words.table(groups, said_of)


def said_of(said: Said | None) -> list[str]:
    """Write the band of one unit and block."""
    return [str(LOAD[said.band][1] if said else WITHHELD)]
