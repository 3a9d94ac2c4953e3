"""Nok is named, judged and honoured: what she shares anyone reads, and what she declines nobody."""

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import (
    NOW,
    make_award,
    make_cycle,
    make_goal,
    make_nomination,
    make_promotion,
    make_thanks,
    make_thanks_link,
    make_thanks_outside,
)
from training.careers import actions as careers

WORDS = "She stayed until everybody had eaten."


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def cycle(ploy, anan, orathai):
    return make_cycle(ploy, anan, orathai, name={"en": "Steady hands"})


def name(page, *, javascript=True) -> None:
    """Name Kanokwan for the award that is open; with scripts she is suggested while typing."""
    page.goto("/awards/")
    page.get_by_role("link", name="Name somebody").click()
    page.wait_for_url("**/awards/cycles/**")  # loaded: what is typed before is not looked for
    page.get_by_label("Somebody else").fill("kanokwan")
    page.get_by_label("What they did").fill(WORDS)
    if not javascript:
        page.get_by_role("button", name="Go on").click()
    page.get_by_text("Is this the right person?").wait_for()
    page.get_by_role("button", name="Name Nok to the panel").click()
    page.get_by_text("Thank you. The panel reads it.").wait_for()


def judge(page, says: str = "Yes") -> None:
    """Say yes or no as a member of the panel."""
    page.goto("/awards/")
    page.get_by_role("link", name="Steady hands", exact=True).click()
    page.get_by_label(says, exact=True).check()
    page.get_by_label("Why").fill("I saw it.")
    page.get_by_role("button", name="Send my opinion").click()
    page.get_by_text("What the others said").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_name_to_a_page_that_anyone_reads(
    browser_page, nok, siriporn, anan, orathai, cycle, javascript
):
    colleague = browser_page(siriporn, javascript=javascript)
    name(colleague, javascript=javascript)
    for member in (anan, orathai):
        panel = browser_page(member, width=1440, javascript=javascript)
        judge(panel)
    panel.get_by_label("Words for the award").fill("For a steady hand in a long night.")
    panel.get_by_role("button", name="Decide").click()
    panel.get_by_text("The panel has decided.").wait_for()

    page = browser_page(nok, javascript=javascript)
    page.goto("/awards/")
    page.get_by_role("heading", name="“Steady hands”, for you").wait_for()
    page.get_by_label("Anyone I give the link to").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("It is kept as you chose.").wait_for()
    page.get_by_role("link", name="Steady hands", exact=True).click()
    page.wait_for_url("**/awards/*-*/")

    stranger = browser_page()
    assert stranger.goto(page.url).status == 200
    stranger.get_by_text("Kanokwan Srisuk").wait_for()
    stranger.get_by_text("For a steady hand in a long night.").wait_for()
    accessible(stranger)
    stranger.emulate_media(media="print")
    expect(stranger.get_by_text("For a steady hand in a long night.")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", stranger.pdf(format="A4"))) == 1


def test_from_a_link_to_a_partners_words_and_a_page_that_anyone_reads(browser_page, nok):
    page = browser_page(nok, javascript=False)
    page.goto("/thanks/")
    page.get_by_role("link", name="Links for people outside").click()
    page.get_by_label("The name that the page shows").fill("Nok")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_text("The link is made.").wait_for()
    link = page.locator(".passport-address a").inner_text()

    partner = browser_page(javascript=False)
    partner.goto(urlsplit(link).path)
    partner.get_by_role("heading", name="A kind word for Nok").wait_for()
    partner.get_by_label("Your words").fill("You waited until the hearing began.")
    partner.get_by_role("button", name="Send").click()
    partner.get_by_role("link", name="Please fill this in: Your organisation.").wait_for()
    assert partner.get_by_label("Your words").input_value().startswith("You waited")
    partner.get_by_label("Your organisation").fill("The prosecutor's office")
    partner.get_by_role("button", name="Send").click()
    partner.get_by_text("Your note is on its way.").wait_for()

    page.goto("/thanks/")
    page.get_by_role("heading", name="From outside").wait_for()
    page.get_by_text("The prosecutor's office, 20 November").wait_for()
    page.get_by_label("Anyone I give the link to").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("It is kept as you chose.").wait_for()
    page.locator("details summary").filter(has_text="Anyone you give the link to").click()
    page.get_by_role("link", name="The page behind the link").click()
    page.wait_for_url("**/thanks/*-*/")

    stranger = browser_page()
    assert stranger.goto(page.url).status == 200
    stranger.get_by_text("Thank you, Nok").wait_for()
    told = stranger.locator("body").inner_text()
    assert "prosecutor" not in told
    assert "Kanokwan" not in told


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_a_link_are_calm_on_every_device(
    browser_page, nok, noi, width, scheme, language
):
    device = {"width": width, "scheme": scheme, "language": language}
    link = make_thanks_link(nok, "N" * 80)
    make_thanks_outside(link, "You waited until the hearing began.", writer="Somchai")
    make_thanks_outside(link, "Kept.", audience="public")
    calm(browser_page(nok, **device), "/thanks/", "/thanks/links/", "/thanks/sent/")
    for who in (None, noi):
        page = browser_page(who, **device)
        calm(page, f"/thanks/write/{link.public_id}/")
        page.locator("#main form button").click()
        page.locator("#problems").wait_for()
        accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_are_calm_on_every_device(
    browser_page, nok, wipa, siriporn, anan, ploy, cycle, width, scheme, language
):
    device = {"width": width, "scheme": scheme, "language": language}
    note = make_thanks(wipa, nok, "You noticed I had not eaten.", audience="public")
    make_thanks(siriporn, wipa, "For the lift home.", audience="inside")
    named = make_nomination(cycle, siriporn, nok)
    make_nomination(cycle, nok, wipa)
    make_award(nok, years=3)
    make_award(nok, years=1, audience="public")
    make_award(wipa, audience="inside", named=False)
    calm(browser_page(nok, **device), "/thanks/", "/awards/", f"/thanks/{note.public_id}/report/")
    calm(browser_page(anan, **device), f"/awards/named/{named.public_id}/")
    calm(browser_page(None, **device), f"/thanks/{note.public_id}/")
    calm(browser_page(ploy, **device), "/awards/new/", f"/awards/cycles/{cycle.public_id}/")
    page = browser_page(siriporn, **device)
    for address in ("/thanks/new/", f"/awards/cycles/{cycle.public_id}/name/"):
        page.goto(address)
        page.locator("#main form button").last.click()
        page.locator("#problems").wait_for()
        accessible(page)
        page.locator("#id_name").fill("wipa")
        page.locator("#id_words").fill("Thank you.")
        page.locator("#main form button").last.click()
        page.locator("#id_to").wait_for()
        accessible(page)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_pages_of_a_career_are_calm_on_every_device(
    browser_page, nok, siriporn, ploy, width, scheme, language
):
    device = {"width": width, "scheme": scheme, "language": language}
    first, second, *_others = careers.set_up_ladder(by=ploy)
    careers.place(person=nok, level=first, since=NOW.date(), by=siriporn, day=NOW.date())
    goal = make_goal(nok, mentor=siriporn)
    asked = make_promotion(nok, second, siriporn, ploy)
    calm(browser_page(nok, **device), "/my-career/", f"/my-career/goals/{goal.public_id}/")
    calm(browser_page(nok, **device), f"/my-career/ask/{second.public_id}/", "/careers/ladder/")
    page = browser_page(siriporn, **device)
    calm(page, "/careers/", f"/careers/{nok.public_id}/", "/my-career/")
    page.goto(f"/careers/{nok.public_id}/")
    page.locator("#main form button").first.click()
    page.locator("#problems").wait_for()
    accessible(page)
    request = f"/careers/requests/{asked.public_id}/"
    calm(browser_page(ploy, **device), request, f"/careers/ladder/{second.public_id}/")


def calm(page, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_teammate_is_a_chip_and_the_button_says_to_whom_it_goes(
    browser_page, nok, wipa, javascript
):
    page = browser_page(wipa, javascript=javascript)
    page.goto("/thanks/new/")
    page.get_by_label("Your words").fill("You stayed until she could laugh again.")
    page.get_by_role("radio", name="Nok").check(force=True)
    if javascript:
        page.get_by_role("button", name="Send it to Nok").wait_for()
        accessible(page)
    else:
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Send it to Nok").click()
    page.get_by_text("Your note is on its way.").wait_for()
