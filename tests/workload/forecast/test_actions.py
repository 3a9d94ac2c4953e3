"""What a forecast reads of the people a supervisor answers for: their part, and nothing alone."""

from datetime import timedelta

import pytest

from people.models import Person
from tests.makers import NOW, WEEK, make_line, make_week, make_worker
from workload.forecast import actions as forecast


@pytest.fixture
def team(chiang_mai, wipa):
    """Five people, and cases for long enough to speak of the weeks to come."""
    people = [make_worker(chiang_mai) for _n in range(5)]
    for one in people:
        make_line(one, opened_at=NOW - timedelta(weeks=20))
    return people


def other_points(viewer) -> float:
    """The points of nights and people supervised that the team carries now."""
    found = forecast.read(Person.objects.get(pk=viewer.pk), NOW).forecast
    assert found
    return found.team.other_points


def test_a_week_that_was_sent_alone_weighs_in_no_forecast(team, wipa):
    make_week(team[0], WEEK - 1, night_points=2)
    assert other_points(wipa) == 10
    make_week(team[0], WEEK - 2, night_points=7, alone=True)
    assert other_points(wipa) == 10


def test_of_two_posts_nights_count_by_the_hours_that_are_seen(team, wipa, mai):
    """24 of 40 hours: six tenths of five points."""
    make_week(mai, WEEK - 1, night_points=5)
    assert other_points(wipa) == pytest.approx(18)
