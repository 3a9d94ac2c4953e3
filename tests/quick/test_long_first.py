"""Who runs tests beside others begins with long ones, and ends with short ones."""

import pytest

from .long_first import dealt

# A letter is a module; those in capitals are long.
AS_COLLECTED = ["a1", "a2", "a3", "B1", "B2", "C1", "C2", "D1", "e1", "e2", "e3", "e4"]


def parts(tests: list[str], processes: int) -> list[list[str]]:
    """Order them, and part them as xdist does."""
    left = dealt(tests, processes, lambda one: one[0].isupper(), lambda one: one[0])
    shares = []
    for others in range(processes, 0, -1):
        size = len(left) // others
        shares.append(left[:size])
        left = left[size:]
    return shares


def test_each_begins_with_its_share_of_what_is_long():
    assert parts(AS_COLLECTED, 2) == [
        ["B1", "B2", "D1", "a1", "a2", "a3"],
        ["C1", "C2", "e1", "e2", "e3", "e4"],
    ]


def test_what_is_long_stays_by_modules():
    shares = parts(AS_COLLECTED, 3)
    assert [share[:2] for share in shares] == [["B1", "B2"], ["C1", "C2"], ["D1", "e2"]]


@pytest.mark.parametrize("processes", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("long", [0, 1, 5, 12])
def test_none_is_lost_and_none_comes_twice(processes, long):
    tests = [f"L{n}" for n in range(long)] + [f"s{n}" for n in range(13 - long)]
    shares = parts(tests, processes)
    assert sorted(sum(shares, [])) == sorted(tests)


def test_a_module_that_is_more_than_a_share_goes_on_with_the_next():
    tests = [*(f"L{n}" for n in range(5)), "s1", "s2", "s3"]
    assert parts(tests, 2) == [["L0", "L1", "L2", "L3"], ["L4", "s1", "s2", "s3"]]
