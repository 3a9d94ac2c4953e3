"""Record and correct a person's answers. Only `sharing` lets another person read them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person, Unit
from people.row_statements import insert_row_while
from people.weeks import Week, months_before, today
from wellbeing.models import CheckIn, Tombstone
from wellbeing.rules.pulse import PulseAnswers

# As long as single answers are kept.
CORRECTED_FOR_MONTHS = 12
WRITTEN = (
    "sealed_answers",
    "sealed_strain",
    "scored",
    "unit",
    "item_set",
    "sealed_consent",
    "sealed_note",
)


def record(*, person: Person, unit: Unit, week: Week, answers: PulseAnswers, note: str) -> CheckIn:
    """Seal and save the answers of one ISO week, or correct them; one statement.

    A week without an answer and without a note has its row too: a row must not tell who answered.
    If the person withdrew consent, no answer is kept, and earlier answers stay.
    """
    checkin = sealed(person=person, unit=unit, week=week, answers=answers, note=note)
    return record_sealed(checkin, note=note)


def sealed(*, person: Person, unit: Unit, week: Week, answers: PulseAnswers, note: str) -> CheckIn:
    """Seal the answers and the note of one ISO week; nothing is saved yet."""
    checkin = CheckIn.of(answers, person=person, unit=unit, week=week.monday)
    checkin.write(note)
    return checkin


@transaction.atomic(savepoint=False)
def record_sealed(checkin: CheckIn, *, note: str) -> CheckIn:
    """Save what was sealed; the note is given too, for who withdrew consent keeps it alone.

    A withdrawal of the same moment is either seen, or waits until the answers are written. Who
    agreed again since the request was read was asked nothing on the page that they sent.
    """
    if checkin.person.withdrawn_at or not save(checkin):
        week = Week(checkin.week)
        return keep_note(person=checkin.person, unit=checkin.unit, week=week, note=note)
    return checkin


@transaction.atomic
def correct(*, person: Person, week: Week, answers: PulseAnswers, note: str, now: datetime) -> None:
    """Write down again what was said in a closed week. Published bands do not change.

    Refused: a week that can still be sent, a week of more than twelve months ago, a week that was
    not sent or that its person deleted with everything, one that they deleted after they sent the
    correction, and a person who withdrew consent.
    """
    refuse_uncorrectable(week, now)
    # Read under a lock: a withdrawal of the same moment is seen, or waits.
    if Person.objects.select_for_update(no_key=True).get(pk=person.pk).withdrawn_at:
        raise ValidationError(
            _("You withdrew your agreement. To correct answers, please agree again first."),
            code="withdrawn",
        )
    row = CheckIn.objects.of(person).undeleted().filter(week=week.monday).first()
    if row is None:
        raise ValidationError(_("You did not send this week."), code="unsent")
    gone = Tombstone.objects.filter(person=person.public_id, week=week.monday, at__gte=now)
    if gone.exists():
        raise ValidationError(_("You deleted this week meanwhile."), code="deleted")
    fresh = CheckIn.of(answers, person=person, week=week.monday, unit=row.unit)
    fresh.write(note)
    fresh.pk, fresh.recorded_at = row.pk, now
    fresh.save()


def refuse_uncorrectable(week: Week, now: datetime) -> None:
    """Refuse to correct a week that is not closed yet, or one with deleted answers."""
    refuse_open(week, now)
    if week.sunday < months_before(today(now), CORRECTED_FOR_MONTHS):
        raise ValidationError(
            _("A week can be corrected for twelve months after its end."), code="old"
        )


def refuse_open(week: Week, now: datetime) -> None:
    """Refuse a week that is still changed on My week."""
    if now < week.closes:
        raise ValidationError(
            _("This week is not closed yet. You can change it on My week."), code="open"
        )


def keep_note(*, person: Person, unit: Unit, week: Week, note: str) -> CheckIn:
    """Save the note of a week and leave its answers as they are."""
    found = CheckIn.objects.of(person).filter(week=week.monday).first()
    checkin = found or CheckIn.of(PulseAnswers(), person=person, week=week.monday, unit=unit)
    checkin.unit = unit
    checkin.write(note)
    checkin.save()
    return checkin


def save(checkin: CheckIn) -> bool:
    """Insert a row, or replace the one of its week; one statement.

    Say whether that was done: it is not for who has withdrawn consent.
    """
    return insert_row_while(
        checkin, of="person", empty="withdrawn_at", unique=("person", "week"), replaced=WRITTEN
    )
