"""Two changes of how one signs in at a moment: no short password is left alone."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.accounts import factors, passwords
from people.models import Account
from tests.journeys.passkeys import HOST
from tests.makers import PASSWORD
from tests.postgresql.races import meanwhile, needs_two_connections

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
SHORT, LONG = "ma12fzhu", PASSWORD
MOMENTS = [1, 3, 5, 8, 11, 15, 20]


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


@pytest.mark.parametrize("after", MOMENTS)
def test_of_two_passkeys_removed_at_once_one_stays_beside_a_short_password(nok, passkeys, after):
    choose(nok, SHORT)
    clients = visit(nok, SHORT), visit(nok, SHORT)
    one, other = (f"/account/passkeys/{pk}/remove/" for pk in passkeys)

    meanwhile(lambda: clients[0].post(one), lambda: clients[1].post(other), after=after)

    assert is_protected(nok)
    assert Authenticator.objects.filter(user=nok.account).count() == 1


@pytest.mark.parametrize("first", ["the app", "the passkey"])
@pytest.mark.parametrize("after", MOMENTS)
def test_of_an_app_and_a_passkey_removed_at_once_one_stays_beside_a_short_password(
    nok, passkeys, first, after
):
    kind = Authenticator.Type.TOTP
    Authenticator.objects.filter(pk=passkeys[0]).update(type=kind, data={"secret": "sealed"})
    choose(nok, SHORT)
    clients = visit(nok, SHORT), visit(nok, SHORT)

    def app_off():
        clients[0].post(reverse("mfa_deactivate_totp"))

    def passkey_off():
        clients[1].post(f"/account/passkeys/{passkeys[1]}/remove/")

    order = (app_off, passkey_off) if first == "the app" else (passkey_off, app_off)
    meanwhile(*order, after=after)

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
