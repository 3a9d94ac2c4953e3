"""What a supervisor types about a flag."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
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
    due_on = NearDayField(required=False)
    text = FreeText(required=False)
    version = forms.IntegerField(required=False)

    def plan(self, owners: list[Person]) -> Plan:
        """Return the plan as written; an owner who is not in the list leaves it to the writer."""
        clean = self.cleaned_data
        owner = next((one for one in owners if one.public_id == clean["owner"]), None)
        return Plan(
            chosen=tuple(clean["chosen"]),
            text=clean["text"],
            owner=owner,
            due_on=clean["due_on"],
            version=clean["version"],
        )
