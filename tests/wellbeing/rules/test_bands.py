"""Where the bands of answers begin; who may be told of them is tried in people."""

import pytest

from people.groups.rule import GroupSum
from wellbeing.rules.bands import MEASURES, SCALE, word


def test_the_measures_are_strain_and_the_five_lines_in_the_order_they_are_asked():
    """They are columns, and chance is drawn with these names."""
    assert MEASURES == ("strain", "worn", "far", "back", "rest", "team")


def test_everything_divides_by_one_to_four_weeks_and_quarters_without_a_rest():
    assert SCALE == 48
    assert [SCALE % (4 * weeks) for weeks in (1, 2, 3, 4)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("measure", "total", "band"),
    [
        (0, 35 * SCALE - 1, "low"),
        (0, 35 * SCALE, "some"),
        (0, 60 * SCALE - 1, "some"),
        (0, 60 * SCALE, "high"),
        (1, 3 * SCALE // 2 - 1, "few"),
        (5, 3 * SCALE // 2, "some"),
        (1, 5 * SCALE // 2 - 1, "some"),
        (5, 5 * SCALE // 2, "most"),
    ],
)
def test_a_band_begins_at_its_edge_in_every_unit(measure, total, band):
    assert [word(unit, measure, GroupSum(1, total)) for unit in (1, 7)] == [band, band]
