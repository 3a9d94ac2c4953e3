"""What supervising asks of a supervisor: own load, how many people, how soon a flag is looked at.

Supervisors read their own on their board, and their supervisors read it on the person's page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Min, Q
from django.utils.safestring import SafeString

from people.models import Person, leads_at_home
from people.weeks import Week
from workload.load import pictures
from workload.load import words as load_words
from workload.load.parts import OWN, seen_week
from workload.models import Flag, FlagStep, WorkWeek
from workload.policies import actions as policies
from workload.rules import reasons
from workload.rules.limits import Limits
from workload.rules.parts import PostsSeen
from workload.weeks import actions as weeks

OVER_WEEKS = 26
# The middle of one or two flags says nothing.
FLAGS_AT_LEAST = 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Leading:
    """A supervisor's own measures."""

    latest: WorkWeek | None
    people: Decimal
    usual: int
    watched: bool
    flags: int
    days: Decimal | None

    @property
    def meter(self) -> SafeString:
        """The own load against capacity."""
        if self.latest and not self.latest.weighed:
            return SafeString()
        load = self.latest.percent if self.latest else None
        return pictures.meter(load, load_words.of_capacity(load))

    @property
    def rests(self) -> str:
        """Say why the load reads higher than it is judged; nothing without a day of rest."""
        return load_words.rests_of(self.latest)

    @property
    def each(self) -> Decimal:
        """How many people one supervisor has, shared where several lead a unit together."""
        return self.people.quantize(Decimal("0.1"))


def read(lead: Person, now: datetime, sight: PostsSeen = OWN) -> Leading | None:
    """Read a supervisor's own measures; None for any other person. Four statements at most.

    Of a supervisor with several posts a viewer reads the load of those they answer for.
    """
    if not lead.charge.members_of and not lead.charge.supervisors_of:
        return None
    people = weeks.supervisees(lead, now)
    limits = limits_of(lead, now)
    waits = days_to_first_step(lead, now)
    last = WorkWeek.objects.filter(person=lead, alone=False).order_by("week").last()
    return Leading(
        latest=seen_week(last, sight) if last else None,
        people=people,
        usual=limits.span,
        watched=bool(reasons.of_span(people, limits)),
        flags=len(waits),
        days=middle(waits),
    )


def limits_of(lead: Person, now: datetime) -> Limits:
    """Find the limits by which a supervisor's own weeks are judged."""
    week = Week.latest(now)
    if lead.base:
        return policies.judging(lead.base.unit, week).limits
    return policies.holding(lead.organisation_id, "", week.monday).limits


def days_to_first_step(lead: Person, now: datetime) -> list[Decimal]:
    """Count the days from each flag of the last 26 weeks to the supervisor's first step on it.

    A flag that no other supervisor took counts until today, or until it closed: waiting is no
    merit. One that another supervisor looked at first is theirs. One statement.
    """
    stepped = Q(steps__kind__in=[FlagStep.Kind.SEEN, FlagStep.Kind.PLANNED])
    found = (
        Flag.objects.filter(
            person__in=Person.objects.filter(leads_at_home(lead)),
            opened_at__gt=now - timedelta(weeks=OVER_WEEKS),
        )
        .annotate(
            first=Min("steps__at", filter=stepped),
            own=Min("steps__at", filter=stepped & Q(steps__by=lead)),
        )
        .values_list("opened_at", "closed_at", "first", "own")
    )
    return [
        Decimal(((own or closed or now) - opened) / DAY)
        for opened, closed, first, own in found
        if own == first
    ]


def middle(days: list[Decimal]) -> Decimal | None:
    """Find the middle of some days, to a tenth; of fewer than three flags there is none."""
    if len(days) < FLAGS_AT_LEAST:
        return None
    return median(days).quantize(Decimal("0.1"))
