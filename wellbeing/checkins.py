"""Record and correct a person's five answers. They stay theirs: only `sharing` lets others read."""

from django.db import transaction

from people.models import Person, Unit
from people.weeks import Week

from .models import CheckIn
from .rules import Answers

WRITTEN = [
    "sealed_answers",
    "sealed_strain",
    "scored",
    "unit",
    "item_set",
    "consent",
    "sealed_note",
]


@transaction.atomic(savepoint=False)
def record(*, person: Person, unit: Unit, week: Week, answers: Answers, note: str) -> CheckIn:
    """Save what was said in one ISO week, or correct it; one statement.

    A week without an answer and without a note has its row too: a row must not tell who answered.
    """
    checkin = CheckIn.of(answers, person=person, unit=unit, week=week.monday)
    checkin.write(note)
    CheckIn.objects.bulk_create(
        [checkin],
        update_conflicts=True,
        unique_fields=["person", "week"],
        update_fields=WRITTEN,
    )
    return checkin
