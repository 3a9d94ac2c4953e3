"""Years of service: from an unbroken run of memberships, to the day, with 29 February."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules import tenure

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
D = date


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], None),
        ([(D(2024, 5, 1), None)], D(2024, 5, 1)),
        ([(D(2026, 11, 20), None)], D(2026, 11, 20)),
        ([(D(2026, 11, 21), None)], None),
        ([(D(2024, 5, 1), D(2026, 11, 20))], D(2024, 5, 1)),
        ([(D(2024, 5, 1), D(2026, 11, 19))], None),
        # Goes on with the next day; a day between is a break.
        ([(D(2020, 1, 1), D(2024, 4, 30)), (D(2024, 5, 1), None)], D(2020, 1, 1)),
        ([(D(2020, 1, 1), D(2024, 4, 29)), (D(2024, 5, 1), None)], D(2024, 5, 1)),
        # A short second role inside the first shortens nothing.
        ([(D(2020, 1, 1), None), (D(2021, 1, 1), D(2022, 1, 1))], D(2020, 1, 1)),
        ([(D(2022, 1, 1), None), (D(2021, 1, 1), D(2023, 1, 1))], D(2021, 1, 1)),
    ],
)
def test_a_break_of_one_day_begins_anew(spans, expected):
    assert tenure.since(spans, D(2026, 11, 20)) == expected


@pytest.mark.parametrize(
    ("begin", "years", "expected"),
    [
        (D(2024, 2, 29), 1, D(2025, 2, 28)),
        (D(2024, 2, 29), 3, D(2027, 2, 28)),
        (D(2018, 2, 28), 10, D(2028, 2, 28)),
        (D(2016, 2, 29), 4, D(2020, 2, 29)),
        (D(2023, 11, 20), 3, D(2026, 11, 20)),
    ],
)
def test_who_began_on_29_february_has_the_day_on_the_28th(begin, years, expected):
    assert tenure.anniversary(begin, years) == expected


@pytest.mark.parametrize(
    ("begin", "day", "expected"),
    [
        (D(2025, 11, 20), D(2026, 11, 19), None),
        (D(2025, 11, 20), D(2026, 11, 20), 1),
        (D(2025, 11, 20), D(2026, 12, 20), 1),
        (D(2025, 11, 20), D(2026, 12, 21), None),
        (D(2024, 11, 20), D(2026, 11, 20), None),
        (D(2023, 11, 20), D(2026, 11, 20), 3),
        (D(2021, 11, 20), D(2026, 11, 20), 5),
        (D(2016, 11, 20), D(2026, 11, 20), 10),
        (D(2015, 11, 20), D(2026, 11, 20), None),
        (D(2024, 2, 29), D(2025, 2, 27), None),
        (D(2024, 2, 29), D(2025, 2, 28), 1),
    ],
)
def test_a_milestone_is_news_for_31_days(begin, day, expected):
    assert tenure.reached(begin, day) == expected


@given(DAYS, DAYS)
def test_whole_years_agree_with_the_anniversaries(begin, day):
    begin, day = sorted((begin, day))
    years = tenure.whole_years(begin, day)
    assert tenure.anniversary(begin, years) <= day < tenure.anniversary(begin, years + 1)


@pytest.mark.parametrize(
    ("begin", "day", "months"),
    [
        (D(2024, 11, 20), D(2026, 11, 19), 23),
        (D(2024, 11, 20), D(2026, 11, 20), 24),
        (D(2026, 8, 31), D(2027, 2, 27), 5),
        (D(2026, 8, 31), D(2027, 2, 28), 6),
        (D(2026, 12, 1), D(2027, 1, 1), 1),
        (D(2026, 11, 20), D(2026, 11, 20), 0),
    ],
)
def test_a_month_is_full_on_the_same_day_or_the_last_of_a_shorter_month(begin, day, months):
    assert tenure.whole_months(begin, day) == months


@given(DAYS, st.integers(0, 5000), DAYS)
def test_cutting_a_span_in_two_changes_nothing(begin, length, day):
    last = begin + timedelta(days=length)
    middle = begin + timedelta(days=length // 2)
    whole = [(begin, last)]
    cut = [(middle + timedelta(days=1), last), (begin, middle)] if length > 1 else whole
    assert tenure.since(whole, day) == tenure.since(cut, day) or day < begin


FULL = Decimal(40)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], 0),
        ([(D(2026, 11, 20), None, FULL)], 5),  # 40 / 7 = 5.7
        ([(D(2026, 11, 21), None, FULL)], 0),
        ([(D(2026, 11, 17), None, FULL)], 22),  # 160 / 7 = 22.9: only full hours
        ([(D(2026, 11, 14), None, FULL)], 40),
        ([(D(2026, 11, 1), D(2026, 11, 7), FULL)], 40),
        ([(D(2026, 11, 14), D(2027, 11, 7), FULL)], 40),
        # Two contracts, the second of half a week.
        ([(D(2026, 11, 1), D(2026, 11, 7), FULL), (D(2026, 11, 8), None, FULL / 2)], 77),
        # NACP speaks of two years and 3,900 hours; 37.5 h a week for 728 days are as many.
        ([(D(2024, 11, 23), None, Decimal("37.5"))], 3900),
        ([(D(2024, 11, 24), None, Decimal("37.5"))], 3894),
    ],
)
def test_hours_of_work_follow_from_contracts(spans, expected):
    assert tenure.hours_worked(spans, D(2026, 11, 20)) == expected


@given(DAYS, st.integers(0, 3000), st.decimals(1, 84, places=1), DAYS)
def test_a_contract_that_goes_on_never_loses_hours(first, length, weekly, day):
    last = first + timedelta(days=length)
    at_day = tenure.hours_worked([(first, last, weekly)], day)
    after = tenure.hours_worked([(first, last, weekly)], day + timedelta(days=1))
    assert 0 <= at_day <= after <= at_day + weekly / 7 + 1
