"""On which days an organisation rests: oracles were read from a printed calendar."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.calendar import NamedSpan, RestCalendar, TypedDay, follows_as, moon_is_known
from people.rules.public_days import KNOWN_UNTIL, public_days
from people.rules.typed_days import parse_day
from people.weeks import Week, WorkingDays

NGO = RestCalendar(follows=True)
WEEKDAYS = WorkingDays(calendar=NGO)


def rests(text, calendar=NGO, a_week=5):
    days = WorkingDays(a_week, calendar).rests_in(Week.parse(text))
    return [f"{one.day:%a %d %b}" for one in days]


@pytest.mark.parametrize(
    ("week", "found"),
    [
        # Songkran 2027 lies from Tuesday to Thursday.
        ("2027-W15", ["Tue 13 Apr", "Wed 14 Apr", "Thu 15 Apr"]),
        # 2026 has a week 53, and New Year lies in it: 28 December to 3 January.
        ("2026-W53", ["Thu 31 Dec", "Fri 01 Jan"]),
        # Songkran 2030 begins on a Saturday: one substitution day, on Tuesday.
        ("2030-W15", ["Mon 08 Apr"]),  # Chakri Day was the Saturday before
        ("2030-W16", ["Mon 15 Apr", "Tue 16 Apr"]),
        # 5 December 2026 is a Saturday; Constitution Day is a Thursday.
        ("2026-W50", ["Mon 07 Dec", "Thu 10 Dec"]),
        # Visakha Bucha 2026 is a Sunday; Queen Suthida's birthday the Wednesday after.
        ("2026-W23", ["Mon 01 Jun", "Wed 03 Jun"]),
        # Asarnha Bucha and Lent of 2026, beside the King's birthday.
        ("2026-W31", ["Tue 28 Jul", "Wed 29 Jul", "Thu 30 Jul"]),
        ("2026-W47", []),
    ],
)
def test_the_rests_of_a_week_are_those_of_a_printed_calendar(week, found):
    assert rests(week) == found


@pytest.mark.parametrize(
    ("year", "makha", "visakha", "asarnha"),
    [
        (2024, "24/2/2567", "22/5/2567", "20/7/2567"),
        (2025, "12/2/2568", "11/5/2568", "10/7/2568"),
        (2026, "3/3/2569", "31/5/2569", "29/7/2569"),
        (2027, "21/2/2570", "20/5/2570", "18/7/2570"),
    ],
)
def test_days_of_the_moon_are_those_of_the_announced_calendars(year, makha, visakha, asarnha):
    found = {one.en: one.day for one in public_days(year)}
    days = (found["Makha Bucha"], found["Visakha Bucha"], found["Asarnha Bucha"])
    assert days == tuple(map(parse_day, (makha, visakha, asarnha)))


def test_each_day_has_its_name_in_both_languages_and_a_doubled_name_once():
    songkran = next(one for one in public_days(2027) if one.day == date(2027, 4, 13))
    assert songkran.name == {"en": "Songkran Festival", "th": "วันสงกรานต์"}
    for one in public_days(2027):
        assert one.en
        assert one.th
        parts = one.en.split(", ")
        assert len(parts) == len(set(parts))


def test_who_does_not_rest_on_holidays_works_on_all_of_them():
    police = RestCalendar()
    assert rests("2027-W15", police) == []
    assert WorkingDays(calendar=police).after(date(2027, 4, 12), 3) == date(2027, 4, 15)
    assert WEEKDAYS.after(date(2027, 4, 12), 3) == date(2027, 4, 20)


def test_only_a_ministry_rests_where_only_offices_rest():
    ploughing = date(2026, 5, 13)
    assert not NGO.rests(ploughing)
    assert RestCalendar(follows=True, offices=True).rests(ploughing)
    assert not RestCalendar(offices=True).rests(ploughing)


def test_what_was_typed_goes_before_the_country():
    typed = (
        TypedDay(date(2027, 4, 13), {"en": "We work"}, rests=False),
        TypedDay(date(2027, 4, 16), {"en": "Founder's day"}),
    )
    ours = RestCalendar(follows=True, typed=typed)
    assert rests("2027-W15", ours) == ["Wed 14 Apr", "Thu 15 Apr", "Fri 16 Apr"]
    assert rests("2027-W15", RestCalendar(typed=typed)) == ["Fri 16 Apr"]
    assert ours.rest_on(date(2027, 4, 16)).name == {"en": "Founder's day"}


def test_a_leap_day_and_a_day_of_the_weekend_that_was_typed():
    typed = (
        TypedDay(parse_day("29/2/2571"), {"en": "Leap"}),
        TypedDay(date(2027, 4, 17), {"en": "S"}),
    )
    ours = RestCalendar(typed=typed)
    assert rests("2028-W09", ours) == ["Tue 29 Feb"]
    assert rests("2027-W15", ours) == []
    assert rests("2027-W15", ours, a_week=6) == ["Sat 17 Apr"]


def test_a_span_over_the_years_end_lies_in_both_years_and_one_that_ends_first_is_none():
    recess = NamedSpan(date(2026, 12, 20), date(2027, 1, 5), {"en": "Recess"}, "recess")
    ours = RestCalendar(spans=(recess,))
    for first, last, n in [
        (date(2026, 12, 31), date(2026, 12, 31), 1),
        (date(2027, 1, 5), date(2027, 12, 31), 1),
        (date(2027, 1, 6), date(2027, 1, 31), 0),
        (date(2026, 12, 1), date(2026, 12, 19), 0),
        (date(2026, 12, 1), date(2026, 12, 20), 1),
    ]:
        assert len(ours.spans_between(first, last)) == n
    day = date(2026, 12, 20)
    assert NamedSpan(day, day, {}).meets(day, day)
    with pytest.raises(ValueError, match="before it begins"):
        NamedSpan(date(2027, 1, 5), date(2026, 12, 20), {})
    assert not ours.rests(date(2026, 12, 22))


def test_after_the_last_known_year_the_days_with_a_fixed_date_are_left():
    assert moon_is_known(KNOWN_UNTIL)
    assert not moon_is_known(KNOWN_UNTIL + 1)
    late = {(one.day.month, one.day.day) for one in public_days(KNOWN_UNTIL + 4)}
    assert {(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 1), (12, 10), (12, 31)} <= late
    names = " ".join(one.en for one in public_days(KNOWN_UNTIL + 4))
    assert "Bucha" not in names
    assert "lieu" not in names
    assert "Children" not in names


@pytest.mark.parametrize("kind", ["ngo", "police", "shelter", "ministry"])
def test_a_choice_goes_before_what_is_usual_for_a_kind(kind):
    assert follows_as(kind, None) is (kind in {"ngo", "ministry"})
    assert follows_as(kind, True) is True
    assert follows_as(kind, False) is False


DAYS = st.dates(date(2020, 1, 1), date(2120, 12, 31))
TYPED = st.lists(st.tuples(DAYS, st.booleans()), max_size=6, unique_by=lambda one: one[0])


@given(DAYS, st.integers(0, 12), st.booleans(), TYPED, st.integers(1, 7))
def test_counting_ends_on_a_working_day_after_so_many_of_them(day, count, follows, typed, a_week):
    ours = tuple(TypedDay(one, {}, rests) for one, rests in typed)
    days = WorkingDays(a_week, RestCalendar(follows, typed=ours))
    end = days.after(day, count)
    assert len(days.between(day + timedelta(days=1), end)) == count
    assert end == day or days.has(end)


@given(DAYS, st.booleans(), TYPED, st.integers(1, 7))
def test_a_week_is_its_working_days_and_the_rests_that_take_one(day, follows, typed, a_week):
    ours = tuple(TypedDay(one, {}, rests) for one, rests in typed)
    week, days = Week.of(day), WorkingDays(a_week, RestCalendar(follows, typed=ours))
    assert len(days.rests_in(week)) + len(days.between(week.monday, week.sunday)) == a_week


@pytest.mark.process
def test_the_library_is_loaded_by_what_asks_for_a_day_and_not_before():
    said = "import sys, people.weeks; print('holidays' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)  # noqa: S603
    assert ran.stdout.split() == [b"False"]
