"""A phone of April 2021: a week is sent from it, and its pages are in order.

Skipped without OLD_CHROMIUM, the path of a Chromium 90 (docs/developing.md, Browsers).
"""

import os

import pytest
import time_machine
from django.urls import reverse

from tests.journeys.conftest import scrolls_sideways
from tests.makers import NOW, PASSWORD, WEEK, make_line, make_week
from wellbeing.models import CheckIn
from workload.models import WorkWeek

OLD = os.environ.get("OLD_CHROMIUM", "")
pytestmark = pytest.mark.skipif(not OLD, reason="OLD_CHROMIUM names no browser")

LINES = ("worn", "far", "back", "rest", "team")
CANVAS = {"light": "rgb(245, 244, 239)", "dark": "rgb(15, 17, 27)"}
PAGES = [
    (None, "account_login", ()),
    ("nok", "my_week", ()),
    ("nok", "my_trend", ()),
    ("nok", "grow", ()),
    ("nok", "talk", ()),
    ("nok", "account", ()),
    ("wipa", "team", ()),
    ("wipa", "team_member", ("nok",)),
    ("siriporn", "training", ()),
    ("ploy", "people", ()),
]


@pytest.fixture(scope="module")
def chromium(driver):
    """The old one, in place of the machine's own."""
    browser = driver.chromium.launch(executable_path=OLD, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def cast(request, nok):
    make_line(nok, "court", reference="QX-4F7", add_ons=["child", "risk"], kind="sex")
    make_line(nok, "active", count=6, add_ons=["interpreter"])
    make_week(nok, WEEK - 1, hours=44, nights=2)
    staff = {who: request.getfixturevalue(who) for who in ("wipa", "siriporn", "ploy")}
    return staff | {"nok": nok, None: None}


# Playwright's own locators ask for what this browser does not have: here is what one finger does.
PLACE = """selector => {
  const one = document.querySelector(selector);
  one.scrollIntoView({ block: "center" });
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


def tap(page, selector):
    """Tap where a thing lies, whatever lies on it."""
    page.touchscreen.tap(*page.evaluate(PLACE, selector))


def wait(page, condition):
    """Wait until something is true on the page, frame by frame."""
    page.evaluate(
        f"""() => new Promise((done) => {{
          const look = () => ({condition} ? done() : requestAnimationFrame(look));
          look();
        }})"""
    )


def styled(page, selector, name):
    """Read how a thing is drawn."""
    asked = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    return page.evaluate(asked, [selector, name])


def test_a_week_is_sent_from_it(browser_page, nok, cast):
    page = browser_page(width=360)
    page.goto("/sign-in/")
    tap(page, "[name=login]")
    page.keyboard.type("nok")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.topbar-you').innerText").strip() == "Nok"
    page.goto("/my-week/")
    before = page.evaluate("document.querySelector('#total').innerText")
    tap(page, ".fold > summary")
    tap(page, "#line-1 summary")
    tap(page, "#line-1-more")
    wait(page, "document.querySelector('#line-1-count').value === '7'")
    assert page.evaluate("document.querySelector('#total').innerText") != before
    for name, days in zip(LINES, (3, 1, "", 2, 4), strict=True):
        chosen = f'input[name="{name}"][value="{days}"]'
        tap(page, chosen)
        # A ring around it says so: this browser knows no :has().
        assert styled(page, chosen, "opacity") == "1"
        assert styled(page, chosen, "borderTopWidth") == "3px"
    with page.expect_navigation():
        tap(page, "#week .button-wide")
    assert "Thank you, Nok" in page.evaluate("document.querySelector('main').innerText")
    row = WorkWeek.objects.get(person=nok, week=WEEK.monday)
    assert (row.hours, row.nights, row.case_count) == (44, 2, 8)
    assert CheckIn.objects.get(person=nok).answers.team == 4


@pytest.mark.parametrize(("language", "scheme"), [("th", "light"), ("en", "dark")])
def test_its_pages_are_in_order(browser_page, cast, language, scheme):
    for who, route, of in PAGES:
        page = browser_page(cast[who], width=360, scheme=scheme, language=language)
        page.goto(reverse(route, args=[cast[one].public_id for one in of]))

        assert not scrolls_sideways(page), route
        assert styled(page, "html", "backgroundColor") == CANVAS[scheme]
        assert styled(page, ".sheet, .button", "borderTopLeftRadius") in ("16px", "10px"), route
        if who:
            assert styled(page, ".appnav", "position") == "fixed", route
            assert styled(page, ".appnav .icon", "width") == "52px", route
