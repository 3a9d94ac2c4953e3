"""The order of the board, which is the one its sentence promises, and what it says of a flag."""

from datetime import timedelta
from html import unescape

import pytest

from people.weeks import Week
from tests.makers import NOW, WEEK, make_policy, make_week, make_worker
from workload.board import actions as board
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.flags.sweep import sweep
from workload.models import Flag
from workload.policies import actions as policies
from workload.rules.load import Level
from workload.rules.reasons import ReasonCode, kept, reason

DAY = timedelta(days=1)
PAGE = "/team/"
LONG = kept([reason(ReasonCode.HOURS, Level.AMBER, 55, 55)])


def send(person, points, back=0, now=None, **changes):
    """Send the week so many weeks before this one; return the flag, if there is one."""
    make_week(person, WEEK - back, points=points, **changes)
    weeks = list(person.work_weeks.filter(week__lte=(WEEK - back).monday).order_by("week"))
    return flags.assess(person=person, weeks=weeks, now=now or NOW - back * 7 * DAY)


def amber(person, points="27"):
    send(person, points, 1)
    return send(person, points)


def planned(flag, by, days=20, now=NOW):
    flags.plan(flag, by=by, plan=Plan(("move",), due_on=(now + days * DAY).date()), now=now)


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def team(chiang_mai, wipa):
    """Everybody's name says where they belong."""

    def worker(name):
        return make_worker(chiang_mai, name.replace(" ", "-"), full_name_en=name)

    send(worker("1 unseen and red"), "33")
    raised = worker("2 raised")
    flags.see(send(raised, "28", 2) or send(raised, "28", 1), by=wipa, now=NOW - 7 * DAY)
    send(raised, "32")
    amber(worker("3 unseen and amber"))
    flags.see(send(worker("4 seen, red, two days"), "40", 1), by=wipa, now=NOW - 7 * DAY)
    late = amber(worker("5 plan gone by"), "29")
    planned(late, wipa, days=0, now=NOW - DAY)
    planned(send(worker("6 planned and red"), "32"), wipa)
    flags.see(amber(worker("7 seen today, heavier"), "30"), by=wipa, now=NOW)
    planned(amber(worker("8 planned, lighter"), "27"), wipa)
    send(worker("9 no flag, heavy"), "26")
    send(worker("A no flag, light"), "10")
    resting = send(worker("B rests"), "50", 6)
    flags.see(resting, by=wipa, now=NOW - 42 * DAY)
    return chiang_mai


def test_the_order_is_that_of_the_clock(team, wipa):
    sweep(NOW)
    late = Flag.objects.get(person__username="5-plan-gone-by")
    flags.see(late, by=wipa, now=NOW)
    ordered = [row.name[0] for row in board.read(wipa, NOW).ordered]
    assert ordered == list("123456789AB")


def test_each_part_of_the_page_holds_its_own(team, wipa):
    sweep(NOW)
    found = board.read(wipa, NOW)
    assert [row.name[0] for row in found.others] == ["9", "A"]
    [resting] = found.resting
    assert resting.flag_notes == (f"No week sent since week {(WEEK - 6).number}",)
    assert resting.need == "Rests until a week is sent"
    assert found.flags == 8


def test_the_page_says_its_order_and_what_rests(as_wipa, team):
    sweep(NOW)
    page = text(as_wipa.get(PAGE))
    assert "First what nobody has looked at since it rose, red first." in page
    assert "seen more than two working days ago and has no plan" in page
    assert page.index("A no flag, light") < page.index("Flags that rest") < page.index("B rests")
    assert "No week sent since week 41" in page


@pytest.mark.parametrize(("days", "place"), [(2, 2), (3, 1)])
def test_seen_without_a_plan_stands_higher_after_two_working_days(wipa, nok, days, place):
    flag = send(nok, "33")
    flags.see(flag, by=wipa, now=NOW)
    # From Friday on two working days are Monday and Tuesday.
    now = NOW + (days + 2) * DAY
    [row] = board.read(wipa, now).flagged
    assert board.place(row) == place


def test_where_saturdays_are_worked_two_working_days_are_over_sooner(wipa, nok, saphan):
    make_policy(saphan, Week.of(NOW.date()) - 4, working_days="6")
    policies.forget()
    flags.see(send(nok, "33"), by=wipa, now=NOW)
    for days, place in ((3, 2), (4, 1)):
        [row] = board.read(wipa, NOW + days * DAY).flagged
        assert board.place(row) == place


def test_a_flag_that_came_back_says_so(as_wipa, nok, wipa):
    for back, points in ((5, "33"), (4, "20"), (3, "20"), (1, "28"), (0, "28")):
        flag = send(nok, points, back)
    assert (flag.times, flag.steps.last().kind) == (2, "returned")
    [row] = board.read(wipa, NOW).flagged
    assert (row.flag_notes, row.need) == (("Came back (2nd time)",), "Nobody has looked yet")
    page = text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert "Open since 20 November" in page
    assert page.count("Came back (2nd time)") == 2


def test_one_amber_reason_stands_on_the_row_and_the_page_without_a_flag(client, nok, wipa, friday):
    send(nok, "20", reasons=LONG, hours=55)
    sentence = "55 h this week, limit 55 h"
    client.force_login(wipa)
    for page in (PAGE, f"{PAGE}{nok.public_id}/"):
        assert sentence in text(client.get(page))
    assert not Flag.objects.exists()
    client.force_login(nok)
    page = text(client.get("/my-trend/"))
    assert sentence in page
    assert "One such reason alone opens no flag." in page


def test_the_story_says_why_something_happened_by_itself(as_wipa, nok):
    for back, points in ((2, "33"), (1, "20"), (0, "20")):
        send(nok, points, back)
    [step] = Flag.objects.get().steps.filter(kind="closed")
    assert step.said == "Closed by itself: the load came down"
    assert step.said in text(as_wipa.get(f"{PAGE}{nok.public_id}/half-year/"))


def test_a_plan_that_lies_too_far_ahead_is_refused_at_its_field_and_kept(as_wipa, nok):
    send(nok, "33")
    address = f"{PAGE}{nok.public_id}/"
    sent = {"do": "plan", "version": "0", "chosen": ["move"], "due_on": "19/12/2026", "text": "A"}
    assert "18 December at the latest." in text(as_wipa.get(address))
    refused = as_wipa.post(address, sent)
    page = text(refused)
    assert refused.status_code == 422
    assert page.count("a day from today to 28 days ahead") == 2
    assert 'value="19/12/2026"' in page
    assert as_wipa.post(address, sent | {"due_on": "18/12/2026"}).status_code == 302
