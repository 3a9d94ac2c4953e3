"""Keep a person's work no longer than the policy over them says, and nothing of it after that.

What was published of units stays: it names no person. So do hours given back and taken in lieu,
since the balance is their sum.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from people.models import Membership, Organisation, Person, Unit
from people.own_data.traces import Trace
from people.weeks import Week, months_before
from wellbeing.own_data.retention import in_batches
from wellbeing.own_data.traces import TO_SUNDAY
from workload.models import (
    BesideLog,
    CaseloadLine,
    DutyDay,
    Flag,
    PayNumber,
    StudyLog,
    SupervisionTalk,
    TimeOff,
    Transfer,
    WorkWeek,
)
from workload.policies import actions as policies

MONTHS_A_YEAR = 12


class Leave(Trace):
    """Days away, without those in lieu."""

    @property
    def rows(self) -> QuerySet:
        """All people's leave."""
        return TimeOff.objects.filter(kind=TimeOff.Kind.LEAVE)


class NumberOfWhoLeft(Trace):
    """The pay number of a person without a role any more: it goes with the last of their hours."""

    def over_before(self, day: date) -> Q:
        """The numbers of people with a last role that ended before a day."""
        return Q(person__in=Person.objects.without_role(day))


# A case or a flag that is open is never over. A move goes with the shorter time of its two people.
WORK = (
    Trace(WorkWeek, "", "week", "sent_at", TO_SUNDAY),
    Trace(DutyDay, "", "day", "recorded_at"),
    Trace(CaseloadLine, "", "closed_at", "opened_at"),
    Trace(Flag, "", "closed_at", "opened_at"),
    Trace(SupervisionTalk, "", "day", "written_at"),
    Trace(Transfer, "", "proposed_at", "proposed_at", whose="giver"),
    Trace(Transfer, "", "proposed_at", "proposed_at", whose="receiver"),
    Trace(StudyLog, "", "week", "logged_at", TO_SUNDAY),
    Trace(BesideLog, "", "week", "logged_at", TO_SUNDAY),
    Leave(TimeOff, "", "last", "planned_at"),
    NumberOfWhoLeft(PayNumber, "", None, "entered_at"),
)


def forget(day: date) -> int:
    """Delete what is older than its limit on a day; say how many rows. Safe to repeat.

    Each person's limit is in the policy over the unit that they work in, or worked in last.
    """
    return sum(
        in_batches(old, trace.delete)
        for organisation in Organisation.objects.values_list("pk", flat=True)
        for people, limit in limits(organisation, day)
        for trace in WORK
        for old in [beyond(trace, people, limit)]
    )


def limits(organisation_id: int, day: date) -> Iterator[tuple[QuerySet[Any], date]]:
    """Give the day before which none of some people's work is left, and who these people are.

    Work of all kinds of units is mostly kept as long: then they are all people, and none is asked
    for their kind.
    """
    units = Unit.objects.filter(organisation=organisation_id).order_by()
    kinds: dict[date, list[str]] = defaultdict(list)
    for kind in {"", *units.values_list("kind", flat=True)}:
        months = MONTHS_A_YEAR * years(organisation_id, kind, day)
        kinds[months_before(day, months)].append(kind)
    everybody = Person.objects.filter(organisation=organisation_id)
    for limit, alike in kinds.items():
        of_kinds = with_kind(day).filter(organisation=organisation_id, kind__in=alike)
        people = everybody if len(kinds) == 1 else of_kinds
        yield people.values("pk"), limit


def with_kind(day: date) -> QuerySet[Any]:
    """Add to people the kind of unit in which they worked last, that of their hours first."""
    held = Membership.objects.filter(person=OuterRef("pk"), starts__lte=day)
    unpaid = Case(When(hours=None, then=1), default=0)
    last = held.order_by(unpaid, "-starts", "-pk").values("unit__kind")[:1]
    return Person.objects.annotate(kind=Coalesce(Subquery(last), Value("")))


def years(organisation_id: int, kind: str, day: date) -> int:
    """Say for how many years work in a kind of unit is kept."""
    return int(policies.holding(organisation_id, kind, Week.of(day).monday).kept_years)


def years_of(person: Person, day: date) -> int:
    """Say for how many years a person's work is kept; one statement."""
    kind = with_kind(day).values_list("kind", flat=True).get(pk=person.pk)
    return years(person.organisation_id, kind, day)


def beyond(trace: Trace, people: QuerySet, limit: date) -> QuerySet:
    """Choose some people's rows of a kind that were over before a day."""
    return trace.rows.filter(Q(**{f"{trace.whose}__in": people}) & trace.over_before(limit))
