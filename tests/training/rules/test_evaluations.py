"""What participants say of a session, under attack: no word turns back into a person."""

from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.groups.rule import LARGEST_CHOICE, SIZES, SMALLEST, Said
from training.rules.evaluations import (
    BANDS,
    LINES,
    MOST,
    SCALE,
    EvaluationAnswers,
    evaluation_closes,
    tell_evaluation,
)

NOTHING = EvaluationAnswers()
one_answer = st.none() | st.integers(0, MOST)
answers = st.builds(EvaluationAnswers, one_answer, one_answer, one_answer, one_answer)
rooms = st.lists(answers, max_size=24)
asked_for = st.integers(SMALLEST, 12)


def alike(*values, people=5) -> list[EvaluationAnswers]:
    """A room in which everybody says the same of every line, or one value after the other."""
    values = values * people if len(values) == 1 else values
    return [EvaluationAnswers(value, value, value, value) for value in values]


def band(*values, there=30) -> str:
    """The band in which a line is told that got these answers."""
    return tell_evaluation(alike(*values), there, SMALLEST).lines[0]


# --- When it is open ----------------------------------------------------------------------------


def test_a_session_can_be_spoken_of_until_the_fourteenth_day_after_it():
    assert evaluation_closes(date(2026, 11, 19)) == date(2026, 12, 3)


# --- What is said -------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [-1, MOST + 1])
@pytest.mark.parametrize("line", LINES)
def test_an_answer_outside_the_scale_is_none(line, value):
    with pytest.raises(ValueError, match="0 to 4"):
        EvaluationAnswers(**{line: value})


@pytest.mark.parametrize(
    ("given_", "is_any"), [(NOTHING, False), (EvaluationAnswers(time=0), True)]
)
def test_not_at_all_is_an_answer_and_skipping_all_lines_is_none(given_, is_any):
    assert given_.any is is_any


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 1, 1, 2, 2), "little"),
        ((1, 1, 1, 2, 2, 2), "partly"),
        ((2, 2, 2, 3, 3), "partly"),
        ((2, 2, 2, 3, 3, 3), "mostly"),
        ((0, 0, 0, 0, 0), "little"),
        ((4, 4, 4, 4, 4), "mostly"),
    ],
)
def test_a_band_begins_at_its_edge(values, expected):
    assert band(*values) == expected


@pytest.mark.parametrize(("people", "size"), [(5, "5-9"), (9, "5-9"), (10, "10-19"), (50, "50+")])
def test_how_many_answered_is_a_word(people, size):
    assert tell_evaluation(alike(3, people=people), 99, SMALLEST) == Said(size, "", ("mostly",) * 4)


def test_fewer_than_five_are_withheld_and_who_skipped_everything_is_nobody():
    assert tell_evaluation(alike(3, people=4), 30, SMALLEST) is None
    assert tell_evaluation([*alike(3, people=4), NOTHING, NOTHING], 30, SMALLEST) is None
    assert tell_evaluation([], 0, SMALLEST) is tell_evaluation([], 30, SMALLEST) is None


def test_a_line_is_told_from_five_answers_to_it():
    room = [
        *alike(3, people=4),
        EvaluationAnswers(use=3),
        EvaluationAnswers(clear=3),
        EvaluationAnswers(clear=3, use=3),
    ]
    assert tell_evaluation(room, 30, SMALLEST) == Said("5-9", "", ("mostly", "mostly", "", ""))


@pytest.mark.parametrize(
    ("people", "there", "size"),
    [
        (5, 5, None),
        (5, 6, None),
        (6, 6, None),
        (5, 7, "5-9"),
        (10, 10, "5-9"),
        (10, 11, "5-9"),
        (10, 12, "10-19"),
    ],
)
def test_the_size_never_tells_that_everybody_answered(people, there, size):
    """Beside the roll, "5-9" of five would name each of them; and of six, to who kept silent."""
    found = tell_evaluation(alike(3, people=people), there, SMALLEST)
    assert (found.size if found else None) == size


@given(rooms, st.integers(0, 30), st.integers(-3, SMALLEST - 1))
def test_nobody_may_ask_for_fewer_than_five(room, there, smallest):
    with pytest.raises(ValueError, match="never shown"):
        tell_evaluation(room, there, smallest)


