"""An admin finds a person in a long list: by unit, by name, by state, on a phone and on a desk."""

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from people.members import invitations
from people.models import Role
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, job_of, make_hotline, make_unit, make_workers

TALLEST = 2000


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def busy(office, chiang_mai, nok, wipa, ploy):
    """A team of forty with a unit below it that nobody leads, and one who is invited."""
    make_hotline(office.organisation, checked_on=NOW.date())
    make_workers(38, chiang_mai)
    make_workers(2, make_unit(office.organisation, "Fang", parent=chiang_mai))
    place = {"role": Role.WORKER, "job": job_of(office, "caseworker"), "hours": 40}
    who = {"email": "new@example.org", "invited_by": ploy, "now": NOW}
    invitations.invite(unit=chiang_mai, **place, **who)


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (390, "th"), (1440, "th")])
def test_twelve_people_of_a_long_list_are_a_short_page(
    browser_page, ploy, chiang_mai, busy, width, language
):
    page = browser_page(ploy, width=width, language=language)
    for path in ("/people/", f"/people/?unit={chiang_mai.public_id}"):
        page.goto(path)
        expect(page.locator(".members-names > li")).to_have_count(12)
        assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_a_field_takes_the_place_of_the_tree(
    browser_page, ploy, chiang_mai, busy, javascript
):
    page = browser_page(ploy, width=390, javascript=javascript)
    page.goto("/people/")
    expect(page.locator(".tree")).to_be_hidden()
    page.get_by_label("Unit", exact=True).select_option("Chiang Mai team")
    page.get_by_label("Name or e-mail").fill("kanok")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Kanokwan Srisuk").wait_for()
    page.get_by_role("link", name="Invited 0").wait_for()


def test_on_a_desk_the_tree_leads_to_a_unit_by_the_keyboard(browser_page, ploy, busy):
    page = browser_page(ploy, width=1440)
    page.goto("/people/")
    page.get_by_role("link", name="Chiang Mai team 40 people").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Chiang Mai team").wait_for()
    page.get_by_role("link", name="More").click()
    page.get_by_text("13 to 24 of 40").wait_for()
    page.get_by_role("link", name="Invited 1").click()
    page.get_by_text("new@example.org").first.wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_lists_of_people_and_units_are_accessible(
    browser_page, ploy, chiang_mai, busy, width, scheme, language
):
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    unit = f"unit={chiang_mai.public_id}"
    for path in (
        "/people/",
        f"/people/?{unit}",
        f"/people/?{unit}&state=invited",
        f"/people/?{unit}&q=nobody",
        "/units/",
        f"/units/{chiang_mai.public_id}/",
    ):
        page.goto(path)
        accessible(page)
