"""What may be told of a quarter: the rule at its edges, and what an insider can work out."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rules import trends
from programme.rules.trends import FALL_WORDS, STEP_WORDS, WIDEST, WITHHELD, QuarterTold

CHANCES = range(-WIDEST, WIDEST + 1)
CHANCE = st.integers(-WIDEST, WIDEST)
PEOPLE, SMALLEST = st.integers(0, 80), st.integers(5, 50)
DAYS = st.lists(st.none() | st.integers(0, 60), max_size=60)


@given(PEOPLE, PEOPLE, SMALLEST, CHANCE)
def test_what_is_told_of_flags_has_a_group_with_and_a_group_without(some, others, least, chance):
    found = trends.flags_told(some, some + others, least, chance)
    assert found == WITHHELD or (some >= least and others >= least)
    if some >= least + 2 * WIDEST and others >= least + 2 * WIDEST:
        assert found != WITHHELD


@given(DAYS, SMALLEST, CHANCE, CHANCE)
def test_a_first_step_is_told_of_enough_people_and_in_a_word(days, least, chance, place):
    found = trends.first_step_told(days, least, chance, place)
    assert found == WITHHELD or (len(days) >= least and found.told in STEP_WORDS)
    assert found == trends.first_step_told(days[::-1], least, chance, place)


@given(PEOPLE, PEOPLE, SMALLEST, CHANCE, CHANCE)
def test_a_fall_is_told_of_enough_people_and_in_a_word(fell, stayed, least, chance, moved):
    found = trends.fall_told(fell, fell + stayed, least, chance, moved)
    assert found == WITHHELD or (fell + stayed >= least and found.told in FALL_WORDS)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=4), PEOPLE, SMALLEST)
def test_counts_are_told_of_enough(counts, behind, least):
    assert (trends.counts_told(counts, behind, least) == WITHHELD) is (behind < least)


def test_groups_below_five_and_more_chance_are_refused():
    for told in (
        lambda: trends.flags_told(20, 40, 4, 0),
        lambda: trends.counts_told([20], 20, 4),
        lambda: trends.fall_told(9, 20, 4, 0, 0),
    ):
        with pytest.raises(ValueError, match="never shown"):
            told()
    with pytest.raises(ValueError, match="at most"):
        trends.counted(20, 5, WIDEST + 1)


@pytest.mark.parametrize(
    ("days", "word"),
    [(0, "days"), (3, "days"), (4, "week"), (7, "week"), (8, "fortnight"), (14, "fortnight")]
    + [(15, "later"), (None, "later")],
)
def test_a_step_has_its_word_exactly_at_the_edge(days, word):
    assert trends.first_step_told([days] * 9, 5, 0, 0) == QuarterTold("5-9", word)


@pytest.mark.parametrize(("place", "word"), [(-1, "days"), (0, "week"), (1, "later")])
def test_it_is_the_step_that_half_of_them_saw_one_person_more_or_fewer(place, word):
    days = [20, 5, 2, None, 2, 2, 20, 2, 20]
    assert trends.first_step_told(days, 5, 0, place).told == word


def test_of_an_even_number_half_saw_the_step_of_the_earlier_one_in_the_middle():
    days = [2, 2, 2, 2, 10, 10, 10, 10]
    assert trends.first_step_told(days, 5, 0, 0).told == "days"


@pytest.mark.parametrize(
    ("people", "chance", "counted"), [(7, 0, 7), (6, 0, 0), (6, 1, 7), (8, -1, 7), (8, -2, 0)]
)
def test_people_count_with_their_chance_where_they_are_enough_without_it(people, chance, counted):
    assert trends.counted(people, 5, chance) == counted


@pytest.mark.parametrize(("chance", "is_told"), [(-2, True), (0, True), (1, False), (2, False)])
def test_who_counts_as_having_one_does_not_count_as_having_none(chance, is_told):
    """Of 27 people seven have none: one more with a flag leaves six, of whom nothing is told."""
    assert (trends.flags_told(20, 27, 5, chance) != WITHHELD) is is_told


@pytest.mark.parametrize(("fell", "moved", "word"), [(5, 1, "most"), (6, -1, "half")])
def test_chance_moves_a_fall_its_own_way(fell, moved, word):
    assert trends.fall_told(fell, 9, 5, 0, moved).told == word


@pytest.mark.parametrize(
    ("fell", "word"), [(9, "most"), (6, "most"), (5, "half"), (3, "half"), (2, "few"), (0, "few")]
)
def test_a_fall_has_its_word_by_thirds(fell, word):
    assert trends.fall_told(fell, 9, 5, 0, 0) == QuarterTold("5-9", word)


def test_a_block_that_was_withheld_stays_so_and_all_of_them_are_nothing():
    told = trends.bands_told(["5-9", "", "10-19"], ["steady", "", "above"])
    assert told == QuarterTold("10-19", "steady,,above")
    newest = trends.bands_told(["5-9", "5-9", "10-19"], ["steady", "steady", "above"])
    assert newest.size == "10-19"
    assert trends.bands_told(["", ""], ["", ""]) == WITHHELD
    assert trends.bands_told([], []) == WITHHELD


# --- Attacks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", range(60))
def test_who_knows_of_all_but_one_is_not_certain_of_a_flag_of_the_last(known):
    """One flag more: whatever is told could have been told without it, by another chance."""
    for smallest in (5, 10):
        without = {trends.flags_told(known, 120, smallest, chance) for chance in CHANCES}
        with_it = {trends.flags_told(known + 1, 120, smallest, chance) for chance in CHANCES}
        assert without & with_it
        # No word is that of one person alone: the next number shares each edge.
        edges = with_it - without
        assert edges <= {trends.flags_told(known + 2, 120, smallest, c) for c in CHANCES}


@pytest.mark.parametrize("out_of", [6, 9, 12, 14])
def test_of_a_small_organisation_where_all_or_nobody_had_one_nothing_is_told(out_of):
    for chance in CHANCES:
        assert trends.flags_told(out_of, out_of, 5, chance) == WITHHELD
        assert trends.flags_told(0, out_of, 5, chance) == WITHHELD


def test_this_quarter_less_the_last_says_nothing_of_one_person():
    """The same people but one: each pair of words has also come of the same people twice."""
    pairs = defaultdict(set)
    for people in range(40):
        for more in (0, 1):
            for first in CHANCES:
                for then in CHANCES:
                    told = (
                        trends.flags_told(people, 100, 5, first),
                        trends.flags_told(people + more, 100, 5, then),
                    )
                    pairs[told].add(more)
    assert all(0 in worlds for worlds in pairs.values())


@given(st.lists(st.integers(0, 60), min_size=4, max_size=30), CHANCE)
def test_no_time_of_one_person_decides_on_the_word(others, chance):
    """An insider knows all times but one: a fast and a slow one share a word, by chance."""
    words = [
        {trends.first_step_told([*others, mine], 5, chance, place) for place in CHANCES}
        for mine in (0, 60)
    ]
    assert words[0] & words[1]


@given(st.integers(4, 60), st.data())
def test_no_fall_of_one_person_decides_on_the_word(others, data):
    fell = data.draw(st.integers(0, others))
    words = [
        {trends.fall_told(fell + mine, others + 1, 5, 2, moved) for moved in CHANCES}
        for mine in (0, 1)
    ]
    assert words[0] & words[1]


def test_more_people_never_read_as_fewer():
    told = [trends.flags_told(people, 200, 5, 0).told for people in range(7, 100)]
    order = ["5-9", "10-19", "20-49", "50+"]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(told))
