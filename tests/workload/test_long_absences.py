"""Who is on a long absence: nothing is asked of them, nothing waits, and no sum counts them."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest

from people.accounts import tokens
from people.models import AccessEvent, Membership, Person, Role
from people.pending.reading import read_pending
from people.weeks import Block
from tests.makers import (
    NOW,
    WEEK,
    at,
    enter,
    make_absence,
    make_line,
    make_membership,
    make_person,
    make_week,
    make_worker,
)
from tests.training.conftest import make_certificate, make_certificate_type
from training.certificates import reminders as certificate_reminders
from workload.board import actions as board
from workload.board import sheet
from workload.board.filter import BoardFilter, FilterReason
from workload.flags import actions as flags
from workload.flags.sweep import sweep
from workload.models import Transfer
from workload.moves import actions as moves
from workload.policies.block_sums import BlockSums
from workload.weeks import actions as weeks
from workload.weeks import reminders

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def then(friday):
    return friday


@pytest.fixture
def malee(chiang_mai):
    return make_worker(chiang_mai, "malee", full_name_en="Malee Rak")


def again(person):
    return Person.objects.get(pk=person.pk)


def test_no_week_is_asked_of_who_is_away_until_the_day_they_are_back(nok, malee, wipa):
    make_absence(nok, ends=TODAY)
    assert reminders.waiting(at("2026-11-20 15:00")) == {malee.pk, wipa.pk}
    assert nok.pk in reminders.waiting(at("2026-11-23 09:00"))


def test_a_supervisor_carries_no_load_for_who_is_away(nok, malee, wipa, chiang_mai):
    assert weeks.supervisees(again(wipa), NOW) == 2
    make_absence(malee)
    assert weeks.supervisees(again(wipa), NOW) == 1


def test_a_stand_in_carries_the_load_of_the_team_and_who_is_away_none(nok, malee, wipa, chiang_mai):
    make_absence(wipa)
    days = {"starts": TODAY, "ends": TODAY + DAY, "hours": None}
    make_membership(malee, chiang_mai, Role.SUPERVISOR, acting_for=wipa, **days)
    assert weeks.supervisees(again(malee), NOW) == 1
    assert weeks.supervisees(again(wipa), NOW) == 0


def test_the_board_shows_who_is_away_last_and_in_no_sum(nok, malee, wipa):
    for person in (nok, malee):
        make_week(person, points=Decimal(13))
    before = board.read(again(wipa), NOW)
    make_absence(nok, ends=TODAY + DAY)
    after = board.read(again(wipa), NOW)
    assert [row.person_id for row in after.ordered] == [malee.pk, nok.pk]
    assert [row.person_id for row in after.others] == [malee.pk]
    assert [row.person_id for row in after.away] == [nok.pk]
    assert (after.capacity, after.points) == (before.capacity / 2, before.points / 2)
    assert after.with_room == 1
    unsent = board.read(again(wipa), NOW, asked=BoardFilter(why=FilterReason.UNSENT))
    assert unsent.ordered == []
    assert "away until" in str([*sheet.rows(after, wipa, NOW)][-1])


def test_the_board_says_until_when_and_never_why_in_no_more_statements(
    client, nok, malee, wipa, django_assert_num_queries
):
    make_absence(nok, kind="sick")
    enter(client, wipa)
    page = unescape(client.get("/team/").text)
    assert "away until" in page
    assert "Sick" not in page
    viewer = again(wipa)
    assert viewer.charge.units
    # The third counts the cases of those who have sent no week yet.
    with django_assert_num_queries(3):
        board.read(viewer, NOW)


def test_the_api_lists_who_is_away_last_and_until_when(client, nok, malee, wipa):
    make_absence(nok)
    key = tokens.make(person=wipa, name="test")[1]
    answer = client.get("/api/v1/team", headers={"Authorization": f"Bearer {key}"}).json()
    found = [(one["name"], one["away_until"]) for one in answer["members"]]
    assert found == [("Malee Rak", None), ("Kanokwan Srisuk", "2027-03-31")]
    assert answer["people"] == 2


def test_a_flag_that_was_passed_on_is_among_those_also_while_its_person_is_away(
    client, nok, wipa, orathai
):
    """Orathai was invited to look; her look at Nok is noted."""
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="40")], now=NOW)
    flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    make_absence(nok)
    assert [row.person_id for row in board.read(again(orathai), NOW).passed] == [nok.pk]
    enter(client, orathai)
    assert "Kanokwan Srisuk" in client.get("/team/").text
    looks = AccessEvent.objects.filter(viewer=orathai, person__isnull=False)
    assert set(looks.values_list("person", flat=True)) == {nok.pk}


def test_the_flag_of_who_is_away_waits_for_them(nok, wipa, malee):
    for back in (1, 0):
        make_week(nok, WEEK - back, percent=Decimal(130), level="red")
    flag = flags.assess(person=nok, weeks=list(nok.work_weeks.order_by("week")), now=NOW)
    assert read_pending(again(wipa), NOW).lines
    absence = make_absence(nok, ends=TODAY + timedelta(days=13))
    assert not read_pending(again(wipa), NOW).lines
    assert sweep(NOW + timedelta(days=10)) == []
    found = board.read(again(wipa), NOW)
    assert (found.flags, found.flagged, len(found.away)) == (0, [], 1)
    absence.delete()
    assert board.read(again(wipa), NOW).flagged[0].flag_id == flag.pk


def test_a_stand_in_sees_the_board_and_acts_on_its_flags(nok, wipa, malee, chiang_mai):
    make_week(nok, percent=Decimal(130), level="red")
    flag = flags.assess(person=nok, weeks=list(nok.work_weeks.all()), now=NOW)
    make_absence(wipa)
    days = {"starts": TODAY, "ends": TODAY + DAY, "hours": None}
    make_membership(malee, chiang_mai, Role.SUPERVISOR, acting_for=wipa, **days)
    assert [row.flag_id for row in board.read(again(malee), NOW).flagged] == [flag.pk]
    assert board.read(again(wipa), NOW).people == 0
    flags.see(flag, by=again(malee), now=NOW)


def test_nobody_moves_work_to_who_is_away(client, nok, wipa, malee):
    line = make_line(nok)
    address = f"/team/{nok.public_id}/move/"
    enter(client, wipa)
    assert malee.name in client.get(address).text
    make_absence(malee)
    for asked in ({}, {"search": "malee"}, {"to": malee.public_id}):
        assert malee.name not in client.get(address, asked).text
    with pytest.raises(Exception, match="is away until"):
        moves.propose(by=wipa, giver=nok, receiver=again(malee), parts={line.public_id: 1}, now=NOW)
    assert not Transfer.objects.exists()


def test_the_work_of_who_is_away_can_be_moved(nok, wipa, malee):
    line = make_line(nok)
    make_absence(nok)
    moves.propose(by=wipa, giver=again(nok), receiver=malee, parts={line.public_id: 1}, now=NOW)


def test_who_is_away_for_a_whole_block_is_none_of_its_people(saphan, nok, malee, wipa):
    block = Block.latest(NOW)
    days = {"starts": block.first.monday, "ends": block.last.sunday}
    make_absence(nok, **days)
    assert set(BlockSums.of(saphan, block).units) == {malee.pk, wipa.pk}
    for part in (
        {"starts": block.first.monday, "ends": block.last.sunday - DAY},
        {"starts": block.first.monday + DAY, "ends": block.last.sunday},
    ):
        nok.absences.update(**part)
        assert set(BlockSums.of(saphan, block).units) == {nok.pk, malee.pk, wipa.pk}


def test_reminders_of_certificates_wait_until_the_person_is_back(nok, siriporn, saphan):
    kind = make_certificate_type(saphan)
    make_certificate(nok, kind, by=siriporn, expires_on=TODAY + timedelta(days=20))
    assert certificate_reminders.ends_within(TODAY, 90).count() == 1
    make_absence(nok, ends=TODAY)
    assert certificate_reminders.ends_within(TODAY, 90).count() == 0
    assert certificate_reminders.ends_within(TODAY + DAY, 90).count() == 1


def test_a_lead_who_is_away_leads_no_unit_in_the_tree(client, wipa, nok, ploy, chiang_mai):
    enter(client, ploy)
    assert "Wipa" in client.get("/units/").text.split("<main")[1]
    make_absence(wipa)
    assert "Wipa" not in client.get("/units/").text.split("<main")[1]
    assert Membership.objects.on(TODAY).filter(person=wipa).exists()


def test_an_absence_of_another_organisation_says_nothing_here(noi, wipa, nok):
    make_absence(noi)
    assert again(wipa).away_until is None
    assert make_person("x", noi.organisation).away_until is None
