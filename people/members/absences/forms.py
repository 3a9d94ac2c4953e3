"""Forms about long absences and stand-ins. They check shape; verbs check sense."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Absence
from people.writing.fields import DayField, typed_day
from people.writing.forms import PageForm


class AbsenceForm(PageForm, forms.Form):
    """Why a person is away, and from when until when."""

    kind = forms.ChoiceField(
        label=_("Why"),
        choices=Absence.Kind,
        help_text=_("Only they and their admins read this. Everybody else reads until when."),
    )
    starts = DayField(label=_("First day away"))
    ends = DayField(
        label=_("Last day away"),
        help_text=_("If it is not known yet, choose a day to look again. It can be moved."),
    )


class BackForm(PageForm, forms.Form):
    """The day from which a person is back."""

    day = DayField(label=_("Back since, or from"))


class StandInForm(PageForm, forms.Form):
    """Who stands in for a role, and from when until when."""

    person = forms.UUIDField(
        label=_("Who stands in"),
        error_messages={
            "required": _("Please choose who stands in."),
            "invalid": _("Please choose who stands in."),
        },
    )
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Last day"))


def absence_as_it_is(absence: Absence | None, day: date) -> dict[str, object]:
    """Fill the form with an absence, or with one that begins today."""
    if absence is None:
        return {"starts": typed_day(day)}
    days = {"starts": typed_day(absence.starts), "ends": typed_day(absence.ends)}
    return {"kind": absence.kind, **days}
