"""A unit without a supervisor says so, and the level above sees its people at once."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from people.members.unled import unled_among
from people.models import Role
from tests.makers import NOW, end_roles, enter, make_membership, make_person, make_unit
from workload.models.hand import units_led_by

DAY = timedelta(days=1)
SINCE = "Chiang Mai team has had no supervisor since 20 November 2026."


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def malee(office):
    person = make_person("malee", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def unled(nok, wipa):
    """Wipa led until yesterday."""
    return end_roles(wipa)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_unit_the_day_and_the_level_above(unled, malee, chiang_mai, office):
    (found,) = unled_among([chiang_mai.pk, office.pk], NOW.date())
    assert (found.unit, found.since, found.above) == (chiang_mai, NOW.date(), malee)


def test_a_led_unit_and_one_without_people_say_nothing(nok, wipa, office, chiang_mai):
    empty = make_unit(office.organisation, "Lamphun team", parent=office)
    assert unled_among([chiang_mai.pk, empty.pk], NOW.date()) == []


def test_one_that_was_never_led_has_no_day(nok, chiang_mai):
    (found,) = unled_among([chiang_mai.pk], NOW.date())
    assert (found.since, found.above) == (None, None)


def test_the_level_above_reads_it_on_the_board(client, unled, malee):
    enter(client, malee)
    page = text(client.get(reverse("team")))
    assert f"{SINCE} You, the level above, see every flag." in page
    assert "Kanokwan" in page


@pytest.mark.parametrize("place", ["unit_tree", "unit"])
def test_the_admin_reads_it_in_the_tree_and_at_the_unit(
    client, unled, malee, ploy, chiang_mai, place
):
    enter(client, ploy)
    address = reverse(place, args=[chiang_mai.public_id] if place == "unit" else [])
    assert f"{SINCE} Malee, the level above, sees every flag." in text(client.get(address))


def test_the_people_read_it_where_they_look_for_somebody_to_talk_to(client, unled, malee, nok):
    enter(client, nok)
    page = text(client.get(reverse("talk")))
    assert f"{SINCE} Malee, the level above, sees every flag." in page


def test_nobody_above_is_said_too(client, unled, nok):
    enter(client, nok)
    assert f"{SINCE} Nobody supervises above it either." in text(client.get(reverse("talk")))


def test_of_a_led_unit_no_page_says_it(client, nok, wipa, malee, ploy):
    for person, name in ((malee, "team"), (ploy, "unit_tree"), (nok, "talk")):
        enter(client, person)
        assert "no supervisor" not in text(client.get(reverse(name)))


def test_offers_and_requests_of_the_unit_are_the_level_aboves(unled, malee, chiang_mai, office):
    assert units_led_by(malee) == sorted([office.pk, chiang_mai.pk])
