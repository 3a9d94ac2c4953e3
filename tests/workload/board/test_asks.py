"""Who asks a viewer to get in touch is listed on the viewer's home, also beside any board."""

import pytest
import time_machine

from people.models import AccessEvent, Role
from tests.makers import NOW, enter, make_membership, make_worker
from wellbeing import access_kinds
from wellbeing.help import contacts

PAGE = "/team/"
DONE = "I have been in touch"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_staff_care_reads_on_her_home_who_asked_and_is_done_with_one_press(client, nok, orathai):
    asked = contacts.ask(person=nok, contact=orathai, now=NOW)
    enter(client, orathai)
    page = client.get(PAGE).text
    assert "Talk to this person first" in page
    assert page.index("Kanokwan Srisuk") < page.index(DONE) < page.index("Nobody has invited you")
    answer = client.post("/talk/", {"done": str(asked.public_id), "back": "team"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert DONE not in answer.text
    assert "Kanokwan" not in answer.text


def test_the_person_is_told_that_their_request_was_read(client, nok, orathai):
    contacts.ask(person=nok, contact=orathai, now=NOW)
    enter(client, orathai)
    client.get(PAGE)
    looks = AccessEvent.objects.filter(person=nok, what=access_kinds.CONTACT)
    assert looks.get().viewer_id == orathai.pk


def test_who_supervises_and_offers_to_listen_finds_both_and_nobody_twice(
    client, nok, wipa, siriporn
):
    wipa.open_to_talk = True
    wipa.save()
    for one in (nok, siriporn):
        contacts.ask(person=one, contact=wipa, now=NOW)
    enter(client, wipa)
    page = client.get(PAGE).text
    assert "Talk to these 2 people first" in page
    assert page.count(">" + DONE) == 2
    assert page.index("Kanokwan Srisuk") < page.index("Siriporn Maneewong")


def test_a_request_to_somebody_else_or_one_taken_back_is_on_no_home(client, nok, wipa, orathai):
    contacts.finish(contacts.ask(person=nok, contact=orathai, now=NOW), by=nok, now=NOW)
    contacts.ask(person=nok, contact=wipa, now=NOW)
    enter(client, orathai)
    page = client.get(PAGE).text
    assert DONE not in page
    assert "Nobody has invited you" in page


def test_staff_care_of_another_organisation_reads_nothing(client, nok, orathai, noi, rest_house):
    make_membership(noi, rest_house, Role.CARE)
    contacts.ask(person=nok, contact=orathai, now=NOW)
    enter(client, noi)
    assert "Kanokwan" not in client.get(PAGE).text


def test_it_takes_one_statement_whoever_many_ask(
    client, chiang_mai, orathai, django_assert_num_queries
):
    found = [make_worker(chiang_mai, f"asker{n}") for n in range(3)]
    for one in found:
        contacts.ask(person=one, contact=orathai, now=NOW)
    with django_assert_num_queries(1):
        read = contacts.waiting_from_beyond(orathai, listed=())
    assert [one.person_id for one in read] == [one.pk for one in found]


def test_of_who_only_supervises_nothing_is_read(nok, wipa, django_assert_num_queries):
    contacts.ask(person=nok, contact=wipa, now=NOW)
    with django_assert_num_queries(0):
        assert contacts.waiting_from_beyond(wipa, listed=()) == []
