"""What is told about a group, in the reader's words and small pictures. No number but the size."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.groups import words as group_sizes
from people.groups.rule import Said
from people.groups.words import WITHHELD
from people.weeks import Block
from people.writing.formats import short_day
from people.writing.pictures import band_strip, draw_bands, stairs
from wellbeing.rules.lines import LINES

from .actions import ToldBlock, ToldGroup

# Place of the band, and its word.
Word = tuple[int, str | Promise]
STRAIN: dict[str, Word] = {
    "low": (0, gettext_lazy("Low strain")),
    "some": (1, gettext_lazy("Some strain")),
    "high": (2, gettext_lazy("High strain")),
}
DAYS: dict[str, Word] = {
    "few": (0, gettext_lazy("Few days")),
    "some": (1, gettext_lazy("Some days")),
    "most": (2, gettext_lazy("Most days")),
}


def weeks(block: Block) -> str:
    """Name a block by its weeks: weeks 43–46."""
    numbers = {"first": block.first.number, "last": block.last.number}
    return _("weeks %(first)s–%(last)s") % numbers


def days(block: Block) -> str:
    """Name a block by its days."""
    return f"{short_day(block.first.monday)} – {short_day(block.last.sunday)}"


@dataclass(frozen=True)
class GroupRow:
    """One band, for a card. It is not compared with the block before: see docs/groups-rule.md."""

    label: str
    word: str
    picture: SafeString


def row(label: str, words: dict[str, Word], now: str, *, good: bool = False) -> GroupRow:
    """Write one measure: its name, its band and a picture of it."""
    place, word = words[now]
    return GroupRow(label, str(word), draw_bands(place, f"{label}: {word}", good=good))


def rows(told: ToldBlock) -> list[GroupRow]:
    """Write all that one block tells about a group."""
    if not told.said:
        return []
    found = [row(_("All lines together"), STRAIN, told.said.band)]
    for at, line in enumerate(LINES):
        if now := told.said.lines[at]:
            found.append(row(str(line.label), DAYS, now, good=line.holds_up))
    return found


@dataclass(frozen=True)
class GroupStep:
    """One block in a row of blocks: its weeks, a small shape, a word."""

    weeks: str
    days: str
    picture: SafeString
    word: str


def steps(group: ToldGroup, words: dict[str, Word] = STRAIN) -> list[GroupStep]:
    """Write a unit's blocks, oldest first; nothing if all are withheld."""
    told = group.told if any(one.said for one in group.told) else []
    return [step(one, words) for one in reversed(told)]


def strip(group: ToldGroup, blocks: list[Block], words: dict[str, Word] = STRAIN) -> SafeString:
    """Draw a unit's blocks on the axis of the page; a block that says nothing is withheld."""
    said = {one.block: one.said for one in group.told}
    told = [said.get(block) for block in sorted(blocks)]
    return band_strip([words[one.band][0] if one else None for one in told])


def step(told: ToldBlock, words: dict[str, Word] = STRAIN) -> GroupStep:
    """Write one block of a trend."""
    place: int | None = None
    word: str | Promise = WITHHELD
    if told.said:
        place, word = words[told.said.band]
    numbers = f"{told.block.first.number}–{told.block.last.number}"
    return GroupStep(numbers, days(told.block), stairs(place), str(word))


def header() -> list[str]:
    """The titles of the table's columns."""
    return [*about(), _("All lines together"), *(str(line.label) for line in LINES)]


def about() -> list[str]:
    """The titles of the columns for the unit, the block and the number of people."""
    return [_("Unit"), _("Part of"), _("Block"), _("First day"), _("Last day"), _("People")]


def said_of(said: Said | None) -> list[str]:
    """Write the bands of one unit and block."""
    if said is None:
        return [str(WITHHELD)] * (1 + len(LINES))
    return [
        str(STRAIN[said.band][1]),
        *(str(DAYS[line][1] if line else WITHHELD) for line in said.lines),
    ]


def table(
    groups: Iterable[ToldGroup], words: Callable[[Said | None], list[str]] = said_of
) -> Iterator[list[object]]:
    """Write every unit and block as a row; the same words as on the page.

    The words of a block, and of what is said, stand in many rows: they are written once.
    """
    groups = list(groups)
    names: dict[int | None, str] = {group.unit.pk: str(group.unit) for group in groups}
    when = cache(block_cells)
    what = cache(lambda said: [group_sizes.people(said), *words(said)])
    for group in groups:
        about = [names[group.unit.pk], names.get(group.unit.parent_id, "")]
        for told in group.told:
            yield [*about, *when(told.block), *what(told.said)]


def block_cells(block: Block) -> list[object]:
    """Write a block and its days."""
    return [str(block), block.first.monday, block.last.sunday]
