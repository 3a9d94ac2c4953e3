"""A worker finds each thing in two taps from the home: a tab, and a page of it."""

import re

import pytest
import time_machine
from django.urls import reverse

from tests.makers import NOW, enter

THINGS = {
    "the days of this week": "my_days",
    "a hard event": "my_events",
    "half a year of work": "my_half_year",
    "how the team is, as a band": "groups",
    "certificates": "my_certificates",
    "trainings to come": "my_trainings",
    "the path to the next level": "my_career",
    "thank-you notes": "thanks",
    "days away": "my_time",
    "a number to call right now": "help_now",
    "who looked at the record": "opened",
    "the whole record": "my_record",
}


def links_of(client, address: str) -> set[str]:
    """Read where the links of a page lead."""
    return set(re.findall(r'<a[^>]* href="(/[^"#?]*)', client.get(address).content.decode()))


@pytest.fixture
def in_reach(client, nok) -> set[str]:
    """All that a worker reaches with two taps from their first page."""
    with time_machine.travel(NOW):
        enter(client, nok)
        home = client.get("/").url
        first = links_of(client, home)
        tabs = {"/my-trend/", "/training/grow/", "/my-time/", "/talk/", "/account/"}
        assert tabs <= first
        return first.union(*(links_of(client, tab) for tab in sorted(tabs)))


def test_a_worker_finds_each_in_two_taps(in_reach):
    assert {thing for thing, name in THINGS.items() if reverse(name) not in in_reach} == set()
