"""What is typed about hours of continuing education."""

from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField, NumberField
from people.writing.free_text import FreeText
from training.catalogue.forms import kind_field
from training.certificates.forms import ShownForm


class StudyHoursForm(ShownForm):
    """Something learnt, towards the next date of a certificate."""

    day = DayField(label=_("Day"))
    hours = NumberField(label=_("Hours"), max_digits=4, decimal_places=1)
    what = FreeText(
        label=_("What you learnt"),
        max_length=160,
        help_text=_("A course, a talk, a peer review. No case, no names of people you help."),
    )
    kind = kind_field()
    field_order = ("what", "day", "hours", "kind", "file")
