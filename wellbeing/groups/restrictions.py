"""Keep the person's data and count them in no group; lift it again. One press each.

A person who restricted it counts among those who sent a week, and never among those who answered or
with a load in the sum. So a viewer cannot see that they chose it.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from people.models import Person
from people.weeks import Block
from wellbeing.models import Restriction


def begin(*, person: Person, now: datetime) -> None:
    """Count a person in no group from now on; a restriction that holds already stays unchanged."""
    if since(person):
        return
    try:
        with transaction.atomic():
            Restriction.objects.create(person=person, since=now)
    except IntegrityError:
        return  # pressed twice at once: the first one holds


def lift(*, person: Person, now: datetime) -> None:
    """Count a person again; without a restriction nothing changes."""
    Restriction.objects.filter(person=person, until=None).update(until=now)


def since(person: Person) -> datetime | None:
    """Say since when a person is not counted; None while they are."""
    holding = Restriction.objects.filter(person=person, until=None)
    return holding.values_list("since", flat=True).first()


def not_counted(block: Block) -> set[int]:
    """Name, by their ids, the people that no figure of a block counts; one statement.

    The state at the close of the block's weeks decides. What happens later does not change a block,
    so that it can be counted again.
    """
    found = Restriction.objects.at(block.freezes)
    return set(found.order_by().values_list("person_id", flat=True))
