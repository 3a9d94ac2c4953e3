"""Keep a person's caseload: add lines, change them, close them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.row_statements import replace_rows
from people.statements import written_once
from people.writing.sentences import Sentence
from people.writing.tags import tag_of
from workload.models import CaseloadLine, PartChoice
from workload.rules import load as load_rules
from workload.rules.carried import LineFaultError, LineMark, LinesMode, matched

from .carried_words import CHANGED_SINCE, FAULTS, TOO_MANY_LINES

FIELDS = ("phase", "add_ons", "further_victims", "part", "count", "kind", "reference")
LINES_AT_MOST = 60
# What like cases share, whatever their number.
LIKENESS = ("phase", "further_victims", "part", "kind")


@dataclass(frozen=True)
class LineData:
    """A line as the worker wrote it down; `id` is that of the line it changes."""

    phase: str
    id: UUID | None = None
    add_ons: tuple[str, ...] = ()
    further_victims: int = 0
    part: str = PartChoice.PRIMARY
    count: int = 1
    kind: str = ""
    reference: str = ""
    closed: bool = False
    # The unit of the post that it belongs to; None leaves it where it is, or with the home.
    unit: UUID | None = None

    @classmethod
    def of(cls, line: CaseloadLine) -> "LineData":
        """Write down a line as it stands."""
        return cls.as_it_was(line, unit=line.unit.public_id if line.unit else None)

    @classmethod
    def as_it_was(cls, line: CaseloadLine, unit: UUID | None = None) -> "LineData":
        """Write down a line as it stands, with its post left where it is."""
        fields = {name: getattr(line, name) for name in FIELDS} | {"add_ons": tuple(line.add_ons)}
        return cls(id=line.public_id, unit=unit, **fields)

    @cached_property
    def rule(self) -> load_rules.CaseLine:
        """The line as the arithmetic sees it."""
        return load_rules.CaseLine(
            phase=load_rules.Phase(self.phase),
            add_ons=frozenset(load_rules.AddOn(extra) for extra in self.add_ons),
            further_victims=self.further_victims,
            part=load_rules.Part(self.part),
            count=self.count,
        )


def refuse(place: int, field: str, message: Sentence) -> ValidationError:
    """Make a refusal that knows which line and field it is about."""
    return ValidationError(message, code="line", params={"place": place, "field": field})


def refuse_too_many(
    open_lines: Sequence[CaseloadLine],
    told: Sequence[LineData],
    mode: LinesMode | None,
    before: int,
) -> None:
    """Refuse lines beyond those that the page of a week shows: they could not be changed there.

    Who carries more already may still change them.
    """
    if len(open_lines) <= max(LINES_AT_MOST, before):
        return
    sentence = format_lazy(TOO_MANY_LINES, n=LINES_AT_MOST)
    if mode is not None:
        raise ValidationError({"lines": ValidationError(sentence, code="line")})
    last = max((place for place, one in enumerate(told) if one.id is None), default=0)
    raise refuse(last, "count", sentence)


def keep(
    *,
    person: Person,
    lines: list[LineData],
    mode: LinesMode | None = None,
    tags: frozenset[str] | None = None,
    ended_stay: bool = False,
    now: datetime,
) -> list[CaseloadLine]:
    """Bring the caseload in step with what was written down; return the lines that stay open.

    A page writes down lines with their ids and new ones without, and what it does not mention stays
    as it is. A program says instead by `mode` what its lines do (`workload/rules/carried.py`). A
    line of another person, a unit without a post of the person, a reference on several cases, a
    second primary for a reference, or more lines than a page holds is refused, and so is what was
    written to carried lines with none of these `tags`. With `ended_stay` a line that has ended is
    not opened again: it went while a phone kept the week, to a colleague perhaps. Runs inside the
    caller's transaction; three statements at most.
    """
    posts = PostsOfLines.of(person)
    named = [data.id for data in lines if data.id]
    stored = {one.public_id: one for one in carried_or_named(person=person.pk, named=named)}
    before = sum(line.closed_at is None for line in stored.values())
    refuse_changed([one for one in stored.values() if not one.closed_at], tags)
    if mode is not None:
        lines = spoken_of(lines, [one for one in stored.values() if not one.closed_at], mode)
    fresh: list[CaseloadLine] = []
    changed: list[CaseloadLine] = []
    for place, data in told_lines(lines, stored, ended_stay=ended_stay):
        known = stored.get(data.id) if data.id else None
        line = known or CaseloadLine(
            person=person, organisation_id=person.organisation_id, opened_at=now
        )
        moved = posts.place(line, data, place)
        if write(line, data, place, now) or moved:
            (changed if data.id else fresh).append(line)
    open_lines = [line for line in [*stored.values(), *fresh] if line.closed_at is None]
    refuse_too_many(open_lines, lines, mode, before)
    written = {id(line) for line in (*fresh, *changed)}
    changed += [line for line in open_lines if id(line) not in written and posts.settle(line)]
    # What a supervisor's list wrote is from now on the person's own word.
    written |= {id(line) for line in changed}
    brought = [line for line in [*stored.values()] if line.brought_at]
    for line in brought:
        line.brought_at = None
    changed += [line for line in brought if id(line) not in written]
    if any(line.reference for line in [*fresh, *changed]):
        refuse_second_primary(person, lines, open_lines)
    replace_rows(changed, replaced=(*FIELDS, "unit", "closed_at", "brought_at"))
    if fresh:
        CaseloadLine.objects.bulk_create(fresh)
    return open_lines


def told_lines(
    lines: list[LineData], stored: dict[UUID, CaseloadLine], *, ended_stay: bool
) -> Iterator[tuple[int, LineData]]:
    """Choose the lines that are to be written, each with its place on the page.

    A line that the person does not have is refused, and one that is told twice: which holds?
    """
    told = set()
    for place, data in enumerate(lines):
        known = stored.get(data.id) if data.id else None
        if data.id is not None and known is None:
            raise refuse(
                place, "phase", _("This line is no longer here. Please load the page again.")
            )
        if data.id in told:
            raise refuse(place, "phase", _("This line is here twice."))
        if data.id is not None:
            told.add(data.id)
        ended = known is not None and known.closed_at is not None
        if not (data.closed if known is None else ended and ended_stay):
            yield place, data


def as_written(*, person: Person, lines: list[LineData], now: datetime) -> list[CaseloadLine]:
    """Make the open lines of a late week, for that week alone: what is carried now stays.

    A line that is carried, or was, keeps its age and its post. Refused: what has no line's shape,
    and a line of another person. One statement at most.
    """
    posts = PostsOfLines.of(person)
    named = [data.id for data in lines if data.id]
    found = CaseloadLine.objects.filter(person=person, public_id__in=named)
    stored = {line.public_id: line for line in found}
    made = []
    for place, data in told_lines(lines, stored, ended_stay=False):
        new = CaseloadLine(person=person, organisation_id=person.organisation_id, opened_at=now)
        line = stored[data.id] if data.id else new
        posts.place(line, data, place)
        write(line, data, place, now)
        if line.closed_at is None:
            made.append(line)
    return made


@written_once
def carried_or_named(person: int, named: list[UUID]) -> QuerySet[CaseloadLine]:
    """Find what a person carries, and further lines of theirs by id; lock them."""
    wanted = Q(closed_at=None) | Q(public_id__in=named)
    return CaseloadLine.objects.select_for_update().filter(wanted, person=person)


def tag_of_lines(lines: Sequence[CaseloadLine]) -> str:
    """Make the tag of the carried lines, in whatever order."""
    return tag_of(
        sorted(
            [str(one.public_id), *(getattr(one, name) for name in FIELDS), one.unit_id or 0]
            + [one.opened_at.isoformat(), one.brought_at is not None]
            for one in lines
        )
    )


def refuse_changed(carried: Sequence[CaseloadLine], tags: frozenset[str] | None) -> None:
    """Refuse what was written to other lines than those that are carried now."""
    if tags is not None and tag_of_lines(carried) not in tags:
        raise ValidationError(CHANGED_SINCE, code="changed")


def spoken_of(
    lines: list[LineData], carried: Sequence[CaseloadLine], mode: LinesMode
) -> list[LineData]:
    """Give lines of a program the ids of the carried lines they speak of, and end the others.

    The lines stay at their places; what a replacement ends follows them.
    """
    marks = [LineMark(one.id, one.reference, likeness(one, one.add_ons)) for one in lines]
    known = [LineMark(one.public_id, one.reference, likeness(one, one.add_ons)) for one in carried]
    try:
        found, ended = matched(marks, known, mode)
    except LineFaultError as error:
        raise refuse(error.place, *FAULTS[error.fault]) from None
    ids = [one if isinstance(one, UUID) else None for one in found]
    kept = [replace(line, id=known_id) for line, known_id in zip(lines, ids, strict=True)]
    over = [
        replace(LineData.as_it_was(one), closed=True) for one in carried if one.public_id in ended
    ]
    return kept + over


def likeness(line: LineData | CaseloadLine, add_ons: Sequence[str]) -> tuple[object, ...]:
    """Say what like cases share, whatever their number."""
    return (*(str(getattr(line, name)) for name in LIKENESS), *sorted(add_ons))


@dataclass(frozen=True)
class PostsOfLines:
    """A person's posts, to which lines belong; with one post, no line says its own."""

    units: dict[UUID, int]
    home: int | None = None
    first: int | None = None

    @classmethod
    def of(cls, person: Person) -> "PostsOfLines":
        """Read them off the person's memberships; no statement of its own."""
        if len(person.posts) < 2 or person.home is None or person.first_post is None:
            return cls({})
        units = {post.unit.public_id: post.unit_id for post in person.posts}
        return cls(units, person.home.unit_id, person.first_post.unit_id)

    def place(self, line: CaseloadLine, data: LineData, place: int) -> bool:
        """Give a line to the post that was chosen; say whether that is another one than before."""
        if not self.units:
            return False
        if data.unit is not None and data.unit not in self.units:
            raise refuse(place, "unit", _("Please choose one of your units."))
        if data.unit is not None:
            before, line.unit_id = line.unit_id, self.units[data.unit]
            return line.unit_id != before
        return self.settle(line, self.first if line.pk else self.home)

    def settle(self, line: CaseloadLine, usual: int | None = None) -> bool:
        """Give a line that has no post of today to the usual one; say whether it had none.

        What was carried before belongs to the post that the person has had longest, so that a
        second one with more hours does not take it over.
        """
        if not self.units or line.unit_id in self.units.values():
            return False
        line.unit_id = usual or self.first
        return True


