"""A visitor who wants to help reads the page of a link, applies, and the admin answers."""

import re

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from programme.models import VolunteerApplication
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW
from tests.programme.conftest import make_volunteer_page


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


def test_a_visitor_applies_and_an_admin_reads_it(browser_page, ploy):
    address = f"/volunteer/{make_volunteer_page(ploy).slug}/?from=school"
    phone = browser_page(width=320, javascript=False)
    phone.goto(address)
    phone.get_by_label("Your name").fill("Dao")
    phone.get_by_label("How we reach you").fill("dao@example.org")
    phone.get_by_role("button", name="Apply").tap()
    phone.get_by_text("without it nothing can be kept").first.wait_for()
    expect(phone.get_by_label("Your name")).to_have_value("Dao")
    phone.get_by_label("I agree that").check()
    phone.get_by_role("button", name="Apply").tap()
    phone.get_by_role("heading", name="Thank you").wait_for()
    one = VolunteerApplication.objects.get()
    assert (one.said["name"], one.source) == ("Dao", "school")
    desk = browser_page(ploy, width=1440, javascript=False)
    desk.goto("/programme/volunteers/")
    desk.get_by_label("How far: Dao").select_option("We talked")
    desk.get_by_role("button", name=re.compile("Save.*Dao")).click()
    desk.get_by_text("Saved.").first.wait_for()
    one.refresh_from_db()
    assert one.step == "talked"


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_around_volunteers_are_accessible(
    browser_page, ploy, wipa, language, scheme, width
):
    look = {"width": width, "scheme": scheme, "language": language}
    page = make_volunteer_page(ploy)
    visitor = browser_page(**look)
    visitor.goto(f"/volunteer/{page.slug}/")
    accessible(visitor)
    visitor.locator("main form button").first.click()
    visitor.get_by_role("alert").wait_for()
    accessible(visitor)
    visitor.goto("/volunteer/sent/")
    accessible(visitor)
    VolunteerApplication.objects.all().delete()
    for person, address in (
        (ploy, "/programme/volunteers/"),
        (wipa, "/programme/volunteers/funnel/"),
    ):
        own = browser_page(person, **look)
        own.goto(address)
        accessible(own)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_of_hours_in_money_is_accessible(browser_page, nok, language, scheme, width):
    own = browser_page(nok, width=width, scheme=scheme, language=language)
    own.goto("/my-time/worth/")
    accessible(own)
    own.locator("#id_pay").fill("120")
    own.locator("main form button").first.click()
    own.locator("main b").first.wait_for()
    accessible(own)