# --- Attacks ------------------------------------------------------------------------------------


@given(rooms, st.integers(0, 30), asked_for)
def test_what_is_told_are_the_words_of_the_rule_and_of_enough_people(room, more, smallest):
    answered = [one for one in room if one.any]
    there = len(room) + more
    found = tell_evaluation(room, there, smallest)
    if len(answered) < smallest or there <= smallest + 1:
        assert found is None
        return
    assert found.size in {word for _least, word in SIZES}
    for line, word in zip(LINES, found.lines, strict=True):
        people = [one for one in room if getattr(one, line) is not None]
        assert (word == "") is (len(people) < smallest)
        assert word in {"", *(name for _edge, name in BANDS)}


@given(rooms, st.integers(1, 30), asked_for, st.integers(0, 20))
def test_asking_for_more_people_never_tells_more(room, more, smallest, raised):
    first = tell_evaluation(room, len(room) + more, smallest)
    later = tell_evaluation(room, len(room) + more, min(smallest + raised, LARGEST_CHOICE))
    if later is not None:
        assert first.size == later.size
        assert all(new in ("", old) for old, new in zip(first.lines, later.lines, strict=True))


@given(rooms, st.integers(0, 30), st.randoms(use_true_random=False))
def test_the_order_of_answers_says_nothing(room, more, chance):
    shuffled = chance.sample(room, len(room))
    there = len(room) + more
    assert tell_evaluation(room, there, SMALLEST) == tell_evaluation(shuffled, there, SMALLEST)


def could_have_said(word, people, known=()) -> set[int]:
    """What one person can have answered, in a room whose line is told so, beside known answers."""
    unknown = people - len(known) - 1
    return {
        one
        for one in range(MOST + 1)
        for rest in range(MOST * unknown + 1)
        if told_of(one + rest + sum(known), people) == word
    }


def told_of(total, people) -> str:
    """The band of a sum of answers, worked out apart from the rule."""
    if 2 * total >= 5 * people:
        return "mostly"
    return "partly" if 2 * total >= 3 * people else "little"


@pytest.mark.parametrize("people", [*range(5, 30), 100])
@pytest.mark.parametrize("word", ["little", "partly", "mostly"])
def test_a_room_of_one_mind_says_no_more_than_any_other(word, people):
    """No band rules out any answer of any person: unanimity cannot be read."""
    assert could_have_said(word, people) == set(range(MOST + 1))


@pytest.mark.parametrize("people", range(5, 12))
@pytest.mark.parametrize("word", ["little", "partly", "mostly"])
@pytest.mark.parametrize("mine", range(MOST + 1))
def test_who_subtracts_their_own_answer_pins_nobody_down(word, mine, people):
    """Of any colleague at least four of the five answers stay possible."""
    left = could_have_said(word, people, known=[mine])
    assert len(left) >= MOST


@given(st.lists(st.integers(0, MOST), min_size=5, max_size=20), st.integers(0, MOST))
def test_nobody_who_joins_the_next_session_is_found_by_the_difference(values, theirs):
    """No answer is in two figures: beside every told word of the first, all stays possible.

    The same people come again and one more. What the others say anew is as free as before, so the
    two words leave whoever joined each of the five answers.
    """
    people, second = len(values) + 1, band(*values, theirs)
    rest = range(MOST * (people - 1) + 1)
    left = {
        one
        for one in range(MOST + 1)
        if any(told_of(one + others, people) == second for others in rest)
    }
    assert left == set(range(MOST + 1))


@given(rooms, answers)
def test_a_withheld_session_looks_the_same_whatever_was_said(room, other):
    few = room[: SMALLEST - 1]
    assert tell_evaluation(few, 30, SMALLEST) is tell_evaluation([], 30, SMALLEST)
    assert tell_evaluation([other] * (SMALLEST - 1), 30, SMALLEST) is None


def test_the_numbers_of_the_rule_are_those_of_the_page():
    assert (SCALE, MOST, len(LINES)) == (2, 4, 4)
    assert BANDS == ((5, "mostly"), (3, "partly"), (0, "little"))
    assert astuple(NOTHING) == (None,) * len(LINES)
