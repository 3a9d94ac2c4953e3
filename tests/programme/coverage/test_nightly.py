"""The overview of a large organisation shows the counts of the night, and the same ones.

Two thousand people are too many for a test, so the number from which it is large is a small one.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from people.each_organisation import SomeFailedError
from people.keys.chance import chance_keys
from people.models import Organisation, Person, Role, Unit
from people.weeks import Block, today
from programme.coverage import actions as coverage
from programme.coverage import nightly
from programme.coverage.tasks import count_units
from programme.models import UnitCount
from tests.makers import (
    NOW,
    at,
    enter,
    make_membership,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)

from .test_actions import AFTER, BEFORE, make_certificate, make_flag

NIGHT = at("2026-11-20 04:00")
TODAY = today(NOW)


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """Five people are a large organisation in here."""
    monkeypatch.setattr(nightly, "COUNTED_FROM", 5)


@pytest.fixture
def crowd(saphan, office, chiang_mai, anan):
    """Three units at three depths, people of two of them, certificates of all states, and flags."""
    desk = make_unit(saphan, "Desk", parent=chiang_mai)
    people = [*make_workers(6, chiang_mai), *make_workers(4, desk)]
    make_membership(people[0], office, Role.TRAINER)
    make_membership(people[1], desk, Role.SUPERVISOR)
    former = make_person("former", saphan)
    make_membership(former, desk, ends=TODAY - timedelta(days=1))
    make_certificate(former, None)
    make_certificate(make_worker(desk, awaited=True), None)
    for n, days in enumerate((None, -1, 0, 60, 61, 400)):
        make_certificate(people[n], days if days is None else TODAY + timedelta(days=days))
    make_certificate(people[0], TODAY, name="Interviewing")
    make_certificate(people[1], date(2020, 1, 1), current=False, name="Interviewing")
    make_flag(people[0], "red")
    make_flag(people[1])
    make_flag(people[7])
    make_flag(people[8], closed_at=NOW)
    make_flag(people[6], rests_since=Block.latest(NOW).first.monday)
    make_flag(people[9], came_back_at=BEFORE)
    people[9].memberships.update(given_at=BEFORE)
    # What was no flag when the newest block was frozen is none, and who had no role did not count.
    make_flag(people[2], opened_at=AFTER)
    make_flag(people[3], closed_at=BEFORE)
    make_flag(people[4], came_back_at=AFTER)
    make_flag(people[5], rests_since=(Block.latest(NOW).first - 1).monday)
    for changes in ({"given_at": AFTER}, {"starts": today(AFTER)}):
        make_flag(late := make_worker(desk))
        late.memberships.update(**changes)
    return people


def read(viewer, now=NOW):
    """Read the overview as the next request does."""
    found = Person.objects.select_related("organisation").get(pk=viewer.pk)
    return coverage.read(found, now=now)


def counted(viewer, now=NOW):
    """What the overview shows, without the page and the hour."""
    found = read(viewer, now)
    rows = [(row.unit, row.people, row.certificates) for row in found.rows]
    return found.people, found.units, found.flags, found.certificates, rows


def test_the_counts_of_the_night_are_those_that_are_counted_at_once(anan, saphan, crowd):
    live = counted(anan)
    assert nightly.count(saphan, now=NIGHT) == 3
    assert read(anan, now=NOW).counted_at == NIGHT
    assert counted(anan) == live
    assert live[0] == 13
    sums, kept = coverage.sums(anan, NOW), UnitCount.objects.get(unit__parent=None)
    assert (sums["carrying"], sums["flagged"]) == (kept.carrying, kept.red + kept.amber) == (11, 6)


def test_they_are_for_an_office_of_a_part_too(saphan, chiang_mai, crowd):
    local = make_person("chan", saphan)
    make_membership(local, chiang_mai, Role.PROGRAMME)
    live = counted(local)
    nightly.count(saphan, now=NIGHT)
    assert read(local, now=NOW).counted_at == NIGHT
    assert counted(local) == live


def test_what_changes_after_the_night_is_shown_the_next_day(anan, saphan, chiang_mai, crowd):
    nightly.count(saphan, now=NIGHT)
    make_worker(chiang_mai)
    new = make_unit(saphan, "New desk", parent=chiang_mai)
    found = read(anan, now=NOW)
    assert found.people == 13
    assert [row.people for row in found.rows if row.unit == new] == [None]
    nightly.count(saphan, now=NIGHT + timedelta(days=1))
    later = read(anan, now=NOW + timedelta(days=1))
    assert (later.people, later.units) == (14, 4)


def test_old_counts_are_not_shown(anan, saphan, crowd):
    nightly.count(saphan, now=NIGHT)
    after = NIGHT + nightly.LASTS
    assert read(anan, now=after - timedelta(minutes=1)).counted_at == NIGHT
    assert read(anan, now=after).counted_at is None


def test_a_small_organisation_counts_at_once_and_keeps_no_counts(anan, saphan, crowd, monkeypatch):
    nightly.count(saphan, now=NIGHT)
    monkeypatch.setattr(nightly, "COUNTED_FROM", 2_000)
    assert nightly.count(saphan, now=NIGHT) == 0
    assert not UnitCount.objects.exists()
    assert read(anan, now=NOW).counted_at is None


def test_an_office_of_two_parts_counts_at_once(saphan, office, crowd):
    both, north = make_person("both", saphan), make_unit(saphan, "North", parent=office)
    make_membership(both, north, Role.PROGRAMME)
    make_membership(both, make_unit(saphan, "South", parent=office), Role.PROGRAMME)
    nightly.count(saphan, now=NIGHT)
    assert read(both, now=NOW).counted_at is None


def test_an_office_and_a_part_of_it_are_one(saphan, office, chiang_mai, crowd, anan):
    make_membership(anan, chiang_mai, Role.PROGRAMME)
    nightly.count(saphan, now=NIGHT)
    found = read(anan, now=NOW)
    assert found.counted_at == NIGHT


def test_flags_are_withheld_by_the_rule_of_the_moment(anan, saphan, crowd):
    nightly.count(saphan, now=NIGHT)
    assert read(anan, now=NOW).flags
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=11)
    assert read(anan, now=NOW).flags is None


def test_the_job_counts_anew_and_others_apart(client, anan, saphan, crowd, noi):
    with time_machine.travel(NIGHT, tick=False):
        count_units.call()
        count_units.call()
    assert UnitCount.objects.count() == 3
    with time_machine.travel(NOW, tick=False):
        enter(client, anan)
        shown = " ".join(client.get(reverse("programme")).text.split())
    assert "as counted on Friday 20 November, 04:00." in shown


def test_an_organisation_that_cannot_be_counted_holds_up_no_other(
    saphan, crowd, noi, rest_house, caplog
):
    for _n in range(5):
        make_worker(rest_house)
    [spoilt, whole] = sorted((saphan, noi.organisation), key=lambda one: one.pk)
    Unit.objects.filter(organisation=spoilt).update(path="spoilt.")
    with pytest.raises(SomeFailedError, match="^Units could not be counted: 1$"):
        count_units.call()
    assert {one.unit.organisation for one in UnitCount.objects.all()} == {whole}
    assert caplog.messages == ["Units could not be counted: ValueError"]


def test_who_has_no_programme_role_finds_no_count(saphan, ploy, siriporn, crowd):
    nightly.count(saphan, now=NIGHT)
    for other in (ploy, siriporn, crowd[0]):
        assert not UnitCount.objects.visible_to(other).exists()
        other.organisation.refresh_from_db()
        assert nightly.counted_whole(other, NOW) is None


@pytest.mark.parametrize("units", [1, 19])
def test_the_counts_of_the_night_cost_three_statements(
    units, anan, saphan, office, django_assert_num_queries
):
    for number in range(units):
        make_workers(5, make_unit(saphan, f"Unit {number}", parent=office))
    nightly.count(saphan, now=NIGHT)
    chance_keys([saphan.pk])
    anan = Person.objects.select_related("organisation").get(pk=anan.pk)
    assert len(anan.current_memberships) == 1
    with django_assert_num_queries(3):
        found = coverage.read(anan, now=NOW)
        assert [str(row.unit.parent) for row in found.rows][1:] == ["Head office"] * units
