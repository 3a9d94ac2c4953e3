import re

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from config import views
from people.models import Role
from tests.makers import enter, make_membership, make_person

BOTH = pytest.mark.parametrize(
    ("language", "missing", "ours"),
    [
        ("en", "Page not found", "The problem is on our side"),
        ("th", "ไม่พบหน้านี้", "ปัญหาอยู่ที่ระบบของเรา"),
    ],
)


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.WORKER, "my_week"),
        (Role.SUPERVISOR, "team"),
        (Role.TRAINER, "training"),
        (Role.PROGRAMME, "programme"),
        (Role.ADMIN, "people"),
        (Role.CARE, "team"),
    ],
)
def test_each_role_is_led_to_its_first_page(client, office, role, first):
    person = make_person("somebody", office.organisation)
    make_membership(person, office, role)
    enter(client, person)

    assert client.get("/").url == reverse(first)


def test_a_person_without_a_role_still_finds_whom_to_call(client, saphan):
    enter(client, make_person("newcomer", saphan))

    assert reverse("help_now") in client.get("/").text
    assert "tel:" in client.get(reverse("help_now")).text


def choose(client, language, back="/sign-in/", **more):
    return client.post("/language/", {"language": language, "next": back}, **more)


def test_the_language_is_kept_on_the_device_and_with_the_person(client, nok):
    enter(client, nok)
    response = choose(client, "th", "/account/?x=1")

    assert response.url == "/account/?x=1"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "th"
    nok.refresh_from_db()
    assert nok.language == "th"


def test_the_language_is_changed_on_the_sign_in_page_and_kept(client, db):
    button = r'<button[^>]* name="language" value="th"[^>]*>ไทย</button>'
    form = rf'<form[^>]* method="post" action="/language/">(?:(?!</form>).)*{button}'
    assert re.search(form, client.get("/sign-in/").text)
    choose(client, "th")

    for _visit in range(2):
        page = client.get("/sign-in/").text
        assert '<html lang="th"' in page
        assert re.search("<h1[^>]*>เข้าสู่ระบบ</h1>", page)


def test_a_language_that_is_not_ours_changes_nothing(client, db):
    response = choose(client, "de")

    assert response.status_code == 302
    assert response.cookies.keys() == set()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "nonsense:x"]
)
def test_changing_the_language_leads_nowhere_else(client, db, back):
    assert choose(client, "th", back).url == "/"


def test_the_language_is_changed_by_a_form_only(client, db):
    assert client.get("/language/").status_code == 405


@BOTH
def test_a_missing_page_is_said_in_the_readers_language(client, db, language, missing, ours):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert missing in response.content.decode()


@BOTH
def test_a_fault_of_ours_is_owned_without_a_database(language, missing, ours):
    """No database: the test may not touch one, so a query would fail it."""
    with override(language):
        response = views.broken(RequestFactory().get("/"))

    assert response.status_code == 500
    assert ours in response.content.decode()
    assert settings.HELPLINE in response.content.decode()


def test_a_broken_view_shows_that_page_and_nothing_of_its_inside(client, nok):
    enter(client, nok)
    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        response = client.get("/account/")

    # A database that is away comes back.
    assert response.status_code == 503
    assert "The problem is on our side" in response.content.decode()
    assert "no such secret" not in response.content.decode()


def fail(execute, sql, params, many, context):
    raise OperationalError("no such secret")


def test_the_monitor_hears_that_the_database_is_away(client, db):
    with connection.execute_wrapper(fail):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.parametrize("contact", ["mailto:security@example.org", "https://example.org/report"])
def test_where_to_report_a_vulnerability_is_read_by_anybody(client, settings, contact):
    settings.SECURITY_CONTACT = contact.removeprefix("mailto:")
    with time_machine.travel("2026-11-29 12:00Z", tick=False):
        response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        f"Contact: {contact}\nExpires: 2027-02-27T00:00:00Z\nPreferred-Languages: th, en\n"
    )


