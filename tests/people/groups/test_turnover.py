"""What may be told of those who left: the rule at its edges, and what a viewer can work out."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.groups.turnover import CalendarHalf, turnover_said

REASONS = st.lists(st.sampled_from("abcd"), max_size=40)


@example(list("aaaaa"), 2, 5)
@example(list("aaaab"), 2, 5)
@example(list("aaaaa"), 1, 5)
@example(list("aaaa"), 9, 5)
@given(REASONS, st.integers(0, 20), st.integers(5, 50))
def test_nothing_is_told_below_the_threshold_and_no_reason_of_a_few(reasons, silent, smallest):
    left = len(reasons) + silent
    said = turnover_said(left, left, reasons, smallest)
    assert (said is not None) == (left >= smallest + 2 and len(reasons) >= smallest)
    for reason in "abcd" * (said is not None):
        assert (reason in said.reasons) == (reasons.count(reason) >= smallest)


@given(REASONS, st.integers(0, 20), st.randoms())
def test_the_order_in_which_people_said_it_changes_nothing(reasons, silent, random):
    left, mixed = len(reasons) + silent, list(reasons)
    random.shuffle(mixed)
    assert turnover_said(left, left, reasons) == turnover_said(left, left, mixed)


def test_groups_below_five_are_refused():
    with pytest.raises(ValueError, match="never shown"):
        turnover_said(9, 9, ["a"] * 9, 4)


@pytest.mark.parametrize("left", range(12))
def test_a_viewer_who_knows_who_left_and_their_own_answer_is_sure_of_nobody(left):
    """Of every answer that could be, none leaves one of the others with a single possibility."""
    could_be = defaultdict(list)
    for a, b in product(range(left + 1), repeat=2):
        if a + b <= left:
            said = turnover_said(left, left, ["a"] * a + ["b"] * b)
            could_be[said].append((a, b, left - a - b))
    for worlds in could_be.values():
        for mine in range(3):
            # Others: all who left but the viewer, in the worlds with the viewer's own answer.
            others = [
                tuple(n - (at == mine) for at, n in enumerate(world))
                for world in worlds
                if world[mine]
            ]
            for at in range(3):
                assert not others or left < 2 or any(world[at] < left - 1 for world in others)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_day_has_one_half_year_and_is_counted_a_month_after_its_end(day):
    half = CalendarHalf.of(day)
    assert half.first <= day <= half.last
    assert half.last + timedelta(days=1) == half.after.first
    assert half.after.before == half
    assert timedelta(days=31) < half.freezes - half.last < timedelta(days=34)
    assert CalendarHalf.latest_frozen(half.freezes) == half
    assert CalendarHalf.latest_frozen(half.freezes - timedelta(days=1)) == half.before


def test_half_years_begin_in_january_and_july():
    assert CalendarHalf.of(date(2026, 6, 30)).freezes == date(2026, 8, 1)
    assert CalendarHalf.of(date(2026, 12, 31)).freezes == date(2027, 2, 1)
    with pytest.raises(ValueError, match="No half-year"):
        CalendarHalf(date(2026, 2, 1))
