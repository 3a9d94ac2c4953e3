"""Read what happened to the people with a flag in a quarter; only the count is told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models.functions import Coalesce

from people.models import MAY, Membership
from people.rules.year_parts import DAY
from people.weeks import BANGKOK, BLOCK_WEEKS, Week, today
from programme.rules.quarters import CalendarQuarter
from wellbeing.models import Restriction
from workload.models import FlagStep, WorkWeek

KIND = FlagStep.Kind
RISES = (KIND.OPENED, KIND.RETURNED)
# What a person does about a flag first. To pass it on leaves it where it was.
FIRST_STEPS = (KIND.SEEN, KIND.PLANNED, KIND.MOVED, KIND.INVITED)
CLOSES = (KIND.CLOSED, KIND.ENDED)


@dataclass(frozen=True)
class FlagsOfQuarter:
    """The people with a flag that opened or came back, and what became of it."""

    # Who could have had one.
    out_of: int
    people: int
    # Of each person with a flag that waited: days until the first step, None where there was none.
    waited: tuple[int | None, ...]
    # Of each person with a first step and a load before and after it: whether it fell. Who is
    # counted in no group is not among them.
    fell: tuple[bool, ...]


def flags_of(organisation_id: int, quarter: CalendarQuarter) -> FlagsOfQuarter:
    """Read the flags of an organisation in a quarter; the first of each person counts."""
    steps = first_steps_taken(organisation_id, quarter)
    risen: dict[int, int] = {}
    waited: dict[int, int | None] = {}
    acted: dict[int, date] = {}
    for person, flag, kind, at in steps:
        day = today(at)
        if kind in RISES and person not in risen and day <= quarter.last:
            risen[person], waited[person] = flag, None
            acted[person] = day
        elif risen.get(person) == flag and waited.get(person, 0) is None:
            if kind in FIRST_STEPS:
                waited[person] = (day - acted[person]).days
                acted[person] = day
            elif kind in CLOSES:
                # It ended by itself, before anybody was needed.
                del waited[person]
    counted = datetime.combine(quarter.counted_on, time(), BANGKOK)
    restricted = Restriction.objects.at(counted).filter(person__in=waited)
    silent = set(restricted.values_list("person", flat=True))
    stepped = {
        one: acted[one] for one, days in waited.items() if days is not None and one not in silent
    }
    return FlagsOfQuarter(
        len(carrying(organisation_id, quarter) | risen.keys()),
        len(risen),
        tuple(waited.values()),
        tuple(falls(organisation_id, stepped)),
    )


def carrying(organisation_id: int, quarter: CalendarQuarter) -> set[int]:
    """Find the people who could send a week in a quarter."""
    held = Membership.objects.filter(person__organisation=organisation_id, person__awaited=False)
    held = held.filter(role__in=MAY.carry_load, starts__lte=quarter.last).lasting(quarter.first)
    return set(held.values_list("person", flat=True))


def first_steps_taken(
    organisation_id: int, quarter: CalendarQuarter
) -> list[tuple[int, int, str, datetime]]:
    """Read the steps on flags from a quarter's first day until it is counted, in their order."""
    span = (quarter.first, quarter.counted_on)
    first, last = (datetime.combine(day, time(), BANGKOK) for day in span)
    found = FlagStep.objects.filter(flag__organisation=organisation_id)
    found = found.filter(kind__in=(*RISES, *FIRST_STEPS, *CLOSES), at__gte=first, at__lt=last)
    return list(found.order_by("at", "pk").values_list("flag__person", "flag", "kind", "at"))


def falls(organisation_id: int, stepped: dict[int, date]) -> list[bool]:
    """Say of each person whether the load stood lower four weeks after a day than before it.

    Before is the newest week until that day; after is the newest of the four weeks that follow. A
    person without one of them says nothing.
    """
    if not stepped:
        return []
    weeks = {person: Week.of(day) for person, day in stepped.items()}
    span = (min(weeks.values()) - BLOCK_WEEKS, max(weeks.values()) + BLOCK_WEEKS)
    sent = WorkWeek.objects.filter(organisation=organisation_id, person__in=stepped)
    sent = sent.filter(week__range=[one.monday for one in span])
    load = Coalesce("usual_percent", "percent")
    before: dict[int, Decimal] = {}
    after: dict[int, Decimal] = {}
    for person, monday, percent in sent.order_by("week").values_list("person", "week", load):
        since = monday - weeks[person].monday
        if percent is None or abs(since) > timedelta(weeks=BLOCK_WEEKS):
            continue
        (before if since < DAY else after)[person] = percent
    return [after[one] < before[one] for one in sorted(before.keys() & after.keys())]
