"""Quarters of a calendar year, and the blocks that end in each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.year_parts import DAY
from people.weeks import Block
from programme.rules.quarters import CalendarQuarter
from tests.makers import at

DAYS = st.dates(date(2024, 4, 1), date(2040, 1, 1))


@given(DAYS)
def test_every_day_has_one_quarter_and_it_is_counted_six_weeks_after_its_end(day):
    quarter = CalendarQuarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.after.first == quarter.last + DAY
    assert quarter.after.before == quarter.before.after == quarter
    assert quarter.counted_on == quarter.last + timedelta(weeks=6)
    assert CalendarQuarter.latest_counted(quarter.counted_on) == quarter
    assert CalendarQuarter.latest_counted(quarter.counted_on - DAY) == quarter.before


@given(DAYS)
def test_every_block_ends_in_one_quarter_and_is_frozen_before_that_is_counted(day):
    quarter = CalendarQuarter.of(day)
    assert len(quarter.blocks) in {3, 4}
    assert quarter.blocks[-1] + 1 == quarter.after.blocks[0]
    for block in quarter.blocks:
        assert quarter.first <= block.last.sunday <= quarter.last
        assert block.freezes.date() < quarter.counted_on


def test_the_third_quarter_of_2026_has_these_blocks_and_this_day():
    quarter = CalendarQuarter(date(2026, 7, 1))
    assert (quarter.number, quarter.last, quarter.counted_on) == (
        3,
        date(2026, 9, 30),
        date(2026, 11, 11),
    )
    assert [one.last.sunday for one in quarter.blocks] == [
        date(2026, 7, 26),
        date(2026, 8, 23),
        date(2026, 9, 20),
    ]
    assert Block(32) == quarter.blocks[0]
    assert quarter.back(2) == CalendarQuarter(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        ("2026-07-01 05:59", "2026-Q1"),
        ("2026-07-01 06:00", "2026-Q2"),
        ("2026-09-30 23:59", "2026-Q2"),
        ("2026-10-01 00:00", "2026-Q3"),
    ],
)
def test_a_quarter_is_frozen_when_it_is_over_and_the_last_of_its_blocks_is_frozen(moment, quarter):
    """The last block of the second quarter freezes on the Wednesday after its end."""
    assert str(CalendarQuarter.latest_frozen(at(moment))) == quarter


@pytest.mark.parametrize("first", [date(2026, 2, 1), date(2026, 7, 2)])
def test_no_quarter_begins_on_another_day(first):
    with pytest.raises(ValueError, match="No quarter begins"):
        CalendarQuarter(first)


@pytest.mark.parametrize("text", ["2026-Q1", "2026-Q4", "2027-Q1"])
def test_a_quarter_is_read_as_it_is_written(text):
    assert str(CalendarQuarter.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["2026-Q0", "2026-Q5", "26-Q1", "2026Q1", " 2026-Q1", "", "0000-Q1"]
)
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="quarter|year"):
        CalendarQuarter.parse(text)
