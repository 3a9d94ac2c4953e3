"""The page of a person's phones."""

import re

import pytest

from people.accounts.sessions import VISIT
from people.models import PushSubscription
from people.phones.vapid import public_key, push_key
from tests.makers import enter

from .conftest import join

PAGE = "/account/messages/phone/"


@pytest.fixture
def as_nok(client, nok):
    enter(client, nok)
    return client


def phones(person):
    return [str(one) for one in PushSubscription.objects.visible_to(person)]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_person_joins_a_phone_and_reads_which_are_joined(as_nok, nok, service):
    answer = as_nok.post(PAGE, {"endpoint": f"{service.address}/a", "name": "my own phone"})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert phones(nok) == ["my own phone"]
    page = as_nok.get(PAGE)
    assert "From now on this device shows when something waits for you." in text(page)
    assert public_key(push_key()) in text(page)
    assert service.address not in text(page)


def test_a_person_removes_a_phone(as_nok, nok, service):
    phone = join(nok, service)
    answer = as_nok.post(PAGE, {"remove": phone.public_id})

    assert (answer.status_code, phones(nok)) == (302, [])


def test_the_phone_of_another_person_is_not_there(as_nok, wipa, noi, service):
    for other, token in ((wipa, "a"), (noi, "b")):
        phone = join(other, service, token)
        assert as_nok.post(PAGE, {"remove": phone.public_id}).status_code == 404
        assert phones(other) == ["Phone 1"]
    for nonsense in ("", "x", "1", "\x00", "ก"):
        assert as_nok.post(PAGE, {"remove": nonsense}).status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    ["", "https://example.org/a", "http://169.254.169.254/", "\x00", "x" * 3000, "ก"],
)
def test_an_address_of_no_push_service_is_refused_and_the_name_stays(as_nok, nok, endpoint):
    answer = as_nok.post(PAGE, {"endpoint": endpoint, "name": "my own phone"})

    assert (answer.status_code, phones(nok)) == (422, [])
    assert 'value="my own phone"' in text(answer)
    assert 'id="problems"' in text(answer)


def test_an_identity_number_is_no_name_of_a_phone(as_nok, nok, service):
    typed = {"endpoint": f"{service.address}/a", "name": "1-1017-00230-70-8"}
    answer = as_nok.post(PAGE, typed)

    assert (answer.status_code, phones(nok)) == (422, [])


def test_a_sixth_phone_is_refused_in_words(as_nok, nok, service):
    for token in "abcde":
        join(nok, service, token)
    answer = as_nok.post(PAGE, {"endpoint": f"{service.address}/f"})

    assert answer.status_code == 422
    assert "You have 5 phones. Please remove one first." in text(answer)


def test_a_device_that_others_use_is_never_joined(as_nok, nok, service):
    session = as_nok.session
    session[VISIT] = session[VISIT] | {"shared": True}
    session.save()
    page = as_nok.get(PAGE)

    assert "you said that others use this device" in text(page)
    assert "join-phone" not in text(page)
    assert as_nok.post(PAGE, {"endpoint": f"{service.address}/a"}).status_code == 422
    assert phones(nok) == []


def test_without_a_safe_way_to_the_pages_there_is_no_such_page(as_nok, settings):
    settings.SITE_URL = "http://kamlangjai.example.org"

    assert as_nok.get(PAGE).status_code == 404


@pytest.mark.parametrize("crew", [0, 5])
def test_the_page_costs_the_same_for_any_number_of_phones(
    as_nok, nok, service, crew, django_assert_num_queries
):
    for token in "abcde"[:crew]:
        join(nok, service, token)
    as_nok.get(PAGE)
    with django_assert_num_queries(5):
        as_nok.get(PAGE)


FORGETS = '"cache", "storage"'


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize(
    ("shared", "posted", "kept"),
    [
        (False, {}, '"cache"'),
        (False, {"forget": "yes"}, FORGETS),
        (False, {"forget": "no"}, '"cache"'),
        (True, {}, FORGETS),
        (True, {"forget": "no"}, FORGETS),
        (False, {"forget": "yes", "stays": "yes"}, '"cache"'),
        (True, {"stays": "yes"}, '"cache"'),
    ],
)
def test_a_device_of_ones_own_forgets_what_is_kept_when_asked_and_a_shared_one_all_but_what_waits(
    as_nok, nok, service, joined, shared, posted, kept
):
    session = as_nok.session
    session[VISIT] = session[VISIT] | {"shared": shared}
    session.save()
    if joined:
        join(nok, service)

    assert as_nok.post("/sign-out/", posted)["Clear-Site-Data"] == kept


@pytest.mark.parametrize(("said", "kept"), [("yes", FORGETS), ("no", '"cache"')])
def test_after_the_visit_the_device_goes_by_what_was_said_of_it_last(client, db, said, kept):
    client.cookies["shared_device"] = said

    assert client.post("/sign-out/")["Clear-Site-Data"] == kept
