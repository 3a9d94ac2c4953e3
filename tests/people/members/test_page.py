"""The list of people counts in one go what it lists one by one, in organisations made by chance."""

import random
from datetime import timedelta

import pytest
import time_machine

from people.members.page import STATES, PeopleAsked, PeopleList, UnitTree
from people.members.unled import unled_among, without_lead
from people.models import Membership, Person, Role, Unit
from people.units.outline import UnitOutline
from tests.makers import (
    LONG_AGO,
    NOW,
    make_absence,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
)

DAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=range(6))
def admin(request, db) -> Person:
    """An admin of a part of an organisation in which people come, move, leave and are away."""
    chance = random.Random(request.param)
    organisation = make_organisation("By chance")
    tree = [make_unit(organisation, "Office")]
    tree += [make_unit(organisation, f"Unit {n}", chance.choice(tree)) for n in range(5)]
    for n in range(40):
        changes = {"awaited": chance.random() < 0.2, "is_active": chance.random() < 0.8}
        if chance.random() < 0.5:
            changes["employed_until"] = DAY + timedelta(days=chance.randrange(-30, 120))
        person = make_person(f"person{n}", organisation, **changes)
        for unit in chance.sample(tree, k=chance.choice([0, 1, 1, 2])):
            ends = chance.choice([None, DAY, DAY - timedelta(days=1), DAY + timedelta(days=9)])
            starts = chance.choice([LONG_AGO, LONG_AGO, DAY + timedelta(days=3)])
            if ends is None or ends >= starts:
                role = chance.choice([Role.WORKER, Role.WORKER, Role.SUPERVISOR])
                make_membership(person, unit, role, hours=None, starts=starts, ends=ends)
        if chance.random() < 0.2:
            make_absence(person)
    admin = make_person("admin", organisation)
    for unit in chance.sample(tree, k=chance.choice([1, 2])):
        make_membership(admin, unit, Role.ADMIN)
    return Person.objects.get(pk=admin.pk)


def asked_for(admin: Person) -> list[PeopleAsked]:
    units = [None, *Unit.objects.within(*admin.paths(Role.ADMIN))]
    return [PeopleAsked(unit, role=role, text=text) for unit in units for role, text in ASKED]


ASKED = [("", ""), (Role.WORKER, ""), (Role.SUPERVISOR, ""), ("", "person1"), (Role.WORKER, "3")]


def test_each_state_counts_the_people_that_it_lists_and_all_are_managed(admin):
    managed = set(Person.objects.managed_by(admin))
    for asked in asked_for(admin):
        found = PeopleList(admin, asked, NOW)
        listed = {state: list(getattr(found, state)) for state in STATES if state != "invited"}
        assert {state: found.counts[state] for state in listed} == {
            state: len(set(people)) for state, people in listed.items()
        }
        for people in listed.values():
            assert managed.issuperset(people)
        held = Membership.objects.filter(unit__in=[asked.unit] if asked.unit else units_of(admin))
        held = held.filter(role=asked.role) if asked.role else held
        here = {one.person for one in held if one.lasts(DAY)}
        left = {
            one.person
            for one in held
            if not any(other.lasts(DAY) for other in one.person.memberships.all())
        }
        if not asked.text:
            assert set(listed["here"]) == here
            assert set(listed["left"]) == left


def units_of(admin: Person) -> list[Unit]:
    return list(Unit.objects.within(*admin.paths(Role.ADMIN)))


def test_the_tree_marks_who_leads_and_where_nobody_does(admin):
    tree = UnitTree(UnitOutline(Unit.objects.within(*admin.paths(Role.ADMIN))), DAY)
    nodes, waiting = [], list(tree.nodes)
    for node in waiting:
        nodes.append(node)
        waiting += node.below
    assert {node.unit for node in nodes} == set(units_of(admin))
    here = Membership.objects.on(DAY)
    there = Membership.objects.present_on(DAY).filter(role=Role.SUPERVISOR)
    for node in nodes:
        of_unit = here.filter(unit=node.unit)
        assert node.heads == of_unit.values("person").distinct().count()
        assert set(node.leads) == {one.person for one in there.filter(unit=node.unit)}
        assert node.unled == (of_unit.filter(role=Role.WORKER).exists() and not node.leads)
    unled = [node.unit.pk for node in nodes if node.unled]
    named = without_lead(Unit.objects.within(*admin.paths(Role.ADMIN)), DAY)
    assert sorted(one.pk for one in named) == sorted(unled)
    assert unled_among(named, DAY) == unled_among(sorted(unled), DAY)
