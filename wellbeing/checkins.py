"""Record and correct a person's five answers. They stay theirs: only `sharing` lets others read."""

from django.db import transaction

from people.models import Person, Unit
from people.weeks import Week

from .models import CheckIn
from .rules import Answers

WRITTEN = [
    "worn",
    "far",
    "back",
    "rest",
    "team",
    "strain",
    "unit",
    "item_set",
    "consent",
    "sealed_note",
]


@transaction.atomic(savepoint=False)
def record(
    *, person: Person, unit: Unit, week: Week, answers: Answers, note: str
) -> CheckIn | None:
    """Save the answers for one ISO week, or correct those that are there; one statement.

    With no answer and no note there is nothing to keep, and nothing is kept.
    """
    if not answers.any and not note:
        CheckIn.objects.of(person).filter(week=week.monday).delete()
        return None
    checkin = CheckIn.of(answers, person=person, unit=unit, week=week.monday)
    checkin.write(note)
    CheckIn.objects.bulk_create(
        [checkin],
        update_conflicts=True,
        unique_fields=["person", "week"],
        update_fields=WRITTEN,
    )
    return checkin
