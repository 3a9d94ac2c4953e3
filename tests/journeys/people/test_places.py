"""One account at two organisations: joining, changing over, leaving one, and what is kept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.members import invitations, memberships
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import PASSWORD
from tests.people.members.test_invitations import invite
from tests.training.conftest import make_certificate, make_certificate_type
from training.models import Proof


@pytest.mark.parametrize("javascript", [True, False])
def test_she_joins_a_second_organisation_leaves_the_first_and_keeps_her_code_and_record(
    browser_page, nok, ploy, siriporn, rest_house, javascript
):
    make_certificate(nok, make_certificate_type(nok.organisation), by=siriporn)
    now = timezone.now()
    invitation = invite(rest_house, now=now, email="nok@example.org")
    link = f"/invitation/{invitations.new_link(invitation=invitation, now=now)}/"

    # Signed out, on the phone that got the mail: she has an account, and joins with it.
    phone = browser_page(javascript=javascript)
    phone.goto(link)
    phone.get_by_role("link", name="I have an account already").tap()
    phone.get_by_label("Sign-in name or work email").fill("nok")
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).tap()
    phone.get_by_text("You join with your own account, nok.").wait_for()
    phone.get_by_role("button", name="Join", exact=True).tap()
    phone.get_by_role("link", name="Baan Suk Shelters").wait_for()

    # Back to the first, and a page of her certificates to show.
    phone.get_by_role("link", name="Baan Suk Shelters").tap()
    phone.get_by_role("button", name="Go to Saphan Foundation").tap()
    phone.get_by_role("link", name="Saphan Foundation").wait_for()  # the change has arrived
    phone.goto(reverse("passport"))
    phone.get_by_role("button", name="Make the page").tap()
    phone.wait_for_url("**/training/passport/*-*/")
    address = reverse("check_proof", args=[Proof.objects.get().public_id])

    # An admin of the first closes her membership there.
    memberships.deactivate(person=nok, by=ploy, now=timezone.now())
    outside = browser_page()
    outside.goto(address)
    outside.get_by_text("Victim interview").first.wait_for()
    own = browser_page(nok, javascript=javascript)
    own.goto("/")
    own.get_by_role("heading", name="You have no role here at the moment").wait_for()
    own.locator("#main").get_by_role("link", name="My record").tap()
    own.get_by_role("heading", name="My record").first.wait_for()
    own.get_by_role("link", name="Saphan Foundation").tap()
    own.get_by_role("button", name="Go to Baan Suk Shelters").tap()
    own.get_by_role("button", name="Save my week").last.wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_of_places_is_calm_and_accessible(
    browser_page, nok, rest_house, width, scheme, language
):
    invitation = invite(rest_house, now=timezone.now(), email="n@example.org")
    about = {"full_name_en": "Kanokwan Srisuk", "now": timezone.now()}
    invitations.accept_with(invitation=invitation, account=nok.account, **about)
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    for address in (reverse("account_places"), "/my-week/"):
        page.goto(address)
        accessible(page)
