"""The worker of the site, and the page that it shows without a signal."""

import re

import pytest
from django.urls import reverse

from config.offline.views import FILES, sending_script
from config.packing import SCRIPTS
from people.accounts.sessions import VISIT
from tests.makers import enter

SAME_FILES = "if (names.length === 1 && names[0] === CACHE) self.skipWaiting();"
PAGE = re.compile(r"^const PAGE = `([^`]*)`;$", re.MULTILINE)


def worker(client, language):
    return client.get(reverse("service_worker"), {"language": language})


def page_in(script):
    return PAGE.search(script).group(1)


def test_the_worker_reaches_every_page_is_asked_for_each_time_and_asks_this_site_alone(client, db):
    answer = worker(client, "en")

    assert reverse("service_worker") == "/sw.js"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "public, no-cache"
    policy = "default-src 'none'; connect-src 'self'"
    assert answer["Content-Security-Policy"] == policy
    assert not answer.cookies
    assert client.post("/sw.js").status_code == 405


@pytest.mark.parametrize("packed", ["br", "gzip", ""])
@pytest.mark.parametrize("path", ["/sw.js", "/offline/"])
def test_what_a_browser_has_already_is_not_sent_again(client, db, path, packed):
    heads = {"accept-encoding": packed}
    first = client.get(path, {"language": "en"}, headers=heads)
    heads["if-none-match"] = first["ETag"]
    same = client.get(path, {"language": "en"}, headers=heads)
    other = client.get(path, {"language": "th"}, headers=heads)

    assert (first.status_code, same.status_code, other.status_code) == (200, 304, 200)
    assert same.content == b""
    assert same["Content-Security-Policy"] == first["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "Kamlangjai", "Something waits for you."),
        ("th", "กำลัง\u2060ใจ", "มีเรื่องรอคุณอยู่"),
        ("xx", "Kamlangjai", "Something waits for you."),
        ("'\"</script>", "Kamlangjai", "Something waits for you."),
        ("", "Kamlangjai", "Something waits for you."),
    ],
)
def test_the_worker_shows_fixed_words_in_the_language_of_its_address(
    client, db, language, title, words
):
    script = worker(client, language).content.decode()

    assert f'const TITLE = "{title}";' in script
    assert f'body: "{words}",' in script
    assert ('"Something' in script) == words.startswith("Something")
    page = client.get("/offline/", {"language": language}).text
    kept = page_in(script).replace("\u2060", "").split()
    assert kept == page.replace("\u2060", "").split()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This page can be opened again as soon as there is one."), ("th", "หน้านี้จะเปิดได้อีกครั้ง")],
)
def test_without_a_signal_a_page_does_not_promise_to_open_by_itself(client, db, language, words):
    """What was sent from a page that cannot be asked for again must not be sent by itself."""
    page = client.get("/offline/", {"language": language}).text
    assert words in page.replace("\u2060", "").replace("\u200b", "")


def test_the_worker_reads_no_form_and_no_content_of_a_push(client, db):
    script = PAGE.sub("", worker(client, "en").text)

    assert sending_script() in script
    script = script.replace(sending_script(), "")
    # It waits for open pages, but where all its files are theirs too.
    assert SAME_FILES in script
    script = script.replace(SAME_FILES, "")
    assert not re.search(r"\.(text|json|formData|blob|arrayBuffer|body|clone|data)\b", script)
    assert not re.search(r"skipWaiting|navigationPreload|cache\.put|credentials", script)


def test_the_worker_fetches_no_script_beside_itself(client, db):
    assert "importScripts" not in worker(client, "en").text


def test_what_the_worker_keeps_is_our_files_of_this_version(client, db, settings):
    script = worker(client, "en").text

    kept = re.search(r"const FILES = \[(.*)\];", script).group(1)
    files = [f"/static/{name}" for name in (*SCRIPTS, *FILES)]
    assert re.findall(r'"([^"]+)"', kept) == files
    asked = re.findall(r'(?:href|src|data-rows)="(/static/[^"#]+)', page_in(script))
    assert set(asked) <= set(files)


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_page_without_a_signal_is_the_same_for_all_and_names_no_person(
    client, nok, language, settings
):
    settings.HELPLINE = "1323"
    before = client.get("/offline/", {"language": language})
    enter(client, nok)
    after = client.get("/offline/", {"language": language})

    assert before.content == after.content
    assert before["Cache-Control"] == "public, no-cache"
    assert not before.cookies
    assert "csrfmiddlewaretoken" not in before.text
    assert f'<html lang="{language}">' in before.text
    assert "tel:1323" in before.text
    for name in ("Nok", "Srisuk", str(nok.own_organisation)):
        assert name not in after.text
    assert client.post("/offline/").status_code == 405


@pytest.mark.parametrize("shared", [False, True])
def test_only_on_a_device_of_ones_own_a_page_keeps_anything(client, nok, wipa, shared):
    enter(client, nok)
    session = client.session
    session[VISIT] = session[VISIT] | {"shared": shared}
    session.save()
    pages = [client.get(path).text for path in ("/my-week/", "/account/", "/sign-out/")]

    # Where people sign out it is asked on any device about what was kept there before.
    assert [("data-rows" in page) for page in pages] == [not shared, True, True]
    assert [('value="no"' in page) for page in pages] == [False, False, not shared]
    assert ('id="typed-again"' in pages[0]) == (not shared)
