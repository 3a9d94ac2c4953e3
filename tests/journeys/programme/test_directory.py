"""A worker finds who can help, and plans a hand-over; an admin keeps the entry. Phone and desk."""

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from programme.members import actions as programmes
from programme.models import DirectoryEntry, SharedPart
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW
from tests.programme.conftest import ours, sumalee, theirs
from tests.programme.directory.makers import make_entry, make_lesson

__all__ = ["ours", "sumalee", "theirs"]


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def entries(ours, theirs, ploy, sumalee):
    """A shelter of the other member in Region 5, and who follows up in Chiang Mai."""
    programmes.agree(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    about = {"services": ["shelter"], "provinces": [], "regions": ["th-5"], "room": 2}
    make_lesson(ploy.organisation, ploy)
    return (
        make_entry(sumalee.organisation, sumalee, "House of rest", **about),
        make_entry(ploy.organisation, ploy, "Home visits", services=["followup"]),
    )


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1440, True)])
def test_from_help_to_an_organisation_and_to_a_plan(browser_page, entries, nok, width, javascript):
    page = browser_page(nok, width=width, javascript=javascript)
    page.goto("/help/")
    page.get_by_role("link", name="Other organisations: who does what, where").click()
    page.get_by_label("Province").select_option("Chiang Mai")
    page.get_by_label("Service").select_option("Shelter")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Ask for help : House of rest").click()
    page.get_by_role("link", name="053 000 000").wait_for()
    page.goto("/programme/pathways/")
    page.get_by_role("link", name="From shelter to work").click()
    page.get_by_label("Province").select_option("Chiang Mai")
    page.get_by_role("button", name="Show who can do it").click()
    page.get_by_label("House of rest").check()
    page.get_by_role("button", name="Make the plan").click()
    plan = page.get_by_role("region", name="The plan")
    plan.get_by_text("House of rest, Baan Suk Shelters").wait_for()
    expect(plan.get_by_text("No organisation of the directory does this here.")).to_have_count(2)


def test_an_admin_writes_an_entry_and_is_told_at_its_field_what_a_shelter_must_not_say(
    browser_page, ploy
):
    page = browser_page(ploy, width=390, javascript=False)
    page.goto("/programme/directory/")
    page.get_by_role("link", name="Write our entry").click()
    page.get_by_label("Name in English").fill("House")
    page.get_by_label("Shelter").check()
    page.get_by_text("Provincial Police Region 5").last.click()
    page.get_by_label("Chiang Mai").check()
    page.get_by_label("Phone").fill("053 000 000")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is in no province here").first.wait_for()
    page.get_by_label("Chiang Mai").uncheck()
    page.get_by_label("Provincial Police Region 5").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="House").wait_for()
    assert DirectoryEntry.objects.get().regions == ["th-5"]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_its_pages_are_accessible(browser_page, entries, ploy, width, scheme, language):
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    shelter, own = entries
    for path in (
        "directory/",
        f"directory/{shelter.public_id}/",
        f"directory/{own.public_id}/change/",
        "directory/own/",
        "directory/services/new/",
        "pathways/",
        f"pathways/return/?place=TH-50&plan=1&step1={shelter.public_id}",
        "pathways/return/change/",
        "lessons/",
        "lessons/new/",
    ):
        page.goto(f"/programme/{path}")
        accessible(page)
