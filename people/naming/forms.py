"""The form of how an organisation names its people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import RankPlace
from people.writing.forms import PageForm

from .actions import NO_PLACE


class NamingForm(PageForm, forms.Form):
    """Where ranks stand before names, and whether Thai greetings say "khun"."""

    rank_places = forms.MultipleChoiceField(
        label=_("Ranks before names"),
        help_text=_(
            "Only of people who wrote a rank down themselves. Everywhere else, and in every "
            "greeting, names stand without it."
        ),
        choices=RankPlace,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NO_PLACE},
    )
    says_khun = forms.BooleanField(label=_("“Khun” in Thai greetings"), required=False)
