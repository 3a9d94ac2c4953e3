"""The four stations of an open flag, at their edges."""

from datetime import date, timedelta

import pytest

from people.models import Person
from people.weeks import WorkingDays
from tests.makers import at
from workload.load.stations import far_off, way_of
from workload.models import FlagStep

MONDAY = at("2026-11-09 09:00")
DAY = timedelta(days=1)
DIRECTOR = Person(nickname_en="Ek", full_name_en="Ekachai Rattanakul")


def step(kind, day, until=None, **more):
    due = MONDAY.date() + until * DAY if until is not None else None
    return FlagStep(kind=kind, at=MONDAY + day * DAY, due_on=due, **more)


def stations(*steps, day):
    return way_of(steps, MONDAY.date() + day * DAY, WorkingDays())


def marks(*steps, day):
    """Write each station as done, here, over its day, or still to come."""
    return [
        "late" if one.late else "here" if one.current else "done" if one.done else ""
        for one in stations(*steps, day=day)
    ]


OPENED, SEEN, PLANNED = step("opened", 0), step("seen", 2), step("planned", 3, 14)


@pytest.mark.parametrize(
    ("steps", "day", "expected"),
    [
        # Three working days to look: until Thursday.
        ([OPENED], 3, ["done", "here", "", ""]),
        ([OPENED], 4, ["done", "late", "", ""]),
        # Five from Wednesday on to plan: until the next Wednesday.
        ([OPENED, SEEN], 9, ["done", "done", "here", ""]),
        ([OPENED, SEEN], 10, ["done", "done", "late", ""]),
        ([OPENED, SEEN, PLANNED], 14, ["done", "done", "done", "here"]),
        ([OPENED, SEEN, PLANNED], 15, ["done", "done", "done", "late"]),
        # A plan that stands keeps its day while the flag is to be looked at once more.
        ([OPENED, SEEN, PLANNED, step("raised", 7)], 8, ["done", "here", "done", ""]),
        # A plan that is over: unseen again, and the way begins anew.
        ([OPENED, SEEN, PLANNED, step("lapsed", 15)], 16, ["done", "here", "", ""]),
    ],
)
def test_each_station_is_done_here_late_or_to_come(steps, day, expected):
    assert marks(*steps, day=day) == expected


def test_each_station_says_its_day():
    found = [one.when for one in stations(OPENED, SEEN, PLANNED, day=4)]
    assert found == [
        "9\u00a0Nov",
        "11\u00a0Nov, after 2 days",
        "12\u00a0Nov",
        "23\u00a0Nov, in 10 days",
    ]
    assert stations(OPENED, day=1)[1].when == "by 12\u00a0Nov"
    assert stations(OPENED, step("seen", 0), day=1)[1].when == "9\u00a0Nov"


def test_what_came_back_begins_at_its_return():
    steps = (OPENED, SEEN, step("closed", 5), step("returned", 20), step("seen", 21))
    found = stations(*steps, day=22)
    assert (found[0].when, found[1].when) == ("29\u00a0Nov", "30\u00a0Nov, after 1 day")


def test_nothing_for_now_is_checked_after_four_weeks():
    found = stations(OPENED, step("planned", 2), day=2)
    assert (found[3].when, found[3].current) == ("9\u00a0Dec, in 28 days", True)


def test_passing_it_on_is_a_line_under_seen():
    steps = (OPENED, step("passed", 4, to=DIRECTOR, why="unseen"))
    way = way_of(steps, MONDAY.date() + 5 * DAY, WorkingDays())
    assert way[1].passed == "Ek"
    back = (*steps, step("closed", 5), step("returned", 20))
    assert way_of(back, MONDAY.date() + 21 * DAY, WorkingDays())[1].passed == ""


@pytest.mark.parametrize(
    ("days", "said"), [(-2, "2 days ago"), (0, "today"), (1, "in 1 day"), (12, "in 12 days")]
)
def test_how_far_off_a_day_is(days, said):
    assert far_off(date(2026, 11, 20) + days * DAY, date(2026, 11, 20)) == said
