"""A year of training in numbers: October to September, as budgets are counted here."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from people.models import Person, Role

from .models import Attendance, Certificate, Course, Enrolment
from .rules import add_months

NOTHING = Decimal(0)
FIRST_MONTH = 10


@dataclass(frozen=True)
class Line:
    """What happened in a month, or in a course: sessions, people there, their hours, passed."""

    sessions: int = 0
    came: int = 0
    hours: Decimal = NOTHING
    passed: int = 0


@dataclass(frozen=True)
class Year:
    """A year that begins in October and is named after the one in which it ends."""

    name: int
    months: list[tuple[date, Line]]
    courses: list[tuple[Course, Line]]
    total: Line
    issued: int
    most: Decimal = field(default=NOTHING)


def year_of(day: date) -> int:
    """Name the year that a day lies in: 1 October 2026 lies in that of 2027."""
    return day.year + (day.month >= FIRST_MONTH)


def read(viewer: Person, name: int) -> Year:
    """Read the year of the people in reach; four statements. Hours are those of full days."""
    first = date(name - 1, FIRST_MONTH, 1)
    last = date(name, FIRST_MONTH, 1) - timedelta(days=1)
    reach = Person.objects.in_office_of(viewer, Role.TRAINER, Role.PROGRAMME).order_by()
    rows = Enrolment.objects.filter(
        person__in=reach,
        session__day__range=(first, last),
        session__organisation_id=viewer.organisation_id,
    ).exclude(attendance="")
    by_month = {
        month: Line(**line)
        for month, line in summed(rows.annotate(key=TruncMonth("session__day"))).items()
    }
    months = [(day, by_month.get(day, Line())) for day in (add_months(first, n) for n in range(12))]
    by_course = summed(rows.annotate(key=F("session__course")))
    courses = Course.objects.visible_to(viewer).in_bulk(by_course)
    lines = [(courses[key], Line(**line)) for key, line in by_course.items()]
    lines.sort(key=lambda one: (-one[1].hours, one[0].pk))
    issued = Certificate.objects.filter(
        person__in=reach, issued_on__range=(first, last), revoked_at=None
    )
    return Year(
        name=name,
        months=months,
        courses=lines,
        total=total(line for _month, line in months),
        issued=issued.count(),
        most=max(line.hours for _month, line in months),
    )


def summed(rows: QuerySet[Enrolment]) -> dict[object, dict[str, object]]:
    """Add results up by what `key` says."""
    full = Q(attendance=Attendance.FULL)
    found = (
        rows.order_by()
        .values("key")
        .annotate(
            sessions=Count("session", distinct=True),
            came=Count("pk", filter=full | Q(attendance=Attendance.PART)),
            hours=Coalesce(
                Sum("session__course__hours", filter=full), NOTHING, output_field=DecimalField()
            ),
            passed=Count("pk", filter=Q(passed=True)),
        )
    )
    return {row.pop("key"): row for row in found}


def total(lines) -> Line:
    """Add lines up. A session lies in one month, so that none counts twice."""
    lines = list(lines)
    return Line(
        *(sum(getattr(one, name) for one in lines) for name in ("sessions", "came")),
        hours=sum((one.hours for one in lines), NOTHING),
        passed=sum(one.passed for one in lines),
    )
