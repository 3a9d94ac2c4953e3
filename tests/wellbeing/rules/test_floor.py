"""Who is always strained drifts from nothing, and is told all the same: once in half a year."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules import floor
from wellbeing.rules.drift import AnsweredWeek, Signal
from wellbeing.rules.drift import follow_drift as watch
from wellbeing.rules.floor import FLOOR, Floor

AWAY = AnsweredWeek(excused=True)


def lived(*answers) -> list[AnsweredWeek]:
    return [AnsweredWeek(strain=answer) for answer in answers]


def ago(weeks) -> list[int | None]:
    return list(floor.follow(weeks, watch(weeks)))


def raised(weeks) -> list[int]:
    """The numbers of the weeks with a new card, the first week being 1."""
    return [n for n, one in enumerate(ago(weeks), 1) if one == 0]


def test_who_is_always_at_seventy_never_drifts_and_has_a_card_twice_a_year():
    """The attack: without the card somebody whose weeks are always heavy hears nothing."""
    weeks = lived(*[70] * 104)
    assert {state.signal for state in watch(weeks)} == {Signal.NONE}
    assert raised(weeks) == [8, 34, 60, 86]


@pytest.mark.parametrize(
    ("answers", "weeks"),
    [
        ([65] * 8, [8]),
        ([*[65] * 7, 64.9], []),
        ([30, *[65] * 8], [9]),  # the last eight, whatever was before
        ([60, *[65] * 6, 70], [8]),  # their mean, and not each of them
        ([65] * 7, []),
    ],
)
def test_the_last_eight_answered_weeks_count_from_a_mean_of_65(answers, weeks):
    assert raised(lived(*answers)) == weeks


@pytest.mark.parametrize(
    ("answers", "weeks"),
    [
        ([75] * 4, [4]),
        ([75, 75, 75, 74.9], []),
        ([75] * 3, []),
        ([100, 100, 100, 0], [4]),
        ([0, 0, *[100] * 4], []),  # at the fourth answered week only
        ([None, 75, None, None, 75, 75, None, 75], [8]),
    ],
)
def test_the_first_four_answered_weeks_count_from_a_mean_of_75(answers, weeks):
    assert raised(lived(*answers)) == weeks


@pytest.mark.parametrize(("gaps", "weeks"), [(4, [12]), (5, [])])
@pytest.mark.parametrize("gap", [AnsweredWeek(), AWAY])
def test_the_eight_lie_within_twelve_calendar_weeks_weeks_of_leave_among_them(gap, gaps, weeks):
    middle = [gap] * 2 + lived(65) + [gap] * (gaps - 2)
    assert raised([*lived(*[65] * 3), *middle, *lived(*[65] * 4)]) == weeks


def test_of_the_twelve_weeks_the_one_looked_at_is_the_last():
    """Seven in twelve weeks are too few, though an eighth comes in the next: it brings the card."""
    answers = [70, *[None] * 11, *[70] * 6, None, None, None, None, 70, 70]
    assert raised(lived(*answers)) == [len(answers)]
    eighth = [70, *[None] * 4, *[70] * 7]
    assert raised(lived(*eighth)) == [12]
    assert raised(lived(70, *[None] * 5, *[70] * 7)) == []


def test_a_week_without_an_answer_brings_no_card():
    weeks = [*lived(*[60] * 8), AWAY, *lived(None, 100, 100)]
    assert raised(weeks) == [11]
    # Also where one is due: half a year after the last, or because the person asked again.
    assert raised([*lived(*[70] * 33), AWAY, *lived(70)]) == [8, 35]
    assert raised([*lived(*[70] * 9), AWAY._replace(asked=True), *lived(70)]) == [8, 11]


def test_between_two_cards_lie_26_weeks_however_the_weeks_go():
    assert raised(lived(*[75] * 4, *[70] * 40)) == [4, 30]
    assert raised(lived(*[70] * 8, *[0] * 9, *[100] * 60)) == [8, 34, 60]


def test_a_card_is_to_be_seen_for_four_weeks():
    found = ago(lived(*[70] * 13))
    assert [floor.is_shown(one) for one in found] == [*[False] * 7, *[True] * 4, False, False]


def test_what_was_before_a_new_role_or_other_lines_does_not_count_but_its_card_does():
    first, more = lived(*[70] * 4), lived(*[70] * 7)
    anew = AnsweredWeek(strain=70, anew=True)
    assert raised([*first, anew, *more]) == [12]
    assert raised([*first, *lived(*[70] * 4), anew, *more, *lived(*[70] * 20)]) == [8, 34]


def test_the_four_first_weeks_of_a_new_role_count_like_any_first_four():
    assert raised([*lived(*[40] * 30), AnsweredWeek(strain=75, anew=True), *lived(75, 75, 75)]) == [
        34
    ]


def test_who_asks_again_begins_the_count_again():
    weeks = lived(*[70] * 30)
    weeks[19] = AnsweredWeek(strain=70, asked=True)
    assert raised(weeks) == [8, 20]


@pytest.mark.parametrize(
    "numbers",
    [
        {"heavy": 75},
        {"very_heavy": 100},
        {"first_weeks": 7},
        {"within": 8},
        {"shown": 26},
        {"shown": 1},
    ],
)
def test_numbers_at_their_edges_are_fine(numbers):
    assert Floor(**numbers) != FLOOR


@pytest.mark.parametrize(
    "numbers",
    [
        {"heavy": 0},
        {"heavy": 76},
        {"very_heavy": 101},
        {"first_weeks": 8},
        {"first_weeks": 0},
        {"within": 7},
        {"shown": 0},
        {"shown": 27},
    ],
)
def test_numbers_out_of_order_are_refused(numbers):
    with pytest.raises(ValueError, match=r"heavier|fewer|gone"):
        Floor(**numbers)


STRAIN = st.integers(0, 20).map(lambda n: 5.0 * n)
WEEK = st.one_of(
    st.builds(AnsweredWeek, strain=STRAIN, anew=st.booleans()),
    st.just(AnsweredWeek()),
    st.just(AWAY),
)


@given(st.lists(WEEK, max_size=104))
def test_two_cards_are_never_nearer_and_each_stands_on_heavy_weeks(weeks):
    found = raised(weeks)
    assert all(two - one >= FLOOR.rests for one, two in pairwise(found))
    for n in found:
        assert weeks[n - 1].strain is not None
        assert any((week.strain or 0) >= FLOOR.heavy for week in weeks[:n])


@given(st.lists(WEEK, max_size=60), st.lists(WEEK, max_size=30))
def test_what_comes_later_never_changes_a_card_of_before(before, later):
    assert ago([*before, *later])[: len(before)] == ago(before)
