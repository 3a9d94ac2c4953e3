"""Events and the answers after them, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField
from people.writing.forms import PageForm, SkippableForm
from wellbeing.models import HardEvent
from wellbeing.rules.after_lines import AFTER_LINES, STEPS
from wellbeing.rules.moments import After

KINDS = [
    (label, [one for one in HardEvent.Kind.choices if HardEvent.Kind(one[0]).is_incident == own])
    for label, own in ((_("I was there"), False), (_("It happened to me"), True))
]


class EventForm(PageForm, forms.Form):
    """What kind of event, and on which day. Nothing else is asked."""

    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=KINDS,
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    day = DayField(label=_("On which day"))
    tell = forms.BooleanField(
        label=_("Let my supervisor know that something happened to me"),
        required=False,
    )


class AfterForm(SkippableForm):
    """Three answers about the time since an event."""

    lines = [line.name for line in AFTER_LINES]
    steps = len(STEPS)

    @property
    def answers(self) -> After:
        """The answers as the rules see them."""
        return After(**self.chosen)
