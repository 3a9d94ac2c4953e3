"""Keep one's data and be counted in no group; lift it again. One press each.

Whoever restricted it counts among those who sent a week, and never among those who answered or
whose load is added up. So nobody can see that they chose it.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from people.models import Person
from people.weeks import Block
from wellbeing.models import Restriction


def begin(*, person: Person, now: datetime) -> None:
    """Count somebody in no group from now on; a restriction that holds already stays as it is."""
    if since(person):
        return
    try:
        with transaction.atomic():
            Restriction.objects.create(person=person, since=now)
    except IntegrityError:
        return  # pressed twice at once: the other one holds


def lift(*, person: Person, now: datetime) -> None:
    """Count somebody again; where nothing was restricted, nothing changes."""
    Restriction.objects.filter(person=person, until=None).update(until=now)


def since(person: Person) -> datetime | None:
    """Say since when somebody is not counted; None while they are."""
    holding = Restriction.objects.filter(person=person, until=None)
    return holding.values_list("since", flat=True).first()


def not_counted(block: Block) -> set[int]:
    """Name, by their ids, the people whom no figure of a block counts; one statement.

    What held when the block's weeks closed decides; what happens after that changes no block, so
    that it can be counted again.
    """
    found = Restriction.objects.at(block.freezes)
    return set(found.order_by().values_list("person_id", flat=True))
