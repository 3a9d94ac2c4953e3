"""Events and the answers after them, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import DayField
from people.forms import PageForm

from .after_lines import AFTER_LINES, STEPS
from .models import HardEvent
from .moments import After


class EventForm(PageForm, forms.Form):
    """What kind of event, and on which day. Nothing else is asked."""

    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=HardEvent.Kind,
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    day = DayField(label=_("On which day"))


class AfterForm(forms.Form):
    """Three answers, each of which can be left out; what was not offered counts as left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for line in AFTER_LINES:
            self.fields[line.name] = forms.CharField(required=False, max_length=9)

    @property
    def answers(self) -> After:
        """The answers as the rules see them."""
        offered = {str(step): step for step in range(len(STEPS))}
        return After(**{name: offered.get(text) for name, text in self.cleaned_data.items()})
