"""A week in which the organisation rests: the load shows it, and no flag comes of it alone.

Worked out by hand: 40 h × 0.65 = 26 points. 22.1 of them are 85 % of a usual week, 212.5 % of the
two working days of Songkran 2027 (10.4), and 141.67 % of the three of week 53 of 2026 (15.6).
"""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from people.calendar import actions as calendars
from people.models import Person
from people.weeks import Block, Week
from tests.makers import at, enter, make_membership, make_unit
from wellbeing.groups import freezing
from workload.board import actions as boards
from workload.board.filter import TESTS, FilterReason
from workload.models import CaseloadLine, Flag, WorkWeek
from workload.policies import actions as policies
from workload.policies.block_sums import BlockSums
from workload.rules import load as load_rules
from workload.rules.load import Level
from workload.units.actions import LoadCrowd
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData

SONGKRAN = Week.parse("2027-W15")
NEW_YEAR = Week.parse("2026-W53")
FRIDAY = at("2027-04-16 09:00")


# Points of a week: so many intakes of 2.1, active cases of 1.5 and nights of 1.
USUAL, HEAVY, CALM = (1, 12, 2), (0, 21, 1), (2, 5, 0)  # 22.1, 32.5 and 11.7


def record(person, of=USUAL, week=SONGKRAN, **changes):
    """Send a week in place of the caseload before."""
    CaseloadLine.objects.filter(person=person).delete()
    intakes, active, nights = of
    counts = {"intake": intakes, "active": active}
    lines = [LineData(phase=phase, count=count) for phase, count in counts.items() if count]
    about = {"key": uuid.uuid4(), "hours": Decimal(40), "lines": lines, "nights": nights} | changes
    now = week.opens + timedelta(hours=9)
    return weeks.record(person=person, week=week, sent=weeks.Sent(**about), now=now)[0]


@pytest.mark.parametrize(
    ("week", "leave", "shown", "level", "judged", "flag"),
    [
        (SONGKRAN, 0, "212.5", Level.RED, "85", Level.WATCH),
        (NEW_YEAR, 0, "141.6667", Level.RED, "85", Level.WATCH),
        # A day of leave counts as ever: 22.1 of 20.8.
        (SONGKRAN, 1, "425", Level.RED, "106.25", Level.AMBER),
        (NEW_YEAR, 2, "425", Level.RED, "141.6667", Level.RED),
    ],
)
def test_flags_are_judged_as_if_the_organisation_did_not_rest(
    nok, week, leave, shown, level, judged, flag
):
    row = record(nok, week=week, leave_days=Decimal(leave))
    assert (row.percent, row.level) == (Decimal(shown), level)
    assert (row.for_flag.load, row.for_flag.level) == (Decimal(judged), flag)
    assert row.judged.level is flag
    assert row.worked.above_capacity is flag.flagged
    assert Flag.objects.exists() is (flag is Level.RED)


def test_what_is_red_in_a_usual_week_is_red_in_a_resting_one(nok):
    row = record(nok, HEAVY)
    assert (row.for_flag.load, row.for_flag.level) == (125, Level.RED)
    flag = Flag.objects.get()
    assert flag.level == "red"
    assert flag.steps.get().percent == 125


def test_a_resting_week_holds_no_flag_open(nok):
    record(nok, HEAVY, SONGKRAN - 3)
    assert Flag.objects.get().level == "red"
    record(nok, CALM, SONGKRAN - 2)  # 45 %
    record(nok, CALM)  # 45 %, and 112.5 % of two days
    assert Flag.objects.get().closed_at is not None


@pytest.mark.parametrize("leave", [2, 5])
def test_leave_that_lies_over_holidays_is_counted_once(nok, leave):
    row = record(nok, (1, 12, 0), leave_days=Decimal(leave))
    assert (row.percent, row.usual_percent, row.usual_level) == (None, None, "")
    assert row.for_flag.away
    assert not Flag.objects.exists()


