"""What a report tells by quarters: as the pages tell it, and nothing after its period."""

from programme.models import QuarterMeasure
from programme.rules.periods import ReportPeriod
from programme.rules.staffing import NOTHING_TRIED
from programme.staffing.page import read_page
from programme.trends import page as trends
from tests.makers import NOW
from tests.programme.conftest import again
from tests.programme.staffing.test_page import told as tell_staffing
from tests.programme.trends.test_page import THIRD, TODAY, keep

from .conftest import QUARTER
from .test_content import told

SECOND = ReportPeriod.parse("quarter-2026-2")


def test_trends_are_in_the_words_of_the_page(saphan, anan, friday):
    keep(saphan, THIRD.before, withheld=[QuarterMeasure.FLAGS])
    keep(saphan, THIRD)
    page = trends.read(again(anan), TODAY)
    [table] = told(anan, "trends").tables
    assert table.header == ("Trend", "Quarter 2, 2026", "Quarter 3, 2026")
    posts = page.measures.index(QuarterMeasure.POSTS)
    newest = [row[-1] for row in table.rows]
    assert newest[:posts] + newest[posts + 1 :] == [
        *page.rows[0].words[:posts],
        *page.rows[0].words[posts + 1 :],
    ]
    # How posts are covered leaves the office ninety days late.
    assert (newest[posts], table.rows[posts][1]) == ("Withheld", page.rows[1].words[posts])
    flags = page.measures.index(QuarterMeasure.FLAGS)
    assert table.rows[flags][1] == page.rows[1].words[flags] == "Withheld"


def test_a_report_tells_no_quarter_after_its_period(saphan, office, anan, friday):
    keep(saphan, THIRD)
    tell_staffing(office, QUARTER.blocks[-1])
    assert told(anan, "trends", SECOND) is None
    assert told(anan, "staffing", SECOND) is None
    assert told(anan, "trends").tables[0].header[1:] == ("Quarter 3, 2026",)


def test_the_people_that_are_needed_are_those_of_the_page(office, anan, friday):
    tell_staffing(office, QUARTER.blocks[-1])
    tell_staffing(office, SECOND.blocks[-1], people="40")
    page = read_page(again(anan), NOTHING_TRIED, now=NOW)
    [table] = told(anan, "staffing").tables
    assert table.header == ("People", "Quarter 2, 2026", "Quarter 3, 2026")
    needed, here, short = (row[1:] for row in table.rows)
    assert needed == tuple(one.found.needed for one in page.quarters)
    assert (here, short) == (
        tuple(one.found.here for one in page.quarters),
        tuple(one.found.short for one in page.quarters),
    )
