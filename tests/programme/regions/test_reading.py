"""The tables that ship with us hold together."""

import pytest

from programme.regions.reading import (
    countries,
    neighbours,
    provinces,
    regions,
    starter_stations,
    steps_from,
)

OF_REGION = {
    "th-b": 1,
    "th-1": 9,
    "th-2": 8,
    "th-3": 8,
    "th-4": 12,
    "th-5": 8,
    "th-6": 9,
    "th-7": 8,
    "th-8": 7,
    "th-9": 7,
}


def test_thailand_has_77_provinces_in_ten_regions_and_each_code_its_p_code():
    assert countries() == ("th",)
    assert len(provinces()) == 77
    for code, one in provinces().items():
        assert one.pcode == code.replace("-", "")
        assert {*one.name} == {"en", "th"}
    counts = dict.fromkeys(regions(), 0)
    for one in provinces().values():
        counts[one.region.key] += 1
    assert counts == OF_REGION
    for language in ("en", "th"):
        assert len({one.name[language] for one in provinces().values()}) == 77


def test_tiles_of_a_country_do_not_lie_on_each_other():
    assert len({(one.country, one.row, one.column) for one in regions().values()}) == 10


def test_neighbours_are_neighbours_of_each_other_and_the_country_hangs_together():
    table = neighbours()
    assert table.keys() == provinces().keys()
    for one, others in table.items():
        assert others
        assert one not in others
        assert all(one in table[other] for other in others)
        assert steps_from(one).keys() == provinces().keys()


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("TH-50", "TH-50", 0),
        ("TH-50", "TH-57", 1),
        ("TH-83", "TH-82", 1),  # over a bridge
        ("TH-23", "TH-22", 1),
        ("TH-77", "TH-86", 1),  # the one way to the south
        ("TH-63", "TH-71", 1),
        ("TH-50", "TH-10", 4),
        ("TH-57", "TH-96", 12),
    ],
)
def test_borders_between_provinces_that_are_known(one, other, steps):
    assert steps_from(one)[other] == steps_from(other)[one]
    assert steps_from(one)[other] == steps


def test_the_stations_to_begin_with_are_somewhere_and_have_both_names():
    keys = [one.key for one in starter_stations()]
    assert len(keys) == len({*keys})
    assert all(len(key) <= 12 for key in keys)
    assert {one.province for one in starter_stations()} <= provinces().keys()
    assert all({*one.name} == {"en", "th"} for one in starter_stations())
    assert {"ticac", "ahtd", "immigration", "dsi", "cac-50"} <= {*keys}
