"""Nok lets Wipa read four weeks: she sees it first, Wipa reads it, Nok takes it back."""

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_share
from wellbeing.checkins import actions as checkins
from wellbeing.models import Share
from wellbeing.rules.pulse import PulseAnswers


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def answered(nok, chiang_mai):
    for back in range(4):
        answers = PulseAnswers(worn=back, far=1, back=0, rest=3, team=4)
        checkins.record(person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note="")


@pytest.mark.parametrize("javascript", [True, False])
def test_shared_read_and_taken_back(browser_page, nok, wipa, answered, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/talk/")
    page.get_by_role("link", name="What I share").click()
    page.get_by_text("You share nothing").wait_for()
    page.get_by_role("link", name="Share some weeks").click()
    expect(page.get_by_label("Which weeks").locator("option")).to_have_count(5)
    page.get_by_label("Wipa Thongdee").check()
    page.get_by_text("another day").click()
    until = "2026-12-31" if javascript else "31/12/2569"
    page.get_by_label("Another day", exact=True).fill(until)
    page.get_by_role("button", name="See it as they will").click()
    page.get_by_text("This is what Wipa Thongdee will see").wait_for()
    preview = page.locator("#letter").inner_text()
    assert not Share.objects.exists()
    page.get_by_role("button", name="Share this").click()
    page.get_by_text("It is shared. You can stop sharing at any time.").wait_for()
    page.get_by_text("Not opened yet").wait_for()

    reader = browser_page(wipa, javascript=javascript)
    reader.goto("/talk/")
    reader.get_by_role("link", name="Kanokwan Srisuk").click()
    reader.wait_for_url("**/shared/**")
    assert reader.locator("#letter").inner_text() == preview

    page.reload()
    expect(page.get_by_text("Opened Friday 20 November")).to_be_visible()
    page.get_by_role("button", name="Stop sharing").click()
    page.get_by_text("Nobody can read it any more.").wait_for()
    assert reader.reload().status == 404


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_calm_on_every_device(
    browser_page, nok, wipa, orathai, answered, width, scheme, language
):
    given = make_share(nok, wipa)
    make_share(nok, orathai, withdrawn_at=NOW)
    page = browser_page(wipa, width=width, scheme=scheme, language=language)
    for address in ("/talk/", f"/shared/{given.public_id}/"):
        page.goto(address)
        accessible(page)
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    for address in ("/my-shares/", "/my-shares/new/"):
        page.goto(address)
        accessible(page)
    page.locator("#main form button").last.click()
    page.locator("#problems").wait_for()
    accessible(page)
    page.locator("input[name=to]").first.check()
    page.locator("#main form button").last.click()
    page.locator("#preview").wait_for()
    accessible(page)
