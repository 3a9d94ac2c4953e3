"""Switching modules: who may, what is noted, and the page."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Organisation, Person, Role
from people.modules import actions as modules
from people.product_modules import MODULES, module_is_on, product_module
from tests.makers import NOW, enter, make_membership, make_other_admins, make_person

PAGE = "/people/modules/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def switch(by, key="forecast", *, on=False, of=None):
    return modules.switch(organisation=of or by.organisation, key=key, on=on, by=by, now=NOW)


def off(organisation) -> list[str]:
    return Organisation.objects.get(pk=organisation.pk).modules_off


def test_all_are_on_at_first(ploy):
    assert off(ploy.organisation) == []
    assert all(one.on for one in modules.states(ploy, []))


def test_it_is_off_for_all_of_the_organisation_and_for_no_other(ploy, nok, noi):
    assert switch(ploy)
    assert not module_is_on("forecast", nok)
    assert module_is_on("forecast", noi)
    assert module_is_on("lend_a_hand", nok)
    assert switch(ploy, on=True)
    assert off(ploy.organisation) == []


def test_a_second_press_changes_and_notes_nothing(ploy):
    assert switch(ploy)
    assert not switch(ploy)
    assert AccessEvent.objects.count() == 1


def test_the_trail_says_who_switched_what_and_when(ploy, office):
    switch(ploy)
    event = AccessEvent.objects.get()
    assert (event.viewer, event.viewer_role, event.what) == (ploy, Role.ADMIN, "module_off")
    assert (event.unit, event.person, event.at) == (office, None, NOW)
    assert event.subject == MODULES["forecast"].public_id
    found = modules.switched(ploy)
    assert [(one.module.key, one.on, one.by, one.at) for one in found] == [
        ("forecast", False, ploy, NOW)
    ]
    switch(ploy, on=True)
    assert [one.what for one in AccessEvent.objects.order_by("pk")] == ["module_off", "module_on"]
    assert [one.on for one in modules.switched(ploy)] == [True, False]


def test_an_admin_of_a_part_and_one_of_others_are_refused(ploy, chiang_mai, rest_house):
    for by in make_other_admins(chiang_mai, rest_house):
        with pytest.raises(ValidationError, match="You cannot"):
            switch(by, of=ploy.organisation)
    assert off(ploy.organisation) == []
    assert AccessEvent.objects.count() == 0


def test_a_module_that_is_not_there_is_refused(ploy):
    with pytest.raises(ValidationError, match="no such module"):
        switch(ploy, "weather")


def test_what_others_changed_is_not_in_the_list(ploy, rest_house):
    other = make_person("other", rest_house.organisation)
    make_membership(other, rest_house, Role.ADMIN)
    switch(other)
    assert modules.switched(ploy) == []


@pytest.mark.parametrize("taken", [{"routes": ("forecast",)}, {"notices": ("hand",)}])
def test_nothing_belongs_to_two_modules(taken):
    with pytest.raises(ValueError, match="belong to a module already"):
        product_module("another", "Another", "What it is.", "What is gone.", **taken)
    assert "another" not in MODULES


def test_the_page_says_of_each_what_it_is_and_what_is_gone_without_it(client, ploy):
    enter(client, ploy)
    page = client.get(PAGE).text
    for one in MODULES.values():
        assert str(one.label) in page
        assert str(one.about) in page
        assert str(one.without) in page
        assert f'name="off" value="{one.key}"' in page


def test_a_press_switches_and_the_page_says_who_did_so(client, ploy):
    enter(client, ploy)
    page = client.post(PAGE, {"off": "forecast"}, follow=True).text
    assert "The next 8 weeks: off. What people wrote is kept." in page
    assert "Switched off by Ploy Suwannarat, " in page
    assert 'name="on" value="forecast"' in page
    assert not module_is_on("forecast", Person.objects.get(pk=ploy.pk))
    page = client.post(PAGE, {"on": "forecast"}, follow=True).text
    assert "The next 8 weeks: on. Everything is as it was." in page
    assert "Switched on by Ploy Suwannarat, " in page
    assert page.count("<time ") == 2


@pytest.mark.parametrize("sent", [{"off": "weather"}, {"on": ""}, {}])
def test_another_press_is_refused_in_words(client, ploy, sent):
    enter(client, ploy)
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    assert "There is no such module." in answer.text


def test_the_people_of_the_root_unit_read_it_among_the_looks(client, ploy, siriporn):
    switch(ploy)
    enter(client, siriporn)
    assert "A module switched off." in client.get("/account/opened/").text
