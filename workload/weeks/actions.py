"""Send a week: the whole of it in one transaction, once for each form that was rendered."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeGuard
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.calendar.reading import calendar_of
from people.messages.notices import take_notice_back
from people.models import Charge, Membership, Person, Role
from people.phones.phone_keys import KEPT_ON_A_PHONE
from people.product_modules import module_is_on
from people.row_statements import insert_row, replace_row
from people.rules.calendar import RestDay
from people.statements import one_of, written_once
from people.weeks import Week, WorkingDays, today
from people.writing.formats import plain_number
from training.models import VolunteerTerms
from training.product_modules import VOLUNTEERS
from wellbeing.checkins import actions as checkins
from wellbeing.help import contacts
from wellbeing.models import CheckIn
from wellbeing.rules.pulse import PulseAnswers
from workload.flags import actions as flags
from workload.models import CaseloadLine, DutyDay, WorkWeek
from workload.policies import actions as policies
from workload.rules import flags as flag_rules
from workload.rules import load as load_rules
from workload.rules import reasons
from workload.rules.carried import LinesMode
from workload.rules.parts import usual_figures
from workload.rules.reasons import ReasonCode

from . import caseloads, posts, reminders
from .carried_words import KEY_REUSED
from .caseloads import FIELDS, LineData

# So many weeks decide about hours and rest; the state table of flags looks further back.
REASONS_BACK = 12
LOOK_BACK = flag_rules.LOOK_BACK
STORED, TOO_MUCH = Decimal("0.0001"), 99_999
MONTH_DAYS = 30
WHOLE_WEEK, TENTH = Decimal(40), Decimal("0.1")
# Runs and rests that reach into a week began in the one before.
DAYS_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Sent:
    """What the worker sends for one week."""

    key: UUID
    hours: Decimal
    lines: list[LineData] = field(default_factory=list)
    # What a program's lines do to those that are carried; a page names each by its id.
    mode: LinesMode | None = None
    nights: int = 0
    court_days: int = 0
    material_minutes: int = 0
    leave_days: Decimal = Decimal()
    answers: PulseAnswers = PulseAnswers()
    note: str = ""
    contact: Person | None = None
    # The key of the sending that this one corrects, or None for a first one.
    corrects: UUID | None = None
    # Keyed hashes of a program's body, by each key of the ring, the newest first.
    hashes: tuple[str, ...] = ()
    # Tags of the caseload, of which the carried lines have to have one; None asks for none.
    tags: frozenset[str] | None = None
    # A phone kept it without signal: it may come late.
    kept: bool = False


def record(*, person: Person, week: Week, sent: Sent, now: datetime) -> tuple[WorkWeek, bool]:
    """Save a week and return it, with True when it was not there before.

    A repeated key changes nothing. Everybody who belongs sends one, also without contracted hours.
    What a phone kept may come after its week closed: once, where the week was not sent. It changes
    neither what is carried now nor what was told of a group (`wellbeing/groups/freezing.py`).
    Refused: a week that is not open, a person without a role, a line that does not fit; with the
    code `already_sent` a week that was sent by another form than the one this sending corrects;
    with `key_reused` a program's key that came with another body before; with `changed` one that
    read other lines than those that are carried now.
    """
    refuse_closed(week, now, kept=sent.kept)
    base = refuse_roleless(person)
    try:
        return record_once(person=person, base=base, week=week, sent=sent, now=now)
    except IntegrityError:
        refuse_used(person, week, sent.key)
        # Two sendings met at a constraint. The other one is there now: look again.
        return record_once(person=person, base=base, week=week, sent=sent, now=now)


def record_once(
    *, person: Person, base: Membership, week: Week, sent: Sent, now: datetime
) -> tuple[WorkWeek, bool]:
    """Read the weeks and seal the answers, then write in a transaction: others wait for less.

    Of the earlier weeks none is open any more, and this one is only replaced if it is still what
    was read. A refusal stands unless another sending came between: its lines may be the reason.
    """
    earlier = recent(person, week)
    stored = earlier.pop() if earlier and earlier[-1].week == week.monday else None
    if week.closes <= now:
        sent = replace(sent, corrects=None)
    if is_there(stored, sent):
        return stored, False
    checkin = checkins.sealed(
        person=person, unit=base.unit, week=week, answers=sent.answers, note=sent.note
    )
    about: dict[str, Any] = {"person": person, "base": base, "week": week, "sent": sent, "now": now}
    try:
        return write_down(earlier=earlier, stored=stored, checkin=checkin, **about), stored is None
    except ValidationError:
        refuse_used(person, week, sent.key)
        between = next(iter(recent(person, week, 1)), None)
        if is_there(between, sent):
            return between, False
        raise


def is_there(stored: WorkWeek | None, sent: Sent) -> TypeGuard[WorkWeek]:
    """Say whether a sending is stored already; a week that another form sent is refused."""
    if stored and stored.key not in {sent.key, sent.corrects}:
        raise already_sent(stored)
    if stored is None or stored.key != sent.key:
        return False
    if stored.body_hash and sent.hashes and stored.body_hash not in sent.hashes:
        raise key_reused(stored, sent)
    return True


@transaction.atomic
def write_down(
    *,
    person: Person,
    base: Membership,
    week: Week,
    sent: Sent,
    earlier: list[WorkWeek],
    stored: WorkWeek | None,
    checkin: CheckIn,
    now: datetime,
) -> WorkWeek:
    """Write everything a sending holds, or nothing."""
    late = week.closes <= now
    if late:
        lines = caseloads.as_written(person=person, lines=sent.lines, now=now)
    else:
        about: dict[str, Any] = {"mode": sent.mode, "tags": sent.tags, "ended_stay": sent.kept}
        lines = caseloads.keep(person=person, lines=sent.lines, now=now, **about)
    row = judge(person=person, base=base, week=week, sent=sent, lines=lines, now=now)
    row.reasons = beside_load(row, earlier, lines=lines, now=now)
    write(row, stored)
    checkins.record_sealed(checkin, note=sent.note)
    if sent.contact:
        contacts.ask(person=person, contact=sent.contact, now=now)
    sent_by_now = list(recent(person, Week.latest(now))) if late else [*earlier, row]
    flags.assess(person=person, weeks=sent_by_now, now=now)
    take_notice_back(person, *reminders.KINDS, keys=[str(week)])
    return row


def beside_load(
    row: WorkWeek,
    earlier: list[WorkWeek],
    *,
    lines: list[CaseloadLine],
    now: datetime,
) -> list[dict[str, str]]:
    """Judge a week's hours, rest, nights, material and numbers, as the week keeps them.

    The numbers are those that the week was judged by, wherever its person works by now.
    """
    policy = policies.named(row.policy)
    span, lately = policy.supervisee, judged_lately(row, earlier)
    return reasons.kept(
        reasons.all_of(
            [week.worked for week in [*lately, row]],
            [day.rule for day in days_judged_with(row, earlier)],
            new_this_month=new_cases(lines, lately, now),
            supervisees=row.supervision_points / span if span else Decimal(),
            limits=policy.limits,
        )
    )


def judged_with(row: WorkWeek, earlier: list[WorkWeek]) -> list[WorkWeek]:
    """Choose the earlier weeks that may count with a week.

    What others read follows from no week that was sent for oneself alone.
    """
    return [week for week in earlier if row.alone or not week.alone]


def judged_lately(row: WorkWeek, earlier: list[WorkWeek]) -> list[WorkWeek]:
    """Choose the earlier weeks that decide with a week about hours and nights."""
    return [week for week in judged_with(row, earlier) if week.iso > row.iso - REASONS_BACK]


def days_judged_with(row: WorkWeek, earlier: list[WorkWeek]) -> list[DutyDay]:
    """Read the days that may count with a week: none of one that was sent for oneself alone."""
    known = {week.week for week in judged_with(row, earlier)}
    alone = {week.week for week in earlier} - known
    days = duty_days(row.person, row.iso)
    return [day for day in days if Week.of(day.day).monday not in alone]


def new_cases(lines: list[CaseloadLine], earlier: list[WorkWeek], now: datetime) -> int:
    """Count the cases of the last 30 days; nothing is new to a worker who has just begun."""
    since = now - timedelta(days=MONTH_DAYS)
    if not any(week.sent_at < since for week in earlier):
        return 0
    return sum(line.count for line in lines if line.opened_at >= since)


def duty_days(person: Person, week: Week) -> list[DutyDay]:
    """Read the days that matter for a week, in order; one statement."""
    return duty_days_between(person=person.pk, first=week.monday - DAYS_BEFORE, last=week.sunday)


@written_once
def duty_days_between(person: int, first: date, last: date) -> models.QuerySet[DutyDay]:
    """Find a person's days in a span, both ends included."""
    return DutyDay.objects.filter(person=person, day__gte=first, day__lte=last).order_by("day")


