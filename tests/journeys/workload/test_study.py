"""The time study: logged on a phone, weighed beside the default, read as sums by an admin."""

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_line, make_workers
from tests.workload.study.test_actions import BLOCK, make_log
from workload.models import StudyLog


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.mark.parametrize("javascript", [True, False])
def test_a_weight_comes_of_some_weeks_of_logs(browser_page, nok, javascript):
    make_line(nok, count=6)
    for n in range(1, 5):
        make_log(nok, WEEK - n, cases=6, hours="12.6")
    phone = browser_page(nok, javascript=javascript)
    phone.goto("/my-time/")
    phone.get_by_role("link", name="Log hours by phase").tap()
    active = phone.get_by_role("group", name="Active")
    expect(active.get_by_label("Cases")).to_have_value("6")
    active.get_by_label("Hours").fill("126,5")
    phone.get_by_role("group", name="Court").get_by_label("Hours").fill("3")
    phone.get_by_role("button", name="Log this week").tap()
    phone.get_by_role("alert").get_by_text("For how many cases were these hours?").wait_for()
    phone.get_by_role("group", name="Court").get_by_label("Hours").fill("")
    active.get_by_label("Hours").fill("12,6")
    phone.get_by_role("button", name="Log this week").tap()
    phone.get_by_text("(10 × 1.5 + 63) / (10 + 30)").wait_for()
    expect(phone.get_by_role("row", name="Active").locator("b")).to_have_text("1.95")
    assert StudyLog.objects.get(week=WEEK.monday).cases == 6


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_the_study_are_accessible(
    browser_page, nok, ploy, chiang_mai, language, scheme, width
):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/time-study/")
    accessible(page)
    page.locator("#id_court_hours").fill("3")
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    accessible(page)
    desk = browser_page(ploy, width=width, scheme=scheme, language=language)
    desk.goto("/time-study/weights/")
    accessible(desk)
    for person in make_workers(5, chiang_mai):
        for n in range(4):
            make_log(person, BLOCK + n, cases=6, hours="12.6")
    desk.reload()
    accessible(desk)


def test_who_types_before_the_scripts_have_come_goes_on_typing(browser_page, nok):
    phone = browser_page(nok)
    phone.goto("/time-study/")
    phone.get_by_role("group", name="Court").get_by_label("Hours").fill("3")
    late = []
    phone.route("**/app.js", lambda one: late.append(one))
    with phone.expect_request("**/app.js"):
        phone.get_by_role("button", name="Log this week").tap(no_wait_after=True)
    phone.get_by_role("alert").wait_for()
    field = phone.get_by_role("group", name="Active").get_by_label("Hours")
    field.fill("12")
    for waiting in late:
        waiting.continue_()
    phone.wait_for_load_state("load")
    expect(field).to_be_focused()
    expect(field).to_have_value("12")


# Where the words over a table end, beyond the part of it that is in sight.
SEEN = ".table-scroll caption:not(.visually-hidden)"
CUT = f"""[...document.querySelectorAll("{SEEN}")].map((one) => {{
  const words = document.createRange();
  words.selectNodeContents(one);
  const seen = one.closest(".table-scroll").getBoundingClientRect();
  return words.getBoundingClientRect().right - seen.right;
}})"""


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_the_words_over_a_table_are_read_without_moving_it(browser_page, nok, size):
    for back in range(1, 6):
        make_log(nok, WEEK - back, cases=60, hours="120")
    page = browser_page(nok, width=320)
    page.goto("/time-study/")
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
    (beyond,) = page.evaluate(CUT)
    assert beyond < 1
