"""Forms of the calendar. They check shape; verbs check sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NAME_IN, InLanguages
from people.models import CalendarDay, CalendarSpan
from people.writing.fields import DayField
from people.writing.forms import PageForm


class CalendarDayForm(PageForm, forms.Form):
    """A day to type into the calendar."""

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=_("What is on this day"), choices=CalendarDay.Kind)
    name = InLanguages(label=NAME_IN)


class CalendarSpanForm(PageForm, forms.Form):
    """Some days with a name."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), help_text=_("It may lie in the year after."))
    kind = forms.ChoiceField(label=_("What it is"), choices=CalendarSpan.Kind)
    name = InLanguages(label=NAME_IN)
