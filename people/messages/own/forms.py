"""The form of what is sent to a person, by which channel, and when not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from people.messages.catalogue import MESSAGE_TOPICS, MessageTopic
from people.messages.choices import channels_of
from people.messages.ways import reaches
from people.models import Channel, MessageChoices, Person
from people.writing.clock import ClockField
from people.writing.forms import PageForm

from .actions import ChosenMessages

CLOCK = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "20"}
TICKS = ("one_a_day", "week_link")
# As `isoweekday` counts: the days on which a week is open before its Monday.
OWN_DAYS = [("", _("As usual")), *((n, WEEKDAYS_ABBR[n - 1]) for n in (4, 5, 6, 7))]


def topics_for(person: Person) -> list[MessageTopic]:
    """List what can be sent to a person: what their roles have, and what everybody has."""
    return [one for one in MESSAGE_TOPICS.values() if not one.roles or person.roles & {*one.roles}]


def tick_name(topic: MessageTopic, channel: Channel) -> str:
    """Name the tick of a topic and a channel."""
    return f"{topic.code}-{channel}"


class MessagesForm(PageForm, forms.Form):
    """A tick for each topic and channel that reaches the person, and when nothing comes."""

    quiet_from = ClockField(
        label=_("From"), required=False, widget=forms.TextInput(attrs=CLOCK | {"size": "6"})
    )
    quiet_until = ClockField(
        label=_("Until"), required=False, widget=forms.TextInput(attrs=CLOCK | {"size": "6"})
    )
    quiet_when_away = forms.BooleanField(
        label=_("Nothing while I am away"),
        help_text=_("On leave, on a day that you noted as off, and on the morning after a night"),
        required=False,
    )
    week_day = forms.TypedChoiceField(
        label=_("Day of the reminder"),
        choices=OWN_DAYS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    week_link = forms.BooleanField(
        label=_("A link that sends the week"),
        help_text=_(
            "In the reminder by e-mail: you send your week without signing in. Who else reads your "
            "mail could send it too, and sees whether it is sent, never what you say."
        ),
        required=False,
    )
    one_a_day = forms.BooleanField(
        label=_("One message a day"),
        help_text=_("What colleagues do waits for the message of the day, too"),
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        person: Person,
        chosen: MessageChoices,
        channels: Iterable[Channel],
    ) -> None:
        begun = {
            "quiet_from": clock_text(chosen.quiet_from),
            "quiet_until": clock_text(chosen.quiet_until),
            "quiet_when_away": chosen.quiet_when_away,
            "week_day": chosen.week_day or "",
            "one_a_day": chosen.one_a_day,
            "week_link": chosen.week_link,
        }
        super().__init__(data, initial=begun)
        self.chosen = chosen
        self.topics = [one for one in topics_for(person) if one.settable]
        self.channels = [one for one in channels if reaches(one, person)]
        for topic in self.topics:
            now = channels_of(chosen, topic)
            for channel in self.channels:
                label = _("%(topic)s: %(channel)s") % {
                    "topic": topic.label,
                    "channel": channel.label,
                }
                self.fields[tick_name(topic, channel)] = forms.BooleanField(
                    label=label, required=False, initial=channel in now
                )

    @property
    def choice(self) -> ChosenMessages:
        """What was chosen. A channel that does not reach the person stays as it was."""
        found = self.cleaned_data
        channels = {}
        for topic in self.topics:
            ticked = {one for one in self.channels if found[tick_name(topic, one)]}
            kept = set(channels_of(self.chosen, topic)) - set(self.channels)
            channels[topic.code] = [str(one) for one in Channel if one in ticked | kept]
        names = ["quiet_from", "quiet_until", "quiet_when_away", "week_day", *TICKS]
        return ChosenMessages(channels, **{name: found[name] for name in names})


def clock_text(clock: Any) -> str:
    """Write a time as a person types it."""
    return f"{clock:%H:%M}" if clock else ""
