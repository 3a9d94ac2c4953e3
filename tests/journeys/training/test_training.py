"""Siriporn in a training room: everybody in one pass, certificates out before coffee."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Role
from people.weeks import today
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import make_membership, make_person, make_worker
from training.models import Certificate, CertificateType, Course, Enrolment, Session
from training.requirements import actions as requirements
from training.sessions import actions as sessions
from training.sessions import places
from training.sessions.actions import RollResult

ASKED = ("requirements/", "requirements/gaps/", "requirements/list/")
PAGES = ("", "sessions/new/", "courses/", "mine/", "coming/", "report/", *ASKED)
NAMES = {"montri": "Montri Boonma", "piyada": "Piyada Khamsaen", "nantana": "Nantana Lungta"}


@pytest.fixture
def day():
    return today(timezone.now()) - timedelta(days=1)


@pytest.fixture
def team(chiang_mai, nok, siriporn):
    """Four of Chiang Mai; Siriporn trains them from the head office."""
    return [nok, *(make_worker(chiang_mai, key, full_name_en=name) for key, name in NAMES.items())]


@pytest.fixture
def interviewing(saphan):
    kind = CertificateType.objects.create(
        organisation=saphan,
        name={"en": "Victim interview", "th": "สัมภาษณ์ผู้เสียหาย"},
        validity_months=24,
    )
    return Course.objects.create(
        organisation=saphan,
        name={"en": "Trauma-informed interviewing", "th": "การสัมภาษณ์โดยเข้าใจบาดแผลทางใจ"},
        hours=6,
        certificate_type=kind,
    )


@pytest.fixture
def session(interviewing, siriporn, team, day):
    """Yesterday's session with all four booked and nothing said."""
    held = sessions.plan(
        by=siriporn,
        course=interviewing,
        day=day,
        starts=time(9),
        ends=time(16),
        place="Chiang Mai",
        trainer=siriporn,
    )
    places.book(session=held, by=held.trainer, people=team, now=timezone.now())
    return held


def row(page, name):
    """One person's line of the roll."""
    return page.get_by_role("group", name=name)


def press(page, name):
    """Press a button that can be seen; the first save button is for the Enter key only.

    Leaving while the sum is on its way is harmless, but the browser says so as an error.
    """
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.locator("button:not(.visually-hidden)", has_text=name).click()


def mark(page, name, words):
    row(page, name).locator("label", has_text=words).click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [820, 390])
def test_a_session_becomes_certificates_in_one_pass(
    session, siriporn, browser_page, day, width, javascript
):
    page = browser_page(siriporn, width=width, javascript=javascript)
    page.goto("/training/")
    page.get_by_role("link", name="Trauma-informed interviewing").click()
    expect(page.locator("#sum")).to_contain_text("4 people have no mark yet.")

    mark(page, "Nantana Lungta", "Away")
    press(page, "Mark all as full day")
    expect(page.locator("#sum")).to_contain_text("3 full day, 0 part, 1 away.")
    mark(page, "Piyada Khamsaen", "Part")
    press(page, "Certify everyone who stayed all day")
    expect(row(page, "Nantana Lungta").get_by_label("Away")).to_be_checked()
    until = f"valid to {day.day} {day:%B} {day.year + 2}"
    expect(page.locator("#sum")).to_contain_text(
        f"2 full day, 1 part, 1 away. Saving issues 2 certificates, {until}"
    )
    assert not Certificate.objects.exists()

    press(page, "Save session")
    expect(page.get_by_role("status").first).to_contain_text("2 certificates are issued")
    expect(page.locator("#sum")).to_contain_text("2 certificates are issued.")

    page.get_by_role("link", name="Training", exact=True).first.click()
    page.get_by_label("Who", exact=True).select_option("all")
    page.get_by_role("button", name="Find").click()
    table = page.get_by_role("region", name="Who has which certificate, table")
    held = f"Valid to {day:%b} {day.year + 2}"
    for name, cell in {
        "Kanokwan Srisuk": held,
        "Montri Boonma": held,
        "Piyada Khamsaen": "Not held",
        "Nantana Lungta": "Not held",
    }.items():
        expect(table.get_by_role("row", name=name)).to_contain_text(cell)
    expect(page.get_by_text("Still without result")).to_have_count(0)


