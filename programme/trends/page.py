"""Compose the page of trends: two years of quarters, a picture and its words for each measure."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from people.models import Person
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules.quarters import CalendarQuarter

from . import pictures
from .pictures import Part
from .words import MEANS, PLACES, FigureRead, axis_names, quarter_name

# Two years.
QUARTERS = 8
FLAGGED = (
    QuarterMeasure.LOAD,
    QuarterMeasure.FLAGS,
    QuarterMeasure.FIRST_STEP,
    QuarterMeasure.FALL,
)
COUNTED = (QuarterMeasure.CERTIFICATES, QuarterMeasure.POSTS, QuarterMeasure.EVALUATIONS)
PARTS: dict[str, tuple[Part, ...]] = {
    QuarterMeasure.CERTIFICATES: (
        ("part-valid", False),
        ("part-due", False),
        ("part-expired", True),
    ),
    QuarterMeasure.POSTS: (("post-held", False), ("post-vacant", False)),
    QuarterMeasure.EVALUATIONS: (("band-high", False), ("band-mid", False), ("band-low", False)),
}


@dataclass(frozen=True)
class TrendRow:
    """One measure: what it means, a picture of its quarters, and the newest in words."""

    measure: QuarterMeasure
    means: str
    picture: SafeString
    newest: str


@dataclass(frozen=True)
class QuarterRow:
    """One quarter of the table: its name, and each measure in words."""

    name: str
    first: date
    last: date
    words: tuple[str, ...]


@dataclass(frozen=True)
class QuartersPage:
    """What the page shows; without a quarter, from when on there will be one."""

    flagged: tuple[TrendRow, ...]
    counted: tuple[TrendRow, ...]
    axis: SafeString
    rows: tuple[QuarterRow, ...]
    measures: tuple[QuarterMeasure, ...]
    next: CalendarQuarter


def read(viewer: Person, day: date) -> QuartersPage:
    """Read the last eight quarters that were counted; one statement.

    A quarter between them that was not counted is withheld: it says no more than that.
    """
    newest = CalendarQuarter.latest_counted(day)
    found = QuarterFigure.objects.visible_to(viewer)
    found = found.filter(quarter__gte=newest.back(QUARTERS - 1).first, quarter__lte=newest.first)
    rows = {(one.quarter, one.measure): one for one in found}
    quarters = quarters_between([first for first, _measure in rows])
    by_measure = {
        measure: [FigureRead.of(measure, rows.get((one.first, measure))) for one in quarters]
        for measure in (*FLAGGED, *COUNTED)
    }
    return QuartersPage(
        tuple(row_of(one, by_measure[one]) for one in FLAGGED) if quarters else (),
        tuple(row_of(one, by_measure[one]) for one in COUNTED) if quarters else (),
        pictures.quarter_axis(axis_names(quarters)),
        tuple(table_rows(quarters, by_measure)),
        (*FLAGGED, *COUNTED),
        newest.after,
    )


def quarters_between(kept: list[date]) -> list[CalendarQuarter]:
    """List all quarters from the first that was kept to the last, oldest first."""
    if not kept:
        return []
    found, last = [CalendarQuarter(min(kept))], CalendarQuarter(max(kept))
    while found[-1] < last:
        found.append(found[-1].after)
    return found


def row_of(measure: QuarterMeasure, figures: list[FigureRead]) -> TrendRow:
    """Draw one measure, and write its newest quarter."""
    newest = figures[-1].word
    label = f"{measure.label}: {newest}"
    return TrendRow(measure, str(MEANS[measure]), picture_of(measure, figures, label), newest)


def picture_of(measure: QuarterMeasure, figures: list[FigureRead], label: str) -> SafeString:
    """Draw a measure's quarters in the way of what it tells."""
    if measure == QuarterMeasure.LOAD:
        return pictures.block_bars([one.places for one in figures], label)
    if words := PLACES.get(measure):
        places = [one.place_in(words) for one in figures]
        return pictures.step_bars(places, len(words), label)
    return pictures.stacked_bars([one.counts for one in figures], PARTS[measure], label)


def table_rows(
    quarters: list[CalendarQuarter], by_measure: dict[QuarterMeasure, list[FigureRead]]
) -> list[QuarterRow]:
    """Write a row for each quarter, the newest first."""
    found = [
        QuarterRow(
            quarter_name(quarter),
            quarter.first,
            quarter.last,
            tuple(figures[at].word for figures in by_measure.values()),
        )
        for at, quarter in enumerate(quarters)
    ]
    return found[::-1]
