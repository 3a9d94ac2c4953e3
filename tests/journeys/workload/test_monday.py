"""Monday in ten minutes on a supervisor's phone: look, plan, answer, move work, done."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.makers import at, make_line, make_week, make_worker
from wellbeing.help import contacts
from workload.flags import actions as flags
from workload.models import Flag, Transfer

MONDAY = at("2026-11-23 08:30")


@pytest.fixture
def monday(chiang_mai, wipa, nok):
    """Nok's work is too much, Montri has room, and Jiraporn asked to be called."""
    with time_machine.travel(MONDAY):
        make_line(nok, "intake", reference="RT-92K")
        make_line(nok, count=16)
        flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=MONDAY)
        montri = make_worker(chiang_mai, "montri", full_name_en="Montri Boonma")
        make_line(montri, count=5)
        make_week(montri, points="8")
        jiraporn = make_worker(chiang_mai, "jiraporn")
        make_week(jiraporn, points="20")
        contacts.ask(person=jiraporn, contact=wipa, now=MONDAY)
        yield


@pytest.mark.parametrize("javascript", [True, False])
def test_a_supervisors_monday_ends_on_a_board_on_which_nothing_waits(
    browser_page, monday, wipa, nok, javascript
):
    phone = browser_page(wipa, javascript=javascript)
    phone.goto("/")
    phone.get_by_role("heading", name="Talk to these 2 people first").wait_for()
    expect(phone.locator(".appnav .dot")).to_have_count(2)

    first = phone.locator(".queue-flag").first
    expect(first).to_contain_text("Kanokwan Srisuk")
    first.get_by_role("button", name="Acknowledge").tap()
    phone.get_by_text("No plan yet").wait_for()
    phone.get_by_role("link", name=re.compile("^Plan")).tap()
    phone.get_by_label("Move cases to a colleague").check()
    phone.locator("#plan .pills label", has_text="in 1 week").tap()
    phone.get_by_role("button", name="Save plan").tap()
    said = phone.get_by_role("status").get_by_text("Plan saved: Move cases to a colleague.")
    said.wait_for()
    expect(said).to_contain_text("until Monday 30 November")

    phone.get_by_role("navigation", name="Where you are").get_by_role("link", name="Team").tap()
    asks = phone.locator(".queue-ask")
    asks.get_by_role("button", name="I have been in touch").tap()
    asks.wait_for(state="detached")

    phone.get_by_role("link", name=re.compile("^Move work")).tap()
    phone.wait_for_url("**/move/**")  # loaded: what is ticked before asks for nothing
    phone.get_by_label(re.compile("RT-92K, intake")).check()
    phone.get_by_label(re.compile("Montri Boonma")).check()
    if not javascript:
        phone.get_by_role("button", name="Show who could take it").tap()
    phone.get_by_role("button", name="Propose to Montri").tap()
    phone.get_by_text("It is proposed:").wait_for()
    assert Transfer.objects.get().flag == Flag.objects.get()

    phone.locator(".appnav").get_by_role("link", name="Team").tap()
    phone.get_by_role("heading", name="Talk to this person first").wait_for()
    expect(phone.locator(".queue-flag")).to_contain_text("Until 30 Nov")
    expect(phone.locator(".dot, .sheet-waiting, .queue-ask, button[value=see]")).to_have_count(0)
