"""The form of a key of the organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.accounts.tokens import CHOOSE_SCOPES
from people.models import KeyScope
from people.writing.fields import DayField
from people.writing.forms import PageForm
from people.writing.free_text import FreeLine, FreeText


class OrganisationKeyForm(PageForm, forms.Form):
    """The purpose of a key, what it may do, and its last day."""

    name = FreeText(
        label=_("What it is for"),
        help_text=_("Everybody concerned reads it beside what the program did."),
        max_length=60,
        widget=FreeLine(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        choices=[(one.value, one.label) for one in KeyScope if one.for_organisations],
        help_text=_("Only what you tick here, and never more than the admin it acts for."),
        error_messages={"required": CHOOSE_SCOPES, "invalid_choice": CHOOSE_SCOPES},
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Twelve months at most, or sooner.")
    )
