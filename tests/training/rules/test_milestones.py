"""Which new certificate is a milestone: one of them, what completed all, else the newest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules.milestones import First, choose

# Types 1 to 3; their certificates are 11, 12 and 13, each newer than the one before.
NEW = [First(date(2026, 11, kind), 10 + kind, kind) for kind in (1, 2, 3)]


@pytest.mark.parametrize(
    ("new", "asked", "held", "expected"),
    [
        # Nothing is asked: the newest.
        ([1], set(), {1}, (11, False)),
        ([1, 2, 3], set(), {1, 2, 3}, (13, False)),
        # Something asked is missing.
        ([1, 2], {1, 2, 3}, {1, 2}, (12, False)),
        # All is there, and one of these brought it; what nobody asked for is not what did.
        ([1], {1}, {1}, (11, True)),
        ([1, 3], {1, 2}, {1, 2, 3}, (11, True)),
        ([1, 2, 3], {1, 2}, {1, 2, 3}, (12, True)),
        # All was there before.
        ([3], {1, 2}, {1, 2, 3}, (13, False)),
    ],
)
def test_what_completes_all_goes_before_what_is_newest(new, asked, held, expected):
    found = choose([one for one in NEW if one.kind in new], asked=asked, held=held)
    assert found == expected


KINDS = st.sets(st.integers(1, 5))


@given(st.lists(st.dates(), min_size=1, max_size=5), KINDS, KINDS)
def test_it_is_always_one_of_those_that_are_new(days, asked, held):
    new = [First(day, 10 + kind, kind) for kind, day in enumerate(days, 1)]
    found = choose(new, asked=asked, held=held)
    kind = found.certificate_id - 10
    assert 1 <= kind <= len(days)
    assert not found.complete or (kind in asked and asked <= held)
