"""A text that looks personal comes back with a tick, on a small phone without JavaScript too."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import accessible
from tests.makers import NOW, make_line
from wellbeing.models import CheckIn

WORDS = "Ring her on 081-234 5678"


@pytest.mark.parametrize(
    ("width", "language", "javascript"), [(320, "en", False), (390, "th", True), (1440, "en", True)]
)
def test_a_note_is_warned_of_and_sent_all_the_same(browser_page, nok, width, language, javascript):
    with time_machine.travel(NOW):
        make_line(nok, count=8)
        page = browser_page(nok, width=width, language=language, javascript=javascript)
        page.goto("/my-week/")
        page.locator("details:has(#f-note) > summary").click()
        page.locator("#f-note").fill(WORDS)
        page.locator("button.button-wide[value=save]").click()
        tick = page.locator("input[name=all_the_same]")
        tick.wait_for()
        expect(page.locator("#f-note")).to_have_value(WORDS)
        expect(page.locator("#f-note-error")).to_be_visible()
        assert not CheckIn.objects.exists()
        if javascript:  # axe is a script
            accessible(page)
        tick.check()
        page.locator("button.button-wide[value=save]").click()
        page.wait_for_url(re.compile("/my-trend/"))
    assert CheckIn.objects.get().note == WORDS
