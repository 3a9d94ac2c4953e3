"""Count every unit of a large organisation once a night, so that its overview opens as a small one.

The overview of a small organisation counts at once. Both must agree, and a test holds them to it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from people.each_organisation import each_by_itself
from people.models import MAY, Membership, Organisation, Person, Role, Unit, lineage
from people.statements import written_once
from people.weeks import today
from programme.models import UnitCount
from training.models import Certificate
from training.rules.certificates import CertificateState, state
from workload.models import Flag
from workload.rules.load import Level

# From so many people on the overview shows the counts of the night.
COUNTED_FROM = 2_000
# Counts that are older are not shown: the overview counts at once, however long that takes.
LASTS = timedelta(hours=36)
WRITTEN_AT_ONCE = 1_000
OWN = {
    CertificateState.VALID: "valid",
    CertificateState.DUE: "due",
    CertificateState.EXPIRED: "expired",
}


@dataclass
class PersonPlaces:
    """Where a person belongs on a day: their units, and those in which they carry load."""

    units: set[str] = field(default_factory=set)
    carrying: set[str] = field(default_factory=set)


def count_all(now: datetime) -> None:
    """Count every organisation that is large enough; of one that became small the counts go."""
    each_by_itself(partial(count, now=now), "Units could not be counted")


@transaction.atomic
def count(organisation: Organisation, *, now: datetime) -> int:
    """Count the units of an organisation anew; return how many, 0 for a small organisation."""
    # Of two jobs at once the second waits, and counts anew.
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    UnitCount.objects.filter(unit__organisation=held).delete()
    is_large = Person.objects.filter(organisation=held).count() >= COUNTED_FROM
    made = counts_of(held, today(now)) if is_large else []
    UnitCount.objects.bulk_create(made, batch_size=WRITTEN_AT_ONCE)
    held.units_counted_at = now if is_large else None
    held.save(update_fields=["units_counted_at"])
    return len(made)


def counts_of(organisation: Organisation, day: date) -> list[UnitCount]:
    """Count the people, certificates and open flags of each unit on a day."""
    paths = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "path"))
    made = {pk: UnitCount(unit_id=pk, units=0) for pk in paths}
    for path in paths.values():
        add(made, whole([path]), units=1)
    certificates, flags = certificates_of(organisation, day), open_flags(organisation)
    for person, places in places_of(organisation, paths, day).items():
        held = {OWN[one]: n for one, n in certificates.get(person, {}).items()}
        flag = flags.get(person)
        add(made, own(places.units), people=1, **held)
        above = {f"all_{name}": n for name, n in held.items()}
        add(made, whole(places.units), all_people=1, **above)
        add(made, whole(places.carrying), carrying=1)
        if flag:
            add(made, whole(places.units), **{flag: 1})
    return list(made.values())


def add(made: dict[int, UnitCount], at: Iterable[int], **counts: int) -> None:
    """Add to some counts of some units."""
    for unit in at:
        for name, n in counts.items():
            setattr(made[unit], name, getattr(made[unit], name) + n)


def own(paths: Iterable[str]) -> set[int]:
    """Name the units of some paths themselves."""
    return {lineage(path)[-1] for path in paths}


def whole(paths: Iterable[str]) -> set[int]:
    """Name the units of some paths and all that these lie in, each once."""
    return {unit for path in paths for unit in lineage(path)}


def places_of(
    organisation: Organisation, paths: dict[int, str], day: date
) -> dict[int, PersonPlaces]:
    """Find where each person belongs on a day."""
    held = Membership.objects.filter(unit__organisation=organisation).on(day)
    found: dict[int, PersonPlaces] = {}
    columns = ("person_id", "unit_id", "role")
    for person, unit, role in held.values_list(*columns).iterator(chunk_size=5_000):
        places = found.setdefault(person, PersonPlaces())
        places.units.add(paths[unit])
        if role in MAY.carry_load:
            places.carrying.add(paths[unit])
    return found


def certificates_of(organisation: Organisation, day: date) -> dict[int, Counter[CertificateState]]:
    """Count the current certificates of each person by state."""
    rows = Certificate.objects.current().filter(person__organisation=organisation)
    found: dict[int, Counter[CertificateState]] = {}
    # In text they would have to be read again: there are many, and few days.
    states: dict[date | None, CertificateState] = {}
    columns = ("person_id", "expires_on")
    for person, ends in rows.values_list(*columns).iterator(chunk_size=5_000):
        if ends not in states:
            states[ends] = state(ends, day)
        found.setdefault(person, Counter())[states[ends]] += 1
    return found


def open_flags(organisation: Organisation) -> dict[int, str]:
    """Find the open flag of each person, by the name of its count; one that rests is none."""
    rows = Flag.objects.filter(organisation=organisation, closed_at=None, rests_since=None)
    names = {str(one): str(one) for one in (Level.RED, Level.AMBER)}
    return {person: names[level] for person, level in rows.values_list("person", "level")}


def counted_whole(viewer: Person, now: datetime) -> UnitCount | None:
    """Find what was counted of a viewer's programme office; None where it must be counted now.

    That is in a small organisation, which costs no statement, before the first night, when the
    counts are old, and for an office of several units: a person of two of them would count twice.
    """
    at, paths = viewer.own_organisation.units_counted_at, outermost(viewer)
    if at is None or at <= now - LASTS or len(paths) != 1:
        return None
    return next(iter(count_of(organisation=viewer.organisation_id, path=paths[0])), None)


@written_once
def count_of(organisation: int, path: str) -> QuerySet[UnitCount]:
    """Read the counts of one unit."""
    return UnitCount.objects.filter(unit__organisation=organisation, unit__path=path)


def outermost(viewer: Person) -> list[str]:
    """List the paths of a viewer's offices that lie in no other of them."""
    paths = set(viewer.paths(Role.PROGRAMME))
    return [one for one in paths if not any(one != p and one.startswith(p) for p in paths)]
