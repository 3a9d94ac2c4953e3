"""What changed alongside: the last four weeks beside those behind a usual."""

from decimal import Decimal

import pytest

from tests.makers import WEEK
from workload.trend import changes
from workload.trend.history import Past

USUAL = tuple((WEEK - back).monday for back in range(12, 4, -1))


def sent(now, before, weeks=4):
    """Weeks with one figure that differs between the last four and those of the usual."""
    usual = {"hours": 40, "nights": 1, "court_days": 1, "material_minutes": 120}
    lately = [(WEEK - back).monday for back in range(weeks)]
    found = {}
    for days, figures in ((USUAL, before), (lately, now)):
        for day in days:
            found[day] = Past(week=day, percent=Decimal(90), leave_days=0, **usual | figures)
    return found


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ({}, {}, []),
        ({"hours": 43.9}, {"hours": 40}, []),
        ({"hours": 44}, {"hours": 40}, ["You worked more: 44 h a week, and 40 h then."]),
        ({"hours": 35}, {"hours": 40}, ["You worked less: 35 h a week, and 40 h then."]),
        ({"nights": 2}, {}, ["More nights on call: 2 a week, and 1 then."]),
        ({"court_days": 0}, {}, ["Fewer days in court: 0 a week, and 1 then."]),
        ({"material_minutes": 179}, {}, []),
        (
            {"material_minutes": 60},
            {},
            ["Less time with distressing material: 60 minutes a week, and 120 then."],
        ),
    ],
)
def test_what_moved_enough_is_said(now, before, said):
    assert changes.changed(sent(now, before), WEEK, USUAL) == said


def test_a_small_mean_keeps_a_decimal():
    weeks = sent({"nights": 2}, {})
    weeks[WEEK.monday] = weeks[WEEK.monday]._replace(nights=1)
    assert changes.changed(weeks, WEEK, USUAL) == ["More nights on call: 1.8 a week, and 1 then."]


@pytest.mark.parametrize(("weeks", "known"), [(0, False), (1, False), (2, True)])
def test_too_few_weeks_are_not_compared(weeks, known):
    found = changes.changed(sent({}, {}, weeks), WEEK, USUAL)
    assert (found is not None) is known
    assert changes.changed(sent({}, {}), WEEK, USUAL[:3]) is None


def test_weeks_that_made_the_usual_are_not_also_late():
    usual = tuple((WEEK - back).monday for back in range(8))
    assert changes.changed(sent({}, {}), WEEK, usual) is None
