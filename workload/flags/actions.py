"""Flags on a load: opened and closed by the weeks, seen, planned and answered by people."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.members.supervision import reachable
from people.models import Person, Role
from people.statements import written_once
from people.weeks import today
from people.writing.texts import refuse_identity
from workload.models import Flag, FlagStep, PlanItem, WorkWeek
from workload.models.flag import ASKED_STILL
from workload.policies import actions as policies
from workload.rules import flag_clock
from workload.rules import flags as flag_rules
from workload.rules import load as load_rules
from workload.rules.flags import SAME_FLAG_WITHIN, FlagEvent, FlagTurn, FlagWeek

from .notice_tasks import tell_flag_asked, tell_supervisors

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = FlagStep.Kind
TEXT_AT_MOST = 500
DAY = timedelta(days=1)


@transaction.atomic(savepoint=False)
def assess(*, person: Person, weeks: list[WorkWeek], now: datetime) -> Flag | None:
    """Let a person's flag follow their weeks by the state table; return it, if there is one.

    `weeks` are those sent so far, oldest first. Nothing is written unless a row applies. Where
    no supervisor answers for the load, as for offices and trainers, no flag opens.
    """
    flag = latest_flag(person, now)
    weeks = [week for week in weeks if not week.alone or not person.carries_load]
    if steps := settle(flag, person=person, weeks=weeks, works=person.carries_load, now=now):
        return steps[-1].flag
    return flag if flag and not flag.closed_at else None


def latest_flag(person: Person, now: datetime) -> Flag | None:
    """Find a person's open flag, or the newest that closed so lately that it may come back."""
    found = flags_since(person=person.pk, since=now - SAME_FLAG_WITHIN - DAY)
    return next(iter(found), None)


@written_once
def flags_since(person: int, since: datetime) -> QuerySet[Flag]:
    """Find a person's open flag, or the newest that closed since a moment; lock it."""
    lately = Flag.objects.filter(person=person).filter(Q(closed_at=None) | Q(closed_at__gte=since))
    return lately.select_for_update().order_by(F("closed_at").desc(nulls_first=True), "pk")[:1]


def settle(
    flag: Flag | None,
    *,
    person: Person,
    weeks: list[WorkWeek],
    now: datetime,
    works: bool = True,
) -> list[FlagStep]:
    """Apply the state table to a flag, or to none, and write a step for each row that applied."""
    standing = flag.standing if flag else flag_rules.FlagStanding()
    latest, seen = weeks[-1] if weeks else None, [week.for_flag for week in weeks]
    steps = []
    for turned in turns(standing, weeks, works=works, now=now):
        if flag is None or turned.event == FlagEvent.OPENED:
            flag = Flag(organisation_id=person.organisation_id, person=person, opened_at=now)
            if week := turned.standing.opened_week:
                flag.opened_week = week
        write(flag, turned, seen, now)
        steps.append(note(flag, turned, latest, now))
    return steps


def turns(
    standing: flag_rules.FlagStanding, weeks: list[WorkWeek], *, works: bool = True, now: datetime
) -> list[FlagTurn]:
    """Ask the state table what happens to a flag, by the weeks that were sent, oldest first."""
    limit = policies.named(weeks[-1].policy).amber if weeks else flag_rules.CAPACITY
    seen = [week.for_flag for week in weeks]
    return flag_rules.settled(replace(standing, works=works), seen, today(now), limit)


def write(flag: Flag, turned: FlagTurn, weeks: list[FlagWeek], now: datetime) -> None:
    """Make a flag what a row of the table says it is then."""
    standing = turned.standing
    flag.level = standing.level or flag.level
    flag.times = standing.times
    flag.closed_at = None if standing.level else now
    flag.rests_since = flag_rules.last_counted(weeks) if standing.resting else None
    flag.ended_week = standing.ended_week
    if turned.event == FlagEvent.RETURNED:
        flag.came_back_at = now
    if turned.tells:
        flag.told_at = now
    flag.save()


