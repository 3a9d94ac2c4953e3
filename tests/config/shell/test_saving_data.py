"""A phone that asks to save data gets the same pages, and fetches less of what comes by itself."""

import pytest
import time_machine
from django.urls import reverse

from tests.makers import NOW, WEEK, enter, make_line, make_week

SAVING = {"Save-Data": "on"}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def triggers(client, person, route, headers=None):
    """Read when the parts of a page are fetched, but for the line before the visit ends."""
    enter(client, person)
    page = client.get(reverse(route), headers=headers).text
    page = page.replace(f'hx-get="{reverse("visit")}" hx-trigger="load', "")
    return {part.split('"')[0] for part in page.split('hx-trigger="')[1:]}


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        (None, "change"),
        ({"Save-Data": "off"}, "change"),
        (SAVING, "change delay:3s"),
    ],
)
def test_the_sum_of_a_week_is_asked_for_once_the_last_count_is_changed(client, nok, headers, asked):
    make_line(nok, count=6)
    assert triggers(client, nok, "my_week", headers) == {asked}


def test_the_team_as_a_band_is_fetched_once_it_is_scrolled_to(client, nok):
    make_week(nok, WEEK - 1)
    assert triggers(client, nok, "my_trend") == {"load"}
    assert triggers(client, nok, "my_trend", SAVING) == {"intersect once"}


def test_everything_is_there_all_the_same(client, nok):
    make_line(nok, count=6)
    enter(client, nok)
    plain = client.get(reverse("my_week")).text
    saving = client.get(reverse("my_week"), headers=SAVING).text

    assert plain.count("<input") == saving.count("<input")
    assert plain.count("<svg") == saving.count("<svg")
