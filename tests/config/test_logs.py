"""Log lines: what an operator needs, and nothing that opens a door."""

import json
import logging
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import URLPattern, get_resolver

from people.accounts import tokens
from people.members import invitations
from people.models import Role
from people.organisation_keys import actions as organisation_keys
from tests.makers import NOW, job_of, make_thanks_link
from training.own_calendar import calendars

# Parts of addresses that are texts and open nothing, each with its reason.
NO_SECRET = {
    "badge_key": "names a public key",
    "score_sets": "names a scale",
    "open_data_in": "names a language",
    "open_release_in": "names a language",
    "open_release_file": "names a file that everybody may read",
}


@pytest.fixture
def formatter():
    form = dict(settings.LOGGING["formatters"]["line"])
    return DictConfigurator({"version": 1}).configure_formatter(form)


@pytest.fixture
def lines(caplog, formatter):
    """What was logged, as the product writes it."""
    return lambda: "\n".join(formatter.format(record) for record in caplog.records)


def written(formatter, text):
    return formatter.format(logging.LogRecord("x", logging.WARNING, "", 1, text, (), None))


def test_a_mailed_link_is_not_in_the_log(client, chiang_mai, ploy, lines):
    invited = invitations.invite(
        unit=chiang_mai,
        email="mali@example.org",
        role=Role.WORKER,
        job=job_of(chiang_mai, "caseworker"),
        hours=40,
        invited_by=ploy,
        now=NOW,
    )
    token = invitations.new_link(invitation=invited, now=NOW)
    for path in (f"/invitation/{token}/", f"/password/reset/key/1-{token}/more/"):
        client.post(path, {"username": ""})

    said = lines()
    assert "/invitation/…/" in said
    assert "/password/reset/key/…/more/" in said
    assert token not in said


def test_neither_are_keys_calendars_and_links_for_thanks(client, nok, lines):
    calendar = calendars.renew(person=nok, now=NOW)
    _key, key = tokens.make(person=nok, name="my script")
    link = make_thanks_link(nok).public_id
    client.get(f"/training/calendar/{calendar}.ics/more")
    client.get(f"/api/v1/{key}", headers={"authorization": f"Bearer {key}"})
    client.post(f"/thanks/write/{link}/", {})
    client.get(f"/thanks/write/{link}/more/")

    said = lines()
    assert "/training/calendar/…" in said
    assert "/api/v1/…" in said
    assert "/thanks/write/…/" in said
    for secret in (calendar, key, str(link)):
        assert secret not in said


def test_a_token_is_blanked_wherever_it_stands(formatter):
    token = tokens.new_token()
    for line in (
        f"Not Found: /sign-in/?next=%2Finvitation%2F{token}%2F",
        f'ValueError: "{token}" is no token',
        f"token={token}&more",
        f"Bearer {tokens.PREFIX}{token}",
    ):
        assert token not in written(formatter, line)


@pytest.mark.parametrize("prefix", [tokens.PREFIX, organisation_keys.PREFIX])
def test_half_a_key_is_blanked_too(formatter, prefix):
    half = prefix + tokens.new_token()[:30]
    assert half not in written(formatter, f"Not Found: /api/v1/people/{half}/roles")


def test_what_opens_nothing_can_be_read(formatter):
    for line in (
        "Not Found: /thanks/9d2f5b1c-0000-4000-8000-0123456789ab/",
        "Not Found: /training/evidence/9d2f5b1c-0000-4000-8000-0123456789ab/",
        "Not Found: /address-book/invitations/",
    ):
        assert line in written(formatter, line)


def texts_in_addresses(patterns=None, before=""):
    """Every address with a part that is any text, with that part as a token."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if not isinstance(one, URLPattern):
            yield from texts_in_addresses(one.url_patterns, before + str(one.pattern))
            continue
        route = before + str(one.pattern)
        if "<str:" in route or "<key>" in route or "(?P<" in route:
            yield one.name, route


def test_every_address_with_a_secret_part_is_known():
    """A new one is added to `config/logs.py` or named here with its reason."""
    found = {name for name, _route in texts_in_addresses()}
    assert found - NO_SECRET.keys() == {
        "address",
        "invitation",
        "calendar",
        "not_me",
        "stop_mail",
        "week_link",
        "account_reset_password_from_key",
    }


def test_nothing_else_writes_or_mails_lines():
    """Django's own handlers know of no secrets: one prints, one mails whole requests."""
    for name in ("django", "django.server", "django.request"):
        logger = logging.getLogger(name)
        assert logger.handlers == []
        assert logger.propagate
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]


# --- How much, and for whom ---------------------------------------------------------------------


@pytest.fixture
def away(db):
    """The database is away for each page."""

    def refused(*_args):
        raise OperationalError("connection failed: 10.0.0.7\nIs the server running?")

    with connection.execute_wrapper(refused):
        yield


@pytest.mark.parametrize("name", ["line", "json"])
def test_while_the_database_is_away_a_refused_request_writes_one_line(caplog, away, name):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    answer = client.get("/my-week/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    form = DictConfigurator({"version": 1}).configure_formatter(
        dict(settings.LOGGING["formatters"][name])
    )
    (said,) = (form.format(record) for record in caplog.records)
    assert "\n" not in said
    assert "/my-week/ (OperationalError: connection failed: 10.0.0.7)" in said
    assert "10.0.0.7" not in answer.text
    assert answer["X-Request-Id"] in said
    assert answer["X-Request-Id"] in answer.text


@pytest.mark.parametrize("name", ["line", "json"])
def test_who_asks_for_another_host_writes_one_line(caplog, name):
    """Strangers do so all day long; a trace a time would fill the disk, and says no more."""
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    assert answer.status_code == 400
    form = DictConfigurator({"version": 1}).configure_formatter(
        dict(settings.LOGGING["formatters"][name])
    )
    (said,) = (form.format(one) for one in caplog.records if "elsewhere" in one.getMessage())
    assert "\n" not in said
    assert "trace" not in said.casefold()


def test_a_line_for_programs_holds_named_fields_alone(formatter, rf):
    form = DictConfigurator({"version": 1}).configure_formatter(
        dict(settings.LOGGING["formatters"]["json"])
    )
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s", (f"Bearer kj_{'a' * 40}",), None)
    record.request = rf.get("/", headers={"cookie": "secret"})
    try:
        raise ValueError(f"kj_{'b' * 40}")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    said = json.loads(form.format(record))
    assert set(said) - {"request"} == {"at", "level", "logger", "message", "trace"}
    assert said["message"] == "Bearer …"
    assert said["trace"].endswith("ValueError: …")


def test_a_page_that_is_there_says_no_number(client, nok):
    assert "X-Request-Id" not in client.get("/healthz").headers
