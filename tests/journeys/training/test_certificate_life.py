"""One certificate from the invitation to its end and back, with everybody who looks at it."""

from datetime import date, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from people.models import Membership
from tests.journeys.conftest import accessible, sign_in_anew
from tests.makers import NOW, job_of, make_line, make_worker
from tests.training.conftest import make_certificate, make_certificate_type, make_session
from training.models import Certificate, CertificateType, Course
from training.requirements import actions as requirements

from .test_passport import path_of
from .test_training import press

DAY = timedelta(days=1)
FRIDAY = NOW.date()
LAST = date(2027, 11, 21)
DUTY = "Interview children"


@pytest.fixture
def clock():
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def kind(saphan, siriporn, wipa, nok):
    """A certificate of 12 months that specialists need to interview children; Nok is one."""
    found = make_certificate_type(
        saphan,
        "Child interviewing",
        thai="สัมภาษณ์เด็ก",
        validity_months=12,
        allows={"en": DUTY, "th": "สัมภาษณ์เด็ก"},
    )
    Membership.objects.exclude(person=nok).update(job=job_of(nok, "office"))
    requirements.ask(kind=found, of=["job-specialist"], by=siriporn, now=NOW)
    return found


@pytest.fixture
def course(saphan, kind):
    return Course.objects.create(
        organisation=saphan,
        name={"en": "Interviewing", "th": "สัมภาษณ์"},
        hours=6,
        certificate_type=kind,
    )


@pytest.fixture
def malee(chiang_mai, kind, siriporn):
    """A colleague who can cover for ever, with a case too many."""
    found = make_worker(chiang_mai, "malee", full_name_en="Malee Rattana", nickname_th="ลี")
    make_certificate(found, kind, by=siriporn, expires_on=None)
    make_line(found, count=14)
    return found


def certify(trainer, session):
    """Take the roll of a session that everybody stayed for."""
    trainer.goto(f"/training/sessions/{session.public_id}/")
    press(trainer, "Mark all as full day")
    press(trainer, "Certify everyone who stayed all day")
    press(trainer, "Save session")
    expect(trainer.get_by_role("status").first).to_contain_text("1 certificate is issued")
    accessible(trainer)


def covering(page, kind):
    """Open who can take the duty on today, and who cannot."""
    page.goto(f"/training/requirements/cover/{kind.public_id}/")
    accessible(page)
    return page.get_by_role("region", name="Can cover"), page.get_by_role(
        "region", name="Not today"
    )


def offered(page, giver, kind):
    """The people to whom work that needs the certificate can go."""
    page.goto(f"/team/{giver.public_id}/move/?certificate={kind.public_id}")
    accessible(page)
    return page.locator("#to")


def join(nok, siriporn, kind, session, browser_page):
    """Let the trainer invite whoever needs it, and Nok say that she comes."""
    trainer = browser_page(siriporn, width=820)
    covering(trainer, kind)
    press(trainer, "Invite 1 person who needs it")
    phone = browser_page(nok, width=320, javascript=False)
    phone.goto("/training/coming/")
    press(phone, "I am coming")
    expect(phone.get_by_role("region", name="You have a place")).to_contain_text("Interviewing")
    return trainer, phone


