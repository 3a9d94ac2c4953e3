"""What people type to offer room or to ask for some. Forms judge shape only."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.jobs.forms import EntryChoice
from people.models import Job, Person, SpokenLanguage
from people.writing.fields import NumberField
from people.writing.near_days import NearDayField


def points_field() -> NumberField:
    """Make a field for points a week."""
    return NumberField(
        max_digits=4,
        decimal_places=1,
        error_messages={
            "required": _("Please write how many points a week."),
            "invalid": _("Please write a number, like 4."),
            "max_decimal_places": _("One decimal is enough, please."),
            "max_digits": _("More than 0 and up to 200 points, please."),
            "max_whole_digits": _("More than 0 and up to 200 points, please."),
        },
    )


class OfferForm(forms.Form):
    """Room that a unit offers."""

    unit = forms.UUIDField(error_messages={"required": _("Please choose a unit.")})
    points = points_field()
    job = EntryChoice()
    languages = forms.MultipleChoiceField(choices=SpokenLanguage, required=False)
    until = NearDayField(
        label=_("Until"),
        help_text=_("Up to three months ahead."),
        error_messages={"required": _("Until when? Please write a day.")},
    )

    def __init__(self, *args: Any, viewer: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(EntryChoice, self.fields["job"]).offer(Job.objects.visible_to(viewer))


class AskRoomForm(forms.Form):
    """How much of an offer a unit asks for."""

    unit = forms.UUIDField(error_messages={"required": _("Please choose a unit.")})
    points = points_field()
