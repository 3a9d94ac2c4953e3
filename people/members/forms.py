"""Forms about people, units and the person's own account. They check shape; verbs check sense."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.accounts.forms import NAME, NAMES, NamesForm, ReaderForm
from people.accounts.passwords import ALONE_ASKS
from people.languages.known import NOT_OFFERED, offered_languages
from people.models import Job, Membership, Person, Role
from people.units.forms import UnitChoice
from people.writing.fields import DayField, hours_field, typed_day
from people.writing.forms import PageForm


class PlaceForm(PageForm, forms.Form):
    """A unit, the role and job of a person there, and the hours."""

    unit = UnitChoice(label=_("Unit"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    job = forms.ChoiceField(label=_("Job"), choices=Job, initial=Job.CASEWORKER)
    hours = hours_field(
        label=_("Contracted hours a week"),
        help_text=_("For a worker or supervisor, in the unit where their week is counted."),
    )

    def __init__(self, *args: Any, admin: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(UnitChoice, "unit").offer(admin)

    def clean_role(self) -> Role:
        """Return the role as a role."""
        return Role(self.cleaned_data["role"])

    def clean_job(self) -> Job:
        """Return the job as a job."""
        return Job(self.cleaned_data["job"])


class InviteForm(PlaceForm):
    """The new person to invite, and the unit."""

    email = forms.EmailField(
        label=_("Work email"),
        help_text=_("The invitation goes here. It works once, for 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        help_text=_("Of the mail and of the page that it opens. They can choose another there."),
        choices=offered_languages,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    field_order = ("email", "language", "unit", "role", "job", "hours")


class MembershipForm(PlaceForm):
    """A role from a day on."""

    day = DayField(label=_("From"))


class EndForm(PageForm, forms.Form):
    """The last day of a role."""

    last_day = DayField(label=_("Last day"))


class AcceptForm(ReaderForm):
    """What an invited person chooses."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Small letters and digits, like nok or nok.s."),
        widget=forms.TextInput(attrs=NAME | {"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=ALONE_ASKS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    field_order = ("language", *NAMES, "username", "password")

    def clean_username(self) -> str:
        """Take a sign-in name as a phone's keyboard writes it, with a capital first."""
        return self.cleaned_data["username"].lower()


class JoinForm(NamesForm):
    """What a person who has an account is called in the organisation they join."""


def starting_from(membership: Membership, day: date) -> dict[str, object]:
    """Fill a form with a membership as it is."""
    return {
        "unit": membership.unit.public_id,
        "role": membership.role,
        "job": membership.job,
        "hours": "" if membership.hours is None else f"{membership.hours.normalize():f}",
        "day": typed_day(day),
    }
