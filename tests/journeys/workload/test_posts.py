"""One person for two teams: she says which case is whose, and each lead sees their part."""

from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_line, make_week
from workload.models import CaseloadLine, WorkWeek


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def carried(mai):
    """What she carried before both teams knew whose it was."""
    make_line(mai, "court", count=12)
    make_line(mai, "active", count=9)
    return make_week(mai, WEEK - 1, points="20")


def test_a_week_for_two_teams_reaches_both_boards_in_parts(
    browser_page, mai, wipa, malee, chiang_rai, carried
):
    phone = browser_page(mai)
    phone.goto("/my-week/")
    first = phone.locator("#line-0")
    phone.get_by_text("open cases").first.tap()
    first.locator("summary").first.tap()
    first.get_by_label("Unit").select_option("Chiang Rai team")
    expect(phone.locator("#total")).to_contain_text("Chiang Rai team: 25.2 of 10.4 points")
    accessible(phone)
    phone.get_by_role("button", name="Save my week").last.tap()
    phone.get_by_role("heading", name="Thank you, Mai").wait_for()
    assert [Decimal(one["percent"]) for one in WorkWeek.objects.get(week=WEEK.monday).parts] == [
        Decimal("86.5385"),
        Decimal("242.3077"),
    ]
    assert CaseloadLine.objects.get(phase="court").unit == chiang_rai

    near = browser_page(wipa, width=1440)
    near.goto("/team/")
    flagged = near.locator(".queue-flag")
    expect(flagged).to_contain_text("All posts together: Help this week")
    flagged.get_by_role("button", name="Acknowledge").click()
    near.get_by_role("link", name="Mai Saetang").first.click()
    expect(near.locator("main")).to_contain_text("13.5 of 15.6 points")
    expect(near.locator("main")).not_to_contain_text("court")

    far = browser_page(malee, width=1440)
    far.goto("/team/")
    expect(far.locator(".person")).to_contain_text("The flag is with Wipa (Chiang Mai team)")
    far.get_by_role("link", name="Mai Saetang").first.click()
    expect(far.locator("main")).to_contain_text("25.2 of 10.4 points")
    expect(far.get_by_role("button", name="Save plan")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_two_posts_can_be_used_by_everybody(
    browser_page, mai, malee, wipa, carried, width, scheme, language
):
    phone = browser_page(mai, width=width, scheme=scheme, language=language)
    phone.goto("/my-week/")
    accessible(phone)
    phone.locator('button[name="do"][value="save"]').last.click()
    phone.wait_for_url("**/my-trend/**")
    accessible(phone)
    for lead in (wipa, malee):
        page = browser_page(lead, width=width, scheme=scheme, language=language)
        for address in ("/team/", f"/team/{mai.public_id}/", f"/team/{mai.public_id}/half-year/"):
            page.goto(address)
            accessible(page)
