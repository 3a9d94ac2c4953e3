"""The form with which a person says why they leave. It checks shape; the verb checks sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import LeavingReason
from people.writing.forms import PageForm

from .actions import RATHER_NOT


class ReasonForm(PageForm, forms.Form):
    """One reason, or none."""

    reason = forms.ChoiceField(
        label=_("What was the main reason?"),
        choices=[*LeavingReason.Reason.choices, (RATHER_NOT, _("I would rather not say"))],
        error_messages={
            "required": _("Please choose from the list."),
            "invalid_choice": _("Please choose from the list."),
        },
    )
