"""The main pages in forced colours, with more contrast, and without motion."""

from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.access.conftest import opened
from tests.journeys.conftest import found_by_axe

# What is chosen or where one is: drawn by a background elsewhere, which forced colours take away.
CHOSEN = ".scale-bar label:has(:checked), .pills label:has(:checked), .pills [aria-current]"
TOLD_APART = """selector => [...document.querySelectorAll(selector)].filter(one => {
  const look = getComputedStyle(one);
  return look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2;
}).map(one => one.textContent.trim().slice(0, 40))"""
# A notice, a meter and its track keep an edge.
EDGES = """[...document.querySelectorAll('.notice, progress, meter')].filter(
  one => getComputedStyle(one).borderTopStyle === 'none').map(one => one.className)"""
MOVING = """[...document.querySelectorAll('body *')].filter(one => {
  const look = getComputedStyle(one);
  return parseFloat(look.transitionDuration) > 0 || look.animationName !== 'none'
    || look.scrollBehavior === 'smooth';
}).map(one => one.tagName + '.' + one.className)"""


def test_in_forced_colours_what_is_chosen_is_told_apart(browser_page, main_pages):
    wrong, chosen = {}, 0
    for one, page in opened(browser_page, main_pages, width=390):
        page.emulate_media(forced_colors="active", color_scheme="dark")
        if one.name == "my week":
            page.locator(".pulse input[value='2']").first.check()
            page.evaluate("document.querySelectorAll('.case').forEach(one => { one.open = true })")
            page.locator("#line-0-phase").wait_for(state="attached")
        chosen += page.locator(CHOSEN).count()
        if found := page.evaluate(TOLD_APART, CHOSEN) + page.evaluate(EDGES):
            wrong[one.name] = found

    assert wrong == {}
    assert chosen > 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_and_nothing_moves_for_those_who_ask(
    browser_page, main_pages, scheme
):
    """Small words then have the contrast of level AAA, 7 to 1; more than axe's rule for AA."""
    wrong = {}
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    rule["rules"] = {"color-contrast-enhanced": {"enabled": True}}
    for one, page in opened(browser_page, main_pages, width=390, scheme=scheme):
        page.emulate_media(contrast="more", reduced_motion="reduce", color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if found := page.evaluate(MOVING) + found_by_axe(page, **rule):
            wrong[one.name] = found

    assert wrong == {}


BAR = """kind => {
  const bar = document.createElement(kind);
  Object.assign(bar, { max: 4, value: 3 });
  document.querySelector('main').prepend(bar);
}"""


@pytest.mark.parametrize("kind", ["meter", "progress"])
def test_a_bar_is_filled_from_its_top_to_its_bottom(browser_page, kind):
    page = browser_page(width=1440)
    page.goto("/accessibility/")
    page.evaluate(BAR, kind)
    drawn = Image.open(BytesIO(page.locator(kind).screenshot())).convert("RGB")

    half = drawn.width // 2
    column = {drawn.getpixel((half, y)) for y in range(1, drawn.height - 1)}
    assert len(column) == 1
    assert column != {drawn.getpixel((drawn.width - drawn.height, drawn.height // 2))}
