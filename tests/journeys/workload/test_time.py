"""Talks and days away, between two people, in a real Chromium."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_line, make_week
from workload.models import LieuGrant, SupervisionTalk, TimeOff


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def another_day(page, name, day):
    """Choose another day than those offered; with scripts the device's calendar reads it."""
    days = page.get_by_role("group", name=name)
    days.get_by_text("another day").click()
    days.get_by_label("Another day", exact=True).fill(day)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_talk_is_written_changed_and_agreed_by_both(browser_page, nok, wipa, javascript):
    make_week(nok, WEEK - 1)
    desk = browser_page(wipa, width=1440, javascript=javascript)
    desk.goto(f"/team/{nok.public_id}/")
    desk.locator("#talks > summary").click()
    desk.get_by_text("Write a talk down").click()
    another_day(desk, "Day of the talk", "2026-11-18" if javascript else "18/11/2569")
    desk.get_by_label("Minutes").fill("45")
    desk.get_by_label("What you both agree on").fill("Two intakes less from Monday.")
    desk.get_by_role("button", name="Write it down").click()
    desk.get_by_text("The talk is written down. Nok reads it and can agree.").wait_for()
    desk.locator("#talks > summary").click()
    desk.get_by_text("Waits for Nok to agree").wait_for()

    phone = browser_page(nok, javascript=javascript)
    phone.goto("/my-trend/")
    phone.get_by_role("link", name="Time", exact=True).first.tap()
    words = phone.get_by_label(re.compile("What you both agree on, 18 Nov"))
    expect(words).to_have_value("Two intakes less from Monday.")
    words.fill("Three intakes less from Monday.")
    phone.get_by_role("button", name="Change the words").tap()
    phone.get_by_text("Waits for Wipa to agree").wait_for()

    desk.goto(f"/team/{nok.public_id}/")
    desk.get_by_role("button", name="I agree").click()
    desk.get_by_text("You both agreed. The words stay as they are.").wait_for()
    talk = SupervisionTalk.objects.get()
    assert (talk.words, talk.agreed_at is not None) == ("Three intakes less from Monday.", True)


def test_planned_days_lower_the_week_and_hours_come_back(browser_page, nok, wipa):
    make_line(nok, count=17)
    make_week(nok, WEEK - 1, hours=50)
    desk = browser_page(wipa, width=1440)
    desk.goto(f"/team/{nok.public_id}/")
    desk.locator("#time > summary").click()
    desk.get_by_label("Hours", exact=True).fill("8")
    desk.get_by_role("button", name="Give them back as time off").click()
    desk.get_by_text("8 h given back. Nok plans when to take them.").wait_for()
    assert LieuGrant.objects.get().hours == 8

    phone = browser_page(nok)
    phone.goto("/my-time/")
    another_day(phone, "First day", "2026-11-20")
    phone.get_by_label("Kind").select_option("lieu")
    phone.get_by_role("button", name="Plan it").tap()
    phone.get_by_text("Friday 20 November 2026").wait_for()
    expect(phone.locator("table.ledger")).to_contain_text("− 8")
    phone.goto("/my-week/")
    expect(phone.locator("#f-leave_days")).to_have_value("1")
    expect(phone.locator("#total")).to_contain_text("122.6%")
    phone.goto("/my-time/")
    another_day(phone, "First day", "2026-11-20")
    phone.get_by_role("button", name="Plan it").tap()
    phone.get_by_role("alert").get_by_text("planned as time off already").wait_for()
    assert phone.title().startswith("Error:")
    phone.get_by_role("button", name=re.compile("^Withdraw the plan")).tap()
    phone.get_by_text("Nothing is planned.").wait_for()
    assert not TimeOff.objects.exists()


def choose_another_day(page, day, name="first"):
    """Take a day that is none of the near ones: the pill opens the device's calendar."""
    form = page.locator(f"form:has(#id_{name})")
    form.locator(".pills label").last.click()
    form.locator(f"#id_{name}").fill(day)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_talks_and_days_are_accessible(
    browser_page, nok, wipa, language, scheme, width
):
    make_week(nok, WEEK - 1, hours=50)
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/my-time/")
    accessible(page)
    choose_another_day(page, "2026-11-20")
    page.locator("form:has(#id_first) button").last.click()
    page.locator("li form").wait_for()
    choose_another_day(page, "2026-11-20")
    page.locator("form:has(#id_first) button").last.click()
    page.get_by_role("alert").wait_for()
    accessible(page)
    choose_another_day(page, "2026-11-18", "day")
    page.locator("#id_minutes").fill("30")
    page.locator("form:has(#id_day) button").click()
    page.locator("#talks li").wait_for()
    accessible(page)
    desk = browser_page(wipa, width=width, scheme=scheme, language=language)
    desk.goto(f"/team/{nok.public_id}/")
    accessible(desk)
    desk.locator("form:has(#id_hours) button").click()
    desk.get_by_role("alert").wait_for()
    accessible(desk)
