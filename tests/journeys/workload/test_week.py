"""A week from a phone to the supervisor's board, in a real Chromium."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_line, make_week, make_worker
from wellbeing.models import CheckIn
from workload.models import CaseloadLine, Flag, WorkWeek

from .kept import share_device

LINES = ("worn", "far", "back", "rest", "team")


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def a_week_before(nok):
    make_line(nok, "court", reference="QX-4F7", add_ons=["child", "risk"], kind="sex")
    make_line(nok, "active", count=6, add_ons=["interpreter"])
    return make_week(nok, WEEK - 1, hours=44, nights=2)


def answer(page, *values):
    """Tap one answer a line; None skips it."""
    for name, value in zip(LINES, values, strict=True):
        chosen = "" if value is None else value
        page.locator(f'label:has(input[name="{name}"][value="{chosen}"])').tap()


def test_an_unchanged_week_takes_six_taps_and_one_scroll(browser_page, nok, wipa, a_week_before):
    page = browser_page(nok)
    page.goto("/my-week/")
    button = page.get_by_role("button", name="Save my week").last
    page.evaluate(
        "y => window.scrollTo(0, y)",
        button.bounding_box()["y"] + button.bounding_box()["height"] - 844 + 72,
    )
    top = page.evaluate("scrollY")
    first = page.locator("#f-worn").bounding_box()["y"]
    assert first >= 0  # all pulse lines and the button are on the screen after one scroll
    answer(page, 3, 1, None, 2, 4)
    assert page.evaluate("scrollY") == top
    button.tap()
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    row = WorkWeek.objects.get(person=nok, week=WEEK.monday)
    assert (row.hours, row.nights, row.case_count) == (44, 2, 7)
    assert CheckIn.objects.get(person=nok).answers.back is None


@pytest.mark.parametrize("javascript", [True, False])
def test_a_week_reaches_the_board_with_and_without_script(
    browser_page, nok, wipa, a_week_before, javascript
):
    phone = browser_page(nok, javascript=javascript)
    phone.goto("/my-week/")
    phone.get_by_text("7 open cases").tap()
    phone.locator("#line-1 summary").first.tap()
    if not javascript:
        phone.locator("#line-1").get_by_role("button", name=re.compile("^Change")).tap()
    phone.locator("#line-1-more").tap()
    phone.locator("#line-1-count").and_(phone.locator('[value="7"]')).wait_for()
    phone.locator("summary", has_text="Add a line").tap()
    phone.locator('#line-new label:has(input[value="intake"])').tap()
    phone.locator("#line-new-count").fill("4")
    phone.locator("#add-line").tap()
    phone.locator("#line-2").wait_for()
    phone.locator("#f-hours").fill("610")
    answer(phone, 3, 1, 3, 2, 4)
    phone.get_by_role("button", name="Save my week").last.tap()
    problem = phone.get_by_role("alert")
    problem.get_by_text("Did you mean 61?").wait_for()
    assert phone.title().startswith("Error:")
    expect(phone.locator('input[name="worn"][value="3"]')).to_be_checked()
    expect(phone.locator('[name="line-2-count"]')).to_have_value("4")
    assert WorkWeek.objects.filter(week=WEEK.monday).count() == 0
    phone.locator("#f-hours").fill("61")
    phone.get_by_role("button", name="Save my week").last.tap()
    phone.get_by_role("heading", name="Thank you, Nok").wait_for()
    row = WorkWeek.objects.get(person=nok, week=WEEK.monday)
    # 3.6 + 7 × 2.0 + 4 × 2.1 + 2 nights
    assert (row.hours, row.case_count, row.points) == (61, 12, 28)

    board = browser_page(wipa, width=1440, javascript=javascript)
    board.goto("/team/")
    expect(board.locator(".queue-flag, .person")).to_contain_text("108%")
    expect(board.locator(".queue-flag, .person")).to_contain_text("61 h")


def test_a_double_tap_gives_one_week(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.goto("/my-week/")
    page.evaluate(
        """() => {
          const button = [...document.querySelectorAll('#week button.button-wide')].at(-1);
          button.click(); button.click();
        }"""
    )
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert WorkWeek.objects.filter(person=nok, week=WEEK.monday).count() == 1
    assert CaseloadLine.objects.filter(person=nok).count() == 2


def test_a_second_device_sees_that_it_was_sent_and_changes_it(browser_page, nok, a_week_before):
    phone, desk = browser_page(nok), browser_page(nok, width=1440)
    for page in (phone, desk):
        page.goto("/my-week/")
    phone.get_by_role("button", name="Save my week").last.tap()
    phone.get_by_role("heading", name="Thank you, Nok").wait_for()
    desk.locator("#f-hours").fill("50")
    desk.get_by_role("button", name="Save my week").last.click()
    desk.get_by_text("This week was already sent.").first.wait_for()
    expect(desk.locator("#f-hours")).to_have_value("50")
    desk.get_by_role("button", name="Save the change").last.click()
    desk.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert WorkWeek.objects.get(person=nok, week=WEEK.monday).hours == 50


def test_a_phone_that_saves_data_asks_for_the_sum_once(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.set_extra_http_headers({"Save-Data": "on"})
    page.clock.install(time=NOW)
    page.goto("/my-week/")
    page.clock.pause_at(NOW + timedelta(minutes=1))  # three seconds of the page, however long here
    asked = []
    page.on("request", lambda one: "do=preview" in one.url and asked.append(one.url))
    with page.expect_response(lambda one: "do=preview" in one.url):
        for field, typed in (("hours", "50"), ("nights", "1"), ("court_days", "2")):
            page.locator(f"#f-{field}").fill(typed)
            page.locator(f"#f-{field}").blur()
        page.clock.run_for(3_000)
    page.clock.resume()
    # 3.6 + 6 × 2.0 + 1 night of 1.0
    page.locator("#total output", has_text="16.6").wait_for()
    assert len(asked) == 1


def test_enter_saves_and_does_not_add_a_line(browser_page, nok, a_week_before):
    page = browser_page(nok, width=1440)
    page.goto("/my-week/")
    page.locator("#f-nights").fill("1")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert WorkWeek.objects.get(person=nok, week=WEEK.monday).nights == 1


def test_a_heavy_week_is_flagged_planned_and_answered(browser_page, nok, wipa, a_week_before):
    make_line(nok, "intake", count=12)
    phone = browser_page(nok)
    phone.goto("/my-week/")
    phone.get_by_role("button", name="Save my week").last.tap()
    phone.get_by_role("heading", name="A flag on your load").wait_for()
    desk = browser_page(wipa, width=1440)
    desk.goto("/team/")
    desk.get_by_role("button", name=re.compile("Acknowledge")).click()
    desk.get_by_text("No plan yet").wait_for()
    desk.get_by_text("Seen: the flag of Kanokwan Srisuk.").wait_for()
    desk.get_by_role("link", name=re.compile("^Plan")).click()
    desk.get_by_label("Move cases to a colleague").check()
    desk.locator("#plan .pills label", has_text="in 2 weeks").click()
    desk.get_by_label(re.compile("A note")).fill("Six intakes move to Montri on Monday.")
    desk.get_by_role("button", name="Save plan").click()
    saved = "Plan saved: Move cases to a colleague. Wipa Thongdee, until Friday 4 December."
    desk.get_by_role("status").get_by_text(saved).wait_for()
    desk.get_by_text("Six intakes move").first.wait_for()
    phone.goto("/my-trend/")
    phone.get_by_text("“Six intakes move to Montri on Monday.”", exact=True).wait_for()
    phone.locator("summary", has_text="Your comment").tap()
    phone.get_by_label("Your comment").fill("Thank you. A night off would help too.")
    phone.get_by_role("button", name="Send my answer").tap()
    phone.locator("summary", has_text="A night off").wait_for()
    desk.reload()
    desk.get_by_text("A night off").first.wait_for()
    assert [step.kind for step in Flag.objects.get().steps.all()] == [
        "opened",
        "seen",
        "planned",
        "answered",
    ]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_page_of_the_week_is_accessible(
    browser_page, nok, wipa, chiang_mai, a_week_before, language, scheme, width
):
    make_line(nok, "intake", count=12)
    make_week(make_worker(chiang_mai), points="24")
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/my-week/")
    accessible(page)
    page.locator("#f-hours").fill("610")
    page.locator("#week button.button-wide").last.click()
    page.get_by_role("alert").wait_for()
    accessible(page)
    page.locator("#f-hours").fill("61")
    page.locator("#week button.button-wide").last.click()
    page.wait_for_url("**/my-trend/**")
    accessible(page)
    page.goto("/talk/")
    accessible(page)
    page.goto("/my-days/")
    page.locator("#day-0-starts").fill("8")
    page.get_by_role("main").locator("button.button-wide").click()
    page.get_by_role("alert").wait_for()
    accessible(page)
    desk = browser_page(wipa, width=width, scheme=scheme, language=language)
    desk.goto("/team/")
    accessible(desk)
    desk.goto(f"/team/{nok.public_id}/")
    accessible(desk)
    desk.goto("/api/docs")
    accessible(desk)
    desk.goto("/api/docs?shape=LineIn")
    accessible(desk)


def test_on_a_device_of_several_a_lost_signal_keeps_the_page_and_says_so(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    share_device(page)
    page.goto("/my-week/")
    answer(page, 3, 1, None, 2, 4)
    page.context.set_offline(True)
    save = page.get_by_role("button", name="Save my week").last
    save.tap()
    page.get_by_text("You are offline.").wait_for()
    assert not WorkWeek.objects.filter(person=nok, week=WEEK.monday).exists()
    page.context.set_offline(False)
    save.tap()
    page.get_by_role("heading", name="Thank you, Nok").wait_for()
    assert CheckIn.objects.get(person=nok).answers.worn == 3


def test_a_refusal_is_told_in_plain_sentences(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.goto("/my-week/")
    page.fill("#f-hours", "610")
    page.get_by_role("button", name="Save my week").last.tap()
    link = page.locator("#problems a")
    link.wait_for()
    assert link.inner_text() == (
        "Hours worked: A week has 168 hours, and this says 610. Did you mean 61?"
    )
    link.tap()
    expect(page.locator("#f-hours")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_count_of_a_line_to_add_is_stepped_where_it_stands(
    browser_page, nok, a_week_before, javascript
):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    page.locator("#f-hours").fill("51")
    page.get_by_text("7 open cases").tap()
    page.locator("summary", has_text="Add a line").tap()
    page.locator('#line-new label:has(input[value="intake"])').tap()
    for button, count in (("more", "2"), ("more", "3"), ("less", "2")):
        page.locator(f"#line-new-{button}").tap()
        expect(page.locator("#line-new-count")).to_have_value(count)
        if count == "3":  # as the server reads it
            page.locator("#line-new-count").fill("๓")
        expect(page.locator("form#week")).to_have_count(1)
    expect(page.locator("#f-hours")).to_have_value("51")
    page.locator("#add-line").tap()
    expect(page.locator("#line-2 > summary")).to_contain_text("Intake")
    expect(page.locator('[name="line-2-count"]')).to_have_value("2")
