"""What people type, as they type it: days in either era, Thai digits, a decimal comma."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from people.keys.paper_codes import read_code
from people.languages.local_text import in_name_order
from people.rules.typed_days import THAI_DIGITS, parse_day

from .formats import year_as_read

# Python reads much more as a number: 1e999999, NaN, ٣, five thousand digits.
NUMBER = re.compile(r"[+-]?[0-9.]{0,15}")
# Commas between thousands, of a whole number: 15,000 is no 15.
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
# With one place behind the point it is still a whole number, as a sheet writes 12.0; with three it
# could be thousands.
WITH_PLACES = re.compile(r"[.][0-9]{2,}|,")
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


def tidy_number(text: str) -> str:
    """Write a number as Python reads it: ๗,๕ is 7.5."""
    return text.translate(THAI_DIGITS).replace(",", ".").strip()


def whole_number(text: str, otherwise: int = 0) -> int:
    """Read a whole number from an address or a form; if there is none, return `otherwise`."""
    text = text.translate(THAI_DIGITS).strip()
    # Never a long one: Python refuses 4,300 digits, and the database has no such row or page.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise


def uuid_of(text: str) -> UUID | None:
    """Read an id; a text that is no id gives None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def get_visible[Row: Model](rows: QuerySet[Row] | Manager[Row], text: str) -> Row:
    """Find the row that a form names by its public id; no id, or another's row, is not found.

    `rows` are the rows that the viewer may see.
    """
    return get_object_or_404(rows, public_id=uuid_of(text))


def typed_day(day: date) -> str:
    """Write a day as the reader would type it: 24/11/2026, or 24/11/2569 in Thai."""
    return f"{day.day}/{day.month}/{year_as_read(day)}"


class DayField(forms.CharField):
    """A day as people type it, in either era."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example 24/11/2026 or 24/11/2569."))
        super().__init__(widget=forms.TextInput(attrs=DIGITS), max_length=40, **options)

    def clean(self, value: str | None) -> date | None:
        """Read the day; a text that is no day is refused."""
        if not (text := super().clean(value)):
            return None
        try:
            return parse_day(text)
        except ValueError:
            raise ValidationError(
                _("This is not a day in the calendar. Write it like 24/11/2026 or 24/11/2569."),
                code="invalid",
            ) from None


def tidied(field: forms.Field, value: Any) -> Any:
    """Tidy what was typed for a number; a text that no person would type is no number."""
    value = tidy_number(value) if isinstance(value, str) else value
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return value


class NumberField(forms.DecimalField):
    """A number with decimals, in a plain text field."""

    widget = forms.TextInput(attrs=DIGITS)

    def to_python(self, value: Any) -> Any:
        """Tidy, then read."""
        return super().to_python(tidied(self, value))


class WholeField(forms.IntegerField):
    """A whole number, in a plain text field."""

    widget = forms.TextInput(attrs=DIGITS | {"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        """Tidy, then read; what could be another number is refused."""
        if isinstance(value, str):
            value = value.translate(THAI_DIGITS).strip()
            if THOUSANDS.fullmatch(value):
                value = value.replace(",", "")
            elif WITH_PLACES.search(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(tidied(self, value))


class PaperCodeField(forms.CharField):
    """A code that stands on paper: in any case, with or without what parts its letters."""

    widget = forms.TextInput(
        attrs={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "lang": "en",
        }
    )

    def clean(self, value: Any) -> str:
        """Read the letters as they are printed."""
        return read_code(super().clean(value))


class NameOrder(ModelChoiceIterator):
    """The choices in the order of their names."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(one) for one in in_name_order(self.queryset))


class NamedChoice(forms.ModelChoiceField):
    """One of what has a name in several languages, in the order of its reader."""

    iterator = NameOrder


class NamedChoices(forms.ModelMultipleChoiceField):
    """Some of what has a name in several languages, in the order of their reader."""

    iterator = NameOrder


def hours_field(**options: Any) -> NumberField:
    """Make a field for contracted hours a week; it may stay empty."""
    return NumberField(required=False, max_digits=4, decimal_places=1, **options)
