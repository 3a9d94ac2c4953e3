"""Who counts in a group: everybody who belongs, also without contracted hours, and each once."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from people.models import Membership, Person, Role
from people.weeks import Block
from tests.makers import (
    LONG_AGO,
    NOW,
    make_checkin,
    make_membership,
    make_person,
    make_unit,
    make_unweighed_week,
    make_week,
    make_workers,
)
from wellbeing.groups import actions as groups
from wellbeing.groups import freezing
from wellbeing.groups.group_answers import GroupAnswers, bases_of
from wellbeing.models import BlockResult
from workload.models import UnitLoad
from workload.units.actions import LoadCrowd

BLOCK = Block.latest(NOW)
FIRST = BLOCK.first


def counted(unit, kind=GroupAnswers, kept=BlockResult) -> tuple[int, int]:
    """How many people a unit has by itself, and how many of them sent."""
    crowd = kind(BLOCK, freezing.unfrozen(BLOCK, kept))
    own = crowd.own.get(unit.pk)
    return (own.people, own.sent) if own else (0, 0)


def test_a_volunteer_counts_in_the_team_whether_a_week_was_sent_or_not(nok, volunteer, chiang_mai):
    assert counted(chiang_mai) == (2, 0)
    make_checkin(volunteer, FIRST)
    assert counted(chiang_mai) == (2, 1)


@pytest.mark.parametrize("who", ["siriporn", "anan", "orathai", "ploy"])
def test_trainers_and_offices_count_among_the_people_of_their_own_unit(
    request, who, chiang_mai, office
):
    person = request.getfixturevalue(who)
    assert counted(office) == (1, 0)
    make_checkin(person, FIRST)
    assert counted(office) == (1, 1)
    assert counted(chiang_mai) == (0, 0)


def test_the_size_of_a_team_does_not_tell_which_volunteer_sent(nok, volunteer, chiang_mai):
    make_workers(5, chiang_mai)
    before = counted(chiang_mai)[0]
    make_checkin(volunteer, FIRST)
    assert counted(chiang_mai)[0] == before


def test_a_leader_without_hours_counts_above_the_team(wipa, chiang_mai, office):
    Membership.objects.filter(person=wipa).update(hours=None)
    assert (counted(chiang_mai), counted(office)) == ((0, 0), (1, 0))


def test_who_does_not_send_counts_where_they_would_have_sent(saphan, office):
    """In random histories of roles, `Person.base` and the groups name the same unit."""
    chance = Random(48)
    units = [make_unit(saphan, f"Team {n}", parent=office) for n in range(4)]
    for n in range(40):
        person = make_person(f"p{n}", saphan)
        paid = chance.random() < 0.3
        for place, unit in enumerate(chance.sample(units, chance.randint(1, 3))):
            over = chance.random() < 0.3
            make_membership(
                person,
                unit,
                chance.choice([Role.WORKER, Role.TRAINER, Role.CARE]),
                hours=Decimal(20) if paid and place == 0 else None,
                starts=LONG_AGO,
                ends=BLOCK.first.monday + timedelta(days=3) if over else None,
            )
    found = bases_of(BLOCK, [saphan.pk])
    for person in Person.objects.filter(memberships__isnull=False).distinct():
        if person.home or (person.base and not paid_before(person)):
            assert found[person.pk] == person.base.unit_id


def paid_before(person) -> bool:
    return any(m.hours is not None for m in person.every_membership)


def test_of_loads_only_people_with_contracted_hours_count(nok, volunteer, ploy, chiang_mai, office):
    make_week(nok, FIRST)
    make_unweighed_week(volunteer, FIRST)
    make_unweighed_week(ploy, FIRST)
    assert counted(chiang_mai, LoadCrowd, UnitLoad) == (1, 1)
    assert counted(office, LoadCrowd, UnitLoad) == (0, 0)


def test_an_office_that_sends_hides_no_load_of_a_team(saphan, office, chiang_mai):
    for name in ("one", "two", "three"):
        person = make_person(name, saphan)
        make_membership(person, office, Role.ADMIN)
        make_unweighed_week(person, FIRST)
    for one in make_workers(7, chiang_mai):
        make_week(one, FIRST)
    crowd = LoadCrowd(BLOCK, freezing.unfrozen(BLOCK, UnitLoad))
    [asked] = crowd.asked
    assert set(crowd.publish(asked)) == {office.pk, chiang_mai.pk}


def test_a_trainer_reads_the_band_of_the_unit_they_belong_to_and_of_none_below(
    siriporn, office, chiang_mai
):
    for one in make_workers(8, chiang_mai):
        make_checkin(one, FIRST)
    freezing.freeze(BLOCK, now=BLOCK.freezes)
    assert [one.unit for one in groups.read(siriporn).groups] == [office]
