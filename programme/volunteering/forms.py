"""What a visitor types who wants to help, and what an admin writes on the page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.fields import InLanguages
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from programme.models import VolunteerSource
from programme.models.volunteering import WORDS_AT_MOST

from .actions import LONGEST_SAID

AREA = FreeArea({"rows": 4, "maxlength": WORDS_AT_MOST})


class ApplyForm(PageForm, forms.Form):
    """A name, one way to be reached, and a yes to keeping both."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_SAID,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("How we reach you"),
        help_text=_("One phone number, LINE ID or email address."),
        max_length=LONGEST_SAID,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    agree = forms.BooleanField(
        error_messages={"required": _("Please tick this: without it nothing can be kept.")}
    )


class VolunteerPageForm(PageForm, forms.Form):
    """The words of the public page, the links that are handed out, and whether it is open."""

    who = InLanguages(
        label=_("Who we are, in {language}"),
        max_length=WORDS_AT_MOST,
        kind=FreeText,
        widget=AREA,
    )
    what = InLanguages(
        label=_("What a volunteer does, in {language}"),
        max_length=WORDS_AT_MOST,
        kind=FreeText,
        widget=AREA,
    )
    sources = forms.MultipleChoiceField(choices=VolunteerSource, required=False)
    is_open = forms.BooleanField(required=False)
