"""The programme at a glance: people, units, certificates, and flags as sizes only.

Nothing in here reads one person's load, hours or answers.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.keys import chance
from people.models import MAY, Organisation, Person, Role, Unit
from people.viewer_statements import written_for_alike
from people.weeks import Block, today
from programme.models import UnitCount
from programme.rules.open_flags import FEW, MOST, WIDEST, needed_for_flags, open_flags_told
from training.models import Certificate
from training.rules.certificates import CertificateState, due_until

from .nightly import counted_whole, flagged_at, held_at

UNITS_A_PAGE = 20


@dataclass(frozen=True)
class Certificates:
    """How many certificates stand in which state."""

    valid: int = 0
    due: int = 0
    expired: int = 0

    @property
    def all(self) -> int:
        """Every one that is the newest of its kind."""
        return self.valid + self.due + self.expired


@dataclass(frozen=True)
class Flags:
    """About how many people had a flag on a day, in words; of a group that is large enough."""

    told: str
    people: int
    smallest: int
    day: date

    @property
    def all(self) -> str:
        """Write about how many people, as far as it is told."""
        words = {
            FEW: _("fewer than %(n)s") % {"n": self.smallest},
            MOST: pgettext("people", "most"),
        }
        return words.get(self.told, self.told.replace("-", "–"))


@dataclass(frozen=True)
class UnitRow:
    """One unit in the table; it has no number of people while it was not counted yet."""

    unit: Unit
    people: int | None
    certificates: Certificates


@dataclass(frozen=True)
class Coverage:
    """What the programme office sees first; `flags` is None where they are withheld."""

    people: int
    units: int
    flags: Flags | None
    certificates: Certificates
    rows: list[UnitRow]
    page: Page
    # When it was counted, if that was not now: in a large organisation at night.
    counted_at: datetime | None = None

    @property
    def shown(self) -> list[int]:
        """The ids of the units in the table."""
        return [row.unit.pk for row in self.rows]


def read(viewer: Person, *, now: datetime, number: int | str | None = 1) -> Coverage:
    """Read the overview of everything at or below the viewer's programme units.

    Five statements, the same for any number of units and people. In a large organisation the
    counts are those of the night, and the page says so.
    """
    if counted := counted_whole(viewer, now):
        return read_counted(viewer, counted, now=now, number=number)
    totals = sums(viewer, now)
    listed: Any = units_with_people.page_by_page(viewer, now, totals["units"])
    page = Paginator(listed, UNITS_A_PAGE).get_page(number)
    units = list(page)
    by_unit = certificates_of(viewer, units, now)
    return Coverage(
        people=totals["people"],
        units=totals["units"],
        flags=flags(totals, viewer.own_organisation, Block.latest(now)),
        certificates=Certificates(*next(iter(certificates_in_reach(viewer, now)), ())),
        rows=[UnitRow(unit, unit.people, by_unit[unit.pk]) for unit in units],
        page=page,
    )


def read_counted(
    viewer: Person, counted: UnitCount, *, now: datetime, number: int | str | None
) -> Coverage:
    """Read the overview as it was counted at night."""
    [[how_many]] = units_in_reach(viewer, now)
    listed: Any = units_with_counts.page_by_page(viewer, now, how_many)
    page = Paginator(listed, UNITS_A_PAGE).get_page(number)
    organisation = viewer.own_organisation
    counted_at = organisation.units_counted_at
    assert counted_at is not None
    sums = {"carrying": counted.carrying, "flagged": counted.red + counted.amber}
    return Coverage(
        people=counted.all_people,
        units=counted.units,
        flags=flags(sums, organisation, Block.latest(counted_at)),
        certificates=Certificates(counted.all_valid, counted.all_due, counted.all_expired),
        rows=[row_counted(unit) for unit in page],
        page=page,
        counted_at=counted_at,
    )


def row_counted(unit: Unit) -> UnitRow:
    """Give a unit with its counts of the night; one that was made later has none."""
    if (counts := getattr(unit, "counts", None)) is None:
        return UnitRow(unit, None, Certificates())
    held = Certificates(counts.valid, counts.due, counts.expired)
    return UnitRow(unit, counts.people, held)


# Of a unit's people: who was only entered, and has not come in, counts in no sum.
CAME_TO_UNIT = Q(memberships__person__awaited=False)


def belonging(day: date, at: str) -> Q:
    """A condition for memberships that hold on a day; `at` is the way to them."""
    ends = Q(**{f"{at}ends": None}) | Q(**{f"{at}ends__gte": day})
    return ends & Q(**{f"{at}starts__lte": day})


def reach_of(viewer: Person) -> QuerySet[Unit]:
    """Find everything at or below the viewer's programme units."""
    return Unit.objects.visible_to(viewer).within(*viewer.paths(Role.PROGRAMME))


@written_for_alike
def units_in_reach(viewer: Person, now: datetime) -> QuerySet[Unit, tuple]:
    """Count the units in reach, those too that were made after the night."""
    return in_one_row(reach_of(viewer), units=Count("pk"))


