"""Restrict what one's data are used for without deleting them, and lift it again: one press each.

`Kind.GROUPS`: who restricted it counts among those who sent a week, and never among those who
answered or whose load is added up. So nobody can see that they chose it. `Kind.ANSWERS`: consent
is withdrawn, and the five lines are neither asked nor kept until the person agrees again.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from people.models import Person
from people.weeks import Block

from .models import Restriction

Kind = Restriction.Kind


def begin(*, person: Person, kind: Kind, now: datetime) -> None:
    """Restrict something from now on; a restriction that holds already stays as it is."""
    if since(person, kind):
        return
    try:
        with transaction.atomic():
            Restriction.objects.create(person=person, kind=kind, since=now)
    except IntegrityError:
        return  # pressed twice at once: the other one holds


def lift(*, person: Person, kind: Kind, now: datetime) -> None:
    """End a restriction; where none holds, nothing changes."""
    Restriction.objects.filter(person=person, kind=kind, until=None).update(until=now)


def since(person: Person, kind: Kind) -> datetime | None:
    """Say since when something is restricted for a person; None where it is not."""
    holding = Restriction.objects.filter(person=person, kind=kind, until=None)
    return holding.values_list("since", flat=True).first()


def holding(person: Person) -> dict[str, datetime]:
    """Say what is restricted for a person now, with since when; one statement."""
    return dict(Restriction.objects.filter(person=person, until=None).values_list("kind", "since"))


def not_counted(block: Block) -> QuerySet[Restriction]:
    """Name, by their ids, the people whom no figure of a block counts.

    Those count who had not restricted it when the block's weeks closed; what happens after that
    changes no block, so that it can be counted again.
    """
    found = Restriction.objects.filter(kind=Kind.GROUPS).at(block.freezes)
    return found.order_by().values("person_id")
