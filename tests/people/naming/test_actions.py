"""How people are named: who chooses it, what is noted, and the page."""

import re

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people import access_kinds
from people.models import AccessEvent, Organisation, RankPlace, Role
from people.naming import actions as naming
from tests.makers import NOW, enter, judge_stale, make_other_admins

PAGE = "/people/naming/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def choose(by, *places, khun=True, of=None):
    about = {"organisation": of or by.organisation, "by": by, "now": NOW}
    return naming.choose_naming(rank_places=places, says_khun=khun, **about)


def places_of(organisation) -> list[str]:
    return Organisation.objects.get(pk=organisation.pk).rank_places


def test_ranks_stand_nowhere_at_first(ploy):
    assert places_of(ploy.organisation) == []


def test_places_are_kept_in_one_order_and_for_no_other_organisation(ploy, noi):
    assert choose(ploy, "passport", "board", "board")
    assert places_of(ploy.organisation) == ["board", "passport"]
    assert places_of(noi.organisation) == []


def test_the_trail_says_who_changed_it_and_a_second_press_notes_nothing(ploy, office):
    assert choose(ploy, "board")
    assert not choose(ploy, "board")
    event = AccessEvent.objects.get()
    assert (event.viewer, event.viewer_role, event.what) == (ploy, Role.ADMIN, "naming")
    assert (event.unit, event.person, event.at) == (office, None, NOW)
    assert access_kinds.NAMING in access_kinds.ACCESS_KINDS


def test_an_admin_of_a_part_and_one_of_others_are_refused(ploy, chiang_mai, rest_house):
    for by in make_other_admins(chiang_mai, rest_house):
        with pytest.raises(ValidationError, match="You cannot"):
            choose(by, "board", of=ploy.organisation)
    assert places_of(ploy.organisation) == []


def test_a_place_that_is_not_there_is_refused_at_its_field(ploy):
    with pytest.raises(ValidationError) as refused:
        choose(ploy, "greeting")
    assert refused.value.message_dict == {"rank_places": ["There is no such place."]}


def test_the_page_shows_what_is_chosen_and_takes_another_choice(client, ploy):
    enter(client, ploy)
    for place in RankPlace:
        assert f'value="{place}"' in client.get(PAGE).text
    assert ticked(client.get(PAGE).text) == {"says_khun"}
    page = client.post(PAGE, {"rank_places": ["roll"]}, follow=True).text
    assert "Saved." in page
    assert places_of(ploy.organisation) == ["roll"]
    assert ticked(page) == {"rank_places"}
    client.post(PAGE, {"says_khun": "on"})
    assert places_of(ploy.organisation) == []
    assert ticked(client.get(PAGE).text) == {"says_khun"}


def ticked(page: str) -> set[str]:
    boxes = re.findall(r"<input[^>]*>", page)
    return {re.search(r'name="(\w+)"', one)[1] for one in boxes if " checked" in one}


def test_a_refusal_stands_at_its_field(client, ploy):
    enter(client, ploy)
    answer = client.post(PAGE, {"rank_places": ["greeting"]})
    assert answer.status_code == 422
    assert answer.text.count("There is no such place.") == 2


def test_how_people_are_named_is_not_put_back_by_an_older_page(client, ploy):
    enter(client, ploy)
    judge_stale(
        client,
        PAGE,
        change=lambda: Organisation.objects.filter(pk=ploy.organisation_id).update(says_khun=False),
        typed={"rank_places": [RankPlace.values[0]]},
        told=["–"],
    )
