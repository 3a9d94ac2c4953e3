"""Units without a supervisor, and the level above that sees their people meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from people.models import Membership, Person, Role, Unit

DAY = timedelta(days=1)


@dataclass(frozen=True)
class UnledUnit:
    """A unit with workers and no supervisor: since when, and who supervises above it."""

    unit: Unit
    since: date | None
    above: Person | None


def without_lead(units: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """Choose the units with workers of which no supervisor is there: none, or all are away."""
    workers = Membership.objects.on(day).filter(unit=OuterRef("pk"), role=Role.WORKER)
    there = Membership.objects.present_on(day).filter(unit=OuterRef("pk"), role=Role.SUPERVISOR)
    return units.filter(Exists(workers), ~Exists(there))


def unled_among(units: Collection[int] | QuerySet[Unit], day: date) -> list[UnledUnit]:
    """Find the units among these that have workers and no supervisor; two statements at most."""
    if not isinstance(units, QuerySet) and not units:
        return []
    among: Any = units.order_by().values("pk") if isinstance(units, QuerySet) else units
    held = Membership.objects.on(day).filter(unit=OuterRef("pk"), person__is_active=True)
    ended = Q(memberships__role=Role.SUPERVISOR, memberships__ends__lt=day)
    found = list(
        Unit.objects.filter(
            Exists(held.filter(role=Role.WORKER)),
            ~Exists(held.filter(role=Role.SUPERVISOR)),
            pk__in=among,
        ).annotate(last=Max("memberships__ends", filter=ended))
    )
    above = leads_of({pk for unit in found for pk in unit.lineage}, day) if found else {}
    return [
        UnledUnit(
            unit,
            unit.last + DAY if unit.last else None,
            next((above[pk] for pk in reversed(unit.lineage) if pk in above), None),
        )
        for unit in found
    ]


def leads_of(units: set[int], day: date) -> dict[int, Person]:
    """Find a supervisor, who is not away, of each of these units that has one; one statement."""
    held = Membership.objects.present_on(day).filter(unit__in=units, role=Role.SUPERVISOR)
    held = held.filter(person__is_active=True).select_related("person").order_by("-pk")
    return {one.unit_id: one.person for one in held}
