"""From which day a person is asked. The form checks shape; the verb checks sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import DayField
from people.writing.forms import PageForm


class AskForm(PageForm, forms.Form):
    """Who is asked, and from which day on."""

    # The buttons with names stand below the day.
    shown_at = {"person": "starts"}

    starts = DayField(label=_("From"))
    person = forms.ModelChoiceField(Person.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Person.objects.colleagues_of(viewer).exclude(account=viewer.account_id)
        self.field_as(forms.ModelChoiceField, "person").queryset = found
