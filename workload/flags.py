"""Flags on a load: opened and closed by the weeks, seen, planned and answered by people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role
from people.supervision import reachable
from people.texts import refuse_identity
from people.weeks import today

from . import reasons, rules
from .models import Flag, FlagStep, PlanItem, WorkWeek
from .tasks import tell_asked, tell_supervisors

Kind = FlagStep.Kind
TEXT_AT_MOST = 500
LOOK_AGAIN_WITHIN = timedelta(days=92)


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
        kind = Kind.OPENED
    elif due is None:
        flag.closed_at, kind = now, Kind.CLOSED
    else:
        kind = Kind.RAISED if due is rules.Level.RED else Kind.LOWERED
    flag.level = due or flag.level
    flag.save()
    step = flag.steps.create(kind=kind, week=latest.week, percent=latest.percent, at=now)
    if kind in {Kind.OPENED, Kind.RAISED}:
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
    if flag.steps.filter(kind=Kind.SEEN, by=by).exists():
        return None
    return flag.steps.create(kind=Kind.SEEN, by=by, at=now)


@dataclass(frozen=True)
class Plan:
    """What will be done about a flag, by whom and until when."""

    chosen: tuple[str, ...]
    text: str = ""
    owner: Person | None = None
    due_on: date | None = None
    # The flag's version that the writer read; None does not ask.
    version: int | None = None


@transaction.atomic
def plan(flag: Flag, *, by: Person, plan: Plan, now: datetime) -> FlagStep:
    """Write down what will be done; the person reads it. Having seen it goes without saying.

    Refused: a plan that holds nothing, one without a day or with a day gone by, nothing for now
    without a reason or together with something, and a flag that changed since it was read.
    """
    held = lock(flag)
    refuse_closed(held)
    refuse_changed(held, plan.version)
    refuse_unplanned(plan, now)
    see(flag, by=by, now=now)
    latest = flag.person.work_weeks.order_by("week").last()
    held.version += 1
    held.save(update_fields=["version"])
    return flag.steps.create(
        kind=Kind.PLANNED,
        by=by,
        text=plan.text.strip(),
        chosen=list(plan.chosen),
        owner=plan.owner or by,
        due_on=None if PlanItem.NOTHING in plan.chosen else plan.due_on,
        week=latest and latest.week,
        percent=latest and latest.percent,
        at=now,
    )


def refuse_unplanned(plan: Plan, now: datetime) -> None:
    """Refuse a plan that holds nothing to be done, or no day to look again."""
    if not plan.chosen or set(plan.chosen) - set(PlanItem.values):
        raise refusal("chosen", _("Please choose at least one step."))
    if PlanItem.NOTHING in plan.chosen:
        if len(plan.chosen) > 1:
            raise refusal("chosen", _("Nothing for now stands alone."))
        refuse_wordless(plan.text)
        return
    if plan.text.strip():
        refuse_wordless(plan.text)
    if plan.due_on is None:
        raise refusal("due_on", _("Until when? Please write a day."))
    if not today(now) <= plan.due_on <= today(now) + LOOK_AGAIN_WITHIN:
        raise refusal("due_on", _("A day from today to three months ahead, please."))


def refusal(field: str, sentence: object) -> ValidationError:
    """Make a refusal that knows its field."""
    return ValidationError(sentence, code="plan", params={"field": field})


@transaction.atomic
def answer(flag: Flag, *, by: Person, text: str, now: datetime) -> FlagStep:
    """Add the person's own word to their flag."""
    refuse_closed(lock(flag))
    refuse_wordless(text)
    if by.pk != flag.person_id:
        raise ValidationError(_("Only the person can answer their flag."), code="not_yours")
    return flag.steps.create(kind=Kind.ANSWERED, by=by, text=text.strip(), at=now)


def moved(
    person: Person, *, by: Person, cases: int, points: Decimal, now: datetime
) -> FlagStep | None:
    """Write on a person's open flag that a colleague took work over; without a flag, nothing."""
    flag = Flag.objects.filter(person=person, closed_at=None).first()
    if flag is None:
        return None
    return flag.steps.create(kind=Kind.MOVED, by=by, cases=cases, points=points, at=now)


@transaction.atomic
def invite(flag: Flag, *, by: Person, contact: Person, now: datetime) -> FlagStep:
    """Let a staff-care contact of the person look at a flag; inviting twice changes nothing."""
    refuse_closed(lock(flag))
    care = [one for one, role in reachable(flag.person, now) if role is Role.CARE]
    if contact not in care:
        raise refusal("contact", _("Please choose somebody from the list."))
    if before := flag.steps.filter(kind=Kind.INVITED, to=contact).first():
        return before
    step = flag.steps.create(kind=Kind.INVITED, by=by, to=contact, at=now)
    tell_asked.enqueue(step.pk)
    return step


@transaction.atomic
def end(flag: Flag, *, by: Person, text: str, version: int | None, now: datetime) -> FlagStep:
    """Close a flag by hand, with a reason that the person reads."""
    held = lock(flag)
    refuse_closed(held)
    refuse_changed(held, version)
    refuse_wordless(text)
    held.closed_at, held.version = now, held.version + 1
    held.save(update_fields=["closed_at", "version"])
    return flag.steps.create(kind=Kind.ENDED, by=by, text=text.strip(), at=now)


def lock(flag: Flag) -> Flag:
    """Read the flag again and hold it, so that steps come one after the other."""
    return Flag.objects.select_for_update().get(pk=flag.pk)


def refuse_changed(flag: Flag, version: int | None) -> None:
    """Refuse a step that was written on an older version of the flag."""
    if version is not None and version != flag.version:
        raise ValidationError(
            _("Somebody wrote a plan meanwhile. Please read it; yours is still here."),
            code="changed",
        )


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
