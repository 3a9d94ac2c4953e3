"""Quick exit in a real browser: the page is gone at once, and Back does not bring it back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import accessible, scrolls_sideways
from tests.journeys.workload.kept import signal_back
from tests.makers import make_membership, make_person

BLANK = "about:blank"


@pytest.fixture(autouse=True)
def nowhere(settings):
    """No browser of a test leaves this machine: a blank page stands for the other site."""
    settings.EXIT_SITE = ""


def gone(page) -> None:
    """Refuse an exit that leaves anything of a page, also by the Back button."""
    page.wait_for_url(BLANK)
    page.go_back()
    page.wait_for_url("**/sign-in/**")
    assert "Nok" not in page.content()
    page.goto("/my-week/")
    page.wait_for_url("**/sign-in/**")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    page.evaluate("new Promise(requestAnimationFrame)")


@pytest.mark.parametrize("way", ["mouse", "keyboard", "shift"])
def test_nok_leaves_at_once_and_stays_signed_in_elsewhere(nok, browser_page, way):
    page, other = browser_page(nok), browser_page(nok)
    page.goto("/my-trend/")
    page.goto("/my-week/")
    button = page.get_by_role("button", name="Quick exit")
    if way == "mouse":
        button.click()
    elif way == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        press(page, "Shift", "Shift")
        expect(page.get_by_text("Press Shift once more to leave.")).to_have_count(1)
        page.keyboard.press("Shift")
    gone(page)
    other.goto("/my-week/")
    assert other.url.endswith("/my-week/")


def test_it_works_while_she_types_and_typing_never_leaves(nok, browser_page):
    page = browser_page(nok, width=1440)
    page.goto("/my-trend/")
    page.goto("/account/names/")
    page.locator("main input[type=text]").first.focus()
    press(page, "Shift+A", "Shift+B", "Shift+C", "Shift+D")
    press(page, "Shift", "a", "Shift", "b", "Shift", "c", "Shift", "Shift")
    page.mouse.click(5, 5)
    press(page, "Shift", "Shift", "Control+Shift", "Shift")
    press(page, "Shift+Tab")
    assert page.url.endswith("/account/names/")
    press(page, "Shift", "Shift")
    page.keyboard.press("Shift")
    gone(page)


def test_a_key_that_is_held_down_and_presses_far_apart_do_not_leave(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    for _ in range(6):
        page.keyboard.down("Shift")  # the browser repeats it
    page.keyboard.up("Shift")
    assert page.url.endswith("/my-week/")
    page.evaluate(
        """() => {
          const tap = (at) => ["keydown", "keyup"].forEach((kind) => {
            const event = new KeyboardEvent(kind, { key: "Shift", bubbles: true });
            Object.defineProperty(event, "timeStamp", { value: at });
            document.body.dispatchEvent(event);
          });
          [10000, 15001, 20002, 25003].forEach(tap);
        }"""
    )
    assert page.url.endswith("/my-week/")


def test_without_scripts_the_button_does_the_same(nok, browser_page):
    page = browser_page(nok, javascript=False)
    page.goto("/my-trend/")
    page.goto("/my-week/")
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url("**/exit/")
    assert page.title() == "…"
    assert page.locator("body").inner_text() == ""
    page.go_back()
    page.wait_for_url("**/sign-in/**")
    assert "Nok" not in page.content()


def test_the_page_is_covered_and_told_before_she_is_away(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    page.evaluate(
        """() => {
          document.addEventListener("leave", () => {
            sessionStorage.told = [document.body.checkVisibility(), document.title];
          });
        }"""
    )
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url(BLANK)
    page.goto("/accessibility/")  # the page to sign in clears what a tab keeps
    assert page.evaluate("sessionStorage.told") == "false,…"


def test_without_a_signal_she_leaves_too_and_the_visit_ends_when_it_is_back(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # all is fetched
    page.context.set_offline(True)
    press(page, "Shift", "Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(BLANK)
    signal_back(page)
    page.goto("/my-week/")
    page.wait_for_url("**/sign-in/**")
    names = {one["name"] for one in page.context.cookies()}
    assert names.isdisjoint({"left", "sessionid"})


def test_no_other_tab_of_this_browser_goes_on_showing_a_page(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    other = page.context.new_page()
    other.goto("/my-trend/")
    other.get_by_role("button", name="Quick exit").click()
    page.wait_for_url(BLANK)
    other.wait_for_url(BLANK)


HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
  return getComputedStyle(document.body).opacity;
}"""


def test_a_page_out_of_sight_is_covered_and_what_was_typed_stays(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    field = page.locator("main input[type=text], main input[inputmode]").first
    field.focus()
    page.keyboard.type("7")
    typed = field.input_value()
    assert page.evaluate(HIDE, True) == "0"
    assert page.evaluate(HIDE, False) == "1"
    expect(field).to_have_value(typed)
    expect(field).to_be_focused()


def test_what_comes_back_from_the_memory_of_the_browser_is_asked_for_anew(nok, browser_page):
    page = browser_page(nok)
    page.goto("/my-week/")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("h1")).to_be_visible()


def test_the_button_is_on_every_signed_in_page_and_on_no_other(nok, browser_page):
    page = browser_page()
    page.goto("/sign-in/")
    expect(page.locator(".exit")).to_have_count(0)
    page = browser_page(nok)
    page.goto("/my-week/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("button", name="Quick exit")).to_be_in_viewport()


ONE_LINE = """() => {
  const all = [...document.querySelectorAll(".topbar > a, .topbar button, .exit button")];
  const boxes = all.map((one) => one.getBoundingClientRect());
  const middles = boxes.map((one) => (one.top + one.bottom) / 2);
  boxes.sort((a, b) => a.left - b.left);
  return {
    apart: Math.max(...middles) - Math.min(...middles),
    over: boxes.slice(1).filter((one, i) => one.left < boxes[i].right - 0.5).length,
    inside: boxes.every((one) => one.left >= 0 && one.right <= innerWidth),
    many: boxes.length,
  };
}"""


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("places", [1, 2])
def test_the_top_of_a_page_is_one_line_on_the_smallest_phone(
    nok, browser_page, rest_house, language, places
):
    nok.nickname_en, nok.nickname_th = "Pornpimol", "พรพิมลรัตน์"
    nok.save()
    if places == 2:
        other = make_person("nok.there", rest_house.organisation, account=nok.account)
        make_membership(other, rest_house)
    page = browser_page(nok, width=320, language=language)
    page.goto("/my-week/")
    found = page.evaluate(ONE_LINE)

    assert found["many"] == 3 + places
    assert found["apart"] < 1
    assert found["over"] == 0
    assert found["inside"]
    assert not scrolls_sideways(page)
    accessible(page)
