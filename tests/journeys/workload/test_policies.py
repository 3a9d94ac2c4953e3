"""An admin weighs court cases anew: sees what it would change, adopts it, takes it back."""

import re

import pytest
import time_machine

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, WEEK, make_policy, make_workers
from tests.workload.policies.test_block_sums import LAST, lived
from workload.models import LoadPolicy


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def crew(chiang_mai):
    """Twenty people, of whom fifteen carry sixteen active cases, the others one."""
    for n, person in enumerate(make_workers(20, chiang_mai)):
        lived(person, {"count": 16 if n < 15 else 1}, week=LAST)


def test_numbers_are_seen_adopted_and_taken_back(browser_page, ploy, crew):
    page = browser_page(ploy, width=1440, javascript=False)
    page.goto("/people/")
    # A dot there says that numbers for help are unchecked.
    page.get_by_role("link", name=re.compile("^Rules")).click()
    page.get_by_role("heading", name="How load is counted").wait_for()
    page.get_by_role("link", name="Change All kinds of units").click()
    page.get_by_label("Active", exact=True).fill("1.75")
    page.get_by_label("Active", exact=True).press("Enter")
    page.get_by_role("heading", name="What would change").wait_for()
    preview = page.locator("#preview").inner_text()
    assert re.search(r"Help soon\s+few\s+above 100%\s+most\s+above 100%", preview)
    assert not LoadPolicy.objects.exists()
    page.get_by_role("textbox", name="Why").fill("Active cases take longer since the summer.")
    page.get_by_role("button", name="Adopt these numbers").click()
    page.get_by_text("Adopted. Weeks before that Monday stay as they are.").wait_for()
    made = LoadPolicy.objects.get()
    assert (str(made.starts), made.numbers["phases-active"]) == ("2026-11-23", "1.75")
    page.get_by_role("button", name="Withdraw this version").click()
    page.get_by_text("The version is withdrawn.").wait_for()
    assert not LoadPolicy.objects.exists()


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_calm_on_every_device(browser_page, ploy, nok, crew, width, scheme, language):
    coming = make_policy(
        ploy.organisation, WEEK + 1, made_by=ploy, phases_court="2.5", night="1.5", watch="80"
    )
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    for address in ("/people/load/", f"/people/load/{coming.public_id}/", "/people/load/new/"):
        page.goto(address)
        accessible(page)
    page.locator("#id_phases-active").fill("1.75")
    page.locator("#policy .button-wide").click()
    page.locator("#preview").wait_for()
    page.wait_for_load_state()
    accessible(page)
    page.locator("#id_amber").fill("20")
    page.locator("#policy .button-wide").last.click()
    page.locator("#problems").wait_for()
    page.wait_for_load_state()
    accessible(page)
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/my-trend/numbers/")
    accessible(page)


@pytest.mark.parametrize(("width", "language"), [(320, "th"), (390, "en"), (1440, "th")])
def test_made_up_caseloads_are_calm_on_every_device(
    browser_page, ploy, chiang_mai, width, language
):
    make_workers(3, chiang_mai)
    page = browser_page(ploy, width=width, scheme="dark", language=language)
    page.goto("/people/load/new/")
    page.locator("#id_phases-active").fill("1.75")
    page.locator("#policy .button-wide").click()
    page.locator("#preview .ledger").last.wait_for()
    page.wait_for_load_state()
    accessible(page)
