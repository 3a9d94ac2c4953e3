"""How a person wants messages: what they choose, and what one press in a mail switches off."""

from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.messages.catalogue import MessageTopic, kinds_under, settable_topics
from people.messages.choices import channels_of
from people.messages.notices import drop_empty
from people.messages.own.stop_links import ALL_TOPICS
from people.models import Channel, MessageChoices, OutgoingLetter, Person, WaitingLine
from people.rules.quiet_hours import leaves_an_hour

BOTH_HOURS = _("Please write when the quiet hours begin and when they end.")
SAME_HOUR = _("Quiet hours end at another time than they begin.")
LEAVE_AN_HOUR = _(
    "Please leave an hour between 15:00 and 20:00: the message of the day comes then. "
    "If you want none at all, press “Nothing at all, please”."
)


@dataclass(frozen=True)
class ChosenMessages:
    """What a person chose on their page; a topic that is not named stays as it was."""

    channels: dict[str, list[str]] = field(default_factory=dict)
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_when_away: bool = True
    week_day: int | None = None
    one_a_day: bool = False
    week_link: bool = False


@transaction.atomic
def choose_messages(*, person: Person, chosen: ChosenMessages) -> MessageChoices:
    """Keep how a person wants messages; what waits and is not wanted any more is dropped.

    Refused: quiet hours without a begin or an end, or that leave no hour for the message of a day.
    """
    refuse_hours(chosen.quiet_from, chosen.quiet_until)
    row = own_choices(person)
    row.channels |= chosen.channels
    row.quiet_from, row.quiet_until = chosen.quiet_from, chosen.quiet_until
    row.quiet_when_away, row.week_day = chosen.quiet_when_away, chosen.week_day
    row.one_a_day, row.week_link = chosen.one_a_day, chosen.week_link
    row.validate_constraints()
    row.save()
    drop_unwanted(person, row)
    return row


def refuse_hours(begins: time | None, ends: time | None) -> None:
    """Refuse quiet hours that are no hours, or that no message of the day could come through."""
    if begins is None and ends is None:
        return
    if begins is None or ends is None:
        raise ValidationError({"quiet_from" if begins is None else "quiet_until": BOTH_HOURS})
    if begins == ends:
        raise ValidationError({"quiet_until": SAME_HOUR})
    if not leaves_an_hour(begins, ends):
        raise ValidationError({"quiet_until": LEAVE_AN_HOUR})


def own_choices(person: Person) -> MessageChoices:
    """Find or begin a person's choices, for one writer at a time."""
    MessageChoices.objects.get_or_create(person=person)
    return MessageChoices.objects.select_for_update().get(person=person)


@transaction.atomic
def choose_nothing(*, person: Person) -> None:
    """Switch off all that a person can switch off; their account's safety is still mailed."""
    row = own_choices(person)
    row.channels |= {topic.code: [] for topic in settable_topics()}
    row.save(update_fields=["channels"])
    drop_unwanted(person, row)


@transaction.atomic
def stop_mail(*, public_id: UUID, topic: str) -> None:
    """Switch off the mail of a topic, or of all, as a link in a mail asks; other channels stay.

    Nothing happens where there is no such person any more, and the answer is the same.
    """
    if not (person := Person.objects.filter(public_id=public_id).first()):
        return
    row = own_choices(person)
    for one in settable_topics():
        if topic in {one.code, ALL_TOPICS}:
            row.channels[one.code] = [by for by in channels_of(row, one) if by != Channel.MAIL]
    row.save(update_fields=["channels"])
    drop_unwanted(person, row)


def drop_unwanted(person: Person, row: MessageChoices) -> None:
    """Drop what waits for a person of topics and channels that they do not want any more."""
    unwanted = Q(pk=None)
    for topic in settable_topics():
        off = set(Channel) - set(channels_of(row, topic))
        unwanted |= of_topic(topic, off)
    leaving = OutgoingLetter.State.LEAVING
    lines = WaitingLine.objects.filter(unwanted, recipient=person)
    lines.filter(Q(letter=None) | ~Q(letter__state=leaving)).delete()
    letters = OutgoingLetter.objects.filter(unwanted, recipient=person)
    letters.exclude(state=leaving).delete()
    drop_empty(person)


def of_topic(topic: MessageTopic, channels: set[Channel]) -> Q:
    """Find the rows of a topic that go by some channels."""
    return Q(kind__in=kinds_under(topic), channel__in=channels)
