"""What everybody reads of releases without a sign-in."""

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import uuid4
from xml.etree import ElementTree as Tree

import jwt
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.weeks import BANGKOK
from programme.models import ReleaseFile
from programme.releases.formats.files import MEDIA, SUMS
from tests.makers import enter
from tests.training.conftest import badge_key

from .makers import PUBLISHED, make_programme, make_public_release, organisations_named

ATOM, TOMBSTONES = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(anan):
    return make_public_release(anan)


@pytest.fixture
def signing(settings):
    settings.BADGE_KEY = badge_key()


def at(release, name=""):
    return reverse("open_release", args=[release.public_id]) + name


def read_feed(client):
    return Tree.fromstring(client.get("/data/feed.atom").content)  # noqa: S314 - ours


def withdraw(release, by, when=PUBLISHED + timedelta(days=3)):
    release.withdrawn_at, release.withdrawn_by, release.keyed_hash = when, by, "f" * 64
    release.save()
    release.files.all().delete()


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "language"), [("th-TH,th", "th"), ("en-GB", "en"), ("fr", "en")])
def test_an_address_without_a_language_leads_to_that_of_its_reader(
    client, release, asked, language
):
    for path in (reverse("open_data"), at(release)):
        answer = client.get(path, headers={"Accept-Language": asked})
        assert (answer.status_code, answer["Location"]) == (302, f"{path}{language}/")
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "heading", "word"),
    [
        ("en", "Safe North, Quarter 3 of 2026", "withheld"),
        ("th", "โครงการเหนือปลอดภัย ไตรมาส 3/2569", "ไม่แสดง"),
    ],
)
def test_a_release_is_read_in_the_language_of_its_address_whoever_reads(
    client, release, nok, language, heading, word
):
    path = at(release, f"{language}/")
    found = client.get(path, headers={"Accept-Language": "en" if language == "th" else "th"})
    enter(client, nok)
    client.cookies["django_language"] = "en" if language == "th" else "th"

    assert f'<html lang="{language}">' in found.text
    assert f"<h1>{heading}</h1>" in found.text
    assert word in found.text
    assert client.get(path).content == found.content


def test_a_page_a_file_and_the_feed_are_kept_by_any_cache_and_set_no_cookie(client, release):
    kept = {
        at(release, "en/"): "public, max-age=3600",
        reverse("open_data_in", args=["th"]): "public, max-age=3600",
        reverse("open_feed"): "public, max-age=3600",
        at(release, "bands.csv"): "public, max-age=86400, immutable",
        at(release, "release.zip"): "public, max-age=86400, immutable",
    }
    for path, told in kept.items():
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (200, told), path
        assert answer.cookies.keys() == set()
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["X-Robots-Tag"] == "all"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["ETag"]


def test_a_signed_in_reader_gets_the_same_bytes_and_no_cookie(client, release, nok):
    found = {path: Client().get(path) for path in (at(release, "en/"), at(release, "bands.csv"))}
    enter(client, nok)
    for path, before in found.items():
        answer = client.get(path)
        assert answer.content == before.content
        assert answer["Cache-Control"].startswith("public")


def test_nothing_that_is_not_there_can_be_told_from_a_draft(client, anan):
    draft = make_public_release(anan, published_at=None)
    for name in ("", "en/", "bands.csv", "release.jws"):
        answers = [
            client.get(reverse("open_release", args=[one]) + name)
            for one in (draft.public_id, uuid4())
        ]
        assert [one.status_code for one in answers] == [404, 404]


@pytest.mark.parametrize("name", ["xx/", "my/", "bands.xls", "SHA256SUMS/", "release.jws"])
def test_a_language_or_a_file_that_is_not_there_is_not_found(client, release, name, settings):
    settings.BADGE_KEY = ""
    assert client.get(at(release, name)).status_code == 404


def test_nothing_public_yet_is_said_kindly(client):
    assert "Nothing is published yet." in client.get("/data/en/").text
    assert client.get("/data/feed.atom").status_code == 200


def test_only_reading_is_possible(client, release):
    for path in ("/data/", "/data/en/", at(release), at(release, "bands.csv"), "/data/feed.atom"):
        assert client.post(path).status_code == 405


def test_a_name_with_markup_stays_text_everywhere(client, anan):
    evil = '</script><img src=x onerror=alert(1)>&"'
    release = make_public_release(anan, programme=make_programme(evil))
    page = client.get(at(release, "en/")).text
    feed = read_feed(client)

    assert "<img" not in page
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["creator"]["name"] == evil
    assert feed.find(f"{ATOM}entry/{ATOM}author/{ATOM}name").text == evil


def test_no_file_and_no_page_names_an_organisation_or_a_unit(client, release, nok, noi):
    named = organisations_named()
    texts = [client.get(at(release, f"{one}/")).text for one in ("en", "th")]
    texts += [client.get("/data/en/").text, client.get("/data/feed.atom").text]
    texts += [bytes(one.content).decode(errors="ignore") for one in ReleaseFile.objects.all()]

    assert len(named) > 4
    assert [(name, text[:40]) for name in named for text in texts if name in text] == []


# --- Files ----------------------------------------------------------------------------------------


def test_every_file_is_handed_out_as_it_was_kept(client, release):
    for name, media in MEDIA.items():
        answer = client.get(at(release, name))
        kept = ReleaseFile.objects.get(release=release, name=name)
        assert (answer.status_code, answer["Content-Type"]) == (200, media)
        assert answer.content == bytes(kept.content)
        assert "Content-Disposition" not in answer


def test_a_file_stays_as_it_was_though_the_programme_is_called_otherwise_now(client, release):
    before = client.get(at(release, "release.json")).content
    release.programme.name = {"en": "Another name"}
    release.programme.save()

    assert client.get(at(release, "release.json")).content == before


