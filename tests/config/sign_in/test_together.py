"""Two changes of how one signs in at a moment: no short password is left alone."""

import re
from datetime import timedelta
from time import time

import pytest
from allauth.account.forms import default_token_generator as links
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.accounts import factors, passwords, safety
from people.models import Account, AddressChange, ApiToken, KeyScope
from people.rescue.actions import end_all, lock
from tests.journeys.passkeys import HOST, Phone, options_in
from tests.makers import PASSWORD
from tests.postgresql.races import meanwhile, needs_two_connections

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
SHORT, LONG = "ma12fzhu", PASSWORD
MOMENTS = [1, 2, 3, 5, 8, 11, 15]


@pytest.fixture
def passkeys(nok):
    cache.clear()
    kind = Authenticator.Type.WEBAUTHN
    made = [Authenticator(user=nok.account, type=kind, data={"name": name}) for name in "ab"]
    return [one.pk for one in Authenticator.objects.bulk_create(made)]


def visit(person, password):
    """A browser where the person just gave their password."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(person.account)
    client.post("/password/again/", {"password": password})
    return client


def choose(person, password):
    person.account.set_password(password)
    person.account.short_password = len(password) < passwords.ALONE
    person.account.save()


def is_protected(person):
    account = Account.objects.get(pk=person.account_id)
    return factors.held_by(account) or not account.short_password


@pytest.mark.parametrize("ways", ["two passkeys", "an app first", "an app last"])
@pytest.mark.parametrize("after", MOMENTS)
def test_of_two_that_are_removed_at_once_one_stays_beside_a_short_password(
    nok, passkeys, ways, after
):
    pages = [f"/account/passkeys/{pk}/remove/" for pk in passkeys]
    if ways != "two passkeys":
        app = {"type": Authenticator.Type.TOTP, "data": {"secret": "sealed"}}
        Authenticator.objects.filter(pk=passkeys[0]).update(**app)
        pages[0] = reverse("mfa_deactivate_totp")
    if ways == "an app last":
        pages.reverse()
    choose(nok, SHORT)
    clients = visit(nok, SHORT), visit(nok, SHORT)

    meanwhile(lambda: clients[0].post(pages[0]), lambda: clients[1].post(pages[1]), after=after)

    assert is_protected(nok)
    assert Authenticator.objects.filter(user=nok.account).count() == 1


@pytest.mark.parametrize("first", ["the password", "the passkey"])
@pytest.mark.parametrize("after", MOMENTS)
def test_a_password_becomes_short_while_the_last_passkey_goes_and_is_not_left_alone(
    nok, passkeys, first, after
):
    Authenticator.objects.filter(pk=passkeys[0]).delete()
    ways, words = visit(nok, LONG), visit(nok, LONG)
    sent = {"oldpassword": LONG, "password1": SHORT, "password2": SHORT}

    def remove():
        ways.post(f"/account/passkeys/{passkeys[1]}/remove/")

    def shorten():
        words.post("/password/", sent)

    order = (shorten, remove) if first == "the password" else (remove, shorten)
    meanwhile(*order, after=after)

    assert is_protected(nok)


@pytest.mark.parametrize("after", MOMENTS)
def test_a_lost_phone_is_taken_off_while_the_password_changes_and_it_opens_nothing(
    nok, passkeys, after
):
    words = visit(nok, LONG)
    sent = {"oldpassword": LONG, "password1": SHORT, "password2": SHORT}

    def change():
        words.post("/password/", sent)

    meanwhile(change, lambda: factors.take_off(Account.objects.get(pk=nok.account_id)), after=after)

    assert not Account.objects.get(pk=nok.account_id).has_usable_password()


def opened_link(account):
    """A browser in which a mailed link was opened, and the page with the empty form."""
    cache.clear()
    told = {"uidb36": user_pk_to_url_str(account), "key": links.make_token(account)}
    client = Client(SERVER_NAME=HOST)
    return client, client.get(reverse("account_reset_password_from_key", kwargs=told))["Location"]


@pytest.mark.parametrize("first", ["the link", "the phone"])
@pytest.mark.parametrize("after", MOMENTS)
def test_a_mailed_link_opens_nothing_where_a_lost_phone_is_taken_off_meanwhile(nok, first, after):
    client, page = opened_link(nok.account)

    def choose_by_link():
        client.post(page, dict.fromkeys(("password1", "password2"), "nine quiet harbours"))

    def take_off():
        factors.take_off(Account.objects.get(pk=nok.account_id))

    order = (choose_by_link, take_off) if first == "the link" else (take_off, choose_by_link)
    said = meanwhile(*order, after=after)

    done = said[1] or first == "the phone"
    assert Account.objects.get(pk=nok.account_id).has_usable_password() is not bool(done)


@pytest.mark.parametrize("after", MOMENTS)
def test_a_mailed_link_that_is_sent_twice_at_once_gives_one_password(nok, after):
    client, page = opened_link(nok.account)
    other = Client(SERVER_NAME=HOST)
    other.cookies = client.cookies.copy()
    answers = []

    def choose_by(browser, password):
        sent = dict.fromkeys(("password1", "password2"), password)
        answers.append((password, browser.post(page, sent).headers.get("Location")))

    meanwhile(
        lambda: choose_by(client, "nine quiet harbours"),
        lambda: choose_by(other, "four green valleys"),
        after=after,
    )

    [won] = [password for password, led in answers if led == "/password/reset/done/"]
    assert Account.objects.get(pk=nok.account_id).check_password(won)


def adds(client, way):
    """What a browser sends to add a way in, read from its page beforehand."""
    if way == "an app":
        page = client.get("/account/app/").text
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
        return "/account/app/", {"code": format_hotp_value(hotp_value(secret, int(time()) // 30))}
    if way == "a passkey":
        page = client.get("/account/passkeys/new/")
        made = Phone().make(options_in(page))
        return "/account/passkeys/new/", {"name": "My phone", "credential": made}
    return "/account/codes/new/", {}


@pytest.mark.parametrize("way", ["an app", "a passkey", "new codes"])
@pytest.mark.parametrize("after", MOMENTS)
def test_a_way_in_that_is_added_while_all_of_them_end_opens_nothing(nok, way, after):
    cache.clear()
    if way == "new codes":
        kind, data = Authenticator.Type.TOTP, {"secret": "sealed"}
        Authenticator.objects.create(user=nok.account, type=kind, data=data)
    client = visit(nok, LONG)
    page, sent = adds(client, way)

    @transaction.atomic
    def end():
        end_all(lock(nok.account_id))

    said = meanwhile(lambda: client.post(page, sent), end, after=after)

    assert said == ["done", "done"]
    assert not Authenticator.objects.filter(user=nok.account).exists()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("after", MOMENTS)
def test_an_address_that_is_given_while_all_ways_in_end_is_mailed_no_link(nok, after):
    cache.clear()
    client = visit(nok, LONG)
    sent = {"email": "another@example.org", "password": LONG}

    @transaction.atomic
    def end():
        end_all(lock(nok.account_id))

    said = meanwhile(lambda: client.post("/account/address/", sent), end, after=after)

    assert set(said) <= {"done", ""}
    assert not said[1] or not AddressChange.objects.filter(person=nok).exists()


def end_ways_in(nok):
    """End all ways in, as those who help do."""
    with transaction.atomic():
        end_all(lock(nok.account_id))


def sign_out_everywhere(nok):
    """End all doors, as their owner does."""
    safety.end_doors(Account.objects.get(pk=nok.account_id))


@pytest.mark.parametrize("end", [end_ways_in, sign_out_everywhere])
@pytest.mark.parametrize("after", [3, 7, 11, 15, 20, 25])
def test_a_program_key_that_is_made_while_all_doors_end_opens_nothing(nok, after, end):
    cache.clear()
    client = visit(nok, LONG)
    day = timezone.localdate() + timedelta(days=9)
    sent = {"name": "Sheet", "scopes": KeyScope.values[:1], "last_day": f"{day:%d/%m/%Y}"}

    said = meanwhile(lambda: client.post("/account/keys/", sent), lambda: end(nok), after=after)

    assert set(said) <= {"done", ""}
    assert not said[1] or not ApiToken.objects.filter(person=nok).exists()


def test_a_password_that_is_hashed_anew_while_it_is_taken_off_opens_nothing(nok):
    old = make_password(PASSWORD, hasher="pbkdf2_sha256")
    Account.objects.filter(pk=nok.account_id).update(password=old)

    def sign_in():
        Account.objects.get(pk=nok.account_id).check_password(PASSWORD)

    def take_off():
        factors.take_off(Account.objects.get(pk=nok.account_id))

    assert meanwhile(sign_in, take_off, after=1) == ["done", "done"]
    assert not Account.objects.get(pk=nok.account_id).has_usable_password()
