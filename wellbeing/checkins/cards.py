"""Whether a person wants the card about long heavy weeks. Only the person reads it."""

from datetime import datetime

from people.models import Person
from wellbeing.models import CardChoice


def choice(person: Person) -> CardChoice | None:
    """Find a person's choice; None if they never chose: they have the card."""
    return CardChoice.objects.visible_to(person).first()


def choose(*, person: Person, wanted: bool, now: datetime) -> None:
    """Hide the card, or show it again; the same choice twice changes nothing."""
    found = choice(person)
    if wanted == (found is None or found.wanted):
        return
    fields = {"wanted": wanted, "since": now}
    CardChoice.objects.update_or_create(person=person, defaults=fields)
