"""Say why one leaves, change it, or take it back: the person's own choice alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.groups.turnover import CalendarHalf
from people.models import LeavingReason, Organisation, Person, Turnover
from people.weeks import today

from .reasons import keep_reason, opened_reason

# So long after their last day a person may still say it.
OPEN_FOR = timedelta(days=30)
# The choice that keeps nothing.
RATHER_NOT = "none"


@dataclass(frozen=True)
class OwnLeaving:
    """A person's own leaving: their last day, its half-year, and the reason that they gave."""

    last_day: date
    half: CalendarHalf
    row: LeavingReason | None

    @property
    def reason(self) -> str:
        """The reason, opened; the choice that keeps nothing if there is none."""
        return opened_reason(self.row).value if self.row else RATHER_NOT


def last_day_of(person: Person) -> date | None:
    """Find the last day of a person's last role; None while a role has no end."""
    ends = [one.ends for one in person.every_membership]
    return max((end for end in ends if end), default=None) if None not in ends else None


def own_leaving(person: Person, now: datetime) -> OwnLeaving | None:
    """Read a person's own leaving; None if they cannot say why, and have said nothing to change.

    They can from the day on which the end of their last role is set until thirty days after it.
    What they said they change or take back until its half-year is counted. No statement for people
    with a role that has no end.
    """
    if (last_day := last_day_of(person)) is None:
        return None
    half = CalendarHalf.of(last_day)
    row = LeavingReason.objects.visible_to(person).filter(half_year=half.first).first()
    if row is None and today(now) > last_day + OPEN_FOR:
        return None
    if Turnover.objects.of_half(person.organisation_id, half.first).exists():
        return None
    return OwnLeaving(last_day, half, row)


@transaction.atomic
def say_why(*, person: Person, reason: str, now: datetime) -> LeavingReason | None:
    """Keep why a person leaves, in place of what they said before; or keep nothing.

    Refused: a person with a role that has no end, thirty days after the last day if they had said
    nothing, a half-year that is counted, and a reason that is not there.
    """
    # A half-year is counted behind the same lock, so that nothing is said beside it.
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    found = own_leaving(person, now)
    if found is None:
        raise ValidationError(_("This cannot be said or changed any more."), code="closed")
    if reason not in {RATHER_NOT, *LeavingReason.Reason.values}:
        raise ValidationError({"reason": _("Please choose from the list.")})
    LeavingReason.objects.filter(person=person).delete()
    if reason == RATHER_NOT:
        return None
    made = LeavingReason(
        person=person,
        organisation_id=person.organisation_id,
        half_year=found.half.first,
        said_at=now,
    )
    keep_reason(made, reason)
    made.save()
    return made
