"""What a supervisor types about a flag."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import WholeField
from people.writing.formats import day as written_day
from people.writing.free_text import FreeText
from people.writing.near_days import NearDayField
from workload.flags.actions import Plan
from workload.models import PlanItem


class PlanForm(forms.Form):
    """A plan: what, who, until when, and a word the person reads."""

    chosen = forms.MultipleChoiceField(
        choices=PlanItem,
        error_messages={
            "required": _("Please choose at least one step."),
            "invalid_choice": _("Please choose at least one step."),
        },
    )
    owner = forms.UUIDField(required=False)
    due_on = NearDayField(label=_("Until"), required=False)
    text = FreeText(required=False)
    version = WholeField(required=False)

    def until(self, latest: date) -> forms.BoundField:
        """Draw the day; none is offered that is later than the last one a plan may have."""
        field = self.fields["due_on"]
        field.help_text = _("%(day)s at the latest.") % {"day": written_day(latest, "j F")}
        field.widget.latest = latest
        return self["due_on"]

    def plan(self) -> Plan:
        """Return the plan as written."""
        clean = self.cleaned_data
        return Plan(
            chosen=tuple(clean["chosen"]),
            text=clean["text"],
            owner=clean["owner"],
            due_on=clean["due_on"],
            version=clean["version"],
        )
