"""Slips of several people: readable on any device, and one page to print."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.people.members.from_lists.tools import bring_in, person_row


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_an_admin_prints_the_slips_of_a_unit(
    live_server, ploy, wipa, chiang_mai, browser_page, width, scheme, language
):
    rows = (person_row(n, language=language) for n in range(1, 4))
    bring_in(ploy, *rows, person_row(4, email="mali@example.org"))
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    page.goto("/people/?state=awaited")
    accessible(page)
    page.locator("main a[href^='/people/slips/']").click()
    accessible(page)
    page.locator("button[value=new]").click()
    page.locator(".slips-one").first.wait_for()
    expect(page.locator(".slips-one")).to_have_count(3)
    accessible(page)
    lead = browser_page(wipa, width=width, scheme=scheme, language=language)
    lead.goto("/team/")
    lead.locator("#h-awaited").wait_for()
    accessible(lead)
