"""A person joins LINE by a code, and sets the address of a program: on a small phone, by keys."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from people.messages.way_delivery import WayDeliverer
from people.models import Channel
from tests.journeys.conftest import accessible
from tests.makers import PASSWORD
from tests.people.line.line_server import line_server, text, told


@pytest.fixture(autouse=True)
def line(settings, transactional_db):
    cache.clear()
    with line_server(settings) as server:
        settings.LINE_ADD_LINK = "https://lin.ee/example"
        yield server


def confirm(page):
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("th", "dark")])
def test_a_person_joins_line_without_a_script_and_tries_it(
    browser_page, nok, line, settings, language, scheme
):
    settings.LETTERS_AT_ONCE = False
    nok.account.language = language
    nok.account.save()
    page = browser_page(nok, width=320, javascript=False, language=language, scheme=scheme)
    page.goto("/account/line/")
    page.locator("button[name=code]").click()
    confirm(page)
    page.locator("button[name=code]").wait_for()  # after what is looked for
    if not page.locator(".slip-code").count():
        page.locator("button[name=code]").click()
    code = page.locator(".slip-code").inner_text()
    expect(page.get_by_role("link", name="LINE").first).to_be_visible()
    assert told(Client(), text(code)).status_code == 200
    page.locator("section[role=status] a.button").click()
    with page.expect_navigation():
        page.locator("button[name=test]").click()
    assert WayDeliverer(Channel.LINE).round(timezone.now()) == 1
    assert len(line.pushed) == 1
    page.locator("button[name=remove]").click()
    page.locator("button[name=code]").wait_for()


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("th", "light")])
def test_a_person_sets_the_address_of_a_program(browser_page, nok, line, language, scheme):
    """Its secret is shown once; the page keeps what a wrong address was."""
    page = browser_page(nok, width=320, language=language, scheme=scheme)
    page.goto("/account/keys/address/")
    accessible(page)
    page.locator("#id_address").fill("http://example.org/kamlangjai")
    page.keyboard.press("Enter")
    confirm(page)
    page.locator("#id_address").wait_for()
    page.wait_for_load_state()
    if not page.locator("#id_address_error").count():
        page.locator("#id_address").fill("http://example.org/kamlangjai")
        page.keyboard.press("Enter")
    page.locator("#id_address_error").wait_for()
    accessible(page)
    expect(page.locator("#id_address")).to_have_value("http://example.org/kamlangjai")
    page.locator("#id_address").fill("https://example.org/" + "kamlangjai" * 9)
    page.keyboard.press("Enter")
    page.locator("code").filter(has_text="whsec_").wait_for()
    accessible(page)
