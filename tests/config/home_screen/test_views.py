"""What a phone learns of the product: a neutral name, pictures, and where it begins."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.makers import enter


def told(client, language="en"):
    return client.get(f"/manifest.webmanifest?language={language}")


@pytest.mark.parametrize(
    ("asked", "language", "name", "week", "help_now"),
    [
        ("en", "en", "Kamlangjai", "My week", "Help"),
        ("th", "th", "กำลังใจ", "สัปดาห์ของฉัน", "ความช่วยเหลือ"),
        ("xx", "en", "Kamlangjai", "My week", "Help"),
        ("", "en", "Kamlangjai", "My week", "Help"),
    ],
)
def test_a_phone_is_told_a_neutral_name_in_its_language(
    client, asked, language, name, week, help_now
):
    found = told(client, asked)
    content = found.json()

    assert found["Content-Type"] == "application/manifest+json"
    assert content["lang"] == language
    assert content["name"] == content["short_name"] == name
    assert [one["name"] for one in content["shortcuts"]] == [week, help_now]
    assert content["id"] == content["scope"] == content["start_url"] == "/"
    assert content["display"] == "standalone"
    assert content["theme_color"] == content["background_color"] == "#f5f4ef"
    assert content.keys().isdisjoint({"share_target", "description", "screenshots", "categories"})


def test_every_picture_is_there_in_each_shape_that_phones_ask_for(client):
    icons = told(client).json()["icons"]

    assert {(one["sizes"], one["purpose"]) for one in icons} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
        ("512x512", "monochrome"),
    }
    assert all(finders.find(one["src"].removeprefix("/static/")) for one in icons)


def test_whoever_asks_is_told_the_same_and_caches_may_keep_it(client, nok):
    stranger = told(client)
    enter(client, nok)
    member = told(client)

    assert stranger.content == member.content
    assert stranger["Cache-Control"] == "public, max-age=3600"
    assert stranger["Content-Security-Policy"] == "default-src 'none'"
    assert not stranger.cookies
    assert str(nok.organisation) not in stranger.text
    assert client.post("/manifest.webmanifest").status_code == 405


@pytest.mark.parametrize("language", ["en", "th"])
def test_each_page_names_what_a_phone_asks_for_signed_out_too(client, nok, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for page in ("/sign-in/", "/my-week/"):
        text = client.get(page).text
        assert f'<link rel="manifest" href="/manifest.webmanifest?language={language}">' in text
        assert '<link rel="apple-touch-icon" href="/static/icon-touch.png">' in text
        assert len(re.findall(r'<meta name="theme-color" content="#\w{6}"', text)) == 2
        enter(client, nok)
    assert client.get("/").url == "/my-week/"


def test_a_start_from_the_home_screen_without_a_sign_in_leads_on_after_it(client, db):
    assert client.get("/").url == "/sign-in/?next=/"


def test_the_steps_for_both_kinds_of_phones_are_found_from_yours(client, nok):
    enter(client, nok)
    assert 'href="/account/home-screen/"' in client.get("/account/").text
    page = client.get("/account/home-screen/").text
    assert "Android" in page
    assert "Add to Home Screen" in page
