"""What is stored of a person's week and of what they carry, as its page reads it."""

from datetime import date

from django.db.models import QuerySet

from people.keys import closed
from people.models import Person
from people.statements import written_once
from people.weeks import Week
from wellbeing.models import CheckIn
from workload.models import CaseloadLine, WorkWeek


def sent_weeks(person: Person, week: Week) -> tuple[WorkWeek | None, WorkWeek | None]:
    """Read this week as it was sent, and the one before it unless that is closed for now."""
    monday, before = week.monday, (week - 1).monday
    rows = {row.week: row for row in weeks_on(person=person.pk, mondays=[before, monday])}
    last, moment = rows.get(before), closed.before(person.pk)
    return rows.get(monday), None if moment and last and last.sent_at < moment else last


def refuse_sent_before(person: Person, week: Week) -> None:
    """Refuse to show or replace a week of before others helped, or a new password was mailed."""
    if closed.before(person.pk):
        stored, _last = sent_weeks(person, week)
        closed.refuse(stored and stored.sent_at, person.pk)


@written_once
def weeks_on(person: int, mondays: list[date]) -> QuerySet[WorkWeek]:
    """Read a person's weeks of these Mondays, without their lines."""
    return WorkWeek.objects.filter(person=person, week__in=mondays).defer("lines")


@written_once
def check_in_on(person: int, monday: date) -> QuerySet[CheckIn]:
    """Read a person's own check-in of a week."""
    return CheckIn.objects.of(person).filter(week=monday)


@written_once
def open_lines(person: int) -> QuerySet[CaseloadLine]:
    """Read what a person carries."""
    return CaseloadLine.objects.filter(person=person, closed_at=None).select_related("unit")


def carried(person: Person) -> list[CaseloadLine]:
    """List what a person carries; what only they read is left out while it is closed for now.

    A line that is not shown stays as it is when the week is sent.
    """
    lines, moment = list(open_lines(person=person.pk)), closed.before(person.pk)
    if moment is None or person.carries_load:
        return lines
    return [line for line in lines if line.opened_at >= moment]
