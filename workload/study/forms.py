"""What people type about the time study: for each phase, cases and hours."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import NumberField
from people.writing.forms import PageForm
from people.writing.sentences import Sentence
from workload.models import BesideLog, PhaseChoice

NUMBER: dict[str, Sentence] = {
    "min_value": _("This cannot be below 0."),
    "invalid": _("Please write a number, like 4."),
}
CASES: dict[str, Sentence] = NUMBER | {
    "max_value": _("Up to 200 cases in one line, please."),
    "max_decimal_places": _("A whole number, please."),
}
HOURS: dict[str, Sentence] = NUMBER | {
    "max_value": _("A week has 168 hours."),
    "max_decimal_places": _("One decimal is enough, please."),
}


class TimeStudyForm(PageForm, forms.Form):
    """Cases and hours of one week, by phase, and hours beside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phase in PhaseChoice:
            self.fields[f"{phase}_cases"] = number(_("Cases"), 200, 0, CASES)
            self.fields[f"{phase}_hours"] = number(_("Hours"), 168, 1, HOURS)
        for kind in BesideLog.Kind:
            self.fields[f"{kind}_hours"] = number(kind.label, 168, 1, HOURS)

    @property
    def rows(self) -> list[tuple[Sentence, forms.BoundField, forms.BoundField]]:
        """Each phase with its two fields."""
        return [(one.label, self[f"{one}_cases"], self[f"{one}_hours"]) for one in PhaseChoice]

    @property
    def beside_rows(self) -> list[forms.BoundField]:
        """The fields for hours beside the cases."""
        return [self[f"{kind}_hours"] for kind in BesideLog.Kind]

    @property
    def beside(self) -> dict[str, Decimal]:
        """The hours beside the cases, by kind; only for a valid form."""
        clean = self.cleaned_data
        return {kind.value: clean[f"{kind}_hours"] or Decimal() for kind in BesideLog.Kind}

    @property
    def entries(self) -> dict[str, tuple[int, Decimal | None]]:
        """What was typed, by phase; only for a valid form."""
        clean = self.cleaned_data
        return {
            one.value: (int(clean[f"{one}_cases"] or 0), clean[f"{one}_hours"])
            for one in PhaseChoice
        }


def number(label: Sentence, highest: int, places: int, words: dict[str, Sentence]) -> NumberField:
    """Make a field for a number that may stay empty."""
    return NumberField(
        label=label,
        required=False,
        min_value=0,
        max_value=highest,
        decimal_places=places,
        error_messages=words,
        widget=forms.TextInput({"inputmode": "decimal" if places else "numeric"}),
    )
