"""Two supervisors of one person: each reads the part of their post, and the level of the sum."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.accounts import tokens
from people.members.supervision import supervisors_at_home
from people.models import Membership, Person, Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    give_password,
    make_line,
    make_membership,
    make_person,
    make_worker,
)
from workload.board import actions as board
from workload.board.leading_words import carried_now
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.load.parts import posts_seen
from workload.models import CaseloadLine, Flag, FlagStep, WorkWeek
from workload.moves import actions as moves
from workload.time import page as time_page
from workload.time import time_off
from workload.trend import half_year
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData

# 9 active cases for Wipa's team and 12 court cases for Malee's: 86.5 %, 242.3 %, together 148.8 %.
NEAR, FAR = Decimal("13.5"), Decimal("25.2")


def anew(person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def sent(mai, chiang_mai, chiang_rai, friday) -> WorkWeek:
    lines = [
        LineData(phase="active", count=9, unit=chiang_mai.public_id),
        LineData(phase="court", count=11, unit=chiang_rai.public_id),
        LineData(phase="court", reference="QX-77", unit=chiang_rai.public_id),
    ]
    given = {"key": uuid.uuid4(), "hours": Decimal(52), "lines": lines}
    return weeks.record(person=mai, week=WEEK, sent=weeks.Sent(**given), now=NOW)[0]


@pytest.fixture
def flag(mai, sent) -> Flag:
    return Flag.objects.get(person=mai)


@pytest.fixture
def arun(office):
    """He leads the head office, above both teams."""
    person = make_person("arun", office.organisation, full_name_en="Arun Charoen")
    make_membership(person, office, Role.SUPERVISOR)
    return person


def row_of(viewer):
    found = board.read(anew(viewer), NOW)
    rows = [*found.flagged, *found.others, *found.resting]
    return next(row for row in rows if row.name == "Mai Saetang")


def said(client, person, address) -> str:
    enter(client, person)
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_each_supervisor_has_the_part_of_their_own_hours(sent, wipa, malee):
    near, far = row_of(wipa), row_of(malee)
    assert (near.unit, near.work.points, near.work.load) == (
        "Chiang Mai team",
        NEAR,
        Decimal("86.5385"),
    )
    assert (far.unit, far.work.points, far.work.load) == (
        "Chiang Rai team",
        FAR,
        Decimal("242.3077"),
    )
    assert (near.work.level, far.work.level) == ("watch", "red")
    assert near.together == far.together == "All posts together: Help this week"
    assert (near.hours_note, far.hours_note) == ("24 h a week", "16 h a week")


def test_the_boards_sums_are_those_of_the_parts(sent, wipa, malee):
    for viewer, points, capacity in ((wipa, NEAR, "15.6"), (malee, FAR, "10.4")):
        found = board.read(anew(viewer), NOW)
        assert (found.points, found.capacity) == (points, Decimal(capacity))


def test_the_hours_worked_and_what_they_give_reason_for_are_the_persons(sent, wipa, malee):
    """52 hours are of both posts, and no supervisor of one reads them."""
    for viewer in (wipa, malee):
        row = row_of(viewer)
        assert (row.work.hours, row.work.worked, row.work.codes) == ("–", None, frozenset())
        assert row.work.reasons == []


def test_who_leads_above_both_sees_the_whole(sent, chiang_mai, chiang_rai, mai, office, arun):
    """Nobody leads the two teams, so both answer to him."""
    row = row_of(arun)
    assert (row.work.points, row.work.capacity, row.together) == (NEAR + FAR, 26, "")
    assert row.flag_id
    assert row.acts
    assert row.hours_note == ""
    assert board.read(anew(arun), NOW).people == 1


def test_who_leads_only_the_supervisor_of_a_unit_reads_no_work_there(sent, mai, malee, arun):
    """Chiang Mai has no supervisor, so its people answer to Arun; Chiang Rai has Malee."""
    row = row_of(arun)
    assert (row.work.points, row.together) == (NEAR, "All posts together: Help this week")
    assert not WorkWeek.objects.visible_to(anew(arun)).exists()
    assert {one.phase for one in CaseloadLine.objects.visible_to(anew(arun))} == {"active"}


def test_a_flag_is_with_the_home_and_the_other_reads_its_level_and_with_whom(flag, wipa, malee):
    near, far = row_of(wipa), row_of(malee)
    assert (near.flag_id, near.acts, near.flag_level) == (flag.pk, True, "red")
    assert (far.flag_id, far.flag_words) == (None, "Help this week")
    assert far.need == "The flag is with Wipa (Chiang Mai team)"
    assert board.read(anew(malee), NOW).flags == 0


def test_the_home_handles_the_flag_and_the_other_supervisor_cannot(flag, wipa, malee, mai):
    plan = Plan(("debrief",), text="We talk.", due_on=NOW.date())
    for act in (
        lambda by: flags.see(flag, by=by, now=NOW),
        lambda by: flags.plan(flag, by=by, plan=plan, now=NOW),
        lambda by: flags.end(flag, by=by, text="Enough.", version=None, now=NOW),
    ):
        with pytest.raises(ValidationError):
            act(anew(malee))
    assert flags.plan(flag, by=anew(wipa), plan=plan, now=NOW)
    assert set(Flag.objects.visible_to(anew(wipa))) == {flag}
    assert not Flag.objects.visible_to(anew(malee)).exists()
    by = FlagStep.objects.filter(by__isnull=False).values_list("by", flat=True)
    assert set(by) == {wipa.pk}


def test_a_flag_that_is_handed_to_the_other_post_is_read_and_handled_there(
    client, flag, wipa, malee, mai
):
    """Of the work Malee still reads her part; the flag is hers to plan on."""
    flags.hand_over(flag, giver=wipa, taker=malee, now=NOW)
    far = row_of(malee)
    assert (far.flag_id, far.acts, far.passed) == (flag.pk, True, False)
    assert (far.work.points, far.work.reasons) == (FAR, [])
    assert board.read(anew(malee), NOW).people == 1
    page = said(client, malee, f"/team/{mai.public_id}/")
    assert "The flag is with" not in page
    assert [one for one in OF_NEAR if one in page] == []
    assert client.post(f"/team/{mai.public_id}/", {"do": "see"}).status_code == 302


def test_who_was_asked_to_look_at_one_flag_reads_no_other(
    flag, mai, wipa, malee, chiang_mai, chiang_rai
):
    """Boon's is handed to Malee, and so was one of Mai's that is closed."""
    boon = make_worker(chiang_mai)
    make_membership(boon, chiang_rai, hours=10)
    others = [
        Flag.objects.create(
            organisation=mai.organisation,
            person=person,
            level="red",
            opened_week=WEEK.monday,
            opened_at=NOW,
            closed_at=closed_at,
        )
        for person, closed_at in ((boon, None), (mai, NOW))
    ]
    for one in others:
        one.steps.create(kind=FlagStep.Kind.OPENED, at=NOW)
        one.steps.create(kind=FlagStep.Kind.HANDED, by=wipa, to=malee, at=NOW)
    assert set(Flag.objects.asking(anew(malee))) == set(others)
    far = row_of(malee)
    assert (far.flag_id, far.need) == (None, "The flag is with Wipa (Chiang Mai team)")


def test_when_the_hours_change_sides_the_flag_follows(flag, wipa, malee, mai, chiang_rai):
    Membership.objects.filter(person=mai, unit=chiang_rai).update(hours=Decimal("24.5"))
    assert (row_of(malee).flag_id, row_of(malee).acts) == (flag.pk, True)
    assert row_of(wipa).need == "The flag is with Malee (Chiang Rai team)"
    with pytest.raises(ValidationError):
        flags.see(flag, by=anew(wipa), now=NOW)
    assert flags.see(flag, by=anew(malee), now=NOW)


# What Wipa's pages must not hold of Malee's part: its lines, points, percentage, hours; the sums'.
OF_FAR = ("QX-77", "25.2", "242", "148", "38.7", "10.4", "16 h", "52 h", "of 26.0")
OF_NEAR = ("13.5", "86.5", "148", "38.7", "15.6", "24 h", "52 h", "of 26.0")


@pytest.mark.parametrize("page", ["", "half-year/"])
def test_no_page_of_a_person_shows_another_posts_part(client, flag, mai, wipa, malee, page):
    address = f"/team/{mai.public_id}/{page}"
    near, far = said(client, wipa, address), said(client, malee, address)
    assert [one for one in OF_FAR if one in near] == []
    assert [one for one in OF_NEAR if one in far] == []
    assert "All posts together: Help this week" in near
    assert "All posts together: Help this week" in far


def test_a_page_shows_the_own_part_in_full(client, flag, mai, wipa, malee):
    far = said(client, malee, f"/team/{mai.public_id}/")
    assert "QX-77" in far
    assert "25.2 of 10.4 points" in far
    assert "Chiang Rai team, 16 h a week" in far
    assert "The flag is with Wipa (Chiang Mai team)" in far
    assert "13.5 of 15.6 points" in said(client, wipa, f"/team/{mai.public_id}/")


@pytest.mark.parametrize("page", ["", "half-year/"])
def test_what_was_hidden_stays_so_after_the_other_post_has_ended(
    client, flag, mai, wipa, chiang_rai, page
):
    """Mai works for Wipa alone now; the flag is of the week when Malee had a part in it."""
    yesterday = NOW.date() - timedelta(days=1)
    Membership.objects.filter(person=mai, unit=chiang_rai).update(ends=yesterday)
    near = said(client, wipa, f"/team/{mai.public_id}/{page}")
    assert [one for one in OF_FAR if one in near] == []
    assert "13.5 of 15.6 points" in near or page


def test_who_leads_only_the_supervisor_of_a_unit_reads_no_part_of_a_post_there_that_is_over(
    client, flag, mai, wipa, malee, arun, chiang_rai
):
    """Wipa's flag was passed on to Arun; he leads Malee, and never led who works for her."""
    yesterday = NOW.date() - timedelta(days=1)
    Membership.objects.filter(person=mai, unit=chiang_rai).update(ends=yesterday)
    flag.steps.create(kind=FlagStep.Kind.PASSED_ON, to=arun, at=NOW)
    row = row_of(arun)
    assert (row.flag_id, row.work.points) == (flag.pk, NEAR)
    page = said(client, arun, f"/team/{mai.public_id}/")
    assert [one for one in OF_FAR if one in page] == []
    assert "13.5 of 15.6 points" in page


