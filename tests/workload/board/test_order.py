"""The order of the board, which is the one its sentence promises, and what it says of a flag."""

from datetime import timedelta
from html import unescape

import pytest

from tests.makers import NOW, WEEK, enter, make_week, make_worker
from wellbeing.help import contacts
from workload.board import actions as board
from workload.board.filter import BoardFilter, FilterReason
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.flags.sweep import sweep
from workload.models import Flag
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
    late = amber(worker("6 plan gone by"), "29")
    planned(late, wipa, days=0, now=NOW - DAY)
    planned(send(worker("8 planned, later"), "32"), wipa, days=21)
    flags.see(amber(worker("5 seen today, amber"), "30"), by=wipa, now=NOW)
    planned(amber(worker("7 planned, sooner"), "27"), wipa)
    send(worker("9 no flag, heavy"), "26")
    send(worker("A no flag, light"), "10")
    resting = send(worker("B rests"), "50", 6)
    flags.see(resting, by=wipa, now=NOW - 42 * DAY)
    return chiang_mai


def test_the_order_is_the_one_that_its_sentence_promises(team, wipa):
    sweep(NOW)
    late = Flag.objects.get(person__account__username="6-plan-gone-by")
    flags.see(late, by=wipa, now=NOW)
    ordered = [row.name[0] for row in board.read(wipa, NOW).ordered]
    assert ordered == list("123456789AB")


def test_each_part_of_the_page_holds_its_own(team, wipa):
    sweep(NOW)
    found = board.read(wipa, NOW)
    assert [row.name[0] for row in found.others] == ["9", "A"]
    [resting] = found.resting
    assert resting.flag_notes == (f"No week sent since week {(WEEK - 6).number}",)
    assert resting.need == "On hold until a week is sent"
    assert found.flags == 8


def test_the_page_says_its_order_and_what_rests(as_wipa, team):
    sweep(NOW)
    page = text(as_wipa.get(PAGE))
    assert (
        "First people who asked, then flags nobody has looked at, then flags without a plan" in page
    )
    assert page.index("A no flag, light") < page.index("Flags on hold") < page.index("B rests")
    assert "No week sent since week 41" in page


def test_plans_follow_by_their_day_whatever_their_level(chiang_mai, wipa, friday):
    for name, points, days in (("third", "40", 20), ("second", "27", 9), ("first", "33", 1)):
        worker = make_worker(chiang_mai, name)
        planned(amber(worker) if points == "27" else send(worker, points), wipa, days=days)
    assert [row.name for row in board.read(wipa, NOW).flagged] == ["First", "Second", "Third"]


def test_who_asked_stands_first_the_longest_wait_before_the_others(chiang_mai, wipa, friday):
    flagged, calm, later = (make_worker(chiang_mai, name) for name in ("flagged", "calm", "later"))
    send(flagged, "33")
    for person, days in ((later, 1), (flagged, 2), (calm, 3)):
        contacts.ask(person=person, contact=wipa, now=NOW - days * DAY)
    found = board.read(wipa, NOW)
    assert [row.name for row in found.asks] == ["Calm", "Flagged", "Later"]
    assert [row.name for row in found.flagged] == ["Flagged"]
    assert found.first == 3
    other = board.read(wipa, NOW, asked=BoardFilter(why=FilterReason.MATERIAL))
    assert [row.name for row in other.asks] == ["Calm", "Flagged", "Later"]
    assert other.flagged == []


def test_a_request_to_another_contact_is_not_on_the_board(nok, wipa, orathai, friday):
    contacts.ask(person=nok, contact=orathai, now=NOW)
    assert board.read(wipa, NOW).asks == []


def test_a_row_says_two_reasons_in_whole_numbers_and_how_many_more(as_wipa, nok):
    reasons = kept(
        [
            reason(ReasonCode.HOURS, Level.AMBER, 59, 55),
            reason(ReasonCode.MATERIAL_WEEK, Level.AMBER, 1321, 1200),
            reason(ReasonCode.NIGHTS, Level.AMBER, 5, 4),
        ]
    )
    send(nok, "28", 1)
    send(nok, "33.31", reasons=reasons, hours=59)
    row = text(as_wipa.get(PAGE)).split('<ul class="queue"')[1].split("</ul>")[0]
    assert "2 weeks above 100% · 59 h this week, limit 55 h · 2 more" in " ".join(row.split())
    assert "<b>128%</b>" in row
    assert "points" not in row
    own = text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert "22 h 1 min of material this week, limit 20 h" in own


def test_a_flag_that_came_back_says_so(as_wipa, nok, wipa):
    for back, points in ((5, "33"), (4, "20"), (3, "20"), (1, "28"), (0, "28")):
        flag = send(nok, points, back)
    assert (flag.times, flag.steps.last().kind) == (2, "returned")
    [row] = board.read(wipa, NOW).flagged
    assert (row.flag_notes, row.need) == (("Came back (2nd time)",), "Nobody has looked yet")
    page = text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert "<b>Raised</b> <small>20 Nov</small>" in page
    assert page.count("Came back (2nd time)") == 2


def test_one_amber_reason_stands_on_the_row_and_the_page_without_a_flag(client, nok, wipa, friday):
    send(nok, "20", reasons=LONG, hours=55)
    sentence = "55 h this week, limit 55 h"
    enter(client, wipa)
    for page in (PAGE, f"{PAGE}{nok.public_id}/"):
        assert sentence in text(client.get(page))
    assert not Flag.objects.exists()
    enter(client, nok)
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
