"""The programme's figures over a small world that can be counted by hand."""

from datetime import date, timedelta

import pytest

from people.keys.chance import chance_keys
from people.members import awaited, memberships
from people.members.role_events import Giver
from people.models import Membership, Organisation, Person, Role
from people.weeks import Block, today
from programme.coverage import actions as coverage
from programme.coverage import nightly
from programme.coverage.actions import Certificates
from tests.makers import (
    NOW,
    at,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)
from training.models import Certificate, CertificateType
from training.rules.certificates import CertificateState, state
from workload.models import Flag

TODAY = today(NOW)
FROZEN = Block.latest(NOW).freezes
BEFORE, AFTER = FROZEN - timedelta(days=1), FROZEN + timedelta(days=1)


def make_certificate(person, expires_on, current=True, name="First aid"):
    kind, _ = CertificateType.objects.get_or_create(
        organisation=person.organisation, name={"en": name}
    )
    return Certificate.objects.create(
        person=person,
        type=kind,
        issued_on=date(2024, 1, 1),
        expires_on=expires_on,
        issued_by=person,
        current=current,
    )


def make_flag(person, level="amber", opened_at=BEFORE, **about):
    """A flag that was open when the newest block was frozen, unless something else is said."""
    about = {"opened_week": today(opened_at), "opened_at": opened_at} | about
    return Flag.objects.create(
        organisation=person.organisation, person=person, level=level, **about
    )


@pytest.fixture
def crew(nok, wipa, chiang_mai):
    """Five people in the Chiang Mai team, Nok and Wipa among them."""
    return [nok, wipa, *make_workers(3, chiang_mai)]


def test_people_and_units_are_those_at_or_below_the_office(anan, crew, chiang_mai, noi):
    found = coverage.read(anan, now=NOW)
    assert (found.people, found.units) == (6, 2)
    assert [(row.unit.name["en"], row.people) for row in found.rows] == [
        ("Head office", 1),
        ("Chiang Mai team", 5),
    ]


def test_a_reach_ends_where_its_unit_does(saphan, office, chiang_mai, crew):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    make_worker(lamphun)
    local = make_person("chan", saphan)
    make_membership(local, chiang_mai, Role.PROGRAMME)
    found = coverage.read(local, now=NOW)
    assert [row.unit for row in found.rows] == [chiang_mai]
    assert found.people == 6


def test_former_and_future_members_do_not_count(anan, crew, chiang_mai, saphan):
    former, future = make_person("former", saphan), make_person("future", saphan)
    make_membership(former, chiang_mai, ends=TODAY - timedelta(days=1))
    make_membership(future, chiang_mai, starts=TODAY + timedelta(days=1))
    last_day = make_person("lastday", saphan)
    make_membership(last_day, chiang_mai, ends=TODAY)
    make_certificate(former, None)
    found = coverage.read(anan, now=NOW)
    assert found.people == 7
    assert found.rows[1].people == 6
    assert found.rows[1].certificates.all == 0


def test_who_has_not_come_in_counts_in_no_sum(anan, crew, chiang_mai):
    """A list of people that an admin only entered makes no group large enough."""
    make_certificate(make_worker(chiang_mai, awaited=True), None)
    for _ in range(5):
        make_worker(chiang_mai, awaited=True)
    found = coverage.read(anan, now=NOW)
    assert (found.people, found.flags) == (6, None)
    assert [row.people for row in found.rows] == [1, 5]
    assert found.certificates == found.rows[1].certificates == Certificates()
    assert coverage.sums(anan, NOW)["carrying"] == 5


