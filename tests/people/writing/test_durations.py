"""How long something took, read as people type it; what may be two things is asked about."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from people.writing.durations import (
    MINUTES,
    DurationField,
    parse_duration,
    typed_duration,
)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("0", 0),
        ("2", 120),
        ("1:30", 90),
        ("1:30 h", 90),
        ("01:05", 65),
        ("0:45", 45),
        ("1.5", 90),
        ("1,5", 90),
        ("1.25", 75),
        ("1.50", 90),
        ("2.75", 165),
        ("1.80", 108),
        (".5", 30),
        ("0.1", 6),
        ("1½", 90),
        ("1 ½", 90),
        ("½", 30),
        ("¼ h", 15),
        ("1 h", 60),
        ("1h30", 90),
        ("1 h 30", 90),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1 hour 5 minutes", 65),
        ("90 min", 90),
        ("๑:๓๐", 90),
        ("๑.๕", 90),
        ("๑ ชม. ๓๐ นาที", 90),
        ("1 ชั่วโมง 15 นาที", 75),
        ("2 ชม", 120),
        ("๔๕ นาที", 45),
        (" 4 ", 240),
    ],
)
def test_it_is_read_as_it_is_typed(typed, minutes):
    assert parse_duration(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "h",
        "1:60",
        "1:5",
        "1.30",
        "1.33",
        "1.5 h 30",
        "1 h 60",
        "x",
        "1e3",
        "1:30:00",
        "²",
        "-1",
    ],
)
def test_what_is_no_time_or_may_be_two_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        parse_duration(typed)


@pytest.mark.parametrize(("typed", "minutes"), [("20", 20), ("0:20", 20), ("½ h", 30), ("๒๐", 20)])
def test_a_number_alone_is_minutes_where_a_field_says_so(typed, minutes):
    assert parse_duration(typed, MINUTES) == minutes


@pytest.mark.parametrize(
    ("minutes", "typed"), [(0, "0"), (45, "0:45"), (60, "1"), (90, "1:30"), (65, "1:05")]
)
def test_it_is_written_as_people_type_it(minutes, typed):
    assert typed_duration(minutes) == typed


@given(st.integers(0, 999 * 60))
def test_what_is_written_is_read_again(minutes):
    assert parse_duration(typed_duration(minutes)) == minutes


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_refused(text):
    with contextlib.suppress(ValueError):
        assert parse_duration(text) >= 0


def said(typed: str) -> str:
    field = DurationField(required=False, at_most=1440, too_long="A day has 24 hours.")
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.30", "Did you mean 1:30?"),
        ("0.45", "Did you mean 0:45?"),
        ("some", "Please write hours like 1:30 or 1.5."),
        ("-5", "This cannot be below 0."),
        ("24:01", "A day has 24 hours."),
        ("90", "A day has 24 hours. Did you mean 1:30?"),
        ("๙๐", "A day has 24 hours. Did you mean 1:30?"),
        ("1441", "A day has 24 hours."),
        ("9" * 50, "Please write hours like 1:30 or 1.5."),
    ],
)
def test_a_refusal_asks_what_may_be_meant(typed, sentence):
    with override("en"):
        assert said(typed) == sentence


def test_an_empty_field_stays_empty():
    assert DurationField(required=False).clean(" ") is None
    assert DurationField(required=False).clean("0") == 0
