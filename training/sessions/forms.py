"""What trainers type. Forms judge shape only; the verbs judge the rest."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person
from people.writing.clock import ClockField
from people.writing.fields import DayField, NamedChoice, WholeField
from people.writing.forms import PageForm
from training.models import Course


def online_field() -> forms.URLField:
    """Make a field for the link to a session that is held online."""
    return forms.URLField(
        label=_("Link to join online"),
        help_text=_("Only those with a place see it. It may stay empty."),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


def seats_field() -> WholeField:
    """Make a field for how many people fit in."""
    return WholeField(
        label=_("Seats"),
        help_text=_("Leave it empty if there is no limit."),
        required=False,
    )


def outside_trainer_field() -> forms.CharField:
    """Make a field for a trainer who has no account here."""
    return forms.CharField(
        label=_("Trainer from outside"),
        help_text=_("A name, if somebody without an account here teaches. It may stay empty."),
        max_length=80,
        required=False,
    )


def outside_organisation_field() -> forms.CharField:
    """Make a field for where that trainer comes from."""
    return forms.CharField(label=_("Their organisation"), max_length=120, required=False)


class RoomForm(PageForm, forms.Form):
    """How many fit in, where to join, and who may sign up.

    Where another organisation holds the session it gave seats and link: only sign-up is asked.
    """

    seats = seats_field()
    online = online_field()
    open_to_all = forms.BooleanField(label=_("Anybody here may sign up"), required=False)

    def __init__(self, *args: Any, held_elsewhere: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held_elsewhere:
            del self.fields["seats"], self.fields["online"]

    def cleaned_room(self) -> dict[str, Any]:
        """Give the verb all it asks for; what was not asked is empty."""
        return {"seats": None, "online": ""} | self.cleaned_data


class ChangeForm(PageForm, forms.Form):
    """When and where a session is, and who teaches from outside."""

    shown_at = {"ends_early": "ends"}
    day = DayField(label=_("Day"))
    starts = ClockField(label=pgettext_lazy("time of day", "From"))
    ends = ClockField(label=pgettext_lazy("time of day", "Until"))
    place = forms.CharField(label=_("Place"), max_length=120)
    outside_trainer = outside_trainer_field()
    outside_organisation = outside_organisation_field()


class SessionForm(ChangeForm):
    """A session to plan."""

    course = NamedChoice(
        Course.objects.none(),
        label=_("Course"),
        to_field_name="public_id",
        empty_label=_("Choose a course"),
    )
    online = online_field()
    seats = seats_field()
    open_to_all = forms.BooleanField(label=_("Anybody here may sign up"), required=False)
    trainer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Trainer"), to_field_name="public_id", empty_label=None
    )
    invite = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Invite"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("course",)

    def __init__(
        self,
        *args: Any,
        courses: QuerySet[Course],
        trainers: QuerySet[Person],
        people: Sequence[Person] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.field_as(forms.ModelMultipleChoiceField, "invite")
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
        field.choices = [(str(one.public_id), one.name) for one in people]
        self.field_as(forms.ModelChoiceField, "course").queryset = courses
        self.field_as(forms.ModelChoiceField, "trainer").queryset = trainers


class BookForm(PageForm, forms.Form):
    """People to give a place to."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Please tick whom to add.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "people").queryset = people

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong; all of it is about the list of people."""
        return [("add-people", str(one)) for errors in self.errors.values() for one in errors]