@transaction.atomic
def judge_again(row: WorkWeek, *, now: datetime) -> None:
    """Judge a sent week's reasons once more, after its days were noted, and let the flag follow."""
    person, week = row.person, row.iso
    refuse_roleless(person)
    earlier = [other for other in recent(person, week) if other.week < row.week]
    # What a list brought in since is not of this week.
    there = CaseloadLine.objects.filter(person=person, closed_at=None)
    of_week = models.Q(brought_at=None) | models.Q(opened_at__lte=row.changed_at)
    lines = list(there.filter(of_week))
    row.reasons = beside_load(row, earlier, lines=lines, now=now)
    keep_reasons(row, now)


@transaction.atomic
def forget_incident(row: WorkWeek, *, now: datetime) -> None:
    """Take out of a closed week that something happened; what else gave reason stays as it was."""
    row.reasons = reasons.kept(one for one in row.found if one.code is not ReasonCode.INCIDENT)
    keep_reasons(row, now)


def keep_reasons(row: WorkWeek, now: datetime) -> None:
    """Write a week's reasons, and let the flag follow all weeks that were sent by now."""
    row.save(update_fields=["reasons"])
    flags.assess(person=row.person, weeks=recent(row.person, Week.latest(now)), now=now)


def write(row: WorkWeek, stored: WorkWeek | None) -> None:
    """Insert a week, or put it in the place of the one it corrects, if that is still there."""
    if stored is None:
        insert_row(row)
        return
    row.pk, row.sent_at = stored.pk, stored.sent_at
    if not replace_row(row, key=stored.key):
        raise already_sent(stored)


