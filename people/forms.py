"""Forms about people, units and one's own account: they judge shape, verbs judge sense."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Job, Membership, Person, Role, Tongue, Unit
from .passwords import ALONE_ASKS
from .units import in_tree_order
from .writing.fields import DayField, hours_field, typed
from .writing.forms import PageForm
from .writing.free_text import FreeLine, FreeText

NAME = {"autocapitalize": "none", "spellcheck": "false"}


class UnitChoice(forms.ModelChoiceField):
    """A unit at or below where the admin is, written with the units above it."""

    def __init__(self, **options):
        super().__init__(queryset=Unit.objects.none(), to_field_name="public_id", **options)

    def offer(self, admin: Person) -> None:
        """Offer what this admin looks after: Head office › Chiang Mai team."""
        self.queryset = Unit.objects.visible_to(admin).within(*admin.paths(Role.ADMIN))
        tree = in_tree_order(self.queryset)
        names = {unit.pk: str(unit) for unit in tree}
        self.choices = [
            (str(unit.public_id), " › ".join(names[pk] for pk in unit.lineage if pk in names))
            for unit in tree
        ]


class PlaceForm(PageForm, forms.Form):
    """A unit, what somebody does there, and for how many hours."""

    unit = UnitChoice(label=_("Unit"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    job = forms.ChoiceField(label=_("Job"), choices=Job, initial=Job.CASEWORKER)
    hours = hours_field(
        label=_("Contracted hours a week"),
        help_text=_("For a worker or supervisor, in the unit where their week is counted."),
    )

    def __init__(self, *args, admin: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(admin)

    def clean_role(self) -> Role:
        """Hand on the role as itself."""
        return Role(self.cleaned_data["role"])

    def clean_job(self) -> Job:
        """Hand on the job as itself."""
        return Job(self.cleaned_data["job"])


class InviteForm(PlaceForm):
    """Whom to invite, and where to."""

    email = forms.EmailField(
        label=_("Work email"),
        help_text=_("The invitation goes here. It works once, for 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "unit", "role", "job", "hours")


class MembershipForm(PlaceForm):
    """A role from a day on."""

    day = DayField(label=_("From"))


class EndForm(PageForm, forms.Form):
    """The last day of a role."""

    last_day = DayField(label=_("Last day"))


class UnitForm(PageForm, forms.ModelForm):
    """A unit's names and the kind of its work."""

    class Meta:
        model = Unit
        fields = ("name_th", "name_en", "kind")
        help_texts = {"kind": _("It decides by which numbers the load here is counted.")}
        widgets = {"name_th": forms.TextInput(attrs={"lang": "th"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without a word about it the kind stays what it is.
        self.fields["kind"].required = False

    def validate_unique(self) -> None:
        """Leave this to the verb: it knows the place in the tree."""

    def validate_constraints(self) -> None:
        """Leave this to the verb too."""


THAI = {"lang": "th", "autocomplete": "off"}
NAMES = ("rank", "full_name_th", "full_name_en", "nickname_th", "nickname_en")


class NamesForm(PageForm, forms.ModelForm):
    """How somebody is called, in both languages."""

    class Meta:
        model = Person
        fields = NAMES
        widgets = {
            "full_name_th": forms.TextInput(attrs=THAI),
            "nickname_th": forms.TextInput(attrs=THAI),
            "full_name_en": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        help_texts = {
            "rank": _("If you have one. You can leave it empty."),
            "full_name_en": _("As colleagues would write it in English."),
            "nickname_th": _("What colleagues call you. You can leave it empty."),
        }


class AccountForm(NamesForm):
    """One's own names, languages and address."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=Tongue,
        required=False,
        help_text=_("Those you can use with the people you help. Your supervisor sees them."),
        widget=forms.CheckboxSelectMultiple,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Only if you change the email."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta(NamesForm.Meta):
        fields = (*NAMES, "language", "languages", "open_to_talk", "email")
        help_texts = {
            "open_to_talk": _(
                "Colleagues of your organisation then find your name under Talk. "
                "You can switch it off at any time."
            ),
            "email": _("A new one counts once the link that we send there was opened."),
        }

    def clean_email(self) -> str:
        """Keep addresses in small letters, so that one address is one account."""
        return self.cleaned_data["email"].lower()

    def __init__(self, *args, may_try: Callable[[], bool], **kwargs):
        super().__init__(*args, **kwargs)
        self.may_try = may_try

    def clean(self) -> dict:
        """Ask for the password before the address changes: it opens the account."""
        found = super().clean()
        if "email" not in self.changed_data:
            return found
        if (typed := found.get("password")) and not self.may_try():
            self.add_error("password", _("That was tried many times. Please wait 15 minutes."))
        elif not self.instance.check_password(typed or ""):
            self.add_error("password", _("Please give your password to change the email."))
        return found

    def validate_unique(self) -> None:
        """Leave this to the link: that an address has an account only who reads its mail learns."""


class AcceptForm(NamesForm):
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

    class Meta(NamesForm.Meta):
        fields = (*NAMES, "language")

    field_order = ("language", *NAMES, "username", "password")

    def clean_username(self) -> str:
        """Take a name as a phone's keyboard writes it, with a capital first."""
        return self.cleaned_data["username"].lower()


class KeyForm(PageForm, forms.Form):
    """What a key is for, and until when."""

    name = FreeText(
        label=_("What it is for"),
        max_length=60,
        widget=FreeLine(attrs={"autocomplete": "off"}),
    )
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Twelve months at most, or sooner.")
    )


def starting_from(membership: Membership, day: date) -> dict[str, object]:
    """Fill a form with a membership as it stands."""
    return {
        "unit": membership.unit.public_id,
        "role": membership.role,
        "job": membership.job,
        "hours": "" if membership.hours is None else f"{membership.hours.normalize():f}",
        "day": typed(day),
    }