def test_a_reader_elsewhere_checks_the_signature_with_the_published_key(client, release, signing):
    token = client.get(at(release, "release.jws")).text
    head = jwt.get_unverified_header(token)
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    key = next(one for one in keys if one["kid"] == head["kid"])
    said = json.loads(jwt.PyJWS(["RS256"]).decode(token, jwt.PyJWK(key).key, ["RS256"]))

    assert head.keys() == {"alg", "kid", "typ"}
    assert head["typ"] == "release+jws"
    assert said["release"].endswith(at(release))
    assert said["sha256"].keys() == MEDIA.keys()
    assert said["fingerprint"] == said["sha256"][SUMS]
    assert said["fingerprint"] in client.get(at(release, "en/")).text


def test_a_signature_of_a_release_is_no_badge(client, release, signing):
    token = client.get(at(release, "release.jws")).text
    answer = client.post(reverse("check_badge"), {"badge": token})
    assert answer.status_code == 422


def test_an_older_release_stays_without_a_file_that_the_product_learnt_to_write_since(
    client, release
):
    release.files.filter(name__in=["dhis2.json", "codebook.csv"]).delete()

    assert client.get(at(release, "dhis2.json")).status_code == 404
    page = client.get(at(release, "en/")).text
    assert "dhis2.json" not in page.partition("</script>")[2]
    assert "bands.csv" in page


@pytest.mark.parametrize("name", ["%00", "..%2Fbands.csv", "bands.csv%00", "BANDS.CSV", "a" * 300])
def test_a_name_that_is_none_of_a_file_is_not_found(client, release, name):
    assert client.get(at(release, name)).status_code == 404


# --- Conditional requests -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bands.csv", "release.zip", "en/"])
def test_a_reader_who_has_it_already_gets_nothing_again(client, release, name):
    first = client.get(at(release, name))
    for mark in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = client.get(at(release, name), headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert again["Access-Control-Allow-Origin"] == "*"


BROKEN = ['"', "W/", "abc", '"a', ",,,", "\x00", 'W/W/"a"', '"' * 5000, "ก", '"é"']


@pytest.mark.parametrize("mark", BROKEN)
@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_a_reader_with_a_broken_mark_gets_the_whole_feed(client, release, mark, header):
    answer = client.get("/data/feed.atom", headers={header: mark})
    assert answer.status_code == HTTPStatus.OK
    assert answer.content == client.get("/data/feed.atom").content


def test_a_reader_of_the_feed_asks_by_the_day_as_well(client, release, anan):
    last = client.get("/data/feed.atom")["Last-Modified"]
    assert client.get("/data/feed.atom", headers={"If-Modified-Since": last}).status_code == 304

    withdraw(release, anan)
    again = client.get("/data/feed.atom", headers={"If-Modified-Since": last})
    assert again.status_code == 200


# --- Withdrawn ------------------------------------------------------------------------------------


def test_a_release_that_is_withdrawn_in_the_morning_says_the_day_it_is_here(client, release, anan):
    withdraw(release, anan, datetime(2027, 1, 1, 5, tzinfo=BANGKOK))
    assert client.get(at(release, "bands.csv")).text == "Withdrawn on 2027-01-01.\n"


@pytest.mark.parametrize(
    "name", ["", "en/", "th/", "bands.csv", "release.zip", "release.jws", "nothing.csv"]
)
def test_of_a_withdrawn_release_there_is_left_that_and_when(client, release, anan, name, signing):
    withdraw(release, anan)
    answer = client.get(at(release, name))

    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert any(one in answer.text for one in ("5 November 2026", "2026-11-05", "5 พฤศจิกายน 2569"))
    for gone in ("Safe North", "เหนือปลอดภัย", "Q3", "f" * 64, "heavy"):
        assert gone not in answer.text


@pytest.mark.parametrize("name", ["en/", "release.jws", "bands.csv"])
def test_what_is_withdrawn_while_it_is_read_is_gone(client, release, anan, name, signing):
    """The withdrawal comes when the release was found and its files are not read yet."""
    came = []

    def with_a_withdrawal(execute, sql, *rest):
        if sql.startswith("SELECT") and "releasefile" in sql and not came:
            came.append(sql)
            withdraw(release, anan)
        return execute(sql, *rest)

    with connection.execute_wrapper(with_a_withdrawal):
        assert client.get(at(release, name)).status_code == 410


def test_a_withdrawn_release_is_a_tombstone_in_the_feed_and_nowhere_else(client, release, anan):
    other = make_public_release(anan, "2026-Q2", release.programme)
    withdraw(release, anan)
    feed = read_feed(client)

    assert [one.text for one in feed.iter(f"{ATOM}id")][1:] == [f"urn:uuid:{other.public_id}"]
    (gone,) = feed.iter(f"{TOMBSTONES}deleted-entry")
    assert gone.attrib == {"ref": f"urn:uuid:{release.public_id}", "when": "2026-11-05T03:00:00Z"}
    assert feed.find(f"{ATOM}updated").text == "2026-11-05T03:00:00Z"
    assert str(release.public_id) not in client.get("/data/en/").text


# --- Statements -----------------------------------------------------------------------------------


def test_a_page_asks_as_much_for_many_releases_as_for_one(
    client, anan, django_assert_max_num_queries
):
    programme = make_programme()
    for quarter in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"):
        release = make_public_release(anan, quarter, programme)
    with django_assert_max_num_queries(2):
        client.get("/data/en/")
    with django_assert_max_num_queries(2):
        client.get("/data/feed.atom")
    with django_assert_max_num_queries(4):
        client.get(at(release, "en/"))
    with django_assert_max_num_queries(3):
        client.get(at(release, "bands.csv"))
