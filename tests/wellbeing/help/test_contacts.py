"""Asking somebody to get in touch, and being asked."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import AccessEvent, Person, SentOnce
from tests.makers import NOW, NOWHERE, at, deliver, enter, make_worker, said_in
from wellbeing.help import contacts, notice_tasks
from wellbeing.help import tasks as help_tasks
from wellbeing.models import ContactRequest
from wellbeing.sharing import actions as sharing

PAGE = "/talk/"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def asked(nok, orathai):
    return contacts.ask(person=nok, contact=orathai, now=NOW)


def test_a_worker_can_ask_supervisor_and_staff_care(client, nok, wipa, orathai, noi):
    enter(client, nok)
    page = text(client.get(PAGE))
    assert "Wipa Thongdee" in page
    assert "Orathai Pimthong" in page
    assert client.post(PAGE, {"ask": str(orathai.public_id)})["Location"] == PAGE
    request = ContactRequest.objects.get()
    assert (request.person, request.contact) == (nok, orathai)
    assert "Waiting since" in text(client.get(PAGE))


@pytest.mark.parametrize("chosen", ["", "x", NOWHERE])
def test_asking_nobody_in_particular_asks_nobody(client, nok, chosen):
    enter(client, nok)
    answer = client.post(PAGE, {"ask": chosen}, follow=True)
    assert "Please choose somebody from the list." in text(answer)
    assert not ContactRequest.objects.exists()


def test_who_chose_nobody_is_asked_again_beside_the_list(client, nok, wipa):
    enter(client, nok)
    answer = client.post(PAGE, {})
    assert answer.status_code == 422
    page = text(answer)
    assert 'id="problems"' in page
    assert 'href="#id_ask"' in page
    assert page.index('<h2 id="h-ask"') < page.index('id="ask-error"') < page.index('id="id_ask"')
    assert "<title>Error: Talk" in page
    assert 'id="problems"' not in text(client.get(PAGE))


def test_the_contact_is_told_at_once_and_of_nothing(client, nok, orathai):
    """In the night, on a Saturday: a person asked for it."""
    with time_machine.travel(at("2026-11-28 23:30"), tick=False):
        enter(client, nok)
        client.post(PAGE, {"ask": str(orathai.public_id)})
    (letter,) = mail.outbox
    assert letter.to == [orathai.email]
    assert letter.subject == "Kamlangjai: there is something to read"
    words = letter.subject + letter.body
    assert not [w for w in ("Kanokwan", "Srisuk", "nok", "touch", "ask") if w in words]
    assert said_in(letter).endswith("/talk/")


def test_the_job_says_it_once_and_nothing_of_what_was_taken_back(nok, asked, orathai, wipa):
    for _again in range(3):
        notice_tasks.tell_contact_asked.call(asked.pk)
    contacts.ask(person=nok, contact=orathai, now=NOW)
    assert [letter.to for letter in mail.outbox] == [[orathai.email]]
    mail.outbox.clear()
    SentOnce.objects.all().delete()
    contacts.finish(asked, by=nok, now=NOW)
    notice_tasks.tell_contact_asked.call(asked.pk)
    notice_tasks.tell_contact_asked.call(asked.pk + 1000)
    assert mail.outbox == []


def test_asking_anew_later_is_told_anew(nok, asked, orathai):
    contacts.finish(asked, by=orathai, now=NOW)
    contacts.ask(person=nok, contact=orathai, now=NOW + timedelta(days=1))
    assert len(mail.outbox) == 2


def test_somebody_of_another_organisation_is_not_asked(client, nok, noi):
    enter(client, nok)
    client.post(PAGE, {"ask": str(noi.public_id)})
    with pytest.raises(ValidationError):
        contacts.ask(person=nok, contact=noi, now=NOW)
    assert not ContactRequest.objects.exists()


def test_asking_twice_waits_once(nok, asked, orathai):
    assert contacts.ask(person=nok, contact=orathai, now=NOW) == asked


def test_the_contact_sees_the_name_marks_it_done_and_the_look_is_noted(client, nok, asked, orathai):
    enter(client, orathai)
    assert "Kanokwan Srisuk" in text(client.get(PAGE))
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["contact"]
    client.post(PAGE, {"done": str(asked.public_id)})
    asked.refresh_from_db()
    assert (asked.done_at is not None, asked.withdrawn) == (True, False)
    assert "They asked you to get in touch" not in text(client.get(PAGE))


def test_the_person_takes_a_request_back(client, nok, asked):
    enter(client, nok)
    client.post(PAGE, {"done": str(asked.public_id)})
    asked.refresh_from_db()
    assert asked.withdrawn


@pytest.mark.parametrize("who", ["wipa", "anan", "noi"])
def test_nobody_else_touches_a_request(client, asked, request, who):
    enter(client, request.getfixturevalue(who))
    foreign = client.post(PAGE, {"done": str(asked.public_id)})
    missing = client.post(PAGE, {"done": str(uuid.uuid4())})
    broken = client.post(PAGE, {"done": "x"})
    assert {foreign.status_code, missing.status_code, broken.status_code} == {404}
    asked.refresh_from_db()
    assert asked.done_at is None


def test_finishing_again_keeps_the_first_time(asked, orathai):
    contacts.finish(asked, by=orathai, now=NOW)
    contacts.finish(asked, by=orathai, now=timezone.now())
    asked.refresh_from_db()
    assert asked.done_at == NOW


@pytest.mark.parametrize("crew", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_requests(
    crew, client, orathai, chiang_mai, django_assert_num_queries
):
    for number in range(crew):
        contacts.ask(person=make_worker(chiang_mai, f"w{number}"), contact=orathai, now=NOW)
    enter(client, orathai)
    with django_assert_num_queries(11):
        client.get(PAGE)
    assert AccessEvent.objects.count() == crew


def test_a_slip_of_the_finger_is_taken_back(client, nok, asked, orathai, wipa):
    enter(client, orathai)
    client.post(PAGE, {"done": str(asked.public_id)})
    assert "Not yet after all" in text(client.get(PAGE))
    enter(client, nok)
    client.post(PAGE, {"reopen": str(asked.public_id)})  # only the contact can
    asked.refresh_from_db()
    assert asked.done_at is not None
    enter(client, orathai)
    client.post(PAGE, {"reopen": str(asked.public_id)})
    asked.refresh_from_db()
    assert asked.done_at is None


def test_what_is_done_with_one_request_leaves_the_others_as_they_are(
    nok, wipa, asked, orathai, chiang_mai
):
    waiting = ContactRequest.objects.waiting().order_by("pk")
    elsewhere = contacts.ask(person=nok, contact=wipa, now=NOW)
    beside = contacts.ask(person=make_worker(chiang_mai), contact=orathai, now=NOW)
    contacts.finish(asked, by=orathai, now=NOW)
    assert list(waiting.all()) == [elsewhere, beside]
    contacts.finish(beside, by=orathai, now=NOW)
    contacts.reopen(asked, by=orathai)
    assert list(waiting.all()) == [asked, elsewhere]
    contacts.finish(elsewhere, by=nok, now=NOW)
    assert list(waiting.all()) == [asked]


def test_a_contact_undoes_no_withdrawal_and_brings_none_beside_one_that_waits(nok, asked, orathai):
    waiting = ContactRequest.objects.waiting()
    contacts.finish(asked, by=nok, now=NOW)
    contacts.reopen(asked, by=orathai)
    assert not waiting.exists()
    done = contacts.ask(person=nok, contact=orathai, now=NOW)
    contacts.finish(done, by=orathai, now=NOW)
    newer = contacts.ask(person=nok, contact=orathai, now=NOW)
    contacts.reopen(done, by=orathai)
    assert waiting.get() == newer


def test_a_contact_with_a_role_that_has_ended_answers_nothing_and_undoes_nothing(
    nok, asked, orathai
):
    orathai.memberships.update(ends=NOW.date() - timedelta(days=1))
    former = Person.objects.get(pk=orathai.pk)
    contacts.finish(asked, by=former, now=NOW)
    asked.refresh_from_db()
    assert asked.done_at is None
    asked.end(withdrawn=False)
    asked.done_at = NOW
    asked.save()
    contacts.reopen(asked, by=former)
    asked.refresh_from_db()
    assert asked.done_at == NOW


@pytest.mark.parametrize("who", ["siriporn", "anan", "ploy"])
def test_who_sends_no_week_reaches_staff_care_too(client, request, who, orathai, wipa):
    enter(client, request.getfixturevalue(who))
    page = text(client.get(PAGE))
    assert "Orathai Pimthong" in page
    assert "Wipa Thongdee" not in page


# --- A colleague who offered ---------------------------------------------------------------------


@pytest.fixture
def mali(chiang_mai):
    """A colleague of Nok's team who said that she may be asked."""
    return make_worker(chiang_mai, "mali", full_name_en="Mali Dee", open_to_talk=True)


