"""The form that joins a phone: the browser fills in its address, the person a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.messages.calls import LONGEST_URL
from people.writing.forms import PageForm
from people.writing.free_text import FreeLine, FreeText

NOT_GIVEN = _("The browser gave no address. Please try again, or use another browser.")


class JoinPhoneForm(PageForm, forms.Form):
    """The name of a phone, and what its browser gave."""

    name = FreeText(
        label=_("Name of this device"),
        required=False,
        max_length=40,
        help_text=_(
            "So that you know it in the list, like “my own phone”. You can leave it empty."
        ),
        widget=FreeLine(attrs={"autocomplete": "off"}),
    )
    endpoint = forms.CharField(
        max_length=LONGEST_URL,
        widget=forms.HiddenInput,
        error_messages={"required": NOT_GIVEN, "max_length": NOT_GIVEN},
    )
