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
        page.wait_for_load_state("networkidle")
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


def test_the_line_comes_before_every_end_and_stays_until_it(browser_page, nok):
    """After a press it comes again; without one it stays, and then says that the visit is over."""
    with time_machine.travel(NOW, tick=False) as clock:
        page = browser_page(nok)
        page.clock.install(time=NOW)
        page.goto("/account/names/")
        page.wait_for_load_state("networkidle")
        button = page.locator("[role=status] form.notice button")
        for _ in range(2):
            clock.shift(timedelta(minutes=55))
            page.clock.run_for(55 * 60 * 1000 + 2000)
            expect(button).to_be_visible()
            expect(page.locator(".visit")).to_contain_text("You will be signed out at")
            button.click()
            expect(button).to_have_count(0)
        clock.shift(timedelta(minutes=55))
        page.clock.run_for(55 * 60 * 1000 + 2000)
        expect(button).to_be_visible()
        page.clock.run_for(4 * 60 * 1000)
        expect(button).to_be_visible()
        clock.shift(timedelta(minutes=5, seconds=2))
        page.clock.run_for(60 * 1000)
        expect(button).to_have_count(0)
        expect(page.locator(".visit")).to_contain_text("You are signed out now.")


UNDER_THE_LINE = """() => {
  const line = document.querySelector(".visit > .notice").getBoundingClientRect();
  const at = document.activeElement, { top, bottom } = at.getBoundingClientRect();
  return !at.closest(".visit, nav") && top >= line.top && bottom <= line.bottom ? at.id : "";
}"""


@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_with_the_focus_is_hidden_under_the_line(browser_page, nok, width):
    """As WCAG 2.4.11 asks; a field is scrolled to where the line leaves it in sight."""
    with time_machine.travel(NOW, tick=False) as clock:
        page = browser_page(nok, width=width, language="th")
        page.clock.install(time=NOW)
        page.goto("/my-week/")
        # What the page still asks for keeps the visit open, as it is of the person who opened it.
        page.wait_for_load_state("networkidle")
        clock.shift(timedelta(minutes=55))
        page.clock.run_for(55 * 60 * 1000)
        expect(page.locator("[role=status] form.notice button")).to_be_visible()
        hidden = []
        for _ in range(40):
            page.keyboard.press("Tab")
            hidden.append(page.evaluate(UNDER_THE_LINE))
        assert [one for one in hidden if one] == []
