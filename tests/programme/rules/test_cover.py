"""How a post is covered, and since when it is not."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rules.cover import (
    DAY,
    HoldingSpan,
    PostCover,
    counting,
    cover,
    most_at_once,
    vacant_since,
    withheld_regions,
)

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


def test_a_post_that_was_left_is_in_a_gap_from_the_next_day_on():
    def gap(*held, day=12, needed=1):
        spans = [HoldingSpan(FIRST + a * DAY, FIRST + b * DAY) for a, b in held]
        found = vacant_since(since=FIRST, needed=needed, spans=spans, day=FIRST + day * DAY)
        return found and (found - FIRST).days

    assert gap((0, 3)) == 4
    assert gap((0, 3), (2, 5)) == 6
    assert gap((0, 9), (2, 5), needed=2) == 6
    assert gap((0, 3), day=3) is None
    assert gap((0, 3), (8, 9), day=8) is None
    assert gap((0, 3), (8, 9)) == 10


@given(st.lists(spans(), max_size=5))
def test_the_most_at_once_are_those_of_the_fullest_day(held):
    days = [FIRST + timedelta(days=n) for n in range(20)]
    assert most_at_once(held) == max(sum(one.holds_on(day) for one in held) for day in days)


@given(spans(), spans())
def test_two_meet_where_they_share_a_day(one, other):
    days = [FIRST + timedelta(days=n) for n in range(20)]
    shared = any(one.holds_on(day) and other.holds_on(day) for day in days)
    assert one.meets(other) is other.meets(one) is shared


class Acting(NamedTuple):
    """A holder of a post, or one who acts in it."""

    span: HoldingSpan
    acting: bool


@given(st.lists(st.builds(Acting, spans(), st.booleans()), max_size=5), DAYS, st.integers(1, 3))
def test_only_a_vacant_post_is_in_a_gap(held, day, needed):
    """So the board looks for the gap of vacant posts alone."""
    begun = [one for one in held if one.span.starts <= day]
    now = counting([one for one in begun if one.span.holds_on(day)], needed=needed)
    gap = vacant_since(since=FIRST, needed=needed, spans=[one.span for one in begun], day=day)
    assert gap is None or len(now) < needed


@given(st.lists(st.builds(Acting, spans(), st.booleans()), max_size=5), st.integers(1, 3))
def test_who_acts_counts_only_where_too_few_hold_it(held, needed):
    own = [one for one in held if not one.acting]
    assert [*counting(held, needed=needed)] == (own if len(own) >= needed else held)


REGIONS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 12), min_size=1)


@given(REGIONS, st.integers(5, 9))
def test_all_posts_less_those_of_told_regions_are_none_or_enough_of_two_regions(posts, smallest):
    hidden = withheld_regions(posts, dict.fromkeys(posts, smallest))
    told = posts.keys() - hidden
    assert all(posts[one] >= smallest for one in told)
    left = sum(posts.values()) - sum(posts[one] for one in told)
    assert not hidden or not told or (len(hidden) > 1 and left >= smallest)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ({"a": 5, "b": 9}, ""),
        ({"a": 1, "b": 9, "c": 8}, "ac"),
        ({"a": 2, "b": 3, "c": 9}, "ab"),
        ({"a": 1, "b": 2, "c": 7, "d": 7}, "abc"),
        ({"a": 1, "b": 20}, "ab"),
        ({"a": 4}, "a"),
    ],
)
def test_the_region_with_the_fewest_posts_is_hidden_beside_one_with_few(posts, expected):
    assert withheld_regions(posts, dict.fromkeys(posts, 5)) == set(expected)


@pytest.mark.parametrize(("of_b", "expected"), [(6, "ab"), (7, "abc")])
def test_the_hidden_have_posts_enough_for_the_organisation_that_asks_for_most(of_b, expected):
    """Two and four posts are hidden: together six, enough for one that asks for six at most."""
    smallest = {"a": 5, "b": of_b, "c": 5}
    assert withheld_regions({"a": 2, "b": 4, "c": 9}, smallest) == set(expected)
