"""What changed alongside: the last four weeks beside those behind a usual."""

from decimal import Decimal

import pytest

from tests.makers import WEEK
from workload.trend import changes
from workload.trend.history import Past

MATERIAL = ("Distressing material", "9¼ h", "none")
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


def rows(found):
    """The table's cells, row by row."""
    return [(one.label, one.now, one.usual) for one in found]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ({}, {}, []),
        ({"hours": 43.9}, {"hours": 40}, []),
        ({"hours": 44}, {"hours": 40}, [("Hours worked", "44", "40")]),
        ({"hours": 35}, {"hours": 40}, [("Hours worked", "35", "40")]),
        ({"nights": 2}, {}, [("On-call nights", "2", "1")]),
        ({"court_days": 0}, {}, [("Court days", "none", "1")]),
        ({"material_minutes": 179}, {}, []),
        ({"material_minutes": 60}, {}, [("Distressing material", "1 h", "2 h")]),
        ({"material_minutes": 555}, {"material_minutes": 0}, [MATERIAL]),
        ({"material_minutes": 1330}, {}, [("Distressing material", "22 h", "2 h")]),
    ],
)
def test_what_moved_enough_stands_in_the_table(now, before, said):
    assert rows(changes.changed(sent(now, before), WEEK, USUAL)) == said


def test_a_small_mean_is_written_to_the_quarter():
    weeks = sent({"nights": 2}, {})
    weeks[WEEK.monday] = weeks[WEEK.monday]._replace(nights=1)
    assert rows(changes.changed(weeks, WEEK, USUAL)) == [("On-call nights", "1¾", "1")]


@pytest.mark.parametrize(("weeks", "known"), [(0, False), (1, False), (2, True)])
def test_too_few_weeks_are_not_compared(weeks, known):
    found = changes.changed(sent({}, {}, weeks), WEEK, USUAL)
    assert (found is not None) is known
    assert changes.changed(sent({}, {}), WEEK, USUAL[:3]) is None


def test_weeks_that_made_the_usual_are_not_also_late():
    usual = tuple((WEEK - back).monday for back in range(8))
    assert changes.changed(sent({}, {}), WEEK, usual) is None