def test_who_belongs_to_two_units_counts_once_in_the_sum(anan, crew, nok, office):
    make_membership(nok, office, Role.TRAINER)
    make_certificate(nok, None)
    make_flag(nok)
    found = coverage.read(anan, now=NOW)
    assert found.people == 6
    assert [row.people for row in found.rows] == [2, 5]
    assert [row.certificates.valid for row in found.rows] == [1, 1]
    assert found.certificates == Certificates(valid=1)
    assert coverage.sums(anan, NOW)["flagged"] == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Certificates(expired=1)),
        (0, Certificates(due=1)),
        (60, Certificates(due=1)),
        (61, Certificates(valid=1)),
        (None, Certificates(valid=1)),
    ],
)
def test_a_certificate_changes_state_exactly_at_the_edge(anan, nok, days, expected):
    make_certificate(nok, None if days is None else TODAY + timedelta(days=days))
    found = coverage.read(anan, now=NOW)
    assert found.certificates == expected
    assert found.rows[1].certificates == expected
    assert found.rows[0].certificates == Certificates()


def test_the_count_and_the_rule_agree_on_every_day(anan, nok):
    for name, days in enumerate(range(-3, 65)):
        make_certificate(nok, TODAY + timedelta(days=days), name=f"Course {name}")
    days = [TODAY + timedelta(days=n) for n in range(-3, 65)]
    rule = [state(day, TODAY) for day in days]
    assert coverage.read(anan, now=NOW).certificates == Certificates(
        *(
            rule.count(one)
            for one in (CertificateState.VALID, CertificateState.DUE, CertificateState.EXPIRED)
        )
    )


def test_only_the_newest_certificate_of_a_kind_counts(anan, nok):
    make_certificate(nok, TODAY - timedelta(days=300), current=False)
    make_certificate(nok, TODAY + timedelta(days=300))
    assert coverage.read(anan, now=NOW).certificates == Certificates(valid=1)


def test_flags_are_counted_as_they_were_when_the_block_was_frozen(anan, crew, noi, chiang_mai):
    nok, wipa, third, fourth, fifth = crew
    make_flag(nok, "red", closed_at=AFTER)
    make_flag(wipa, rests_since=Block.latest(NOW).first.monday)
    make_flag(third, closed_at=BEFORE)
    make_flag(fourth, opened_at=AFTER)
    make_flag(fifth, came_back_at=AFTER)
    make_flag(make_worker(chiang_mai), rests_since=(Block.latest(NOW).first - 1).monday)
    make_flag(noi)
    counted = coverage.sums(anan, NOW)
    assert (counted["flagged"], counted["carrying"]) == (2, 6)


def test_whoever_has_another_role_in_reach_is_none_of_those_who_carry_load_there(
    saphan, chiang_mai, nok
):
    """An admin who gives a worker of elsewhere a trainer's role brings no flag into an office."""
    lamphun = make_unit(saphan, "Lamphun team")
    both = make_person("both", saphan)
    make_membership(both, lamphun, Role.PROGRAMME)
    make_membership(nok, lamphun, Role.TRAINER)
    make_flag(nok)
    counted = coverage.sums(both, NOW)
    assert (counted["flagged"], counted["carrying"]) == (0, 0)


def look(viewer, now=NOW):
    """What an office reads of flags, as in a new request."""
    return coverage.read(Person.objects.get(pk=viewer.pk), now=now).flags


def test_whoever_moves_people_out_and_in_finds_nobodys_flag(
    anan, ploy, saphan, chiang_mai, time_machine
):
    """Nobody can be placed at an edge: of today's moves nothing is told before the next block."""
    time_machine.move_to(NOW, tick=False)
    anan.memberships.update(unit=chiang_mai)
    elsewhere = make_unit(saphan, "Lamphun team", parent=chiang_mai.parent)
    people = make_workers(12, chiang_mai)
    for one in people[:6]:
        make_flag(one, "red")
    before = look(anan)
    for one in people:
        [held] = one.memberships.all()
        place = {"role": Role.WORKER, "job": held.job, "hours": None, "day": TODAY, "now": NOW}
        memberships.move(membership=held, unit=elsewhere, by=ploy, **place)
        assert look(anan) == before
    for one in make_workers(2, elsewhere):
        make_flag(one)
        place = {"role": Role.WORKER, "job": held.job, "hours": None, "now": NOW}
        back = today(BEFORE) - timedelta(days=30)
        memberships.join(person=one, unit=chiang_mai, day=back, by=ploy, **place)
        assert look(anan) == before


