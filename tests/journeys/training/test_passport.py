"""From a certificate to a page that anybody can check: with a name or without, and taken back."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.weeks import today
from tests.journeys.conftest import accessible
from tests.training.conftest import badge_key, make_certificate, make_certificate_type
from training.certificates import actions as certificates
from training.hours import actions as hours
from training.models import Certificate
from training.requirements import actions as requirements


@pytest.fixture
def held(nok, siriporn, settings):
    """Nok's certificate, which ends in 40 days and which 8 hours renew."""
    settings.BADGE_KEY = badge_key()
    day = today(timezone.now())
    kind = make_certificate_type(
        nok.organisation, renewal_hours=8, allows={"en": "Interview children", "th": "สัมภาษณ์เด็ก"}
    )
    now = timezone.now()
    requirements.ask(kind=kind, of=["job-specialist"], by=siriporn, now=now)
    return make_certificate(
        nok,
        kind,
        by=siriporn,
        issued_on=day - timedelta(days=690),
        expires_on=day + timedelta(days=40),
    )


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_passport_is_shown_checked_and_taken_back(held, nok, siriporn, browser_page):
    page = browser_page(nok, width=390, javascript=False)
    page.goto("/training/mine/")
    page.get_by_role("link", name="My training passport").click()
    page.get_by_label("Show my name").uncheck()
    page.get_by_role("button", name="Make the page").click()
    expect(page.get_by_role("img", name="A code that leads")).to_be_visible()
    address = path_of(page.locator(".passport-address a").inner_text())

    outside = browser_page(width=390)
    outside.goto(address)
    expect(outside.get_by_role("listitem")).to_contain_text("Victim interview")
    expect(outside.locator("main")).not_to_contain_text("Kanokwan")
    expect(outside.locator("main")).to_contain_text("Valid to")
    accessible(outside)

    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=timezone.now())
    outside.reload()
    expect(outside.get_by_role("listitem")).to_contain_text("Revoked")

    page.goto("/training/passport/")
    page.get_by_role("button", name="Withdraw").click()
    assert outside.goto(address).status == 404


def test_an_expired_certificate_rests_the_duty_until_it_is_renewed(
    held, nok, wipa, siriporn, browser_page
):
    day = today(timezone.now())
    Certificate.objects.filter(pk=held.pk).update(expires_on=day - timedelta(days=1))
    leader = browser_page(wipa, width=390)
    leader.goto(f"/training/requirements/{nok.public_id}/")
    resting = leader.get_by_role("region", name="Duties that need a certificate")
    expect(resting).to_contain_text("Not allowed since")
    leader.get_by_role("link", name="Who can cover").click()
    expect(leader.get_by_role("region", name="Not today")).to_contain_text("Kanokwan Srisuk")
    accessible(leader)

    Certificate.objects.filter(pk=held.pk).update(expires_on=day)
    page = browser_page(nok, width=390)
    page.goto(f"/training/hours/{held.public_id}/")
    page.get_by_text("Add hours").first.click()
    page.get_by_label("What you learnt").fill("ทบทวนการสัมภาษณ์")
    page.get_by_label("Day").fill(day.isoformat())
    page.get_by_label("Hours", exact=True).fill("๘")
    page.get_by_role("button", name="Add hours").click()
    page.get_by_role("button", name="Send for renewal").click()
    expect(page.get_by_role("status").first).to_contain_text("Sent")

    trainer = browser_page(siriporn, width=820)
    trainer.goto("/training/hours/")
    trainer.get_by_role("link", name="Kanokwan Srisuk").click()
    trainer.get_by_role("button", name="Confirm").click()
    trainer.get_by_role("button", name="Renew the certificate").click()
    leader.goto(f"/training/requirements/{nok.public_id}/")
    expect(leader.locator("main")).not_to_contain_text("Not allowed until")


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_the_pages_are_for_everybody(held, nok, siriporn, browser_page, language, scheme, width):
    hours.tell(
        certificate=held,
        by=nok,
        day=today(timezone.now()),
        hours=Decimal(8),
        what="ทบทวน",
        file=None,
        now=timezone.now(),
    )
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/training/passport/")
    accessible(page)
    page.locator("form .button:not([name])").last.click()
    page.wait_for_url(re.compile("/training/passport/.+"))
    accessible(page)
    for path in ("check/", f"hours/{held.public_id}/", f"certificates/{held.public_id}/"):
        page.goto(f"/training/{path}")
        accessible(page)
    trainer = browser_page(siriporn, width=width, scheme=scheme, language=language)
    for path in (f"hours/{held.public_id}/", f"certificates/{held.public_id}/", "hours/"):
        trainer.goto(f"/training/{path}")
        accessible(trainer)
