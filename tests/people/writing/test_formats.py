"""How days, weeks and numbers are written."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from people.models import SpokenLanguage
from people.writing.formats import (
    day,
    in_quarters,
    long_number,
    moment,
    percent,
    plain_number,
    span,
    week_name,
    weekday_time,
    written_hours,
    written_points,
)
from tests.makers import WEEK, at

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "form", "expected"),
    [
        ("en", "j F Y", "24\u00a0November\u00a02026"),
        ("th", "j F Y", "24\u00a0พฤศจิกายน\u00a02569"),
        ("en", "l j F", "Tuesday 24\u00a0November"),
        ("th", "l j F", "วันอังคารที่ 24\u00a0พฤศจิกายน"),
        ("th", "j M Y", "24\u00a0พ.ย.\u00a02569"),
    ],
)
def test_a_day_in_the_readers_language_and_era(language, form, expected):
    with override(language):
        assert day(DAY, form) == expected


def test_a_moment_is_told_in_bangkok_time():
    with override("en"):
        assert moment(at("2026-11-23 08:05")) == "Monday 23\u00a0November, 08:05"
    with override("th"):
        assert moment(at("2026-11-23 08:05")) == "วันจันทร์ที่ 23\u00a0พฤศจิกายน เวลา\u00a008.05\u00a0น."


def test_a_week_is_named_and_spanned():
    with override("en"):
        assert (week_name(WEEK), span(WEEK)) == ("Week 47", "16–22\u00a0Nov\u00a02026")
        assert span(WEEK + 2) == "30\u00a0Nov–6\u00a0Dec\u00a02026"
        assert span(WEEK + 6) == "28\u00a0Dec\u00a02026–3\u00a0Jan\u00a02027"
    with override("th"):
        assert (week_name(WEEK), span(WEEK)) == ("สัปดาห์ที่ 47", "16–22\u00a0พ.ย.\u00a02569")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("26", "26.0"),
        ("3.35", "3.35"),
        ("0.525", "0.53"),
        ("17.3333", "17.33"),
        ("12.0000", "12.0"),
    ],
)
def test_points_have_one_decimal_and_a_second_only_when_needed(value, expected):
    assert written_points(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("128.0769", "128.1%"), ("100.04", "100.0%"), (None, "–")]
)
def test_a_load_has_one_decimal_and_nothing_is_a_dash(value, expected):
    assert percent(None if value is None else Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("40.0", "40"), ("7.50", "7.5"), ("100", "100"), (None, "–")]
)
def test_a_number_carries_no_idle_zeros(value, expected):
    assert plain_number(None if value is None else Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(3900, "3,900"), (Decimal("7.50"), "7.5"), (0, "0"), (999.5, "999.5")]
)
def test_a_long_number_has_its_thousands_apart(value, expected):
    assert long_number(value) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        ("0.1", "0"),
        ("0.125", "¼"),
        ("0.5", "½"),
        ("1.75", "1¾"),
        ("9.9", "10"),
        (22, "22"),
    ],
)
def test_a_number_is_written_to_the_nearest_quarter(value, written):
    assert in_quarters(Decimal(value)) == written


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "0 h"),
        (15, "¼ h"),
        (20, "20 min"),
        (60, "1 h"),
        (65, "1 h 5 min"),
        (555, "9¼ h"),
        (1320, "22 h"),
    ],
)
def test_minutes_are_written_as_hours(minutes, written):
    assert written_hours(minutes) == written


def test_a_monday_in_thai_is_a_day_and_no_language():
    with override("th"):
        names = [day(date(2026, 11, 23 + n), "D") for n in range(7)]
        assert names == ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."]
        assert SpokenLanguage.MON.label == "มอญ"
        assert weekday_time(at("2026-11-23 08:05")) == "จ. 08.05 น."
    assert weekday_time(at("2026-11-23 08:05")) == "Mon 08:05"