@pytest.mark.parametrize("how", ["leave", "move"])
def test_whoever_ends_roles_before_the_block_was_frozen_finds_nobodys_flag(
    anan, ploy, saphan, chiang_mai, time_machine, how
):
    """An end that is entered later is none of then: the words would part people by their flags."""
    time_machine.move_to(NOW, tick=False)
    elsewhere = make_unit(saphan, "Lamphun team", parent=chiang_mai.parent)
    anan.memberships.update(unit=chiang_mai)
    people = make_workers(14, chiang_mai)
    for one in people[:6]:
        make_flag(one, "red")
    gone = make_worker(chiang_mai)
    gone.memberships.update(ends=today(BEFORE) - timedelta(days=1), changed_at=BEFORE)
    before, counted = look(anan), coverage.sums(anan, NOW)
    assert (counted["carrying"], counted["flagged"]) == (14, 6)
    back = today(BEFORE) - timedelta(days=2)
    for one in people:
        [held] = one.memberships.all()
        if how == "leave":
            memberships.leave(membership=held, last_day=back, by=ploy, now=NOW)
        else:
            place = {"role": Role.WORKER, "job": held.job, "hours": None, "day": back, "now": NOW}
            memberships.move(membership=held, unit=elsewhere, by=ploy, **place)
    after = coverage.sums(Person.objects.get(pk=anan.pk), NOW)
    assert (after["carrying"], after["flagged"]) == (14, 6)
    assert look(anan) == before
    whole = {one.unit_id: one for one in nightly.counts_of(saphan, NOW)}[chiang_mai.pk]
    assert (whole.carrying, whole.red) == (14, 6)


def test_whoever_comes_in_counts_from_the_next_block_on(anan, ploy, chiang_mai, time_machine):
    """Else chance would be drawn anew with each of a list of people who come in one by one."""
    time_machine.move_to(NOW, tick=False)
    for one in make_workers(12, chiang_mai)[:5]:
        make_flag(one)
    entered = [make_worker(chiang_mai, awaited=True) for _ in range(4)]
    Membership.objects.update(given_at=BEFORE)
    before = look(anan)
    for one in entered:
        awaited.come_in(one, Giver(ploy), NOW)
        assert look(anan) == before
    assert before.people == 12
    assert look(anan, FROZEN + timedelta(weeks=4)).people == 16


def test_whoever_looks_every_day_sees_no_flag_that_opened_closed_or_rose(anan, chiang_mai):
    people = make_workers(13, chiang_mai)
    flags = [make_flag(one) for one in people[:6]]
    before = look(anan)
    for one in people[6:]:
        make_flag(one, "red", opened_at=AFTER)
        assert look(anan) == before
    for flag in flags:
        Flag.objects.filter(pk=flag.pk).update(level="red")
        assert look(anan) == before
        Flag.objects.filter(pk=flag.pk).update(closed_at=AFTER)
        assert look(anan) == before
    assert look(anan, Block.latest(NOW).freezes + timedelta(weeks=4)) != before


def test_chance_has_another_say_in_every_block_and_none_between_offices_of_the_same_people(
    anan, saphan, chiang_mai
):
    local = make_person("chan", saphan)
    make_membership(local, chiang_mai, Role.PROGRAMME)
    for one in make_workers(12, chiang_mai)[:5]:
        make_flag(one, opened_at=at("2026-01-02 09:00"))
    told = [look(anan, NOW + n * timedelta(weeks=4)).all for n in range(12)]
    assert told == [look(local, NOW + n * timedelta(weeks=4)).all for n in range(12)]
    assert set(told) == {"fewer than 5", "5–9"}


@pytest.mark.parametrize("flagged", [3, 6])
def test_chance_counts_two_people_more_or_two_fewer(saphan, flagged):
    """Three with two more are five, and six with two fewer are few."""
    sums, first = {"flagged": flagged, "carrying": 40}, Block.latest(NOW)
    told = [coverage.flags(sums, saphan, first + n).all for n in range(40)]
    assert set(told) == {"fewer than 5", "5–9"}