@pytest.mark.parametrize("contact", ["", "the office"])
def test_without_a_contact_there_is_no_such_file(client, db, settings, contact):
    settings.SECURITY_CONTACT = contact
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_request_that_makes_no_sense_is_answered_calmly(client, db):
    response = client.get("/sign-in/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "We could not read this" in response.content.decode()


@pytest.fixture
def strict(nok):
    """Nok's browser, with the check of tokens that the test client leaves out."""
    client = Client(enforce_csrf_checks=True)
    enter(client, nok)
    return client


HERE = {"origin": "http://testserver"}


def test_what_was_typed_on_a_page_open_too_long_can_be_sent_again(strict):
    typed = {"csrfmiddlewaretoken": "old", "note": 'Court & "leave"', "line": ["1", "2"]}
    response = strict.post("/my-week/?week=47", typed, headers=HERE)

    assert response.status_code == 403
    page = response.content.decode()
    assert "That page was open too long" in page
    assert 'action="/my-week/?week=47"' in page
    assert 'name="note" value="Court &amp; &quot;leave&quot;"' in page
    assert page.count('name="line"') == 2
    assert 'value="old"' not in page


def test_what_was_typed_on_a_page_open_too_long_arrives_after_all(db):
    stranger = Client(enforce_csrf_checks=True)
    page = choose(stranger, "th", csrfmiddlewaretoken="old", headers=HERE).text
    assert re.search("<h1[^>]*>That page was open too long</h1>", page)
    [form] = re.findall('<form method="post" action="/language/">.*?Send it again.*?</form>', page)
    typed = dict(re.findall('name="([^"]+)" value="([^"]*)"', form))
    stranger.post("/language/", typed, headers=HERE)

    assert '<html lang="th"' in stranger.get("/sign-in/").text


def test_what_another_site_sent_is_never_offered_again(strict):
    for headers in ({}, {"origin": "https://elsewhere.example"}):
        page = strict.post("/my-week/", {"note": "forged"}, headers=headers)

        assert page.status_code == 403
        assert "forged" not in page.content.decode()


def test_a_password_is_never_written_into_a_page(db):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-in/", {"login": "nok", "password": "secret words"}, headers=HERE)

    assert response.status_code == 403
    assert "secret words" not in response.content.decode()
    assert "Reload the page" in response.content.decode()


@pytest.mark.parametrize(
    ("level", "kind", "icon"),
    [
        (levels.SUCCESS, "done", "steady"),
        (levels.INFO, "note", "note"),
        (levels.WARNING, "wait", "note"),
        (levels.ERROR, "error", "note"),
    ],
)
def test_only_what_is_done_looks_done(rf, nok, level, kind, icon):
    request = rf.get("/")
    request.user, request.session = nok.account, {}
    request.user.person = nok
    page = render_to_string("base.html", {"messages": [Message(level, "Words.")]}, request)
    [notice] = re.findall(
        r'<div class="notice" data-kind="(\w+)" role="status">\s*<.*?#i-(\w+)', page
    )
    assert notice == (kind, icon)


@pytest.mark.parametrize(
    ("own", "of_data", "shown"),
    [
        ("help@example.org", "data@example.org", 'href="mailto:help@example.org"'),
        ("", "053 123 456", 'href="tel:053123456"'),
        ("https://example.org/tell", "", 'href="https://example.org/tell"'),
        ("", "", "Tell an admin of your organisation."),
    ],
)
def test_whoever_is_kept_from_a_page_reads_whom_to_tell(client, db, settings, own, of_data, shown):
    settings.ACCESSIBILITY_CONTACT, settings.DATA_PROTECTION_CONTACT = own, of_data
    page = client.get("/accessibility/").content.decode()
    assert shown in page
    assert "After 60 minutes without a new page, or 10 on a device" in page
    assert 'href="/accessibility/"' in client.get("/sign-in/").content.decode()
