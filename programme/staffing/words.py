"""The sum, the hours and the posts in words: the same on the page, the sheet and the memo."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.weeks import Block
from people.writing.formats import (
    block_as_read,
    long_number,
    plain_number,
    whole_percent,
    written_points,
    year_as_read,
)
from people.writing.formats import day as written_day
from programme.rules.staffing import BLOCK_WEEKS, StaffingSum
from workload.units.words import LOAD

from .page import QuarterWork, StaffingPage, UnitWork


@dataclass(frozen=True)
class SumStep:
    """A step of the sum: what it is, how it is worked out, and what it comes to."""

    name: str
    working: str
    value: str


def headline(found: StaffingSum | None) -> str:
    """Say in one sentence how many people are missing."""
    if found is None:
        return _("How many people the work takes")
    if found.short:
        return ngettext(
            "About %(n)s person is missing", "About %(n)s people are missing", found.short
        ) % {"n": found.short}
    named = {"needed": found.needed, "here": found.here}
    return _("About %(needed)s are needed, and %(here)s are here") % named


def weeks_of_block(block: Block) -> str:
    """Name four weeks: weeks 43–46 of 2026; over a New Year each with its year."""
    named = block_as_read(block)
    if named["begins"] == named["year"]:
        return _("weeks %(first)s–%(last)s of %(year)s") % named
    return _("week %(first)s of %(begins)s to week %(last)s of %(year)s") % named


def sum_steps(found: StaffingSum) -> list[SumStep]:
    """Write the sum down, step by step, so that a reader can work it out again."""
    figures, terms = found.figures, found.terms
    return [
        SumStep(
            _("Work in a week"),
            _("%(people)s people × %(points)s points each")
            % {"people": plain_number(figures.people), "points": plain_number(figures.points)},
            thousands(found.work),
        ),
        SumStep(
            _("One person can carry"),
            _(
                "%(hours)s h × %(share)s = %(points)s; of %(days)s working days %(left)s are left "
                "after leave and holidays"
            )
            % {
                "hours": plain_number(figures.contract),
                "share": plain_number(terms.share),
                "points": written_points(found.at_most),
                "days": plain_number(terms.working_days),
                "left": plain_number(found.days_left),
            },
            written_points(found.carried),
        ),
    ]


def division(found: StaffingSum) -> str:
    """Write the last step: 1,100 ÷ 21.3."""
    return f"{thousands(found.work)} ÷ {written_points(found.carried)}"


def tried_name(found: StaffingSum) -> str:
    """Name what is tried in a sum."""
    tried = found.tried
    people = ngettext("%(n)s person more", "%(n)s people more", tried.people) % {"n": tried.people}
    weeks = ngettext("%(n)s court week more", "%(n)s court weeks more", tried.court_weeks) % {
        "n": tried.court_weeks
    }
    named = [people] * bool(tried.people) + [weeks] * bool(tried.court_weeks)
    return {0: _("Today"), 1: "".join(named), 2: _("Both")}[len(named)]


def court_working(found: StaffingSum) -> str:
    """Write what a court week adds: 1 × 60 cases × 0.6 points ÷ 4 weeks = 9 points a week."""
    tried = found.tried
    return _(
        "court weeks %(weeks)s × cases %(cases)s × points %(more)s ÷ weeks %(block)s = %(points)s"
    ) % {
        "weeks": tried.court_weeks,
        "cases": tried.court_cases,
        "more": plain_number(found.terms.court),
        "block": BLOCK_WEEKS,
        "points": written_points(found.court_points),
    }


def quarter_code(one: QuarterWork) -> str:
    """Name a quarter: Q4 2026."""
    at = one.quarter
    return _("Q%(quarter)s %(year)s") % {"quarter": at.number, "year": year_as_read(at.first)}


def quarter_short(one: QuarterWork, *, first: bool) -> str:
    """Name a quarter under its bar: Q4, and with its year where one begins."""
    at = one.quarter
    if first or at.number == 1:
        year = year_as_read(at.first) % 100
        return _("Q%(quarter)s %(year)02d") % {"quarter": at.number, "year": year}
    return _("Q%(quarter)s") % {"quarter": at.number}


def load_in_words(one: UnitWork) -> str:
    """Say the load of a unit: a figure, a band, or that it is withheld."""
    if one.found and (load := one.told and one.told.figure("load")):
        return whole_percent(load)
    return str(LOAD[one.band][1]) if one.band else ""


def thousands(value: Decimal | int) -> str:
    """Write a number with its thousands apart: 3,369.6."""
    return long_number(Decimal(value).quantize(Decimal("0.1")))


def behind_lines(page: StaffingPage) -> Iterator[tuple[str, str, str]]:
    """Say what stands behind the sum: its name, its figure, and a word beside it."""
    hours = page.behind
    if hours.beyond is not None:
        beside = _("in four weeks")
        if hours.people:
            beside = _("in four weeks; full-time posts that it takes: %(n)s") % {
                "n": plain_number(hours.people)
            }
        yield _("Hours beyond the contract"), _("%(n)s h") % {"n": thousands(hours.beyond)}, beside
    if hours.lieu is not None:
        beside = _("given back and not taken yet")
        yield _("Time off owed"), _("%(n)s h") % {"n": thousands(hours.lieu)}, beside
    if hours.raising is not None:
        beside = _("a week, of each who logged it")
        yield (
            _("Raising money and reporting"),
            _("%(n)s h") % {"n": plain_number(hours.raising)},
            beside,
        )
    if (left := page.told.turnover) and left.size:
        named = _("several named: %(reasons)s") % {"reasons": ", ".join(left.named)}
        beside = _("of %(all)s in half a year") % {"all": left.out_of_read}
        yield _("People who left"), left.size_read, f"{beside}, {named}" if left.named else beside
    if posts := page.told.vacancies:
        beside = _("of %(all)s posts on %(day)s") % {
            "all": posts.posts,
            "day": written_day(posts.day),
        }
        if posts.months:
            longest = ngettext(
                "the longest for %(n)s month", "the longest for %(n)s months", posts.months
            ) % {"n": posts.months}
            beside = f"{beside}, {longest}"
        yield _("Posts vacant"), str(posts.vacant), beside


def withheld_line(page: StaffingPage) -> str:
    """Say once how many units are withheld; '' where none is."""
    if not page.withheld:
        return ""
    return ngettext(
        "%(n)s of %(units)s units is withheld: too few people, or a smaller group could be "
        "worked out.",
        "%(n)s of %(units)s units are withheld: too few people, or a smaller group could be "
        "worked out.",
        page.withheld,
    ) % {"n": page.withheld, "units": page.units}
