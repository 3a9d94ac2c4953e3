"""Forms of the person's own account. They check shape; verbs check sense."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.languages.known import NOT_OFFERED, offered_languages
from people.models import Account, KeyScope, Person, Role, SpokenLanguage
from people.rules.phone_numbers import read_phone, spoken_phone
from people.tenancy.context import everywhere
from people.writing.fields import DayField
from people.writing.forms import PageForm
from people.writing.free_text import FreeLine, FreeText

from .tokens import CHOOSE_SCOPES

# Which account has it stays unsaid.
TAKEN = _("This number cannot be used. Please give a number that is yours alone.")
NAME = {"autocapitalize": "none", "spellcheck": "false"}

THAI = {"lang": "th", "autocomplete": "off"}

NAMES: tuple[str, ...] = ("rank", "full_name_th", "full_name_en", "nickname_th", "nickname_en")


def names_as_read() -> tuple[str, ...]:
    """Name the fields of a person's names, those in the reader's language first."""
    both = ("th", "en") if get_language() == "th" else ("en", "th")
    return "rank", *(f"{name}_{one}" for name in ("full_name", "nickname") for one in both)


class NamesForm(PageForm, forms.ModelForm):
    """The names of a person, in both languages: one of the two is enough."""

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
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rank, full_name, _other, nickname, _other = names = names_as_read()
        left = iter(names)
        self.order_fields([next(left) if one in names else one for one in self.fields])
        self.fields[full_name].help_text = _("In Thai or in English: one of the two is enough.")
        self.fields[nickname].help_text = _("What colleagues call you. You can leave it empty.")


class ReaderForm(NamesForm):
    """The names of a person, and the language they read: of the account, wherever they work."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=offered_languages,
        error_messages={"invalid_choice": NOT_OFFERED},
    )


class OwnNamesForm(ReaderForm):
    """The person's own names, and the languages they read and work in."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=SpokenLanguage,
        required=False,
        help_text=_("Languages you can use with the people you help. Your supervisor sees them."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(ReaderForm.Meta):
        fields = (*NAMES, "languages")

    field_order = (*NAMES, "language", "languages")

    def __init__(self, *args: Any, instance: Person, **kwargs: Any) -> None:
        begun = {"language": instance.language} | kwargs.pop("initial", {})
        super().__init__(*args, instance=instance, initial=begun, **kwargs)

    def save(self, commit: bool = True) -> Person:
        """Keep the names with the person, and the language with the account."""
        account = self.instance.account
        account.language = self.cleaned_data["language"]
        account.save(update_fields=["language"])
        return super().save(commit)


class TalkOfferForm(PageForm, forms.ModelForm):
    """Whether colleagues find the person's name under Talk."""

    class Meta:
        model = Person
        fields = ("open_to_talk",)
        help_texts = {
            "open_to_talk": _(
                "Colleagues of your organisation then find your name under Talk. "
                "You can switch it off at any time."
            ),
        }


class AddressForm(PageForm, forms.ModelForm):
    """The person's address at work; a new one asks for the password."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Only if you change the email."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = Account
        fields = ("email",)
        help_texts = {
            "email": _("A new address counts once you have opened the link we send there."),
        }

    def clean_email(self) -> str:
        """Keep addresses in small letters, so that one address is one account."""
        return self.cleaned_data["email"].lower()

    def __init__(self, *args: Any, may_try: Callable[[], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An account may have none; a link that proves one needs one.
        self.fields["email"].required = True
        self.may_try = may_try

    def clean(self) -> dict[str, Any]:
        """Ask for the password before the address changes: the address opens the account."""
        super().clean()
        found = self.cleaned_data
        if "email" not in self.changed_data:
            return found
        if (typed := found.get("password")) and not self.may_try():
            self.add_error("password", _("Too many tries. Please wait 15 minutes."))
        elif not self.instance.check_password(typed or ""):
            self.add_error("password", _("Please give your password to change the email."))
        return found

    def validate_constraints(self) -> None:
        """Do not check the address: only the reader of its mail learns that it has an account."""


class PhoneForm(PageForm, forms.ModelForm):
    """The person's phone number: a contact for those who help them sign in again."""

    # Typed with spaces it is longer than it is kept.
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Like 081 234 5678. You can leave it empty."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = Account
        fields = ("phone",)

    def __init__(
        self, *args: Any, instance: Account, may_try: Callable[[], bool], **kwargs: Any
    ) -> None:
        begun = {"phone": spoken_phone(instance.phone)}
        super().__init__(*args, instance=instance, initial=begun, **kwargs)
        self.may_try = may_try

    def clean_phone(self) -> str:
        """Write the number as a phone dials it; refuse one that another account has.

        That is said of few numbers a day: it tells that an account, of any organisation, has it.
        """
        if not (typed := self.cleaned_data["phone"]):
            return ""
        if (number := read_phone(typed)) is None:
            raise forms.ValidationError(
                _("This is no whole phone number. Please write it like 081 234 5678.")
            )
        if number == self.instance.phone:
            return number
        if not self.may_try():
            raise forms.ValidationError(_("Too many tries. Please wait until tomorrow."))
        with everywhere():
            taken = Account.objects.filter(phone=number).exclude(pk=self.instance.pk).exists()
        if taken:
            raise forms.ValidationError(TAKEN)
        return number

    def keep_number(self) -> bool:
        """Keep the number; say whether no other account took it at the same moment."""
        try:
            with transaction.atomic():
                self.instance.save(update_fields=["phone"])
        except IntegrityError:
            self.add_error("phone", TAKEN)
            return False
        return True


class KeyForm(PageForm, forms.Form):
    """The purpose of a key, and its last day; offered is what a person in these roles can do."""

    name = FreeText(
        label=_("What it is for"),
        max_length=60,
        widget=FreeLine(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        choices=KeyScope,
        help_text=_("It can do only what you tick here, and never more than you can do yourself."),
        error_messages={"required": CHOOSE_SCOPES, "invalid_choice": CHOOSE_SCOPES},
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Twelve months at most, or sooner.")
    )

    def __init__(self, *args: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, one.label) for one in KeyScope if one.offered_to(roles)]
        self.field_as(forms.MultipleChoiceField, "scopes").choices = offered
