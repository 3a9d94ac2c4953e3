"""Flags on a load: opened and closed by the weeks, seen, planned and answered by people."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.texts import refuse_identity

from . import reasons, rules
from .models import Flag, FlagStep, WorkWeek
from .tasks import tell_supervisors

TEXT_AT_MOST = 500


@transaction.atomic(savepoint=False)
def assess(*, person: Person, weeks: list[WorkWeek], now: datetime) -> Flag | None:
    """Open, raise, lower, keep or close a person's flag so that it matches their weeks.

    `weeks` are those sent so far, oldest first. Nothing is written unless the level changes.
    """
    flag = Flag.objects.filter(person=person, closed_at=None).first()
    standing = rules.Level(flag.level) if flag else None
    due = level_due(weeks, standing)
    if due == standing:
        return flag
    latest = weeks[-1]
    if flag is None:
        flag = Flag(
            organisation_id=person.organisation_id,
            person=person,
            opened_week=latest.week,
            opened_at=now,
        )
        kind = FlagStep.Kind.OPENED
    elif due is None:
        flag.closed_at, kind = now, FlagStep.Kind.CLOSED
    else:
        kind = FlagStep.Kind.RAISED if due is rules.Level.RED else FlagStep.Kind.LOWERED
    flag.level = due or flag.level
    flag.save()
    step = flag.steps.create(kind=kind, week=latest.week, percent=latest.percent, at=now)
    if kind in {FlagStep.Kind.OPENED, FlagStep.Kind.RAISED}:
        # In this transaction: the flag and the notice of it are both kept, or neither.
        tell_supervisors.enqueue(step.pk)
    return flag


def level_due(weeks: list[WorkWeek], standing: rules.Level | None) -> rules.Level | None:
    """Find the level that load and every other reason of the latest week ask for together."""
    load = rules.flag_due([week.judged for week in weeks], standing)
    other = reasons.worst(weeks[-1].found)
    return rules.Level.RED if rules.Level.RED in {load, other} else load or other


@transaction.atomic
def see(flag: Flag, *, by: Person, now: datetime) -> FlagStep | None:
    """Note that a supervisor has seen a flag, once; for a closed flag it is refused."""
    refuse_closed(lock(flag))
    if flag.steps.filter(kind=FlagStep.Kind.SEEN, by=by).exists():
        return None
    return flag.steps.create(kind=FlagStep.Kind.SEEN, by=by, at=now)


@transaction.atomic
def plan(flag: Flag, *, by: Person, text: str, now: datetime) -> FlagStep:
    """Write down what will be done; the person reads it. Having seen it goes without saying."""
    refuse_closed(lock(flag))
    refuse_wordless(text)
    see(flag, by=by, now=now)
    return flag.steps.create(kind=FlagStep.Kind.PLANNED, by=by, text=text.strip(), at=now)


@transaction.atomic
def answer(flag: Flag, *, by: Person, text: str, now: datetime) -> FlagStep:
    """Add the person's own word to their flag."""
    refuse_closed(lock(flag))
    refuse_wordless(text)
    if by.pk != flag.person_id:
        raise ValidationError(_("Only the person can answer their flag."), code="not_yours")
    return flag.steps.create(kind=FlagStep.Kind.ANSWERED, by=by, text=text.strip(), at=now)


def lock(flag: Flag) -> Flag:
    """Read the flag again and hold it, so that steps come one after the other."""
    return Flag.objects.select_for_update().get(pk=flag.pk)


def refuse_closed(flag: Flag) -> None:
    """Refuse a step on a flag that is closed."""
    if flag.closed_at:
        raise ValidationError(_("This flag is closed: the load has come down."), code="closed")


def refuse_wordless(text: str) -> None:
    """Refuse a word that says nothing, too much, or somebody's identity."""
    if not text.strip():
        raise ValidationError(_("Please write a few words."), code="empty")
    if len(text.strip()) > TEXT_AT_MOST:
        raise ValidationError(_("Up to 500 letters, please."), code="long")
    refuse_identity(text)