def already_sent(stored: WorkWeek) -> ValidationError:
    """Make the refusal that a second device sees; it knows what a change has to name."""
    return ValidationError(
        _("This week was already sent. Look at it once more, then send it as a change."),
        code="already_sent",
        params={"key": stored.key},
    )


def key_reused(stored: WorkWeek, sent: Sent) -> ValidationError:
    """Make the refusal of a key that came with another body before; it gives both hashes."""
    return ValidationError(
        KEY_REUSED,
        code="key_reused",
        params={"stored": stored.body_hash, "sent": sent.hashes[0]},
    )


def refuse_used(person: Person, week: Week, key: UUID) -> None:
    """Refuse a form that has already sent another week."""
    if WorkWeek.objects.filter(person=person, key=key).exclude(week=week.monday).exists():
        raise ValidationError(
            _("This page is from another week. Please load it again, then send it."), code="key"
        )


def refuse_closed(week: Week, now: datetime, *, kept: bool = False) -> None:
    """Refuse a week that cannot be sent now, and say which can.

    What a phone kept comes late as long as a phone keeps anything.
    """
    if week.is_open(now) or (kept and week.closes <= now < week.closes + KEPT_ON_A_PHONE):
        return
    if week.opens > now:
        raise ValidationError(
            _("This week is not open yet: it opens on its Thursday."), code="week"
        )
    raise ValidationError(
        _("This week is closed: it could be sent until the Tuesday after it."), code="week"
    )


def refuse_roleless(person: Person) -> Membership:
    """Return today's membership where the week is counted; who has no role has no week to send."""
    if person.base is None:
        raise ValidationError(
            _("You have no role here today. Please ask your administrator."), code="role"
        )
    return person.base


def recent(person: Person, week: Week, back: int = LOOK_BACK) -> list[WorkWeek]:
    """Read a person's weeks up to this one, oldest first, without their lines."""
    return weeks_between(person=person.pk, after=(week - back).monday, last=week.monday)


@written_once
def weeks_between(person: int, after: date, last: date) -> models.QuerySet[WorkWeek]:
    """Find a person's weeks after one Monday, up to another."""
    found = WorkWeek.objects.filter(person=person, week__gt=after, week__lte=last)
    return found.order_by("week").defer("lines")


def judge(
    *,
    person: Person,
    base: Membership,
    week: Week,
    sent: Sent,
    lines: list[CaseloadLine],
    now: datetime,
) -> WorkWeek:
    """Compute a week's load under the policy that holds, with every figure it came from."""
    policy = policies.judging(base.unit, week)
    hours = posts.hours_in(person, week)
    # As the column holds it: what is answered now reads as it will later.
    rest_days = Decimal(len(rests_of(person, week, policy))).quantize(TENTH)
    of_person: dict[str, Any] = {
        "nights": sent.nights,
        "leave_days": sent.leave_days,
        "rest_days": rest_days,
        "supervisees": supervisees(person, now),
    }
    rules = [line.rule for line in lines]
    load = load_rules.load(rules, hours=hours, policy=policy, **of_person)
    return WorkWeek(
        organisation_id=person.organisation_id,
        person=person,
        unit=base.unit,
        week=week.monday,
        key=sent.key,
        body_hash=sent.hashes[0] if sent.hashes else "",
        alone=not person.carries_load,
        contracted_hours=hours,
        hours=sent.hours,
        nights=sent.nights,
        court_days=sent.court_days,
        material_minutes=sent.material_minutes,
        leave_days=sent.leave_days,
        rest_days=rest_days,
        lines=breakdown(lines, policy, with_units=len(person.posts) > 1),
        parts=posts.parts_of(person, week, lines, of_person),
        sent_at=now,
        changed_at=now,
        policy=policy.version,
        **week_figures(load, lines, policy, weighed=hours is not None),
    )


