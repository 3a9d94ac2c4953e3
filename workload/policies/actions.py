"""Versions of an organisation's weights and limits: which one holds, adopt one, take one back.

Versions begin on a Monday to come and are never changed. So what holds for a Monday that is over by
an hour stays so for ever, and every process of every host may keep it: no clock that is let in is
off by as much, and no transaction lasts as long. What holds on a Monday to come is asked each time,
for a version may come or go. A week can be sent from its Thursday on: all who judge it agree.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.calendar.reading import calendar_of
from people.judged_rows import save_judged
from people.models import Organisation, Person, Unit
from people.weeks import BANGKOK, Week, WorkingDays, today
from people.working_days import working_days_told_by
from people.writing.texts import refuse_identity
from workload.models import LoadPolicy, WorkWeek
from workload.rules import limits
from workload.rules import load as load_rules

from . import grid
from .policy_number import Number
from .policy_numbers import NUMBERS, policy_of, stored_number, written_number

# The project's own versions by their names: weeks keep them, so none is ever taken out.
USUAL_ONES = {one.version: one for one in load_rules.PROJECTS_OWN.values()}
# From so long after its Monday began no version comes or goes by the clock of any host.
SETTLES = timedelta(hours=1)
LEVELS = ("watch", "amber", "red")
# What is said of a number that is too low or too high.
RANGES = {
    "capacity_share": _("A share must be from 0.05 to 1, like 0.65."),
    "working_days": _("A week has 1 to 7 working days."),
    "kept_years": _("Whole years from 1 to 10, please."),
    **dict.fromkeys(LEVELS, _("A limit must be from 5 to 500%.")),
}
OF_PLACE = {
    "parts": _("Enter a part from 0 to 1, like 0.5."),
    "limits": _("A week does not have that many."),
}
LIMITS_IN_ORDER = [(f"limits-{lower}", f"limits-{higher}") for lower, higher in limits.ORDER]


KNOWN = dict(USUAL_ONES)


def named(version: str) -> load_rules.Policy:
    """Find a policy by the name that weeks keep; one statement in the life of a process."""
    if version not in KNOWN:
        rows = LoadPolicy.objects.values_list("numbers", "organisation__kind")
        keep(version, *rows.get(pk=int(version)))
    return KNOWN[version]


def judging(unit: Unit, week: Week) -> load_rules.Policy:
    """Read the policy by which a week that has begun is judged in a unit."""
    return holding(unit.organisation_id, unit.kind, week.monday)


def holding(organisation_id: int, unit_kind: str, monday: date) -> load_rules.Policy:
    """Find the newest version from this Monday or before; the kind's own before the general one.

    Without one the project's own numbers hold. For a Monday that has settled it is one statement in
    the life of a process.
    """
    begins = datetime.combine(monday, time(), BANGKOK)
    settled = timezone.now() >= begins + SETTLES
    return (version_for_good if settled else version_now)(organisation_id, unit_kind, monday)


def version_now(organisation_id: int, unit_kind: str, monday: date) -> load_rules.Policy:
    """Ask the database for it."""
    found = LoadPolicy.objects.filter(
        organisation=OuterRef("pk"), unit_kind__in={unit_kind, ""}, starts__lte=monday
    ).order_by("-unit_kind", "-starts")
    kind, version, numbers = Organisation.objects.values_list(
        "kind", Subquery(found.values("pk")[:1]), Subquery(found.values("numbers")[:1])
    ).get(pk=organisation_id)
    return keep(str(version), numbers, kind) if version else load_rules.usual(kind)


@lru_cache(maxsize=4096)
def version_for_good(organisation_id: int, unit_kind: str, monday: date) -> load_rules.Policy:
    """Ask for it once a process."""
    return version_now(organisation_id, unit_kind, monday)


@working_days_told_by
def working_days(organisation: Organisation, day: date) -> WorkingDays:
    """Find an organisation's working days: its calendar, and the policy that holds for all of it.

    Each is read once in the life of a process: the calendar again after it changed, the policy for
    a week to come each time.
    """
    policy = holding(organisation.pk, "", Week.of(day).monday)
    return WorkingDays(policy.working_days, calendar_of(organisation))


def keep(version: str, numbers: Mapping[str, str], kind: str) -> load_rules.Policy:
    """Read a version's numbers, and remember them.

    A number that came later than the version is as usual for the organisation's kind.
    """
    KNOWN[version] = policy_of(version, numbers, load_rules.usual(kind))
    return KNOWN[version]


def forget() -> None:
    """Forget every version: the database is another one than before."""
    KNOWN.clear()
    KNOWN.update(USUAL_ONES)
    version_for_good.cache_clear()


@transaction.atomic
def adopt(
    *,
    by: Person,
    starts: date,
    numbers: Mapping[str, Decimal | None],
    now: datetime,
    unit_kind: str = "",
    note: str = "",
) -> LoadPolicy:
    """Let an organisation's weeks be judged by these numbers from a Monday on.

    Refused: a viewer who is no admin of the whole organisation, and, each at its field, a number
    outside its range or off its grid, limits out of order, a day that is no Monday to come, weeks
    that were sent already, and a Monday that has a version. The weeks before stay as they are.
    """
    judge(by)
    refuse_numbers(numbers)
    refuse_start(by.organisation, starts, now)
    try:
        refuse_identity(note)
    except ValidationError as refused:
        raise ValidationError({"note": refused.messages}) from refused
    made = LoadPolicy(
        organisation=by.organisation,
        unit_kind=unit_kind,
        starts=starts,
        numbers=stored_number(policy_of("", numbers)),
        made_by=by,
        made_at=now,
        note=note.strip(),
    )
    save_judged(made)
    return made


@transaction.atomic
def keep_usual(*, by: Person, starts: date, now: datetime) -> LoadPolicy | None:
    """Adopt the project's own numbers as they are; None where a version is there already.

    Refused: what `adopt` refuses.
    """
    judge(by)
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # two presses, one version
    if LoadPolicy.objects.visible_to(by).exists():
        return None
    usual = written_number(load_rules.usual(by.organisation.kind))
    return adopt(by=by, starts=starts, numbers=usual, now=now)


@transaction.atomic
def withdraw(policy: LoadPolicy, *, by: Person, now: datetime) -> None:
    """Take back a version that has not begun; refused from its Monday on.

    Also refused: a viewer who is no admin of the whole organisation of the version.
    """
    judge(by, policy.organisation_id)
    if policy.starts <= today(now):
        raise ValidationError(_("This version has begun. Weeks are judged by it, so it stays."))
    policy.delete()


def judge(by: Person, organisation_id: int | None = None) -> None:
    """Refuse a viewer who is no admin of the whole organisation; without one, of their own."""
    if not by.administers_all or organisation_id not in {None, by.organisation_id}:
        raise PermissionDenied(_("Only admins of the whole organisation set its numbers."))


def refuse_numbers(numbers: Mapping[str, Decimal | None]) -> None:
    """Refuse numbers that cannot be meant, each with a sentence at its field."""
    wrong = {}
    for number in NUMBERS:
        value = numbers[number.code]
        if value is not None and (sentence := wrong_number(number, value)):
            wrong[number.code] = sentence
    for lower, higher in [*zip(LEVELS, LEVELS[1:], strict=False), *LIMITS_IN_ORDER]:
        if higher not in wrong and limits.out_of_order(numbers[lower], numbers[higher]):
            wrong[higher] = _("This limit must be above the one before it.")
    if wrong:
        raise ValidationError(wrong)


def wrong_number(number: Number, value: Decimal) -> object:
    """Say what is wrong with one number by itself, or nothing."""
    if not number.at_least <= value <= number.at_most:
        return out_of_range(number, value)
    if grid.allows(number, value):
        return ""
    low, high = grid.neighbours(number, value)
    return _("Please take %(low)s or %(high)s.") % {
        "low": number.written(low),
        "high": number.written(high),
    }


def out_of_range(number: Number, value: Decimal) -> object:
    """Say the range of a number that is too low or too high."""
    if number.code in RANGES:
        return RANGES[number.code]
    if value < 0:
        return _("This cannot be below 0.")
    if value < number.at_least:
        return _("This is 1 at least.")
    return OF_PLACE.get(number.place, _("More than 20 points? Please look again."))


def refuse_start(organisation: Organisation, starts: date, now: datetime) -> None:
    """Refuse a day that is no Monday to come, or one with weeks that were sent already."""
    if starts.weekday() or starts <= today(now):
        raise ValidationError({"starts": _("Please choose a Monday to come.")})
    if WorkWeek.objects.filter(organisation=organisation, week__gte=starts).exists():
        raise ValidationError({"starts": _("Weeks from this Monday on were already sent.")})
