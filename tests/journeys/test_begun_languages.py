"""Letters with stacks, in the languages that are begun, on the smallest phone."""

import pytest

from people.languages.known import OWN_NAMES
from tests.journeys.conftest import accessible
from tests.makers import WEEK, make_checkin, make_week

LINES_OF_A_DAY = """[...document.querySelectorAll('.daylist .day b')].map(
    day => Math.round(day.getBoundingClientRect().height
        / parseFloat(getComputedStyle(day).lineHeight)))"""


CROWDED_PHASES = """[...document.querySelectorAll('.scale-five label')].filter(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell.querySelector('span'));
    return words.getBoundingClientRect().width > cell.clientWidth - 4;
}).map(cell => cell.textContent.trim())"""
# A menu that is too long for the window is scrolled within its frame.
FOOT_BELOW_MENU = """() => document.querySelector('.foot').getBoundingClientRect().top
    >= document.querySelector('.rail').getBoundingClientRect().bottom"""

LAST_IN_FRAME = """() => document.activeElement.getBoundingClientRect().bottom
    <= document.querySelector('.rail').getBoundingClientRect().bottom + 1"""


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


@pytest.mark.parametrize("language", ["en", "th", "my"])
def test_the_foot_hides_no_page_of_the_menu_on_a_desk(browser_page, nok, language):
    page = browser_page(nok, width=1440, language=language)
    for height in (640, 900):
        page.set_viewport_size({"width": 1440, "height": height})
        for address in ("/my-days/", "/account/"):
            page.goto(address)
            assert page.evaluate(FOOT_BELOW_MENU)
            page.locator(".subnav a").last.focus()
            assert page.evaluate(LAST_IN_FRAME)


def test_no_phase_of_a_case_touches_the_next_on_the_smallest_phone(browser_page, nok):
    page = browser_page(nok, width=320, language="my")
    page.goto("/my-week/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate(CROWDED_PHASES) == []
