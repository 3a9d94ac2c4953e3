"""The parts that look back by quarters: how many people the work takes, and the trends."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.groups.words import WITHHELD
from programme.models import QuarterMeasure
from programme.rules.cover import LEAVES_AFTER
from programme.rules.quarters import CalendarQuarter
from programme.staffing.page import quarters_of
from programme.staffing.reading import read_blocks
from programme.trends import page as trends
from programme.trends.page import QuarterRow
from programme.trends.words import quarter_name

from .asking import ReportAsk
from .parts import Cell, ReportPart, ReportTable

# So many quarters stand side by side on a page of paper.
QUARTERS_BESIDE = 4


def staffing_part(asked: ReportAsk) -> ReportPart | None:
    """Tell how many people the work takes and how many are here, by the last block of quarters."""
    told = read_blocks(asked.viewer, now=asked.now)
    ended = [one for one in quarters_of(told) if one.quarter.last <= asked.period.last]
    shown = ended[-QUARTERS_BESIDE:]
    if not shown:
        return None
    rows: tuple[tuple[Cell, ...], ...] = (
        (_("Needed"), *(one.found.needed for one in shown)),
        (pgettext("staffing", "Here"), *(one.found.here for one in shown)),
        (pgettext("staffing", "Short"), *(one.found.short for one in shown)),
    )
    about = _(
        "Worked out from the last block that ended in each quarter, in two digits; only where "
        "enough people sent their weeks."
    )
    table = ReportTable(
        _("Needed and here"), header(_("People"), [one.quarter for one in shown]), rows
    )
    return ReportPart("staffing", _("How many people the work takes"), about, tables=(table,))


def trends_part(asked: ReportAsk) -> ReportPart | None:
    """Tell each trend in the words of its page, the last quarters beside each other."""
    page = trends.read(asked.viewer, asked.day)
    shown = [one for one in reversed(page.rows) if one.last <= asked.period.last]
    shown = shown[-QUARTERS_BESIDE:]
    if not shown:
        return None
    rows = tuple(
        (str(measure.label), *(leaving_words(one, measure, at, asked.day) for one in shown))
        for at, measure in enumerate(page.measures)
    )
    quarters = [CalendarQuarter.of(one.first) for one in shown]
    about = _("Of the whole organisation. A quarter is counted once, six weeks after its end.")
    table = ReportTable(_("Quarter by quarter"), header(_("Trend"), quarters), rows)
    return ReportPart("trends", _("Trends"), about, tables=(table,))


def leaving_words(row: QuarterRow, measure: QuarterMeasure, at: int, day: date) -> str:
    """Write one figure of a quarter as it may leave the office: posts ninety days late."""
    if measure == QuarterMeasure.POSTS and row.last > day - LEAVES_AFTER:
        return str(WITHHELD)
    return row.words[at]


def header(first: str, quarters: Sequence[CalendarQuarter]) -> tuple[str, ...]:
    """Name the column of names, and those of quarters."""
    return (first, *(quarter_name(one) for one in quarters))