def test_a_certificate_is_earned_shown_lapses_and_is_renewed(
    clock, nok, wipa, siriporn, malee, kind, course, browser_page
):
    # Invited, there, certified.
    first = make_session(course, siriporn, day=FRIDAY + DAY)
    trainer, phone = join(nok, siriporn, kind, first, browser_page)
    clock.move_to(NOW + DAY)
    sign_in_anew(trainer, siriporn)
    sign_in_anew(phone, nok)
    certify(trainer, first)
    assert Certificate.objects.get(person=nok).expires_on == LAST

    # Shown outside, by a code, to somebody who is not signed in.
    phone.goto("/training/passport/")
    press(phone, "Make the page")
    outside = browser_page(width=320)
    outside.goto(path_of(phone.locator(".passport-address a").inner_text()))
    line = outside.get_by_role("listitem")
    expect(line).to_contain_text("Valid to 21 November 2027")
    accessible(outside)
    desk = browser_page(wipa, width=1440)
    expect(covering(desk, kind)[0]).to_contain_text("Kanokwan Srisuk")
    expect(offered(desk, malee, kind)).to_contain_text("Kanokwan Srisuk")

    # Its last day, and the day after.
    clock.move_to(NOW + 366 * DAY)
    outside.reload()
    expect(line).to_contain_text("Valid to 21 November 2027")
    clock.move_to(NOW + 367 * DAY)
    outside.reload()
    expect(line).to_contain_text("Expired on 21 November 2027")
    accessible(outside)

    # The duty rests: for herself, on the board, among who can cover, and where work moves.
    phone = browser_page(nok, width=320)
    phone.goto("/training/mine/")
    duties = phone.get_by_role("region", name="Duties that need a certificate")
    expect(duties).to_contain_text("Not allowed since 22 November 2027.")
    accessible(phone)
    desk = browser_page(wipa, width=820)
    desk.goto("/team/")
    row = desk.get_by_role("listitem").filter(has_text="Kanokwan Srisuk")
    expect(row).to_contain_text(f"Not allowed since 22 Nov 2027: {DUTY}")
    accessible(desk)
    row.get_by_role("link", name="Who can cover").click()
    expect(desk.get_by_role("region", name="Can cover")).to_contain_text("Malee Rattana")
    expect(desk.get_by_role("region", name="Not today")).to_contain_text("Kanokwan Srisuk")
    resting = offered(desk, malee, kind).get_by_role("listitem").filter(has_text="Kanokwan Srisuk")
    expect(resting).to_contain_text("Not now")

    # Renewed: all of it is back on the same day.
    again = make_session(course, siriporn, day=LAST + DAY)
    trainer, _phone = join(nok, siriporn, kind, again, browser_page)
    certify(trainer, again)
    outside.reload()
    expect(line).to_contain_text("Renewed on 22 November 2027, valid to 22 November 2028")
    accessible(outside)
    phone.reload()
    expect(duties).to_have_count(0)
    desk.goto("/team/")
    expect(row).not_to_contain_text("Rests")
    expect(covering(desk, kind)[0]).to_contain_text("Kanokwan Srisuk")
    expect(offered(desk, malee, kind)).to_contain_text("Kanokwan Srisuk")


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "th")])
def test_whoever_rests_is_asked_with_a_reason_that_they_read_and_their_colleague_does_not(
    clock, nok, wipa, siriporn, malee, kind, browser_page, scheme, language
):
    make_certificate(nok, kind, by=siriporn, expires_on=FRIDAY - DAY)
    why = "เด็กไว้ใจเธอ และสัปดาห์หน้าจะต่ออายุ"
    desk = browser_page(wipa, width=320, scheme=scheme, language=language)
    line = malee.caseload.get()
    sent = f"certificate={kind.public_id}&line={line.public_id}&n-{line.public_id}=2"
    desk.goto(f"/team/{malee.public_id}/move/?{sent}&to={nok.public_id}")
    accessible(desk)
    send = desk.locator("#whatif form .button")
    send.click()
    expect(desk.locator("#reason-error")).to_be_visible()
    accessible(desk)
    desk.locator("#reason").fill(why)
    send.click()
    desk.wait_for_url("**/moves/**")
    expect(desk.locator("main")).to_contain_text(why)
    accessible(desk)
    for person, reads in ((nok, True), (malee, False)):
        page = browser_page(person, width=320, scheme=scheme, language=language)
        page.goto(desk.url)
        expect(page.get_by_text(why)).to_have_count(int(reads))
        accessible(page)


def test_where_the_law_asks_for_it_nothing_can_be_sent(
    clock, nok, wipa, siriporn, malee, kind, browser_page
):
    CertificateType.objects.filter(pk=kind.pk).update(by_law=True)
    line = malee.caseload.get()
    desk = browser_page(wipa, width=320)
    sent = f"certificate={kind.public_id}&line={line.public_id}&n-{line.public_id}=2"
    desk.goto(f"/team/{malee.public_id}/move/?{sent}&to={nok.public_id}")
    expect(desk.locator("#whatif")).to_contain_text("the law requires it")
    expect(desk.locator("#whatif form")).to_have_count(0)
    accessible(desk)
