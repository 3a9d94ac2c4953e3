"""What every answer carries, and what cookies are called."""

import json
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.makers import PASSWORD, enter
from tests.quick.made_once import put_static, put_tables

from .test_checks import python

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def carried(response):
    return {name: response.headers.get(name) for name in EVERYWHERE}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/", "/healthz", "/nothing-here/"])
def test_a_stranger_gets_every_header_on_every_page(client, path):
    assert carried(client.get(path)) == EVERYWHERE


def test_a_signed_in_page_is_kept_by_no_cache(client, nok):
    enter(client, nok)

    response = client.get(reverse("account"))

    assert response.status_code == 200
    assert carried(response) == EVERYWHERE


def test_a_page_asks_for_a_sign_in_and_a_part_asks_the_whole_window(client, db):
    page = client.get("/")
    part = client.get("/", headers={"HX-Request": "true"})

    assert (page.status_code, page.url) == (302, "/sign-in/?next=/")
    assert (part.status_code, part.headers["HX-Redirect"]) == (200, "/sign-in/?next=/")


def test_the_monitor_hears_ok_and_nothing_else(client, db):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.cookies.keys() == set()


def test_a_browser_is_given_the_token_of_forms_once_and_a_new_one_at_each_sign_in(client, nok):
    name = settings.CSRF_COOKIE_NAME
    first = client.get("/sign-in/")
    again = client.get("/sign-in/")
    token = first.cookies[name].value

    assert name not in again.cookies
    assert client.cookies[name].value == token
    signed_in = client.post("/sign-in/", {"login": nok.account.username, "password": PASSWORD})
    assert signed_in.status_code == 302
    assert signed_in.cookies[name].value != token


def test_a_form_is_taken_with_the_token_that_was_given_once(nok):
    client = Client(enforce_csrf_checks=True)
    enter(client, nok)
    client.get(reverse("account"))
    page = client.get(reverse("account"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]

    assert client.post("/language/", {"language": "th"}).status_code == 403
    sent = {"language": "th", "next": "/", "csrfmiddlewaretoken": token}
    assert client.post("/language/", sent).status_code == 302


def test_a_page_says_its_language_itself_and_an_answer_to_programs_beside_it(client, db):
    page = client.get("/sign-in/")

    assert '<html lang="en">' in page.text
    assert "Content-Language" not in page.headers
    assert client.get("/api/v1/nothing").headers["Content-Language"] == "en"


SHOW = """
import json, sys, django
django.setup()
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from tests.makers import PASSWORD, enter
client = Client(headers={"host": "kamlangjai.example.org", "X-Forwarded-Proto": sys.argv[1]})
def seen(path):
    answer = client.get(path)
    cookies = {c.key: [bool(c["secure"]), bool(c["httponly"]), c["samesite"], c["path"]]
               for c in answer.cookies.values()}
    return {"status": answer.status_code, "cookies": cookies, **answer.headers}
print(json.dumps([seen("/sign-in/"), seen(static("app.css")), seen("/healthz")]))
"""


def on_a_server(tmp_path, scheme):
    put_tables(tmp_path)
    put_static(tmp_path)
    answer = python(
        "-c",
        SHOW,
        scheme,
        SITE_URL="https://kamlangjai.example.org",
        ALLOWED_HOSTS=None,
        DATABASE_URL="",
        DATA_DIR=str(tmp_path),
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.process
def test_on_a_server_cookies_are_locked_to_the_site_and_static_files_are_kept(tmp_path):
    page, style, _health = on_a_server(tmp_path, "https")

    assert page["status"] == 200
    assert page["cookies"] == {"__Host-csrftoken": [True, True, "Lax", "/"]}
    assert page["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert style["Cache-Control"] == "max-age=315360000, public, immutable"
    assert style["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in style
    # Of a file that never changes and opens no page.
    assert {"ETag", "Last-Modified", "Referrer-Policy"}.isdisjoint(style)
    assert style["Content-Type"] == 'text/css; charset="utf-8"'


@pytest.mark.process
def test_on_a_server_a_plain_request_is_led_to_https_but_the_monitor_is_not(tmp_path):
    page, _style, health = on_a_server(tmp_path, "http")

    assert (page["status"], page["Location"]) == (301, "https://kamlangjai.example.org/sign-in/")
    assert health["status"] == 200


@pytest.mark.process
def test_signing_in_on_a_server_gives_a_session_that_only_this_site_reads(settings):
    """The name with __Host- is refused by browsers unless secure, for the whole host."""
    answer = python(
        "-c",
        "import json; from django.conf import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN,"
        "s.SESSION_COOKIE_PATH]))",
        SITE_URL="https://kamlangjai.example.org",
    )

    assert json.loads(answer.stdout) == ["__Host-sessionid", True, True, "Lax", None, "/"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/sign-in/", "We could not read this"),
        ("/api/v1/weeks", '"detail": "Up to 1 MB at once, please."'),
        ("/nothing-here/", "We could not read this"),
        # Beside the one page that takes them, a list is as large as anything else.
        ("/lists/", "We could not read this"),
        ("/lists/new/people/", "A file may have up to 5 MB."),
    ],
)
def test_a_large_body_is_refused_before_it_is_read(client, db, path, sentence):
    """A file too: Django would write it to the disk before anybody has signed in."""
    large = 6 if "5 MB" in sentence else 1
    file = SimpleUploadedFile("film.mp4", b"a" * large * 1024 * 1024)
    response = client.post(path, {"file": file})
    assert response.status_code == 413
    assert sentence in response.text
    assert carried(response) == EVERYWHERE
