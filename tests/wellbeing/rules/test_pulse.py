from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules.pulse import PulseAnswers, heavy, strain

ANSWER = st.one_of(st.none(), st.integers(0, 4))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((2, 2, 2, 2, 2), "50"),
        ((0, 0, 0, 4, 4), "0"),
        ((4, 4, 4, 0, 0), "100"),
        ((3, 2, 1, 3, 1), "50"),
        ((3, 2, None, 3, 1), "56.25"),
        ((3, 2, None, None, 1), None),
        ((None,) * 5, None),
    ],
)
def test_the_sum_of_five_answers(answers, expected):
    assert strain(PulseAnswers(*answers)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("value", [-1, 5])
def test_an_answer_outside_the_scale_is_refused_and_never_clipped(value):
    with pytest.raises(ValueError, match="outside"):
        PulseAnswers(worn=value)


@given(st.tuples(*[ANSWER] * 5))
def test_the_sum_lies_between_0_and_100_or_is_not_there(answers):
    found = strain(PulseAnswers(*answers))
    if sum(value is not None for value in answers) < 4:
        assert found is None
    else:
        assert 0 <= found <= 100


@given(st.tuples(*[st.integers(0, 4)] * 5), st.integers(0, 2))
def test_a_heavier_answer_never_lowers_the_sum(answers, place):
    heavier = list(answers)
    heavier[place] = 4
    assert strain(PulseAnswers(*heavier)) >= strain(PulseAnswers(*answers))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((3, 3, 3, 2, 2), False),  # 65
        ((3, 3, 3, 1, 2), True),  # 70
        ((3, 3, 3, 1, 1), True),  # 75
        ((3, 3, None, 1, None), False),  # two skipped: no figure
        ((4, 0, 0, 4, 4), True),  # one weighing line on 6 or 7 days is enough
        ((0, 4, None, None, None), True),
        ((None, None, 4, None, None), True),
        ((0, 0, 0, 4, 4), False),  # rest and team on most days weigh on nobody
        ((None,) * 5, False),
    ],
)
def test_a_week_is_heavy_from_70_or_by_one_weighing_line(answers, expected):
    assert heavy(PulseAnswers(*answers)) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [((None,) * 5, False), ((None, None, None, None, 0), True), ((1,) * 5, True)],
)
def test_a_zero_is_an_answer_and_a_skipped_line_is_none(answers, expected):
    assert PulseAnswers(*answers).any is expected


@pytest.mark.parametrize("wrong", [{"edge": 1}, {"worn": 1, "tea": None}])
def test_a_line_that_is_not_asked_is_refused(wrong):
    with pytest.raises(TypeError, match="worn"):
        PulseAnswers(**wrong)


def test_more_answers_than_lines_are_refused():
    with pytest.raises(TypeError, match="worn"):
        PulseAnswers(1, 1, 1, 1, 1, 1)


def test_an_answer_is_read_by_the_name_of_its_line():
    answers = PulseAnswers(1, 2, rest=3)
    assert (answers.worn, answers.far, answers.back, answers.rest) == (1, 2, None, 3)
    with pytest.raises(AttributeError, match="edge"):
        _ = answers.edge


def test_answers_are_kept_by_the_names_of_the_lines():
    """They are sealed so: other names would lose what was told before."""
    assert PulseAnswers(4, 3, 2, 1, 0).given == {
        "worn": 4,
        "far": 3,
        "back": 2,
        "rest": 1,
        "team": 0,
    }
