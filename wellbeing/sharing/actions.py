"""Let one other person read the person's answers until a day, and take it back. Never automatic."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.members.supervision import reachable
from people.models import AccessEvent, Person, Role
from people.weeks import Week, today
from wellbeing import access_kinds
from wellbeing.checkins.trend import AnswerRow, trend_rows
from wellbeing.models import CheckIn, Share

from . import tasks as sharing_tasks

WEEKS_TOGETHER = 4
WEEKS_OFFERED = 12
DAYS_AT_MOST = 366
DAYS_USUAL = 28


@dataclass(frozen=True)
class Span:
    """Weeks that follow each other; written '2026-W44/2026-W47'."""

    first: Week
    last: Week

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self} ends before it begins")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-W44/2026-W47'; anything else is a ValueError."""
        first, _slash, last = text.partition("/")
        return cls(Week.parse(first), Week.parse(last))

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"

    @property
    def weeks(self) -> list[Week]:
        """The weeks, oldest first."""
        return [self.first + n for n in range((self.last.monday - self.first.monday).days // 7 + 1)]


@dataclass(frozen=True)
class Letter:
    """What the reader reads: a name, the weeks, and the answers as they were given. No note."""

    person: Person
    to: Person
    weeks: list[Week]
    purpose: Share.Purpose
    until: date
    rows: list[AnswerRow]


@dataclass(frozen=True)
class Listed:
    """One share as its person sees it in their list."""

    share: Share
    open: bool
    # Whether its reader answers or cares for the person today; if not, it is closed to them.
    reached: bool
    read_at: list[datetime]


def offered(person: Person, now: datetime) -> list[Span]:
    """List what can be shared: the last four weeks up to the newest answered, and each week."""
    oldest = Week.latest(now) - (WEEKS_OFFERED - 1)
    recent = CheckIn.objects.of(person).filter(week__gte=oldest.monday).order_by("-week")
    weeks = [Week(one.week) for one in recent if one.answers.any]
    if not weeks:
        return []
    together = Span(weeks[0] - (WEEKS_TOGETHER - 1), weeks[0])
    return [together, *(Span(week, week) for week in weeks)]


def readers(person: Person, now: datetime) -> list[tuple[Person, Role]]:
    """List the readers a person can share with: their supervisors, and staff care."""
    return reachable(person, now)


def letter(
    *, person: Person, to: Person, span: Span, purpose: str, until: date, reader: Person
) -> Letter:
    """Write what `to` reads, as far as the reader may; the person's own preview is the same."""
    return Letter(
        person=person,
        to=to,
        weeks=span.weeks,
        purpose=Share.Purpose(purpose),
        until=until,
        rows=trend_rows(person, span.weeks, reader),
    )


def judge(*, person: Person, to: Person, span: Span, until: date, now: datetime) -> None:
    """Refuse a reader who does not answer for the person, weeks without answers, a wrong day."""
    wrong: dict[str, ValidationError] = {}
    if to not in [one for one, _role in readers(person, now)]:
        wrong["to"] = ValidationError(_("Please choose somebody from the list."), code="to")
    if str(span) not in [str(one) for one in offered(person, now)]:
        wrong["weeks"] = ValidationError(
            _("There are no answers of yours in these weeks."), code="weeks"
        )
    if until < today(now):
        wrong["until"] = ValidationError(
            _("This day is in the past. Please choose today or a later day."), code="until"
        )
    elif until > today(now) + timedelta(days=DAYS_AT_MOST):
        wrong["until"] = ValidationError(
            _("Up to one year, please. You can share again later."), code="until"
        )
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def share(
    *, person: Person, to: Person, span: Span, purpose: str, until: date, now: datetime
) -> Share:
    """Let a reader see the person's answers of some weeks until a day; tell the reader once.

    The same weeks for the same reader are one share: only its day and purpose change. Refused: a
    reader who does not answer or care for the person, weeks without answers, a day that is over.
    """
    judge(person=person, to=to, span=span, until=until, now=now)
    Person.objects.select_for_update().get(pk=person.pk)  # two taps are one share
    weeks = {"from_week": span.first.monday, "to_week": span.last.monday}
    same = Share.objects.open_on(today(now)).filter(person=person, to=to, **weeks)
    if there := same.first():
        there.until = until
        there.mean(purpose)
        there.save(update_fields=["until", "sealed_purpose"])
        return there
    made = Share.of(purpose, person=person, to=to, shared_at=now, until=until, **weeks)
    made.save()
    sharing_tasks.tell_shared.enqueue(made.pk)
    return made


def withdraw(share: Share, *, by: Person, now: datetime) -> None:
    """Take a share back; its reader reads it no more. Only its person can; safe to repeat."""
    Share.objects.filter(pk=share.pk, person=by, withdrawn_at=None).update(withdrawn_at=now)


def listed(person: Person, now: datetime) -> list[Listed]:
    """List everything a person shares or shared, newest first, with the time it was opened."""
    shares = Share.objects.filter(person=person).select_related("to").order_by("-shared_at", "-pk")
    opened: dict[object, list[datetime]] = defaultdict(list)
    looks = AccessEvent.objects.filter(person=person, what=access_kinds.SHARED)
    for subject, at in looks.order_by("-at").values_list("subject", "at"):
        opened[subject].append(at)
    day, reached = today(now), {one.pk for one, _role in readers(person, now)}
    return [
        Listed(one, one.is_open(day), one.to_id in reached, opened[one.public_id]) for one in shares
    ]
