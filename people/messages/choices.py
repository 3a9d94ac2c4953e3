"""By which channels a message goes to a person: what they chose, or what a topic has at first."""

from collections.abc import Iterable

from people.models import Channel, MessageChoices

from .catalogue import MessageTopic, topic_of


def choices_of(people: Iterable[int]) -> dict[int, MessageChoices]:
    """Find what these people chose; one statement. Who chose nothing is not among them."""
    found = MessageChoices.objects.filter(person__in=list(people))
    return {one.person_id: one for one in found}


def channels_of(chosen: MessageChoices | None, topic: MessageTopic) -> tuple[Channel, ...]:
    """Say by which channels a topic goes to a person who chose so; none if they want none."""
    if not topic.settable or chosen is None or topic.code not in chosen.channels:
        return topic.at_first
    return tuple(one for one in Channel if one in chosen.channels[topic.code])


def channels_by_person(people: Iterable[int], kind: str) -> dict[int, tuple[Channel, ...]]:
    """Say by which channels a kind of message goes to each of these people; one statement."""
    topic, people = topic_of(kind), list(people)
    chosen = choices_of(people) if topic.settable else {}
    return {one: channels_of(chosen.get(one), topic) for one in people}
