"""My trend with the demo's data: no hole on a desk, and a page that a thumb can read through."""

import pytest
import time_machine
from django.utils import timezone

from people.models import Person
from programme import demo
from tests.makers import at

HIGH_AT_MOST, APART_AT_MOST = 3_200, 120


@pytest.fixture
def nok_of_the_demo(transactional_db):
    """A worker of the demo with a flag, on a Sunday."""
    with time_machine.travel(at("2026-11-29 10:00")):
        demo.load(now=timezone.now())
        yield Person.objects.get(username="nok")


def test_my_trend_is_short_on_a_phone_and_has_no_hole_on_a_desk(browser_page, nok_of_the_demo):
    phone = browser_page(nok_of_the_demo, width=390)
    phone.goto("/my-trend/")
    phone.get_by_text("Weeks 43–46").wait_for()  # the team's band comes by itself
    assert phone.evaluate("document.documentElement.scrollHeight") <= HIGH_AT_MOST

    desk = browser_page(nok_of_the_demo, width=1440)
    desk.goto("/my-trend/")
    desk.get_by_text("Weeks 43–46").wait_for()
    ends = desk.evaluate(
        "[...document.querySelectorAll('.balance > .stack')]"
        ".map(one => one.getBoundingClientRect().bottom)"
    )
    assert abs(ends[0] - ends[1]) <= APART_AT_MOST
