"""What is typed about a meeting of a group. Forms judge shape; the verbs judge the rest."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import DayField, NumberField
from people.writing.forms import PageForm
from training.models import GroupMeeting
from training.rules.group_supervision import LEAST_HOURS, MOST_HOURS


class GroupMeetingForm(PageForm, forms.Form):
    """When a group met, for how long, and who led it from outside."""

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=GroupMeeting.Kind)
    hours = NumberField(
        label=_("Hours"),
        help_text=_("For example 1.5"),
        min_value=LEAST_HOURS,
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=2,
    )
    outside_leader = forms.CharField(
        label=_("Led by somebody from outside"),
        help_text=_("Their name. Leave it empty if you led the meeting."),
        max_length=80,
        required=False,
    )


class MeetingOfPeopleForm(GroupMeetingForm):
    """A meeting that was led, and who was there."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        to_field_name="public_id",
        error_messages={
            "required": _("Please tick who was there."),
            "invalid_choice": _("One of these people is not in your reach today."),
            "invalid_pk_value": _("One of these people is not in your reach today."),
        },
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "people").queryset = people


class OwnMeetingForm(GroupMeetingForm):
    """A meeting at which the worker was."""

    leader = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who led it"),
        to_field_name="public_id",
        required=False,
        empty_label=_("Somebody from outside"),
    )
    field_order = ("day", "kind", "hours", "leader", "outside_leader")

    def __init__(self, *args: Any, leaders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Person.objects.filter(pk__in=[one.pk for one in leaders]).by_name()
        self.field_as(forms.ModelChoiceField, "leader").queryset = offered
        self.fields["outside_leader"].help_text = _("Their name, if nobody is chosen above.")


class SharesForm(PageForm, forms.Form):
    """Which share of the hours of each kind of meeting counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in GroupMeeting.Kind:
            self.fields[kind.value] = NumberField(
                label=kind.label, min_value=0, max_value=1, max_digits=3, decimal_places=2
            )
