"""Nok's answers drift: she is told and offered somebody to talk to, and nobody else hears of it."""

import pytest
import time_machine

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_week
from wellbeing.checkins import actions as checkins
from wellbeing.rules.pulse import PulseAnswers


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def drifting(nok, chiang_mai):
    """Eight usual weeks, then a gap and a heavy one; the open week is still to be sent."""
    for back in range(10, 0, -1):
        make_week(nok, WEEK - back, hours=52 if back < 3 else 40)
        answers = PulseAnswers(4, 3, 3, 1, 2) if back == 1 else PulseAnswers(1, 1, 1, 2, 3)
        if back != 2:
            checkins.record(person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note="")


def test_a_second_heavy_week_brings_an_offer_and_a_way_to_take_it(
    browser_page, nok, wipa, drifting
):
    page = browser_page(nok, javascript=False)
    page.goto("/my-trend/")
    page.get_by_text("Your answers have drifted from your own usual.").wait_for()
    page.goto("/my-week/")
    for line, days in (("worn", 4), ("far", 3), ("back", 3), ("rest", 1), ("team", 2)):
        page.locator(f"input[name={line}][value='{days}']").check(force=True)
    page.get_by_role("button", name="Save my week").last.click()
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    page.get_by_text("It has been heavier than your usual for a while.").wait_for()
    page.get_by_role("link", name="26 weeks").click()
    page.get_by_role("heading", name="Your last 26 weeks").wait_for()
    page.get_by_role("link", name="Ask someone to get in touch").click()
    page.get_by_label("Wipa Thongdee").check()
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("You asked").wait_for()

    desk = browser_page(wipa)
    for address in ("/team/", f"/team/{nok.public_id}/", "/talk/"):
        desk.goto(address)
        seen = desk.locator("body").inner_text().lower()
        assert "drifted" not in seen
        assert "own usual" not in seen


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_is_calm_on_every_device(
    browser_page, nok, chiang_mai, drifting, width, scheme, language
):
    answers = PulseAnswers(4, 3, 3, 1, 2)
    make_week(nok)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="")
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    for weeks in (12, 26, 104):
        page.goto(f"/my-trend/?weeks={weeks}")
        accessible(page)
    page.locator("#beside").wait_for()


@pytest.fixture
def always_heavy(nok, chiang_mai):
    """Ten weeks that were all alike, and all heavy."""
    for back in range(10):
        make_week(nok, WEEK - back)
        answers = PulseAnswers(3, 3, 3, 1, 2)
        checkins.record(person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note="")


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_card_fits_every_device(browser_page, nok, always_heavy, width, scheme, language):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/my-trend/")
    accessible(page)
    page.locator("#long button").click()
    page.locator("button[value=on]").wait_for()
    accessible(page)
