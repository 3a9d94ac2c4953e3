"""The simulation of flags: its world is as it says, and its figures are those of docs/method.md."""

import runpy

import numpy as np
import pytest
from django.conf import settings

BENCH = runpy.run_path(str(settings.BASE_DIR / "bench" / "flags.py"), run_name="flags")


def test_a_supervisor_of_nine_sees_what_matters_and_little_more():
    """At a usual of 80 %: about 1.5 flags open, 6 messages, few heavy weeks without a flag."""
    stands, messages, missed, _hard = BENCH["figures"](BENCH["World"](), 80, 40)
    assert 1.0 < stands < 2.0
    assert messages < 7
    assert missed < 6


def test_the_same_seed_gives_the_same_figures():
    few = [BENCH["figures"](BENCH["World"](), 80, 3) for _ in range(2)]
    assert few[0] == few[1]


@pytest.mark.parametrize(("load", "hard"), [(100, False), (101, True)])
def test_heavy_is_the_mean_of_four_worked_weeks(load, hard):
    drawn, away = np.full((1, 5), float(load)), np.zeros((1, 5), bool)
    away[0, 1] = True
    assert BENCH["heavy"](drawn, away).tolist() == [[False, False, False, False, hard]]
