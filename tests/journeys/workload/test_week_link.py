"""The page behind the link of a reminder, in a real Chromium: what is typed there can be sent."""

import pytest
import time_machine

from people.models import MessageChoices
from tests.makers import NOW
from workload.models import WorkWeek
from workload.week_links.actions import make_link


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def test_a_week_is_sent_from_the_link_and_a_wrong_number_is_named_first(browser_page, nok):
    MessageChoices.objects.create(person=nok, week_link=True)
    _site, _slash, token = make_link(nok, NOW).rpartition("/")
    page = browser_page(width=320, javascript=False)
    page.goto(f"/w/{token}")
    page.get_by_label("Hours worked").fill("many")
    page.get_by_role("button", name="Send").click()
    page.locator("#e-hours").wait_for()
    page.get_by_label("Hours worked").fill("38")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Your week is sent").wait_for()
    assert WorkWeek.objects.get(person=nok).hours == 38
