"""What the small pictures show: the limit that holds, gaps as gaps, and no inline style."""

from decimal import Decimal

import pytest

from workload.load import pictures


def bars(*loads, **more):
    return str(pictures.load_bars([None if n is None else Decimal(n) for n in loads], "x", **more))


@pytest.mark.parametrize(("limit", "line"), [("100", "50.7"), ("90", "59.2"), ("150", "8.0")])
def test_the_line_of_a_chart_is_the_limit_that_was_adopted(limit, line):
    drawn = bars(80, limit=Decimal(limit))
    assert f'y1="{line}"' in drawn
    assert f">{limit}%</text>" in drawn


def test_a_limit_beyond_the_chart_is_not_drawn():
    assert "chart-limit" not in bars(80, limit=Decimal("150.1"))


@pytest.mark.parametrize(
    ("load", "limit", "hatched"),
    [(100, 100, False), (101, 100, True), (95, 90, True), (110, 120, False), (300, 200, False)],
)
def test_only_what_lies_above_the_limit_is_hatched(load, limit, hatched):
    assert ("chart-hatch" in bars(load, limit=Decimal(limit))) is hatched


def test_a_missing_week_is_a_dash_and_no_bar():
    drawn = bars(None)
    assert "–" in drawn
    assert "<rect" not in drawn
    assert "style=" not in drawn


def test_hours_stand_against_both_limits_and_are_hatched_above_the_higher_one():
    hours = [Decimal(40), None, Decimal(60), Decimal(61), Decimal(200)]
    drawn = pictures.hours_bars(hours, "Hours", usual=Decimal(48), most=Decimal(60))
    assert drawn.count("chart-limit") == 2
    assert drawn.count("chart-hatch") == 2
    assert ">48</text>" in drawn
    assert ">60</text>" in drawn
    assert ">–</text>" in drawn
    assert 'y="8.0"' in drawn  # what is far above ends at the top of the picture
