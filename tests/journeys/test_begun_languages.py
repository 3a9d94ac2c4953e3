"""Letters with stacks, in the languages that are begun, on the smallest phone."""

import pytest

from people.languages.known import OWN_NAMES
from tests.journeys.conftest import accessible

LINES_OF_A_DAY = """[...document.querySelectorAll('.daylist .day b')].map(
    day => Math.round(day.getBoundingClientRect().height
        / parseFloat(getComputedStyle(day).lineHeight)))"""


@pytest.fixture(autouse=True)
def every_language(settings):
    settings.LANGUAGES = list(OWN_NAMES.items())


@pytest.mark.parametrize("language", ["my", "km", "lo"])
def test_no_name_of_a_weekday_is_broken_on_my_days(browser_page, nok, language):
    page = browser_page(nok, width=320, language=language)
    page.goto("/my-days/")
    accessible(page)
    assert page.evaluate(LINES_OF_A_DAY) == [1] * 7
