"""What the told groups give away of who answered: nothing, to anybody (`bench/answering.py`)."""

import pytest

from bench import answering
from people.groups import rule as groups_rule
from people.groups.rule import LINES_FROM, SMALLEST, Tree


@pytest.mark.parametrize("least", [SMALLEST, LINES_FROM])
def test_nobody_is_certain_to_have_answered_or_not(least):
    """Of one and two teams of up to twelve who sent, for observers and for one insider."""
    worlds, certain = answering.found(answering.teams(answering.MOST), least)
    assert (worlds, certain) == (156, [])


def test_nobody_is_certain_in_three_units_with_people_of_their_own():
    worlds, certain = answering.found(answering.trees(40, 9, seed=7), SMALLEST)
    assert (worlds, certain) == (40, [])


@pytest.mark.parametrize("never", [0, 1])
def test_the_search_itself_finds_who_is_certain(monkeypatch, never):
    """Were all who sent counted, or all but one, a told team of five would name its people."""
    monkeypatch.setattr(groups_rule, "NEVER_COUNTED", never)
    certain = answering.found(answering.teams(8), SMALLEST)[1]
    assert certain
    alone = list(answering.certainties(Tree({1: None, 2: 1}), {2: 5 + never}))
    assert {(one.unit, one.answered) for one in alone} == {(2, True)}
