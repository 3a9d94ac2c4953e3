"""By which channels a message goes to a person: what they chose, or what a topic has at first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Channel, MessageChoices, Person, SentOnce

from .catalogue import MessageTopic, topic_of


def message_choices_of(people: Iterable[int]) -> dict[int, MessageChoices]:
    """Find what these people chose; one statement. Who chose nothing is not among them."""
    found = MessageChoices.objects.filter(person__in=list(people))
    return {one.person_id: one for one in found}


def channels_of(chosen: MessageChoices | None, topic: MessageTopic) -> tuple[Channel, ...]:
    """Say by which channels a topic goes to a person who chose so; none if they want none."""
    if not topic.settable or chosen is None or topic.code not in chosen.channels:
        return topic.at_first
    return tuple(one for one in Channel if one in chosen.channels[topic.code])


def chosen_by(people: QuerySet[Person], topic: MessageTopic) -> dict[int, tuple[Channel, ...]]:
    """Say by which channels a topic goes to each of these people; one statement."""
    return {
        one: channels_of(None if channels is None else MessageChoices(channels=channels), topic)
        for one, channels in people.values_list("pk", "message_choices__channels")
    }


@dataclass(frozen=True)
class MessageWish:
    """How a person wants a kind of message: by which channels, and whether a day's come in one."""

    channels: tuple[Channel, ...]
    collected: bool = False


def wishes_of(people: Iterable[int], kind: str) -> dict[int, MessageWish]:
    """Say how each of these people wants a kind of message; one statement."""
    topic, people = topic_of(kind), list(people)
    chosen = message_choices_of(people) if topic.settable else {}
    return {
        one: MessageWish(
            channels_of(chosen.get(one), topic), one in chosen and chosen[one].one_a_day
        )
        for one in people
    }


def channels_by_person(people: Iterable[int], kind: str) -> dict[int, tuple[Channel, ...]]:
    """Say by which channels a kind of message goes to each of these people; one statement."""
    return {one: wish.channels for one, wish in wishes_of(people, kind).items()}


def wish_unless_told(person: Person, kind: str, key: str) -> MessageWish | None:
    """Say how a person wants a message that they were not told yet, else None; one statement."""
    topic = topic_of(kind)
    told = SentOnce.objects.filter(recipient=OuterRef("pk"), kind=kind, key=key)
    columns = ("message_choices__channels", "message_choices__one_a_day")
    found = Person.objects.filter(pk=person.pk).values_list(*columns, Exists(told)).first()
    if found is None or found[2]:
        return None
    channels, collected, _told = found
    chosen = None if channels is None else MessageChoices(channels=channels)
    return MessageWish(channels_of(chosen, topic), topic.settable and bool(collected))