def test_work_in_a_week_without_any_capacity_is_no_load(nok):
    row = record(nok, leave_days=Decimal(5))
    assert (row.for_flag.away, row.for_flag.load, row.for_flag.level) == (False, None, None)


def test_a_week_without_a_rest_keeps_nothing_beside_its_load(nok):
    row = record(nok, week=SONGKRAN - 2)
    assert (row.usual_capacity, row.usual_percent, row.usual_level) == (None, None, "")
    assert (row.for_flag.load, row.for_flag.level) == (85, Level.WATCH)


def test_a_week_that_is_sent_again_without_the_rest_forgets_it(nok, ploy):
    row = record(nok)
    assert row.usual_capacity == 26
    calendars.rest_on_holidays(organisation=ploy.organisation, rests=False, by=ploy, now=FRIDAY)
    record(Person.objects.get(pk=nok.pk), corrects=row.key)
    again = WorkWeek.objects.get()
    assert (again.percent, again.usual_percent, again.usual_level) == (85, None, "")


def test_board_page_and_my_week_show_the_load_and_say_why(client, nok, wipa):
    record(nok)
    with time_machine.travel(FRIDAY, tick=False):
        board = boards.read(wipa, now=FRIDAY)
        [row] = [one for one in board.others if one.person_id == nok.pk]
        pages = []
        for person, page in (
            (wipa, "/team/"),
            (wipa, f"/team/{nok.public_id}/"),
            (nok, "/my-week/"),
            (nok, "/my-trend/"),
        ):
            enter(client, person)
            pages.append(client.get(page).text)
    assert (row.work.load, row.work.level, row.work.flag_load) == (Decimal("212.5"), "watch", 85)
    assert not TESTS[FilterReason.LOAD](row)
    assert row.work.free == Decimal("3.9")
    why = "3 days of rest that week. Without them: 85.0% of capacity"
    assert [why in page for page in pages] == [False, *[True] * 3]
    assert "3 days of rest; without them 85.0%" in pages[0]
    assert "213%" in pages[0]
    assert "85% without days of rest" in " ".join(pages[0].split())
    assert "Help this week" not in pages[2]


def test_the_row_of_a_flag_says_both_loads(client, nok, wipa):
    record(nok, HEAVY)
    with time_machine.travel(FRIDAY, tick=False):
        enter(client, wipa)
        page = client.get("/team/").text
    assert "3 days of rest; without them 125.0%" in page
    assert "313%" in page


def test_of_two_posts_each_part_is_judged_without_the_rest(nok, siriporn, saphan, chiang_mai):
    second = make_unit(saphan, "Chiang Rai team")
    make_membership(nok, second, "worker", hours=Decimal(20))
    person = Person.objects.get(pk=nok.pk)
    row = record(person, HEAVY)
    assert [one.get("usual_percent") is None for one in row.parts] == [False, False]
    whole = sum(Decimal(one["usual_capacity"]) for one in row.parts)
    assert whole == row.usual_capacity == Decimal(39)


def test_groups_and_drafts_weigh_a_resting_week_as_flags_do(nok, saphan):
    row, block = record(nok), Block(SONGKRAN.block)
    [sums] = BlockSums.of(saphan, block).totals(policies.named(row.policy))
    assert (sums.weeks, sums.load) == (1, 85)
    crowd = LoadCrowd(block, freezing.trees({saphan.pk: 5}))
    assert [load for *_about, load in crowd.rows()] == [85]


@given(
    points=st.decimals(0, 200, places=2),
    leave=st.integers(0, 10).map(lambda n: Decimal(n) / 2),
    rest=st.integers(0, 5).map(Decimal),
)
def test_a_rest_never_makes_a_flag_and_leave_counts_as_ever(points, leave, rest):
    def weigh(**days):
        cases = load_rules.load([], hours=Decimal(40), **days)
        return replace(cases, cases=points)

    found = weigh(leave_days=leave, rest_days=rest)
    if found.percent is None:
        assert found.usual_percent is None
        return
    assert found.usual_percent == weigh(leave_days=leave).percent <= found.percent
