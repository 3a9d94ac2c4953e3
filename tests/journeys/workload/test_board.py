"""The supervisor's board in a real Chromium: whom to talk to first, in one screen."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from people.models import Person
from tests.journeys.conftest import HEIGHTS, LOOKS, accessible
from tests.makers import NOW, WEEK, make_week, make_worker
from wellbeing.help import contacts
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.rules.load import Level
from workload.rules.reasons import ReasonCode, kept, reason

# A row of the list is read with one look, also where many reasons stand behind it.
ROW_AT_MOST = 180
# The bar at the foot of a phone lies over the page.
BAR = 72
REASONS = kept(
    [
        reason(ReasonCode.HOURS, Level.AMBER, 59, 55),
        reason(ReasonCode.HOURS_MEAN, Level.AMBER, 57, 48),
        reason(ReasonCode.MATERIAL_WEEK, Level.AMBER, 1321, 1200),
        reason(ReasonCode.NIGHTS, Level.AMBER, 5, 4),
    ]
)
NAMES = (
    ("Kanokwan Srisukwattanakul", "กนกวรรณ ศรีสุขวัฒนากุล"),
    ("Supaporn Saengthong", "สุภาภรณ์ แสงทอง"),
    ("Thanakorn Jaidee", "ธนากร ใจดี"),
    ("Arthit Wongthai", "อาทิตย์ วงศ์ไทย"),
)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def team(chiang_mai, wipa):
    """Four flagged people with long reasons, two requests, and people without a flag."""
    people = []
    for n, (english, thai) in enumerate(NAMES):
        person = make_worker(chiang_mai, full_name_en=english, full_name_th=thai)
        for back in (2, 1, 0):
            make_week(person, WEEK - back, points="33.3", hours=59, reasons=REASONS)
        weeks = list(person.work_weeks.order_by("week"))
        flag = flags.assess(person=person, weeks=weeks, now=NOW - timedelta(hours=n))
        people.append((person, flag))
    until = (NOW + timedelta(days=7)).date()
    flags.plan(people[3][1], by=wipa, plan=Plan(("move",), due_on=until), now=NOW)
    for back, name in enumerate(("jiraporn", "montri")):
        calm = make_worker(chiang_mai, name)
        make_week(calm, points="20")
        contacts.ask(person=calm, contact=wipa, now=NOW - timedelta(hours=back))
    return people


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("width", [390, 1440])
def test_whom_to_talk_to_first_stands_in_one_screen(browser_page, team, wipa, width, language):
    page = browser_page(wipa, width=width, language=language)
    page.goto("/team/")
    height = HEIGHTS[width] - (BAR if width < 800 else 0)
    rows = [row.bounding_box() for row in page.locator(".queue-flag").all()]
    assert len(rows) == 4
    assert max(row["height"] for row in rows) <= ROW_AT_MOST
    acknowledge = page.locator('.queue-flag button[value="see"]').first.bounding_box()
    assert acknowledge["y"] + acknowledge["height"] <= height
    if width >= 800:
        assert rows[2]["y"] + rows[2]["height"] <= height
    asks = page.locator(".queue-ask").last.bounding_box()
    assert asks["y"] < rows[0]["y"]
    assert rows[-1]["y"] < page.locator(".strip").bounding_box()["y"]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_board_is_accessible(browser_page, team, wipa, width, scheme, language):
    page = browser_page(wipa, width=width, scheme=scheme, language=language)
    page.goto("/team/")
    accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_request_and_a_flag_are_each_done_in_the_row(browser_page, team, wipa, javascript):
    page = browser_page(wipa, javascript=javascript)
    page.goto("/team/")
    page.locator(".queue-ask button").first.tap()
    page.locator(".queue-ask").nth(1).wait_for(state="detached")
    expect(page.locator(".queue-ask")).to_have_count(1)
    page.locator('.queue-flag button[value="see"]').first.tap()
    page.get_by_text("No plan yet").wait_for()
    # What was seen and has no plan stands after what nobody has looked at, before plans.
    expect(page.locator(".queue-flag").nth(2)).to_contain_text("No plan yet")


def test_staff_care_reads_the_flags_it_was_invited_to_in_the_same_list(
    browser_page, team, wipa, orathai, office
):
    person, flag = team[0]
    flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    page = browser_page(orathai)
    page.goto("/team/")
    [row] = page.locator(".queue-flag").all()
    assert row.bounding_box()["height"] <= ROW_AT_MOST
    expect(row.get_by_role("button")).to_have_count(0)
    expect(row.get_by_role("link")).to_have_count(1)


def plan_on(page, note="Two cases go to Montri."):
    """Write a plan with the form that stands open where there is none."""
    page.get_by_label("Move cases to a colleague").check()
    page.locator("#plan .pills label", has_text="in 2 weeks").click()
    page.locator("#f-text").fill(note)
    page.get_by_role("button", name="Save plan").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_plan_is_a_card_and_every_act_says_what_it_did(browser_page, team, javascript, wipa):
    person, _flag = team[0]
    page = browser_page(wipa, width=1440, javascript=javascript)
    page.goto(f"/team/{person.public_id}/")
    assert page.locator('.stations [aria-current="step"]').inner_text().startswith("2")
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_role("status").get_by_text("It needs a plan until Friday 27 November.").wait_for()
    plan_on(page)
    saved = page.get_by_role("status").get_by_text("Plan saved: Move cases to a colleague.")
    saved.wait_for()
    expect(saved).to_contain_text("until Friday 4 December")
    card = page.locator("#plan")
    for said in ("Move cases to a colleague", "Wipa Thongdee", "in 14 days", "Two cases go to"):
        expect(card).to_contain_text(said)
    expect(page.get_by_role("button", name="Save plan")).to_be_hidden()
    expect(page.locator('.stations [aria-current="step"] b')).to_have_text("Checked")
    card.get_by_text("Change the plan").click()
    expect(page.get_by_label("Move cases to a colleague")).to_be_checked()
    expect(page.locator("#plan .pills input:checked")).to_have_attribute("value", "2026-12-04")


@pytest.mark.parametrize("planned", [True, False])
def test_the_columns_of_a_person_end_together(browser_page, team, wipa, planned):
    person, _flag = team[3 if planned else 0]
    page = browser_page(wipa, width=1440)
    page.goto(f"/team/{person.public_id}/")
    for row in page.locator(".balance").all():
        left, right = (one.bounding_box()["height"] for one in row.locator(":scope > *").all())
        assert max(left, right) <= min(left, right) * 4 / 3
    top = page.locator(".woven").evaluate("row => row.getBoundingClientRect().top")
    ends = "all => Math.max(...all.map(one => one.getBoundingClientRect().bottom))"
    columns = (".woven > :not(.aside)", ".woven > .aside")
    left, right = (page.locator(one).evaluate_all(ends) - top for one in columns)
    assert max(left, right) <= min(left, right) * 4 / 3


@pytest.mark.parametrize("planned", [True, False])
def test_on_a_phone_the_plan_stands_right_under_the_flag(browser_page, team, wipa, planned):
    person, _flag = team[3 if planned else 0]
    page = browser_page(wipa, width=390)
    page.goto(f"/team/{person.public_id}/")
    heads = page.locator("section.sheet").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-labelledby'))"
    )
    assert heads[:4] == ["h-way", "h-why", "h-plan", "h-history"]
    tops = page.locator("section.sheet").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_of_a_person_is_accessible(browser_page, team, wipa, width, scheme, language):
    page = browser_page(wipa, width=width, scheme=scheme, language=language)
    for person, _flag in (team[0], team[3]):
        page.goto(f"/team/{person.public_id}/")
        accessible(page)


def test_the_worker_sees_the_same_stations(browser_page, team):
    person, _flag = team[3]
    page = browser_page(person)
    page.goto("/my-trend/")
    expect(page.locator('#flag .stations [aria-current="step"] b')).to_have_text("Checked")
    accessible(page)


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_narrow_row_has_a_name_in_the_readers_script_alone(browser_page, team, wipa, language):
    jiraporn = "จิราภรณ์ พรหมมา"
    Person.objects.filter(account__username="jiraporn").update(full_name_th=jiraporn)
    for width, names in ((390, 1), (1440, 2)):
        page = browser_page(wipa, width=width, language=language)
        page.goto("/team/")
        row = page.locator(".person h3").filter(has_text="Jiraporn")
        expect(row.locator(":scope > *").filter(visible=True)).to_have_count(names)
