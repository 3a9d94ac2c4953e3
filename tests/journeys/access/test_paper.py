"""What people print: all columns on a sheet of A4, nothing to press, and no colours of the dark."""

import pytest

from people.models import Person

# Millimetres of an A4 without its margins, as pixels of a page.
UPRIGHT, ACROSS = 688, 1017
# Tables of what people print, and who prints them.
TABLES = {
    "/programme/coverage/": "anan",
    "/programme/trends/": "anan",
    "/training/report/": "siriporn",
    "/training/requirements/": "siriporn",
    "/training/requirements/gaps/": "siriporn",
    "/training/": "siriporn",
    "/my-trend/": "nok",
}
# How far tables are cut, on a sheet as wide as the page asks for.
SHEET = "() => getComputedStyle(document.body).page"
CUT = """() => [...document.querySelectorAll(".table-scroll")].filter((one) => one.offsetParent
  && (one.scrollWidth > one.clientWidth + 1 || getComputedStyle(one).overflowX !== "visible"))
  .map((one) => [one.getAttribute("aria-label"), one.scrollWidth, one.clientWidth])"""
TO_PRESS = """() => [...document.querySelectorAll("main form[method=get], main nav, main .button")]
  .filter((one) => one.offsetParent).map((one) => one.className || one.tagName)"""


def reader(name: str) -> Person:
    return Person.objects.get(account__username=name)


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_printed_table_has_all_its_columns(browser_page, main_pages, language):
    cut, pages = {}, {}
    for path, name in TABLES.items():
        if name not in pages:
            pages[name] = browser_page(reader(name), width=1440, language=language)
        page = pages[name]
        page.goto(path)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        width = ACROSS if page.evaluate(SHEET) == "wide" else UPRIGHT
        page.set_viewport_size({"width": width, "height": 1000})
        if found := page.evaluate(CUT):
            cut[path] = found
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(media="screen")
    assert cut == {}


@pytest.mark.parametrize(
    ("name", "path"), [("ploy", "/people/"), ("nok", "/account/opened/"), ("wipa", "/careers/")]
)
def test_nothing_that_needs_a_finger_is_printed(browser_page, main_pages, name, path):
    page = browser_page(reader(name), width=1440)
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate(TO_PRESS) == []


def test_what_is_folded_and_only_tells_stands_on_paper_and_folds_again(browser_page, main_pages):
    page = browser_page(reader("nok"))
    page.goto("/promise/")
    rules = page.locator("#main details .needs > li")
    assert not any(one.is_visible() for one in rules.all())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(one.is_visible() for one in rules.all())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not any(one.is_visible() for one in rules.all())
    page.goto("/my-trend/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open] textarea").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_drawn_for_a_dark_screen_has_the_colours_of_paper(browser_page, main_pages, scheme):
    page = browser_page(reader("siriporn"), width=1440, scheme=scheme)
    page.goto("/training/report/")
    charts = page.locator("img.picture")
    charts.evaluate_all("all => Promise.all(all.map((one) => one.decode()))")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    look = "all => [...new Set(all.map((one) => getComputedStyle(one).filter))]"
    assert charts.evaluate_all(look) == ["none"]
    page.emulate_media(media="print", color_scheme=scheme)
    turned = "invert(1) hue-rotate(180deg)" if scheme == "dark" else "none"
    assert charts.evaluate_all(look) == [turned]
