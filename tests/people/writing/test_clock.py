"""Times of day as they are thought: read, asked about, or refused."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from people.writing.clock import ClockField

HALF_PAST_EIGHT = time(8, 30)


@pytest.mark.parametrize(
    "typed",
    [
        "0830",
        "830",
        "8.30",
        "8:30",
        "08.30",
        "08:30 น.",
        "08.30 น.",
        "๐๘๓๐",
        "๘.๓๐ น.",
        " 0830 ",
        "8.30น",
    ],
)
def test_half_past_eight_is_read_however_it_is_typed(typed):
    assert ClockField().clean(typed) == HALF_PAST_EIGHT


@pytest.mark.parametrize(
    ("typed", "found"),
    [("8", time(8)), ("0", time(0)), ("0000", time(0)), ("2359", time(23, 59)), ("24", time(0))],
)
def test_whole_hours_and_the_edges_of_a_day_are_read(typed, found):
    assert ClockField().clean(typed) == found


def test_twenty_four_hundred_is_midnight():
    assert ClockField().clean("24:00") == ClockField().clean("2400") == time(0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8:3", "08:30"),
        ("083", "08:30"),
        ("8,30", "08:30"),
        ("8-30", "08:30"),
        ("8 30", "08:30"),
        ("8h30", "08:30"),
        ("0830 am", "08:30"),
        ("8.30 pm", "20:30"),
        ("๘,๓๐", "08:30"),
    ],
)
def test_what_is_nearly_a_time_is_asked_about(typed, meant):
    with pytest.raises(ValidationError, match=f"Did you mean {meant}"):
        ClockField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["25:00", "24:01", "8:75", "860", "early", "-1", "12345", "1.2.3", "²", "8" * 5000]
)
def test_nonsense_is_refused(typed):
    with pytest.raises(ValidationError, match="Please write a time like 08:30"):
        ClockField().clean(typed)


def test_a_time_that_may_be_left_out_is_none():
    assert ClockField(required=False).clean("") is None
