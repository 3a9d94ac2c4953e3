"""Calendars: lines of 75 octets, moments in UTC, and nothing that says what it is about."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.weeks import BANGKOK
from training import ical
from training.ical import Event, escape, fold

NINE = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)


def unfold(octets):
    return octets.replace(b"\r\n ", b"").decode()


def test_thirty_thai_letters_take_two_lines():
    """42 letters are 102 octets: counted in letters, they would be left on one line."""
    line = "DESCRIPTION:" + "ก" * 30
    assert (len(line), len(line.encode())) == (42, 102)
    first, second = fold(line).removesuffix(b"\r\n").split(b"\r\n")
    assert len(first) <= 75
    assert first.decode() == "DESCRIPTION:" + "ก" * 21
    assert second.decode() == " " + "ก" * 9


@pytest.mark.parametrize(("octets", "lines"), [(75, 1), (76, 2), (149, 2), (150, 3)])
def test_a_line_is_broken_after_75_octets(octets, lines):
    assert fold("x" * octets).count(b"\r\n") == lines


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=300))
def test_no_line_is_long_no_letter_is_split_and_nothing_is_lost(text):
    octets = fold(text)
    pieces = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() is not None for piece in pieces)
    assert unfold(octets) == text + "\r\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("one\ntwo", "one\\ntwo"),
        ("one\r\ntwo", "one\\ntwo"),
        ("END:VCALENDAR", "END:VCALENDAR"),
    ],
)
def test_what_would_end_a_value_is_escaped(text, written):
    assert escape(text) == written


def test_an_event_is_written_in_utc_and_whole():
    event = Event("1@x.org", NINE, NINE + timedelta(hours=7), "อบรม", "https://x.org/a")
    written = ical.calendar([event], product="-//X//EN", stamp=datetime(2026, 1, 1, tzinfo=UTC))
    assert written.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//X//EN",
        "BEGIN:VEVENT",
        "UID:1@x.org",
        "DTSTAMP:20260101T000000Z",
        "DTSTART:20261120T020000Z",
        "DTEND:20261120T090000Z",
        "SUMMARY:อบรม",
        "DESCRIPTION:https://x.org/a",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    assert not re.search(rb"(?<!\r)\n", written)


def test_a_moment_without_a_zone_is_refused():
    event = Event("1", datetime(2026, 1, 1), NINE, "x")  # noqa: DTZ001 - the zone is what is missing
    with pytest.raises(ValueError, match="no time zone"):
        ical.calendar([event], product="x", stamp=NINE)