def test_of_a_week_from_before_a_third_post_its_supervisor_reads_nothing(client, sent, mai, suda):
    """Mai begins in Lamphun, with the fewest hours: no part of the week before is Suda's."""
    make_membership(mai, suda.memberships.get().unit, hours=4)
    row = row_of(suda)
    assert (row.work.latest, row.together) == (None, "")
    assert "All posts together" not in said(client, suda, f"/team/{mai.public_id}/")


def test_what_would_close_a_flag_is_not_worked_out_from_a_part_of_before(
    client, flag, mai, wipa, chiang_rai, friday
):
    """By the whole of the week before it is 64 %; by the part that Wipa read it would be 100 %."""
    Membership.objects.filter(person=mai, unit=chiang_rai).update(ends=NOW.date())
    CaseloadLine.objects.filter(person=mai, unit=chiang_rai).update(closed_at=NOW)
    later = NOW + timedelta(weeks=1)
    given = {"key": uuid.uuid4(), "hours": Decimal(24)}
    friday.move_to(later)
    weeks.record(person=anew(mai), week=WEEK + 1, sent=weeks.Sent(**given), now=later)
    page = said(client, wipa, f"/team/{mai.public_id}/")
    assert "86.5% of capacity" in page
    assert "One more week at 64% or less" in said(client, mai, "/my-trend/")
    assert "closes this" not in page
    [row] = [one for one in board.read(anew(wipa), later).ordered if one.name == "Mai Saetang"]
    assert row.flag_id == flag.pk
    assert not any("closes this" in one for one in row.work.reasons)


