"""Of open flags is told about how many people have one, and never that all or none of few do."""

import pytest

from programme.rules.open_flags import FEW, MOST, WIDEST, open_flags_told

CHANCES = range(-WIDEST, WIDEST + 1)
EVERY = [(flagged, people) for people in range(10, 41) for flagged in range(people + 1)]


@pytest.mark.parametrize(
    ("flagged", "people", "chance", "told"),
    [
        (0, 10, 0, FEW),
        (0, 10, -2, FEW),
        (4, 10, 0, FEW),
        (4, 10, 1, "5-9"),
        (5, 10, 0, "5-9"),
        (5, 10, -1, FEW),
        (5, 10, 1, MOST),
        (6, 10, 0, MOST),
        (10, 10, 2, MOST),
        (12, 20, 0, "10-19"),
        (8, 20, 2, "10-19"),
        (60, 200, 0, "50+"),
    ],
)
def test_it_is_a_size_few_or_most(flagged, people, chance, told):
    assert open_flags_told(flagged, people, 5, chance) == told


def told_by_chance(flagged, people):
    """All that may be told of some people, whatever is drawn."""
    return {open_flags_told(flagged, people, 5, chance) for chance in CHANCES}


def test_nothing_is_told_of_all_and_of_nobody_alone():
    """What is told is never true only where all have a flag, or only where nobody has one."""
    told = {}
    for flagged, people in EVERY:
        for found in told_by_chance(flagged, people):
            told.setdefault((people, found), set()).add(flagged)
    for (people, _found), flagged in told.items():
        assert len(flagged) >= 5
        assert min(flagged) < people
        assert max(flagged) > 0


def test_one_flag_more_may_always_be_told_as_before():
    """Whoever moves one person in or out finds no edge at which a word tells of their flag."""
    for flagged, people in EVERY:
        if flagged < people:
            assert told_by_chance(flagged, people) & told_by_chance(flagged + 1, people)
            assert told_by_chance(flagged, people) & told_by_chance(flagged + 1, people + 1)


def test_an_organisation_may_ask_for_more_and_never_for_less():
    assert open_flags_told(11, 24, 12, 0) == FEW
    with pytest.raises(ValueError, match="Flags of 23 people"):
        open_flags_told(0, 23, 12, 0)
    with pytest.raises(ValueError, match="Groups of 4"):
        open_flags_told(0, 20, 4, 0)
    with pytest.raises(ValueError, match="Chance is at most 2"):
        open_flags_told(0, 20, 5, 3)
