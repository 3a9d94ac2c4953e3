from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from people.rules.typed_days import common_year, parse_day
from people.weeks import Block, Week, months_before, today
from people.writing.formats import day as written_day
from tests.makers import at

WEEK_47 = Week(date(2026, 11, 16))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-18 23:59", None),  # Wednesday: week 46 is closed, 47 not yet open
        ("2026-11-19 00:00", WEEK_47),  # Thursday
        ("2026-11-22 23:59", WEEK_47),  # Sunday
        ("2026-11-24 23:59", WEEK_47),  # the Tuesday after
        ("2026-11-25 00:00", None),
        ("2026-11-26 00:00", WEEK_47 + 1),
    ],
)
def test_a_week_is_open_from_its_thursday_to_the_tuesday_after(now, expected):
    assert Week.open_at(at(now)) == expected


def test_on_a_wednesday_people_speak_of_the_week_that_closed():
    assert Week.latest(at("2026-11-25 12:00")) == WEEK_47
    assert Week.latest(at("2026-11-19 00:00")) == WEEK_47


def test_a_week_ends_on_its_sunday_and_can_be_sent_up_to_the_tuesday_after():
    assert (WEEK_47.sunday, WEEK_47.last_day) == (date(2026, 11, 22), date(2026, 11, 24))
    with pytest.raises(ValueError, match="not a Monday"):
        Week(date(2026, 11, 17))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
    ],
)
def test_some_months_before_is_the_same_day_or_the_last_of_a_shorter_month(day, months, before):
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2024, 2, 29), 2024, 9),
        (date(2026, 8, 2), 2026, 31),
        (date(2026, 9, 30), 2026, 40),
        (date(2026, 10, 1), 2026, 40),
        (date(2026, 12, 28), 2026, 53),
        (date(2027, 1, 1), 2026, 53),
        (date(2027, 1, 4), 2027, 1),
    ],
)
def test_the_iso_week_of_a_day(day, year, number):
    assert (Week.of(day).year, Week.of(day).number) == (year, number)


def test_monday_half_past_midnight_in_bangkok_is_already_monday():
    assert today(at("2026-11-23 00:30")) == date(2026, 11, 23)


def test_weeks_43_to_46_are_one_block():
    blocks = {n: Week(date.fromisocalendar(2026, n, 1)).block for n in range(42, 48)}
    assert blocks[43] == blocks[44] == blocks[45] == blocks[46] == blocks[42] + 1 == blocks[47] - 1
    assert Week(date(2024, 1, 15)).block == 0


def test_a_block_knows_its_weeks_and_freezes_on_the_wednesday_after_them_at_six():
    block = Block(Week(date(2026, 11, 9)).block)
    assert str(block) == "2026-W43/2026-W46"
    assert block.freezes == at("2026-11-18 06:00")
    assert (block - 1).last + 1 == block.first
    assert block < block + 1


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        ("2026-11-18 05:59", "2026-W39/2026-W42"),
        ("2026-11-18 06:00", "2026-W43/2026-W46"),
        ("2026-12-16 05:59", "2026-W43/2026-W46"),
        # 2026 has a week 53.
        ("2027-01-13 06:00", "2026-W51/2027-W01"),
    ],
)
def test_the_newest_block_is_the_one_that_was_frozen_last(now, newest):
    assert str(Block.latest(at(now))) == newest


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "24/11/2026", "24/11/2569", "2569-11-24", "๒๔/๑๑/๒๕๖๙"]
)
def test_a_day_may_be_typed_in_either_era(typed):
    assert parse_day(typed) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "24-11-2569",
        "24-11-2026",
        "24.11.2569",
        "24 11 2569",
        "2569/11/24",
        "24 พ.ย. 2569",
        "24 พ.ย.2569",
        "24พย2569",
        "24 พฤศจิกายน 2569",
        "24 พฤศจิกายน พ.ศ. 2569",
        "24 พฤศจิกายน ค.ศ. 2026",
        "24 พฤศจิกา 2569",
        "๒๔ พฤศจิกายน ๒๕๖๙",
        "24\u00a0พ.ย.\u00a02569",
        "24 Nov 2026",
        "24-Nov-2026",
        "24 november 2569",
        "24 November, 2026",
        "Nov. 24, 2026",
        "November 24 2026",
    ],
)
def test_a_day_may_be_typed_with_its_month_in_words(typed):
    assert parse_day(typed) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "24/11/69",  # 2569 or 1969
        "24 พ.ศ. 2569",
        "24 Noa 2026",
        "24 พฤศจิกายน พ.ศ. 2026",
        "24 พฤศจิกายน ค.ศ. 2569",
        "31 พ.ย. 2569",
        "พ.ย. 2569",
        "24 Nov",
        "٢٤/١١/٢٠٢٦",
        "24 " + "พ" * 5000,
    ],
)
def test_what_may_mean_another_day_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_day(typed)


def test_29_february_is_judged_by_the_common_era():
    assert parse_day("29/02/2567") == date(2024, 2, 29)
    with pytest.raises(ValueError, match="day"):
        parse_day("29/02/2568")


@pytest.mark.parametrize(
    ("typed", "year"), [(1900, 1900), (2200, 2200), (2400, 1857), (2743, 2200)]
)
def test_a_year_at_the_edge_of_its_era_is_of_it(typed, year):
    assert common_year(typed) == year


@pytest.mark.parametrize("year", [1899, 2201, 2399, 2744])
def test_a_year_that_fits_no_era_is_refused(year):
    with pytest.raises(ValueError, match="no year"):
        common_year(year)


@pytest.mark.parametrize("typed", ["2026-W54", "2026-47", "week 47", "47/2026", ""])
def test_what_is_no_week_is_refused(typed):
    with pytest.raises(ValueError, match="week"):
        Week.parse(typed)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_day_survives_being_written_in_the_buddhist_era(day):
    assert parse_day(f"{day.day}/{day.month}/{day.year + 543}") == day


@pytest.mark.parametrize("form", ["j F Y", "j M Y"])
@pytest.mark.parametrize("language", ["en", "th"])
@given(day=st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_day_that_is_copied_from_a_page_is_read(day, language, form):
    with override(language):
        assert parse_day(written_day(day, form)) == day


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_week_survives_being_written(day):
    week = Week.of(day)
    assert Week.parse(str(week)) == week
    assert week.monday <= day <= week.sunday
