"""A lost phone with two helpers and the seven closed days, in Thai, on the smallest phone."""

import re
from datetime import timedelta
from functools import partial
from os import environ

import pytest
from playwright.sync_api import expect

from people.models import Account, Role
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import make_membership, make_person, make_worker


@pytest.fixture
def mali(chiang_mai):
    """Works in the team, and has no address."""
    return make_worker(chiang_mai, "mali", email="", full_name_en="Mali Kaewta", language="th")


def picture(page, name):
    """Keep what it looks like, where somebody asked for it."""
    if folder := environ.get("PICTURES"):
        width = page.viewport_size["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_two_help_the_owner_in_and_answers_stay_closed_for_seven_days(
    browser_page, mali, ploy, wipa, width, scheme, language
):
    look = partial(browser_page, width=width, scheme=scheme, language=language)
    desk = look(ploy)
    desk.goto(f"/people/{mali.public_id}/")
    accessible(desk)
    desk.locator("a[href$='/sign-in/']").click()
    expect(desk.locator("h1")).to_contain_text("Mali")
    picture(desk, "ask")
    accessible(desk)
    desk.locator("main form button").click()
    expect(desk.locator("[value=withdraw]")).to_be_visible()
    accessible(desk)

    second = look(wipa)
    second.goto("/team/")
    second.locator(".sheet-waiting a.button").first.click()
    expect(second.locator("[value=agree]")).to_be_visible()
    picture(second, "decide")
    accessible(second)
    second.locator("[value=agree]").click()
    code = second.locator(".slip-code").inner_text()
    assert re.fullmatch(r"(?:[A-Z]{4} ){2}[A-Z]{4}", code)
    picture(second, "code")
    accessible(second)

    phone = look(javascript=False)
    phone.goto("/sign-in/")
    phone.locator("a[href='/sign-in/code/']").click()
    phone.locator("[name=code]").fill(code.lower())
    phone.locator(".gate button.button-wide").click()
    phone.locator("[name=password]").fill("seven small rivers")
    phone.locator(".gate button.button-wide").click()
    expect(phone.locator("main")).to_contain_text(re.compile("Wipa|วิภา"))
    expect(phone.locator("main")).to_contain_text("Ploy")
    picture(phone, "helped")
    phone.goto("/")
    expect(phone.locator("main .notice").first).to_contain_text(re.compile("Wipa|วิภา"))
    picture(phone, "home")
    phone.goto("/my-trend/")
    expect(phone.locator("a.button[href='/account/helped/']")).to_be_visible()
    picture(phone, "closed")

    account = Account.objects.get(username="mali")
    account.helped_at -= timedelta(days=7)
    account.save()
    phone.goto("/account/helped/")
    picture(phone, "open")
    phone.locator("[value=me]").click()
    phone.goto("/my-trend/")
    expect(phone.locator("a.button[href='/account/helped/']")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_the_owner_are_accessible(
    browser_page, mali, ploy, office, width, scheme, language
):
    make_membership(make_person("pim", office.organisation), office, Role.ADMIN)
    page = browser_page(mali, width=width, scheme=scheme, language=language)
    for path in ("/account/phone/", "/sign-in/code/"):
        page.goto(path)
        picture(page, path.strip("/").replace("/", "-"))
        accessible(page)
