"""Long pages with the demo's data: a thumb can read through them, and a desk has no hole."""

import pytest
import time_machine
from django.utils import timezone

from people.models import Person
from programme import demo
from tests.makers import at

# Thai has higher lines. Training has twelve people in its table; six are in the mock-up of 3,374.
TREND_AT_MOST = {"en": 3_200, "th": 3_300}
TRAINING_AT_MOST = 3_600
APART_AT_MOST = 120


@pytest.fixture
def people_of_the_demo(transactional_db):
    """A worker of the demo with a flag, and her trainer, on a Sunday."""
    with time_machine.travel(at("2026-11-29 10:00")):
        demo.load(now=timezone.now())
        yield [Person.objects.get(account__username=name) for name in ("nok", "siriporn")]


def height(page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def test_long_pages_are_short_on_a_phone_and_have_no_hole_on_a_desk(
    browser_page, people_of_the_demo
):
    nok, siriporn = people_of_the_demo
    for language, band in (("en", "Weeks 43–46"), ("th", "สัปดาห์ที่ 43–46")):
        phone = browser_page(nok, width=390, language=language)
        phone.goto("/my-trend/")
        phone.get_by_text(band).wait_for()  # the team's band comes by itself
        assert height(phone) <= TREND_AT_MOST[language]
        phone = browser_page(siriporn, width=390, language=language)
        phone.goto("/training/")
        assert height(phone) <= TRAINING_AT_MOST

    desk = browser_page(nok, width=1440)
    desk.goto("/my-trend/")
    desk.get_by_text("Weeks 43–46").wait_for()
    ends = desk.evaluate(
        "[...document.querySelectorAll('.balance > .stack')]"
        ".map(one => one.getBoundingClientRect().bottom)"
    )
    assert abs(ends[0] - ends[1]) <= APART_AT_MOST
