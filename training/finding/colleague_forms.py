"""The form that finds a colleague by the name that was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person
from people.writing.forms import PageForm


class ToSomebodyForm(PageForm, forms.Form):
    """A colleague who is first looked for by name, and then chosen among those found."""

    name = forms.CharField(
        max_length=60,
        label=_("To whom"),
        help_text=_("Their name or what colleagues call them, in Thai or English."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    to = forms.CharField(max_length=40, label=_("Which of them"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: list[tuple[Person, Membership | None]] = []

    def offer(self, people: list[Person], homes: dict[int, Membership]) -> None:
        """Offer the people found by this name, each with where they belong."""
        self.people = [(one, homes.get(one.pk)) for one in people]

    @property
    def chosen(self) -> Person | None:
        """The one who was ticked; None for nothing ticked, or a person who is not offered."""
        wanted = self.data.get("to", "")
        return next((one for one, _home in self.people if str(one.public_id) == wanted), None)

    @property
    def ticked(self) -> str:
        """Which of them is ticked on the page: the only one is, and is still not sent to."""
        picked = self.chosen or (self.people[0][0] if len(self.people) == 1 else None)
        return str(picked.public_id) if picked else ""
