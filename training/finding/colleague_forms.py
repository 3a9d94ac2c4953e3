"""The form that finds a colleague by the name that was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person
from people.writing.forms import PageForm


class ToSomebodyForm(PageForm, forms.Form):
    """A colleague: chosen among teammates, or looked for by name and chosen among those found."""

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
        self.teammates: list[Person] = []

    def know(self, teammates: list[Person]) -> None:
        """Offer the teammates without a search; a name is then typed for anybody else alone."""
        self.teammates = teammates
        if teammates:
            name = self.fields["name"]
            name.label = _("Somebody else")
            name.help_text = _("Begin with a name, in Thai or English; choose from who is found.")
            name.error_messages["required"] = _("Please choose a colleague, or type a name.")
        if self.chosen:
            self.fields["name"].required = False

    def offer(self, people: list[Person], homes: dict[int, Membership]) -> None:
        """Offer the people found by this name, each with where they belong."""
        self.people = [(one, homes.get(one.pk)) for one in people]

    @property
    def chosen(self) -> Person | None:
        """The one who was ticked; None for nothing ticked, or a person who is not offered."""
        wanted = self.data.get("to", "")
        offered = [*(one for one, _home in self.people), *self.teammates]
        return next((one for one in offered if str(one.public_id) == wanted), None)

    @property
    def chips(self) -> list[Person]:
        """The teammates who are not among those found: each is offered once."""
        found = {one.pk for one, _home in self.people}
        return [one for one in self.teammates if one.pk not in found]

    @property
    def picked(self) -> Person | None:
        """The one who is ticked, or the only one who was found."""
        return self.chosen or (self.people[0][0] if len(self.people) == 1 else None)

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong; where no colleague is offered yet, a name is what helps."""
        name = self["name"].id_for_label
        instead = {} if self.people else {self["to"].id_for_label: name}
        return [(instead.get(place, place), said) for place, said in super().problems()]

    @property
    def ticked(self) -> str:
        """Which of them is ticked on the page: the only one is, and is still not sent to."""
        return str(self.picked.public_id) if self.picked else ""
