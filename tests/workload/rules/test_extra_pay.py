"""Hours beyond the contract in money: exact, to the hundredth, and nothing that no person chose."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.rules.extra_pay import HoursBeyond, PayRate

HOURS = st.decimals(0, 168, places=1)
NUMBERS = st.decimals("0.01", 100_000, places=2)


@pytest.mark.parametrize(
    ("hours", "pay", "factor", "amount"),
    [
        ("6", "120", "1", "720.00"),
        ("6", "120", "1.5", "1080.00"),
        ("0", "120", "3", "0.00"),
        ("0.1", "0.05", "1", "0.01"),
        ("0.1", "0.04", "1", "0.00"),
        ("7.5", "133.33", "1.25", "1249.97"),
    ],
)
def test_hours_times_the_number_times_the_factor(hours, pay, factor, amount):
    rate = PayRate(Decimal(pay), Decimal(factor))
    assert rate.amount(Decimal(hours)) == Decimal(amount)


def test_an_hour_counts_once_until_another_factor_is_chosen():
    assert PayRate(Decimal(100)).amount(Decimal(2)) == 200


@pytest.mark.parametrize(("pay", "factor"), [("0", "1"), ("-1", "1"), ("100", "0")])
def test_a_number_and_its_factor_are_above_zero(pay, factor):
    with pytest.raises(ValueError, match="above 0"):
        PayRate(Decimal(pay), Decimal(factor))


@given(HOURS, HOURS, NUMBERS)
def test_more_hours_never_come_to_less(one, other, pay):
    rate = PayRate(pay)
    assert (rate.amount(one) <= rate.amount(other)) == (
        rate.amount(min(one, other)) == rate.amount(one)
    )


@given(HOURS, HOURS)
def test_what_was_given_back_is_never_paid_again(worked, given_back):
    left = HoursBeyond(worked, given_back).left
    assert left >= 0
    assert left <= worked
    assert left + given_back >= worked
