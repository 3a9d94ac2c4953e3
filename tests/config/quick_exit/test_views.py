"""Quick exit: the visit of this device ends, whatever else is open."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from people.accounts import sessions
from tests.makers import enter

SITE = "https://weather.example.org/?place=here&now"


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def weather(settings):
    settings.EXIT_SITE = SITE


def test_the_button_ends_the_visit_here_and_leads_to_another_site(client, nok, weather):
    other = Client()
    enter(other, nok)
    enter(client, nok)
    page = client.get("/my-week/").text
    assert 'class="exit" method="post" action="/exit/"' in page
    assert 'data-to="https://weather.example.org/?place=here&amp;now"' in page

    answer = client.post("/exit/")

    assert answer.status_code == 200
    assert 'content="0;url=https://weather.example.org/?place=here&amp;now"' in answer.text
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer["Cache-Control"] == "no-store"
    assert not is_in(client)
    assert is_in(other)
    assert len(sessions.open_visits(nok.account, now=timezone.now())) == 1


def test_the_page_on_the_way_says_nothing_of_where_it_is(client, nok, weather):
    enter(client, nok)
    answer = client.post("/exit/")

    for word in ("amlangjai", "กำลังใจ", "Nok", "static", "manifest"):
        assert word not in answer.text
    assert "<title>…</title>" in answer.text


def test_without_another_site_the_page_stays_empty(client, nok, settings):
    settings.EXIT_SITE = ""
    enter(client, nok)
    assert "refresh" not in client.post("/exit/").text
    assert not is_in(client)


def test_a_device_that_others_use_keeps_nothing(client, nok):
    enter(client, nok)
    session = client.session
    session[sessions.VISIT] = session[sessions.VISIT] | {"shared": True}
    session.save()
    assert client.post("/exit/")["Clear-Site-Data"] == '"cache", "storage"'


def test_who_pressed_it_without_a_signal_is_signed_out_by_the_next_request(client, nok):
    other = Client()
    enter(other, nok)
    enter(client, nok)
    client.cookies["left"] = "1"

    back = client.get("/my-week/")

    assert (back.status_code, back.url) == (302, "/sign-in/?next=/my-week/")
    assert back["Clear-Site-Data"] == '"cache"'
    assert back.cookies["left"].value == ""
    assert back.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert is_in(other)
    assert len(sessions.open_visits(nok.account, now=timezone.now())) == 1
    enter(client, nok)
    assert is_in(client)


def test_with_tls_no_other_host_of_the_domain_can_say_that_a_person_left(client, nok, settings):
    """It would end each visit anew: only the host that set a mark can take it away."""
    settings.HTTPS = True
    enter(client, nok)
    client.cookies["left"] = "1"
    assert is_in(client)

    client.cookies["__Host-left"] = "1"
    back = client.get("/my-week/")

    assert back.status_code == 302
    assert back.cookies["__Host-left"].value == ""
    assert back.cookies["__Host-left"]["secure"]
    assert not is_in(client)


def test_the_button_works_where_the_visit_has_already_ended(client, db, weather):
    assert "weather.example.org" in client.post("/exit/").text


def test_no_other_site_can_press_it(nok):
    client = Client(enforce_csrf_checks=True)
    enter(client, nok)
    assert client.post("/exit/").status_code == 403
    assert is_in(client)


def test_the_security_log_notes_it_as_a_sign_out(client, nok, caplog):
    enter(client, nok)
    with caplog.at_level("INFO", "kamlangjai.security"):
        client.post("/exit/")
    assert "sign_out" in caplog.text


def test_who_is_not_signed_in_sees_no_button(client, db):
    page = client.get("/sign-in/").text
    assert 'class="exit"' not in page
    assert "/exit/" not in page


def test_pages_before_something_that_matters_have_it_too(client, nok):
    """They ask for the password once more, and stand in the frame of the sign-in."""
    enter(client, nok)
    assert 'class="exit"' in client.get("/password/again/?next=/account/").text
