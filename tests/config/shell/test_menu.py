"""A menu never leads to a page that is not there for its person."""

import pytest
import time_machine
from django.urls import reverse

from config.navigation import closed_to, tabs_of
from people.models import Role
from tests.makers import NOW, enter, make_membership, make_pack, make_person

WHERE = [("office", role) for role in Role] + [("chiang_mai", Role.ADMIN)]


@pytest.mark.parametrize(("unit", "role"), [*WHERE, ("office", None)])
def test_every_page_of_a_menu_opens(client, db, request, unit, role):
    place = request.getfixturevalue(unit)
    person = make_person("somebody", place.organisation)
    for one in Role if role is None else [role]:
        hours = 40 if one.carries_load else None
        make_membership(person, place, one, hours=hours if one is not Role.SUPERVISOR else None)
    make_pack(place.organisation)
    enter(client, person)
    with time_machine.travel(NOW):
        tabs, yours = tabs_of(person.roles, closed_to(person))
        closed = {
            page.url: status
            for tab in (*tabs, yours)
            for page in tab.pages
            if (status := client.get(reverse(page.url)).status_code) != 200
        }
    assert closed == {}
