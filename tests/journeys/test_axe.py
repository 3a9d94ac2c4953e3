"""Axe reads each colour once here, and finds what it finds as it comes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import AXE, HOW, found_by_axe

# Too pale in five ways to write a colour; dark enough beside them, and again under a veil.
PAGE = """<!doctype html><html lang="en"><title>Colours</title><main><h1>Colours</h1>
<p style="color: #aaa">as hex</p><p style="color: rgb(170 170 170)">as numbers</p>
<p style="color: hsl(0 0% 67%)">as a hue</p><p style="color: silver">by name</p>
<p style="color: color-mix(in srgb, white 70%, black)">mixed</p>
<p style="color: #222">dark</p><p style="color: #222; opacity: .3">dark, under a veil</p>
<p style="background: linear-gradient(#000, #fff); color: #aaa">on a gradient</p></main></html>"""
ALL = HOW | {"resultTypes": ["violations", "passes", "incomplete"]}


@pytest.fixture
def page(chromium):
    with chromium.new_page() as page:
        page.set_content(PAGE)
        yield page


def test_pale_words_are_found_however_their_colour_is_written(page):
    assert [name for name, _html, _why in found_by_axe(page)] == ["color-contrast"] * 6


def test_what_is_found_is_the_same_to_the_letter(page):
    told = []
    for script in (Axe().axe_script, AXE):
        page.evaluate(script)
        told.append(page.evaluate("how => axe.run(how)", ALL))
    kinds = ("violations", "passes", "incomplete")
    assert told[0]["passes"]
    assert [told[0][one] for one in kinds] == [told[1][one] for one in kinds]
