"""The form with which a report is asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.known import ALWAYS, NAMES
from people.writing.forms import PageForm
from programme.models import ProgrammeReport
from programme.rules.periods import PeriodKind, ReportPeriod

from .words import period_days, period_name

# So many of each kind are offered, the last first.
OFFERED = {
    PeriodKind.BLOCK: (_("Four weeks"), 6),
    PeriodKind.QUARTER: (_("Quarters"), 5),
    PeriodKind.FISCAL: (_("Fiscal years, October to September"), 3),
    PeriodKind.YEAR: (_("Calendar years"), 3),
}


class ReportWishForm(PageForm, forms.Form):
    """Of which time a report tells, of what, and in which language."""

    period = forms.TypedChoiceField(label=_("Period"), coerce=ReportPeriod.parse)
    scope = forms.ChoiceField(label=_("Of what"), choices=ProgrammeReport.Scope)
    language = forms.ChoiceField(
        label=_("Language of the report"), choices=[(one, NAMES[one]) for one in ALWAYS]
    )

    def __init__(self, *args: Any, day: date, office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.TypedChoiceField, "period").choices = [
            (name, list(periods_offered(kind, most, day))) for kind, (name, most) in OFFERED.items()
        ]
        if not office:
            scopes = self.field_as(forms.ChoiceField, "scope")
            scopes.choices = [one for one in ProgrammeReport.Scope.choices if one[0] == "own"]


def periods_offered(kind: PeriodKind, most: int, day: date) -> list[tuple[str, str]]:
    """List the last periods of a kind that are over and frozen, with their days."""
    found: list[tuple[str, str]] = []
    one = ReportPeriod.latest(kind, day)
    while len(found) < most and one.blocks[0].number >= 0:
        name = period_name(one)
        days = "" if kind == PeriodKind.QUARTER else f" ({period_days(one)})"
        found.append((one.code, f"{name}{days}"))
        one = one.before
    return found
