"""Versions of an organisation's weights and limits: which one holds, adopt one, take one back.

Versions begin on a Monday to come and are never changed. So what holds for a week that people can
send stays so for ever, and every process may keep it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person, Unit
from people.texts import refuse_identity
from people.weeks import Week, today

from . import rules
from .models import LoadPolicy, WorkWeek
from .numbers import NUMBERS, policy_of, written

# The project's own versions by their names: weeks keep them, so none is ever taken out.
USUAL_ONES = {rules.USUAL.version: rules.USUAL}
WEIGHT_AT_MOST, LIMIT_AT_MOST = 20, 500
LIMITS = ("watch", "amber", "red")


KNOWN = dict(USUAL_ONES)


def named(version: str) -> rules.Policy:
    """Find a policy by the name that weeks keep; one statement in the life of a process."""
    if version not in KNOWN:
        keep(LoadPolicy.objects.only("numbers").get(pk=int(version)))
    return KNOWN[version]


def judging(unit: Unit, week: Week) -> rules.Policy:
    """Read the policy by which a week that has begun is judged in a unit."""
    return holding(unit.organisation_id, unit.kind, week.monday)


@lru_cache(maxsize=4096)
def holding(organisation_id: int, unit_kind: str, monday: date) -> rules.Policy:
    """Find the newest version from this Monday or before; the kind's own before the general one.

    One statement in the life of a process.
    """
    found = (
        LoadPolicy.objects.filter(
            organisation_id=organisation_id, unit_kind__in={unit_kind, ""}, starts__lte=monday
        )
        .order_by("-unit_kind", "-starts")
        .first()
    )
    return keep(found) if found else rules.USUAL


def keep(row: LoadPolicy) -> rules.Policy:
    """Read a row, and remember it."""
    KNOWN[row.version] = policy_of(row.version, row.numbers)
    return KNOWN[row.version]


def forget() -> None:
    """Forget every version: the database is another one than before."""
    KNOWN.clear()
    KNOWN.update(USUAL_ONES)
    holding.cache_clear()


@transaction.atomic
def adopt(
    *,
    by: Person,
    starts: date,
    numbers: Mapping[str, Decimal],
    now: datetime,
    unit_kind: str = "",
    note: str = "",
) -> LoadPolicy:
    """Let an organisation's weeks be judged by these numbers from a Monday on.

    Refused, each at its field: a weight below zero, a capacity share outside 0 to 1, limits out of
    order, a day that is no Monday to come, weeks that were sent already, and a Monday that has a
    version. The weeks before stay as they are.
    """
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
        numbers={code: str(n) for code, n in written(policy_of("", numbers)).items()},
        made_by=by,
        made_at=now,
        note=note.strip(),
    )
    made.full_clean()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        made.validate_constraints()  # somebody else was faster: say so
        raise
    return made


@transaction.atomic
def withdraw(policy: LoadPolicy, *, now: datetime) -> None:
    """Take back a version that has not begun; refused from its Monday on."""
    if policy.starts <= today(now):
        raise ValidationError(_("This version has begun. Weeks are judged by it, so it stays."))
    policy.delete()


def refuse_numbers(numbers: Mapping[str, Decimal]) -> None:
    """Refuse numbers that cannot be meant, each with a sentence at its field."""
    wrong = {}
    for number in NUMBERS:
        value = numbers[number.code]
        if sentence := wrong_number(number.place, value):
            wrong[number.code] = sentence
    for lower, higher in zip(LIMITS, LIMITS[1:], strict=False):
        if numbers[higher] <= numbers[lower] and higher not in wrong:
            wrong[higher] = _("This limit lies above the one before it.")
    if wrong:
        raise ValidationError(wrong)


def wrong_number(place: str, value: Decimal) -> object:
    """Say what is wrong with one number by itself, or nothing."""
    if place == "capacity_share":
        return "" if 0 < value <= 1 else _("A share lies above 0 and up to 1, like 0.65.")
    if value < 0:
        return _("This cannot be below 0.")
    if place == "parts":
        return "" if value <= 1 else _("A part lies from 0 to 1, like 0.5.")
    if place in LIMITS:
        return "" if 0 < value <= LIMIT_AT_MOST else _("A limit lies above 0 and up to 500%.")
    return "" if value <= WEIGHT_AT_MOST else _("More than 20 points? Please look again.")


def refuse_start(organisation: Organisation, starts: date, now: datetime) -> None:
    """Refuse a day that is no Monday to come, or one whose weeks were sent already."""
    if starts.weekday() or starts <= today(now):
        raise ValidationError({"starts": _("Please choose a Monday to come.")})
    if WorkWeek.objects.filter(organisation=organisation, week__gte=starts).exists():
        raise ValidationError({"starts": _("Weeks from this Monday on were already sent.")})
