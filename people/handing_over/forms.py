"""The form on which an admin says who takes what rests with a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.models import HandOverLine, Person
from people.writing.forms import PageForm

from .actions import Resting

CHOOSE = ("", _("Choose somebody"))
AS_ABOVE = ("", _("As chosen above"))


class HandOverForm(PageForm, forms.Form):
    """Who takes everything, or each kind."""

    everything = forms.ChoiceField(label=_("Give everything to"), required=False)

    def __init__(
        self,
        *args: Any,
        resting: Sequence[Resting],
        before: Sequence[HandOverLine] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.resting = [one for one in resting if one.needs_taker]
        before_of = {line.kind: str(line.taker.public_id) for line in before if line.taker}
        self.offer("everything", [CHOOSE, *choices(list(self.people.values()))])
        if not before and self.people:
            self.initial["everything"] = next(iter(self.people))
        for one in self.resting:
            label = _("Who takes: %(what)s") % {"what": one.words}
            self.fields[one.code] = forms.ChoiceField(label=label, required=False)
            self.offer(one.code, [AS_ABOVE, *choices(one.offered)])
            self.initial[one.code] = before_of.get(one.code, self.first_of(one, bool(before)))

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody who could take something: first who could take most."""
        found = [person for one in self.resting for person in one.offered]
        ordered = sorted(dict.fromkeys(found), key=lambda one: -found.count(one))
        return {str(one.public_id): one for one in ordered}

    def first_of(self, one: Resting, chosen_before: bool) -> str:
        """Choose the taker of a line that the person who takes most cannot take."""
        most = next(iter(self.people.values()), None)
        if not one.offered or (most in one.offered and not chosen_before):
            return ""
        return str(one.offered[0].public_id)

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Say what a field offers."""
        self.field_as(forms.ChoiceField, name).choices = choices

    def clean(self) -> dict[str, Any]:
        """Read who takes each kind; one without a taker is refused at its field."""
        found = super().clean()
        takers = {}
        for one in self.resting:
            chosen = self.people.get(found.get(one.code) or found.get("everything") or "")
            if chosen in one.offered:
                takers[one.code] = chosen
            elif not self.errors.get(one.code):
                sentence = _("Please choose who takes: %(what)s.")
                self.add_error(
                    one.code, ValidationError(sentence, params={"what": one.words}, code="rests")
                )
        return found | {"takers": takers}


def choices(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Offer people by their names."""
    return [(str(one.public_id), one.name) for one in people]
