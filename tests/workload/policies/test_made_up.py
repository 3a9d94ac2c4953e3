"""Made-up caseloads under old and new numbers: the sum can be checked by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import WEEK
from workload.policies import made_up
from workload.policies.made_up import MADE_UP, MadeUpSum
from workload.policies.policy_numbers import policy_of
from workload.rules import load as load_rules

from .test_block_sums import lived, odd


@pytest.mark.parametrize(
    ("place", "points", "capacity", "level"),
    [
        (0, "22.5", "26", "watch"),  # 12 × 1.5 + 6 × 0.75
        (1, "30.9", "26", "amber"),  # 5 × 3.1 + 4 × (2.1 + 1 + 0.5) + 1
        (2, "27.35", "20.8", "red"),  # 5 × 1.75 + 4 × 0.75 + 3 × 5.2, of four days of five
    ],
)
def test_the_caseloads_reach_from_watch_to_help_this_week(place, points, capacity, level):
    found = MadeUpSum.of(MADE_UP[place], load_rules.USUAL)
    assert (found.load.points, found.load.capacity) == (Decimal(points), Decimal(capacity))
    assert found.level == level


@given(odd)
def test_the_rows_add_up_to_the_load(numbers):
    policy = policy_of("new", numbers)
    for caseload in MADE_UP:
        found = MadeUpSum.of(caseload, policy)
        assert sum(entry.points for entry in found.entries) == found.load.points


def test_a_caseload_has_the_same_rows_by_any_numbers(nok):
    nothing = policy_of("new", {"night": "0", "supervisee": "0"})
    for one in made_up.compared(nok, load_rules.USUAL, nothing):
        assert [before.title for before, _after in one.rows] == [
            after.title for _before, after in one.rows
        ]


def test_ones_own_week_is_the_latest_that_was_sent(nok):
    lived(nok, {"count": 10}, week=WEEK - 1)
    lived(nok, {"count": 12}, supervisees=2)
    found = made_up.compared(nok, load_rules.USUAL, policy_of("new", {"supervisee": "4"}))[-1]
    assert (found.before.load.points, found.after.load.points) == (Decimal("28.4"), 26)
    assert found.rows[1][0].working == "2 × 5.2"


def test_without_a_week_there_are_the_made_up_ones_alone(nok):
    assert len(made_up.compared(nok, load_rules.USUAL, load_rules.USUAL)) == 3


@given(st.integers(0, 5))
def test_a_week_wholly_away_has_no_load(days):
    caseload = made_up.MadeUpCaseload("", (), leave_days=Decimal(days))
    assert (MadeUpSum.of(caseload, load_rules.USUAL).load.percent is None) is (days == 5)
