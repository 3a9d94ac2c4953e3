"""The line before a visit ends: it says when, a press keeps the visit, and to ask does not."""

from datetime import timedelta

import pytest
import time_machine

from people.accounts.sessions import VISIT
from tests.makers import NOW, enter

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def signed_in(client, person, *, shared=False):
    enter(client, person)
    session = client.session
    session[VISIT] = session[VISIT] | {"shared": shared}
    session.save()


def ask(client):
    return client.get("/visit/", headers=HTMX)


@pytest.mark.parametrize(("shared", "idle", "warned"), [(False, 60, 55), (True, 10, 8)])
def test_an_open_page_asks_and_is_told_some_minutes_before_the_end(
    client, nok, clock, shared, idle, warned
):
    signed_in(client, nok, shared=shared)
    page = client.get("/account/").text
    assert f'hx-trigger="load delay:{(warned - 1) * 60}s"' in page
    assert f"A form stays open for {idle} minutes." in page

    clock.shift(timedelta(minutes=warned - 1))
    assert "Stay signed in" not in ask(client).text
    assert 'hx-trigger="load delay:61s"' in ask(client).text
    clock.shift(timedelta(minutes=1))
    assert "Stay signed in" in ask(client).text


def test_to_ask_keeps_no_visit_open_and_a_press_does(client, nok, clock):
    signed_in(client, nok)
    clock.shift(timedelta(minutes=56))
    assert "You will be signed out at" in ask(client).text
    stayed = client.post("/visit/", headers=HTMX).text
    assert "You stay signed in." in stayed
    assert "autofocus" in stayed
    clock.shift(timedelta(minutes=59))
    assert "Stay signed in" in ask(client).text
    clock.shift(timedelta(minutes=1, seconds=1))
    assert client.get("/account/").status_code == 302


def test_at_the_last_moment_of_a_visit_no_press_is_offered(client, nok, clock):
    signed_in(client, nok, shared=True)
    for _ in range(7):
        clock.shift(timedelta(minutes=8, seconds=20))
        told = client.post("/visit/", headers=HTMX).text
    assert "Stay signed in" not in told
    assert "so long after the sign-in" in told
    assert 'hx-trigger="load delay:101s"' in told


def test_after_the_end_it_is_said_and_a_form_that_is_sent_is_still_kept(client, nok, clock):
    signed_in(client, nok)
    key = client.cookies["sessionid"].value
    clock.shift(timedelta(minutes=61))
    told = ask(client)
    assert "You are signed out now." in told.text
    assert not told.cookies
    assert client.cookies["sessionid"].value == key


def test_without_the_script_that_asks_it_leads_home(client, nok, clock):
    signed_in(client, nok)
    assert client.get("/visit/")["Location"] == "/"
    assert client.post("/visit/")["Location"] == "/"
