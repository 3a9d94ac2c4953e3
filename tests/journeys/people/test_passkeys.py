"""Passkeys and codes in a real browser, with an authenticator that Chromium plays."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.conftest import accessible
from tests.makers import PASSWORD


def with_authenticator(page):
    """Give the browser a phone's authenticator, whose owner always puts a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def make_passkey(page):
    page.goto("/account/signing-in/")
    page.get_by_role("link", name="Make a passkey").click()
    give_password(page)
    accessible(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Please keep them now")).to_be_visible()
    accessible(page)


def sign_out(page):
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.parametrize("width", [320, 1440])
def test_nok_makes_a_passkey_and_signs_in_with_a_finger(nok, browser_page, width):
    page = browser_page(nok, width=width)
    with_authenticator(page)
    make_passkey(page)
    page.goto("/account/signing-in/")
    accessible(page)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.locator(".topbar")).to_contain_text("Nok")


def test_after_the_password_the_passkey_is_asked_for(nok, browser_page):
    page = browser_page(nok)
    with_authenticator(page)
    make_passkey(page)
    sign_out(page)
    page.locator("[name=login]").fill("nok")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    accessible(page)
    page.get_by_role("button", name="Use my passkey").click()

    expect(page.locator(".topbar")).to_contain_text("Nok")


def test_without_the_finger_it_says_so_and_the_password_still_works(nok, browser_page):
    page = browser_page(nok)
    devtools, authenticator = with_authenticator(page)
    make_passkey(page)
    sign_out(page)
    devtools.send("WebAuthn.setUserVerified", authenticator | {"isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("That passkey did not work.")
    accessible(page)


def test_without_javascript_there_is_an_app_and_no_passkey_button(nok, browser_page):
    page = browser_page(nok, width=320, javascript=False)
    page.goto("/account/app/")
    give_password(page)
    secret = re.sub(r"\s", "", page.locator("code").inner_text())
    page.get_by_label("Code", exact=True).fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("button", name="Connect the app").click()
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.locator("[name=login]").fill("nok")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.locator(".topbar")).to_contain_text("Nok")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_for_everybody_in_thai_too(nok, browser_page, scheme):
    page = browser_page(nok, width=320, language="th", scheme=scheme)
    page.goto("/account/app/")
    accessible(page)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    for path in ("/account/app/", "/account/passkeys/new/", "/account/signing-in/"):
        page.goto(path)
        accessible(page)
