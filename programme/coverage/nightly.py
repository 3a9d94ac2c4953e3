"""Count every unit of a large organisation once a night, so that its overview opens as a small one.

The overview of a small organisation counts at once. Both must agree, and a test holds them to it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from people.each_organisation import each_by_itself
from people.models import MAY, Membership, Organisation, Person, Role, Unit, lineage
from people.statements import written_once
from people.weeks import Block, today
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
    made = counts_of(held, now) if is_large else []
    UnitCount.objects.bulk_create(made, batch_size=WRITTEN_AT_ONCE)
    held.units_counted_at = now if is_large else None
    held.save(update_fields=["units_counted_at"])
    return len(made)


def counts_of(organisation: Organisation, now: datetime) -> list[UnitCount]:
    """Count the people and certificates of each unit today, and the flags of the frozen block."""
    day, frozen = today(now), Block.latest(now).freezes
    paths = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "path"))
    made = {pk: UnitCount(unit_id=pk, units=0) for pk in paths}
    for path in paths.values():
        add(made, whole([path]), units=1)
    held = Membership.objects.filter(unit__organisation=organisation, person__awaited=False)
    certificates = certificates_of(organisation, day)
    for person, units in places_of(held.on(day), paths).items():
        counts = {OWN[one]: n for one, n in certificates.get(person, {}).items()}
        add(made, own(units), people=1, **counts)
        above = {f"all_{name}": n for name, n in counts.items()}
        add(made, whole(units), all_people=1, **above)
    flags = open_flags(organisation, Block.latest(now))
    then = held.filter(held_at(frozen, today(frozen)), role__in=MAY.carry_load)
    for person, units in places_of(then, paths).items():
        add(made, whole(units), carrying=1)
        if flag := flags.get(person):
            add(made, whole(units), **{flag: 1})
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


def places_of(held: QuerySet[Membership], paths: dict[int, str]) -> dict[int, set[str]]:
    """Find the units of each person of some memberships."""
    found: dict[int, set[str]] = {}
    for person, unit in held.values_list("person_id", "unit_id").iterator(chunk_size=5_000):
        found.setdefault(person, set()).add(paths[unit])
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


def open_flags(organisation: Organisation, block: Block) -> dict[int, str]:
    """Find who had an open flag when a block was frozen, by the name of its count."""
    rows = Flag.objects.filter(flagged_at(block.freezes, block.first.monday))
    rows = rows.filter(organisation=organisation)
    names = {str(one): str(one) for one in (Level.RED, Level.AMBER)}
    return {person: names[level] for person, level in rows.values_list("person", "level")}


def flagged_at(frozen: datetime, since: date, at: str = "") -> Q:
    """A condition for flags that were open at a moment; `at` is the way to them.

    One that rests speaks of past weeks: its person sent none since the day `since`.
    """
    its = partial(by_name, at)
    return (
        its(opened_at__lte=frozen)
        & (its(came_back_at=None) | its(came_back_at__lte=frozen))
        & (its(closed_at=None) | its(closed_at__gt=frozen))
        & (its(rests_since=None) | its(rests_since__gte=since))
    )


def held_at(frozen: datetime, day: date, at: str = "") -> Q:
    """A condition for memberships that held at a moment, on its day, as was known at that moment.

    None is back-dated into it, nor out of it: what has ended is not changed any more, so an earlier
    last day was entered later if the membership was changed later.
    """
    its = partial(by_name, at)
    given = its(given_at=None) | its(given_at__lte=frozen)
    lasting = its(ends=None) | its(ends__gte=day) | its(changed_at__gt=frozen)
    return given & lasting & its(starts__lte=day)


def by_name(at: str, **asked: object) -> Q:
    """A condition on columns at the end of a way."""
    return Q(**{f"{at}{name}": value for name, value in asked.items()})


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