def test_a_week_wholly_away_is_a_part_too(client, flag, mai, wipa, malee, friday):
    """Nothing is left to weigh, so the sum has no level: what is read is a part all the same."""
    later = NOW + timedelta(weeks=1)
    given = {"key": uuid.uuid4(), "hours": Decimal(), "leave_days": Decimal(5)}
    weeks.record(person=anew(mai), week=WEEK + 1, sent=weeks.Sent(**given), now=later)
    friday.move_to(later)
    for viewer, unit in ((wipa, "Chiang Mai team"), (malee, "Chiang Rai team")):
        page = said(client, viewer, f"/team/{mai.public_id}/")
        assert f"Interpreter, {unit}," in page
        assert "60 at most" not in page
        assert "to close" not in page
        assert "60 at most" not in said(client, viewer, f"/team/{mai.public_id}/half-year/")
    found = board.read(anew(wipa), later)
    [row] = [one for one in found.ordered if one.name == "Mai Saetang"]
    assert (row.flag_level, row.work.flag_level) == ("red", "")


def test_no_text_of_a_flag_is_read_at_the_other_post(client, flag, mai, wipa, malee):
    plan = Plan(("debrief",), text="We talk on Monday.", due_on=NOW.date())
    flags.plan(flag, by=anew(wipa), plan=plan, now=NOW)
    flags.answer(flag, by=mai, text="The court days are long.", now=NOW)
    address = f"/team/{mai.public_id}/"
    for words in ("We talk on Monday.", "The court days are long."):
        assert words in said(client, wipa, address)
        assert words not in said(client, malee, address)
        assert words not in said(client, malee, f"{address}half-year/")
    enter(client, malee)
    for do in ("see", "plan", "end", "invite"):
        assert client.post(address, {"do": do}).status_code == 404


