"""What is said of the load of a unit, in the reader's words. No number but the size."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.groups import words as group_sizes
from people.groups.rule import Said
from people.groups.words import WITHHELD
from wellbeing.groups import words as groups_words
from wellbeing.groups.actions import Group
from wellbeing.groups.words import Step, Word
from workload.models import Level

LOAD: dict[str, Word] = {
    "steady": (0, Level.GREEN.label, ""),
    "watch": (1, Level.WATCH.label, ""),
    "above": (2, gettext_lazy("Above the limit"), ""),
}


class Shown:
    """A unit with its words and pictures."""

    def __init__(self, group: Group):
        self.unit, self.newest = group.unit, group.newest
        self.people = group_sizes.people(group.newest.said)
        self.steps: list[Step] = groups_words.steps(group, LOAD)
        # Deeper than this the names have no room left on a phone.
        self.depth = min(group.depth, 4)


def header() -> list[str]:
    """Title the columns of the table."""
    return [*groups_words.about(), _("Load")]


def table(groups: Iterable[Group]) -> Iterator[list[object]]:
    """Write every unit and block as a row; the same words as on the page."""
    return groups_words.table(groups, said_of)


def said_of(said: Said | None) -> list[str]:
    """Write the band of one unit and block."""
    return [str(LOAD[said.band][1] if said else WITHHELD)]
