"""Keys of programs: shown once, kept as a hash, dead with the account."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client

from people.accounts import sessions, tokens
from people.accounts.tasks import forget_ended, remind_keys
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import ApiToken, Person, WaitingLine
from tests.makers import NOW, PASSWORD, enter
from training.own_calendar import calendars

DAY = date(2026, 11, 20)
YEAR = date(2027, 11, 20)


def test_a_key_speaks_for_its_person(nok, wipa):
    _mine, text = tokens.make(person=nok, name="my script")
    tokens.make(person=wipa, name="hers")
    assert text.startswith("kj_")
    assert len(text) == 46
    assert tokens.key_of_token(text).person == nok


def test_only_the_hash_is_kept(nok):
    _key, text = tokens.make(person=nok, name="my script")
    kept = ApiToken.objects.values().get()
    assert kept["token_hash"] == hashlib.sha256(text.encode()).hexdigest()
    assert text not in str(kept)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "x", lambda t: t[3:], str.upper]
)
def test_another_text_is_nobodys(nok, change):
    _key, text = tokens.make(person=nok, name="my script")
    assert tokens.key_of_token(change(text)) is None


@pytest.mark.parametrize("text", ["", "kj_", "kj_" + "x" * 10_000, "กำลังใจ", "kj_\x00"])
def test_nonsense_is_nobodys(db, text):
    assert tokens.key_of_token(text) is None


def test_the_hash_itself_opens_nothing(nok):
    key, _text = tokens.make(person=nok, name="my script")
    assert tokens.key_of_token(key.token_hash) is None
    assert tokens.key_of_token("kj_" + key.token_hash) is None


def test_a_key_ends_when_it_is_removed(nok):
    key, text = tokens.make(person=nok, name="my script")
    key.delete()
    assert tokens.key_of_token(text) is None


def test_of_a_closed_account_no_key_opens_anything(nok):
    _key, text = tokens.make(person=nok, name="my script")
    Person.objects.filter(pk=nok.pk).update(is_active=False)
    assert tokens.key_of_token(text) is None


def test_no_two_keys_are_alike(nok):
    assert len({tokens.make(person=nok, name="k")[1] for _ in range(10)}) == 10


def test_ten_keys_are_enough(nok, wipa):
    for number in range(10):
        tokens.make(person=nok, name=f"key {number}")
    with pytest.raises(ValidationError):
        tokens.make(person=nok, name="one more")
    tokens.make(person=wipa, name="hers")


def test_a_key_has_a_name(nok):
    with pytest.raises(ValidationError):
        tokens.make(person=nok, name="")


@pytest.mark.django_db(transaction=True)
def test_of_eleven_keys_at_once_ten_are_made(nok):
    def make(number):
        try:
            tokens.make(person=Person.objects.get(pk=nok.pk), name=f"key {number}")
        except ValidationError as refused:
            return refused.messages
        finally:
            connection.close()
        return []

    with ThreadPoolExecutor(11) as pool:
        said = list(pool.map(make, range(11)))
    assert sorted(said) == [*[[]] * 10, ["You have ten keys. Please remove one first."]]
    assert ApiToken.objects.count() == 10


# --- An end -------------------------------------------------------------------------------------


def test_a_key_ends_after_twelve_months(nok):
    key, text = tokens.make(person=nok, name="my script", day=DAY)
    assert key.last_day == YEAR
    assert tokens.key_of_token(text, day=YEAR).person == nok
    with pytest.raises(tokens.EndedError, match="expired on 20\u00a0November\u00a02027"):
        tokens.key_of_token(text, day=YEAR + timedelta(days=1))


def test_a_key_may_end_sooner_and_not_later(nok):
    key, _text = tokens.make(person=nok, name="a month", last_day=date(2026, 12, 20), day=DAY)
    assert key.last_day == date(2026, 12, 20)
    for last_day in (YEAR + timedelta(days=1), DAY - timedelta(days=1), date.max):
        with pytest.raises(ValidationError) as refused:
            tokens.make(person=nok, name="too long", last_day=last_day, day=DAY)
        [sentence] = refused.value.message_dict["last_day"]
        assert sentence == "Please choose a day from today until 20\u00a0November\u00a02027."
    assert ApiToken.objects.count() == 1


def test_on_a_29_february_a_year_ends_on_the_28th(nok):
    key, _text = tokens.make(person=nok, name="my script", day=date(2028, 2, 29))
    assert key.last_day == date(2029, 2, 28)


def ask(text):
    headers = {"authorization": f"Bearer {text}"}
    return Client().get("/api/v1/me/load", headers=headers)


def test_over_the_api_an_ended_key_is_told_that_it_has_ended(nok):
    with time_machine.travel(NOW, tick=False) as clock:
        _key, text = tokens.make(person=nok, name="my script")
        assert ask(text).status_code == 200
        clock.shift(timedelta(days=366))
        answer = ask(text)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    sentence = "This key expired on 20\u00a0November\u00a02027. Please make a new one."
    assert (answer.json()["detail"], answer.json()["code"]) == (sentence, "key_ended")


def test_the_last_day_of_use_is_written_once_a_day(nok, wipa, django_assert_num_queries):
    hers, _text = tokens.make(person=wipa, name="hers", day=DAY)
    key, text = tokens.make(person=nok, name="my script", day=DAY)
    assert key.used_on is None
    with django_assert_num_queries(3):
        tokens.key_of_token(text, day=DAY)
    with django_assert_num_queries(2):
        tokens.key_of_token(text, day=DAY)
    tokens.key_of_token(text, day=DAY + timedelta(days=1))
    key.refresh_from_db()
    assert key.used_on == DAY + timedelta(days=1)
    assert ApiToken.objects.get(pk=hers.pk).used_on is None


@pytest.mark.parametrize(("left", "lines"), [(15, 0), (14, 1), (0, 1), (-1, 0)])
def test_two_weeks_before_its_end_its_person_is_reminded_once(nok, wipa, left, lines):
    last_day = DAY + timedelta(days=left)
    tokens.make(person=nok, name="s", last_day=last_day, day=DAY - timedelta(days=90))
    tokens.make(person=wipa, name="s", day=DAY)
    with time_machine.travel(NOW, tick=False):
        remind_keys.call()
        remind_keys.call()
    assert [one.recipient for one in WaitingLine.objects.all()] == [nok] * lines


def test_no_reminder_waits_for_a_key_that_was_removed(nok):
    with time_machine.travel(NOW, tick=False):
        key, _text = tokens.make(person=nok, name="s", last_day=DAY)
        remind_keys.call()
        client = Client()
        enter(client, nok)
        client.post("/account/keys/", {"remove": key.pk})
    assert not WaitingLine.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_an_ended_key_is_listed_for_a_month_and_forgotten(nok, days, kept):
    tokens.make(person=nok, name="s", last_day=DAY, day=DAY)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        forget_ended.call()
    assert ApiToken.objects.exists() is kept


# --- What ends with the way somebody signs in -------------------------------------------------


class Doors:
    """A program, a calendar and a browser that come in as Nok."""

    def __init__(self, nok):
        cache.clear()
        self.key = tokens.make(person=nok, name="my script")[1]
        self.calendar = calendars.renew(person=nok, now=NOW)
        self.browser = Client()
        enter(self.browser, nok)

    def open(self):
        return (
            tokens.key_of_token(self.key) is not None,
            calendars.holder_of_calendar(self.calendar) is not None,
            self.browser.get("/account/").status_code == 200,
        )


@pytest.fixture
def doors(nok):
    doors = Doors(nok)
    assert doors.open() == (True, True, True)
    return doors


@pytest.fixture
def here(nok):
    client = Client()
    enter(client, nok)
    return client


def test_a_mailed_reset_ends_keys_and_calendar_links(doors, nok, mailoutbox):
    nobody = Client()
    nobody.post("/password/reset/", {"email": nok.email})
    link = next(part for part in mailoutbox[0].body.split() if "/reset/key/" in part)
    form = nobody.get(link.removeprefix("http://localhost:8000"))["Location"]
    new = "seven small rivers"
    assert nobody.post(form, {"password1": new, "password2": new}).status_code == 302
    assert doors.open() == (False, False, False)


def test_a_lost_phone_ends_keys_and_calendar_links(doors):
    call_command("lost_phone", "nok")
    assert doors.open() == (False, False, False)


def test_signing_out_everywhere_ends_keys_and_calendar_links(doors, here):
    page = here.post("/account/signing-in/", {"end": "others"}, follow=True)
    assert "Keys of programs and your calendar link stopped working too." in page.text
    assert doors.open() == (False, False, False)
    assert here.get("/account/").status_code == 200


def test_a_new_password_of_who_knew_the_old_one_leaves_them(doors, here):
    new = {"password1": "seven small rivers", "password2": "seven small rivers"}
    assert here.post("/password/", {"oldpassword": PASSWORD} | new).status_code == 302
    assert doors.open() == (True, True, False)


def test_signing_out_of_one_device_leaves_them(doors, here, nok):
    there = sessions.name_of(doors.browser.session.session_key)
    here.post("/account/signing-in/", {"end": there})
    assert doors.open() == (True, True, False)


def test_an_account_that_is_opened_again_revives_no_visit_key_or_link(doors, nok):
    memberships.deactivate(person=nok, by=OPERATOR, now=NOW)
    memberships.reactivate(person=nok, by=OPERATOR, now=NOW)
    assert doors.open() == (False, False, False)


def test_what_ends_is_its_persons_alone(doors, wipa):
    memberships.deactivate(person=wipa, by=OPERATOR, now=NOW)
    assert doors.open() == (True, True, True)
