"""Asking somebody to get in touch, and being asked."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import AccessEvent
from tests.makers import NOW, make_worker
from wellbeing import contacts
from wellbeing.models import ContactRequest

PAGE = "/talk/"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def asked(nok, orathai):
    return contacts.ask(person=nok, contact=orathai, now=NOW)


def test_a_worker_can_ask_supervisor_and_staff_care(client, nok, wipa, orathai, noi):
    client.force_login(nok)
    page = text(client.get(PAGE))
    assert "Wipa Thongdee" in page
    assert "Orathai Pimthong" in page
    assert client.post(PAGE, {"ask": str(orathai.public_id)})["Location"] == PAGE
    request = ContactRequest.objects.get()
    assert (request.person, request.contact) == (nok, orathai)
    assert "Waiting since" in text(client.get(PAGE))


@pytest.mark.parametrize("chosen", ["", "x", str(uuid.uuid4())])
def test_asking_nobody_in_particular_asks_nobody(client, nok, chosen):
    client.force_login(nok)
    answer = client.post(PAGE, {"ask": chosen}, follow=True)
    assert "Please choose somebody from the list." in text(answer)
    assert not ContactRequest.objects.exists()


def test_somebody_of_another_organisation_is_not_asked(client, nok, noi):
    client.force_login(nok)
    client.post(PAGE, {"ask": str(noi.public_id)})
    with pytest.raises(ValidationError):
        contacts.ask(person=nok, contact=noi, now=NOW)
    assert not ContactRequest.objects.exists()


def test_asking_twice_waits_once(nok, asked, orathai):
    assert contacts.ask(person=nok, contact=orathai, now=NOW) == asked


def test_the_contact_sees_the_name_marks_it_done_and_the_look_is_noted(client, nok, asked, orathai):
    client.force_login(orathai)
    assert "Kanokwan Srisuk" in text(client.get(PAGE))
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["contact"]
    client.post(PAGE, {"done": str(asked.public_id)})
    asked.refresh_from_db()
    assert (asked.done_at is not None, asked.withdrawn) == (True, False)
    assert "They asked you to get in touch" not in text(client.get(PAGE))


def test_the_person_takes_a_request_back(client, nok, asked):
    client.force_login(nok)
    client.post(PAGE, {"done": str(asked.public_id)})
    asked.refresh_from_db()
    assert asked.withdrawn


@pytest.mark.parametrize("who", ["wipa", "anan", "noi"])
def test_nobody_else_touches_a_request(client, asked, request, who):
    client.force_login(request.getfixturevalue(who))
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
    client.force_login(orathai)
    with django_assert_num_queries(8):
        client.get(PAGE)
    assert AccessEvent.objects.count() == crew


def test_a_slip_of_the_finger_is_taken_back(client, nok, asked, orathai, wipa):
    client.force_login(orathai)
    client.post(PAGE, {"done": str(asked.public_id)})
    assert "Not yet after all" in text(client.get(PAGE))
    client.force_login(nok)
    client.post(PAGE, {"reopen": str(asked.public_id)})  # only the contact can
    asked.refresh_from_db()
    assert asked.done_at is not None
    client.force_login(orathai)
    client.post(PAGE, {"reopen": str(asked.public_id)})
    asked.refresh_from_db()
    assert asked.done_at is None


@pytest.mark.parametrize("who", ["siriporn", "anan", "ploy"])
def test_who_sends_no_week_reaches_staff_care_too(client, request, who, orathai, wipa):
    client.force_login(request.getfixturevalue(who))
    page = text(client.get(PAGE))
    assert "Orathai Pimthong" in page
    assert "Wipa Thongdee" not in page
