"""Pictures of many weeks: nothing is drawn where nothing is, whatever their number."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.load import long_pictures

GAP = st.one_of(st.none(), st.floats(0, 100))


def paths(drawn) -> dict[str, str]:
    return dict(re.findall(r'<path class="([^"]+)" d="([^"]+)"/>', drawn))


def test_a_gap_parts_the_line_and_is_a_dash():
    drawn = long_pictures.own_usual([40, None, 40, 50], [None] * 4, [40, None, 41, 44], "label")
    assert paths(drawn)["chart-smooth"] == "M0.5 31.0h.001M2.5 29.7h.001L3.5 25.8"
    assert drawn.count(">–</text>") == 1
    assert "chart-usual" not in drawn


def test_the_band_is_one_shape_for_weeks_that_follow_each_other():
    band = (30.0, 45.0)
    drawn = long_pictures.own_usual([40] * 4, [band, band, None, band], [None] * 4, "label")
    assert paths(drawn)["chart-usual"] == (
        "M0 44.0V24.5H1V24.5H2V44.0H1V44.0H0zM3 44.0V24.5H4V44.0H3z"
    )


@pytest.mark.parametrize(("highest", "head"), [(0, 60), (60, 60), (61, 80), (100, 100)])
def test_the_picture_ends_above_its_highest_week(highest, head):
    assert long_pictures.Scale.of([None, highest]).head == head


def test_what_is_above_the_limit_has_a_path_of_its_own():
    drawn = long_pictures.load_columns(
        [None, Decimal(90), Decimal(120)], "label", limit=Decimal(100)
    )
    assert paths(drawn)["chart-bar"].count("M") == 2
    assert paths(drawn)["chart-bar over"].startswith("M2.2")
    assert ">100%</text>" in drawn
    beyond = long_pictures.load_columns([Decimal(190)], "label", limit=Decimal(160))
    assert "over" not in beyond
    assert "chart-limit" not in beyond


def test_no_answer_is_no_bar_and_the_answer_none_a_low_one():
    drawn = long_pictures.answer_columns([None, 0, 4], "label", holds_up=True)
    assert paths(drawn)["chart-bar good"] == "M1.2 32.0h.6V34.0h-.6zM2.2 1.0h.6V34.0h-.6z"


def test_names_stand_under_the_middle_of_their_weeks_and_a_long_last_one_stays_inside():
    assert long_pictures.axis(4, {1: "37", 3: "39"}).count('text-anchor="middle"') == 2
    drawn = long_pictures.axis(104, {69: "Jul 2026", 103: "Nov 2026"})
    assert 'x="99.52%" y="12" text-anchor="end">Nov 2026<' in drawn


@given(st.lists(GAP, min_size=1, max_size=104))
def test_nothing_leaves_the_picture(strains):
    drawn = long_pictures.own_usual(strains, [None] * len(strains), strains, "label")
    for across, down in re.findall(r"[ML]([\d.]+) ([\d.]+)", " ".join(paths(drawn).values())):
        assert 0 <= float(across) <= len(strains)
        assert long_pictures.HEAD <= float(down) <= long_pictures.FOOT
