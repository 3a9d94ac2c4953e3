"""What is typed on the page of a link: the numbers of the week, cases by phase, the five lines."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import Week
from workload.models import PhaseChoice
from workload.time import time_off
from workload.weeks import forms as week_forms
from workload.weeks.actions import Sent
from workload.weeks.forms import WeekForm, new_key, numbers_of_nothing

CASES_AT_MOST = 200


class LinkWeekForm(WeekForm):
    """My week without what a link may not show or ask: a note, a contact, days off by plan."""

    leave_days = week_forms.number(
        7,
        _("A week has 7 days."),
        step="0.5",
        label=_("Leave days"),
        help_text=_("Empty: as planned"),
        required=False,
    )

    def __init__(self, *args: Any, person: Person, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = time_off.in_week(person, week)

    def clean_leave_days(self) -> Decimal:
        """Take the days of the plan where nothing is typed; missing is never zero."""
        typed = self.cleaned_data["leave_days"]
        return self.planned if typed is None else typed

    def sent_by_link(self) -> Sent:
        """Return what was sent, and nothing that is not asked; only for a valid form."""
        return replace(self.sent([], None), note="", corrects=None)


class CountsForm(forms.Form):
    """How many cases there are of each phase now; an empty number leaves them as they are."""

    vars().update(
        {
            f"cases-{phase}": week_forms.number(
                CASES_AT_MOST, _("Up to 200 cases, please."), label=phase.label, required=False
            )
            for phase in PhaseChoice
        }
    )

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by phase. Only for a valid form."""
        typed = {phase: self.cleaned_data[f"cases-{phase}"] for phase in PhaseChoice}
        return {phase: int(count) for phase, count in typed.items() if count is not None}


def numbers_at_first() -> dict[str, str]:
    """Write what the page holds before anything is typed: for every person the same.

    Not the contracted hours either: others who read the mailbox may open the link.
    """
    return numbers_of_nothing() | {"key": new_key()}
