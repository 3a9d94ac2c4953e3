"""The versions of an organisation as its admins read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from people.models import Person, Unit
from people.weeks import Week, today
from workload.models import LoadPolicy
from workload.rules import load as load_rules

from . import actions as policies
from .policy_number import Number, NumberGroup
from .policy_numbers import GROUPS, policy_of, written_number


@dataclass(frozen=True)
class ShownVersion:
    """A number beside what stood there before."""

    number: Number
    value: Decimal | None
    before: Decimal | None

    @property
    def said(self) -> str:
        """The number as it is read."""
        return said(self.number, self.value)

    @property
    def said_before(self) -> str:
        """The number that stood there before."""
        return said(self.number, self.before)

    @property
    def changed(self) -> bool:
        """Say whether it is another number than before."""
        return self.value != self.before


@dataclass(frozen=True)
class Version:
    """One version, what it followed, and whether its time has come."""

    row: LoadPolicy
    changes: list[ShownVersion]
    coming: bool


@dataclass(frozen=True)
class Scope:
    """A kind of units with the version that holds for it now, and the one that comes next."""

    kind: str
    holds: LoadPolicy | None
    next: LoadPolicy | None

    @property
    def label(self) -> str:
        """The units it is for, in words."""
        return LoadPolicy(unit_kind=self.kind).scope


def said(number: Number, value: Decimal | None) -> str:
    """Write a value of a number, or that there is none."""
    return _("no limit") if value is None else number.written(value)


def grouped(policy: load_rules.Policy, before: load_rules.Policy) -> list[tuple[NumberGroup, list]]:
    """Write every number of a policy beside another's, in the page's order."""
    now, then = written_number(policy), written_number(before)
    return [
        (group, [ShownVersion(one, now[one.code], then[one.code]) for one in group.numbers])
        for group in GROUPS
    ]


def changes(policy: load_rules.Policy, before: load_rules.Policy) -> list[ShownVersion]:
    """List the numbers that differ."""
    return [one for _group, shown in grouped(policy, before) for one in shown if one.changed]


def versions(viewer: Person, now: datetime) -> list[Version]:
    """Read every version, newest first, with what each changed; one statement."""
    rows = list(LoadPolicy.objects.visible_to(viewer).select_related("made_by"))
    return [
        Version(
            row,
            changes(read(row, viewer), read(followed(row, rows), viewer)),
            row.starts > today(now),
        )
        for row in rows
    ]


def read(row: LoadPolicy | None, viewer: Person) -> load_rules.Policy:
    """Read a row that is at hand; without one, what is usual in the viewer's organisation."""
    return policy_of(row.version, row.numbers, usual(viewer)) if row else usual(viewer)


def usual(viewer: Person) -> load_rules.Policy:
    """Give the project's own numbers to the viewer's organisation."""
    return load_rules.usual(viewer.organisation.kind)


def followed(row: LoadPolicy, rows: Iterable[LoadPolicy]) -> LoadPolicy | None:
    """Find the version that held for the same units until this one came."""
    earlier = [
        one for one in rows if one.starts < row.starts and one.unit_kind in {row.unit_kind, ""}
    ]
    return max(earlier, key=lambda one: (one.unit_kind, one.starts), default=None)


def scopes(found: list[Version], now: datetime) -> list[Scope]:
    """Say for all kinds and for each of them what holds in the week people speak of, and next."""
    rows, monday = [one.row for one in found], Week.latest(now).monday
    return [scope(kind, rows, monday) for kind in ("", *Unit.Kind.values)]


def scope(kind: str, rows: list[LoadPolicy], monday: date) -> Scope:
    """Find what holds for one kind; its own goes before the general one."""
    concerned = [row for row in rows if row.unit_kind in {kind, ""}]
    begun = [row for row in concerned if row.starts <= monday]
    coming = [row for row in rows if row.unit_kind == kind and row.starts > monday]
    return Scope(
        kind,
        max(begun, key=lambda row: (row.unit_kind, row.starts), default=None),
        min(coming, key=lambda row: row.starts, default=None),
    )


def starting_point(viewer: Person, kind: str) -> load_rules.Policy:
    """Read the newest numbers of a kind, come or not: a new version begins from these."""
    rows = LoadPolicy.objects.visible_to(viewer).filter(unit_kind__in={kind, ""})
    newest = max(rows, key=lambda row: (row.unit_kind, row.starts), default=None)
    return read(newest, viewer)


def own(person: Person, now: datetime) -> load_rules.Policy:
    """Read the numbers that judge a person's weeks now; without a unit, the general ones."""
    week = Week.latest(now)
    if person.base:
        return policies.judging(person.base.unit, week)
    return policies.holding(person.organisation_id, "", week.monday)
