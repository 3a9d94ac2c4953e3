"""What waits around help: a request for contact, and a number nobody has called."""

from datetime import timedelta

import pytest
import time_machine

from people.models import Role
from tests.makers import NOW, enter, make_hotline, make_membership, make_person, move_to
from tests.people.pending.waits import line_of, waits
from wellbeing.help import actions as helping
from wellbeing.help import contacts


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_request_for_contact_waits_for_whom_it_asks_until_they_were_in_touch(
    client, nok, orathai, wipa
):
    request = contacts.ask(person=nok, contact=orathai, now=NOW)
    assert [waits(one, "contact") for one in (orathai, wipa, nok)] == [1, 0, 0]
    enter(client, orathai)
    assert "Kanokwan" in client.get(line_of(orathai, "contact").address).content.decode()
    contacts.finish(request, by=orathai, now=NOW)
    assert waits(orathai, "contact") == 0


def test_a_request_that_was_taken_back_waits_for_nobody(nok, wipa):
    request = contacts.ask(person=nok, contact=wipa, now=NOW)
    contacts.finish(request, by=nok, now=NOW)
    assert waits(wipa, "contact") == 0


def test_who_does_not_answer_for_the_person_any_more_is_not_asked(nok, wipa, phuket):
    contacts.ask(person=nok, contact=wipa, now=NOW)
    move_to(wipa, phuket)
    assert waits(wipa, "contact") == 0


def test_a_colleague_who_offered_is_asked_while_the_offer_stands(nok, anan):
    anan.open_to_talk = True
    anan.save()
    contacts.ask(person=nok, contact=anan, now=NOW)
    assert waits(anan, "contact") == 1
    anan.open_to_talk = False
    anan.save()
    assert waits(anan, "contact") == 0


def test_a_line_says_no_name(nok, wipa):
    contacts.ask(person=nok, contact=wipa, now=NOW - timedelta(days=2))
    line = line_of(wipa, "contact")
    assert line.title == "1 person asks you to get in touch"
    assert line.since == NOW.date() - timedelta(days=2)


def test_a_number_waits_for_its_admin_until_it_was_called(ploy, nok, chiang_mai):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    hotline = make_hotline(ploy.organisation)
    assert [waits(one, "hotline") for one in (ploy, deputy, nok)] == [1, 0, 0]
    assert line_of(ploy, "hotline").address == f"/people/hotlines/{hotline.public_id}/"
    make_hotline(ploy.organisation, "1323")
    assert line_of(ploy, "hotline").address == "/people/hotlines/"
    for one in (hotline, *type(hotline).objects.exclude(pk=hotline.pk)):
        one.checked_on = NOW.date()
        helping.keep(one, by=ploy, now=NOW)
    assert waits(ploy, "hotline") == 0


def test_the_numbers_known_at_first_wait_until_the_organisation_has_a_list(
    ploy, nok, chiang_mai, settings
):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    settings.HELPLINE_CHECKED = "2026-11-01"  # the operator called; nobody of the organisation did
    assert [waits(one, "hotline_list") for one in (ploy, deputy, nok)] == [1, 0, 0]
    line = line_of(ploy, "hotline_list")
    assert line.title == "Your organisation has not checked the numbers for help"
    assert line.address == "/people/hotlines/"
    helping.begin_list(by=ploy)
    assert waits(ploy, "hotline_list") == 0
    assert waits(ploy, "hotline") == 1  # 1669; of 1323 the operator wrote down a day


def test_the_numbers_wait_again_where_a_list_was_emptied_and_another_has_one(ploy, noi):
    make_hotline(noi.organisation)
    assert waits(ploy, "hotline_list") == 1
    mine = make_hotline(ploy.organisation)
    assert waits(ploy, "hotline_list") == 0
    mine.delete()
    assert waits(ploy, "hotline_list") == 1


def test_the_admins_home_says_so_and_leads_to_the_list_and_no_worker_reads_of_a_check(
    client, ploy, nok, settings
):
    settings.HELPLINE_CHECKED = "2026-11-01"
    enter(client, ploy)
    page = client.get("/people/").text
    assert "Your organisation has not checked the numbers for help" in page
    assert 'href="/people/hotlines/"' in page
    enter(client, nok)
    for address in ("/help/", "/talk/", "/my-week/"):
        assert "checked the number" not in client.get(address).text
        assert "last checked" not in client.get(address).text


@pytest.mark.parametrize(("days", "due"), [(365, 0), (366, 1)])
def test_a_number_waits_for_a_call_again_after_a_year(days, due, ploy):
    make_hotline(ploy.organisation, checked_on=NOW.date() - timedelta(days=days))
    assert waits(ploy, "hotline") == due
