"""What is typed when answers are shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.forms import PageForm
from people.writing.near_days import NearDayField
from wellbeing.models import Share

from .actions import Span


class ShareForm(PageForm, forms.Form):
    """The weeks, the reader, the purpose and the last day."""

    weeks = forms.CharField(max_length=20, label=_("Which weeks"))
    to = forms.CharField(max_length=40, label=_("Who may read them"))
    purpose = forms.ChoiceField(label=_("What for"), choices=Share.Purpose)
    until = NearDayField(label=_("Until which day"))

    def __init__(self, *args: Any, readers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = {str(one.public_id): one for one in readers}

    def clean_weeks(self) -> Span:
        """Read the weeks; a text that is no weeks is refused."""
        try:
            return Span.parse(self.cleaned_data["weeks"])
        except ValueError:
            raise forms.ValidationError(_("Please choose from the list.")) from None

    def clean_to(self) -> Person:
        """Find the reader among those who are offered; any other is refused."""
        if (found := self.readers.get(self.cleaned_data["to"])) is None:
            raise forms.ValidationError(_("Please choose somebody from the list."))
        return found
