"""Journeys: a real Chromium on a real server over the test database.

    def test_something(live_server, nok, browser_page):
        page = browser_page(nok, width=320, scheme="dark", language="th")
        page.goto("/my-week/")
        ...
        accessible(page)

A page that reports a script error, a refused resource or a breach of the CSP fails its test.
"""

import os
import shutil
import threading
from socketserver import ThreadingMixIn
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Error, Page, expect, sync_playwright

from tests.makers import enter
from tests.quick.processes import until

# Playwright's synchronous face runs an event loop in this thread; Django would take the tests'
# own queries for queries from inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    # A script runs once a page here: to make it quick takes a fifth of the processor more.
    "--js-flags=--no-opt --no-maglev",
]
# The smallest phone and a desk, each scheme and each language once. Every page is read in all four
# pairs of these by test_every_page.py; this is for what its journey makes of it.
LOOKS = [(320, "dark", "th"), (1440, "light", "en")]
HEIGHTS = {320: 640, 390: 844, 820: 1180, 1440: 900}
# Axe reads each colour anew, a hundred texts some thousand times a page: the same text is the same
# colour, and what it finds stays the same to the letter for two thirds of the processor.
COLOURS_READ_ONCE = """(() => {
  const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();"""
# Its classes keep what is theirs in WeakMaps, as for browsers of long ago: six entries a colour.
# With a property in place of each, a tenth of its time is left out.
KEPT_BY_PROPERTY = """class WeakMap {
  constructor(all = []) {
    this.name = Symbol();
    for (const [one, value] of all) this.set(one, value);
  }
  get(one) { return one[this.name]; }
  set(one, value) { one[this.name] = value; return this; }
  has(one) { return this.name in one; }
  delete(one) { return delete one[this.name]; }
}"""
AXE = f"(() => {{ {KEPT_BY_PROPERTY}\n{Axe().axe_script} }})();\n{COLOURS_READ_ONCE}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What none of these rules needs is left out: a tenth of axe's time.
HOW = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False, "selectors": False}
# What is drawn when it is opened stands there at the next frame.
OPEN_ALL = """async () => {
  const drawn = document.querySelector("[data-folded]");
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  if (drawn) await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
}"""
# Milliseconds after which a wait counts as hanging: a machine may be busy with other things.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
# What the browser says of an answer that a test provokes: refusals are part of the journeys.
REFUSED = ("the server responded with a status of 4", "Response Status Error Code 4")
# It tells a page of a signal a moment before it carries; a kept week is sent again a little later.
NOT_YET = ("net::ERR_INTERNET_DISCONNECTED", "/my-week/kept/")


def pytest_collection_modifyitems(items) -> None:
    """Mark every journey: `-m "not browser"` runs the rest."""
    for item in items:
        if "driver" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Tell of a journey that failed what stood on its pages: a race leaves no other trace."""
    report = yield
    if report.when == "call" and report.failed and "chromium" in item.funcargs:
        for context in item.funcargs["chromium"].contexts:
            report.sections += [(f"page {page.url}", read_page(page)) for page in context.pages]
    return report


def read_page(page: Page) -> str:
    """Read what a reader sees, or why nothing can be read."""
    try:
        return page.locator("body").inner_text(timeout=5_000)
    except Error as problem:
        return str(problem)


@pytest.fixture(scope="session")
def driver():
    """What drives browsers: there is one a process, however many browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver):
    """One Chromium for the whole run: the machine's own, or Playwright's.

    Without windows, where there is such a one: the same pages for two thirds of the processor.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    browser = driver.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def browser_page(chromium, live_server):
    """Open pages as a person, or as nobody, on a device of any width, theme and language."""
    cache.clear()
    contexts, complaints = [], []

    def open_page(person=None, *, width=390, scheme="light", language="en", javascript=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="th-TH" if language == "th" else "en-GB",
            timezone_id="Asia/Bangkok",
            has_touch=width < 800,
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: listen(said, complaints))
        return page

    yield open_page
    for context in contexts:
        context.close()
    # What a page asked for last is answered, or it would be written into the next test's tables.
    until(lambda: not answering())
    assert complaints == []


def answering() -> list[str]:
    """Name the threads of the server that have a connection still."""
    names = [one.name for one in threading.enumerate()]
    return [one for one in names if ThreadingMixIn.process_request_thread.__name__ in one]


def session_of(person) -> str:
    """Sign a person in and give the cookie's value."""
    client = Client()
    enter(client, person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def sign_in_anew(page: Page, person) -> None:
    """Sign a person in again on their device, after a time in which every visit ends."""
    site = urljoin(page.url, "/")  # the same cookie, not a second one for one page's path
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": site}
    page.context.add_cookies([cookie])


def listen(said, complaints: list[str]) -> None:
    """Note what the browser complains of: errors, and breaches of the CSP whatever their level."""
    breach, where = "Content Security Policy" in said.text, str(said.location.get("url"))
    refused = any(one in said.text for one in REFUSED)
    expected = refused or (NOT_YET[0] in said.text and where.endswith(NOT_YET[1]))
    if (said.type == "error" and not expected) or breach:
        complaints.append(f"{said.text} ({where})")


def accessible(page: Page) -> None:
    """Refuse any finding of axe, with every <details> open, and any sideways scrolling."""
    page.wait_for_load_state("load")  # words can be there before the page is drawn as it will be
    assert found_by_axe(page) == []
    assert not scrolls_sideways(page)


def found_by_axe(page: Page, **changes) -> list[tuple[str, str, str]]:
    """List what axe finds on a page, with every <details> open."""
    page.evaluate(OPEN_ALL)
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE)
        page.add_init_script(AXE)  # on the next page it is there, and compiled already
    found = page.evaluate("how => axe.run(how).then(all => all.violations)", HOW | changes)
    return [
        (one["id"], node["html"][:200], node["failureSummary"])
        for one in found
        for node in one["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Say whether a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
