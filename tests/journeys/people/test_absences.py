"""A long absence: an admin enters it and chooses who stands in, until the last day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, make_absence, make_week, make_worker

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW) as moving:
        yield moving


@pytest.fixture
def montri(chiang_mai):
    return make_worker(chiang_mai, "montri", full_name_en="Montri Kaewta")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_admin_enters_it_and_the_stand_in_sees_the_board_until_its_end(
    browser_page, clock, ploy, wipa, nok, montri, javascript
):
    make_week(nok)
    page = browser_page(ploy, javascript=javascript)
    page.goto(f"/people/{wipa.public_id}/")
    page.get_by_role("link", name="Enter a long absence").click()
    page.get_by_label("Why").select_option("parental")
    page.get_by_label("First day away").fill("20/11/2026")
    page.get_by_label("Last day away").fill("25/11/2026")
    page.get_by_role("button", name="Enter the absence").click()
    page.get_by_role("link", name="Choose").click()
    page.get_by_label("Montri Kaewta").check()
    page.get_by_role("button", name="Let them stand in").click()
    page.get_by_role("link", name="Montri Kaewta").wait_for()

    page = browser_page(montri, javascript=javascript)
    page.goto("/team/")
    page.get_by_text("You stand in for Wipa Thongdee").wait_for()
    page.get_by_role("link", name="Kanokwan Srisuk").first.wait_for()
    page = browser_page(nok, javascript=javascript)
    page.goto("/talk/")
    page.get_by_text("Montri stands in.").wait_for()

    clock.move_to(NOW + 6 * DAY)
    page = browser_page(montri, javascript=javascript)
    page.goto("/")
    expect(page.get_by_text("You stand in")).to_have_count(0)
    expect(page.get_by_role("link", name="Team", exact=True)).to_have_count(0)
    page = browser_page(wipa, javascript=javascript)
    page.goto("/team/")
    page.get_by_role("link", name="Kanokwan Srisuk").first.wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_an_absence_can_be_read_by_all(
    browser_page, ploy, wipa, nok, montri, width, scheme, language
):
    make_absence(wipa, ends=date(2027, 3, 31))
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    address = f"/people/{wipa.public_id}/absence/"
    for one in (address, f"{address}{wipa.memberships.get().pk}/"):
        page.goto(one)
        accessible(page)