def test_who_leads_a_unit_without_hours_reads_the_level_of_a_flag_and_with_whom_it_is(
    client, flag, mai, wipa, suda
):
    """Mai lends a hand in Lamphun besides her two posts; Suda leads there."""
    make_membership(mai, suda.memberships.get().unit, hours=None)
    flags.answer(flag, by=mai, text="The court days are long.", now=NOW)
    assert not Flag.objects.visible_to(anew(suda)).exists()
    row = row_of(suda)
    assert (row.flag_id, row.need) == (None, "The flag is with Wipa (Chiang Mai team)")
    page = said(client, suda, f"/team/{mai.public_id}/")
    assert "The flag is with Wipa (Chiang Mai team)" in page
    assert "The court days are long." not in page


@pytest.fixture
def helper(nok, suda, friday):
    """Nok lends a hand in Lamphun without hours there; her post is in Wipa's team."""
    make_membership(nok, suda.memberships.get().unit, hours=None)
    lines = [LineData(phase="court", count=20), LineData(phase="court", reference="QX-88")]
    given = {"key": uuid.uuid4(), "hours": Decimal(61), "nights": 1, "lines": lines}
    weeks.record(person=anew(nok), week=WEEK, sent=weeks.Sent(**given), now=NOW)
    flags.answer(Flag.objects.get(), by=nok, text="The court days are long.", now=NOW)
    return anew(nok)


# Of a helper's only post elsewhere: the case, its phase, the flag's words, hours worked and beyond.
OF_POST = ("QX-88", "court", "Court", "The court days are long.", "61", "21 h", "1 night")


def test_who_leads_where_somebody_helps_reads_no_case_of_their_only_post_elsewhere(
    client, helper, wipa, suda
):
    for kept in (CaseloadLine, WorkWeek, Flag):
        assert kept.objects.visible_to(anew(wipa)).exists()
        assert not kept.objects.visible_to(anew(suda)).exists(), kept
    address = f"/team/{helper.public_id}/"
    for words in ("QX-88", "The court days are long.", "61 h"):
        assert words in said(client, wipa, address)
    page = said(client, suda, address)
    assert [one for one in OF_POST if one in page] == []
    assert "The flag is with Wipa (Chiang Mai team)" in page
    assert HELPS_HERE in page
    assert "figures of your unit’s hours alone" not in page
    assert "Move work" not in page
    enter(client, suda)
    for do in ("see", "plan", "end", "invite"):
        assert client.post(address, {"do": do}).status_code == 404


