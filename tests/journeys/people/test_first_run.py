"""The first day: from the command to the first board of 80 people, in at most 60 acts."""

import re
from io import StringIO
from time import process_time

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from people.models import Invitation, Organisation
from tests.journeys.conftest import accessible

# Seconds of the processor, three times what it takes: those of a clock tell how busy a machine is.
ACTS_AT_MOST, SECONDS_AT_MOST = 60, 15
UNITS = "Chiang Mai\n  Fang\nBangkok\n  Sathorn\n  Klong Toei\nMae Sot\nPhuket\nUdon"
TEAMS = ("Chiang Mai", "Fang", "Bangkok", "Sathorn", "Klong Toei", "Mae Sot", "Phuket", "Udon")
FIRST = ["Anong", "Boonmee", "Chai", "Dao", "Fon", "Kanda", "Lek", "Malee", "Noi", "Pim"]
LAST = ["Jaidee", "Srisuk", "Thongdee", "Rattana", "Wongsa", "Panya", "Kaewta", "Sombat"]
HEADINGS = "Name\tEmail\tUnit\tRole\tJob\tHours"
LINK = re.compile(r"https?://\S+?(/invitation/\S+)")


def pasted() -> str:
    """Eighty people as they stand in an office's sheet: ten in each team, the first leads it."""
    rows = [HEADINGS]
    for n in range(80):
        role = "Supervisor" if n < len(TEAMS) else "Worker"
        team = TEAMS[n % len(TEAMS)]
        job = "Case worker"
        rows.append(
            f"{FIRST[n // 8]} {LAST[n % 8]}\tperson{n:02}@example.org\t{team}\t{role}\t{job}\t40"
        )
    return "\n".join(rows)


class Hand:
    """A hand on a page: it counts what is typed and what is pressed."""

    def __init__(self, page):
        self.page, self.acts = page, 0

    def type(self, selector: str, text: str) -> None:
        """Type, or paste, into one field."""
        self.acts += 1
        self.page.locator(selector).fill(text)

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.acts += 1
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def step(self, title: str, act: str = ".button:not(button) >> nth=0") -> None:
        """Press the button or the link of a first step."""
        self.acts += 1
        self.page.locator(".todo > li", has=self.page.locator("b", has_text=title)).locator(
            act
        ).click()


def come_in(hand: Hand, link: str, *, name: str = "", username: str) -> None:
    """Choose a name to sign in with, and a password."""
    hand.page.goto(link)
    if name:
        hand.type("[name=full_name_en]", name)
    hand.type("[name=username]", username)
    hand.type("[name=password]", "seven small rivers")
    hand.press("Join")


def test_from_the_command_to_the_first_board(browser_page):
    began, said = process_time(), StringIO()
    call_command("open_organisation", "Rak Foundation", admin_email="dao@example.org", stdout=said)
    desk = Hand(browser_page(width=1440))
    page = desk.page
    come_in(desk, link_in(said.getvalue()), name="Dao Jaidee", username="dao")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Dao")
    expect(page.locator(".todo > li")).to_have_count(8)
    accessible(page)

    desk.step("Units")
    desk.type("[name=outline]", UNITS)
    desk.press("Add these units")
    expect(page.locator(".todo > .done")).to_have_count(1)

    desk.step("People")
    desk.type("[name=pasted]", pasted())
    desk.press("Read the columns")
    page.locator("[name=promised]").wait_for(state="attached")
    desk.acts += 1
    page.locator("button[value=save]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("80")

    desk.acts += 1
    page.goto("/people/")
    expect(page.locator(".todo > .done")).to_have_count(3)
    desk.step("How load is counted")
    desk.press("Keep these")
    desk.step("Courses and certificates")
    desk.press("Take over what is ticked")
    expect(page.locator(".todo > .done")).to_have_count(6)
    desk.step("Numbers for help", "button")
    desk.step("What is switched on", "button")
    desk.press("Close this list")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")

    lead = Hand(browser_page(width=390))
    waiting = Invitation.objects.get(email="person00@example.org")
    come_in(lead, link_in_letter(waiting), username="person00")
    expect(lead.page).to_have_url(re.compile("/team/"))
    expect(lead.page.locator("main")).to_contain_text("Boonmee Jaidee")
    seconds = process_time() - began

    assert desk.acts + lead.acts <= ACTS_AT_MOST, (desk.acts, lead.acts)
    assert seconds <= SECONDS_AT_MOST
    assert not Organisation.objects.get().first_run_open


def link_in_letter(waiting: Invitation) -> str:
    """Find the link in the letter that an invited person got."""
    bodies = [str(one.body) for one in mail.outbox if waiting.email in one.to]
    return link_in(bodies[-1])


def link_in(text: str) -> str:
    """Find the address of an invitation, without the machine's name."""
    return LINK.search(text)[1]


@pytest.mark.parametrize(("width", "scheme", "language"), [(320, "dark", "th")])
def test_the_steps_are_for_everybody(browser_page, ploy, width, scheme, language):
    Organisation.objects.filter(pk=ploy.organisation_id).update(first_run_open=True)
    page = browser_page(ploy, width=width, scheme=scheme, language=language, javascript=True)
    for address in ("/people/", "/people/first-steps/units/", "/training/first-steps/?set=child"):
        page.goto(address)
        accessible(page)
