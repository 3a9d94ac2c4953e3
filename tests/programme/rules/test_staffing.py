"""How many people the work takes: two digits, the sum, and what is tried."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.groups import rule as groups_rule
from people.groups.rule import GroupSum, GroupTally, Tree
from programme.rules.staffing import (
    CarryTerms,
    StaffingSum,
    StaffingTry,
    WorkFigures,
    figures_from,
    mean_figure,
    two_digits,
)

TERMS = CarryTerms(share=Decimal("0.65"), working_days=Decimal(5), court=Decimal("0.6"))


def sum_of(people="38", points="27", contract="40", away="1", **tried) -> StaffingSum:
    figures = WorkFigures(*map(Decimal, (people, points, contract, away)))
    return StaffingSum(figures, TERMS, StaffingTry(**tried))


# --- Two digits ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("127.6", "130"),
        ("125", "130"),
        ("124.9", "120"),
        ("99.5", "100"),
        ("99.4", "99"),
        ("9.96", "10"),
        ("10.5", "11"),
        ("105", "110"),
        ("6.25", "6.3"),
        ("0.854", "0.85"),
        ("0.014", "0.01"),
        ("0.004", "0"),
        ("0", "0"),
        ("-3", "0"),
        ("6140", "6100"),
    ],
)
def test_a_figure_has_two_digits_and_at_most_two_decimals(value, told):
    assert two_digits(Fraction(value)) == Decimal(told)


@given(st.fractions(min_value=0, max_value=10**6))
def test_rounding_moves_a_figure_by_five_of_a_hundred_at_most(value):
    told = Fraction(two_digits(value))
    assert abs(told - value) <= max(value / 20, Fraction(1, 200))
    assert two_digits(told) == two_digits(value)


@given(st.fractions(0, 10**4), st.fractions(0, 10**4))
def test_more_is_never_told_as_less(one, other):
    low, high = sorted((one, other))
    assert two_digits(low) <= two_digits(high)


@pytest.mark.parametrize(("smallest", "expected"), [(5, 10), (10, 10), (11, 11), (50, 50)])
def test_figures_are_of_ten_people_or_as_many_as_an_organisation_asks_for(smallest, expected):
    assert figures_from(smallest) == expected


def test_a_mean_is_of_the_exact_sum():
    assert mean_figure(total=3 * 120_000, people=2, scale=120_000) == Decimal("1.5")


# --- The sum ------------------------------------------------------------------------------------


def test_the_sum_is_worked_out_step_by_step():
    """38 × 27 = 1,026; 40 × 0.65 × 4/5 = 20.8; 1,026 ÷ 20.8 = 49.3."""
    found = sum_of()
    assert (found.work, found.at_most, found.days_left) == (1026, 26, 4)
    assert (found.carried, found.exact) == (Decimal("20.8"), Decimal("49.3"))
    assert (found.needed, found.here, found.short) == (49, 38, 11)
    assert found.load == 100 * Decimal(1026) / (38 * Decimal("20.8"))


def test_who_is_more_than_enough_is_short_of_nobody():
    assert (sum_of(points="10").needed, sum_of(points="10").short) == (18, 0)


def test_two_people_more_are_two_fewer_who_are_short():
    found = sum_of().trying(StaffingTry(people=2))
    assert (found.needed, found.here, found.short) == (49, 40, 9)


def test_a_court_week_more_weighs_its_cases_in_one_week_of_four():
    """60 cases × 0.6 points ÷ 4 weeks = 9 points in each week."""
    found = sum_of(court_weeks=1, court_cases=60)
    assert (found.court_points, found.work) == (9, 1035)
    assert sum_of(court_weeks=3, court_cases=60).court_points == 27


def test_what_is_tried_is_shown_one_by_one_and_together():
    both = StaffingTry(2, 1, 60)
    assert both.parts == [StaffingTry(2), StaffingTry(0, 1, 60), both]
    assert StaffingTry(2, 1, 0).parts == [StaffingTry(2)]
    assert StaffingTry(2, 0, 60).parts == [StaffingTry(2)]
    assert StaffingTry(0, 1, 60).parts == [StaffingTry(0, 1, 60)]
    assert StaffingTry().parts == []


@pytest.mark.parametrize("wrong", [(-1, 0, 0), (501, 0, 0), (0, 5, 0), (0, 0, 5001)])
def test_what_cannot_be_meant_is_not_tried(wrong):
    with pytest.raises(ValueError, match="cannot be tried"):
        StaffingTry(*wrong)
    assert StaffingTry(500, 4, 5000).parts


@pytest.mark.parametrize(("share", "days"), [("0", "5"), ("1.1", "5"), ("0.5", "0")])
def test_terms_that_nobody_can_work_by_are_refused(share, days):
    with pytest.raises(ValueError, match="a share lies"):
        CarryTerms(Decimal(share), Decimal(days), Decimal())


def test_where_all_days_are_leave_there_is_nothing_to_divide_by():
    assert not sum_of(away="5").possible
    assert not sum_of(away="7").possible
    assert not sum_of(people="0").possible
    assert sum_of(people="1", away="4.9").possible


def test_the_whole_week_may_be_work_and_a_week_of_one_day_is_one():
    assert CarryTerms(Decimal(1), Decimal(1), Decimal()).share == 1


figures = st.decimals(1, 200, places=1)


@given(figures, figures, st.decimals(10, 60, places=1), st.decimals(0, 4, places=2))
def test_as_many_as_are_needed_carry_a_full_load_and_no_more(people, points, contract, away):
    found = StaffingSum(WorkFigures(people.to_integral(), points, contract, away), TERMS)
    if found.needed:
        each = found.work / found.needed
        assert abs(each - found.carried) <= found.carried / (2 * found.needed) + Decimal("1e-9")


@given(figures, st.integers(0, 100), st.integers(0, 4), st.integers(0, 500))
def test_more_people_never_make_it_worse_nor_more_court_weeks_better(points, people, weeks, cases):
    today = sum_of(points=str(points))
    assert today.trying(StaffingTry(people)).short <= today.short
    tried = today.trying(StaffingTry(0, weeks, cases))
    assert tried.needed >= today.needed
    assert tried.load >= today.load


# --- Child minus parent -------------------------------------------------------------------------


@st.composite
def organisations(draw):
    """A tree of up to twelve units, each with some people who sent, and of these who answered."""
    parents = {1: None} | {
        unit: draw(st.integers(1, unit - 1)) for unit in range(2, draw(st.integers(2, 12)) + 1)
    }
    own = {}
    for unit in parents:
        sent = draw(st.integers(0, 30))
        answered = draw(st.integers(0, sent))
        if sent:
            sums = (GroupSum(answered, answered), GroupSum(answered, answered))
            own[unit] = GroupTally(sent, sent, sums)
    return Tree(parents), own


@given(organisations(), st.sampled_from([5, 8, 12, 20]))
def test_no_figures_subtracted_leave_fewer_than_ten_people(organisation, smallest):
    """A told unit less its told children: nobody, or as many as a figure needs.

    Every difference of figures is made of such remainders and of units that are told.
    """
    tree, own = organisation
    least = figures_from(smallest)
    whole = tree.whole(own)
    said = groups_rule.publish(
        tree, own, smallest, word=lambda *_of: "told", lines_from=least, whole=whole
    )
    told = {unit for unit, one in said.items() if one.lines and one.lines[0]}
    for unit in told:
        assert whole[unit].counted(1) >= least
        parts = groups_rule.parts(tree, unit, own, whole)
        rest = [one for at, one in parts.items() if (at == unit or at not in told) and one.sent]
        if rest and any(at in told and at != unit for at in parts):
            assert sum(one.counted(1) for one in rest) >= least
