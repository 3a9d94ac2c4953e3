"""The starter set as it is typed: each training with a tick, and its words and numbers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NAME_IN, InLanguages
from people.languages.local_text import LocalText
from people.models import Job, Role
from people.writing.fields import NumberField, WholeField
from people.writing.forms import PageForm
from training.rules.starter_sets import StarterTraining

from .actions import ChosenTraining


class StarterForm(PageForm, forms.Form):
    """One training of a starter set; what is not ticked is not read."""

    take = forms.BooleanField(required=False)
    ask = forms.BooleanField(required=False)
    name = InLanguages(label=NAME_IN)
    hours = NumberField(label=_("Hours"), max_digits=5, decimal_places=1)
    months = WholeField(
        label=_("Valid for, in months"),
        help_text=_("Leave it empty if it does not expire."),
        required=False,
    )
    renewal_hours = WholeField(
        label=_("Renewed by, in hours"),
        help_text=_("Hours of continuing education. Empty: the training is taken again."),
        required=False,
    )

    def __init__(
        self, *args: Any, training: StarterTraining, jobs: Mapping[str, Job], **kwargs: Any
    ) -> None:
        self.training = training
        start = {
            "take": True,
            "ask": True,
            "name": {"en": training.en, "th": training.th},
            "hours": training.hours,
            "months": training.months,
            "renewal_hours": training.renewal_hours,
        }
        super().__init__(*args, prefix=training.key, initial=start, **kwargs)
        self.asked = {key: said for key in training.asked if (said := said_of(key, jobs))}

    @property
    def title(self) -> str:
        """The training's name, as the page calls it."""
        return str(LocalText({"en": self.training.en, "th": self.training.th}))

    @property
    def wanted(self) -> bool:
        """Say whether it is ticked."""
        return bool(self["take"].value())

    @property
    def opened(self) -> bool:
        """Say whether its words lie open: something in them needs another look."""
        return self.is_bound and self.wanted and bool(self.errors)

    @property
    def chosen(self) -> ChosenTraining:
        """The training as it was typed; only for a valid form."""
        clean = self.cleaned_data
        return ChosenTraining(
            name=clean["name"],
            hours=clean["hours"],
            months=clean["months"],
            renewal_hours=clean["renewal_hours"],
            kind=self.training.kind,
            asked=tuple(self.asked) if clean["ask"] else (),
        )


def said_of(key: str, jobs: Mapping[str, Job]) -> str:
    """Name a role or a job of a requirement; nothing for a job that the organisation lacks."""
    field, _dash, value = key.partition("-")
    if field == "role":
        return str(Role(value).label)
    return str(jobs[value]) if value in jobs else ""
