"""The simulated watch: its tables are those of the page, and each rule earns its place."""

import runpy

import pytest
from django.conf import settings

from tests.test_method import rows

BENCH = runpy.run_path(str(settings.BASE_DIR / "bench" / "drift.py"), run_name="drift")
People, first_year, found = (BENCH[name] for name in ("People", "first_year", "found"))
FEW = 250


def percent(cells):
    return [float(cell.removesuffix(" %")) for cell in cells]


def test_the_page_has_every_row_of_the_three_tables():
    assert [row[0] for row in rows("Autocorrelation, missing")] == [
        BENCH["name_of"](people) for people in BENCH["GRID"]
    ]
    assert [row[0] for row in rows("Usual")] == [str(people.mean) for people in BENCH["MEANS"]]
    assert [row[0] for row in rows("Watch")] == [watch.name for watch in BENCH["WATCHES"]]


@pytest.mark.parametrize("n", [0, 4, 8])
def test_what_the_page_says_of_false_nudges_and_of_rises_is_what_the_product_does(n):
    """With an eighth of the people: within three standard errors of the figures of the page."""
    people, told = BENCH["GRID"][n], percent(rows("Autocorrelation, missing")[n][1:])
    seen = [*first_year(people, size=FEW)[:2], *found(people, size=FEW)]
    assert seen == pytest.approx(told, abs=9.5)


@pytest.mark.parametrize("row", rows("Usual"))
def test_what_the_page_says_of_a_usual_is_what_the_product_does(row):
    assert first_year(People(float(row[0])), size=FEW) == pytest.approx(percent(row[1:]), abs=9.5)


def test_who_is_always_strained_is_told_and_who_is_not_is_not():
    cards = {row[0]: row[3] for row in rows("Usual")}
    assert (cards["25"], cards["40"], cards["65"], cards["75"]) == ("0 %", "0 %", "100 %", "100 %")


def test_limits_that_take_the_mean_for_known_bring_more_false_nudges():
    alone, known = (
        next(watch for watch in BENCH["WATCHES"] if watch.name == name)
        for name in ("the chart alone", "alone, the mean treated as known")
    )
    few = first_year(People(), alone, FEW)[0]
    assert few < 20
    assert first_year(People(), known, FEW)[0] > 1.5 * few


def test_the_cusum_of_the_worked_example():
    usual = BENCH["Baseline"](mean=40, sd=10, size=8)
    total, seen = 0.0, []
    for answer in (42, 48, 55, None, 58, 60):
        total = BENCH["cusum"](total, answer, usual)
        seen.append(total)
    assert seen == pytest.approx([0, 0.3, 1.3, 1.3, 2.6, 4.1])
