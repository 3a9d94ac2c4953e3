"""Forms about people, units and the person's own account. They check shape; verbs check sense."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.accounts.forms import NAME, NAMES, NamesForm, ReaderForm
from people.accounts.passwords import ALONE_ASKS
from people.jobs.forms import EntryChoice
from people.languages.known import NOT_OFFERED, offered_languages
from people.models import Employment, Job, Membership, Person, Role
from people.units.forms import UnitChoice
from people.writing.fields import DayField, PaperCodeField, hours_field, typed_day
from people.writing.forms import PageForm


class PlaceForm(PageForm, forms.Form):
    """A unit, the role and job of a person there, and the hours."""

    unit = UnitChoice(label=_("Unit"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    job = EntryChoice(label=_("Job"), initial="caseworker")
    hours = hours_field(
        label=_("Contracted hours a week"),
        help_text=_(
            "For a worker or supervisor. Who works in several units has hours in each; together at "
            "most 84. Empty for volunteers and all who have none."
        ),
    )

    def __init__(self, *args: Any, admin: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(UnitChoice, "unit").offer(admin, self.initial.get("unit"))
        jobs = Job.objects.visible_to(admin)
        self.field_as(EntryChoice, "job").offer(jobs, held=self.initial.get("job", ""))

    def clean_role(self) -> Role:
        """Return the role as a role."""
        return Role(self.cleaned_data["role"])


class InviteForm(PlaceForm):
    """The new person to invite, and the unit."""

    email = forms.EmailField(
        label=_("Work email"),
        required=False,
        help_text=_("The invitation goes here. It works once, for 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name, if there is no email"),
        required=False,
        max_length=120,
        help_text=_(
            "In Thai or English. You then print a slip with this name and a code, and hand it over."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        help_text=_(
            "Of the mail or slip, and of the page that it opens. They can choose another there."
        ),
        choices=offered_languages,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    field_order = ("email", "name", "language", "unit", "role", "job", "hours")


class PaperCodeForm(PageForm, forms.Form):
    """A code on paper; what it opens is not asked here."""

    code = PaperCodeField(
        max_length=60, help_text=_("Twelve letters, in any case, with or without spaces.")
    )


class MembershipForm(PlaceForm):
    """A role from a day on."""

    proposed = ("day",)
    day = DayField(label=_("From"))


class EmployedForm(PageForm, forms.Form):
    """A person's kind of employment, and its last day."""

    employment = EntryChoice(label=_("Kind of employment"), required=False)
    until = DayField(
        label=_("Employed until"),
        required=False,
        help_text=_("Empty where there is no last day. For example 24/11/2026 or 24/11/2569."),
    )

    def __init__(self, *args: Any, admin: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, held = Employment.objects.visible_to(admin), self.initial.get("employment", "")
        self.field_as(EntryChoice, "employment").offer(kinds, held, empty=_("Not written down"))


class WorkNumberForm(PageForm, forms.Form):
    """How the organisation's lists name a person, and where it calls them."""

    number = forms.CharField(
        label=_("Employee number"),
        required=False,
        max_length=40,
        help_text=_("As your other lists have it. No two people here have the same."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Work phone"),
        required=False,
        max_length=40,
        help_text=_("For example 081 234 5678."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


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
        "job": membership.job.code,
        "hours": "" if membership.hours is None else f"{membership.hours.normalize():f}",
        "day": typed_day(day),
    }
