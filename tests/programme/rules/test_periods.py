"""A report's period: whole blocks, each in one period of a kind, whatever the calendar does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.weeks import FIRST_BLOCK, Block, Week, today
from programme.rules.periods import PeriodKind, ReportPeriod

LONG = [PeriodKind.QUARTER, PeriodKind.FISCAL, PeriodKind.YEAR]
DAYS = st.dates(FIRST_BLOCK, date(2150, 1, 1))
BLOCKS = st.integers(0, 1600).map(Block)


@given(BLOCKS, st.sampled_from(PeriodKind))
def test_each_block_is_in_exactly_one_period_of_a_kind(block, kind):
    found = ReportPeriod.of(kind, block.last.sunday)
    assert block in found.blocks
    assert block not in found.before.blocks + found.after.blocks


@given(DAYS, st.sampled_from(PeriodKind))
def test_periods_of_a_kind_follow_each_other_without_a_gap(day, kind):
    found = ReportPeriod.of(kind, day)
    assert found.first <= day <= found.last
    assert found.after.first - found.last == timedelta(days=1)
    assert found.before.last < found.first
    assert found.blocks[-1] + 1 == found.after.blocks[0]
    assert list(found.blocks) == sorted(found.blocks)


@given(DAYS)
def test_a_year_is_its_four_quarters(day):
    for kind in (PeriodKind.YEAR, PeriodKind.FISCAL):
        year = ReportPeriod.of(kind, day)
        quarters = [ReportPeriod.of(PeriodKind.QUARTER, year.first)]
        for _more in range(3):
            quarters.append(quarters[-1].after)
        assert (quarters[0].first, quarters[-1].last) == (year.first, year.last)
        assert sum((one.blocks for one in quarters), ()) == year.blocks
        assert len(year.blocks) in {13, 14}


@given(DAYS, st.sampled_from(PeriodKind))
def test_a_period_is_written_as_it_is_read(day, kind):
    found = ReportPeriod.of(kind, day)
    assert ReportPeriod.parse(found.code) == found


@given(DAYS, st.sampled_from(PeriodKind))
def test_a_period_is_told_once_it_is_over_and_everything_of_it_is_frozen(day, kind):
    found = ReportPeriod.of(kind, day)
    assert found.told_from > found.last
    assert all(today(one.freezes) < found.told_from for one in found.blocks)
    assert ReportPeriod.latest(kind, found.told_from) == found
    assert ReportPeriod.latest(kind, found.told_from - timedelta(days=1)) == found.before


@pytest.mark.parametrize(
    "text",
    ["", "month-2026", "quarter-2026", "quarter-2026-5", "year-2026-1", "year-2569", "year-0"]
    + ["block--1", "block-9999", "fiscal-2026 ", "fiscal-1999", "year-２０２６", "block-36-1"],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match="period|reach"):
        ReportPeriod.parse(text)


def test_the_first_block_and_the_last_year_are_periods_and_the_next_are_not():
    assert ReportPeriod.parse("block-0").first == FIRST_BLOCK
    assert ReportPeriod.parse("year-2200").last == date(2200, 12, 31)
    for text in ("year-2201", "year-2023", "quarter-2023-4"):
        with pytest.raises(ValueError, match="reach"):
            ReportPeriod.parse(text)


def test_the_thai_fiscal_year_2569_is_october_2025_to_september_2026():
    found = ReportPeriod.parse("fiscal-2026")
    assert (found.first, found.last) == (date(2025, 10, 1), date(2026, 9, 30))
    assert ReportPeriod.of(PeriodKind.FISCAL, date(2026, 10, 1)) == found.after


def test_week_53_of_2026_lies_in_a_block_that_ends_in_the_year_after():
    week = Week(date.fromisocalendar(2026, 53, 1))
    assert str(week) == "2026-W53"
    block = Block(week.block)
    for kind in LONG:
        assert ReportPeriod.of(kind, block.last.sunday).last >= block.last.sunday
    assert ReportPeriod.of(PeriodKind.YEAR, block.last.sunday).number == block.last.sunday.year


def test_a_block_that_ends_on_the_last_day_is_in_and_one_that_ends_a_day_later_is_not():
    day = date(2024, 3, 31)  # a Sunday
    [last] = [one for one in map(Block, range(5)) if day - timedelta(27) <= one.last.sunday <= day]
    quarter = ReportPeriod.parse("quarter-2024-1")
    assert quarter.blocks[-1] == last
    assert quarter.after.blocks[0] == last + 1
