"""The units of an organisation, as they are typed at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.forms import PageForm

LETTERS_AT_MOST = 20000


class OutlineForm(PageForm, forms.Form):
    """Names of units, one a line."""

    outline = forms.CharField(
        label=_("Your units, one on each line"),
        help_text=_(
            "A unit below another: begin its line with spaces, or write “Chiang Mai › Shelter”."
        ),
        max_length=LETTERS_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
    )
