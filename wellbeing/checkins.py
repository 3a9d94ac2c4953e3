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
    Of somebody who withdrew their consent no answer is kept, and those of before stay.
    """
    if person.withdrawn_at:
        return keep_note(person=person, unit=unit, week=week, note=note)
    checkin = CheckIn.of(answers, person=person, unit=unit, week=week.monday)
    checkin.write(note)
    save(checkin)
    return checkin


def keep_note(*, person: Person, unit: Unit, week: Week, note: str) -> CheckIn:
    """Save the note of a week and leave its answers as they are."""
    found = CheckIn.objects.of(person).filter(week=week.monday).first()
    checkin = found or CheckIn.of(Answers(), person=person, week=week.monday, unit=unit)
    checkin.unit = unit
    checkin.write(note)
    checkin.save()
    return checkin


def save(checkin: CheckIn) -> None:
    """Insert a row, or put it in the place of the one of its week; one statement."""
    CheckIn.objects.bulk_create(
        [checkin],
        update_conflicts=True,
        unique_fields=["person", "week"],
        update_fields=WRITTEN,
    )
