"""The ten main pages with the demo's people, on a Sunday, as those who open them most."""

from dataclasses import dataclass

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Person
from tests.makers import at
from tests.quick.made_once import put_demo

SUNDAY = "2026-11-29 10:00"
# A team's band comes by itself.
ON_ITS_WAY = "[hx-trigger=load], .htmx-request, .htmx-added, .htmx-settling"
# Name of the page: who opens it, and its route.
MAIN_PAGES = {
    "sign in": (None, "account_login"),
    "my week": ("nok", "my_week"),
    "my trend": ("nok", "my_trend"),
    "grow": ("nok", "grow"),
    "talk": ("nok", "talk"),
    "yours": ("nok", "account"),
    "team": ("wipa", "team"),
    "person of the team": ("wipa", "team_member"),
    "training": ("siriporn", "training"),
    "people": ("ploy", "people"),
}


@dataclass(frozen=True)
class MainPage:
    """One of the main pages: its name, who opens it, and its address."""

    name: str
    reader: Person | None
    path: str


@pytest.fixture
def main_pages(transactional_db):
    """The main pages with the demo's data, those of one reader after the other."""
    with time_machine.travel(at(SUNDAY)):
        put_demo(timezone.now())
        people = {
            who: Person.objects.get(account__username=who)
            for who in {who for who, _route in MAIN_PAGES.values() if who}
        }
        yield [
            MainPage(name, people.get(who), address_of(route, people))
            for name, (who, route) in MAIN_PAGES.items()
        ]


def address_of(route: str, people: dict[str, Person]) -> str:
    """Give the address of a main page; the person of the team is nok."""
    of = [people["nok"].public_id] if route == "team_member" else []
    return reverse(route, args=of)


def opened(browser_page, pages: list[MainPage], **look):
    """Open each page on one device, signed in as its reader, and give both."""
    devices = {}
    for one in pages:
        if one.reader not in devices:
            devices[one.reader] = browser_page(one.reader, **look)
        page = devices[one.reader]
        page.goto(one.path)
        expect(page.locator(ON_ITS_WAY)).to_have_count(0)
        yield one, page
