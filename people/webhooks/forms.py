"""The form of a program's address. It checks shape; the verb checks sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.accounts.forms import NAME
from people.messages.calls import LONGEST_URL
from people.writing.forms import PageForm

from .actions import NOT_CALLED


class ProgramAddressForm(PageForm, forms.Form):
    """Where a person's own program is called."""

    address = forms.URLField(
        label=_("Address of your program"),
        max_length=LONGEST_URL,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", **NAME}),
        help_text=_("For example https://example.org/kamlangjai"),
        error_messages={"invalid": NOT_CALLED, "max_length": NOT_CALLED},
    )