def write(line: CaseloadLine, data: LineData, place: int, now: datetime) -> bool:
    """Write a line's data into its row and check its shape; say whether anything changed."""
    values = {name: getattr(data, name) for name in FIELDS} | {"add_ons": sorted(data.add_ons)}
    closed_at = (line.closed_at or now) if data.closed else None
    same = all(getattr(line, name) == value for name, value in values.items())
    if line.pk and same and line.closed_at == closed_at:
        return False
    for name, value in values.items():
        setattr(line, name, value)
    line.closed_at = closed_at
    try:
        line.clean_fields(exclude=[f.name for f in line._meta.fields if f.name not in FIELDS])
    except ValidationError as refused:
        field, messages = next(iter(refused.message_dict.items()))
        raise refuse(place, field, messages[0]) from refused
    if line.reference and line.count != 1:
        raise refuse(
            place, "count", _("A reference names one case. Please count 1, or take it out.")
        )
    return True


def refuse_second_primary(
    person: Person, lines: list[LineData], open_lines: list[CaseloadLine]
) -> None:
    """Refuse a reference that has a primary worker already, here or with a colleague."""
    primary = [
        line.reference for line in open_lines if line.reference and line.part == PartChoice.PRIMARY
    ]
    if not primary:
        return
    taken = {name for name, times in Counter(primary).items() if times > 1}
    taken |= set(
        CaseloadLine.objects.filter(
            organisation_id=person.organisation_id,
            closed_at=None,
            part=PartChoice.PRIMARY,
            reference__in=primary,
        )
        .exclude(person=person)
        .values_list("reference", flat=True)
    )
    for place, data in enumerate(lines):
        if data.reference in taken and data.part == PartChoice.PRIMARY and not data.closed:
            raise refuse(
                place,
                "reference",
                _("This case already has a primary worker. Is your part secondary or advisory?"),
            )
