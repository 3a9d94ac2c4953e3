"""Nok keeps her data and decides what for: not counted, not asked, one week corrected or gone."""

import pytest
import time_machine
from django.core.cache import cache

from people.models import Person
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, PASSWORD, WEEK, make_week
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.groups import restrictions
from wellbeing.models import CheckIn, Objection, Restriction
from wellbeing.own_data import objections
from wellbeing.rules.pulse import PulseAnswers
from workload.models import WorkWeek

PAST = WEEK - 1


@pytest.fixture(autouse=True)
def friday(settings):
    cache.clear()
    settings.CONTROLLER = "Saphan Foundation, 1 Example Road, Chiang Mai"
    settings.DATA_PROTECTION_CONTACT = "orathai@example.org"
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def told(nok, orathai, chiang_mai):
    answers = PulseAnswers(worn=4, far=3, back=2, rest=1, team=0)
    for week in (PAST, PAST - 1):
        make_week(nok, week)
        checkins.record(person=nok, unit=chiang_mai, week=week, answers=answers, note="mine")
    return nok


@pytest.mark.parametrize("javascript", [True, False])
def test_she_is_not_counted_not_asked_and_objects(browser_page, told, javascript):
    page = browser_page(told, javascript=javascript)
    page.goto("/my-record/")
    page.get_by_role("button", name="Keep mine, but do not count me in groups").click()
    page.get_by_text("Since 20 November 2026 you are not counted in groups").wait_for()
    page.get_by_role("button", name="Do not ask me any more").click()
    page.get_by_text("You withdrew your agreement on 20 November 2026").wait_for()
    assert Restriction.objects.get().until is None
    page.goto("/my-week/")
    page.get_by_text("You withdrew your agreement, so nothing is asked.").wait_for()
    page.get_by_role("link", name="Change that").click()
    page.get_by_role("button", name="I agree again: ask me").click()
    page.get_by_role("button", name="Do not ask me any more").wait_for()
    page.get_by_role("button", name="Count me again").click()
    page.get_by_role("button", name="Keep mine, but do not count me in groups").wait_for()
    assert Person.objects.get(pk=told.pk).withdrawn_at is None
    page.get_by_role("link", name="Object").click()
    page.get_by_label("What shall stop, or change?").fill("No pictures of me.")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("No pictures of me.").wait_for()
    assert Objection.objects.get().person == told


@pytest.mark.parametrize("javascript", [True, False])
def test_one_closed_week_is_corrected_and_then_deleted(browser_page, told, javascript):
    page = browser_page(told, javascript=javascript)
    page.goto("/my-record/")
    page.get_by_role("link", name="Correct or delete one week").click()
    page.get_by_role("link", name="Week 46").click()
    page.get_by_label("Hours worked").fill("54,5")
    page.get_by_role("button", name="Correct the hours").click()
    page.get_by_text("Please fill this in: Why.").first.wait_for()
    page.get_by_label("Why").fill("I wrote 45 for 54.")
    page.get_by_role("button", name="Correct the hours").click()
    page.get_by_text("Corrected on 20 November 2026").wait_for()
    page.get_by_label("A note to yourself").fill("It was better.")
    page.get_by_role("button", name="Correct my answers").click()
    page.get_by_text("It is corrected.").wait_for()
    assert CheckIn.objects.get(week=PAST.monday).note == "It was better."
    page.get_by_role("link", name="See what will be deleted").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Delete it for good").click()
    page.get_by_text("It is deleted, for good.").wait_for()
    assert [one.holds for one in CheckIn.objects.order_by("week")] == [True, False]
    assert WorkWeek.objects.get(week=PAST.monday).hours == 54.5


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_calm_on_every_device(browser_page, told, orathai, width, scheme, language):
    look = {"width": width, "scheme": scheme, "language": language}
    page = browser_page(told, **look)
    for address in ("my-record/", "my-record/weeks/", f"my-record/weeks/?week={PAST}"):
        page.goto(f"/{address}")
        accessible(page)
    restrictions.begin(person=told, now=NOW)
    consent.withdraw(person=told, now=NOW)
    objections.send(person=told, words="No pictures of me.\nNot on the wall.", now=NOW)
    for address in (
        "my-record/",
        f"my-record/weeks/?week={PAST}",
        "my-record/objection/",
        "my-record/agreement/",
        "my-week/",
        "promise/",
    ):
        page.goto(f"/{address}")
        accessible(page)
    page.goto(f"/my-record/weeks/delete/?week={PAST}")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#main form button").click()
    page.wait_for_url("**/my-record/weeks/delete/**")
    accessible(page)
    page = browser_page(orathai, **look)
    page.goto("/objections/")
    accessible(page)
