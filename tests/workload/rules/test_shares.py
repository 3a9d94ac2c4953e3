"""How many of all people lie above a limit, in words: edges, chance, and who moves a word."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.rules.shares import (
    CHANCE,
    COARSE,
    FINE,
    FINE_FROM,
    LIMITS,
    LOADS,
    TOLD_FROM,
    ShareAbove,
    Totals,
    share_above,
)

ONE = Fraction(1)


@pytest.mark.parametrize(
    ("above", "people", "word"),
    [
        (0, 20, "few"),
        (6, 20, "few"),
        (7, 20, "some"),
        (9, 30, "few"),
        (10, 30, "some"),
        (19, 30, "some"),
        (20, 30, "most"),
        (20, 20, "most"),
        (12, 39, "few"),
        (13, 39, "some"),
        (0, 40, "hardly_any"),
        (4, 40, "hardly_any"),
        (5, 40, "quarter"),
        (14, 40, "quarter"),
        (15, 40, "half"),
        (24, 40, "half"),
        (25, 40, "three_quarters"),
        (34, 40, "three_quarters"),
        (35, 40, "nearly_all"),
        (40, 40, "nearly_all"),
        (7, 60, "hardly_any"),
        (8, 60, "quarter"),
    ],
)
def test_a_word_turns_exactly_at_its_edge(above, people, word):
    assert share_above(above, people) == word


def test_of_nineteen_people_no_share_is_told():
    with pytest.raises(ValueError, match="19 people"):
        share_above(19, 19)


@pytest.mark.parametrize(
    ("above", "chance", "word"),
    [
        (8, ONE, "few"),
        (9, Fraction(2, 3), "some"),
        (9, Fraction(2, 3) - Fraction(1, 10**12), "few"),
        (11, -Fraction(2, 3), "some"),
        (11, -Fraction(2, 3) - Fraction(1, 10**12), "few"),
        (12, -ONE, "some"),
    ],
)
def test_chance_counts_up_to_one_and_a_half_people(above, chance, word):
    """Of thirty people ten are the edge."""
    assert share_above(above, 30, chance) == word


def test_no_word_says_that_there_is_nobody_or_that_it_is_everybody():
    assert {one.value for one in ShareAbove} == {word for word, _edge in (*COARSE, *FINE)}
    assert "none" not in set(ShareAbove)


crowds = st.integers(TOLD_FROM, 400)
chances = st.fractions(-1, 1)


@given(people=crowds, chance=chances, above=st.integers(0, 3))
def test_up_to_three_people_above_are_told_like_nobody(people, chance, above):
    """Who lies highest alone, or with two others, moves no word."""
    lowest = ShareAbove.HARDLY_ANY if people >= FINE_FROM else ShareAbove.FEW
    assert share_above(above, people, chance) == lowest


@given(people=crowds, chance=chances, data=st.data())
def test_more_people_above_never_give_a_smaller_word(people, chance, data):
    above = data.draw(st.integers(0, people - 1))
    words = [word for word, _edge in (FINE if people >= FINE_FROM else COARSE)]
    found = [words.index(share_above(n, people, chance)) for n in (above, above + 1)]
    assert 0 <= found[1] - found[0] <= 1


@given(people=crowds, chance=chances, data=st.data())
def test_the_word_is_the_true_one_or_its_neighbour_near_the_edge(people, chance, data):
    above = data.draw(st.integers(0, people))
    words = FINE if people >= FINE_FROM else COARSE
    names = [word for word, _edge in words]
    true, told = (names.index(share_above(above, people, one)) for one in (Fraction(), chance))
    assert abs(true - told) <= 1
    if true != told:
        edge = words[min(true, told)][1]
        assert abs(above - edge * people) <= CHANCE


def totals(weeks, **figures):
    nothing = {"load": Fraction(), "hours": Decimal(), "material_minutes": 0, "case_count": 0}
    return Totals(weeks, **nothing | figures)


@pytest.mark.parametrize(
    ("weeks", "minutes", "above"),
    [(1, 1200, False), (1, 1201, True), (3, 3600, False), (3, 3601, True), (4, 4801, True)],
)
def test_the_mean_of_the_weeks_is_compared_exactly(weeks, minutes, above):
    material = LIMITS[2]
    assert material.count([totals(weeks, material_minutes=minutes)], Decimal(1200)) == above


@pytest.mark.parametrize(("hours", "above"), [("164.9", False), ("165", True), ("165.1", True)])
def test_long_hours_count_from_their_limit_on(hours, above):
    assert LIMITS[0].count([totals(3, hours=Decimal(hours))], Decimal(55)) == above


@pytest.mark.parametrize(
    ("load", "levels"),
    [
        (Fraction(255) - Fraction(1, 10**30), []),
        (Fraction(255), ["watch"]),
        (Fraction(300), ["watch"]),
        (Fraction(300) + Fraction(1, 10**30), ["watch", "amber"]),
        (Fraction(360), ["watch", "amber"]),
        (Fraction(360) + Fraction(1, 10**30), ["watch", "amber", "red"]),
    ],
)
def test_a_mean_load_is_compared_as_weeks_are(load, levels):
    limits = {"watch": 85, "amber": 100, "red": 120}
    one = [totals(3, load=load)]
    assert [m.name for m in LOADS if m.count(one, Decimal(limits[m.name]))] == levels
