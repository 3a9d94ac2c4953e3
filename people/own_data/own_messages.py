"""How a person wants messages, as a part of their own record."""

from people.models import MessageChoices, Person, RefusedAddress

from .record import Rows, part

CHOSEN = ("topic", "channels")


@part("messages", *CHOSEN)
def messages(person: Person) -> Rows:
    """By which channels the person wants what."""
    for row in MessageChoices.objects.filter(person=person):
        yield from ((topic, " ".join(chosen)) for topic, chosen in sorted(row.channels.items()))


WHEN = (
    *("quiet_from", "quiet_until", "quiet_when_away", "day_of_the_week"),
    *("one_a_day", "link_that_sends_the_week"),
)


@part("message_times", *WHEN)
def message_times(person: Person) -> Rows:
    """When the person wants no messages, and on which day the reminder of the week."""
    for row in MessageChoices.objects.filter(person=person):
        hours = row.quiet_from, row.quiet_until
        yield *hours, row.quiet_when_away, row.week_day, row.one_a_day, row.week_link


@part("refused_address", "address", "since")
def refused_address(person: Person) -> Rows:
    """Since when a mail server takes no mail for the person's address."""
    yield from RefusedAddress.objects.filter(person=person).values_list("address", "since")
