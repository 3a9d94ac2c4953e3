"""When somebody is asked after an event, and which answers call for help."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules.moments import HORIZON, WINDOWS, After, Moment, Window, moments_due

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("days", "moment"),
    [
        (-1, None),
        (0, None),
        (1, None),
        (2, Moment.FIRST),
        (9, Moment.FIRST),
        (10, None),
        (13, None),
        (14, Moment.SECOND),
        (28, Moment.SECOND),
        (29, None),
    ],
)
def test_the_windows_open_after_two_days_and_two_weeks(days, moment):
    assert moments_due(DAY, DAY + timedelta(days=days)) is moment


@given(st.integers(-400, 400))
def test_at_most_one_window_is_open_and_none_after_the_longest(days):
    found = moments_due(DAY, DAY + timedelta(days=days), incident=True)
    assert sum(window.holds(days) for window in WINDOWS.values()) == (found is not None)
    assert found is None or 0 <= days <= HORIZON.days


@pytest.mark.parametrize(("opens", "closes"), [(3, 2), (-1, 2)])
def test_a_window_that_closes_before_it_opens_is_none(opens, closes):
    with pytest.raises(ValueError, match="closes before"):
        Window(opens, closes)


@pytest.mark.parametrize(
    ("answers", "heavy"),
    [
        (After(3, 0, 3), True),
        (After(0, 3, None), True),
        (After(2, 2, 3), True),
        (After(2, 1, 0), False),
        (After(None, None, 0), False),
        (After(), False),
    ],
)
def test_one_very_much_or_two_quite_are_heavy(answers, heavy):
    assert answers.heavy is heavy


@pytest.mark.parametrize("value", [-1, 4])
def test_an_answer_outside_the_steps_is_none(value):
    with pytest.raises(ValueError, match="outside"):
        After(edge=value)


@pytest.mark.parametrize(
    ("days", "open_then"), [(89, False), (90, True), (110, True), (111, False)]
)
def test_three_months_after_it_is_asked_only_about_what_happened_to_the_person(days, open_then):
    day = DAY + timedelta(days=days)
    assert moments_due(DAY, day) is None
    assert moments_due(DAY, day, incident=True) is (Moment.THIRD if open_then else None)
