"""A supervisor leaves: the admin hands over what rests with her, and the day after it is theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from people.handing_over.tasks import give_over
from people.models import Role
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, make_membership, make_person, make_week
from workload.flags import actions as flags

DAY = timedelta(days=1)


@pytest.fixture
def clock():
    cache.clear()
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def malee(office):
    """Leads the head office: the level above."""
    person = make_person("malee", office.organisation, full_name_en="Malee Rattanakul")
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def flag(nok, wipa):
    return flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)


def test_a_supervisor_leaves(clock, browser_page, ploy, wipa, nok, malee, flag):
    page = browser_page(ploy, javascript=False)
    page.goto(f"/people/{wipa.public_id}/")
    page.get_by_role("link", name="Change Supervisor").click()
    page.get_by_label("Last day").fill("30/11/2026")
    page.get_by_role("button", name="End it after this day").click()
    page.get_by_role("heading", name="Wipa leaves Chiang Mai team").wait_for()
    page.get_by_label("Give everything to").select_option("")
    page.get_by_role("button", name="Hand over on 30 November").click()
    page.get_by_text("Please choose who takes: Open flags.").first.wait_for()
    page.get_by_label("Give everything to").select_option("Malee Rattanakul")
    page.get_by_role("button", name="Hand over on 30 November").click()
    page.get_by_text("It is settled who takes what.").wait_for()
    clock.move_to(NOW + 11 * DAY)
    give_over.call()
    page = browser_page(malee, javascript=False)
    page.goto("/team/")
    page.get_by_text("has had no supervisor since 1 December 2026.").wait_for()
    page.goto(f"/team/{nok.public_id}/")
    page.get_by_text("Handed over: Malee Rattanakul").first.wait_for(state="attached")
    page.goto("/account/handed/")
    page.get_by_text("Open flags").wait_for()
    page = browser_page(nok, javascript=False)
    page.goto("/account/opened/")
    page.get_by_text("Who answers for your unit.").first.wait_for()


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_a_hand_over_are_accessible(
    clock, browser_page, ploy, wipa, nok, office, width, scheme, language, above
):
    """With somebody who could take it, and without: then the button is closed."""
    if above:
        make_membership(make_person("malee", office.organisation), office, Role.SUPERVISOR)
    looks = {"width": width, "scheme": scheme, "language": language}
    page = browser_page(ploy, **looks)
    page.goto(f"/people/{wipa.public_id}/roles/{wipa.memberships.get().pk}/hand-over/")
    accessible(page)
    page = browser_page(nok, **looks)
    page.goto("/account/handed/")
    accessible(page)
