"""What is said of the load of a unit, in the reader's words. No number but the size."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellbeing import group_words
from wellbeing.group_words import WITHHELD, Step, Word
from wellbeing.groups import Group

from .models import Level

LOAD: dict[str, Word] = {
    "steady": (0, Level.GREEN.label, ""),
    "watch": (1, Level.WATCH.label, ""),
    "above": (2, gettext_lazy("Above the limit"), ""),
}


class Shown:
    """A unit with its words and pictures."""

    def __init__(self, group: Group):
        self.unit, self.newest = group.unit, group.newest
        self.people = group_words.people(group.newest)
        self.steps: list[Step] = group_words.steps(group, LOAD)
        # Deeper than this the names have no room left on a phone.
        self.depth = min(group.depth, 4)


def header() -> list[str]:
    """Title the columns of the table."""
    return [
        _("Unit"),
        _("Part of"),
        _("Block"),
        _("First day"),
        _("Last day"),
        _("People"),
        _("Load"),
    ]


def table(groups: Iterable[Group]) -> Iterable[list[object]]:
    """Write every unit and block as a row; the same words as on the page."""
    groups = list(groups)
    names = {group.unit.pk: str(group.unit) for group in groups}
    for group in groups:
        for told in group.told:
            yield [
                str(group.unit),
                names.get(group.unit.parent_id, ""),
                str(told.block),
                told.block.first.monday,
                told.block.last.sunday,
                group_words.people(told),
                str(LOAD[told.said.band][1] if told.said else WITHHELD),
            ]
