"""Two requests about events at a moment: the second finds what the first left."""

from datetime import date
from functools import partial

import pytest

from tests.makers import NOW, make_event
from tests.postgresql.races import meanwhile, needs_two_connections
from wellbeing.events import actions as events
from wellbeing.models import HardEvent
from wellbeing.rules.moments import After
from workload.models import DutyDay

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
MOMENTS = [1, 2, 4, 6]
DAY = date(2026, 11, 18)


def removing(event):
    """Remove an event that another request has read."""
    return partial(events.remove, HardEvent.objects.get(pk=event.pk), now=NOW)


@pytest.mark.parametrize("after", MOMENTS)
def test_an_event_that_is_removed_twice_at_once_is_removed(nok, after):
    raid = make_event(nok)

    assert set(meanwhile(removing(raid), removing(raid), after=after)) <= {"done", ""}

    assert not HardEvent.objects.exists()


@pytest.mark.parametrize("first", ["remove", "answer"])
@pytest.mark.parametrize("after", MOMENTS)
def test_an_event_that_is_answered_while_it_is_removed_is_gone_and_nothing_breaks_off(
    nok, after, first
):
    raid = make_event(nok)
    read = HardEvent.objects.get(pk=raid.pk)
    answer = partial(events.answer, event=read, answers=After(1, 1, 1), now=NOW)
    order = (removing(raid), answer) if first == "remove" else (answer, removing(raid))

    said = meanwhile(*order, after=after)

    assert not [one for one in said if one.startswith("broken")]
    assert "" in said or not HardEvent.objects.exists()


@pytest.mark.parametrize("after", MOMENTS)
def test_two_told_events_of_a_day_that_are_removed_at_once_leave_no_word(nok, after):
    both = [
        events.log(person=nok, kind=kind, day=DAY, now=NOW, tell=True)
        for kind in [one for one in HardEvent.Kind if one.is_incident][:2]
    ]
    assert len(both) == 2

    said = meanwhile(*map(removing, both), after=after)

    assert set(said) <= {"done", ""}
    assert "" in said or not DutyDay.objects.filter(person=nok, incident=True).exists()
