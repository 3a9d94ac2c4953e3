"""What a program may do with a key: what the key is for, and not too often."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from config.api.router import api
from people.accounts import tokens
from people.models import FIRST_SCOPES, ApiToken, KeyScope, Role
from people.program_keys import CALLS, SECONDS, counted
from tests.makers import NOW, NOWHERE, PASSWORD, enter, make_membership
from workload.models import DutyDay, WorkWeek

KEYS = "/account/keys/"
# One operation of each scope.
WITHIN = {
    "own": ("get", "/api/v1/me/caseload"),
    "team": ("get", "/api/v1/team"),
    "groups": ("get", "/api/v1/groups"),
    "moves": ("get", "/api/v1/transfers"),
    "hands": ("get", "/api/v1/hands/offers"),
    "scales": ("get", "/api/v1/instruments"),
    "weeks": ("post", "/api/v1/weeks"),
    "days": ("post", "/api/v1/days"),
    "people": ("get", "/api/v1/people"),
    "people_write": ("post", "/api/v1/people"),
    "addresses": ("get", "/api/v1/addresses"),
    "absences": ("get", "/api/v1/absences"),
    "absences_write": ("put", f"/api/v1/absences/{uuid.UUID(int=1)}"),
    "certificates": ("get", "/api/v1/certificates"),
    "certificates_write": ("post", "/api/v1/certificates"),
    "flags": ("get", "/api/v1/flags"),
    "sessions": ("get", "/api/v1/sessions"),
    "rolls": ("post", f"/api/v1/sessions/{NOWHERE}/roll"),
    "coverage": ("get", "/api/v1/coverage"),
    "directory": ("get", "/api/v1/directory"),
}
# What a key could do before there were scopes.
FIRST = ("own", "team", "groups", "moves", "hands", "scales", "weeks", "days")
# What everybody reads without a key, in a list for programs: any key opens it.
FOR_ANY_KEY = {"list_releases", "read_release"}


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def asking(person, *scopes):
    more = {"scopes": scopes} if scopes else {}
    key = tokens.make(person=person, name="program", **more)[1]
    client = Client(headers={"authorization": f"Bearer {key}"})

    def ask(verb, path, body=None):
        return client.generic(verb.upper(), path, json.dumps(body or {}), "application/json")

    return ask


# --- What a key is for ---------------------------------------------------------------------------


def test_every_operation_has_one_scope_and_every_scope_an_operation():
    found = api.scopes()
    assert {name for name, scopes in found.items() if not scopes} == FOR_ANY_KEY
    scoped = [scopes for scopes in found.values() if scopes]
    assert {scope for (scope,) in scoped} == set(KeyScope) == WITHIN.keys()


@pytest.fixture
def chief(wipa, office):
    """Wipa, who is also an admin: everything there is has a use for her."""
    make_membership(wipa, office, Role.ADMIN, hours=None)
    return wipa


@pytest.mark.parametrize("scope", WITHIN)
def test_a_key_opens_what_it_is_for_and_nothing_else(chief, chiang_mai, scope):
    for role in (Role.TRAINER, Role.PROGRAMME):
        make_membership(chief, chiang_mai, role, hours=None)
    ask = asking(chief, scope)
    for other, (verb, path) in WITHIN.items():
        answer = ask(verb, path)
        if other == scope:
            assert answer.status_code in {200, 404, 422}, answer.text
            continue
        assert answer.status_code == 403
        told = answer.json()
        assert (told["code"], told["scope"]) == ("scope", other)
        assert f"“{other}”" in told["detail"]


def test_a_key_that_is_not_for_it_does_nothing(nok):
    sent = {"week": "2026-W47", "key": str(uuid.uuid4()), "hours": 40}
    assert asking(nok, "own", "days")("post", "/api/v1/weeks", sent).status_code == 403
    assert not WorkWeek.objects.exists()
    days = {"days": [{"day": "2026-11-18", "night": True}]}
    assert asking(nok, "weeks")("post", "/api/v1/days", days).status_code == 403
    assert not DutyDay.objects.exists()


def test_a_key_for_the_team_gives_no_role(nok):
    answer = asking(nok, "team")("get", "/api/v1/team")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_key_from_before_there_were_scopes_is_for_all_that_there_was_and_no_more(chief):
    ask = asking(chief, "own")
    ApiToken.objects.update(scopes=None)
    opened = {scope for scope, call in WITHIN.items() if ask(*call).status_code in {200, 422}}
    assert opened == set(FIRST) == FIRST_SCOPES
    refused = [ask(*call).json()["code"] for scope, call in WITHIN.items() if scope not in opened]
    assert set(refused) == {"scope"}


def test_the_page_offers_each_person_what_has_a_use_for_them(client, nok, chief):
    def offered(person):
        enter(client, person)
        return {scope for scope in KeyScope if f'value="{scope}"' in client.get(KEYS).text}

    assert offered(nok) == FIRST_SCOPES | {"directory"}
    not_hers = {"certificates_write", "sessions", "rolls", "coverage"}
    assert offered(chief) == set(KeyScope) - not_hers


@pytest.mark.parametrize("scopes", [[], ["everything"], ["own", "OWN"], ["own", ""]])
def test_a_scope_that_is_none_is_refused(nok, scopes):
    with pytest.raises(ValidationError) as refused:
        tokens.make(person=nok, name="program", scopes=scopes)
    assert refused.value.message_dict == {"scopes": ["Please choose what the program may do."]}
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("scopes", [[], ["everything"], ["own", "everything"]])
def test_on_the_page_too_and_what_was_typed_stays(client, nok, scopes):
    enter(client, nok)
    client.post("/password/again/", {"password": PASSWORD})
    answer = client.post(KEYS, {"name": "my script", "scopes": scopes})
    assert answer.status_code == 422
    assert "Please choose what the program may do." in answer.text
    assert 'value="my script"' in answer.text
    assert not ApiToken.objects.exists()


def test_the_page_says_what_each_key_is_for(client, nok):
    tokens.make(person=nok, name="weekly", scopes=["own", "weeks"])
    old = tokens.make(person=nok, name="old")[0]
    ApiToken.objects.filter(pk=old.pk).update(scopes=None)
    enter(client, nok)
    page = client.get(KEYS).text
    words = "Send my weeks · Read my caseload, my load and the numbers of the policy"
    assert f"<small>{words}</small>" in page  # in the order of the catalogue
    of_old = " · ".join(str(one.label) for one in KeyScope if one in FIRST_SCOPES)
    assert f"<small>{escape(of_old)}</small>" in page


# --- Not too often -------------------------------------------------------------------------------


def limits(answer) -> tuple[int, ...]:
    return tuple(int(answer[f"RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset"))


def test_each_answer_says_how_many_calls_are_left(nok, friday):
    ask = asking(nok)
    assert limits(ask("get", "/api/v1/me/load")) == (CALLS, CALLS - 1, SECONDS)
    friday.shift(20)
    assert limits(ask("post", "/api/v1/weeks")) == (CALLS, CALLS - 2, SECONDS - 20)
    assert limits(ask("get", "/api/v1/team")) == (CALLS, CALLS - 3, SECONDS - 20)


def test_a_call_too_many_is_refused_until_a_minute_is_over(nok, wipa, friday):
    sent = {"week": "2026-W47", "key": str(uuid.uuid4()), "hours": 40}
    ask, other = asking(nok), asking(wipa)
    for _call in range(CALLS):
        last = ask("get", "/api/v1/instruments")
    assert (last.status_code, limits(last)[1]) == (200, 0)
    answer = ask("post", "/api/v1/weeks", sent)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == str(SECONDS)
    assert limits(answer) == (CALLS, 0, SECONDS)
    assert not WorkWeek.objects.exists()
    assert other("get", "/api/v1/me/load").status_code == 200
    friday.shift(int(answer["Retry-After"]))
    assert ask("post", "/api/v1/weeks", sent).status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other.")
def test_calls_at_one_moment_on_several_hosts_count_each():
    together, until = Barrier(4), timezone.now() + timedelta(minutes=1)

    def call(_host: int) -> list[int]:
        together.wait()
        try:
            return [counted("api:nok:1", until) for _call in range(50)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hosts:
        found = [n for one in hosts.map(call, range(4)) for n in one]
    assert sorted(found) == [*range(1, 201)]


def test_a_count_holds_for_one_minute_and_one_key(nok, friday):
    ask, other = asking(nok), asking(nok)
    friday.shift(SECONDS - 1)
    assert limits(ask("get", "/api/v1/me/load")) == (CALLS, CALLS - 1, 1)
    assert limits(other("get", "/api/v1/me/load")) == (CALLS, CALLS - 1, 1)
    friday.shift(1)
    assert limits(ask("get", "/api/v1/me/load")) == (CALLS, CALLS - 1, SECONDS)


def test_a_key_that_holds_no_more_is_told_nothing_of_limits(nok):
    ask = asking(nok)
    ApiToken.objects.update(last_day="2026-11-19")
    answer = ask("get", "/api/v1/me/load")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_ended")
    assert "RateLimit-Limit" not in answer
