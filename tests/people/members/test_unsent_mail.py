"""The page of people whom no mail reaches: names and since when, and one press."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from people.models import AccessEvent, Invitation, OutgoingLetter
from tests.makers import NOW, at, enter, make_failed_letter, make_workers
from tests.people.members.test_invitations import invite
from tests.people.pending.waits import line_of, waits

PAGE = "/people/mail/"
State = OutgoingLetter.State
SINCE = at("2026-11-18 09:00")


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client, person):
    enter(client, person)
    return client.get(PAGE)


def test_it_says_whom_no_mail_reaches_and_since_when(client, nok, wipa, ploy):
    make_failed_letter(nok, since=SINCE)
    make_failed_letter(nok, state=State.FAILED)
    page = read(client, ploy).content.decode()
    assert page.count("Kanokwan Srisuk") == 1
    assert "since 18 Nov" in page.replace("\u00a0", " ")
    assert "Wipa" not in page
    assert "nok@example.org" not in page
    assert AccessEvent.objects.filter(person=nok, viewer=ploy).exists()


def test_neither_another_organisation_nor_what_still_waits_is_on_it(client, nok, noi, ploy):
    make_failed_letter(noi)
    make_failed_letter(nok, state=State.WAITING, failing_since=None)
    page = read(client, ploy).content.decode()
    assert "Mail reaches everybody here." in page
    assert "has been waiting" not in page


def test_it_says_that_other_mail_waits_for_the_server(client, nok, ploy):
    make_failed_letter(nok, state=State.WAITING)
    assert "Other mail has been waiting since" in read(client, ploy).content.decode()


def test_an_invitation_stands_there_without_its_address(client, chiang_mai, ploy):
    invitation = invite(chiang_mai)
    make_failed_letter(None, kind="invitation", invitation=invitation)
    page = read(client, ploy).content.decode()
    assert "Chiang Mai team" in page
    assert invitation.email not in page
    assert waits(ploy, "invitation_returns") == 1
    Invitation.objects.update(expires=NOW)
    assert waits(ploy, "invitation_returns") == 0


def test_one_press_sends_all_of_it_again(client, nok, wipa, noi, ploy):
    for person in (nok, wipa, noi):
        make_failed_letter(person)
    enter(client, ploy)
    answer = client.post(PAGE, follow=True)
    assert "2 messages leave again." in answer.content.decode()
    left = OutgoingLetter.objects.values_list("recipient__account__username", "state", "tries")
    assert sorted(left) == [("noi", "refused", 0), ("nok", "waiting", 0), ("wipa", "waiting", 0)]
    again = client.post(PAGE, follow=True)
    assert "Nothing waits here any more." in again.content.decode()
    assert mail.outbox == []


def test_the_home_says_how_many_and_since_when(nok, wipa, ploy):
    make_failed_letter(nok, since=SINCE)
    make_failed_letter(nok)
    make_failed_letter(wipa, state=State.FAILED)
    line = line_of(ploy, "mail_returns")
    assert (line.count, line.since, line.title) == (2, SINCE.date(), "Mail does not reach 2 people")
    assert line.address == PAGE
    assert waits(wipa, "mail_returns") == 0


@pytest.mark.parametrize("crew", [1, 12])
def test_any_number_of_people_takes_as_many_statements(
    crew, client, chiang_mai, ploy, django_assert_max_num_queries
):
    for person in make_workers(crew, chiang_mai):
        make_failed_letter(person, since=NOW - timedelta(days=1))
    enter(client, ploy)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)
