"""The clock of a flag: who has looked, which plan stands, and when it is passed on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from people.weeks import WorkingDays
from tests.makers import at
from workload.models import FlagStep
from workload.rules import flag_clock
from workload.rules.flag_clock import (
    FlagStepTaken,
    flag_look,
    lapses,
    longest,
    overdue,
    step_of,
)
from workload.rules.flags import FlagEvent, FlagWhy
from workload.rules.load import Level

# A Monday: three working days later it is Thursday, five later the next Monday.
MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def step(kind, day=0, until=None, week=None, load=None):
    """A step so many days after the Monday; `until` in days too."""
    return FlagStepTaken(
        kind,
        MONDAY + day * DAY,
        None if until is None else MONDAY + until * DAY,
        None if week is None else MONDAY + week * 7 * DAY,
        None if load is None else Decimal(load),
    )


OPENED = step("opened")


def why(steps, day, days=None):
    late = overdue(steps, MONDAY + day * DAY, *([days] if days else []))
    return late and late.why


# --- Unseen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "seen"),
    [
        ([OPENED], False),
        ([OPENED, step("seen", 1)], True),
        ([OPENED, step("planned", 1, 9)], True),
        ([OPENED, step("seen", 1), step("raised", 2)], False),
        ([OPENED, step("seen", 1), step("lowered", 2)], True),
        ([OPENED, step("seen", 1), step("closed", 2), step("returned", 9)], False),
        ([OPENED, step("seen", 1), step("rested", 2), step("woken", 9)], True),
        ([OPENED, step("planned", 1, 3), step("lapsed", 4)], False),
        ([OPENED, step("planned", 1, 3), step("lapsed", 4), step("seen", 5)], True),
        ([OPENED, step("answered", 1), step("passed", 2), step("invited", 3)], False),
    ],
)
def test_who_looked_before_it_rose_has_not_looked_since(steps, seen):
    assert flag_look(steps, MONDAY + 20 * DAY).seen is seen


@pytest.mark.parametrize(("day", "late"), [(3, None), (4, FlagWhy.UNSEEN)])
def test_unseen_for_three_working_days(day, late):
    assert why([OPENED], day) is late


@pytest.mark.parametrize(("a_week", "last"), [("5", 9), ("6", 8), ("7", 7), ("4.5", 9)])
def test_working_days_are_those_of_the_organisation(a_week, last):
    """From a Friday on: Monday to Friday, with Saturdays, all days, and without Fridays."""
    steps, days = [step("opened", 4)], WorkingDays(Decimal(a_week))
    assert why(steps, last, days) is None
    assert why(steps, last + 1, days) is FlagWhy.UNSEEN


def test_a_second_rise_gives_no_new_three_days():
    steps = [OPENED, step("raised", 3)]
    assert why(steps, 4) is FlagWhy.UNSEEN


@pytest.mark.parametrize("between", [[], [step("lowered", 3)]])
def test_who_looked_before_it_rose_has_three_days_from_the_rise_on(between):
    steps = [OPENED, step("seen", 1), *between, step("raised", 7)]
    assert flag_look(steps, MONDAY + 8 * DAY).since == MONDAY + 7 * DAY
    assert [why(steps, day) for day in (10, 11)] == [None, FlagWhy.UNSEEN]


def test_what_came_back_waits_from_then_on():
    steps = [OPENED, step("closed", 14), step("returned", 21)]
    assert [why(steps, day) for day in (24, 25)] == [None, FlagWhy.UNSEEN]


def test_while_it_rested_the_clock_stood():
    steps = [OPENED, step("rested", 2), step("woken", 49)]
    assert [why(steps, day) for day in (52, 53)] == [None, FlagWhy.UNSEEN]
    seen = [OPENED, step("seen", 1), step("rested", 2), step("woken", 49)]
    assert [why(seen, day) for day in (56, 57)] == [None, FlagWhy.UNPLANNED]


# --- Seen, and no plan ----------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "late"), [(8, None), (9, FlagWhy.UNPLANNED)])
def test_seen_without_a_plan_for_five_working_days(day, late):
    assert why([OPENED, step("seen", 1)], day) is late


def test_a_plan_stops_the_clock_until_its_day():
    steps = [OPENED, step("seen", 1), step("planned", 2, 20)]
    assert why(steps, 20) is None
    assert not lapses(steps, MONDAY + 20 * DAY)
    assert lapses(steps, MONDAY + 21 * DAY)
    planned = [flag_look(steps, MONDAY + day * DAY).planned for day in (20, 21)]
    assert planned == [True, False]
    again = [*steps, step("lapsed", 21)]
    assert not lapses(again, MONDAY + 22 * DAY)
    assert [why(again, day) for day in (24, 25)] == [None, FlagWhy.UNSEEN]


def test_a_plan_that_stands_keeps_its_day_when_the_flag_is_raised():
    steps = [OPENED, step("planned", 1, 20), step("raised", 7), step("seen", 8)]
    found = flag_look(steps, MONDAY + 10 * DAY)
    assert (found.seen, found.planned, found.plan.until) == (True, True, MONDAY + 20 * DAY)
    assert why(steps, 19) is None
    assert lapses(steps, MONDAY + 21 * DAY)


@pytest.mark.parametrize(
    ("due_on", "days", "over"),
    [
        (None, 28, False),
        (None, 29, True),
        (date(2026, 11, 26), 10, False),
        (date(2026, 11, 26), 11, True),
    ],
)
def test_nothing_for_now_ends_after_four_weeks_and_a_plan_after_its_day(due_on, days, over):
    plan = step_of("planned", at("2026-11-16 09:00"), due_on=due_on)
    assert lapses([OPENED, plan], MONDAY + days * DAY) is over


@pytest.mark.parametrize(("level", "days"), [(Level.RED, 28), (Level.AMBER, 92)])
def test_how_far_ahead_a_plan_may_lie(level, days):
    assert longest(level) == timedelta(days=days)


# --- Plans that do not help -----------------------------------------------------------------------


def plans(*weeks_and_loads):
    """A plan each for the load of a week; the last one stands."""
    found = [OPENED]
    for week, load in weeks_and_loads:
        found.append(step("planned", 7 * week + 3, 7 * week + 30, week, load))
    return found


@pytest.mark.parametrize(
    ("made", "late"),
    [
        ([(0, 115), (1, 115), (2, 115)], FlagWhy.PLANS),
        ([(0, 115), (1, 116), (2, 118)], FlagWhy.PLANS),
        ([(0, 115), (1, 116), (2, "115.9")], None),
        ([(0, 115), (1, 114), (2, 118)], None),
        ([(0, 120), (1, 115), (2, 115), (3, 115)], FlagWhy.PLANS),
        ([(0, 115), (1, 115)], None),
        # Written again before another week came: a correction.
        ([(0, 115), (0, 115), (0, 115)], None),
        ([(0, 115), (1, None), (2, 115)], None),
    ],
)
def test_the_third_plan_in_a_row_at_no_lower_load_is_passed_on(made, late):
    steps = plans(*made)
    assert why(steps, (steps[-1].day - MONDAY).days) is late
    # What a look keeps of a lighter week since is no plan at that load.
    looked = [*steps, step("seen", (steps[-1].day - MONDAY).days, week=9, load=50)]
    assert why(looked, (steps[-1].day - MONDAY).days) is late


def test_once_somebody_else_looked_at_the_third_plan_it_goes_no_further():
    steps = [*plans((0, 115), (1, 115), (2, 115)), step("passed", 17)]
    assert [why(steps, day) for day in (17, 22, 23)] == [None, None, FlagWhy.PLANS]
    assert why([*steps, step("seen", 18)], 23) is None


# --- One after the other --------------------------------------------------------------------------


def test_the_next_is_asked_three_working_days_after_the_one_before():
    steps = [OPENED, step("passed", 4)]
    assert [why(steps, day) for day in (4, 9, 10)] == [None, None, FlagWhy.UNSEEN]
    assert overdue(steps, MONDAY + 10 * DAY).asked_after == 0


def test_who_was_asked_and_looked_has_five_days_for_a_plan():
    steps = [OPENED, step("passed", 4), step("seen", 7)]
    assert [why(steps, day) for day in (14, 15)] == [None, FlagWhy.UNPLANNED]
    assert overdue(steps, MONDAY + 15 * DAY).asked_after == 0


def test_the_steps_have_the_names_that_are_kept():
    assert {*FlagEvent} <= {*FlagStep.Kind.values}
    assert {*FlagWhy} == {*FlagStep.Why.values}
    assert {*FlagEvent} >= flag_clock.RISES | flag_clock.LOOKS
