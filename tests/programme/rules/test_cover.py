"""How a post is covered, and since when it is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rules.cover import HoldingSpan, PostCover, cover, most_at_once, vacant_since

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def spans(draw):
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 6).map(lambda n: starts + timedelta(days=n)))
    return HoldingSpan(starts, ends)


@pytest.mark.parametrize(
    ("needed", "holders", "behind", "lapses", "expected"),
    [
        (1, 0, True, False, PostCover.VACANT),
        (2, 1, True, True, PostCover.VACANT),
        (1, 1, False, True, PostCover.ONE),
        (1, 1, True, True, PostCover.LAPSING),
        (1, 1, True, False, PostCover.HELD),
        (1, 2, False, False, PostCover.HELD),
        (2, 2, False, True, PostCover.LAPSING),
    ],
)
def test_the_worst_that_holds_is_said(needed, holders, behind, lapses, expected):
    found = cover(needed=needed, holders=holders, behind=behind, lapses=lapses)
    assert found is expected


@given(st.lists(spans(), max_size=5), DAYS, DAYS, st.integers(1, 3))
def test_a_gap_begins_on_the_day_after_the_last_on_which_enough_held_it(held, since, day, needed):
    def enough(on):
        return sum(one.holds_on(on) for one in held) >= needed

    gap = vacant_since(since=since, needed=needed, spans=held, day=day)
    if since > day or enough(day):
        assert gap is None
        return
    expected = day
    while expected > since and not enough(expected - timedelta(days=1)):
        expected -= timedelta(days=1)
    assert gap == expected


@given(st.lists(spans(), max_size=5))
def test_the_most_at_once_are_those_of_the_fullest_day(held):
    days = [FIRST + timedelta(days=n) for n in range(20)]
    assert most_at_once(held) == max(sum(one.holds_on(day) for one in held) for day in days)


@given(spans(), spans())
def test_two_meet_where_they_share_a_day(one, other):
    days = [FIRST + timedelta(days=n) for n in range(20)]
    shared = any(one.holds_on(day) and other.holds_on(day) for day in days)
    assert one.meets(other) is other.meets(one) is shared
