"""Roles are given by somebody else: the only admin proposes, a supervisor confirms, all can see."""

import pytest
import time_machine
from django.core.cache import cache

from people.members import memberships, proposals
from people.models import Role
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, job_of


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def made(ploy, wipa, nok, office, chiang_mai, siriporn):
    """Ploy gave two roles and proposes one of her own; Nok has left."""
    place = {"job": job_of(office, "office"), "hours": None, "day": NOW.date()}
    place |= {"by": ploy, "now": NOW}
    memberships.join(person=siriporn, unit=chiang_mai, role=Role.CARE, **place)
    memberships.join(person=wipa, unit=office, role=Role.PROGRAMME, **place)
    nok.memberships.update(ends=NOW.date().replace(day=1))
    return proposals.propose(unit=office, role=Role.CARE, **place)


def test_the_only_admin_proposes_and_a_supervisor_confirms(browser_page, ploy, wipa, nok):
    page = browser_page(ploy, javascript=False)
    page.goto(f"/people/{ploy.public_id}/")
    page.get_by_role("link", name="Propose a role").click()
    page.get_by_label("Role").select_option("care")
    page.get_by_label("Job").select_option("office")
    page.get_by_role("button", name="Propose this role").click()
    page.get_by_text("It waits for a supervisor.").wait_for()
    page = browser_page(wipa, javascript=False)
    page.goto("/account/")
    page.get_by_role("link", name="Read and decide").click()
    page.get_by_role("button", name="Confirm the role").click()
    page.get_by_text("The role is confirmed.").wait_for()
    assert ploy.memberships.get(role=Role.CARE).starts == NOW.date()
    page = browser_page(nok, javascript=False)
    page.goto("/account/opened/")
    page.get_by_text("Ploy Suwannarat: Staff-care contact").wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_page_of_roles_is_accessible(
    browser_page, ploy, wipa, nok, chiang_mai, width, scheme, language, made
):
    admin = browser_page(ploy, width=width, scheme=scheme, language=language)
    lead = browser_page(wipa, width=width, scheme=scheme, language=language)
    left = browser_page(nok, width=width, scheme=scheme, language=language)
    own = f"/people/{ploy.public_id}/"
    for page, paths in (
        (
            admin,
            [
                own,
                f"{own}join/",
                f"{own}roles/{ploy.memberships.get().pk}/",
                f"/people/{wipa.public_id}/",
                f"/people/{wipa.public_id}/join/",
                "/people/without-role/",
                "/people/",
                "/account/opened/",
                "/account/opened/?each=1",
            ],
        ),
        (lead, ["/account/", f"/account/proposals/{made.public_id}/", "/account/opened/"]),
        (left, ["/account/close/"]),
    ):
        for path in paths:
            page.goto(path)
            accessible(page)
