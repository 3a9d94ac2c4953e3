"""The pages of a lost sign-in, as the two helpers and the owner use them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from people.accounts import tokens
from people.models import Account, LostSignIn, Person, Visit
from people.rescue import actions as rescue
from tests.makers import NOW, enter
from tests.test_attacks import at_once

from .conftest import anew

PASSWORD = "seven small rivers"


def ask(client, admin, person):
    enter(client, admin)
    client.post(f"/people/{person.public_id}/sign-in/")
    return LostSignIn.objects.get(person=person)


def agree(person, asked) -> str:
    enter(client := Client(), person)
    page = client.post(f"/sign-in-help/{asked.public_id}/", {"do": "agree"}).text
    return re.search(r'class="slip-code"[^>]*>([A-Z ]+)<', page)[1]


def come_in(code, password=PASSWORD) -> Client:
    cache.clear()
    client = Client()
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-in/code/password/", {"password": password})
    return client


def test_two_help_and_the_owner_reads_on_the_first_page_who_they_were(client, mali, ploy, wipa):
    enter(client, ploy)
    page = client.get(f"/people/{mali.public_id}/sign-in/").text
    assert wipa.name in page
    asked = ask(client, ploy, mali)
    code = agree(wipa, asked)
    inside = come_in(code.lower().replace(" ", "-"))
    page = inside.get("/my-week/").text
    assert ploy.name in page
    assert wipa.name in page
    with time_machine.travel(NOW + timedelta(days=38), tick=False):
        rescue.say_it_was_me(account=anew(mali).account, now=NOW + timedelta(days=8))
        inside = come_in_by_password(mali)
        assert wipa.name not in inside.get("/account/").text


def come_in_by_password(person) -> Client:
    enter(client := Client(), anew(person))
    return client


def test_the_code_is_shown_to_the_second_person_once_and_never_to_the_first(
    client, mali, ploy, wipa
):
    asked = ask(client, ploy, mali)
    code = agree(wipa, asked)
    enter(second := Client(), wipa)
    for reader in (client, second):
        assert code not in reader.get(f"/sign-in-help/{asked.public_id}/").text
    again = second.post(f"/sign-in-help/{asked.public_id}/", {"do": "agree"})
    assert again.status_code == 422
    assert "slip-code" not in again.text


def test_used_late_stopped_and_unknown_codes_read_the_same(client, mali, ploy, wipa):
    asked = ask(client, ploy, mali)
    code = agree(wipa, asked)
    come_in(code)
    pages = set()
    for typed in (code, "BBBB BBBB BBBB"):
        cache.clear()
        answer = Client().post("/sign-in/code/", {"code": typed})
        assert answer.status_code == 422
        pages.add(re.search(r"This code does not work[^<]*", answer.text)[0])
    assert len(pages) == 1


def test_many_tries_are_stopped_as_those_of_slips(db):
    cache.clear()
    statuses = [
        Client().post("/sign-in/code/", {"code": "BBBB BBBB BBBB"}).status_code for _n in range(40)
    ]
    assert 429 in statuses


def test_a_weak_password_is_refused_at_its_field_and_the_code_stays(client, mali, ploy, wipa):
    code = agree(wipa, ask(client, ploy, mali))
    cache.clear()
    inside = Client()
    inside.post("/sign-in/code/", {"code": code})
    answer = inside.post("/sign-in/code/password/", {"password": "short"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert inside.post("/sign-in/code/password/", {"password": PASSWORD}).status_code == 302


def test_without_a_typed_code_there_is_no_page_for_a_password(client):
    assert client.get("/sign-in/code/password/")["Location"] == "/sign-in/code/"


def test_the_mailed_link_asks_once_more_and_stops_it_without_a_sign_in(client, nok, ploy, wipa):
    code = agree(wipa, ask(client, ploy, nok))
    inside = come_in(code)
    link = re.search(r"http://localhost:8000(/not-me/\S+)", mail.outbox[-1].body)[1]
    outside = Client()
    assert outside.get(link).status_code == 200
    assert Visit.objects.filter(person=nok).exists()  # reading changes nothing
    assert "It is stopped" in outside.post(link).text
    assert inside.get("/my-week/").status_code == 302
    assert not Account.objects.get(username="nok").has_usable_password()
    assert outside.post(link).status_code == 404


def test_the_owner_stops_it_from_inside(client, mali, ploy, wipa):
    inside = come_in(agree(wipa, ask(client, ploy, mali)))
    assert "It is stopped" in inside.post("/account/helped/", {"do": "not_me"}).text
    assert inside.get("/my-week/").status_code == 302


def test_before_the_seven_days_the_page_says_when_and_refuses(client, mali, ploy, wipa):
    inside = come_in(agree(wipa, ask(client, ploy, mali)))
    page = inside.get("/account/helped/").text
    assert "27 November 2026" in page
    answer = inside.post("/account/helped/", {"do": "me"})
    assert answer.status_code == 422
    assert "not over" in answer.text


# --- The phone -----------------------------------------------------------------------------------


def give(person, phone):
    cache.clear()
    enter(client := Client(), anew(person))
    client.post("/password/again/", {"password": "kamlangjai-demo"})
    return client.post("/account/phone/", {"phone": phone})


def test_a_phone_is_read_in_thai_digits_and_kept_as_it_is_dialled(nok):
    assert give(nok, "๐๘๑-๒๓๔-๕๖๗๘").status_code == 302
    assert anew(nok).account.phone == "+66812345678"


def test_a_phone_of_another_account_is_refused_at_its_field_and_kept_as_typed(nok, noi):
    give(noi, "081 234 5678")
    answer = give(nok, "+66 81 234 5678")
    assert answer.status_code == 422
    assert "cannot be used" in answer.text
    assert 'value="+66 81 234 5678"' in answer.text
    shown = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)
    assert "noi" not in shown.lower().replace("noindex", "")
    assert anew(nok).account.phone == ""


def test_nobody_tries_numbers_to_learn_who_has_an_account_anywhere(nok, noi):
    """A number that is refused is somebody's, of whichever organisation: five a day are judged."""
    give(noi, "081 234 5678")
    give(nok, "081 000 0000")
    enter(client := Client(), anew(nok))
    client.post("/password/again/", {"password": "kamlangjai-demo"})
    for n in range(1, 5):
        assert client.post("/account/phone/", {"phone": f"081 000 000{n}"}).status_code == 302
    answers = [
        client.post("/account/phone/", {"phone": phone})
        for phone in ("081 234 5678", "081 999 9999")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    for answer in answers:
        assert "cannot be used" not in answer.text
        assert "Too many tries" in answer.text
    assert anew(nok).account.phone == "+66810000004"
    assert client.post("/account/phone/", {"phone": ""}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_number_at_once_one_is_told(nok, noi):
    answers = at_once(*(lambda one=one: give(one, "081 234 5678") for one in (nok, noi)))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert sorted(anew(one).account.phone for one in (nok, noi)) == ["", "+66812345678"]


def test_what_is_no_phone_is_refused_and_nothing_takes_it_away(nok):
    give(nok, "081 234 5678")
    for typed in ("12", "call me", "081 234 567890"):
        assert give(nok, typed).status_code == 422, typed
    assert anew(nok).account.phone == "+66812345678"
    assert give(nok, "").status_code == 302
    assert anew(nok).account.phone == ""


def test_only_the_two_who_help_see_the_phone_and_only_while_it_waits(client, nok, ploy, wipa):
    Account.objects.filter(pk=nok.account_id).update(phone="+66812345678")
    enter(client, ploy)
    assert "081 234 5678" not in client.get(f"/people/{nok.public_id}/").text
    asked = ask(client, ploy, nok)
    path = f"/sign-in-help/{asked.public_id}/"
    enter(second := Client(), wipa)
    for reader in (client, second):
        assert "081 234 5678" in reader.get(path).text
    agree(wipa, asked)
    assert "081 234 5678" not in client.get(path).text


def test_who_cannot_be_the_second_yet_sees_no_phone_and_why(client, nok, ploy, pim, wipa):
    Account.objects.filter(pk=nok.account_id).update(phone="+66812345678")
    enter(client, ploy)
    path = f"/sign-in-help/{ask(client, ploy, nok).public_id}/"
    pim.memberships.update(starts=NOW.date() - timedelta(days=29))
    enter(new := Client(), anew(pim))
    page = new.get(path).text
    assert "081 234 5678" not in page
    assert "for thirty days" in page
    assert 'value="agree"' not in page


def test_a_phone_signs_nobody_in(nok):
    Account.objects.filter(pk=nok.account_id).update(phone="+66812345678")
    for typed in ("+66812345678", "081 234 5678"):
        answer = Client().post("/sign-in/", {"login": typed, "password": "kamlangjai-demo"})
        assert answer.status_code == 422


def test_a_helped_account_makes_no_key(client, mali, ploy, wipa):
    inside = come_in(agree(wipa, ask(client, ploy, mali)))
    assert inside.post("/account/keys/", {"name": "x"}).status_code == 403
    assert not tokens.ApiToken.objects.exists()
    assert Person.objects.filter(pk=mali.pk).exists()
