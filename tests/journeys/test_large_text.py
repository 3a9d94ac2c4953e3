"""Text at 200 % on a phone: what a page leads to stays in reach."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import scrolls_sideways

IN_SIGHT = """(all) => all.map((one) => {
  const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const words = one.querySelector("span");
  return [words.textContent, left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
    one.contains(at), words.scrollWidth <= words.offsetWidth + 1, width >= 44 && height >= 44];
})"""


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("width", [320, 390])
def test_all_five_jobs_are_in_sight(browser_page, nok, width, language):
    page = browser_page(nok, width=width, language=language)
    page.goto("/my-week/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    tabs = page.locator(".appnav a")
    expect(tabs).to_have_count(5)
    for name, *fine in tabs.evaluate_all(IN_SIGHT):
        assert fine == [True] * 4, name
    assert not scrolls_sideways(page)
    bar = page.locator(".appnav").bounding_box()
    assert bar["height"] <= page.viewport_size["height"] / 4
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    foot = page.locator(".foot").bounding_box()
    assert foot["y"] + foot["height"] <= bar["y"] + 1