HELPS_HERE = "helps in your unit without contracted hours here."


def test_the_half_year_of_who_helps_has_no_case_of_their_post(client, helper, wipa, suda):
    address = f"/team/{helper.public_id}/half-year/"
    assert "Court" in said(client, wipa, address)
    page = said(client, suda, address)
    assert [one for one in OF_POST if one in page] == []
    assert HELPS_HERE in page
    assert "figures of your unit’s hours alone" not in page


def test_a_week_without_contracted_hours_of_who_helps_today_is_in_no_log(client, helper, suda):
    WorkWeek.objects.update(contracted_hours=None, capacity=None, percent=None, level="")
    page = said(client, suda, f"/team/{helper.public_id}/half-year/")
    assert "Hours log" not in page
    assert "61" not in page


def test_board_table_and_api_have_no_reason_and_no_hours_of_a_post_elsewhere(
    client, helper, wipa, suda
):
    def row(viewer):
        [found] = [one for one in board.read(anew(viewer), NOW).ordered if one.name == helper.name]
        return found

    far, near = row(suda), row(wipa)
    assert (far.work.hours, far.work.worked, far.work.codes) == ("–", None, frozenset())
    assert (far.work.reasons, far.flag_id, far.together) == ([], None, "")
    assert far.need == "The flag is with Wipa (Chiang Mai team)"
    assert far.work.load == near.work.load
    assert near.work.codes
    assert near.flag_id
    enter(client, suda)
    give_password(client)
    [line] = [one for one in client.get("/team/board.csv").text.splitlines() if helper.name in one]
    assert [one for one in OF_POST if one in line] == []
    key = tokens.make(person=suda, name="test")[1]
    head = {"Authorization": f"Bearer {key}"}
    [member] = client.get("/api/v1/team", headers=head).json()["members"]
    assert (member["reasons"], member["together"], member["flag"]) == ([], "", "red")
    assert client.get("/api/v1/flags", headers=head).json()["items"] == []


def test_who_leads_where_somebody_helps_moves_no_case_and_reads_of_no_move(
    client, helper, wipa, suda, chiang_mai
):
    colleague = make_worker(chiang_mai, "dao", full_name_en="Dao Thong")
    line = CaseloadLine.objects.get(person=helper, reference="QX-88")
    about = {"giver": helper, "receiver": colleague, "parts": {line.public_id: 1}, "now": NOW}
    with pytest.raises(ValidationError):
        moves.propose(by=anew(suda), **about)
    enter(client, suda)
    answer = client.get(f"/team/{helper.public_id}/move/", follow=True)
    assert "QX-88" not in answer.text
    assert "own supervisor can propose" in answer.text
    move = moves.propose(by=anew(wipa), **about)
    with pytest.raises(ValidationError):
        moves.withdraw(move, by=anew(suda), now=NOW)
    assert client.get(f"/moves/{move.public_id}/").status_code == 404
    assert "QX-88" not in said(client, suda, f"/team/{helper.public_id}/")
    assert "Moving work" in said(client, wipa, f"/team/{helper.public_id}/")
    assert "Moving work" not in said(client, suda, f"/team/{helper.public_id}/")


def test_hours_of_who_helps_are_given_back_at_their_post(helper, wipa, suda):
    about = {"person": helper, "week": WEEK, "hours": Decimal(2), "now": NOW}
    with pytest.raises(ValidationError):
        time_off.grant(by=anew(suda), **about)
    assert time_off.grant(by=anew(wipa), **about)
    assert time_page.team_page(anew(suda), anew(helper), NOW).balance is None
    assert time_page.team_page(anew(wipa), anew(helper), NOW).balance is not None


def test_what_they_carry_is_no_part_to_who_leads_where_they_help(helper, suda):
    assert carried_now(helper, anew(suda)) == carried_now(helper, helper)


def test_who_was_asked_to_look_at_the_flag_of_who_helps_reads_it(client, helper, wipa, suda):
    flags.hand_over(Flag.objects.get(), giver=wipa, taker=suda, now=NOW)
    page = said(client, suda, f"/team/{helper.public_id}/")
    assert "The court days are long." in page
    assert "The flag is with" not in page