def names(person) -> list[tuple[str, str]]:
    return [(one.person.username, str(one.kind)) for one in contacts.offered(person, NOW)]


def test_colleagues_who_offered_come_last_and_those_of_the_team_first(
    nok, wipa, orathai, mali, office, noi, chiang_mai
):
    make_worker(office, "aree", full_name_en="Aree", open_to_talk=True)
    make_worker(chiang_mai, "silent", full_name_en="Aa")
    make_worker(noi.home.unit, "stranger", open_to_talk=True)
    gone = make_worker(chiang_mai, "gone", open_to_talk=True)
    gone.memberships.update(ends=NOW.date() - timedelta(days=1))
    make_worker(chiang_mai, "closed", open_to_talk=True, is_active=False)
    expected = [("wipa", "supervisor"), ("orathai", "care"), ("mali", "peer"), ("aree", "peer")]
    assert names(nok) == expected
    assert "mali" not in dict(names(mali))


def test_a_supervisor_who_offers_too_is_listed_once(nok, wipa):
    Person.objects.filter(pk=wipa.pk).update(open_to_talk=True)
    assert names(nok) == [("wipa", "supervisor")]


def test_a_colleague_is_asked_on_the_page_and_the_look_is_noted(client, nok, mali):
    enter(client, nok)
    assert "A colleague who offered to listen" in text(client.get(PAGE))
    client.post(PAGE, {"ask": str(mali.public_id)})
    enter(client, mali)
    assert "Kanokwan Srisuk" in text(client.get(PAGE))
    assert [event.viewer_role for event in AccessEvent.objects.about(nok)] == ["worker"]


