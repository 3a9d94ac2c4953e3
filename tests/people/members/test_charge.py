"""Who answers to whom, and who may see that somebody exists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Charge, Membership, Person, Role, Unit
from people.weeks import today
from tests.makers import make_absence, make_membership, make_person, make_unit, make_worker


def supervisor(unit, name):
    person = make_person(name, unit.organisation)
    make_membership(person, unit, Role.SUPERVISOR)
    return person


def again(person):
    """The same person as the next request reads them."""
    return Person.objects.get(pk=person.pk)


def people_of(viewer):
    return set(Person.objects.supervised_by(again(viewer)))


@pytest.fixture
def yesterday():
    return today(timezone.now()) - timedelta(days=1)


@pytest.fixture
def night_team(chiang_mai):
    """A unit below the team, without a supervisor."""
    return make_unit(chiang_mai.organisation, "Night team", parent=chiang_mai)


def test_a_worker_answers_to_the_supervisor_of_the_unit(nok, wipa):
    assert people_of(wipa) == {nok}
    assert people_of(nok) == set()


def test_a_unit_without_a_supervisor_answers_to_the_next_above(nok, wipa, night_team):
    mali = make_worker(night_team)
    assert people_of(wipa) == {nok, mali}


def test_the_next_above_is_passed_on_over_empty_units(nok, wipa, night_team):
    deeper = make_unit(night_team.organisation, "Desk", parent=night_team)
    mali = make_worker(deeper)
    assert people_of(wipa) == {nok, mali}


def test_a_unit_with_its_own_supervisor_answers_no_further(nok, wipa, night_team):
    mali, deputy = make_worker(night_team), supervisor(night_team, "deputy")
    assert people_of(wipa) == {nok, deputy}
    assert people_of(deputy) == {mali}


def test_a_supervisor_answers_to_the_nearest_supervisor_above(nok, wipa, office, siriporn):
    head = supervisor(office, "head")
    assert people_of(head) == {wipa}
    assert people_of(wipa) == {nok}


def test_the_leads_below_are_known_each_once_also_who_is_away(wipa, chiang_mai, office, yesterday):
    lamphun = make_unit(office.organisation, "Lamphun", parent=office)
    make_membership(wipa, lamphun, Role.SUPERVISOR, hours=None)
    deputy, head = supervisor(chiang_mai, "deputy"), supervisor(office, "head")
    make_absence(deputy, starts=yesterday, ends=yesterday + timedelta(days=9))
    assert sorted(again(head).charge.lower_leads) == sorted([wipa.pk, deputy.pk])
    assert again(wipa).charge.lower_leads == ()


def test_two_supervisors_share_a_unit_and_not_each_other(nok, wipa, chiang_mai):
    deputy = supervisor(chiang_mai, "deputy")
    assert people_of(wipa) == people_of(deputy) == {nok}
    assert again(wipa).charge.members_of == {chiang_mai.pk: 2}


def test_who_leads_a_unit_and_the_one_above_answers_for_the_deputy(nok, wipa, chiang_mai, office):
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    deputy = supervisor(chiang_mai, "deputy")
    assert people_of(wipa) == {nok, deputy}
    assert people_of(deputy) == {nok}


def test_a_supervisor_who_also_works_there_answers_above(nok, wipa, chiang_mai, office):
    make_membership(wipa, chiang_mai, Role.WORKER, hours=None)
    deputy, head = supervisor(chiang_mai, "deputy"), supervisor(office, "head")
    assert people_of(deputy) == {nok}
    assert people_of(head) == {wipa, deputy}


def test_a_worker_who_supervises_elsewhere_answers_in_both_places(nok, wipa, office, chiang_mai):
    lamphun = make_unit(office.organisation, "Lamphun", parent=office)
    make_membership(nok, lamphun, Role.SUPERVISOR, hours=None)
    head = supervisor(office, "head")
    assert nok in people_of(wipa)
    assert nok in people_of(head)


def test_the_supervisor_of_a_supervised_unit_above_does_not_see_its_workers(nok, wipa, office):
    head = supervisor(office, "head")
    assert nok not in people_of(head)


def test_one_never_answers_to_oneself(wipa, office):
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    assert people_of(wipa) == set()


def test_a_membership_that_ended_counts_no_more(nok, wipa, yesterday):
    nok.memberships.update(ends=yesterday)
    assert people_of(wipa) == set()


def test_the_last_day_still_counts(nok, wipa, yesterday):
    nok.memberships.update(ends=yesterday + timedelta(days=1))
    assert people_of(wipa) == {nok}


def test_who_comes_tomorrow_is_not_there_yet(nok, wipa, yesterday):
    nok.memberships.update(starts=yesterday + timedelta(days=2))
    assert people_of(wipa) == set()


def test_a_supervisor_who_left_answers_for_nobody_and_the_next_above_does(
    nok, wipa, office, yesterday
):
    head = supervisor(office, "head")
    wipa.memberships.update(ends=yesterday)
    assert people_of(wipa) == set()
    assert people_of(head) == {nok}


def test_a_trainer_in_the_unit_answers_to_nobody(wipa, chiang_mai):
    trainer = make_person("trainer", chiang_mai.organisation)
    make_membership(trainer, chiang_mai, Role.TRAINER)
    assert people_of(wipa) == set()


def test_another_organisation_is_out_of_reach(noi, rest_house, nok, wipa):
    theirs = supervisor(rest_house, "theirs")
    assert people_of(theirs) == {noi}
    assert people_of(wipa) == {nok}


def test_paths_that_only_look_alike_are_different_units(saphan, nok):
    # "1." and "12." begin alike; only the dot keeps them apart.
    units = [make_unit(saphan, f"Unit {number}") for number in range(12)]
    for unit in units:
        assert list(Unit.objects.within(unit.path)) == [unit]


def test_a_worker_costs_no_statement_and_a_supervisor_one(nok, wipa, office):
    for person, statements in ((nok, 0), (wipa, 1)):
        reader = again(person)
        assert reader.current_memberships
        with CaptureQueriesContext(connection) as seen:
            Charge.of(reader)
        assert len(seen) == statements


# --- visible_to --------------------------------------------------------------------------------


@pytest.fixture
def everybody(nok, wipa, siriporn, anan, orathai, ploy, noi):
    return {"nok", "wipa", "siriporn", "anan", "orathai", "ploy"}


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("nok", {"nok"}),
        ("wipa", {"wipa", "nok"}),
        ("orathai", {"orathai"}),
        ("siriporn", "everybody"),
        ("anan", "everybody"),
        ("ploy", "everybody"),
        ("noi", {"noi"}),
    ],
)
def test_who_sees_that_somebody_exists(viewer, seen, everybody, request):
    viewer = again(request.getfixturevalue(viewer))
    found = {person.username for person in Person.objects.visible_to(viewer)}
    assert found == (everybody if seen == "everybody" else seen)
    members = Membership.objects.visible_to(again(viewer))
    assert {member.person.username for member in members} == found


def test_an_office_below_sees_nobody_above(nok, wipa, siriporn, chiang_mai):
    trainer = make_person("trainer", chiang_mai.organisation)
    make_membership(trainer, chiang_mai, Role.TRAINER)
    found = Person.objects.visible_to(again(trainer))
    assert {person.username for person in found} == {"nok", "wipa", "trainer"}


def test_each_person_is_found_once_whatever_they_hold(nok, ploy, office, chiang_mai):
    make_membership(nok, office, Role.TRAINER)
    make_membership(ploy, chiang_mai, Role.TRAINER)
    found = list(Person.objects.visible_to(again(ploy)).order_by("account__username"))
    assert [person.username for person in found] == ["nok", "ploy"]


def test_units_are_seen_in_ones_own_organisation(nok, noi, office, chiang_mai, rest_house):
    assert set(Unit.objects.visible_to(nok)) == {office, chiang_mai}
    assert set(Unit.objects.visible_to(noi)) == {rest_house}


def test_an_admin_whose_role_ended_looks_after_nobody(nok, ploy, yesterday):
    assert set(Person.objects.managed_by(again(ploy))) == {nok, ploy}
    ploy.memberships.update(ends=yesterday)
    assert not Person.objects.managed_by(again(ploy)).exists()


def test_what_a_head_answers_for_is_written_out_once_for_all_people_on_a_board(nok, wipa, office):
    """It is as long as there are units: written out for each person, it grew with their square."""
    head = supervisor(office, "head")
    held = head.charge.posts_held
    assert held == {(office.pk, Role.WORKER), (wipa.base.unit_id, Role.SUPERVISOR)}
    assert head.charge.posts_held is held
