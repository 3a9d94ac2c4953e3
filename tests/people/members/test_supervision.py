"""Who answers for somebody, seen from below: the same people as seen from above."""

from random import Random

import pytest
from django.utils import timezone

from people.members.supervision import reachable, supervisors_of
from people.models import Person, Role
from tests.makers import make_membership, make_person, make_unit, make_worker


def supervisor(unit, name, **changes):
    person = make_person(name, unit.organisation)
    make_membership(person, unit, Role.SUPERVISOR, **changes)
    return person


def above(person):
    return set(supervisors_of(Person.objects.get(pk=person.pk), timezone.now()))


def test_a_worker_reaches_their_supervisor_first_and_then_staff_care(nok, orathai, wipa):
    assert reachable(nok, timezone.now()) == [(wipa, Role.SUPERVISOR), (orathai, Role.CARE)]


def test_somebody_without_a_home_reaches_nobody(orathai, wipa):
    assert reachable(orathai, timezone.now()) == []


def test_a_supervisor_whose_account_is_closed_is_not_reached(nok, wipa):
    wipa.is_active = False
    wipa.save()
    assert above(nok) == set()


def test_who_is_both_supervisor_and_staff_care_is_named_once(nok, wipa, office):
    make_membership(wipa, office, Role.CARE, hours=None)
    assert reachable(nok, timezone.now()) == [(wipa, Role.SUPERVISOR)]


def test_another_organisation_is_out_of_reach(noi, wipa, orathai):
    assert reachable(noi, timezone.now()) == []


def random_tree(organisation, chance):
    """Make a few units below one another, with workers and supervisors in most of them."""
    units = [make_unit(organisation, "Root")]
    for number in range(chance.randint(1, 5)):
        units.append(make_unit(organisation, f"Unit {number}", parent=chance.choice(units)))
    people = []
    for place, unit in enumerate(units):
        for number in range(chance.choice([0, 1, 1, 2])):
            people.append(make_worker(unit, f"w{place}-{number}"))
        for number in range(chance.choice([0, 0, 1, 2])):
            people.append(supervisor(unit, f"s{place}-{number}"))
    return units, people


@pytest.mark.parametrize("seed", range(30))
def test_seen_from_below_and_from_above_it_is_the_same(seed, saphan):
    chance = Random(seed)
    units, people = random_tree(saphan, chance)
    if seed % 2 and people:
        # Somebody also leads another unit than the one their week is counted in.
        make_membership(chance.choice(people), chance.choice(units), Role.SUPERVISOR, hours=None)
    from_above = {one.pk: set() for one in people}
    for viewer in Person.objects.filter(pk__in=from_above):
        for one in Person.objects.supervised_by(viewer):
            from_above[one.pk].add(viewer)
    assert {one.pk: above(one) for one in people} == from_above