def test_a_colleague_who_did_not_offer_is_not_asked(client, nok, mali):
    Person.objects.filter(pk=mali.pk).update(open_to_talk=False)
    enter(client, nok)
    client.post(PAGE, {"ask": str(mali.public_id)})
    assert not ContactRequest.objects.exists()


def test_the_offer_is_a_switch_on_a_page_of_its_own(client, nok):
    enter(client, nok)
    assert "Colleagues may ask me for a talk" in client.get("/account/offer/").text
    sent = {"offer": "1"}
    for ticked in (True, False):
        client.post("/account/offer/", sent | ({"open_to_talk": "on"} if ticked else {}))
        nok.refresh_from_db()
        assert nok.open_to_talk is ticked


def test_a_colleague_cannot_be_given_answers_to_read(nok, mali):
    assert mali not in [one for one, _role in sharing.readers(nok, NOW)]


# --- Nobody answered -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_at", "now", "late"),
    [
        ("2026-11-16 09:00", "2026-11-18 23:59", False),  # Monday; Tuesday, Wednesday
        ("2026-11-16 09:00", "2026-11-19 00:00", True),
        ("2026-11-20 18:00", "2026-11-24 23:59", False),  # Friday; Monday, Tuesday
        ("2026-11-20 18:00", "2026-11-25 00:00", True),
        ("2026-11-21 12:00", "2026-11-24 23:59", False),  # Saturday
        ("2026-11-21 12:00", "2026-11-25 00:00", True),
    ],
)
def test_two_whole_working_days_are_waited(nok, orathai, asked_at, now, late):
    request = contacts.ask(person=nok, contact=orathai, now=at(asked_at))
    assert contacts.unanswered(request, at(now).date()) is late
    assert (request in contacts.notice_unanswered(at(now))) is late


def run_at(when: str) -> None:
    with time_machine.travel(at(when), tick=False):
        help_tasks.pass_requests_on.call()
    deliver(at(when))


def test_the_person_is_told_once_by_day_and_neutrally(asked, nok):
    mail.outbox.clear()  # the contact's
    for when in ("2026-11-25 06:59", "2026-11-25 20:00"):
        run_at(when)
        assert mail.outbox == []
    for when in ("2026-11-26 07:00", "2026-11-26 10:00", "2026-11-27 15:00"):
        run_at(when)
    assert [letter.to for letter in mail.outbox] == [[nok.email]]
    assert "Orathai" not in mail.outbox[0].subject + mail.outbox[0].body
    assert "/talk/" in mail.outbox[0].body


@pytest.mark.parametrize("by", ["nok", "orathai"])
def test_who_was_answered_or_took_it_back_is_not_told(asked, request, by):
    mail.outbox.clear()  # the contact's
    contacts.finish(asked, by=request.getfixturevalue(by), now=at("2026-11-23 09:00"))
    run_at("2026-11-25 09:00")
    assert mail.outbox == []


def test_each_request_is_found_once_when_two_working_days_are_over(asked, orathai, chiang_mai):
    newer = contacts.ask(
        person=make_worker(chiang_mai), contact=orathai, now=at("2026-11-24 09:00")
    )
    for when, found in (
        ("2026-11-24 09:00", []),
        ("2026-11-25 09:00", [asked]),
        ("2026-11-26 09:00", []),
        ("2026-11-27 09:00", [newer]),
        ("2026-11-28 09:00", []),
    ):
        assert contacts.notice_unanswered(at(when)) == found


def test_a_notice_that_waits_for_the_morning_goes_with_the_answer(asked, orathai):
    mail.outbox.clear()  # the contact's
    run_at("2026-11-25 20:00")
    contacts.finish(asked, by=orathai, now=at("2026-11-25 21:00"))
    run_at("2026-11-26 07:00")
    assert mail.outbox == []


def test_the_page_offers_the_next_one(client, nok, wipa, asked, mali):
    with time_machine.travel(at("2026-11-24 12:00"), tick=False):
        enter(client, nok)
        assert "Two working days have passed" not in text(client.get(PAGE))
    with time_machine.travel(at("2026-11-25 12:00"), tick=False):
        enter(client, nok)
        page = text(client.get(PAGE))
        assert "Two working days have passed" in page
        assert f'name="ask" value="{wipa.public_id}">Ask Wipa' in page
        client.post(PAGE, {"ask": str(wipa.public_id)})
    assert ContactRequest.objects.waiting().count() == 2
