"""Letters with stacks, in the languages that are begun, on the smallest phone."""

import pytest

from people.languages.known import OWN_NAMES
from tests.journeys.conftest import accessible
from tests.makers import WEEK, make_checkin, make_week

LINES_OF_A_DAY = """[...document.querySelectorAll('.daylist .day b')].map(
    day => Math.round(day.getBoundingClientRect().height
        / parseFloat(getComputedStyle(day).lineHeight)))"""


@pytest.fixture(autouse=True)
def every_language(settings):
    settings.LANGUAGES = list(OWN_NAMES.items())


@pytest.mark.parametrize("language", ["my", "km", "lo"])
def test_the_way_in_can_be_used_on_the_smallest_phone(browser_page, transactional_db, language):
    page = browser_page(width=320, language=language)
    for address in ("/sign-in/", "/password/reset/", "/password/reset/sent/"):
        page.goto(address)
        accessible(page)


def test_the_main_path_in_burmese_can_be_used_on_the_smallest_phone(browser_page, nok, wipa):
    for back in range(1, 9):
        make_week(nok, WEEK - back, points="30")
        make_checkin(nok, WEEK - back)
    page = browser_page(nok, width=320, language="my")
    for address in ("/my-week/", "/my-trend/", "/account/"):
        page.goto(address)
        accessible(page)


@pytest.mark.parametrize("language", ["my", "km", "lo"])
def test_no_name_of_a_weekday_is_broken_on_my_days(browser_page, nok, language):
    page = browser_page(nok, width=320, language=language)
    page.goto("/my-days/")
    accessible(page)
    assert page.evaluate(LINES_OF_A_DAY) == [1] * 7