def test_who_leads_where_somebody_helps_beside_two_posts_reads_no_line_of_either(
    client, flag, mai, suda
):
    make_membership(mai, suda.memberships.get().unit, hours=None)
    for page in ("", "half-year/"):
        text = said(client, suda, f"/team/{mai.public_id}/{page}")
        assert [one for one in ("QX-77", "Active", "Court", "9 ×", "52 h") if one in text] == []
        assert HELPS_HERE in text
    line = CaseloadLine.objects.filter(person=mai, phase="active").get()
    with pytest.raises(ValidationError):
        moves.chosen(anew(mai), {line.public_id: 1}, anew(suda))
    row = row_of(suda)
    assert (row.work.reasons, row.work.worked, row.flag_id) == ([], None, None)


def test_who_stands_in_for_their_supervisor_is_read_and_helped_by_the_one_above(
    client, nok, wipa, arun, chiang_mai, friday
):
    """Nok works in Wipa's team and leads it now that Wipa's role is over: she answers to Arun."""
    make_membership(nok, chiang_mai, Role.SUPERVISOR, hours=None)
    Membership.objects.filter(person=wipa).update(ends=NOW.date() - timedelta(days=1))
    lines = [LineData(phase="court", count=20), LineData(phase="court", reference="QX-88")]
    given = {"key": uuid.uuid4(), "hours": Decimal(40), "lines": lines}
    weeks.record(person=anew(nok), week=WEEK, sent=weeks.Sent(**given), now=NOW)
    flag = Flag.objects.get()
    for kept in (CaseloadLine, WorkWeek, Flag):
        assert kept.objects.visible_to(anew(arun)).exists(), kept
    assert supervisors_at_home(anew(nok), NOW) == [arun]
    [row] = [one for one in board.read(anew(arun), NOW).ordered if one.name == nok.name]
    assert (row.flag_id, row.acts) == (flag.pk, True)
    assert "QX-88" in said(client, arun, f"/team/{nok.public_id}/")
    assert "QX-88" in said(client, arun, f"/team/{nok.public_id}/move/")
    assert flags.see(flag, by=anew(arun), now=NOW)


def test_who_has_two_posts_and_stands_in_at_home_is_read_and_helped_by_the_one_above(
    client, flag, mai, wipa, malee, arun, chiang_mai
):
    """Mai leads Wipa's team now that Wipa's role is over: Arun answers for her there."""
    make_membership(mai, chiang_mai, Role.SUPERVISOR, hours=None)
    Membership.objects.filter(person=wipa).update(ends=NOW.date() - timedelta(days=1))
    assert supervisors_at_home(anew(mai), NOW) == [arun]
    far = row_of(malee)
    assert (far.flag_id, far.need) == (None, "The flag is with Arun (Chiang Mai team)")
    row = next(one for one in board.read(anew(arun), NOW).ordered if one.name == "Mai Saetang")
    assert (row.flag_id, row.acts, row.work.points) == (flag.pk, True, NEAR)
    page = said(client, arun, f"/team/{mai.public_id}/")
    assert "13.5 of 15.6 points" in page
    assert [one for one in OF_FAR if one in page] == []
    assert "QX-77" not in said(client, arun, f"/team/{mai.public_id}/move/")
    [line] = CaseloadLine.objects.visible_to(anew(arun))
    assert (line.unit, line.count) == (chiang_mai, 9)
    assert flags.see(flag, by=anew(arun), now=NOW)


def test_who_helps_and_has_no_post_that_anybody_answers_for_is_read_where_they_help(
    office, nok, wipa, friday
):
    Membership.objects.filter(person=nok).update(hours=None)
    make_membership(nok, office, Role.TRAINER, hours=40)
    make_line(nok)
    assert CaseloadLine.objects.visible_to(anew(wipa)).exists()
    assert posts_seen(anew(wipa), anew(nok)).whole


