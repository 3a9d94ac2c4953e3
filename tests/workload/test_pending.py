"""What waits around the work: counted where the page offers the act, and gone after it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from people.models import Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    job_of,
    make_line,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_worker,
    move_to,
)
from tests.people.pending.waits import line_of, waits
from tests.workload.time.test_talks import make_talk
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.hands import actions as hands
from workload.models import Flag, FlagStep
from workload.moves import actions as moves
from workload.time import talks


@pytest.fixture(autouse=True)
def now(friday):
    return NOW


def flag_for(person) -> Flag:
    return flags.assess(person=person, weeks=[make_week(person, points="33")], now=NOW)


def test_a_flag_waits_for_the_supervisor_until_somebody_looked(
    client, nok, wipa, orathai, chiang_mai
):
    flag = flag_for(nok)
    assert [waits(one, "flag") for one in (wipa, nok, orathai)] == [1, 0, 0]
    enter(client, wipa)
    assert 'value="see"' in client.get(line_of(wipa, "flag").address).content.decode()
    flags.see(flag, by=wipa, now=NOW)
    assert waits(wipa, "flag") == 0
    other = flag_for(make_worker(chiang_mai))
    assert waits(wipa, "flag") == 1
    flags.see(other, by=wipa, now=NOW)
    assert 'value="see"' not in client.get("/team/").content.decode()


def test_a_plan_is_a_look(nok, wipa):
    flag = flag_for(nok)
    due = NOW.date() + timedelta(days=7)
    flags.plan(flag, by=wipa, plan=Plan(("move",), owner=wipa.public_id, due_on=due), now=NOW)
    assert waits(wipa, "flag") == 0


def test_a_flag_that_rises_again_waits_again(nok, wipa):
    flag = flag_for(nok)
    flags.see(flag, by=wipa, now=NOW)
    FlagStep.of(flag, kind=FlagStep.Kind.RAISED, at=NOW + timedelta(hours=1)).save()
    assert waits(wipa, "flag", NOW + timedelta(hours=2)) == 1


@pytest.mark.parametrize("change", [{"rests_since": WEEK.monday}, {"closed_at": NOW}])
def test_a_flag_that_rests_or_is_closed_asks_for_nothing(nok, wipa, change):
    flag = flag_for(nok)
    Flag.objects.filter(pk=flag.pk).update(**change)
    assert waits(wipa, "flag") == 0


def test_a_flag_passed_on_waits_for_the_next_supervisor_while_they_lead_above(
    nok, wipa, office, phuket
):
    head = make_person("head", office.organisation)
    make_membership(head, office, Role.SUPERVISOR)
    flag = flag_for(nok)
    assert waits(head, "flag") == 0
    FlagStep.of(flag, kind=FlagStep.Kind.PASSED_ON, to=head, at=NOW).save()
    assert waits(head, "flag") == 1
    move_to(head, phuket)
    assert waits(head, "flag") == 0


def test_a_talk_waits_for_the_one_who_did_not_write_it(client, nok, wipa, office):
    talk = make_talk(wipa, nok)
    assert (waits(nok, "talk"), waits(wipa, "talk_led")) == (1, 0)
    enter(client, nok)
    assert 'value="agree"' in client.get("/my-time/").content.decode()
    talks.change(talk, by=nok, version=1, words="Two intakes less.", now=NOW)
    assert (waits(nok, "talk"), waits(wipa, "talk_led")) == (0, 1)
    assert line_of(wipa, "talk_led").address == f"/team/{nok.public_id}/"
    talk.refresh_from_db()
    assert waits(wipa, "talk") == 0
    talks.agree(talk, by=wipa, version=2, now=NOW)
    assert (waits(nok, "talk"), waits(wipa, "talk_led")) == (0, 0)
    head = make_person("head", office.organisation)
    make_membership(head, office, Role.SUPERVISOR)
    make_talk(head, wipa)
    assert (waits(wipa, "talk"), waits(wipa, "talk_led")) == (1, 0)


def test_a_talk_does_not_wait_for_who_supervises_no_longer(nok, wipa, phuket):
    make_talk(wipa, nok, by=nok)
    assert waits(wipa, "talk_led") == 1
    move_to(wipa, phuket)
    assert waits(wipa, "talk_led") == 0


@pytest.mark.parametrize("do", [moves.accept, moves.decline])
def test_a_move_waits_for_its_receiver_until_it_is_answered(client, nok, wipa, chiang_mai, do):
    receiver, line = make_worker(chiang_mai), make_line(nok)
    move = moves.propose(by=wipa, giver=nok, receiver=receiver, parts={line.public_id: 1}, now=NOW)
    assert [waits(one, "move") for one in (receiver, nok, wipa)] == [1, 0, 0]
    enter(client, receiver)
    assert 'value="accept"' in client.get(line_of(receiver, "move").address).content.decode()
    do(move, by=receiver, now=NOW)
    assert waits(receiver, "move") == 0


def test_several_moves_lead_to_the_page_that_lists_them(nok, wipa, chiang_mai):
    receiver = make_worker(chiang_mai)
    for _ in range(2):
        line = make_line(nok)
        moves.propose(by=wipa, giver=nok, receiver=receiver, parts={line.public_id: 1}, now=NOW)
    found = line_of(receiver, "move")
    assert (found.title, found.address) == ("2 moves of work to you", "/my-trend/")


@pytest.fixture
def offered(wipa, chiang_mai):
    return hands.offer(
        by=wipa,
        unit=chiang_mai,
        points=Decimal(10),
        job=job_of(chiang_mai, "caseworker"),
        until=NOW.date() + timedelta(days=30),
        now=NOW,
    )


def lead_of(unit):
    person = make_person(f"lead{unit.pk}", unit.organisation)
    make_membership(person, unit, Role.SUPERVISOR)
    return person


@pytest.mark.parametrize("do", [hands.agree, hands.decline])
def test_a_request_for_a_hand_waits_for_who_leads_the_unit_that_offers(
    wipa, office, chiang_mai, offered, do
):
    unit = make_unit(office.organisation, "Lampang team", parent=office)
    other = lead_of(unit)
    request = hands.ask(by=other, unit=unit, wanted=offered, points=Decimal(2), now=NOW)
    assert (waits(wipa, "hand"), waits(other, "hand")) == (1, 0)
    do(request, by=wipa, now=NOW)
    assert waits(wipa, "hand") == 0


def test_a_request_of_another_organisation_opens_no_wall_for_a_dot(wipa, rest_house, offered):
    other = lead_of(rest_house)
    hands.ask(by=other, unit=rest_house, wanted=offered, points=Decimal(2), now=NOW)
    assert waits(wipa, "hand") == 0


def test_nothing_that_waits_says_how_anybody_is(nok, wipa):
    flag_for(nok)
    line = line_of(wipa, "flag")
    assert line.title == "1 flag that nobody has looked at yet"
    assert not hasattr(line, "person")
