"""Whatever comes to the API, its answer is JSON; what carries a key in the clear is refused."""

import json

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from config.whole_bodies import LATE
from people.accounts import tokens
from tests.makers import NOW, NOWHERE

IDS = (
    "not-a-uuid",
    "9" * 40,
    "9" * 5000,
    "-1",
    "0",
    "%00",
    "%F0%9F%98%80",
    "%FF",
    "..%2F..%2Fteam",
    "' OR 1=1",
    NOWHERE.upper() + "0",
    NOWHERE,
)
PATHS = (
    ("post", "/api/v1/transfers/{}/accept"),
    ("post", "/api/v1/transfers/{}/withdraw"),
    ("post", "/api/v1/hands/offers/{}/close"),
    ("post", "/api/v1/hands/requests/{}/agree"),
    ("post", "/api/v1/instruments/{}/score"),
    ("get", "/api/v1/{}"),
    ("get", "/api/v1/team?page={}"),
    ("get", "/api/v1/groups?page={}"),
    ("get", "/api/v1/me/load?weeks={}"),
)

BODIES = (
    '{"giver": "9", "receiver": "x", "lines": []}',
    '{"giver": "\\u0000", "receiver": "\\u0000", "reason": "\\u0000", "lines": []}',
    '{"giver": %s, "receiver": null}' % ("9" * 5000),
    "[" * 100_000,
    '{"giver": NaN}',
    "\x00",
    "null",
    "",
)


def asking_as(person):
    key = tokens.make(person=person, name="checking")[1]
    client = Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=False)

    def ask(verb, path, body=None, **more):
        return client.generic(verb.upper(), path, body or "", "application/json", **more)

    return ask


@pytest.fixture
def ask(wipa):
    return asking_as(wipa)


def says_so(answer, *statuses):
    assert answer.status_code in statuses, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    # Another length than what follows: a client waits for the rest, or takes it for broken.
    assert answer.headers.get("Content-Length") in (None, str(len(answer.content)))
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["type"].endswith(f"/api/docs#{said['code']}")
    assert said["title"]
    assert said["detail"]
    assert "<" not in said["detail"]


@pytest.mark.parametrize(("verb", "path"), PATHS)
def test_an_id_that_is_none_is_answered_in_json(ask, verb, path):
    for wrong in IDS:
        answer = ask(verb, path.format(wrong), '{"version": 0}')
        if wrong in {"0", "-1", "9" * 40, "9" * 5000} and answer.status_code == 200:
            assert answer.json()  # a page further on than there is
        else:
            says_so(answer, 404, 422)


@pytest.mark.parametrize(
    "path", ["/api/v1/transfers", "/api/v1/weeks", "/api/v1/days", "/api/v1/hands/offers"]
)
def test_a_body_that_is_none_is_answered_in_json(ask, path):
    for body in BODIES:
        says_so(ask("post", path, body), 400, 422)


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/teams", "/api/v2/team"])
def test_where_nothing_is_the_answer_is_json_too(ask, path):
    says_so(ask("get", path), 404)


def test_with_a_verb_that_nothing_takes_too(ask):
    answer = ask("delete", "/api/v1/team")
    says_so(answer, 405)
    assert answer["Allow"] == "GET"


def test_a_host_that_is_not_ours_is_refused_in_json(ask):
    says_so(ask("get", "/api/v1/team", headers={"host": "evil.example.org"}), 400)


def test_a_fault_of_ours_is_owned_up_to_in_json(nok, settings):
    settings.KEY_RING = []
    with time_machine.travel(NOW, tick=False):
        sent = {"week": "2026-W47", "key": NOWHERE, "hours": 40, "answers": {"worn": 3}}
        answer = asking_as(nok)("post", "/api/v1/weeks", json.dumps(sent))
    says_so(answer, 500)
    assert "KEY_RING" not in answer.text


# --- Without TLS ---------------------------------------------------------------------------------


@pytest.fixture
def on_a_server(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("path", ["/api/v1/team", "/api/v1/nothing", "/api/openapi.json"])
def test_a_key_that_came_in_the_clear_is_refused_and_led_nowhere(on_a_server, ask, path):
    answer = ask("get", path)
    says_so(answer, 403)
    assert "Location" not in answer
    assert "https://" in answer.json()["detail"]


def test_over_tls_it_is_taken(on_a_server, ask):
    assert ask("get", "/api/v1/team", secure=True).status_code == 200
    assert ask("get", "/api/v1/team", headers={"x-forwarded-proto": "https"}).status_code == 200


def test_a_page_is_led_to_tls_as_before(on_a_server, client, db):
    assert client.get("/sign-in/")["Location"] == "https://testserver/sign-in/"


def away(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection unexpectedly")


def test_only_where_too_many_came_a_program_is_told_so(ask):
    busy = ask("get", "/api/v1/board", **{LATE: True})
    with connection.execute_wrapper(away):
        broken = ask("get", "/api/v1/me/load")
    assert (busy.status_code, broken.status_code) == (503, 503)
    assert busy.json()["detail"] == "Too many came at once. Please try again in a few seconds."
    assert broken.json()["detail"] == "Something went wrong on our side. Please try again later."
