"""How finely numbers can be set, and what is said to a number that lies between."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workload.policies import actions as policies
from workload.policies import grid
from workload.policies.policy_limits import PROFILES
from workload.policies.policy_numbers import NUMBERS, written_number
from workload.rules import load as load_rules
from workload.rules.limits import OF_KIND

BY_CODE = {one.code: one for one in NUMBERS}
STEPS = {
    "amber": "5",
    "red": "5",
    "watch": "5",
    "capacity_share": "0.05",
    "phases-active": "0.25",
    "add_ons-child": "0.25",
    "parts-secondary": "0.25",
    "night": "0.25",
    "supervisee": "0.25",
    "further_victim": "0.25",
    "further_victims_at_most": "0.25",
    "working_days": "0.5",
    "limits-mean_hours": "5",
    "limits-long_hours": "5",
    "limits-very_long_hours": "5",
    "limits-ceiling_hours": "5",
    "limits-material_minutes_a_day": "60",
    "limits-material_minutes_a_week": "60",
    "limits-violent_minutes_a_week": "60",
    "limits-open_cases": "5",
}
WHOLE = {
    "limits-rest_hours",
    "limits-rest_hours_least",
    "limits-days_in_a_row",
    "limits-nights_in_a_row",
    "limits-on_call_weeks_of_three",
    "limits-material_days_in_a_row",
    "limits-open_for_each_new",
    "limits-span",
    "limits-span_most",
    "kept_years",
}


@pytest.mark.parametrize("code", STEPS)
def test_what_a_preview_can_show_is_set_in_coarse_steps(code):
    assert BY_CODE[code].step == Decimal(STEPS[code])


def test_every_number_lies_on_a_grid():
    whole = {one.code for one in NUMBERS if one.step == 1}
    assert whole == WHOLE
    assert BY_CODE["limits-break_minutes_an_hour"].step == 5


@pytest.mark.parametrize(
    "policy",
    [
        load_rules.USUAL,
        *map(load_rules.usual, OF_KIND),
        *(load_rules.Policy(limits=one[1]) for one in PROFILES.values()),
    ],
)
def test_the_projects_own_numbers_and_each_laws_can_be_adopted(policy):
    policies.refuse_numbers(written_number(policy))


@pytest.mark.parametrize(
    ("code", "value", "low", "high"),
    [
        ("limits-material_minutes_a_week", "1201", "20", "21"),
        ("limits-material_minutes_a_week", "1199.99", "19", "20"),
        ("limits-long_hours", "54", "50", "55"),
        ("limits-long_hours", "50.1", "50", "55"),
        ("limits-mean_hours", "47", "45", "48"),
        ("limits-mean_hours", "49", "48", "50"),
        ("limits-ceiling_hours", "84.5", "84", "85"),
        ("limits-ceiling_hours", "167", "160", "165"),
        ("limits-open_cases", "26", "25", "30"),
        ("limits-nights_in_a_row", "4.5", "4", "5"),
        ("limits-rest_hours", "11.25", "11", "12"),
        ("phases-intake", "2.05", "2", "2.1"),
        ("phases-intake", "2.2", "2.1", "2.25"),
        ("supervisee", "5.1", "5", "5.2"),
        ("capacity_share", "0.66", "0.65", "0.7"),
        ("capacity_share", "0.99", "0.95", "1"),
        ("amber", "100.01", "100", "105"),
        ("watch", "82", "80", "85"),
        ("working_days", "5.2", "5", "5.5"),
        ("parts-secondary", "0.4", "0.25", "0.5"),
    ],
)
def test_a_number_between_is_refused_with_the_two_beside_it(code, value, low, high):
    with pytest.raises(ValidationError) as refused:
        policies.refuse_numbers(written_number(load_rules.USUAL) | {code: Decimal(value)})
    assert refused.value.message_dict[code] == [f"Please take {low} or {high}."]


@given(st.sampled_from(NUMBERS), st.decimals("0", "1000", places=2))
def test_a_number_is_taken_or_two_beside_it_are_named(number, value):
    low, high = grid.neighbours(number, value)
    assert grid.allows(number, low)
    assert grid.allows(number, high)
    assert low < high
    between = [one for one in grid.ALLOWED[number.code] if low < one < high]
    assert between == []
    if number.at_least <= value <= grid.ALLOWED[number.code][-1]:
        assert low <= value <= high
    assert grid.allows(number, value) is (value in grid.ALLOWED[number.code])


@given(st.sampled_from(NUMBERS))
def test_beside_the_steps_there_are_the_projects_own_values_and_no_others(number):
    off = [value for value in grid.ALLOWED[number.code] if value % number.step]
    assert set(off) <= grid.shipped(number)
    assert len(off) <= 1


@pytest.mark.parametrize(
    ("weight", "near"), [("2.05", "2.1"), ("2.04", "2"), ("1.62", "1.5"), ("1.625", "1.75")]
)
def test_a_measured_weight_is_offered_as_the_nearest(weight, near):
    assert grid.nearest(BY_CODE["phases-court"], Decimal(weight)) == Decimal(near)
