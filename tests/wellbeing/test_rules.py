from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.rules import Answers, strain

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
    assert strain(Answers(*answers)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("value", [-1, 5])
def test_an_answer_outside_the_scale_is_refused_and_never_clipped(value):
    with pytest.raises(ValueError, match="outside"):
        Answers(worn=value)


@given(st.tuples(*[ANSWER] * 5))
def test_the_sum_lies_between_0_and_100_or_is_not_there(answers):
    found = strain(Answers(*answers))
    if sum(value is not None for value in answers) < 4:
        assert found is None
    else:
        assert 0 <= found <= 100


@given(st.tuples(*[st.integers(0, 4)] * 5), st.integers(0, 2))
def test_a_heavier_answer_never_lowers_the_sum(answers, place):
    heavier = list(answers)
    heavier[place] = 4
    assert strain(Answers(*heavier)) >= strain(Answers(*answers))