def note(flag: Flag, turned: FlagTurn, latest: WorkWeek | None, now: datetime) -> FlagStep:
    """Write a step for a row of the table, and tell of it where the row says so."""
    step = flag.steps.create(
        kind=turned.event.value,
        why=turned.why or "",
        time=flag.times if turned.event == FlagEvent.RETURNED else None,
        week=latest.week if latest else None,
        percent=latest.flag_load if latest else None,
        at=now,
    )
    if turned.tells:
        # In this transaction: the flag and the notice of it are both kept, or neither.
        tell_supervisors.enqueue(step.pk)
    return step


@transaction.atomic
def see(flag: Flag, *, by: Person, now: datetime) -> FlagStep | None:
    """Note that a supervisor has seen a flag, once since it rose last; a closed one is refused."""
    refuse_stranger(flag, by)
    refuse_closed(lock(flag))
    steps = list(flag.steps.order_by("at", "pk"))
    rose = flag_clock.last_of(flag_clock.RISES, [step.rule for step in steps])
    if any(step.kind == Kind.SEEN and step.by_id == by.pk for step in steps[rose + 1 :]):
        return None
    return flag.steps.create(kind=Kind.SEEN, by=by, at=now)


@dataclass(frozen=True)
class Plan:
    """What will be done about a flag, by which person and until when."""

    chosen: tuple[str, ...]
    text: str = ""
    # The public id of that person; None is the writer.
    owner: UUID | None = None
    due_on: date | None = None
    # The flag's version that the writer read; None does not ask.
    version: int | None = None


@transaction.atomic
def plan(flag: Flag, *, by: Person, plan: Plan, now: datetime) -> FlagStep:
    """Write down what will be done; the person reads it. A plan also counts as having seen it.

    Refused: a plan that holds nothing, one without a day or with a day gone by, nothing for now
    without a reason or together with something, one for a person who does not answer for this one,
    and a flag that changed since it was read.
    """
    refuse_stranger(flag, by)
    owner = plan_owner(plan.owner, flag.person, by, now)
    held = lock(flag)
    refuse_closed(held)
    refuse_changed(held, plan.version)
    refuse_unplanned(plan, load_rules.Level(held.level), now)
    see(flag, by=by, now=now)
    latest = latest_read(flag.person)
    held.version += 1
    held.save(update_fields=["version"])
    return say(
        flag,
        plan.text,
        kind=Kind.PLANNED,
        by=by,
        chosen=list(plan.chosen),
        owner=owner,
        due_on=None if PlanItem.NOTHING in plan.chosen else plan.due_on,
        week=latest.week if latest else None,
        percent=latest.flag_load if latest else None,
        at=now,
    )


def plan_owners(person: Person, writer: Person, reached: list[tuple[Person, Role]]) -> list[Person]:
    """List who can do what a plan says: the writer, the person, the other supervisors.

    `reached` are those who answer for the person.
    """
    leads = (one for one, role in reached if role is Role.SUPERVISOR)
    found = {one.pk: one for one in (writer, *leads, person)}
    return list(found.values())


def plan_owner(asked: UUID | None, person: Person, writer: Person, now: datetime) -> Person:
    """Find who does what a plan says: the writer, if it asks for none.

    Refused: a person who does not answer for this one.
    """
    if asked in (None, writer.public_id):
        return writer
    able = plan_owners(person, writer, reachable(person, now))
    if found := next((one for one in able if one.public_id == asked), None):
        return found
    raise not_yours()


def latest_read(person: Person) -> WorkWeek | None:
    """Find the latest week that others read: none that was sent alone."""
    return person.work_weeks.filter(alone=False).order_by("week").last()


def refuse_unplanned(plan: Plan, level: load_rules.Level, now: datetime) -> None:
    """Refuse a plan that holds nothing to be done, or no day to look again soon enough."""
    if not plan.chosen or set(plan.chosen) - set(PlanItem.values):
        raise refusal("chosen", _("Please choose at least one step."))
    if PlanItem.NOTHING in plan.chosen:
        if len(plan.chosen) > 1:
            raise refusal("chosen", _("“Nothing for now” cannot be combined with other steps."))
        refuse_wordless(plan.text)
        return
    if plan.text.strip():
        refuse_wordless(plan.text)
    if plan.due_on is None:
        raise refusal("due_on", _("Until when? Please write a day."))
    if today(now) <= plan.due_on <= today(now) + flag_clock.longest(level):
        return
    if level is load_rules.Level.RED:
        raise refusal(
            "due_on",
            _("While help is needed this week: a day from today to 28 days ahead, please."),
        )
    raise refusal("due_on", _("A day from today to 92 days ahead, please."))


