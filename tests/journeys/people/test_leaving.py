"""A person who leaves says why and takes it back; an admin reads of half a year of leavers."""

from datetime import date, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from people.models import LeavingReason, Turnover
from tests.journeys.conftest import LOOKS, accessible, scrolls_sideways
from tests.makers import NOW
from tests.relations import afresh


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def going(nok):
    nok.memberships.update(ends=NOW.date() + timedelta(days=10))
    return afresh(nok)


def test_a_reason_is_said_and_withdrawn(browser_page, going):
    page = browser_page(going, width=320, javascript=False)
    page.goto("/account/")
    page.get_by_role("link", name="Why you leave").click()
    expect(page.get_by_label("I would rather not say")).to_be_checked()
    page.get_by_label("Pay").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Thank you. It is kept sealed.").wait_for()
    page.get_by_role("link", name="Why you leave").click()
    expect(page.get_by_label("Pay")).to_be_checked()
    page.get_by_label("I would rather not say").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Nothing is kept.").wait_for()
    assert not LeavingReason.objects.exists()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_both_pages_can_be_used_by_everybody(browser_page, going, ploy, width, scheme, language):
    about = {"organisation": ploy.organisation, "smallest": 5, "frozen_at": NOW}
    Turnover.objects.create(half_year=date(2025, 7, 1), **about)
    told = {"size": "10-19", "out_of": "50+", "reasons": "pay,workload"}
    Turnover.objects.create(half_year=date(2026, 1, 1), **told, **about)
    for person, path in ((going, "/account/leaving/"), (ploy, "/people/turnover/")):
        page = browser_page(person, width=width, scheme=scheme, language=language)
        page.goto(path)
        accessible(page)
        assert not scrolls_sideways(page)
