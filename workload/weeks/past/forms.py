"""What people type when they correct a week that is closed: shape only, the verbs judge sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import NumberField
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from wellbeing.rules.lines import LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers
from workload.weeks.forms import NOTE_AT_MOST as OWN_NOTE_AT_MOST
from workload.weeks.forms import pulse_field

from .corrections import HOURS_AT_MOST, NOTE_AT_MOST


class HoursForm(PageForm, forms.Form):
    """Other hours, and why."""

    hours = NumberField(
        label=_("Hours worked"),
        min_value=0,
        max_value=HOURS_AT_MOST,
        decimal_places=1,
        error_messages={
            "invalid": _("Please write a number, like 42.5."),
            "min_value": _("This cannot be below 0."),
            "max_value": _("A week has 168 hours."),
            "max_decimal_places": _("One decimal is enough, please."),
        },
    )
    why = FreeText(
        label=_("Why"),
        max_length=NOTE_AT_MOST,
        help_text=_("Your supervisors read this beside the week. No names of victims."),
        error_messages={"max_length": _("Up to %(limit_value)d letters, please.")},
    )


class AnswersForm(PageForm, forms.Form):
    """The pulse lines again, and the worker's note to themselves."""

    vars().update({name: pulse_field() for name in LINE_NAMES})
    note = FreeText(
        label=_("A note to yourself, optional"),
        required=False,
        max_length=OWN_NOTE_AT_MOST,
        help_text=_("Only you can read it."),
        widget=FreeArea(attrs={"rows": 3, "maxlength": OWN_NOTE_AT_MOST}),
        error_messages={"max_length": _("Up to %(limit_value)d letters, please.")},
    )

    @property
    def answers(self) -> PulseAnswers:
        """The lines that were answered."""
        return PulseAnswers(**{name: self.cleaned_data[name] for name in LINE_NAMES})
