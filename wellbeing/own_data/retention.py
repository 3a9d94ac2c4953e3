"""Keep what a person told no longer than promised: answers a year, their sum two years."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

from django.db.models import Q, QuerySet

from people.own_data.traces import TRACES
from people.weeks import BANGKOK, months_before, today
from wellbeing.models import AfterCheckIn, Assessment, CheckIn

from .erasing import delete_rows
from .traces import TO_SUNDAY

# Our own choice, as the consent says it: answers twelve months, what they add up to until month 24.
ANSWERS_MONTHS = 12
NOTHING_TOLD = {"sealed_answers": b"", "sealed_note": b""}
BATCH = 1000


def keep_to(now: datetime) -> tuple[int, int]:
    """Reduce and delete what is old on the day of now; count the rows of each. Safe to repeat."""
    return reduce(today(now)), forget(now)


def reduce(day: date) -> int:
    """Keep only the sums of weeks that ended more than twelve months ago.

    The note goes with the answers. A week with answers that add up to nothing is deleted whole, and
    so are answers after events.
    """
    old = CheckIn.objects.filter(week__lt=months_before(day, ANSWERS_MONTHS) - TO_SUNDAY)
    told = ~Q(**NOTHING_TOLD)
    after = AfterCheckIn.objects.filter(
        answered_at__lt=midnight(months_before(day, ANSWERS_MONTHS))
    )
    gone = in_batches(old.filter(scored=False), QuerySet.delete)
    gone += in_batches(after, QuerySet.delete)
    gone += in_batches(old.filter(told), lambda some: some.update(**NOTHING_TOLD))
    return gone + reduce_scales(day)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), BANGKOK)


def reduce_scales(day: date) -> int:
    """Keep only the sums of longer scales taken more than twelve months ago."""
    limit = midnight(months_before(day, ANSWERS_MONTHS))
    old = Assessment.objects.filter(taken_at__lt=limit).exclude(sealed_answers="")
    return in_batches(old, lambda some: some.update(sealed_answers=""))


def forget(now: datetime) -> int:
    """Delete everything that was over longer ago than its kind is kept, mostly 24 months."""
    day, gone = today(now), 0
    for one in TRACES:
        old = one.rows.filter(one.over_before(months_before(day, one.months)))
        gone += in_batches(old, partial(delete_rows, one, now=now))
    return gone


def in_batches(old: QuerySet, step: Callable[[QuerySet], object]) -> int:
    """Run a step on some rows at a time, each in its own statement, until none is left."""
    done = 0
    while some := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        step(old.model._base_manager.filter(pk__in=some))
        done += len(some)
    return done
