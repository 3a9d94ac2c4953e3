import pytest
from playwright.sync_api import expect

from tests.makers import PASSWORD

from .conftest import accessible


def fill(page, password):
    page.goto("/sign-in/")
    page.locator("[name=login]").fill("nok")
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_nok_signs_in(nok, browser_page, javascript):
    page = browser_page(javascript=javascript)
    fill(page, PASSWORD)

    expect(page.locator(".topbar")).to_contain_text("Nok")


def test_a_wrong_password_is_one_sentence_and_the_name_is_kept(nok, browser_page):
    page = browser_page()
    fill(page, "not-her-password")

    sentence = "This name and password do not go together. Please look at both again."
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("[name=login]")).to_have_value("nok")
    expect(page).to_have_title("Error: Sign in · Kamlangjai")
    accessible(page)


def test_a_stranger_and_a_wrong_password_read_the_same(nok, browser_page):
    page = browser_page()
    fill(page, "not-her-password")
    wrong = page.get_by_role("alert").inner_text()
    page.goto("/sign-in/")
    page.locator("[name=login]").fill("nobody-here")
    page.locator("[name=password]").fill("not-her-password")
    page.locator("[name=password]").press("Enter")

    expect(page.get_by_role("alert")).to_have_text(wrong, use_inner_text=True)


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_page_is_for_everybody(browser_page, language, scheme, width):
    page = browser_page(width=width, scheme=scheme, language=language)
    page.goto("/sign-in/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    accessible(page)


def test_the_language_is_changed_on_the_page_and_kept(browser_page):
    page = browser_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name="ไทย").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("เข้าสู่ระบบ")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "th")
