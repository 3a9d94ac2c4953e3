"""How long somebody stays signed in, on what, and how it ends elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.accounts import sessions
from people.keys import ring
from people.models import AccessEvent, Visit
from tests.makers import NOW, PASSWORD, enter

PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def sign_in(agent=PHONE, **more):
    device = Client(headers={"user-agent": agent})
    device.post("/sign-in/", {"login": "nok", "password": PASSWORD} | more)
    return device


def signed_in(device):
    return device.get("/account/").status_code == 200


@pytest.mark.parametrize(("more", "idle"), [({}, 60), ({"shared": "on"}, 10)])
def test_without_a_page_it_ends(clock, nok, more, idle):
    device = sign_in(**more)
    clock.shift(idle * MINUTE - timedelta(seconds=1))
    assert signed_in(device)
    clock.shift(idle * MINUTE)
    assert not signed_in(device)


@pytest.mark.parametrize(("more", "pause", "longest"), [({}, 59, 720), ({"shared": "on"}, 9, 60)])
def test_however_many_pages_are_opened_it_ends(clock, nok, more, pause, longest):
    device, passed = sign_in(**more), 0
    while passed + pause < longest:
        clock.shift(pause * MINUTE)
        passed += pause
        assert signed_in(device)
    clock.shift((longest - passed) * MINUTE)
    assert not signed_in(device)


def test_a_page_a_minute_is_one_write_a_minute(
    clock, nok, django_assert_num_queries, django_assert_max_num_queries
):
    device = sign_in()
    device.get("/account/keys/")
    clock.shift(59 * timedelta(seconds=1))
    with django_assert_num_queries(4) as soon:
        device.get("/account/keys/")
    clock.shift(timedelta(seconds=1))
    with django_assert_max_num_queries(7) as later:
        device.get("/account/keys/")
    writes = [[one for one in each if one["sql"].startswith("UPDATE")] for each in (soon, later)]
    assert [len(one) for one in writes] == [0, 1]


@pytest.mark.parametrize(("agent", "ticked"), [(PHONE, False), (DESK, True), ("", True)])
def test_off_a_phone_the_device_is_taken_for_shared(agent, ticked):
    page = Client(headers={"user-agent": agent}).get("/sign-in/").text
    assert ("checked" in page) is ticked


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"),
        (DESK, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/1 Mobile Safari/1 Line/15.0", "LINE, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_plain_words(agent, name):
    assert sessions.device_of(agent) == name


def test_what_a_session_holds_is_sealed_and_bound_to_its_name(nok, wipa):
    device = sign_in()
    row = Visit.objects.get(person=nok)
    session = device.session
    session["waiting"] = "a secret"
    session.save()
    row.refresh_from_db()
    assert "a secret" not in row.session_data
    text = ring.unseal(row.session_data, owner=row.session_key, purpose=sessions.PURPOSE)
    assert "a secret" in text
    # Whoever moves it opens nothing.
    Visit.objects.filter(pk=row.pk).update(session_key=sessions.name_of("z" * 32))
    assert dict(sessions.SessionStore("z" * 32).items()) == {}


def test_who_reads_the_table_has_nothing_that_opens_a_visit(nok):
    """A backup that was taken an hour ago, or a leak, lets nobody in as those who are at work."""
    device = sign_in()
    key, row = device.cookies["sessionid"].value, Visit.objects.values().get(person=nok)
    assert key not in str(row)
    thief = Client()
    for stolen in (row["session_key"], row["session_key"][:32]):
        thief.cookies["sessionid"] = stolen
        assert not signed_in(thief)
    assert signed_in(device)


def test_another_key_ring_signs_everybody_out_quietly(settings, nok):
    device = sign_in()
    settings.KEY_RING = ["another key, and the old one is gone"]
    assert not signed_in(device)


# --- Elsewhere ---------------------------------------------------------------------------------


def handle(device):
    return sessions.name_of(device.cookies["sessionid"].value)


def test_i_see_where_i_am_signed_in_and_end_it_there(nok):
    phone, desk = sign_in(PHONE), sign_in(DESK, shared="on")
    page = phone.get("/account/signing-in/").text
    assert "Firefox, Windows" in page
    assert desk.cookies["sessionid"].value not in page
    answer = phone.post("/account/signing-in/", {"end": handle(desk)}, follow=True)
    assert "Signed out there." in answer.text
    assert (signed_in(phone), signed_in(desk)) == (True, False)
    event = AccessEvent.objects.about(nok).get()
    assert (event.what, event.viewer) == ("signed_out", nok)


def test_everywhere_else_ends_at_once(nok, wipa):
    enter(her := Client(), wipa)
    here, *others = sign_in(PHONE), sign_in(DESK), sign_in(DESK)
    assert "Sign out everywhere else" in here.get("/account/signing-in/").text
    here.post("/account/signing-in/", {"end": "others"})
    assert [signed_in(one) for one in (here, *others)] == [True, False, False]
    assert signed_in(her)


@pytest.mark.parametrize("whose", ["wipa", "own", "nobody"])
def test_what_is_not_another_device_of_mine_is_not_found(nok, wipa, whose):
    me, her = sign_in(), Client()
    enter(her, wipa)
    named = {"wipa": handle(her), "own": handle(me), "nobody": "nobody"}[whose]
    assert me.post("/account/signing-in/", {"end": named}).status_code == 404
    assert (signed_in(me), signed_in(her)) == (True, True)


def test_each_sees_only_their_own(nok, wipa, noi):
    sign_in()
    assert Visit.objects.visible_to(nok).count() == 1
    for other in (wipa, noi):
        assert not Visit.objects.visible_to(other).exists()


# --- Changes ------------------------------------------------------------------------------------

NEW = {"password1": "seven small rivers", "password2": "seven small rivers"}


def test_a_new_password_ends_all_others_and_renames_this_session(nok):
    here, other = sign_in(), sign_in(DESK)
    before = here.cookies["sessionid"].value
    here.post("/password/", {"oldpassword": PASSWORD} | NEW)
    assert (signed_in(here), signed_in(other)) == (True, False)
    assert here.cookies["sessionid"].value != before
    assert not Visit.objects.filter(pk=sessions.name_of(before)).exists()
    assert Visit.objects.visible_to(nok).count() == 1
    assert AccessEvent.objects.about(nok).get().what == "password"
    assert mail.outbox[0].subject == "How you sign in has changed"
    assert NEW["password1"] not in mail.outbox[0].body


def test_signing_out_ends_the_session_on_the_server_too(nok):
    device = sign_in()
    before = device.cookies["sessionid"].value
    device.post("/sign-out/")
    device.cookies["sessionid"] = before
    assert not signed_in(device)


def test_visits_are_forgotten_a_day_after_their_end(nok):
    sign_in()
    a_day_later = NOW + timedelta(hours=1) + timedelta(days=1)
    for moment, left in ((a_day_later, 1), (a_day_later + MINUTE, 0)):
        sessions.forget(now=moment)
        assert Visit.objects.filter(person=nok).count() == left


# --- Sent too late -------------------------------------------------------------------------------

OURS = {"origin": "http://testserver"}
TYPED = {"name": "for the <report>"}


def send_late(clock, device, path="/account/keys/", data=TYPED, headers=OURS, **more):
    clock.shift(timedelta(hours=2))
    return device.post(path, data, headers=headers, **more)


def come_back(device, login="nok"):
    return device.post("/sign-in/?next=/account/keys/", {"login": login, "password": PASSWORD})


def test_what_was_sent_too_late_is_given_back_after_signing_in(clock, nok):
    device = sign_in()
    answer = send_late(clock, device)
    assert answer["Location"] == "/sign-in/?next=/account/keys/"
    assert "What you typed is kept" in device.get(answer["Location"]).text
    assert come_back(device)["Location"] == "/account/keys/"
    page = device.get("/account/keys/")
    assert 'name="name" value="for the &lt;report&gt;"' in page.text
    assert "Nothing was saved yet." in page.text
    assert "Nothing was saved yet." not in device.get("/account/keys/").text  # once


def test_it_is_kept_until_its_page_is_opened(clock, nok):
    device = sign_in()
    send_late(clock, device)
    device.post("/sign-in/", {"login": "nok", "password": PASSWORD})
    assert "Nothing was saved yet." not in device.get("/account/").text
    assert "for the &lt;report&gt;" in device.get("/account/keys/").text


def test_whoever_signs_in_next_on_the_device_does_not_see_it(clock, nok, wipa):
    device = sign_in()
    send_late(clock, device)
    come_back(device, "wipa")
    assert "report" not in device.get("/account/keys/").text
    device.post("/sign-out/")
    come_back(device)
    assert "report" not in device.get("/account/keys/").text


def test_from_a_strange_page_from_nobody_and_with_a_secret_nothing_is_kept(clock, nok):
    for device, headers, data in (
        (sign_in(), {"origin": "http://elsewhere.example"}, TYPED),
        (Client(), OURS, TYPED),
        (sign_in(), OURS, TYPED | {"password": "typed here"}),
        (sign_in(), OURS, {"code": "a recovery code"}),
    ):
        send_late(clock, device, data=data, headers=headers)
        assert "unsent" not in device.session


def test_a_visit_that_ended_gives_one_thing_back_and_fills_no_table(clock, nok):
    """Whoever kept the cookie could else leave a megabyte with each request for a day."""
    device = sign_in()
    ended = device.cookies["sessionid"].value
    send_late(clock, device)
    device.cookies["sessionid"] = ended
    send_late(clock, device)
    assert Visit.objects.count() == 1


def test_after_signing_out_nothing_is_kept_either(clock, nok):
    device = sign_in()
    ended = device.cookies["sessionid"].value
    device.post("/sign-out/")
    device.cookies["sessionid"] = ended
    send_late(clock, device)
    assert "unsent" not in device.session


def test_a_part_of_a_page_leads_the_whole_window_to_sign_in(clock, nok):
    device = sign_in()
    answer = send_late(clock, device, headers=OURS | {"hx-request": "true"})
    assert answer["HX-Redirect"] == "/sign-in/?next=/account/keys/"
    assert device.session["unsent"]["typed"] == [["name", "for the <report>"]]


def ticked(device, agent):
    """Say whether the sign-in page begins with the tick for a shared device."""
    page = device.get("/sign-in/", headers={"User-Agent": agent})
    return page.context["form"]["shared"].value()


@pytest.mark.parametrize(("agent", "shared"), [(PHONE, False), (DESK, True)])
def test_a_device_is_guessed_once_and_then_asked_as_its_last_sign_in_said(nok, agent, shared):
    device = Client()
    assert ticked(device, agent) is shared
    said = {} if shared else {"shared": "on"}
    device.post("/sign-in/", {"login": "nok", "password": PASSWORD} | said)
    device.post("/sign-out/")
    assert ticked(device, agent) is not shared


def test_what_a_device_says_of_itself_names_nobody_and_nonsense_is_a_guess(nok):
    device = sign_in()
    cookie = device.cookies["shared_device"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("no", True, "Lax")
    device.cookies["shared_device"] = "perhaps"
    device.post("/sign-out/")
    assert ticked(device, DESK) is True


def test_of_two_requests_at_once_one_continues_an_ended_visit(clock, nok):
    key = sign_in().cookies[settings.SESSION_COOKIE_NAME].value
    clock.shift(60 * MINUTE)
    taken = []

    def meanwhile(execute, *asked):
        done = execute(*asked)
        if not taken:
            taken.append("begun")
            taken.append(sessions.take_over(key, now=timezone.now()))
        return done

    with connection.execute_wrapper(meanwhile):
        taken.append(sessions.take_over(key, now=timezone.now()))
    assert [bool(one) for one in taken[1:]] == [True, False]