def test_that_all_have_a_flag_is_not_told(anan, chiang_mai):
    people = make_workers(14, chiang_mai)
    for one in people:
        make_flag(one, "red")
    assert look(anan).all == "most"
    Flag.objects.filter(person__in=people[:2]).delete()
    assert look(anan).all == "most"


@pytest.mark.parametrize(("workers", "withheld"), [(4, True), (9, True), (10, False)])
def test_flags_are_withheld_where_no_group_can_have_one_beside_a_group_without(
    anan, chiang_mai, workers, withheld
):
    """Anan belongs here too, but carries no load: the group is those who can have a flag."""
    people = make_workers(workers, chiang_mai)
    make_flag(people[0], "red")
    assert (coverage.read(anan, now=NOW).flags is None) is withheld


@pytest.mark.parametrize(("workers", "withheld"), [(10, True), (19, True), (20, False)])
def test_an_organisation_that_asks_for_ten_is_given_ten(anan, chiang_mai, workers, withheld):
    Organisation.objects.update(smallest_group=10)
    anan.organisation.refresh_from_db()
    people = make_workers(workers, chiang_mai)
    make_flag(people[0], "red")
    assert (coverage.read(anan, now=NOW).flags is None) is withheld


def test_an_office_without_units_below_still_has_its_own(anan, office):
    found = coverage.read(anan, now=NOW)
    assert (found.people, found.units, found.flags) == (1, 1, None)


def test_who_holds_no_programme_role_reaches_nothing(ploy, siriporn, crew):
    for other in (ploy, siriporn, crew[0]):
        found = coverage.read(other, now=NOW)
        assert (found.people, found.units, found.rows) == (0, 0, [])
        assert (found.flags, found.certificates) == (None, Certificates())


def test_another_office_of_the_same_person_adds_to_the_reach(saphan, chiang_mai):
    both = make_person("both", saphan)
    lamphun = make_unit(saphan, "Lamphun team")
    make_membership(both, chiang_mai, Role.PROGRAMME)
    make_membership(both, lamphun, Role.PROGRAMME)
    found = coverage.read(both, now=NOW)
    assert ({row.unit for row in found.rows}, found.people) == ({chiang_mai, lamphun}, 1)


def test_many_units_are_shown_by_pages(anan, saphan, office):
    for number in range(coverage.UNITS_A_PAGE):
        make_unit(saphan, f"Unit {number}", parent=office)
    first, last = coverage.read(anan, now=NOW), coverage.read(anan, now=NOW, number=2)
    assert (first.page.number, len(first.rows)) == (1, coverage.UNITS_A_PAGE)
    assert (last.page.number, len(last.rows)) == (2, 1)
    assert coverage.read(anan, now=NOW, number=9).rows == last.rows
    assert coverage.read(anan, now=NOW, number="x").page.number == 1


@pytest.mark.parametrize("units", [1, 19])
def test_reading_costs_the_same_for_any_number_of_units(
    units, anan, saphan, office, django_assert_num_queries
):
    for number in range(units):
        unit = make_unit(saphan, f"Unit {number}", parent=office)
        for person in make_workers(3, unit):
            make_certificate(person, TODAY)
            make_flag(person)
    chance_keys([saphan.pk])
    assert len(anan.current_memberships) == 1
    with django_assert_num_queries(4):
        found = coverage.read(anan, now=NOW)
        assert [str(row.unit.parent) for row in found.rows][1:] == ["Head office"] * units


def test_everything_stays_within_the_organisation(anan, crew, noi):
    make_certificate(noi, TODAY)
    other = make_organisation("Third", kind="police")
    make_worker(make_unit(other, "Section"))
    found = coverage.read(anan, now=NOW)
    assert found.certificates == Certificates()
    assert {row.unit.organisation_id for row in found.rows} == {anan.organisation_id}
