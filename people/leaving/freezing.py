"""Count who left in half a year, once: keep what the groups rule allows, and forget the reasons."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from people.groups.turnover import CalendarHalf, turnover_said
from people.keys import sealing
from people.keys.ring import WrongOwnerError
from people.models import LeavingReason, Membership, Organisation, Turnover
from people.models.leaving import REASON_PURPOSE
from people.rules.year_parts import DAY
from people.weeks import today

from .reasons import opened_reason

log = logging.getLogger(__name__)


def freeze_due(now: datetime) -> None:
    """Count the half-years that are due, of each organisation by itself. Safe to repeat."""
    for organisation in Organisation.objects.order_by("pk"):
        try:
            for half in due(organisation, today(now)):
                freeze(half, organisation=organisation, now=now)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it holds up no other one
            log.error("Those who left could not be counted: %s", type(broken).__name__)


def due(organisation: Organisation, day: date) -> list[CalendarHalf]:
    """List the half-years of an organisation that are counted now, oldest first.

    Those that a job missed are among them: since the last that was counted, or from the oldest of
    which a person said why they left.
    """
    newest = CalendarHalf.latest_frozen(day)
    if last := Turnover.objects.filter(organisation=organisation).first():
        first = last.half.after
    else:
        said = LeavingReason.objects.filter(organisation=organisation).order_by("half_year").first()
        first = min(newest, CalendarHalf(said.half_year)) if said else newest
    found = []
    while first <= newest:
        found.append(first)
        first = first.after
    return found


@transaction.atomic
def freeze(half: CalendarHalf, *, organisation: Organisation, now: datetime) -> Turnover | None:
    """Decide and keep what is told of those who left, and delete why each of them did.

    What was told stays, also if a person comes back, or an end is entered later. None if it is kept
    already, or if no person belonged. Refused before the half-year is counted.

    What was said for a later half-year is not counted sooner, whatever became of the last day. With
    a last day that was moved to a later one it waits for that.
    """
    if today(now) < half.freezes:
        raise ValueError(f"{half} is counted on {half.freezes}")
    asked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    # Read behind the lock: of two jobs at once the second finds nothing to do.
    if Turnover.objects.of_half(asked.pk, half.first).exists():
        return None
    left, belonged, later = people_of(asked, half)
    rows = LeavingReason.objects.filter(organisation=asked, half_year__lte=half.first)
    rows = rows.exclude(person__in=later)
    if not belonged:
        rows.delete()
        return None
    reasons = said_in(rows.filter(person__in=left))
    said = turnover_said(len(left), len(belonged), reasons, asked.smallest_group)
    made = Turnover(organisation=asked, half_year=half.first, frozen_at=now)
    made.smallest = asked.smallest_group
    if said:
        made.size, made.out_of, made.reasons = said.left, said.out_of, ",".join(said.reasons)
    made.save()
    rows.delete()
    return made


def said_in(rows: QuerySet[LeavingReason]) -> list[str]:
    """Open the reasons in some rows. One that was changed and opens no more counts as not said.

    Refused while a key is missing: it can be brought back, and what is counted is deleted.
    """
    found = []
    for row in rows:
        try:
            found.append(opened_reason(row).value)
        except WrongOwnerError as broken:
            if not sealing.has_key(bytes(row.sealed_reason), purpose=REASON_PURPOSE):
                raise
            log.error("A reason for leaving could not be read: %s", type(broken).__name__)
    return found


def people_of(
    organisation: Organisation, half: CalendarHalf
) -> tuple[set[int], set[int], set[int]]:
    """Find who left in a half-year by their last role, who belonged in it, and who leaves later.

    A person who has not come in yet can neither leave nor say why.
    """
    held = Membership.objects.filter(person__organisation=organisation, person__awaited=False)
    people = held.filter(starts__lte=half.last).lasting(half.first)
    belonged = set(people.values_list("person_id", flat=True))
    stays = held.lasting(half.last + DAY)
    after = set(stays.values_list("person_id", flat=True))
    without_end = set(stays.filter(ends=None).values_list("person_id", flat=True))
    return belonged - after, belonged, after - without_end
