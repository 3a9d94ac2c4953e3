"""The simulated watch: its table is the one of the page, and the second term earns its place."""

import runpy

import pytest
from django.conf import settings

from .test_method import rows

BENCH = runpy.run_path(str(settings.BASE_DIR / "bench" / "drift.py"), run_name="drift")
PLANS = {plan.name: plan for plan in BENCH["PLANS"]}


def test_the_page_tells_every_row_with_what_the_design_said():
    told = [(row[0], row[2], row[4]) for row in rows("Watch")]
    said = [(p.name, percent(p.told), percent(p.told_found)) for p in PLANS.values()]
    assert told == said


def percent(value):
    return "" if value is None else f"{value} %"


def test_textbook_limits_more_than_double_the_false_alarms():
    plain, textbook = (
        BENCH["rates"](PLANS[name], people=250)[0]
        for name in ("8 weeks, L 2.7", "8 weeks, L 2.7, textbook")
    )
    assert plain < 20
    assert textbook > 2 * plain


def test_the_cusum_of_the_worked_example():
    usual = BENCH["Baseline"](mean=40, sd=10, size=8)
    total, seen = 0.0, []
    for answer in (42, 48, 55, None, 58, 60):
        total = BENCH["cusum"](total, answer, usual)
        seen.append(total)
    assert seen == pytest.approx([0, 0.3, 1.3, 1.3, 2.6, 4.1])
