"""An admin adds a job, and writes until when a person is employed, on a phone and on a desk."""

import pytest
import time_machine
from django.core.cache import cache

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, job_of, make_hotline


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


def test_a_job_is_added_and_a_contract_waits_for_the_admin(browser_page, ploy, nok, office):
    make_hotline(office.organisation, checked_on=NOW.date())
    page = browser_page(ploy, width=390, javascript=False)
    page.goto("/people/jobs/")
    page.get_by_role("link", name="Add a job").click()
    page.get_by_label("Name in English").fill("Night watch")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Night watch").wait_for()
    page.goto(f"/people/{nok.public_id}/")
    page.get_by_role("link", name="Change : Employment").click()
    page.get_by_label("Kind of employment").select_option("Under a contract")
    page.get_by_label("Employed until").fill("31/12/2569")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("until 31 December 2026").wait_for()
    page.goto("/people/")
    page.get_by_role("link", name="The contract of 1 person ends within 60 days").click()
    page.get_by_role("link", name="Contract ends 1").wait_for()
    page.get_by_role("link", name="Kanokwan Srisuk").wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_jobs_and_employment_are_accessible(
    browser_page, ploy, nok, width, scheme, language
):
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    for path in (
        "/people/jobs/",
        "/people/jobs/new/",
        f"/people/jobs/{job_of(ploy).public_id}/",
        "/people/employments/new/",
        f"/people/{nok.public_id}/employment/",
        "/people/?state=ending",
    ):
        page.goto(path)
        accessible(page)