def refusal(field: str, sentence: "StrOrPromise") -> ValidationError:
    """Make a refusal that knows its field."""
    return ValidationError(sentence, code="plan", params={"field": field})


@transaction.atomic
def answer(flag: Flag, *, by: Person, text: str, now: datetime) -> FlagStep:
    """Add the person's own word to their flag."""
    refuse_closed(lock(flag))
    refuse_wordless(text)
    if by.pk != flag.person_id:
        raise ValidationError(_("Only the person can answer their flag."), code="not_yours")
    return say(flag, text, kind=Kind.ANSWERED, by=by, at=now)


def moved(
    person: Person, *, by: Person, cases: int, points: Decimal, now: datetime
) -> FlagStep | None:
    """Write on a person's open flag that a colleague took work over; without a flag, nothing."""
    flag = Flag.objects.filter(person=person, closed_at=None).first()
    if flag is None:
        return None
    return flag.steps.create(kind=Kind.MOVED, by=by, cases=cases, points=points, at=now)


@transaction.atomic
def invite(flag: Flag, *, by: Person, contact: Person | None, now: datetime) -> FlagStep:
    """Let a staff-care contact of the person look at a flag; inviting twice changes nothing.

    The flag's own person may do so, and those who may plan.
    """
    if by.pk != flag.person_id:
        refuse_stranger(flag, by)
    refuse_closed(lock(flag))
    care = [one for one, role in reachable(flag.person, now) if role is Role.CARE]
    if contact not in care:
        raise refusal("contact", _("Please choose somebody from the list."))
    if before := flag.steps.filter(ASKED_STILL, kind=Kind.INVITED, to=contact).first():
        return before
    step = flag.steps.create(kind=Kind.INVITED, by=by, to=contact, at=now)
    tell_flag_asked.enqueue(step.pk)
    return step


def hand_over(flag: Flag, *, giver: Person, taker: Person, now: datetime) -> None:
    """Hand a flag over with its plan, from a supervisor with a role that ends; both sides read it.

    The admin who arranged it is not named: it is the supervisor who had it. Who has it in another
    role of theirs keeps it.
    """
    if taker == giver:
        return
    step = flag.steps.create(kind=Kind.HANDED, by=giver, to=taker, at=now)
    tell_flag_asked.enqueue(step.pk)


@transaction.atomic
def end(flag: Flag, *, by: Person, text: str, version: int | None, now: datetime) -> FlagStep:
    """Close a flag by hand, with a reason that the person reads."""
    refuse_stranger(flag, by)
    held = lock(flag)
    refuse_closed(held)
    refuse_changed(held, version)
    refuse_wordless(text)
    latest = latest_read(flag.person)
    held.closed_at, held.version = now, held.version + 1
    held.rests_since, held.ended_week = None, latest.week if latest else None
    held.save(update_fields=["closed_at", "version", "rests_since", "ended_week"])
    return say(flag, text, kind=Kind.ENDED, by=by, at=now)


def say(flag: Flag, text: str, **what: Any) -> FlagStep:
    """Add a step with what a person wrote, which is sealed."""
    step = FlagStep.of(flag, text.strip(), **what)
    step.save(force_insert=True)
    return step


def lock(flag: Flag) -> Flag:
    """Read the flag again and hold it, so that steps come one after the other."""
    return Flag.objects.select_for_update().get(pk=flag.pk)


def refuse_stranger(flag: Flag, by: Person) -> None:
    """Refuse a viewer who does not supervise the person, and was not asked as a lead above them."""
    if not Flag.objects.handled_by(by).filter(pk=flag.pk).exists():
        raise not_yours()


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
        raise ValidationError(_("This flag is closed."), code="closed")


def refuse_wordless(text: str) -> None:
    """Refuse a word that says nothing, too much, or a person's identity."""
    if not text.strip():
        raise ValidationError(_("Please write a few words."), code="empty")
    if len(text.strip()) > TEXT_AT_MOST:
        sentence = _("Up to %(n)d letters, please.")
        raise ValidationError(sentence, code="long", params={"n": TEXT_AT_MOST})
    refuse_identity(text)
