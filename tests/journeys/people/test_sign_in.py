from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Visit
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import PASSWORD


def fill(page, password):
    page.goto("/sign-in/")
    page.locator("[name=login]").fill("nok")
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


def test_nok_signs_in(nok, browser_page):
    page = browser_page(javascript=False)
    fill(page, PASSWORD)

    expect(page.locator(".topbar")).to_contain_text("Nok")


def test_a_wrong_password_is_one_sentence_and_the_name_is_kept(nok, browser_page):
    page = browser_page()
    fill(page, "not-her-password")

    sentence = "Wrong sign-in name or password. Please check both."
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("[name=login]")).to_have_value("nok")
    expect(page).to_have_title("Error: Sign in · Kamlangjai")
    accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_is_for_everybody(browser_page, language, scheme, width):
    page = browser_page(width=width, scheme=scheme, language=language)
    page.goto("/sign-in/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    accessible(page)


def test_after_signing_out_the_way_back_shows_nothing(nok, browser_page):
    page = browser_page(nok)
    page.goto("/account/")
    page.evaluate("sessionStorage.setItem('a', '1'); localStorage.setItem('b', '2')")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("/sign-in/")
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Srisuk" not in page.content()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def run_out():
    """Let every visit end, as time would."""
    Visit.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_typed_while_the_visit_ended_is_sent_after_signing_in_again(
    nok, browser_page, javascript
):
    page = browser_page(nok, width=320, javascript=javascript)
    page.goto("/account/keys/")
    page.get_by_label("What it is for").fill("the monthly report")
    page.get_by_label("Read how teams are doing").check()
    run_out()
    page.get_by_role("button", name="Make a key").click()

    expect(page.get_by_role("status")).to_contain_text("What you typed is kept")
    accessible(page) if javascript else None
    page.locator("[name=login]").fill("nok")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="Send it again").click()
    # A key takes the password of this moment, not only of this visit.
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Here is your key")).to_be_visible()
    expect(page.locator("b", has_text="the monthly report")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_about_signing_in_is_for_everybody(nok, browser_page, language, width):
    browser_page(nok)
    browser_page(nok)
    page = browser_page(nok, width=width, language=language)
    page.goto("/account/signing-in/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    accessible(page)
