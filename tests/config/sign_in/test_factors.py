"""Codes from an app, passkeys and codes on paper: as a second step, and passkeys alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from people.accounts import factors, sessions, tokens
from people.models import AccessEvent, Account, Visit
from tests.journeys.passkeys import HOST, Phone, options_in
from tests.makers import NOW, PASSWORD

HALF_A_MINUTE = timedelta(seconds=30)
NO_MATCH = "This did not match."


@pytest.fixture(autouse=True)
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """A test's transaction never ends: what waits for its end happens at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda then, **_: then())


def device():
    return Client(SERVER_NAME=HOST)


def sign_in(login="nok", password=PASSWORD, on=None, **more):
    client = on or device()
    client.post("/sign-in/", {"login": login, "password": password} | more)
    return client


def sure(client, password=PASSWORD):
    """Give the password once more."""
    client.post("/password/again/", {"password": password})
    return client


def signed_in(client):
    return client.get("/account/").status_code == 200


def code(person, later=0):
    """Read the app: its code now, or some half minutes later."""
    secret = factors.unseal(
        Authenticator.objects.get(user=person.account, type="totp").data["secret"]
    )
    return format_hotp_value(hotp_value(secret, int(NOW.timestamp()) // 30 + later))


def connect(client):
    """Connect an app, and give the secret that it was shown and the answer."""
    page = sure(client).get("/account/app/").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    now = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    return secret, client.post("/account/app/", {"code": now})


@pytest.fixture
def with_app(nok, clock):
    """Nok's browser; she connected an app three minutes ago."""
    clock.move_to(NOW - timedelta(minutes=3))
    client = sign_in()
    connect(client)
    clock.move_to(NOW)
    return client


def make_passkey(client, phone):
    page = sure(client).get("/account/passkeys/new/")
    sent = {"name": "My phone", "credential": phone.make(options_in(page))}
    return client.post("/account/passkeys/new/", sent)


@pytest.fixture
def phone(nok):
    phone = Phone()
    make_passkey(sign_in(), phone)
    return phone


def show(phone, on=None, owner=None, **more):
    """Sign in with a passkey alone."""
    client = on or device()
    options = client.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()
    shown = phone.show(options["request_options"], owner)
    return client, client.post("/sign-in/passkey/", {"credential": shown} | more)


# --- An app -------------------------------------------------------------------------------------


def test_an_app_is_connected_by_a_picture_and_by_letters(nok):
    client = sign_in()
    assert client.get("/account/app/")["Location"] == "/password/again/?next=%2Faccount%2Fapp%2F"
    secret, answer = connect(client)
    assert len(secret) == 32
    assert answer["Location"] == "/account/codes/"
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert factors.unseal(row.data["secret"]) == secret
    assert secret not in str(dict(client.session))


def test_a_wrong_first_code_connects_nothing_and_the_picture_stays(nok):
    client = sure(sign_in())
    before = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/account/app/").text)[1]
    answer = client.post("/account/app/", {"code": "000000"})
    assert answer.status_code == 422
    assert NO_MATCH in answer.text
    assert before in answer.text
    assert not factors.held_by(nok.account)


def test_the_password_alone_does_not_open_any_more(with_app, nok):
    client = device()
    answer = client.post("/sign-in/?next=/account/keys/", {"login": "nok", "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second-step/"
    assert not signed_in(client)
    before = client.cookies["sessionid"].value
    answer = client.post("/sign-in/second-step/", {"code": code(nok)})
    assert answer["Location"] == "/account/keys/"
    assert signed_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Visit.objects.filter(pk=sessions.name_of(before)).exists()


@pytest.mark.parametrize(
    ("later", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_may_be_half_a_minute_early_or_late(with_app, nok, later, opens):
    client = sign_in()
    client.post("/sign-in/second-step/", {"code": code(nok, later)})
    assert signed_in(client) is opens


def test_a_code_opens_once_as_long_as_it_would_be_right(with_app, nok, clock):
    read = code(nok, 1)
    for pause, opens in ((0, True), (1, False), (1, False)):
        clock.shift(pause * HALF_A_MINUTE)
        client = sign_in()
        answer = client.post("/sign-in/second-step/", {"code": read})
        assert (signed_in(client), answer.status_code) == ((True, 302) if opens else (False, 422))


def test_the_code_that_connected_the_app_does_not_open_the_account_too(nok):
    """Whoever looked over her shoulder has seen it."""
    connect(sign_in())
    client = sign_in()
    answer = client.post("/sign-in/second-step/", {"code": code(nok)})
    assert (signed_in(client), answer.status_code) == (False, 422)
    client.post("/sign-in/second-step/", {"code": code(nok, 1)})
    assert signed_in(client)


@pytest.mark.parametrize("written", ["{}-{}", "{},{}", "{} {}.", "({}){}"])
def test_the_same_code_written_otherwise_is_the_same_code(with_app, nok, clock, written):
    read = code(nok, 1)
    sign_in().post("/sign-in/second-step/", {"code": read})
    clock.shift(timedelta(seconds=31))  # longer than allauth itself remembers it
    client = sign_in()
    client.post("/sign-in/second-step/", {"code": written.format(read[:3], read[3:])})
    assert not signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_of_three_with_one_code_at_once_one_comes_in(with_app, nok):
    read, clients = code(nok, 1), [sign_in() for _thief in range(3)]

    def use(client):
        try:
            return client.post("/sign-in/second-step/", {"code": read}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(use, clients)) == [302, 422, 422]
    assert [signed_in(client) for client in clients].count(True) == 1


def test_a_code_may_have_thai_digits_and_a_space(with_app, nok):
    client, read = sign_in(), code(nok).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    client.post("/sign-in/second-step/", {"code": f" {read[:3]} {read[3:]}"})
    assert signed_in(client)


def test_after_five_wrong_codes_the_right_one_waits_too(with_app, nok):
    client = sign_in()
    for _try in range(5):
        assert NO_MATCH in client.post("/sign-in/second-step/", {"code": "000000"}).text
    answer = client.post("/sign-in/second-step/", {"code": code(nok)})
    assert "Please wait 15 minutes" in answer.text
    assert not signed_in(client)


def test_half_way_one_can_begin_again(with_app, nok, wipa):
    client = sign_in()
    assert client.get("/sign-in/")["Location"] == "/sign-in/second-step/"
    assert client.post("/sign-in/second-step/", {"cancel": "1"})["Location"] == "/sign-in/"
    assert signed_in(sign_in("wipa", on=client))


def test_a_shared_device_is_remembered_through_the_second_step(with_app, nok):
    client = sign_in(shared="on")
    client.post("/sign-in/second-step/", {"code": code(nok)})
    assert client.session["visit"]["shared"] is True


def test_without_the_password_there_is_no_second_step(with_app):
    assert device().get("/sign-in/second-step/")["Location"] == "/sign-in/"


def test_connecting_ends_other_visits_renames_this_one_and_is_told(nok):
    client, other = sign_in(), sign_in()
    before = client.cookies["sessionid"].value
    connect(client)
    assert (signed_in(client), signed_in(other)) == (True, False)
    assert client.cookies["sessionid"].value != before
    assert not Visit.objects.filter(pk=sessions.name_of(before)).exists()
    assert [one.what for one in AccessEvent.objects.about(nok)] == ["way_added"]
    assert [one.subject for one in mail.outbox] == ["How you sign in has changed"]


def test_letting_go_of_the_app_needs_the_password_and_takes_the_codes_along(with_app, nok):
    other = sign_in()
    other.post("/sign-in/second-step/", {"code": code(nok)})
    assert other.post("/account/app/off/")["Location"].startswith("/password/again/")
    assert sure(with_app).post("/account/app/off/")["Location"] == "/account/signing-in/"
    assert not Authenticator.objects.exists()
    assert (signed_in(with_app), signed_in(other)) == (True, False)
    assert AccessEvent.objects.about(nok).first().what == "way_removed"
    assert signed_in(sign_in())


# --- Codes on paper -------------------------------------------------------------------------------


def shown_codes(page):
    return [one.replace(" ", "") for one in re.findall(r"<code>(\d{4} \d{4})</code>", page.text)]


def test_recovery_codes_are_shown_once_and_each_opens_once(with_app, nok):
    codes = shown_codes(with_app.get("/account/codes/"))
    assert len(set(codes)) == 10
    later = with_app.get("/account/codes/")
    assert shown_codes(later) == []
    assert "10 codes are left" in later.text
    assert codes[3] not in str(Authenticator.objects.get(type="recovery_codes").data)
    for opens in (True, False):
        client = sign_in()
        client.post("/sign-in/second-step/", {"code": codes[3]})
        assert signed_in(client) is opens
    assert "9 codes are left" in with_app.get("/account/codes/").text
    assert AccessEvent.objects.about(nok).first().what == "code_used"
    assert len(mail.outbox) == 2


def test_new_codes_end_the_old_ones(with_app):
    old = shown_codes(with_app.get("/account/codes/"))
    assert with_app.post("/account/codes/new/")["Location"] == "/account/codes/"
    assert not set(shown_codes(with_app.get("/account/codes/"))) & set(old)
    client = sign_in()
    assert client.post("/sign-in/second-step/", {"code": old[0]}).status_code == 422


def test_without_an_app_or_a_passkey_there_are_no_codes(nok):
    client = sure(sign_in())
    assert client.get("/account/codes/").status_code == 404
    assert client.post("/account/codes/new/").status_code == 422


def test_a_new_key_seals_secrets_again_and_the_app_goes_on(with_app, nok, settings, capsys):
    codes = shown_codes(with_app.get("/account/codes/"))
    settings.KEY_RING = ["a new key", *settings.KEY_RING]
    for said in ("2 sealed anew, 0 were already", "0 sealed anew, 2 were already"):
        call_command("rotate_keys")
        assert f"mfa.Authenticator.data: {said}" in capsys.readouterr().out
    settings.KEY_RING = ["a new key"]
    for sent in (code(nok), codes[0]):
        client = sign_in()
        client.post("/sign-in/second-step/", {"code": sent})
        assert signed_in(client)


# --- Passkeys ------------------------------------------------------------------------------------


def test_a_passkey_alone_lets_in(phone, nok):
    client, answer = show(phone, next="/account/keys/")
    assert answer["Location"] == "/account/keys/"
    assert signed_in(client)
    assert client.session["visit"]["shared"] is False
    client, _answer = show(phone, shared="on")
    assert client.session["visit"]["shared"] is True


def test_with_the_first_passkey_come_codes_for_the_day_the_phone_is_lost(nok):
    client = sign_in()
    assert make_passkey(client, Phone())["Location"] == "/account/codes/"
    assert len(shown_codes(client.get("/account/codes/"))) == 10
    assert make_passkey(client, Phone())["Location"] == "/account/signing-in/"
    assert "My phone" in client.get("/account/signing-in/").text


def test_the_password_needs_the_passkey_beside_it(phone, nok):
    client = sign_in()
    assert not signed_in(client)
    options = options_in(client.get("/sign-in/second-step/"))
    client.post("/sign-in/second-step/", {"credential": phone.show(options)})
    assert signed_in(client)


def test_what_comes_next_is_confirmed_with_the_passkey_too(phone, nok):
    client, _answer = show(phone)
    page = client.get("/password/again/?next=/account/record/")
    assert "/password/again/passkey/?next=" in page.text
    options = options_in(client.get("/password/again/passkey/"))
    sent = {"credential": phone.show(options), "next": "/account/app/"}
    assert client.post("/password/again/passkey/", sent)["Location"] == "/account/app/"
    assert client.get("/account/app/").status_code == 200


def test_what_comes_next_is_confirmed_with_a_code_too(with_app, nok):
    client = sign_in()
    client.post("/sign-in/second-step/", {"code": code(nok)})
    wrong = client.post("/password/again/code/", {"code": "000000"})
    assert (wrong.status_code, NO_MATCH in wrong.text) == (422, True)
    sent = {"code": code(nok, 1), "next": "/account/codes/new/"}
    assert client.post("/password/again/code/", sent)["Location"] == "/account/codes/new/"
    assert client.get("/account/codes/new/").status_code == 200


def test_a_passkey_that_did_not_verify_who_holds_it_is_not_kept(nok):
    answer = make_passkey(sign_in(), Phone(verifies=False))
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


# In the place of what a device shows: of another shape, without its parts, in too long or too deep
# JSON, and with what is no data of an authenticator.
NAMED = (
    '{"id": "AAAA", "rawId": "AAAA", "response": {"clientDataJSON": "e30", "signature": "AA", %s}}'
)
NO_PASSKEYS = (
    '{"id": "AAAA"}',
    "1" * 5000,
    "[" * 100_000,
    '{"id": "\\ud800", "rawId": "\\ud800"}',
    NAMED % '"userHandle": "MQ", "authenticatorData": "AAAA"',
    NAMED % f'"attestationObject": "{"gQ" * 1000}", "authenticatorData": "{"gQ" * 1000}"',
)


@pytest.mark.parametrize("sent", NO_PASSKEYS)
def test_what_no_device_shows_is_refused_at_each_door(phone, nok, sent):
    """Also by a stranger, who needs nothing for it."""
    client, _answer = show(phone)
    client.get("/password/again/passkey/")
    assert client.post("/password/again/passkey/", {"credential": sent}).status_code == 422
    alone, second = device(), sign_in()
    alone.get("/sign-in/passkey/", headers={"accept": "application/json"})
    answer = alone.post("/sign-in/passkey/", {"credential": sent})
    assert answer["Location"] == "/sign-in/?passkey=no"
    second.get("/sign-in/second-step/")
    assert second.post("/sign-in/second-step/", {"credential": sent}).status_code == 422
    assert not signed_in(alone)
    assert not signed_in(second)


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "{}", '{"id": 1, "rawId": 2, "response": {}}', '{"response": []}', *NO_PASSKEYS],
)
def test_what_is_no_passkey_is_refused_and_breaks_nothing(nok, sent):
    client = sign_in()
    make_passkey(client, Phone(verifies=False))  # with the password of this moment
    assert client.post("/account/passkeys/new/", {"credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_touch_alone_opens_no_door(phone, nok):
    """However it was made: each door asks for a finger, a face or a PIN again."""
    inside, _answer = show(phone)
    phone.verifies = False
    client, answer = show(phone)
    assert answer["Location"] == "/sign-in/?passkey=no"
    assert not signed_in(client)
    client = sign_in()
    sent = {"credential": phone.show(options_in(client.get("/sign-in/second-step/")))}
    assert client.post("/sign-in/second-step/", sent).status_code == 422
    assert not signed_in(client)
    sent = {"credential": phone.show(options_in(inside.get("/password/again/passkey/")))}
    assert inside.post("/password/again/passkey/", sent).status_code == 422
    assert inside.get("/account/app/").status_code == 302


def test_what_was_asked_for_a_second_step_does_not_open_alone(phone, wipa):
    """The challenge of one door, answered at another, by somebody who has only a password."""
    client = sign_in()
    shown = phone.show(options_in(client.get("/sign-in/second-step/")))
    phone.verifies = False
    late = phone.show(options_in(client.get("/sign-in/second-step/")))
    for sent in (shown, late):
        client.post("/sign-in/passkey/", {"credential": sent})
        assert not signed_in(client)


def test_nobody_signs_in_with_a_passkey_in_anothers_name(phone, nok, wipa):
    theirs = Phone()
    make_passkey(sign_in("wipa"), theirs)
    client, answer = show(phone, owner=theirs.owner)
    assert answer["Location"] == "/sign-in/?passkey=no"
    assert not signed_in(client)


@pytest.mark.parametrize("sent", ["", "{", "[]", "{}", '{"response": {"userHandle": "x"}}', "1"])
def test_what_is_no_passkey_is_refused_quietly(sent, nok):
    client = device()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    answer = client.post("/sign-in/passkey/", {"credential": sent})
    assert answer["Location"] == "/sign-in/?passkey=no"
    assert "That passkey did not work." in client.get(answer["Location"]).text


def test_a_closed_account_is_not_opened_by_a_passkey(phone, nok):
    Account.objects.filter(pk=nok.account_id).update(is_active=False)
    client, _answer = show(phone)
    assert not signed_in(client)


def test_whoever_types_wrong_passwords_does_not_lock_a_passkey_out(phone):
    for _try in range(12):
        sign_in(password="wrong")
    client, _answer = show(phone)
    assert signed_in(client)


def test_a_passkey_is_removed_and_opens_nothing_any_more(phone, nok):
    client, _answer = show(phone)
    pk = Authenticator.objects.get(type="webauthn").pk
    path = f"/account/passkeys/{pk}/remove/"
    assert client.post(path)["Location"].startswith("/password/again/")
    assert "My phone" in sure(client).get(path).text
    assert client.post(path)["Location"] == "/account/signing-in/"
    assert not Authenticator.objects.exists()
    again, _answer = show(phone)
    assert not signed_in(again)


def test_nobody_elses_passkey_is_found(phone, wipa):
    pk = Authenticator.objects.get(type="webauthn").pk
    hers = sure(sign_in("wipa"))
    for path in (f"/account/passkeys/{pk}/remove/", "/account/passkeys/9999/remove/"):
        assert hers.post(path).status_code == 404
    assert factors.held_by(Account.objects.get(username="nok"))


# --- Lost ----------------------------------------------------------------------------------------


@pytest.fixture
def hers(wipa):
    """Wipa's passkey, which protects her account and no other."""
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=wipa.account, type=kind, data={})


def test_who_lost_phone_and_codes_comes_in_by_the_mailbox_and_a_new_password(
    with_app, nok, hers, capsys
):
    change(with_app, "ma12fzhu")  # short, as long as the app stands beside it
    _key, key = tokens.make(person=nok, name="on the phone")
    call_command("lost_phone", "nok")
    assert tokens.key_of_token(key) is None
    assert "2 removed" in capsys.readouterr().out
    assert Authenticator.objects.get() == hers
    assert not signed_in(with_app)
    assert not signed_in(sign_in(password="ma12fzhu"))
    assert AccessEvent.objects.about(nok).first().what == "lost"
    link = re.search(r"http://localhost:8000(/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    client = device()
    form = client.get(link)["Location"]
    for new, status in (("ma12fzhu", 422), ("seven small rivers", 302)):
        assert client.post(form, {"password1": new, "password2": new}).status_code == status
    assert signed_in(sign_in(password="seven small rivers"))


def test_nobody_else_has_lost_anything(with_app):
    with pytest.raises(CommandError, match="Nobody signs in as nik"):
        call_command("lost_phone", "nik")
    assert Authenticator.objects.count() == 2


# --- How long a password has to be ---------------------------------------------------------------


def change(client, new):
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post("/password/", sent)


@pytest.mark.parametrize(("letters", "status"), [(14, 422), (15, 302)])
def test_alone_a_password_has_fifteen_characters(nok, hers, letters, status):
    assert change(sign_in(), "ma12fzhukynpeqtosvw"[:letters]).status_code == status


@pytest.mark.parametrize(("letters", "status"), [(7, 422), (8, 302)])
def test_beside_an_app_it_has_eight(with_app, letters, status):
    assert "8 characters or more" in with_app.get("/password/").text
    assert change(with_app, "ma12fzhukynpeqtosvw"[:letters]).status_code == status


def test_a_short_password_is_not_left_alone(with_app, nok, hers):
    change(with_app, "ma12fzhu")
    sure(with_app, "ma12fzhu")
    answer = with_app.post("/account/app/off/")
    assert answer.status_code == 422
    assert "too short to be your only protection" in answer.text
    phone = Phone()
    page = with_app.get("/account/passkeys/new/")
    sent = {"name": "", "credential": phone.make(options_in(page))}
    with_app.post("/account/passkeys/new/", sent)
    assert with_app.post("/account/app/off/").status_code == 302  # the passkey stands beside it
    pk = Authenticator.objects.get(type="webauthn", user=nok.account).pk
    answer = with_app.post(f"/account/passkeys/{pk}/remove/")
    assert (answer.status_code, "too short to be your only protection" in answer.text) == (
        422,
        True,
    )
    assert factors.held_by(nok.account)


def test_a_key_of_a_program_asks_for_no_second_step(with_app, nok):
    _key, text = tokens.make(person=nok, name="mine")
    assert tokens.key_of_token(text).person == nok
