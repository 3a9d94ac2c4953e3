"""Of open flags is told about how many people have one, and never that all or none of few do."""

import pytest

from programme.rules.open_flags import FEW, MOST, OpenFlags, open_flags_told

EVERY = [
    (red, amber, people)
    for people in range(26)
    for red in range(people + 1)
    for amber in range(people + 1 - red)
]


@pytest.mark.parametrize(
    ("red", "amber", "people", "told"),
    [
        (0, 0, 9, None),
        (5, 0, 5, None),
        (0, 0, 10, (FEW, FEW, FEW)),
        (4, 0, 10, (FEW, FEW, FEW)),
        (5, 0, 10, ("5-9", "5-9", FEW)),
        (3, 2, 10, ("5-9", FEW, FEW)),
        (5, 1, 10, (MOST, "", "")),
        (10, 0, 10, (MOST, "", "")),
        (6, 6, 20, ("10-19", "5-9", "5-9")),
        (0, 60, 200, ("50+", FEW, "50+")),
    ],
)
def test_it_is_a_size_few_or_most(red, amber, people, told):
    assert open_flags_told(red, amber, people, 5) == (told and OpenFlags(*told))


def test_whoever_knows_no_flag_is_certain_of_nobody():
    """What is told is never true only where all have a flag, or only where nobody has one."""
    told = {}
    for red, amber, people in EVERY:
        if found := open_flags_told(red, amber, people, 5):
            told.setdefault((people, found), set()).add(red + amber)
    assert told
    for (people, found), flagged in told.items():
        assert len(flagged) >= 5 or found.every not in {FEW, MOST}
        assert min(flagged) < people
        assert max(flagged) > 0


def test_where_one_flag_more_shows_a_group_has_one():
    """Two looks before and after a flag: what differs speaks of five people at least."""
    for red, amber, people in EVERY:
        before = open_flags_told(red, amber, people, 5)
        after = open_flags_told(red + 1, amber, people, 5)
        if before and red + amber < people and before != after:
            assert red + amber + 1 >= 5


def test_an_organisation_may_ask_for_more_and_never_for_less():
    assert open_flags_told(0, 0, 23, 12) is None
    assert open_flags_told(11, 0, 24, 12) == (FEW, FEW, FEW)
    with pytest.raises(ValueError, match="Groups of 4"):
        open_flags_told(0, 0, 20, 4)
