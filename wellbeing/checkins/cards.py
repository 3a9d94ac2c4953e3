"""Whether a person wants the card about long heavy weeks. Only the person reads it."""

from datetime import datetime

from django.db.models import QuerySet

from people.models import Person
from people.statements import written_once
from wellbeing.models import CardChoice


def choice(person: Person) -> CardChoice | None:
    """Find a person's choice; None if they never chose: they have the card."""
    return next(iter(choice_of(person=person.pk)), None)


@written_once
def choice_of(person: int) -> QuerySet[CardChoice]:
    """Read a person's own choice: there is one at most."""
    return CardChoice.objects.filter(person=person)


def choose(*, person: Person, wanted: bool, now: datetime) -> None:
    """Hide the card, or show it again; the same choice twice changes nothing."""
    found = choice(person)
    if wanted == (found is None or found.wanted):
        return
    fields = {"wanted": wanted, "since": now}
    CardChoice.objects.update_or_create(person=person, defaults=fields)
