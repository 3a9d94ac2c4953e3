"""Calendars: lines of 75 octets, moments in UTC, and nothing that says what it is about."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from people.weeks import BANGKOK
from training.formats import icalendar
from training.formats.icalendar import CalendarEvent

NINE = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


def make_calendar(**changes):
    event = {"uid": "1@x.org", "starts": NINE, "ends": NINE + timedelta(hours=7), "title": "x"}
    return icalendar.calendar([CalendarEvent(**event | changes)], product="-//X//EN", stamp=NINE)


@given(TEXTS, TEXTS)
def test_no_line_is_long_no_letter_is_split_and_nothing_is_lost(title, description):
    octets = make_calendar(title=title, description=description)
    pieces = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() is not None for piece in pieces)
    [read] = Calendar.from_ical(octets).walk("VEVENT")
    assert str(read["summary"]) == title
    assert str(read.get("description", "")) == description


def test_what_would_end_a_value_is_escaped():
    octets = make_calendar(title="a;b,c\\d\r\nEND:VCALENDAR")
    assert octets.count(b"\r\nEND:VCALENDAR") == 1
    [read] = Calendar.from_ical(octets).walk("VEVENT")
    assert str(read["summary"]) == "a;b,c\\d\nEND:VCALENDAR"


def test_an_event_is_written_in_utc_and_whole():
    event = CalendarEvent("1@x.org", NINE, NINE + timedelta(hours=7), "อบรม", "https://x.org/a")
    written = icalendar.calendar(
        [event], product="-//X//EN", stamp=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert sorted(written.decode().split("\r\n")) == [
        "",
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "DESCRIPTION:https://x.org/a",
        "DTEND:20261120T090000Z",
        "DTSTAMP:20260101T000000Z",
        "DTSTART:20261120T020000Z",
        "END:VCALENDAR",
        "END:VEVENT",
        "PRODID:-//X//EN",
        "SUMMARY:อบรม",
        "UID:1@x.org",
        "VERSION:2.0",
    ]
    assert not re.search(rb"(?<!\r)\n", written)


def test_an_event_of_whole_days_ends_the_day_after_and_may_leave_them_free():
    octets = make_calendar(starts=date(2026, 12, 31), ends=date(2027, 1, 1), busy=False)
    for line in (b"DTSTART;VALUE=DATE:20261231", b"DTEND;VALUE=DATE:20270101"):
        assert line + b"\r\n" in octets
    assert b"TRANSP:TRANSPARENT\r\n" in octets


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 20), NINE),
        (NINE, date(2026, 11, 21)),
        (NINE, NINE),
    ],
)
def test_an_event_that_does_not_end_after_it_starts_is_refused(starts, ends):
    with pytest.raises(ValueError, match="does not end"):
        make_calendar(starts=starts, ends=ends)


def test_a_moment_without_a_zone_is_refused():
    event = CalendarEvent("1", datetime(2026, 1, 1), NINE, "x")  # noqa: DTZ001 - the zone is what is missing
    with pytest.raises(ValueError, match="no time zone"):
        icalendar.calendar([event], product="x", stamp=NINE)
