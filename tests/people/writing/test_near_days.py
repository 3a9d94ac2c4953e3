"""A day in one tap: which are offered, which one counts, and what stays typed."""

import re
from datetime import date

import pytest
import time_machine
from django import forms

from people.writing.near_days import AWAY, NearDayField, month_later, next_monday
from tests.makers import at

FRIDAY = at("2026-11-20 10:00")


class PlanDayForm(forms.Form):
    """One day that is asked for."""

    until = NearDayField()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(FRIDAY, tick=False):
        yield


def drawn(data=None):
    return str(PlanDayForm(data)["until"])


def test_a_week_two_weeks_and_a_month_are_offered_with_their_days():
    page = drawn()
    assert re.findall(r'value="([\d-]+)"', page) == ["2026-11-27", "2026-12-04", "2026-12-20"]
    assert "in 1 week<small>Fri 27\u00a0Nov</small>" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"until_pick": "2026-11-27", "until": ""}, date(2026, 11, 27)),
        ({"until_pick": "2026-11-27", "until": "1/12/2026"}, date(2026, 11, 27)),
        ({"until_pick": "", "until": "1/12/2569"}, date(2026, 12, 1)),
        ({"until_pick": "", "until": "2026-12-01"}, date(2026, 12, 1)),  # as a calendar sends it
        ({"until": "๑/๑๒/๒๕๖๙"}, date(2026, 12, 1)),
    ],
)
def test_the_pill_counts_and_else_what_was_typed(data, found):
    form = PlanDayForm(data)
    assert form.is_valid()
    assert form.cleaned_data["until"] == found


def test_what_was_chosen_or_typed_stays():
    assert '"2026-12-04" checked' in drawn({"until_pick": "2026-12-04"})
    page = drawn({"until_pick": "", "until": "31/11/2026"})
    assert 'value="" checked' in page
    assert 'value="31/11/2026"' in page
    assert 'aria-invalid="true"' in page


def test_a_day_that_is_offered_twice_stands_once_and_a_typed_one_stays_typed():
    with time_machine.travel(at("2026-11-29 10:00")):  # a Sunday: tomorrow is Monday
        page = str(NearDayField(near=AWAY).widget.render("first", "30/11/2026"))
    assert page.count("2026-11-30") == 1
    assert 'value="30/11/2026"' in page


@pytest.mark.parametrize("data", [{}, {"until_pick": ""}, {"until_pick": "soon"}])
def test_no_day_or_nonsense_is_refused(data):
    assert not PlanDayForm(data).is_valid()


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, later):
    assert month_later(day) == later


def test_the_next_monday_is_never_today():
    assert next_monday(date(2026, 11, 23)) == date(2026, 11, 30)
    assert next_monday(date(2026, 11, 22)) == date(2026, 11, 23)
