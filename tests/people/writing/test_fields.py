"""Numbers and days as people type them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import get_resolver

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


@pytest.mark.parametrize(
    ("typed", "read"),
    [("15,000", 15_000), ("3,900", 3900), ("1,234,567", 1_234_567), ("๑,๐๐๐", 1000), ("12.0", 12)],
)
def test_a_comma_between_thousands_is_no_decimal_comma_of_a_whole_number(typed, read):
    assert WholeField().clean(typed) == read


@pytest.mark.parametrize("typed", ["15,00", "1,0000", "0,000", "15.000", "1,5", ",000"])
def test_a_whole_number_that_could_be_another_is_refused(typed):
    with pytest.raises(ValidationError):
        WholeField().clean(typed)


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
    [
        ("0", 0),
        ("12", 12),
        ("", 1),
        ("-1", 1),
        ("²", 1),
        ("๑๒", 12),
        ("9" * 16, 1),
        ("9" * 5000, 1),
    ],
)
def test_a_number_in_an_address_is_read_or_left(typed, found):
    assert whole_number(typed, otherwise=1) == found


APPS = ("config", "people", "wellbeing", "training", "workload", "programme")
PLAIN = forms.IntegerField, forms.fields.BaseTemporalField
# Whatever Django itself would read: 12, but not ๑๒.
NAMES = "IntegerField|DecimalField|FloatField|DateField|TimeField|DateTimeField|DurationField"


def forms_of_the_product(kind=forms.BaseForm):
    for one in kind.__subclasses__():
        if one.__module__.split(".")[0] in APPS:
            yield one
        yield from forms_of_the_product(one)


def test_every_form_reads_thai_digits():
    """A field that is made by Django from a model reads 12, and not ๑๒."""
    get_resolver().url_patterns  # noqa: B018  # imports every page, and so every form
    fields = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms_of_the_product()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, PLAIN) and not isinstance(field, NumberField | WholeField)
    }
    assert fields == set()
    assert len(set(forms_of_the_product())) > 50


def test_no_form_has_a_field_that_reads_no_thai_digits():
    """Also not one that a form adds when it is made."""
    found = {
        f"{path}: {line.strip()}"
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if path.name != "fields.py"
        for line in path.read_text().splitlines()
        if re.search(rf"\bforms\.({NAMES})\(", line)
    }
    assert found == set()
