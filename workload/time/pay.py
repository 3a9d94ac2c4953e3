"""A person's own pay number, and what their hours beyond the contract amount to by it.

Only the person ever reads either. Nothing here is told, summed over people, or put on a page of
anybody else.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from people.models import Person
from people.weeks import Week
from workload.models import LieuGrant, PayNumber, WorkWeek
from workload.rules.extra_pay import HoursBeyond, PayRate

# The lengths for which the sum is shown, in weeks, the last one with open weeks too.
SPANS = (4, 12, 52)


@dataclass(frozen=True)
class SpanAmount:
    """The last so many weeks: hours beyond the contract, and what is left of them in money."""

    weeks: int
    hours: HoursBeyond
    amount: Decimal | None

    @property
    def written(self) -> str:
        """The amount as it is read: 1,234.50."""
        return "" if self.amount is None else f"{self.amount:,.2f}"


def own_rate(person: Person) -> PayRate | None:
    """Open a person's own number; None where none is kept. One statement."""
    kept = PayNumber.objects.visible_to(person).first()
    if kept is None:
        return None
    said = kept.opened("sealed_pay")
    return PayRate(Decimal(said["pay"]), Decimal(said["factor"]))


@transaction.atomic
def keep_rate(*, person: Person, rate: PayRate | None, now: datetime) -> None:
    """Keep a person's own number in place of the one before; None keeps nothing."""
    if rate is None:
        PayNumber.objects.visible_to(person).delete()
        return
    row = PayNumber(person=person, organisation_id=person.organisation_id, entered_at=now)
    row.keep("sealed_pay", {"pay": str(rate.pay), "factor": str(rate.factor)})
    PayNumber.objects.update_or_create(
        person=person,
        defaults={
            "organisation_id": row.organisation_id,
            "sealed_pay": row.sealed_pay,
            "entered_at": now,
        },
    )


def amounts_beyond(person: Person, rate: PayRate | None, now: datetime) -> list[SpanAmount]:
    """Add up the hours beyond the contract of some spans of weeks; two statements.

    A week with fewer hours than the contract takes nothing away from another. Hours that a
    supervisor gave back as time off are paid with it, and left out of the amount.
    """
    latest = Week.latest(now)
    begins = {weeks: (latest - (weeks - 1)).monday for weeks in SPANS}
    first = min(begins.values())
    sent = WorkWeek.objects.filter(person=person, week__gte=first, hours__gt=F("contracted_hours"))
    weeks_of = sent.values_list("week", "hours", "contracted_hours")
    beyond = [(week, hours - (contracted or hours)) for week, hours, contracted in weeks_of]
    grants = LieuGrant.objects.filter(person=person, week__gte=first)
    given = list(grants.values_list("week", "hours"))
    found = []
    for weeks, since in begins.items():
        hours = HoursBeyond(
            sum((n for week, n in beyond if week >= since), Decimal()),
            sum((n for week, n in given if week >= since), Decimal()),
        )
        found.append(SpanAmount(weeks, hours, rate.amount(hours.left) if rate else None))
    return found