def test_the_person_reads_the_sum_and_both_parts(client, sent, mai):
    own = said(client, mai, "/my-trend/")
    for figure in ("Chiang Mai team 13.5 of 15.6 points 86.5%", "Chiang Rai team 25.2 of 10.4"):
        assert figure in own
    assert "148.8%" in own


def test_the_table_of_the_board_has_the_part_alone(client, flag, wipa, malee, mai):
    for viewer, other in ((wipa, OF_FAR), (malee, OF_NEAR)):
        enter(client, viewer)
        give_password(client)
        [line] = [
            one for one in client.get("/team/board.csv").text.splitlines() if "Mai Saetang" in one
        ]
        assert [one for one in other if one in line] == []
        assert line.count("Help this week") >= 2


def test_the_api_says_the_same_as_the_board(client, flag, wipa, malee, mai, chiang_mai, chiang_rai):
    def read(person, path):
        key = tokens.make(person=person, name="test")[1]
        return client.get(path, headers={"Authorization": f"Bearer {key}"}).json()

    [member] = [one for one in read(malee, "/api/v1/team")["members"] if one["name"] == mai.name]
    assert (Decimal(member["points"]), member["together"], member["flag"]) == (FAR, "red", "red")
    # Who answers for the home handles the flag; the others read that it is open, on the board.
    assert [one["name"] for one in read(wipa, "/api/v1/flags")["items"]] == [mai.name]
    assert read(malee, "/api/v1/flags")["items"] == []
    [week] = read(mai, "/api/v1/me/load")
    assert [Decimal(one["points"]) for one in week["parts"]] == [NEAR, FAR]
    assert Decimal(week["points"]) == NEAR + FAR
    near, far = (str(one.public_id) for one in (chiang_mai, chiang_rai))
    assert [one["unit"] for one in week["parts"]] == [near, far]
    assert [one["unit"] for one in read(mai, "/api/v1/me/caseload")] == [near, far, far]


def test_the_half_year_of_a_supervisor_is_of_the_part(sent, mai, wipa):
    page = half_year.read(anew(mai), anew(wipa), NOW)
    assert page.loads[-1] == Decimal("86.5385")
    assert page.hours.values[-1] is None
    assert [one.label for one in page.phases] == ["Active"]
    assert half_year.read(mai, mai, NOW).loads[-1] == Decimal("148.8462")


def test_no_door_but_the_persons_own_opens_the_whole_week(sent, mai, wipa, malee, arun):
    for viewer in (wipa, malee):
        assert not WorkWeek.objects.visible_to(anew(viewer)).exists()
    assert WorkWeek.objects.visible_to(anew(mai)).exists()


def test_the_lines_a_supervisor_may_read_are_those_of_the_post(sent, wipa, malee):
    for viewer, phases in ((wipa, {"active"}), (malee, {"court"})):
        seen = CaseloadLine.objects.visible_to(anew(viewer))
        assert set(seen.values_list("phase", flat=True)) == phases


def test_hours_beyond_the_contract_are_given_back_at_the_home(sent, mai, wipa, malee):
    """The contract is both posts': 52 of 40 hours."""
    about = {"person": mai, "week": WEEK, "hours": Decimal(12), "now": NOW}
    with pytest.raises(ValidationError):
        time_off.grant(by=anew(malee), **about)
    assert time_off.grant(by=anew(wipa), **about).hours == 12


def test_a_day_in_lieu_is_a_fifth_of_all_contracted_hours(mai):
    assert time_off.hours_of(mai, Decimal(1)) == 8


def test_a_board_costs_one_statement_more_for_all_flags_elsewhere(flag, malee, mai, chiang_rai):
    def cost():
        viewer = anew(malee)
        viewer.charge, viewer.own_organisation  # noqa: B018 - read before
        with CaptureQueriesContext(connection) as ran:
            board.read(viewer, NOW)
        return len(ran)

    cost()
    with_one = cost()
    Flag.objects.all().delete()
    assert with_one <= cost() + 1


def test_a_line_from_before_is_not_shown_at_the_second_post(mai, wipa, malee):
    make_line(mai)
    assert not CaseloadLine.objects.visible_to(anew(malee)).exists()
