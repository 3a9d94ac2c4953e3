"""Numbers and days as people type them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from people.writing.fields import DayField, NumberField, WholeField, whole_number


@pytest.mark.parametrize("typed", ["7.5", "7,5", " 7.5 ", "๗.๕", "๗,๕"])
def test_a_number_is_read_as_people_here_write_it(typed):
    assert NumberField().clean(typed) == Decimal("7.5")


def test_a_number_with_two_commas_is_none():
    with pytest.raises(ValidationError):
        NumberField().clean("1,000,5")


@pytest.mark.parametrize("field", [NumberField, WholeField])
@pytest.mark.parametrize(
    "typed",
    [
        "²",
        "٣",
        "１２",
        "½",
        "1e3",
        "1e999999999",
        "-1E-9",
        "NaN",
        "Infinity",
        "0x10",
        "1_0",
        "9" * 5000,
    ],
)
def test_a_number_that_nobody_types_is_refused_as_none(field, typed):
    """Some of them are numbers to Python, and too much for what reads them next."""
    with pytest.raises(ValidationError) as refused:
        field(min_value=0, max_value=7, step_size=1).clean(typed)
    assert [error.code for error in refused.value.error_list] == ["invalid"]


def test_a_whole_number_takes_thai_digits_and_no_part():
    assert WholeField().clean("๑๒") == 12
    with pytest.raises(ValidationError):
        WholeField().clean("1,5")


@pytest.mark.parametrize("typed", ["24/11/2026", "24/11/2569", "๒๔/๑๑/๒๕๖๙", "2026-11-24"])
def test_a_day_is_read_in_either_era(typed):
    assert DayField().clean(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["29/02/2568", "31/11/2026", "24/11/2300", "tomorrow"])
def test_a_day_that_is_in_no_calendar_is_refused(typed):
    with pytest.raises(ValidationError, match="not a day in the calendar"):
        DayField().clean(typed)


def test_a_day_that_may_be_left_out_is_none():
    assert DayField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [("0", 0), ("12", 12), ("", 1), ("-1", 1), ("²", 1), ("๑", 1), ("9" * 16, 1), ("9" * 5000, 1)],
)
def test_a_number_in_an_address_is_read_or_left(typed, found):
    assert whole_number(typed, otherwise=1) == found
