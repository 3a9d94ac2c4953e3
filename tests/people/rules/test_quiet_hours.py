"""Quiet hours: over midnight, at their edges, and with an hour for the message of the day."""

from datetime import time

import pytest

from people.rules.quiet_hours import leaves_an_hour, quiet_hours_end
from tests.makers import at


def clock(text):
    return time.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "begins", "ends", "until"),
    [
        ("2026-11-20 19:59", "20:00", "07:00", None),
        ("2026-11-20 20:00", "20:00", "07:00", "2026-11-21 07:00"),
        ("2026-11-21 00:00", "20:00", "07:00", "2026-11-21 07:00"),
        ("2026-11-21 06:59", "20:00", "07:00", "2026-11-21 07:00"),
        ("2026-11-21 07:00", "20:00", "07:00", None),
        ("2026-11-20 08:59", "09:00", "17:00", None),
        ("2026-11-20 09:00", "09:00", "17:00", "2026-11-20 17:00"),
        ("2026-11-20 17:00", "09:00", "17:00", None),
        ("2026-11-20 23:59", "22:00", "00:00", "2026-11-21 00:00"),
        ("2026-11-21 00:00", "22:00", "00:00", None),
        ("2026-12-31 23:00", "22:00", "06:00", "2027-01-01 06:00"),
        # From an hour to the same one is all day.
        ("2026-11-20 09:00", "09:00", "09:00", "2026-11-21 09:00"),
        ("2026-11-20 08:59", "09:00", "09:00", "2026-11-20 09:00"),
    ],
)
def test_they_end_on_the_day_that_is_meant(now, begins, ends, until):
    assert quiet_hours_end(at(now), clock(begins), clock(ends)) == (until and at(until))


@pytest.mark.parametrize(
    ("begins", "ends", "leaves"),
    [
        ("20:00", "07:00", True),
        ("15:00", "19:00", True),
        ("15:00", "19:01", False),
        ("16:00", "07:00", True),
        ("15:59", "07:00", False),
        ("18:00", "17:59", False),
        ("20:00", "19:00", True),
        ("20:00", "19:01", False),
        ("20:00", "20:00", False),
    ],
)
def test_an_hour_is_left_between_three_and_eight(begins, ends, leaves):
    assert leaves_an_hour(clock(begins), clock(ends)) is leaves
