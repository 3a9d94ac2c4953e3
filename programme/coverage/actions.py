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

from people.groups.words import WITHHELD
from people.models import MAY, Person, Role, Unit
from people.viewer_statements import written_for_alike
from people.weeks import today
from programme.models import UnitCount
from programme.rules.open_flags import FEW, MOST, OpenFlags, open_flags_told
from training.models import Certificate
from training.rules.certificates import CertificateState, due_until
from workload.rules.load import Level

from .nightly import counted_whole

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
    """How many people have an open flag, in words; of a group that is large enough for it."""

    told: OpenFlags
    people: int
    smallest: int

    @property
    def red(self) -> str:
        """Those of the higher level."""
        return self.written(self.told.red)

    @property
    def amber(self) -> str:
        """Those of the lower level."""
        return self.written(self.told.amber)

    @property
    def all(self) -> str:
        """Both levels together."""
        return self.written(self.told.every)

    def written(self, told: str) -> str:
        """Write a number of people as far as it is told."""
        words = {
            FEW: _("fewer than %(n)s") % {"n": self.smallest},
            MOST: pgettext("people", "most"),
            "": str(WITHHELD),
        }
        return words.get(told, told.replace("-", "–"))


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
        flags=flags(totals, viewer.own_organisation.smallest_group),
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
    carrying = {"carrying": counted.carrying, "red": counted.red, "amber": counted.amber}
    return Coverage(
        people=counted.all_people,
        units=counted.units,
        flags=flags(carrying, viewer.own_organisation.smallest_group),
        certificates=Certificates(counted.all_valid, counted.all_due, counted.all_expired),
        rows=[row_counted(unit) for unit in page],
        page=page,
        counted_at=viewer.own_organisation.units_counted_at,
    )


def row_counted(unit: Unit) -> UnitRow:
    """Give a unit with its counts of the night; one that was made later has none."""
    if (counts := getattr(unit, "counts", None)) is None:
        return UnitRow(unit, None, Certificates())
    held = Certificates(counts.valid, counts.due, counts.expired)
    return UnitRow(unit, counts.people, held)


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


SUMS = ("units", "people", "carrying", "red", "amber")


def sums(viewer: Person, now: datetime) -> dict[str, int]:
    """Count units, people, who of them sends weeks, and the open flags, each person once."""
    rows = sums_in_reach(viewer, now) or [(0,) * len(SUMS)]
    return dict(zip(SUMS, rows[0], strict=True))


@written_for_alike
def sums_in_reach(viewer: Person, now: datetime) -> QuerySet[Unit, tuple]:
    """Count all of them in one row."""
    open_flag = FilteredRelation(
        "memberships__person__flags",
        condition=Q(
            memberships__person__flags__closed_at=None,
            # One that rests speaks of past weeks.
            memberships__person__flags__rests_since=None,
        ),
    )
    here = belonging(today(now), "memberships__")

    def people(of: Q) -> Count:
        """Count each person of some memberships once."""
        return Count("memberships__person", filter=of, distinct=True)

    return in_one_row(
        reach_of(viewer).annotate(open_flag=open_flag),
        units=Count("pk", distinct=True),
        people=people(here),
        carrying=people(here & Q(memberships__role__in=MAY.carry_load)),
        red=people(here & Q(open_flag__level=Level.RED)),
        amber=people(here & Q(open_flag__level=Level.AMBER)),
    )


def in_one_row(found: QuerySet[Any], **counts: Count) -> QuerySet[Any, tuple]:
    """Count over all rows, as `aggregate` does, in a statement that can be written once."""
    return found.order_by().values(row=Value(1)).annotate(**counts).values_list(*counts)


def flags(totals: dict[str, int], smallest: int) -> Flags | None:
    """Say how many flags are open; for a small group nothing, not even that there is none."""
    counts = (totals["red"], totals["amber"], totals["carrying"])
    told = open_flags_told(*counts, smallest)
    return told and Flags(told, totals["carrying"], smallest)


def with_people(reach: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """Count the people of each unit; the tree's order."""
    here = belonging(day, "memberships__")
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
    people = Person.objects.in_office_of(viewer, Role.PROGRAMME)
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
    held = Certificate.objects.visible_to(viewer).current().filter(here)
    return held.values_list(F("person__memberships__unit")).annotate(**states(day))
