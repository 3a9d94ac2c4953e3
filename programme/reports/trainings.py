"""The parts about training: what was held in the period, and what people said of it."""

from datetime import date, datetime, time, timedelta
from functools import reduce

from django.utils.translation import gettext as _

from people.languages.local_text import in_name_order
from people.weeks import BANGKOK
from people.writing.formats import day as write_day
from people.writing.formats import plain_number
from training.evaluations.by_course import DRAWN, CourseSaid, side_by_side
from training.evaluations.words import BANDS
from training.models import Course, SessionEvaluation
from training.year import actions as training_year
from training.year.actions import YearLine

from .asking import ReportAsk
from .parts import Cell, ReportPart, ReportPicture, ReportTable

DAY = timedelta(days=1)
# Of fewer months there is nothing to see in bars.
MONTHS_DRAWN = 3


def training_part(asked: ReportAsk) -> ReportPart | None:
    """Tell the sessions, hours and certificates of the period, by month and by course."""
    first, last = asked.period.first, asked.period.last
    viewer, people = asked.viewer, asked.people
    months = training_year.lines_between(viewer, people, first, last, asked.day)
    if not months:
        return None
    within = training_year.results_of(viewer, people).filter(session__day__range=(first, last))
    courses = training_year.by_course(viewer, within)
    total = reduce(YearLine.__add__, months.values(), YearLine())
    facts = tuple(zip(line_titles(), line_cells(total), strict=True))
    ordered = sorted(months.items())
    tables = [ReportTable(_("Month by month"), (_("Month"), *line_titles()), month_rows(ordered))]
    if courses:
        rows = tuple((str(course), *line_cells(line)[:4]) for course, line in courses)
        tables.append(ReportTable(_("Course by course"), (_("Course"), *line_titles()[:4]), rows))
    sentence = _("Sessions held: %(n)s; hours that people learnt: %(hours)s.")
    lead = sentence % {"n": total.sessions, "hours": plain_number(total.hours)}
    pictures = (drawn_hours(ordered),) if len(ordered) >= MONTHS_DRAWN else ()
    about = _("Sessions, hours and certificates of people who are here today.")
    return ReportPart("training", _("Training"), about, lead, facts, pictures, tuple(tables))


def line_titles() -> tuple[str, ...]:
    """Name what is told of a month."""
    return (
        _("Sessions"),
        _("People there"),
        _("Passed"),
        _("Hours"),
        _("Certificates issued"),
        _("Certificates expired"),
    )


def line_cells(line: YearLine) -> tuple[Cell, ...]:
    """Write what is told of a month or a course."""
    hours = float(line.hours)
    whole = int(hours) if hours.is_integer() else hours
    return (line.sessions, line.came, line.passed, whole, line.issued, line.lapsed)


def month_rows(months: list[tuple[date, YearLine]]) -> tuple[tuple[Cell, ...], ...]:
    """Write the months, the first one first."""
    return tuple((write_day(month, "F Y"), *line_cells(line)) for month, line in months)


def drawn_hours(months: list[tuple[date, YearLine]]) -> ReportPicture:
    """Draw the hours of each month; its table is that of the months."""
    return ReportPicture(
        "hours",
        _("Bars: hours of training by month. The numbers are below."),
        _("Month"),
        tuple(write_day(month, "F Y") for month, _line in months),
        tuple(f"{month.month}" for month, _line in months),
        ((_("Hours"), tuple(float(line.hours) for _month, line in months)),),
    )


def evaluations_part(asked: ReportAsk) -> ReportPart | None:
    """Tell what was said of sessions, of those that were told in the period."""
    begins = datetime.combine(asked.period.first, time(), BANGKOK)
    ends = datetime.combine(asked.period.last + DAY, time(), BANGKOK)
    told = SessionEvaluation.objects.visible_to(asked.viewer)
    # Those that the office hears of: a viewer in other roles hears of more.
    told = told.filter(frozen_at__gte=begins, frozen_at__lt=ends, session__trainer__in=asked.people)
    about = Course.objects.visible_to(asked.viewer).filter(sessions__evaluation__in=told)
    found = side_by_side(told, in_name_order(about.distinct()))
    if not found:
        return None
    header = (_("Course"), _("Asked about"), *(str(BANDS[band][1]) for band in (*DRAWN, "")))
    rows = tuple(row for one in found for row in course_rows(one))
    table = ReportTable(_("Sessions by what was said of them"), header, rows)
    sentence = _(
        "What participants said together, published once for each session. It counts sessions, "
        "never answers."
    )
    return ReportPart("evaluations", _("What people say"), sentence, tables=(table,))


def course_rows(one: CourseSaid) -> list[tuple[Cell, ...]]:
    """Write each line of a course: in how many sessions each band was told, or nothing."""
    return [
        (
            str(one.course),
            str(line.label),
            *(line.counts[band] for band in DRAWN),
            one.sessions - line.told,
        )
        for line in one.lines
    ]