@written_for_alike
def units_with_counts(viewer: Person, now: datetime) -> QuerySet[Unit]:
    """Find the units in reach with their counts of the night, in the tree's order."""
    return reach_of(viewer).select_related("parent", "counts").order_by("path")


@written_for_alike
def units_with_people(viewer: Person, now: datetime) -> QuerySet[Unit]:
    """Find the units in reach, each with its number of people, in the tree's order."""
    return with_people(reach_of(viewer), today(now))


SUMS = ("units", "people", "carrying", "flagged")


def sums(viewer: Person, now: datetime) -> dict[str, int]:
    """Count units and people of today, and of the newest frozen block who carries load, and who of
    them had an open flag; each person once.
    """
    block = Block.latest(now)
    then = {"frozen": block.freezes, "day": today(block.freezes), "since": block.first.monday}
    rows = sums_in_reach(viewer, now, **then) or [(0,) * len(SUMS)]
    return dict(zip(SUMS, rows[0], strict=True))


@written_for_alike
def sums_in_reach(
    viewer: Person, now: datetime, frozen: datetime, day: date, since: date
) -> QuerySet[Unit, tuple]:
    """Count all of them in one row; `frozen` is a moment, `day` its day, `since` the block's first.

    What is given, ended, opened or closed after that moment changes nothing, nor who comes in after
    it, whatever day is written.
    """
    open_flag = FilteredRelation(
        "memberships__person__flags",
        condition=flagged_at(frozen, since, "memberships__person__flags__"),
    )
    carrying = CAME_TO_UNIT & held_at(frozen, day, "memberships__")
    carrying &= Q(memberships__role__in=MAY.carry_load)

    def people(of: Q) -> Count:
        """Count each person of some memberships once."""
        return Count("memberships__person", filter=of, distinct=True)

    return in_one_row(
        reach_of(viewer).annotate(open_flag=open_flag),
        units=Count("pk", distinct=True),
        people=people(CAME_TO_UNIT & belonging(today(now), "memberships__")),
        carrying=people(carrying),
        flagged=people(carrying & Q(open_flag__isnull=False)),
    )


def in_one_row(found: QuerySet[Any], **counts: Count) -> QuerySet[Any, tuple]:
    """Count over all rows, as `aggregate` does, in a statement that can be written once."""
    return found.order_by().values(row=Value(1)).annotate(**counts).values_list(*counts)


def flags(sums: dict[str, int], organisation: Organisation, block: Block) -> Flags | None:
    """Say about how many people had a flag; for a small group nothing, not even that none had.

    Chance is drawn for the numbers themselves: an office that counts the same people has the same
    draw, and where a number changes it is drawn anew.
    """
    flagged, people = sums["flagged"], sums["carrying"]
    smallest = organisation.smallest_group
    if people < needed_for_flags(smallest):
        return None
    about = ("open flags", block.number, people, flagged)
    drawn = chance.drawn(chance.chance_key(organisation), about) % (2 * WIDEST + 1) - WIDEST
    told = open_flags_told(flagged, people, smallest, drawn)
    return Flags(told, people, smallest, today(block.freezes))


def with_people(reach: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """Count the people of each unit; the tree's order."""
    here = CAME_TO_UNIT & belonging(day, "memberships__")
    return (
        reach.select_related("parent")
        .annotate(people=Count("memberships__person", filter=here, distinct=True))
        .order_by("path")
    )


def states(day: date) -> dict[str, Count]:
    """Count certificates by state; the same edges as `training.rules.certificates.state`."""
    expired, lasting = Q(expires_on__lt=day), Q(expires_on__gt=due_until(day))
    conditions = {
        CertificateState.VALID: lasting | Q(expires_on=None),
        CertificateState.DUE: Q(expires_on__gte=day, expires_on__lte=due_until(day)),
        CertificateState.EXPIRED: expired,
    }
    return {
        str(name): Count("pk", filter=condition, distinct=True)
        for name, condition in conditions.items()
    }


@written_for_alike
def certificates_in_reach(viewer: Person, now: datetime) -> QuerySet[Certificate, tuple]:
    """Count the certificates of all people in reach."""
    people = Person.objects.in_office_of(viewer, Role.PROGRAMME).filter(awaited=False)
    held = Certificate.objects.visible_to(viewer).current().filter(person__in=people)
    return in_one_row(held, **states(today(now)))


def certificates_of(viewer: Person, units: list[Unit], now: datetime) -> dict[int, Certificates]:
    """Count the certificates of the people who belong to each of these units today."""
    found = certificates_by_unit(viewer, now, units=[unit.pk for unit in units])
    return {unit.pk: Certificates() for unit in units} | {
        unit: Certificates(*counts) for unit, *counts in found
    }


@written_for_alike
def certificates_by_unit(
    viewer: Person, now: datetime, units: list[int]
) -> QuerySet[Certificate, tuple]:
    """Count the certificates by unit."""
    day = today(now)
    here = belonging(day, "person__memberships__") & Q(person__memberships__unit__in=units)
    held = Certificate.objects.visible_to(viewer).current().filter(here, person__awaited=False)
    return held.values_list(F("person__memberships__unit")).annotate(**states(day))
