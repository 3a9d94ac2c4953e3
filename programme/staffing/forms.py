"""What is tried on the page, and how a memo is written. Both are asked in the address."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.writing.fields import WholeField
from people.writing.sentences import Sentence
from programme.rules.staffing import (
    COURT_CASES_AT_MOST,
    COURT_WEEKS_AT_MOST,
    NOTHING_TRIED,
    PEOPLE_AT_MOST,
    StaffingTry,
)

# What stands in the form at first.
AT_FIRST = {"people": 2, "weeks": 1, "cases": 60}


def number_field(label: Sentence, most: int) -> WholeField:
    """Make a field for a number of people, weeks or cases; empty is none."""
    between = format_lazy(_("From 0 to {most}, please."), most=most)
    return WholeField(
        label=label,
        required=False,
        error_messages={"invalid": _("A whole number, please.")},
        validators=[MinValueValidator(0, between), MaxValueValidator(most, between)],
    )


class TryForm(forms.Form):
    """So many people more, and so many court weeks more a month, of so many cases."""

    people = number_field(_("More people"), PEOPLE_AT_MOST)
    weeks = number_field(_("More court weeks a month"), COURT_WEEKS_AT_MOST)
    cases = number_field(_("Cases in a court week"), COURT_CASES_AT_MOST)

    def __init__(self, asked: dict[str, str], **kwargs: Any) -> None:
        given = {name: asked[name] for name in AT_FIRST if name in asked}
        super().__init__(given or AT_FIRST, **kwargs)

    @property
    def tried(self) -> StaffingTry:
        """What is tried; nothing where a number cannot be meant."""
        if not self.is_valid():
            return NOTHING_TRIED
        found = self.cleaned_data
        return StaffingTry(found["people"] or 0, found["weeks"] or 0, found["cases"] or 0)


class MemoForm(forms.Form):
    """In which language a memo is written, and whether with Thai digits."""

    language = forms.ChoiceField(choices=(("th", _("Thai")), ("en", _("English"))))
    thai_digits = forms.BooleanField(required=False)
