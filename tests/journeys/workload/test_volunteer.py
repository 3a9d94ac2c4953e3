"""A volunteer's first week: invited without hours, sent from a phone, on the supervisor's board."""

import pytest
import time_machine

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_terms, make_unweighed_week
from wellbeing.models import CheckIn
from workload.models import WorkWeek

from .test_week import answer


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def test_a_volunteers_first_week_reaches_the_board_as_hours_against_the_terms(
    browser_page, volunteer, wipa
):
    make_terms(volunteer, wipa, hours=10)
    phone = browser_page(volunteer)
    phone.goto("/my-week/")
    phone.get_by_text("At most 10 a week by your terms").wait_for()
    phone.locator("#f-hours").fill("7")
    phone.locator("#f-nights").focus()
    phone.get_by_text("7 of at most 10 hours this week").wait_for()
    answer(phone, 1, 0, None, 3, 4)
    phone.get_by_role("button", name="Save my week").last.tap()
    phone.get_by_role("heading", name="Thank you, Mali").wait_for()
    row = WorkWeek.objects.get(person=volunteer, week=WEEK.monday)
    assert (row.hours, row.percent) == (7, None)
    assert CheckIn.objects.get(person=volunteer).answers.rest == 3

    desk = browser_page(wipa, width=1440)
    desk.goto("/team/")
    desk.get_by_text("7 of 10 h").wait_for()
    desk.get_by_role("link", name="Mali Rattana").click()
    desk.get_by_text("No contracted hours").first.wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
@pytest.mark.parametrize("who", ["volunteer", "siriporn"])
def test_my_week_without_hours_is_calm_and_accessible(
    request, browser_page, wipa, who, width, scheme, language
):
    person = request.getfixturevalue(who)
    make_unweighed_week(person, hours=62)
    page = browser_page(person, width=width, scheme=scheme, language=language)
    for address in ("/my-week/", "/my-trend/", "/my-trend/half-year/"):
        page.goto(address)
        accessible(page)
