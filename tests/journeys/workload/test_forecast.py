"""The weeks to come, from the board, in a real Chromium."""

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, make_line, make_workers
from tests.workload.rules.test_forecast import moment


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def team(chiang_mai, wipa):
    people = make_workers(5, chiang_mai)
    for person in people:
        make_line(person, count=17, opened_at=moment(30))
    for n in range(1, 21):
        make_line(people[n % 5], count=1, opened_at=moment(n))
        make_line(people[n % 5], count=1, opened_at=moment(30), closed_at=moment(n))


def test_a_supervisor_sees_the_band_and_how_many_people_would_help(browser_page, wipa, team):
    desk = browser_page(wipa, width=1440, javascript=False)
    desk.goto("/team/")
    desk.get_by_role("link", name="Next 8 weeks").click()
    desk.get_by_text("people more would bring it to 100% or less").wait_for()
    expect(desk.get_by_role("img", name="Expected load by week")).to_be_visible()
    desk.get_by_text("Show the numbers").click()
    expect(desk.get_by_role("row")).to_have_count(9)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_forecast_is_accessible(browser_page, wipa, team, language, scheme, width):
    page = browser_page(wipa, width=width, scheme=scheme, language=language)
    page.goto("/team/forecast/")
    accessible(page)


def test_a_small_team_reads_why_nothing_is_shown(browser_page, wipa, nok):
    page = browser_page(wipa, width=320)
    page.goto("/team/forecast/")
    page.get_by_text("There are fewer than 5 people.").wait_for()
    accessible(page)
