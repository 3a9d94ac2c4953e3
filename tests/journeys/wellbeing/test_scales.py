"""Ploy brings the words of a scale; Nok takes it, reads what comes out, and nobody else does."""

import json
import re

import pytest
import time_machine

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, make_pack, wording_of
from wellbeing.models import Assessment, WordingPack


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


def file(**changes) -> dict:
    data = json.dumps(wording_of("stss", languages=("th", "en"), **changes)).encode()
    return {"name": "pack.json", "mimeType": "application/json", "buffer": data}


@pytest.mark.parametrize("javascript", [True, False])
def test_words_are_brought_and_a_scale_is_taken(browser_page, nok, ploy, wipa, javascript):
    page = browser_page(ploy, javascript=javascript)
    page.goto("/people/")
    page.get_by_role("link", name=re.compile("^Rules")).click()
    page.get_by_role("link", name="Longer scales").click()
    page.get_by_text("We do not include other people’s wording").wait_for()
    page.get_by_role("link", name="Load the items of a scale").click()
    for sent in (file(holder=""), file()):
        page.locator("#id_file").set_input_files(files=[sent])
        page.get_by_role("button", name="Check and load").click()
        if not WordingPack.objects.exists():
            page.get_by_text("holder: please write some words here.").wait_for()
            if javascript:
                accessible(page)
    page.get_by_text("Nobody sees them yet.").wait_for()
    page.get_by_role("button", name="Release it").click()
    page.get_by_text("Your people can take this scale now.").wait_for()

    page = browser_page(nok, javascript=javascript)
    page.goto("/account/")
    page.locator('a[href="/my-scales/"]').click()
    page.get_by_role("link", name="STSS").click()
    page.get_by_text("Think of the last 7 days.").wait_for()
    for n in range(2, 18):
        page.locator("fieldset").nth(n - 1).get_by_label("Answer 3").check()
    page.get_by_role("button", name="See what comes out").click()
    page.get_by_role("link", name="Line 1. Please choose an answer").click()
    page.locator("fieldset").nth(0).get_by_label("Prefer not to say").check()
    page.get_by_role("button", name="See what comes out").click()
    page.get_by_text("Several of these come together").wait_for()
    made = Assessment.objects.get()
    assert (made.answers["1"], made.answers["2"]) == (None, 3)

    other = browser_page(wipa, javascript=javascript)
    answer = other.goto(page.url)
    assert answer.status == 404


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_can_be_read_by_everybody(browser_page, nok, ploy, width, scheme, language):
    make_pack(ploy.organisation, "cbi", languages=("th", "en"))
    for person, addresses in (
        (ploy, ("/people/scales/", "/people/scales/new/")),
        (nok, ("/my-scales/", "/my-scales/cbi/")),
    ):
        page = browser_page(person, width=width, scheme=scheme, language=language)
        for address in addresses:
            page.goto(address)
            accessible(page)
    page.locator("form button.button-wide").click()
    page.locator("#problems").wait_for()
    accessible(page)
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").nth(4).check()
    page.locator("form button.button-wide").click()
    page.locator("meter").first.wait_for()
    accessible(page)
