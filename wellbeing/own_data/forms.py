"""What people type about their own record. Forms check shape; verbs check sense."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText


class EraseForm(PageForm, forms.Form):
    """Everything, or what was over before a day."""

    what = forms.ChoiceField(
        label=_("What shall be deleted?"),
        choices=[
            ("all", _("Everything I wrote and answered so far")),
            ("before", _("Only older things")),
        ],
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    before = DayField(
        label=_("Older than which day"),
        required=False,
        help_text=_("Only if you chose older things. For example 24/11/2026 or 24/11/2569."),
    )

    def clean_before(self) -> date | None:
        """Take a day only if one is asked for; then an empty one is refused."""
        day = self.cleaned_data["before"]
        if self.cleaned_data.get("what") != "before":
            return None
        if day is None:
            raise forms.ValidationError(_("Please write a day."))
        return day


class ObjectionForm(PageForm, forms.Form):
    """A person's objection, in their own words."""

    words = FreeText(
        label=_("What shall stop, or change?"),
        required=False,
        help_text=_("Only the data protection contact reads it. No names of victims."),
        widget=FreeArea(attrs={"rows": 5, "maxlength": 2000}),
    )