def rests_of(person: Person, week: Week, policy: load_rules.Policy) -> list[RestDay]:
    """List the days of rest of the person's organisation that take a working day of a week."""
    days = WorkingDays(policy.working_days, calendar_of(person.own_organisation))
    return days.rests_in(week)


def week_figures(
    load: load_rules.Load,
    lines: list[CaseloadLine],
    policy: load_rules.Policy,
    *,
    weighed: bool = True,
) -> dict:
    """Write a load into a week's columns; the level comes from the unrounded percentage.

    What was not weighed, for want of contracted hours, has points and no capacity. More than the
    columns hold is refused: no person carries that.
    """
    percent = load.percent
    if max(load.points, percent or 0) >= TOO_MUCH:
        raise ValidationError(
            _("This adds up to more than anybody can do. Please check the counts.")
        )
    return {
        "case_count": sum(line.count for line in lines),
        "case_points": load.cases.quantize(STORED),
        "night_points": load.nights.quantize(STORED),
        "supervision_points": load.supervision.quantize(STORED),
        "capacity": load.capacity.quantize(STORED) if weighed else None,
        "percent": None if percent is None else percent.quantize(STORED),
        "level": load_rules.level(percent, policy) or "",
        **usual_figures(load, policy),
    }


def breakdown(
    lines: list[CaseloadLine],
    policy: load_rules.Policy = load_rules.USUAL,
    *,
    with_units: bool = False,
) -> list[dict]:
    """Write lines down with the weight of one case and the points of all, for a week to keep.

    `with_units` says of each to which post it belongs, where there are several.
    """
    return [
        {name: getattr(line, name) for name in FIELDS}
        | ({"unit": line.unit_id} if with_units else {})
        | {
            "weight": plain_number(load_rules.weight(line.rule, policy)),
            "points": plain_number(load_rules.points(line.rule, policy)),
        }
        for line in lines
    ]


def supervisees(person: Person, now: datetime) -> Decimal:
    """Count the people a person answers for; a unit with several supervisors is shared equally.

    A person with several posts counts at the home, where their flag is handled too. People without
    contracted hours are led too, and each counts once; who is on a long absence is not. A volunteer
    counts by the hours of their terms out of a whole week: to lead six hours a week is not to lead
    forty. Only a supervisor costs a statement here.
    """
    charge = person.charge
    if not charge.members_of:
        return Decimal()
    day = today(now)
    led = people_led(charge, day).exclude(person=person).order_by()
    # Added up here: to group them SQLite reads everybody, in any order but that of the units.
    units: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for unit, role, share in led.values_list("unit_id", "role", share_led(person, day)):
        units[unit, role] += share
    leads = {Role.WORKER: charge.members_of, Role.SUPERVISOR: charge.supervisors_of}
    return sum((n / leads[Role(role)][unit] for (unit, role), n in units.items()), Decimal())


def people_led(charge: Charge, day: date) -> models.QuerySet[Membership]:
    """Find where each person of a charge counts on a day: at the home, and once."""
    current = Membership.objects.present_on(day).carrying(day)
    leads = Membership.objects.present_on(day).filter(
        role=Role.SUPERVISOR, unit=models.OuterRef("unit"), person=models.OuterRef("person")
    )
    direct = models.Q(role=Role.WORKER, unit_id__in=one_of(charge.members_of))
    lower = models.Q(role=Role.SUPERVISOR, unit_id__in=one_of(charge.supervisors_of))
    return current.filter(direct & ~models.Exists(leads) | lower)


def share_led(lead: Person, day: date) -> models.Case | models.Value:
    """Say how much of a person to lead a membership is: all, or a volunteer's share of a week.

    Without the module of volunteers no terms count, and each person is a whole one.
    """
    places = models.DecimalField(max_digits=9, decimal_places=4)
    if not module_is_on(VOLUNTEERS, lead):
        return models.Value(Decimal(1), output_field=places)
    # Asked of each without hours: joined to all, PostgreSQL read everybody anew for each of them.
    terms = VolunteerTerms.objects.filter(
        person=models.OuterRef("person"), until__gte=day, hours__lt=WHOLE_WEEK
    )
    share = terms.values_list(models.F("hours") / models.Value(WHOLE_WEEK), flat=True)
    helps = models.When(hours=None, then=Coalesce(models.Subquery(share), Decimal(1)))
    return models.Case(helps, default=Decimal(1), output_field=places)
