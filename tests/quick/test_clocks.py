"""Drills are on the same day whenever they run."""

from datetime import timedelta

import pytest

from people.weeks import Week
from tests.makers import at

from .clocks import until_friday


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("time", ["00:00", "23:59"])
def test_it_is_friday_in_a_drill_on_any_day(day, time):
    now = at(f"2026-11-30 {time}") + timedelta(days=day)
    there = now + timedelta(seconds=until_friday(now))
    assert there.weekday() == 4
    assert Week.open_at(there + timedelta(days=2))
