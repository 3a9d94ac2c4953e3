"""A year of training in numbers: October to September, as budgets are counted here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from people.models import MAY, Person
from training.models import Attendance, Certificate, CertificateType, Course, Enrolment
from training.rules.certificates import add_months

from . import year_end
from .year_end import HeldAtYearEnd

NOTHING = Decimal(0)
FIRST_MONTH = 10
DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearLine:
    """What happened in a month, or in a course.

    Sessions, people there, hours of full days, how many passed; certificates issued and lapsed.
    """

    sessions: int = 0
    came: int = 0
    hours: Decimal = NOTHING
    passed: int = 0
    issued: int = 0
    lapsed: int = 0

    def __add__(self, other: "YearLine") -> "YearLine":
        """Add two lines. A session lies in one month, so that none counts twice."""
        return YearLine(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(YearLine))
        )


@dataclass(frozen=True)
class Month:
    """A month beside the same month of the year before."""

    first: date
    line: YearLine
    before: YearLine


@dataclass(frozen=True)
class Year:
    """A year that begins in October and is named after the one in which it ends.

    Months to come are not in it: nothing has happened in them, which is not the same as none.
    `held` tells of its last day, or of today while it lasts, beside the end of the year before.
    """

    name: int
    first: date
    last: date
    told_on: date
    months: list[Month]
    courses: list[tuple[Course, YearLine]]
    held: list[tuple[CertificateType, HeldAtYearEnd, HeldAtYearEnd]]

    @property
    def total(self) -> YearLine:
        """Everything of the year so far."""
        return reduce(YearLine.__add__, (month.line for month in self.months), YearLine())

    @property
    def before(self) -> YearLine:
        """The same months of the year before."""
        return reduce(YearLine.__add__, (month.before for month in self.months), YearLine())


def year_of(day: date) -> int:
    """Name the year that a day lies in: 1 October 2026 lies in that of 2027."""
    return day.year + (day.month >= FIRST_MONTH)


def days_of_year(name: int) -> tuple[date, date]:
    """Give the first day of a year and its last."""
    first = date(name - 1, FIRST_MONTH, 1)
    return first, add_months(first, 12) - DAY


def read(viewer: Person, name: int, day: date) -> Year:
    """Read the year of the people in reach up to a day; as many statements for any number."""
    first, last = days_of_year(name)
    earlier = add_months(first, -12)
    reach = Person.objects.in_office_of(viewer, *MAY.see_training_reports).order_by()
    rows = results_of(viewer, reach)
    lines = lines_between(viewer, reach, earlier, last, day)
    begun = [one for one in (add_months(first, n) for n in range(12)) if one <= day]
    return Year(
        name=name,
        first=first,
        last=last,
        told_on=min(last, day),
        months=[
            Month(one, lines.get(one, YearLine()), lines.get(add_months(one, -12), YearLine()))
            for one in begun
        ],
        courses=by_course(viewer, rows.filter(session__day__range=(first, last))),
        held=beside(viewer, reach, min(last, day), first - DAY) if begun else [],
    )


def results_of(viewer: Person, reach: QuerySet[Person]) -> QuerySet[Enrolment]:
    """Find what became of the places of some people in sessions of the viewer's organisation."""
    held = {"person__in": reach, "session__organisation_id": viewer.organisation_id}
    return Enrolment.objects.filter(**held).exclude(attendance="")


def lines_between(
    viewer: Person, reach: QuerySet[Person], first: date, last: date, day: date
) -> dict[date, YearLine]:
    """Add up by month what happened from one day to another, as far as `day` has come.

    A month in which nothing happened is not in it.
    """
    rows = results_of(viewer, reach).filter(session__day__range=(first, last))
    lines = by_month(rows)
    for month, changes in certified(reach, first, min(last, day)).items():
        lines[month] = replace(lines.get(month, YearLine()), **changes)
    return lines


def beside(
    viewer: Person, reach: QuerySet[Person], day: date, before: date
) -> list[tuple[CertificateType, HeldAtYearEnd, HeldAtYearEnd]]:
    """Tell of each certificate that is asked who held it on a day, and on one before.

    The one that the smallest share holds comes first; one that is not asked comes last.
    """
    now, then = (year_end.held(viewer, reach, one) for one in (day, before))
    found = [(kind, held, then.get(kind, HeldAtYearEnd())) for kind, held in now.items()]
    return sorted(found, key=lambda one: (not one[1].asked, one[1].percent or 0, one[0].pk))


def by_month(rows: QuerySet[Enrolment]) -> dict[date, YearLine]:
    """Add results up by the month of their session."""
    return summed(rows.annotate(key=TruncMonth("session__day")))


def by_course(viewer: Person, rows: QuerySet[Enrolment]) -> list[tuple[Course, YearLine]]:
    """Add results up by course, the most hours first."""
    found = summed(rows.annotate(key=F("session__course")))
    courses = Course.objects.visible_to(viewer).in_bulk(found)
    lines = [(courses[key], line) for key, line in found.items()]
    return sorted(lines, key=lambda one: (-one[1].hours, one[0].pk))


def summed(rows: QuerySet[Any]) -> dict[Any, YearLine]:
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
    return {row.pop("key"): YearLine(**row) for row in found}


def certified(reach: QuerySet[Person], first: date, last: date) -> dict[date, dict[str, Any]]:
    """Count by month the certificates that were issued, and that lapsed without a newer one.

    One that ends on a day still holds on it and lapses on the next; `last` must not be to come. Of
    a type only the newest counts, so one that was followed in time lapses no more, whichever ends
    first.
    """
    good = Certificate.objects.filter(person__in=reach, revoked_at=None)
    later = Q(issued_on=OuterRef("issued_on"), pk__gt=OuterRef("pk"))
    newer = good.filter(
        Q(issued_on__gt=OuterRef("issued_on")) | later,
        person=OuterRef("person"),
        type=OuterRef("type"),
        issued_on__lte=OuterRef("expires_on"),
    )
    issued = good.filter(issued_on__range=(first, last))
    lapsed = good.filter(~Exists(newer), expires_on__range=(first - DAY, last - DAY))
    found = {
        "issued": monthly(issued.values_list("issued_on").annotate(n=Count("pk"))),
        "lapsed": monthly(
            (ends + DAY, n) for ends, n in lapsed.values_list("expires_on").annotate(n=Count("pk"))
        ),
    }
    months = {month for counts in found.values() for month in counts}
    return {month: {name: counts[month] for name, counts in found.items()} for month in months}


def monthly(days: Iterable[tuple[date, int]]) -> Counter[date]:
    """Add counts of days up by month."""
    found: Counter[date] = Counter()
    for day, n in days:
        found[day.replace(day=1)] += n
    return found
