"""What is tried on the page, and how a memo is written. Both are asked in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.rules.staffing import (
    COURT_CASES_AT_MOST,
    COURT_WEEKS_AT_MOST,
    NOTHING_TRIED,
    PEOPLE_AT_MOST,
    StaffingTry,
)

# What stands in the form at first.
AT_FIRST = {"people": 2, "weeks": 1, "cases": 60}


class TryForm(forms.Form):
    """So many people more, and so many court weeks more a month, of so many cases."""

    people = forms.IntegerField(
        label=_("More people"), min_value=0, max_value=PEOPLE_AT_MOST, required=False
    )
    weeks = forms.IntegerField(
        label=_("More court weeks a month"),
        min_value=0,
        max_value=COURT_WEEKS_AT_MOST,
        required=False,
    )
    cases = forms.IntegerField(
        label=_("Cases in a court week"),
        min_value=0,
        max_value=COURT_CASES_AT_MOST,
        required=False,
    )

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
