"""Events and the answers after them, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField
from people.writing.forms import PageForm, SkippableForm
from wellbeing.models import HardEvent
from wellbeing.rules.after_lines import AFTER_LINES, STEPS
from wellbeing.rules.moments import After


class EventForm(PageForm, forms.Form):
    """What kind of event, and on which day. Nothing else is asked."""

    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=HardEvent.Kind,
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    day = DayField(label=_("On which day"))


class AfterForm(SkippableForm):
    """Three answers about the time since an event."""

    lines = [line.name for line in AFTER_LINES]
    steps = len(STEPS)

    @property
    def answers(self) -> After:
        """The answers as the rules see them."""
        return After(**self.chosen)
