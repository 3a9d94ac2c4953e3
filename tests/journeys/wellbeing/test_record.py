"""The record is Nok's: she takes it with her, deletes it, and finds help on a hard day."""

import pytest
import time_machine
from django.core.cache import cache

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, PASSWORD, WEEK, at, make_event, make_hotline
from wellbeing.checkins import actions as checkins
from wellbeing.events import actions as events
from wellbeing.help import actions as helping
from wellbeing.help import contacts
from wellbeing.models import AfterCheckIn, CheckIn, OwnContact
from wellbeing.rules.moments import After
from wellbeing.rules.pulse import PulseAnswers


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def answered(nok, chiang_mai):
    for back in range(3):
        answers = PulseAnswers(worn=back, far=1, back=0, rest=3, team=4)
        checkins.record(person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note="mine")


@pytest.mark.parametrize("javascript", [True, False])
def test_taken_along_and_deleted(browser_page, nok, answered, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/account/")
    page.get_by_role("link", name="Everything we keep").click()
    page.get_by_role("link", name="Give my password").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/my-record/")
    for name, file in (("For a spreadsheet", "record.zip"), ("For a program", "record.json")):
        with page.expect_download() as got:
            page.get_by_role("link", name=name).click()
        assert got.value.suggested_filename == file

    page.get_by_role("link", name="Choose what to delete").click()
    page.get_by_label("Only older things").check()
    page.get_by_label("Older than which day").fill("9/11/2569")
    page.get_by_role("button", name="See what will be deleted").click()
    page.get_by_text("What ended before 9 November 2026").wait_for()
    assert CheckIn.objects.count() == 3
    page.get_by_role("button", name="Delete it for good").click()
    page.get_by_text("It is deleted, for good.").wait_for()
    assert CheckIn.objects.undeleted().count() == 2
    page.goto("/account/opened/")
    page.get_by_text("Answers and notes deleted").first.wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_raid_is_noted_asked_about_and_help_is_near(browser_page, nok, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    page.get_by_role("link", name="Note it for yourself").click()
    page.get_by_label("What it was").select_option("raid")
    page.get_by_label("On which day").fill("18/11/2569")
    page.get_by_role("button", name="Note it").click()
    page.goto("/my-week/")
    page.get_by_role("link", name="Three lines, for you alone").click()
    page.get_by_role("group", name="I sleep badly").get_by_label("Very").check()
    page.get_by_role("button", name="Keep it for me").click()
    page.get_by_text("So soon after, many feel like this").wait_for()
    assert AfterCheckIn.objects.get().given == After(edge=3)
    page.locator("#main").get_by_role("link", name="People and numbers for right now").click()
    page.get_by_text("Write somebody down").click()
    page.get_by_label("Name").fill("Mae")
    page.get_by_label("Phone number").fill("081-234 5678")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="081-234 5678").wait_for()
    assert OwnContact.objects.get().phone == "081-234 5678"


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_calm_on_every_device(
    browser_page, nok, orathai, wipa, ploy, answered, width, scheme, language
):
    look = {"width": width, "scheme": scheme, "language": language}
    event = make_event(nok)
    events.answer(event=event, answers=After(3, 2, 0), now=NOW)
    make_event(nok, kind="testimony")
    helping.choose(person=nok, name="Mae", phone="081-234 5678", now=NOW)
    contacts.ask(person=nok, contact=orathai, now=at("2026-11-16 09:00"))
    page = browser_page(nok, **look)
    for address in ("my-record", "my-record/agreement", "help", "talk", "my-week", "my-events"):
        page.goto(f"/{address}/")
        accessible(page)
    page.goto(f"/my-events/{event.public_id}/")
    accessible(page)
    page.goto("/help/")
    page.locator("details summary").last.click()
    page.locator("details form button").click()
    page.locator("#problems").wait_for()
    accessible(page)
    page.goto("/my-record/delete/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#main form button").click()
    page.wait_for_url("**/my-record/delete/")
    accessible(page)
    page.locator("input[value=all]").check()
    page.locator("#main form button").last.click()
    page.locator("#going").wait_for()
    accessible(page)
    page = browser_page(ploy, **look)
    for address in ("", f"{make_hotline(ploy.organisation).public_id}/"):
        page.goto(f"/people/hotlines/{address}")
        accessible(page)
