"""How a group is: Nok and Wipa read the same card, Ploy the tree, and nobody less than five."""

import pytest
import time_machine

from people.weeks import Block
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, make_checkin, make_unit, make_week, make_workers
from wellbeing.groups import freezing
from workload.units import actions as units

BLOCK = Block.latest(NOW)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def told(saphan, office, chiang_mai):
    """Two blocks: Chiang Mai goes from some to high, Lamphun is too small, Mae Sot stays."""
    mae_sot = make_workers(6, make_unit(saphan, "Mae Sot team", parent=office))
    lamphun = make_workers(3, make_unit(saphan, "Lamphun team", parent=office))
    crew = make_workers(12, chiang_mai)
    for block in (BLOCK - 1, BLOCK):
        heavy = {"worn": 4, "far": 4, "back": 3, "rest": 0} if block == BLOCK else {}
        for person in crew:
            make_checkin(person, block.first, **heavy)
        for person in mae_sot + lamphun:
            make_checkin(person, block.first)
        freezing.freeze(block, now=block.freezes)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_worker_and_who_leads_them_read_the_same_card(browser_page, nok, wipa, told, javascript):
    cards = []
    for who, address in ((nok, "/my-trend/"), (wipa, "/team/")):
        page = browser_page(who, javascript=javascript)
        page.goto(address)
        if not javascript:
            page.get_by_role("link", name="How the team is doing, four weeks at a time").click()
        card = page.get_by_role("region", name="Chiang Mai team")
        card.get_by_text("10–19 people").wait_for()
        card.get_by_text("High strain", exact=True).wait_for()
        cards.append(card.text_content())
        if javascript:
            accessible(page)
            card.get_by_role("link", name="Chiang Mai team").click()
            page.get_by_role("heading", name="Block by block").wait_for()
    assert cards[0] == cards[1]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_tree_is_calm_on_every_device(browser_page, ploy, told, width, scheme, language):
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    page.goto("/groups/")
    accessible(page)
    for summary in page.locator("summary").all():
        summary.click()
    accessible(page)
    page.goto("/promise/")
    accessible(page)
    page.goto("/people/groups/")
    page.locator("#id_smallest").fill("4")
    page.locator("#main form button").last.click()
    page.locator("#problems").wait_for()
    accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_load_of_units_is_calm_on_every_device(
    browser_page, ploy, chiang_mai, width, scheme, language
):
    for person in make_workers(6, chiang_mai):
        make_week(person, BLOCK.first)
    units.freeze(BLOCK, now=BLOCK.freezes)
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    page.goto("/loads/")
    accessible(page)
    page.locator("#main summary").click()
    accessible(page)
