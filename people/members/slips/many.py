"""The slips of many people on one sheet after another, each with a new code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from people.keys.paper_codes import in_groups, new_code
from people.members.givers import administered
from people.members.invitations import OPEN_FOR
from people.models import Invitation, ListImport, Person, Unit, at_or_below

from .codes import SLIPS

# So many are printed at once; those that were never printed come first.
AT_ONCE = 200


@dataclass(frozen=True)
class PrintedSlip:
    """A slip with its code, in the groups in which it is read."""

    invitation: Invitation
    groups: list[str]


def slips_waiting(
    admin: Person, now: datetime, *, unit: Unit | None = None, brought: ListImport | None = None
) -> QuerySet[Invitation]:
    """Find the unused slips of people whom an admin entered: all, of a unit, or of a list."""
    found = Invitation.objects.waiting().filter(email="", person__awaited=True)
    found = found.filter(person__is_active=True, organisation=admin.organisation_id)
    found = found.filter(at_or_below("unit__path", administered(admin, now)))
    if unit:
        found = found.filter(unit=unit)
    if brought:
        made = brought.effects.filter(model="people.Person", before__isnull=True)
        found = found.filter(person__in=made.values("object_pk"))
    return found


@transaction.atomic
def write_many(*, slips: QuerySet[Invitation], by: Person, now: datetime) -> list[PrintedSlip]:
    """Make a new code for each of these slips, two hundred at most; return them to be printed.

    Earlier codes open nothing any more, and each holds for fourteen days. The admin who prints
    gives the role from then on. Slips out of the admin's reach are left out.
    """
    mine = slips_waiting(by, now).filter(pk__in=slips.values("pk"))
    mine = mine.select_related("unit", "person", "organisation")
    rows = list(mine.order_by(F("sent_at").asc(nulls_first=True), "unit__path", "pk")[:AT_ONCE])
    codes = [new_code() for _row in rows]
    for one, code in zip(rows, codes, strict=True):
        one.token_hash, one.sent_at = SLIPS.hashed(code), now
        one.expires, one.invited_by = now + OPEN_FOR, by
    Invitation.objects.bulk_update(rows, ["token_hash", "sent_at", "expires", "invited_by"])
    return [PrintedSlip(one, in_groups(code)) for one, code in zip(rows, codes, strict=True)]
