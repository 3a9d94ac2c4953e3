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
    """A person's own leaving: the half-year of their last day, and the reason that they gave.

    Without a last day what they said is not counted with any, as this was moved into a half-year
    that is told already, or taken away. They can withdraw it until the half-year is counted with
    which it is deleted.
    """

    last_day: date | None
    half: CalendarHalf
    row: LeavingReason | None

    @property
    def can_change(self) -> bool:
        """Say whether the reason can be said or changed; one that was given can be withdrawn."""
        return self.last_day is not None

    @property
    def reason(self) -> LeavingReason.Reason | str:
        """The reason, opened; the choice that keeps nothing if there is none."""
        return opened_reason(self.row) if self.row else RATHER_NOT

    @property
    def waits_for(self) -> CalendarHalf | None:
        """The half-year for which it was said, where the last day was moved to one before it."""
        later = self.can_change and self.row and self.row.half_year > self.half.first
        return CalendarHalf(self.row.half_year) if self.row and later else None


def last_day_of(person: Person) -> date | None:
    """Find the last day of a person's last role; None while a role has no end."""
    ends = [one.ends for one in person.every_membership]
    return max((end for end in ends if end), default=None) if None not in ends else None


def own_leaving(person: Person, now: datetime) -> OwnLeaving | None:
    """Read a person's own leaving; None if they cannot say why, and have nothing to withdraw.

    They can from the day on which the end of their last role is set until thirty days after it.
    What they said they change until the half-year of their last day is counted, wherever that was
    moved since; and withdraw for as long as it is kept. No statement for people with a role that
    has no end, but for the one that finds what they said.
    """
    row = LeavingReason.objects.visible_to(person).first()
    last_day, day = last_day_of(person), today(now)
    if last_day and (row or day <= last_day + OPEN_FOR):
        half = CalendarHalf.of(last_day)
        if not Turnover.objects.of_half(person.organisation_id, half.first).exists():
            return OwnLeaving(last_day, half, row)
    if row is None:
        return None
    goes_with = max(CalendarHalf(row.half_year), CalendarHalf.latest_frozen(day).after)
    return OwnLeaving(None, goes_with, row)


@transaction.atomic
def say_why(*, person: Person, reason: str, now: datetime) -> LeavingReason | None:
    """Keep why a person leaves, in place of what they said before; or keep nothing.

    Refused: a person with a role that has no end, thirty days after the last day if they had said
    nothing, a half-year that is counted, and a reason that is not there. What they had said they
    take back in any case.
    """
    # A half-year is counted behind the same lock, so that nothing is said beside it.
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    found = own_leaving(person, now)
    if found is None or not (found.can_change or reason == RATHER_NOT):
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