def test_the_sum_follows_every_tap(session, siriporn, browser_page):
    page = browser_page(siriporn, width=820)
    page.goto(f"/training/sessions/{session.public_id}/")
    mark(page, "Montri Boonma", "Full day")
    expect(page.locator("#sum")).to_contain_text("1 full day, 0 part, 0 away.")
    row(page, "Montri Boonma").get_by_label("Certify").check()
    expect(page.locator("#sum")).to_contain_text("Saving issues 1 certificate, valid to")
    mark(page, "Montri Boonma", "Away")
    expect(page.locator("#sum")).to_contain_text("1 person who was away is ticked")


def test_enter_saves_and_does_not_mark_everybody(session, siriporn, browser_page):
    page = browser_page(siriporn, width=820)
    page.goto(f"/training/sessions/{session.public_id}/")
    for name in ("Kanokwan Srisuk", *NAMES.values()):
        mark(page, name, "Part")
    expect(page.locator(".htmx-request")).to_have_count(0)
    row(page, "Kanokwan Srisuk").get_by_label("Part").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("The session is saved.")
    assert set(Enrolment.objects.values_list("attendance", flat=True)) == {"part"}


def test_a_refusal_keeps_what_was_typed_and_leads_to_its_line(session, siriporn, browser_page):
    page = browser_page(siriporn, width=390)
    page.goto(f"/training/sessions/{session.public_id}/")
    press(page, "Mark all as full day")
    press(page, "Certify everyone who stayed all day")
    mark(page, "Piyada Khamsaen", "Away")
    press(page, "Save session")
    sentence = "Piyada Khamsaen was away and cannot be certified."
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page).to_have_title("Error: Trauma-informed interviewing · Kamlangjai")
    expect(row(page, "Piyada Khamsaen")).to_contain_text(sentence)
    expect(row(page, "Montri Boonma").get_by_label("Certify")).to_be_checked()
    page.get_by_role("alert").get_by_role("link").click()
    expect(row(page, "Piyada Khamsaen")).to_be_in_viewport()
    accessible(page)

    row(page, "Piyada Khamsaen").get_by_label("Certify").uncheck()
    press(page, "Save session")
    expect(page.get_by_role("status").first).to_contain_text("3 certificates are issued")


def test_the_second_of_two_trainers_sees_both_versions(
    session, siriporn, team, office, browser_page
):
    decha = make_person("decha", siriporn.organisation, full_name_en="Decha Kaew")
    make_membership(decha, office, Role.TRAINER)
    page = browser_page(siriporn, width=820)
    page.goto(f"/training/sessions/{session.public_id}/")
    sessions.record(
        session=session,
        results={one.pk: RollResult("full", certified=True) for one in team},
        version=0,
        by=decha,
        at=timezone.now(),
    )
    for name in ("Kanokwan Srisuk", *NAMES.values()):
        mark(page, name, "Part")
    press(page, "Save session")
    expect(page.locator(".notice[data-kind=wait]:visible")).to_contain_text(
        "Decha Kaew saved this session"
    )
    expect(row(page, "Montri Boonma")).to_contain_text("Saved now: Full day, certified")
    expect(row(page, "Montri Boonma").get_by_label("Part")).to_be_checked()
    accessible(page)
    assert Certificate.objects.count() == 4
    page.get_by_role("link", name="Keep what is saved, leave mine").click()
    expect(row(page, "Montri Boonma").get_by_label("Full day")).to_be_checked()


def test_a_session_is_planned_and_a_whole_unit_is_booked(
    interviewing, siriporn, team, browser_page
):
    page = browser_page(siriporn, width=390, javascript=False)
    page.goto("/training/")
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("Course").select_option("Trauma-informed interviewing")
    page.get_by_label("Day").fill("29/02/2568")
    page.get_by_label("From", exact=True).fill("9.00")
    page.get_by_label("Until").fill("16.00")
    page.get_by_label("Place").fill("ลำพูน")
    press(page, "Plan the session")
    expect(page.get_by_role("alert")).to_contain_text("This is not a day in the calendar.")
    expect(page.get_by_label("Place")).to_have_value("ลำพูน")
    page.get_by_label("Day").fill("24/11/2600")
    press(page, "Plan the session")

    page.get_by_label("Unit").select_option("Chiang Mai team")
    press(page, "Find")
    press(page, "Tick everyone listed")
    press(page, "Add to the session")
    expect(page.get_by_role("status").first).to_have_text("4 people are added.")
    assert set(Session.objects.get().enrolments.values_list("person", flat=True)) == {
        one.pk for one in team
    }


