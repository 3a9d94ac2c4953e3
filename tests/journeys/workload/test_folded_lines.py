"""A line of My week is opened: its fields are drawn in the browser as the server would."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.conftest import accessible
from tests.makers import WEEK, make_line, make_week
from workload.models import CaseloadLine, WorkWeek

from .kept import open_week, save, typed, wait_for

# The fields of a line as they stand on the page, and as the server draws them where a person has no
# script: each element with its attributes, in any order, and its text.
BOTH = """async (place) => {
  const tree = (one) => [
    one.localName,
    [...one.attributes].filter(({ value, name }) => name !== "class" || value)
      .map(({ name, value }) => `${name}=${value}`).sort(),
    one.children.length ? [...one.children].map(tree) : one.textContent.trim(),
  ];
  const form = document.querySelector("#week"), body = new URLSearchParams(new FormData(form));
  body.set("do", `open-${place}`);
  const answer = await (await fetch("/my-week/", { method: "POST", body })).text();
  const drawn = new DOMParser().parseFromString(answer, "text/html");
  return [document, drawn].map((one) => tree(one.querySelector(`#line-${place} > .case-edit`)));
}"""

FOLD = "details:has(> .cases) > summary"


@pytest.fixture
def a_week_before(nok):
    make_line(nok, "court", reference="QX-4F7", add_ons=["child", "risk"], kind="sex")
    make_line(nok, "active", count=6, part="advisory", further_victims=2)
    return make_week(nok, WEEK - 1, hours=44)


def open_line(page, place: int) -> None:
    """Open a line with a finger, and the cases before where they are folded away."""
    if not page.locator(f"#line-{place}").is_visible():
        page.locator(FOLD).tap()
    page.locator(f"#line-{place} > summary").tap()
    expect(page.locator(f"#line-{place}-count")).to_be_visible()


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_opened_line_is_what_the_server_would_draw(browser_page, nok, a_week_before, language):
    page = browser_page(nok, language=language)
    page.goto("/my-week/")
    # What is typed to add a line is of no other.
    page.locator(FOLD).tap()
    page.locator("#line-new").locator("xpath=..").locator("summary").first.tap()
    page.locator("#line-new-count").fill("77")
    page.locator('#line-new label:has(input[name="line-new-add_ons"])').first.tap()
    page.locator("#line-new details > summary").tap()
    for place in (0, 1):
        open_line(page, place)
        here, served = page.evaluate(BOTH, place)
        assert here == served


def test_an_opened_line_of_two_teams_is_what_the_server_would_draw(
    browser_page, mai, chiang_rai, wipa
):
    make_line(mai, "court", count=2, unit=chiang_rai)
    make_line(mai, "active", count=3)
    page = browser_page(mai)
    page.goto("/my-week/")
    for place in (0, 1):
        open_line(page, place)
        here, served = page.evaluate(BOTH, place)
        assert here == served
    expect(page.locator("#line-0-unit")).to_have_value(str(chiang_rai.public_id))


@pytest.mark.parametrize("javascript", [True, False])
def test_an_opened_line_is_changed_and_saved(browser_page, nok, a_week_before, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    page.locator("#f-hours").fill("51")
    page.locator(FOLD).tap()
    for place in (0, 1):
        page.locator(f"#line-{place} > summary").tap()
        change = page.locator(f"#line-{place}").get_by_role("button", name=re.compile("^Change ?:"))
        if javascript:
            expect(change).to_have_count(0)
        else:
            change.tap()
            page.wait_for_url(f"**#line-{place}")
        expect(page.locator(f"#line-{place}-count")).to_be_visible()
        expect(page.locator("#f-hours")).to_have_value("51")
        if place == 0:
            page.locator('#line-0 label:has(input[value="dormant"])').tap()
            page.locator('#line-0 label:has(input[value="child"])').tap()
            page.locator('#line-0 label:has(input[value="acute"])').tap()
    page.locator("#line-1-more").tap()
    expect(page.locator("#line-1-count")).to_have_value("7")
    if javascript:
        # 0.25 with risk and acute; 7 × 1.5 and two further victims each, a quarter of it
        expect(page.locator("#total output")).to_contain_text("of 26.0 points")
        accessible(page)
    save(page)
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    first, second = CaseloadLine.objects.filter(person=nok).order_by("pk")
    assert (first.phase, first.add_ons, first.reference) == ("dormant", ["acute", "risk"], "QX-4F7")
    assert (first.kind, first.part, first.closed_at) == ("sex", "primary", None)
    assert (second.phase, second.count, second.part) == ("active", 7, "advisory")
    assert second.further_victims == 2
    assert WorkWeek.objects.get(person=nok, week=WEEK.monday).hours == 51


@pytest.mark.parametrize("javascript", [True, False])
def test_a_case_is_closed_in_its_line(browser_page, nok, a_week_before, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    page.locator(FOLD).tap()
    page.locator("#line-0 > summary").tap()
    page.locator("#line-0").get_by_text("This case is closed").tap()
    save(page)
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    first, second = CaseloadLine.objects.filter(person=nok).order_by("pk")
    assert (bool(first.closed_at), second.closed_at) == (True, None)


def test_no_picture_shows_an_opened_line_without_its_fields(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.goto("/my-week/")
    page.locator(FOLD).tap()
    folded = """() => {
      document.querySelector("#line-0 > summary span").click();
      return document.querySelectorAll("#line-0 [data-folded], #line-0 [value^=open]").length;
    }"""
    assert page.evaluate(folded) == 0
    page.evaluate("document.querySelector('#line-1').open = true")  # as a search in the page does
    expect(page.locator("#line-1-count")).to_be_visible()


def test_a_line_that_was_opened_before_the_script_came_gets_its_fields(
    browser_page, nok, a_week_before
):
    page, late = browser_page(nok), []
    page.route("**/lines.js", lambda one: late.append(one))
    with page.expect_request("**/lines.js"):
        page.goto("/my-week/", wait_until="commit")
    page.locator(FOLD).tap()
    page.locator("#line-1 > summary").tap()
    expect(page.get_by_role("button", name=re.compile("^Change ?: 6 × Active"))).to_be_visible()
    expect(page.locator("#line-1-count")).to_have_count(0)
    late[0].continue_()
    expect(page.locator("#line-1-count")).to_have_value("6")
    expect(page.get_by_role("button", name=re.compile("^Change ?:"))).to_have_count(0)
    page.locator("#line-1-more").tap()
    expect(page.locator("#line-1-count")).to_have_value("7")


def test_a_line_is_opened_and_changed_by_keyboard(browser_page, nok, a_week_before):
    page = browser_page(nok, width=1440)
    page.goto("/my-week/")
    page.locator("#line-1 > summary").press("Enter")
    expect(page.locator("#line-1-count")).to_be_visible()
    assert page.evaluate("document.activeElement.parentElement.id") == "line-1"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "line-1-phase"
    assert page.evaluate("document.activeElement.value") == "active"
    with page.expect_response(lambda one: "do=preview" in one.url):
        page.keyboard.press("ArrowRight")
    save(page)
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert CaseloadLine.objects.filter(person=nok).latest("pk").phase == "court"


def test_a_closed_line_is_opened_without_a_signal(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    page.locator("#f-hours").fill("51")
    wait_for(page, lambda: "hours=51" in typed(page))
    page.context.set_offline(True)
    page.goto("/my-week/")
    expect(page.locator("#fill-in")).to_be_visible()
    open_line(page, 0)
    expect(page.locator('#line-0 [name="line-0-add_ons"]:checked')).to_have_count(2)
    open_line(page, 1)
    page.locator("#line-1-more").tap()
    page.locator('#line-1 label:has(input[value="child"])').tap()
    wait_for(page, lambda: "line-1-count=7" in typed(page))
    # The page that was kept meanwhile has both lines open, with what was changed in them.
    page.goto("/my-week/")
    expect(page.locator("#line-1-count")).to_have_value("7")
    expect(page.locator('#line-1 input[value="child"]')).to_be_checked()
    expect(page.locator("#line-0-reference")).to_have_value("QX-4F7")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    first, second = CaseloadLine.objects.filter(person=nok).order_by("pk")
    assert (first.add_ons, first.kind, first.count) == (["child", "risk"], "sex", 1)
    assert (second.add_ons, second.count, second.part) == (["child"], 7, "advisory")


def test_a_draft_is_back_in_a_closed_line(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    open_line(page, 1)
    page.locator("#line-1-more").tap()
    expect(page.locator("#line-1-count")).to_have_value("7")
    page.locator('#line-1 label:has(input[value="child"])').tap()
    wait_for(page, lambda: "line-1-add_ons=child" in typed(page))
    page.reload()
    expect(page.get_by_text("What you typed before is here again.")).to_be_visible()
    assert page.locator("#line-1").get_attribute("open") is None
    expect(page.locator("#line-1 > summary")).to_contain_text("7")
    page.locator("#line-1 > summary").tap()
    expect(page.locator("#line-1-count")).to_have_value("7")
    expect(page.locator('#line-1 input[value="child"]')).to_be_checked()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#fill-in")).to_be_visible()
    expect(page.locator('[name="line-0-add_ons"]')).to_have_count(2)
    # It was closed when the page was kept.
    expect(page.locator('[name="line-1-count"]')).to_have_value("7")
    open_line(page, 1)
    expect(page.locator("#line-1-count")).to_have_value("7")
    expect(page.locator('#line-1 input[value="child"]')).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_line_to_add_without_its_phase_is_shown_and_cleared(
    browser_page, nok, a_week_before, javascript
):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    page.locator(FOLD).tap()
    page.locator("summary", has_text="Add a line").tap()
    page.locator("#line-new-count").fill("4")
    save(page)
    link = page.get_by_role("link", name="Add a line: Choose the phase, or clear this line.")
    expect(link).to_be_visible()
    expect(page.locator("#line-new-count")).to_have_value("4")
    if javascript:
        expect(page.locator("#problems")).to_be_focused()
        accessible(page)
    link.tap()
    expect(page.locator("#line-new-phase")).to_be_in_viewport()
    page.locator("#clear-line").tap()
    expect(page.locator("#line-new-count")).to_be_hidden()
    expect(page.locator("summary", has_text="Add a line")).to_be_focused()
    expect(page.locator("#problems")).to_have_count(0)
    save(page)
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert CaseloadLine.objects.filter(person=nok).count() == 2


def test_a_step_that_is_refused_says_why_and_what_was_typed_can_be_sent_again(
    browser_page, live_server, nok, a_week_before
):
    """She signed in anew in another tab: the key that this page guards its forms with is old."""
    page = browser_page(nok)
    page.goto("/my-week/")
    open_line(page, 1)
    page.locator("#line-1-count").fill("8")
    another = {"name": settings.CSRF_COOKIE_NAME, "value": "a" * 32, "url": live_server.url}
    page.context.add_cookies([another])
    page.locator("#line-1-more").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("That page was open too long")
    accessible(page)
    page.get_by_role("button", name="Send it again").tap()
    expect(page.locator("#line-1-count")).to_have_value("9")
