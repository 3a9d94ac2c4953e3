"""The parts that tell of groups by blocks: the load of units, and how teams are doing.

They are read by the functions of the pages; of a programme's members each tells about its top
units, as it told them to its own people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.groups import words as group_sizes
from people.groups.rule import Said
from people.groups.words import WITHHELD
from people.models import Unit
from people.units.actions import in_tree_order
from people.weeks import Block
from programme.models import SharedPart
from wellbeing.groups import actions as groups
from wellbeing.groups import words as groups_words
from wellbeing.groups.actions import ToldGroup
from wellbeing.groups.words import STRAIN, Word
from wellbeing.models import BlockResult
from wellbeing.rules.lines import LINES
from workload.models import UnitLoad
from workload.units import actions as units
from workload.units.words import LOAD

from .asking import ReportAsk
from .parts import Cell, ReportPart, ReportPicture, ReportTable
from .words import block_name

# So many blocks stand side by side on a page of paper.
BLOCKS_BESIDE = 4


@dataclass(frozen=True)
class BandSubject:
    """What is told in bands: its words, and the band that is spoken of in a sentence."""

    key: str
    words: dict[str, Word]
    band: str
    sentence: Callable[[int, int, str], str]


def load_part(asked: ReportAsk) -> ReportPart | None:
    """Tell the load of units."""
    if asked.opened:
        told = top_units(asked, UnitLoad)
    else:
        told = units.everything(asked.viewer, near=lambda _who: asked.units, only=asked.blocks)
    subject = BandSubject("load", LOAD, "above", above_words)
    about = _(
        "The load of all people in a unit and below it, four weeks at a time, as a band. Each "
        "block was counted once and stays as it was."
    )
    return band_part(subject, _("Load of units"), about, told)


def wellbeing_part(asked: ReportAsk) -> ReportPart | None:
    """Tell how teams are doing: all lines together by block, and each line of the last block."""
    if asked.opened:
        told = top_units(asked, BlockResult)
    else:
        told = groups.everything(asked.viewer, near=lambda _who: asked.units, only=asked.blocks)
    subject = BandSubject("wellbeing", STRAIN, "high", strain_words)
    about = _(
        "What people answered about their weeks, all of a unit and below it together, as a band. "
        "Nobody sees what one person answered, or whether they did."
    )
    part = band_part(subject, _("How teams are doing"), about, told)
    if part is None:
        return None
    return ReportPart(
        part.key, part.title, part.about, part.lead, (), part.pictures, (*part.tables, lines(told))
    )


def top_units(asked: ReportAsk, kept: type[Any]) -> list[ToldGroup]:
    """Read what the members that share their groups told about their top units."""
    if asked.opened is None:
        raise ValueError("Top units of members are read through the door")
    reached = asked.opened.of(SharedPart.GROUPS)
    rows = kept.objects.filter(unit__organisation__in=reached, unit__parent=None)
    rows = rows.filter(block__in=[one.number for one in asked.blocks])
    blocks = sorted({Block(one) for one in rows.values_list("block", flat=True)}, reverse=True)
    tops = Unit.objects.filter(organisation__in=reached, parent=None)
    found = in_tree_order(tops.select_related("organisation"))
    results = groups.results_of(rows, blocks)
    return [ToldGroup(unit, groups.told(unit, blocks, results)) for unit in found if blocks]


def band_part(
    subject: BandSubject, title: str, about: str, told: list[ToldGroup]
) -> ReportPart | None:
    """Tell one subject: how many units by band and block, and each unit; None without a block."""
    if not told:
        return None
    blocks = sorted(one.block for one in told[0].told)
    said = {(group.unit.pk, one.block): one.said for group in told for one in group.told}
    picture = by_band(subject, title, blocks, said)
    tables = [picture.table(_("Number of units by band"))]
    tables += unit_tables(subject.words, told, blocks, said)
    newest = [said[group.unit.pk, blocks[-1]] for group in told]
    spoken = [one for one in newest if one]
    lead = subject.sentence(
        sum(one.band == subject.band for one in spoken), len(spoken), block_name(blocks[-1])
    )
    return ReportPart(subject.key, title, about, lead, (), (picture,), tuple(tables))


def by_band(
    subject: BandSubject,
    title: str,
    blocks: list[Block],
    said: dict[tuple[int, Block], Said | None],
) -> ReportPicture:
    """Count the units of each block by their band; those that are withheld beside them."""
    counts = Counter((block, one.band if one else "") for (_unit, block), one in said.items())
    words = [(band, str(word)) for band, (_place, word) in subject.words.items()]
    words.append(("", str(WITHHELD)))
    sentence = _("Bars: %(title)s, number of units by band and block. The numbers are below.")
    return ReportPicture(
        subject.key,
        sentence % {"title": title},
        _("Block"),
        tuple(block_name(one) for one in blocks),
        tuple(f"{one.first.number}–{one.last.number}" for one in blocks),
        tuple((word, tuple(counts[block, band] for block in blocks)) for band, word in words),
    )


def unit_tables(
    words: dict[str, Word],
    told: list[ToldGroup],
    blocks: list[Block],
    said: dict[tuple[int, Block], Said | None],
) -> Iterator[ReportTable]:
    """Write each unit with its band, some blocks beside each other."""
    for at in range(0, len(blocks), BLOCKS_BESIDE):
        beside = blocks[at : at + BLOCKS_BESIDE]
        days = f"{groups_words.days(beside[0])}"
        if len(beside) > 1:
            days = f"{days.split(' – ')[0]} – {groups_words.days(beside[-1]).split(' – ')[1]}"
        rows = tuple(
            (
                *named(group, told),
                group_sizes.people(said[group.unit.pk, beside[-1]]),
                *(band_word(words, said[group.unit.pk, block]) for block in beside),
            )
            for group in told
        )
        header = (_("Unit"), _("Part of"), _("People"), *map(block_name, beside))
        yield ReportTable(_("Unit by unit, %(days)s") % {"days": days}, header, rows)


def named(group: ToldGroup, told: Iterable[ToldGroup]) -> tuple[Cell, Cell]:
    """Name a unit and the one that it is part of; a top unit is part of its organisation."""
    above = {one.unit.pk: str(one.unit) for one in told}
    parent = group.unit.parent_id
    return str(group.unit), above.get(parent, "") if parent else str(group.unit.organisation)


def band_word(words: dict[str, Word], said: Said | None) -> str:
    """Write one band, or the one word for what is not told."""
    return str(words[said.band][1] if said else WITHHELD)


def lines(told: Sequence[ToldGroup]) -> ReportTable:
    """Write each line of the last block, by the function of the page's own table."""
    caption = _("Line by line, %(block)s") % {"block": block_name(told[0].newest.block)}
    header = (_("Unit"), *(str(line.label) for line in LINES))
    rows = (
        (str(group.unit), *groups_words.said_of(group.newest.said)[-len(LINES) :]) for group in told
    )
    return ReportTable(caption, header, tuple(rows))


def above_words(above: int, told: int, block: str) -> str:
    """Say how many units were above their limit in the last block."""
    about = {"n": above, "told": told, "block": block}
    if not told:
        return _("%(block)s: the load of no unit can be shown.") % about
    if not above:
        return _("%(block)s: of the units shown none is above its limit.") % about
    sentence = ngettext(
        "%(block)s: of the units shown (%(told)s), %(n)s is above its limit.",
        "%(block)s: of the units shown (%(told)s), %(n)s are above their limit.",
        above,
    )
    return sentence % about


def strain_words(high: int, told: int, block: str) -> str:
    """Say in how many units the strain was high in the last block."""
    about = {"n": high, "told": told, "block": block}
    if not told:
        return _("How teams are doing can be shown for no unit.")
    if not high:
        return _("Of the units shown none has high strain.") % about
    return _("Units with high strain: %(n)s of %(told)s that are shown.") % about