def session_to_come(held):
    """The same course again next week, with two seats."""
    return sessions.plan(
        by=held.trainer,
        course=held.course,
        day=held.day + timedelta(days=8),
        starts=held.starts,
        ends=held.ends,
        place=held.place,
        trainer=held.trainer,
        seats=2,
        open_to_all=True,
    )


def test_an_invitation_is_answered_in_one_tap_and_a_free_seat_moves_the_list_up(
    session, nok, team, browser_page
):
    to_come = session_to_come(session)
    places.invite(session=to_come, by=to_come.trainer, people=team[:1], now=timezone.now())
    for person in team[1:]:
        places.join(session=to_come, person=person, now=timezone.now())
    page = browser_page(nok, width=390, javascript=False)
    page.goto("/training/grow/")
    page.get_by_role("link", name="What is coming").click()
    press(page, "I am coming")
    expect(page.get_by_role("status").first).to_contain_text("You are on the waiting list")
    places.leave(session=to_come, person=team[1], now=timezone.now())
    places.leave(session=to_come, person=team[2], now=timezone.now())
    page.reload()
    expect(page.get_by_role("region", name="You have a place")).to_contain_text("I cannot come")
    press(page, "Make an address")
    address = page.locator("code").inner_text()
    calendar = page.request.get(address.removeprefix("http://localhost:8000"))
    assert calendar.text().count("BEGIN:VEVENT") == 2  # yesterday and next week


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_for_everybody(
    session, siriporn, team, browser_page, language, scheme, width
):
    sessions.record(
        session=session,
        results={place.person_id: RollResult("full", True) for place in session.enrolments.all()},
        version=0,
        by=siriporn,
        at=timezone.now(),
    )
    kind = session.course.certificate_type
    requirements.ask(kind=kind, of=["job-specialist"], by=siriporn, now=timezone.now())
    places.invite(
        session=session_to_come(session),
        by=siriporn,
        people=[siriporn, *team],
        now=timezone.now(),
    )
    person = f"requirements/{make_worker(team[0].home.unit).public_id}/"
    page = browser_page(siriporn, width=width, scheme=scheme, language=language)
    for path in (*PAGES, f"sessions/{session.public_id}/", person):
        page.goto(f"/training/{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        accessible(page)


def test_the_sign_in_sheet_prints_names_and_room_to_sign(session, siriporn, browser_page):
    page = browser_page(siriporn, width=820)
    page.goto(f"/training/sessions/{session.public_id}/")
    expect(page.get_by_role("button", name="Print sign-in sheet")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".print-only tbody tr")).to_have_count(4)
    expect(page.locator(".print-only")).to_be_visible()
    expect(page.locator(".roll")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_session_of_a_year_ago_takes_two_trainers_on_a_phone_without_scripts(
    interviewing, siriporn, team, day, office, browser_page, language
):
    past = sessions.plan(
        by=siriporn,
        course=interviewing,
        day=day - timedelta(days=365),
        starts=time(9),
        ends=time(16),
        place="Chiang Mai",
        trainer=siriporn,
    )
    places.book(session=past, by=siriporn, people=team, now=timezone.now())
    address = f"/training/sessions/{past.public_id}/"
    confirm = {"en": "I confirm what is written below", "th": "ยืนยันตามที่บันทึกไว้ด้านล่าง"}[language]
    page = browser_page(siriporn, width=320, javascript=False, language=language)
    page.goto(address)
    page.locator("button[value=all-full]").click()
    page.locator("button[value=certify-full]").click()
    page.locator("button[value=save]:not(.visually-hidden)").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.get_by_role("button", name=confirm)).to_have_count(0)
    page.wait_for_load_state("load")  # words can be there before the page is drawn as it will be
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not Certificate.objects.exists()
    pim = make_person("pim", siriporn.organisation, language=language)
    make_membership(pim, office, Role.TRAINER)
    second = browser_page(pim, width=320, javascript=False, language=language)
    second.goto(address)
    assert second.evaluate("document.documentElement.scrollWidth") <= 320
    second.get_by_role("button", name=confirm).press("Enter")
    expect(second.get_by_role("button", name=confirm)).to_have_count(0)
    assert Certificate.objects.count() == len(team)
