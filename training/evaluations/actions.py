"""Say how a session was, for two weeks; then what all said together is told once, and kept."""

from collections import defaultdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from training.models import Enrolment, Evaluation, Session, SessionEvaluation
from training.rules.evaluations import (
    ITEM_SET,
    LINES,
    OPEN_FOR,
    EvaluationAnswers,
    evaluation_closes,
    tell_evaluation,
)

TOLD_AT_ONCE = 500


def is_open(session: Session, day: date) -> bool:
    """Say whether participants may answer on a day; the last one counts."""
    return session.day <= day <= evaluation_closes(session.day)


def open_to(person: Person, day: date) -> QuerySet[Session]:
    """Find the sessions that a person attended and may speak of today."""
    attended = Session.objects.attended_by(person)
    return attended.filter(day__range=(day - OPEN_FOR, day)).order_by("day", "starts", "pk")


@transaction.atomic
def answer(
    *, session: Session, person: Person, answers: EvaluationAnswers, now: datetime
) -> Evaluation | None:
    """Keep what a participant says of a session, in place of what they said before.

    With no answer there is nothing to keep. Refused: outside the two weeks, and for a person who
    was not there or led the session.
    """
    if not open_to(person, today(now)).filter(pk=session.pk).exists():
        raise ValidationError(
            _("You do not have access to this now. What you answered is kept."), code="closed"
        )
    own = Evaluation.objects.visible_to(person).filter(session=session)
    if not answers.any:
        own.delete()
        return None
    row = own.first() or Evaluation(session=session, person=person)
    row.write(answers)
    row.item_set, row.answered_at = ITEM_SET, now
    row.save()
    return row


@transaction.atomic
def freeze(*, now: datetime) -> int:
    """Tell once what was said of sessions after their two weeks; return of how many.

    What is told stays, even if answers are erased or the roll is corrected later. The single
    answers are deleted in the same transaction, also where nothing is told. At most 500 sessions in
    one transaction: repeat it until it returns 0.
    """
    ended = Q(day__lt=today(now) - OPEN_FOR, evaluation=None)
    due = Session.objects.filter(ended).order_by("day", "pk").values("pk")[:TOLD_AT_ONCE]
    held = list(
        Session.objects.select_for_update(of=("self",))
        .filter(pk__in=list(due.values_list("pk", flat=True)))
        .select_related("organisation")
    )
    # Looked up behind the lock: of two jobs at once the second finds all done.
    told = set(SessionEvaluation.objects.filter(session__in=held).values_list("session", flat=True))
    held = [one for one in held if one.pk not in told]
    given, there = answers_of(held), attendance_of(held)
    made = [judged(one, given[one.pk], there.get(one.pk, 0), now) for one in held]
    SessionEvaluation.objects.bulk_create(made)
    unlink()
    return len(made)


def unlink() -> int:
    """Delete the single answers about every closed session; that a person answered stays.

    No code reads them any more. Safe to repeat: an answer that came in late goes the next time.
    """
    return Evaluation.objects.closed().with_answers().update(sealed_answers="")


def answers_of(sessions: list[Session]) -> dict[int, list[EvaluationAnswers]]:
    """Open the answers that count, by session."""
    found = defaultdict(list)
    for one in Evaluation.objects.that_count().filter(session__in=sessions):
        found[one.session_id].append(one.answers)
    return found


def attendance_of(sessions: list[Session]) -> dict[int, int]:
    """Count who could have answered, by session."""
    there = Enrolment.objects.were_there().filter(session__in=sessions).order_by()
    return dict(there.values_list("session").annotate(Count("pk")))


def judged(
    session: Session, given: list[EvaluationAnswers], there: int, now: datetime
) -> SessionEvaluation:
    """Write down what may be told of one session."""
    smallest = session.organisation.smallest_group
    row = SessionEvaluation(session=session, smallest=smallest, frozen_at=now)
    if said := tell_evaluation(given, there, smallest):
        row.size, row.people = said.size, len([one for one in given if one.any])
        for line, band in zip(LINES, said.lines, strict=True):
            setattr(row, line, band)
    return row
