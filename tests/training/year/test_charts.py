"""The pictures of a year of training: their frames, from literals, and what is drawn of them."""

import math
import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from people.writing import charts
from training.models import CertificateType
from training.year import charts as year_charts
from training.year.actions import Month, Year, YearLine
from training.year.year_end import HeldAtYearEnd

FIRST = date(2026, 10, 1)
OCTOBER = (FIRST, Decimal("9.5"), Decimal(6), 3, 1)
NOVEMBER = (date(2026, 11, 1), Decimal(0), Decimal(12), 0, 0)
LONG = "การสัมภาษณ์เด็กเชิงนิติวิทยาศาสตร์สำหรับผู้ที่ทำงานกับล่ามในห้องสัมภาษณ์"


def year(*, held=True) -> Year:
    """October with something in it and November with nothing, and two certificates."""
    kinds = [
        CertificateType(name={"en": "First aid", "th": LONG}),
        CertificateType(name={"en": "Law"}),
    ]
    return Year(
        name=2027,
        first=FIRST,
        last=date(2027, 9, 30),
        told_on=date(2026, 11, 20),
        months=[
            Month(
                FIRST, YearLine(hours=Decimal(9), issued=3, lapsed=1), YearLine(hours=Decimal(6))
            ),
            Month(date(2026, 11, 1), YearLine(), YearLine(hours=Decimal(12))),
        ],
        courses=[],
        held=[
            (kinds[0], HeldAtYearEnd(4, 3), HeldAtYearEnd(4, 1)),
            (kinds[1], HeldAtYearEnd(2, 1), HeldAtYearEnd()),
        ]
        if held
        else [],
    )


def test_months_are_put_in_their_places_and_those_to_come_are_empty():
    found = year_charts.month_frame([OCTOBER, NOVEMBER], FIRST)
    assert list(found.index) == [date(2026, m, 1) for m in (10, 11, 12)] + [
        date(2027, m, 1) for m in range(1, 10)
    ]
    assert found.iloc[0].to_dict() == {"hours": 9.5, "before": 6.0, "issued": 3.0, "lapsed": 1.0}
    assert found.iloc[1].to_dict() == {"hours": 0.0, "before": 12.0, "issued": 0.0, "lapsed": 0.0}
    assert found.iloc[2:].isna().all().all()


def test_no_month_at_all_leaves_twelve_places():
    found = year_charts.month_frame([], FIRST)
    assert (len(found), found.isna().all().all()) == (12, True)


def test_a_share_of_nobody_is_empty():
    found = year_charts.held_frame([("C", 20.0, 50.0), ("A", 80.0, None), ("B", None, None)])
    assert found["name"].tolist() == ["C", "A", "B"]
    assert found["now"].tolist()[:2] == [20.0, 80.0]
    assert math.isnan(found["now"].iloc[2])
    assert found["before"].iloc[0] == 50.0


def test_the_rows_of_a_frame_hold_counts_and_names_of_certificates_only():
    assert year_charts.month_rows(year())[0] == (FIRST, 9, 6, 3, 1)
    assert year_charts.held_rows(year()) == [("First aid", 75.0, 25.0), ("Law", 50.0, None)]


@pytest.mark.parametrize(
    "draw", [year_charts.hours, year_charts.certificates, year_charts.coverage]
)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_picture_is_drawn_for_either_theme_and_width(draw, theme, narrow):
    drawn = draw(year(), theme=theme, narrow=narrow).decode()
    assert drawn.startswith("<?xml")
    assert 'width="302.4pt"' in drawn if narrow else 'width="518.4pt"' in drawn
    assert charts.THEMES[theme][3] in drawn


def texts(drawn: bytes) -> list[str]:
    """The letters of a picture: a browser writes them, so that Thai is shaped right."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn.decode())


def test_months_and_names_are_written_in_the_readers_language():
    assert "Oct" in texts(year_charts.hours(year(), theme="light", narrow=False))
    with override("th"):
        assert "ต.ค." in texts(year_charts.hours(year(), theme="light", narrow=False))
        names = texts(year_charts.coverage(year(), theme="light", narrow=True))
    assert [one for one in names if one.endswith("…")] == [year_charts.shortened(LONG, 32)]


def test_a_phone_shows_every_other_month():
    wide, narrow = (
        texts(year_charts.hours(year(), theme="light", narrow=n)) for n in (False, True)
    )
    assert [one for one in wide if one.isalpha()][:3] == ["Oct", "Nov", "Dec"]
    assert [one for one in narrow if one.isalpha()][:3] == ["Oct", "Dec", "Feb"]


def test_a_machine_that_cannot_write_thai_writes_numbers(monkeypatch):
    monkeypatch.setitem(charts.FONTS, "th", ("No Such Font",))
    with override("th"):
        drawn = year_charts.hours(year(), theme="light", narrow=False)
        names = texts(year_charts.coverage(year(), theme="light", narrow=False))
    assert "10" in texts(drawn)
    assert not re.search("[ก-ฮ]", drawn.decode() + "".join(names))


@pytest.mark.parametrize(
    ("name", "most", "expected"),
    [
        ("Law", 3, "Law"),
        ("Laws", 3, "La…"),
        ("To the", 4, "To…"),
        # Neither the vowel above nor the tone is torn from its letter.
        ("ที่นี่", 3, "…"),
        ("ที่นี่", 5, "ที่…"),
        # Marks that stand on no letter.
        ("\u0e35" * 5, 4, "…"),
    ],
)
def test_a_name_is_cut_between_letters(name, most, expected):
    assert year_charts.shortened(name, most) == expected


@given(st.text(alphabet="กานี่ที่ ab", max_size=40), st.integers(4, 40))
def test_a_cut_name_fits_and_begins_the_name(name, most):
    found = year_charts.shortened(name, most)
    assert len(found) <= most
    assert name.startswith(found.removesuffix("…"))
