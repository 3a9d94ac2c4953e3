"""What trainers and admins type about requirements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField
from people.writing.forms import PageForm
from people.writing.free_text import FreeText


class ExemptForm(PageForm, forms.Form):
    """Why a person does not need a certificate for a while."""

    reason = FreeText(
        label=_("Reason"),
        max_length=200,
        help_text=_("The person reads it. Please write nothing about health."),
    )
    until = DayField(label=_("Until"))
