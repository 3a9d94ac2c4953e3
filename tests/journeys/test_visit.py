"""Before a visit ends a line says so, and one press keeps it; in a real browser."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_line_tells_that_the_visit_ends_and_the_keyboard_keeps_it(
    browser_page, nok, width, scheme, language
):
    with time_machine.travel(NOW, tick=False) as clock:
        page = browser_page(nok, width=width, scheme=scheme, language=language)
        page.clock.install(time=NOW)
        page.goto("/account/names/")
        typed = page.locator("main input[type=text]").first
        typed.fill("Nok")
        page.clock.run_for(53 * 60 * 1000)
        button = page.locator("[role=status] form.notice button")
        expect(button).to_have_count(0)
        clock.shift(timedelta(minutes=55))
        page.clock.run_for(2 * 60 * 1000)
        expect(button).to_be_visible()
        expect(button).to_be_in_viewport()
        accessible(page)
        expect(typed).to_have_value("Nok")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_count(0)
        expect(page.locator(".visit :focus")).to_have_count(1)
        clock.shift(timedelta(minutes=50))
        page.goto("/account/")
        expect(page).to_have_url("/account/")
