"""Until when a certificate holds, and how it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules.certificates import (
    REMIND_AT,
    CertificateStanding,
    CertificateState,
    add_months,
    certificate_standing,
    reminder_step,
    state,
)

DAY = date(2026, 11, 24)
days = st.dates(date(1990, 1, 1), date(2150, 12, 31))
months = st.integers(1, 600)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-19", 24, "2028-11-19"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-01-31", 0, "2026-01-31"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (-400, CertificateState.EXPIRED),
        (-1, CertificateState.EXPIRED),
        (0, CertificateState.DUE),
        (1, CertificateState.DUE),
        (60, CertificateState.DUE),
        (61, CertificateState.VALID),
    ],
)
def test_a_certificate_turns_exactly_at_its_edges(days_left, expected):
    assert state(DAY + timedelta(days=days_left), DAY) is expected


def test_a_certificate_without_an_end_is_always_valid():
    assert state(None, DAY) is CertificateState.VALID


@given(days, months)
def test_the_day_moves_by_that_many_months_and_never_to_a_later_day_of_the_month(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved + timedelta(days=1)).month != moved.month
    assert moved.day <= day.day


@given(days, months)
def test_more_months_never_end_earlier(day, months):
    assert add_months(day, months) < add_months(day, months + 1)


@given(days, days, st.integers(0, 1000))
def test_time_only_moves_a_certificate_towards_its_end(expires, day, later):
    order = [CertificateState.VALID, CertificateState.DUE, CertificateState.EXPIRED]
    then = state(expires, day + timedelta(days=later))
    assert order.index(then) >= order.index(state(expires, day))


@pytest.mark.parametrize(
    ("held", "exempt", "expected"),
    [
        (CertificateState.VALID, False, CertificateStanding.VALID),
        (CertificateState.VALID, True, CertificateStanding.VALID),
        (CertificateState.DUE, False, CertificateStanding.DUE),
        (CertificateState.DUE, True, CertificateStanding.EXEMPT),
        (CertificateState.EXPIRED, False, CertificateStanding.EXPIRED),
        (CertificateState.EXPIRED, True, CertificateStanding.EXEMPT),
        (None, False, CertificateStanding.MISSING),
        (None, True, CertificateStanding.EXEMPT),
    ],
)
def test_an_exemption_excuses_everything_but_what_is_valid(held, exempt, expected):
    assert certificate_standing(held, exempt=exempt) is expected


@given(st.sampled_from([None, *CertificateState]), st.booleans())
def test_nobody_who_is_exempt_lacks_anything(held, exempt):
    found = certificate_standing(held, exempt=exempt)
    assert found.lacks is (not exempt and held is not CertificateState.VALID)


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (91, None),
        (90, 90),
        (61, 90),
        (60, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (0, 7),
        (-1, None),
    ],
)
def test_a_step_begins_on_its_day(left, step):
    assert reminder_step(DAY + timedelta(days=left), DAY) == step


@given(st.integers(0, 400))
def test_each_step_comes_once_on_the_way_to_the_end(left):
    steps = [reminder_step(DAY + timedelta(days=n), DAY) for n in range(left, -1, -1)]
    turns = [step for step, before in zip(steps, [None, *steps], strict=False) if step != before]
    assert turns == [step for step in REMIND_AT if step <= left or step == turns[0]]


def test_the_words_for_how_a_certificate_stands_stay_what_they_are():
    """They stand in addresses, sheets and programs."""
    assert [*CertificateState] == ["valid", "due", "expired"]
    assert [*CertificateStanding] == ["valid", "due", "expired", "missing", "exempt"]
