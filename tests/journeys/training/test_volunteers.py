"""A volunteer's terms: written, read on the own path, at rest with the clearance, and back."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import accessible, sign_in_anew
from tests.makers import NOW
from tests.training.conftest import make_certificate, make_certificate_type
from training.careers import actions as careers
from training.certificates import actions as certificates
from training.models import VolunteerTerms
from training.volunteers import actions as volunteers

DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def clearance(saphan, ploy):
    careers.set_up_ladder(by=ploy)
    return make_certificate_type(saphan, "Background check", thai="ตรวจประวัติ", validity_months=12)


def tasks(page):
    """What the path says of the tasks."""
    return page.get_by_role("region", name="As a volunteer").get_by_role("listitem")


def test_a_clearance_that_lapses_rests_the_tasks_with_people_until_it_is_renewed(
    clock, nok, wipa, siriporn, clearance, browser_page
):
    held = make_certificate(nok, clearance, by=siriporn, expires_on=NOW.date())
    lead = browser_page(wipa, width=320)
    lead.goto(f"/careers/{nok.public_id}/volunteer/")
    accessible(lead)
    lead.get_by_label("Keeping somebody company").check()
    lead.get_by_label("Kitchen, house and garden").check()
    lead.get_by_label("Where they come from").select_option("From a faith community")
    lead.get_by_label("Hours a week at most").fill("๘")
    lead.get_by_label("Clearance").select_option("Background check")
    lead.get_by_label("Until").fill("20/11/2570")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_role("region", name="As a volunteer")).to_contain_text("Up to 8 h")
    accessible(lead)

    own = browser_page(nok, width=320)
    own.goto("/my-career/")
    company = tasks(own).filter(has_text="Keeping somebody company")
    house = tasks(own).filter(has_text="Kitchen, house and garden")
    expect(company).not_to_contain_text("Not now")
    expect(own.locator("main")).to_contain_text("The last of these leads to a paid post")
    accessible(own)

    clock.move_to(NOW + DAY)
    sign_in_anew(own, nok)
    own.reload()
    expect(own.get_by_role("region", name="As a volunteer")).to_contain_text(
        "Background check expired on 20 November 2026."
    )
    expect(company).to_contain_text("Not now")
    expect(house).not_to_contain_text("Not now")
    accessible(own)

    day = (NOW + DAY).date()
    certificates.follow(certificate=held, expires_on=day + 365 * DAY, by=siriporn, day=day)
    own.reload()
    expect(company).not_to_contain_text("Not now")


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "th")])
def test_more_hours_than_the_terms_allow_are_said_where_they_are_written(
    clock, nok, wipa, clearance, browser_page, scheme, language
):
    terms = {"kind": VolunteerTerms.Kind.SCHOOL, "tasks": ["house"], "clearance": clearance}
    until = NOW.date() + 99 * DAY
    volunteers.write(person=nok, hours=8, until=until, by=wipa, now=NOW, **terms)
    page = browser_page(nok, width=320, scheme=scheme, language=language)
    page.goto("/my-week/")
    page.locator("#f-hours").fill("9")
    page.locator("button[value=save]").last.click()
    page.wait_for_url("**/my-trend/**")
    expect(page.get_by_role("status").first).to_contain_text(re.compile("9.+8"))
    accessible(page)
    page.goto("/my-career/")
    accessible(page)
