"""The form of a pathway. It checks shape; the verb checks sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.forms import VerbJudgedForm
from programme.models import Pathway
from programme.models.pathways import MOST_STEPS
from programme.services.reading import support_services


class PathwayForm(VerbJudgedForm):
    """What a pathway is called, and its steps in order; an empty step is left out."""

    class Meta:
        model = Pathway
        fields = ("name", "is_offered")
        labels = {"is_offered": _("Offered for planning")}

    def __init__(self, *args: Any, steps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((key, str(one.name)) for key, one in support_services().items())]
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"step{number}"] = forms.ChoiceField(
                label=_("Step %(n)s") % {"n": number},
                choices=choices,
                required=False,
                initial=steps[number - 1] if number <= len(steps) else "",
            )

    @property
    def step_fields(self) -> list[forms.BoundField]:
        """The fields of the steps, in order."""
        return [self[f"step{number}"] for number in range(1, MOST_STEPS + 1)]

    @property
    def steps(self) -> list[str]:
        """The steps that were chosen, in order."""
        typed = (self.cleaned_data[one.name] for one in self.step_fields)
        return [one for one in typed if one]
