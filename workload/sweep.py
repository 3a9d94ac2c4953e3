"""What time alone changes about open flags. Safe to repeat at any moment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from people.models import Person
from people.supervision import supervisors_of
from people.weeks import today, working_days_after

from .models import Flag, FlagStep

Kind = FlagStep.Kind
SEEN_WITHIN_WORKING_DAYS = 3
CHECK_AFTER = timedelta(weeks=4)
CHUNK = 500


def sweep(now: datetime) -> list[FlagStep]:
    """Pass on what waited too long, and look again at what was planned; return the new steps."""
    found = []
    flags = Flag.objects.open().select_related("person").prefetch_related("steps__by")
    for flag in flags.order_by("pk").iterator(chunk_size=CHUNK):
        found += [*pass_on(flag, now), *check(flag, now)]
    return found


def last(flag: Flag, *kinds: Kind) -> FlagStep | None:
    """Find the newest step of some kinds among those that were read."""
    return next((step for step in reversed(flag.steps.all()) if step.kind in kinds), None)


def waited_too_long(flag: Flag, day: date) -> FlagStep | None:
    """Find the step that nobody followed in time: an opening unseen, or a plan past its day."""
    risen = last(flag, Kind.OPENED, Kind.RAISED)
    done = last(flag, Kind.SEEN, Kind.PLANNED)
    if risen and (done is None or done.at < risen.at):
        limit = working_days_after(today(risen.at), SEEN_WITHIN_WORKING_DAYS)
        return risen if day > limit else None
    planned = last(flag, Kind.PLANNED)
    return planned if planned and planned.due_on and day > planned.due_on else None


def pass_on(flag: Flag, now: datetime) -> Iterator[FlagStep]:
    """Ask the next supervisor in the tree to look, once for each thing that waited."""
    waited = waited_too_long(flag, today(now))
    passed = last(flag, Kind.PASSED_ON)
    if waited is None or (passed and passed.at > waited.at):
        return
    # All at once: a sweep that is stopped here has asked everybody or nobody.
    yield from FlagStep.objects.bulk_create(
        FlagStep(flag=flag, kind=Kind.PASSED_ON, to=one, at=now)
        for one in next_supervisors(flag.person, now)
    )


def next_supervisors(person: Person, now: datetime) -> list[Person]:
    """List the supervisors of a person's supervisors: one step up the tree."""
    above = {}
    for lead in supervisors_of(person, now):
        above |= {one.pk: one for one in supervisors_of(lead, now)}
    return list(above.values())


def check(flag: Flag, now: datetime) -> Iterator[FlagStep]:
    """Four weeks after a plan, note the load of the latest week beside the load of then."""
    planned, checked = last(flag, Kind.PLANNED), last(flag, Kind.CHECKED)
    if planned is None or now < planned.at + CHECK_AFTER:
        return
    if checked and checked.at > planned.at:
        return
    latest = flag.person.work_weeks.order_by("week").last()
    if latest:
        yield flag.steps.create(kind=Kind.CHECKED, week=latest.week, percent=latest.percent, at=now)
