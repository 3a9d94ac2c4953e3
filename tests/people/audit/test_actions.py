"""The audit trail: who looked is noted once, and read by the person it is about."""

from datetime import date
from uuid import UUID

import pytest

from people.audit import actions as audit
from people.audit import chain, writing
from people.models import AccessEvent, Role
from people.models.audit import acting_program
from tests.makers import NOW, at, make_membership, make_workers
from training import access_kinds
from workload import access_kinds as workload_kinds

BOARD = workload_kinds.BOARD


def note(viewer, when=NOW, what=BOARD, role=Role.SUPERVISOR, **about):
    audit.note_access(viewer=viewer, role=role, what=what, at=when, **about)


def about(person):
    return [(event.viewer.username, event.what) for event in AccessEvent.objects.about(person)]


def test_a_look_at_a_person_is_theirs_to_read(nok, wipa, siriporn):
    note(wipa, person=nok)
    assert about(nok) == [("wipa", "board")]
    assert about(wipa) == about(siriporn) == []


def test_looking_at_oneself_is_no_look(nok):
    note(nok, person=nok)
    assert not AccessEvent.objects.exists()


def test_a_look_at_a_unit_is_everybodys_but_the_viewers(nok, wipa, siriporn, chiang_mai):
    note(wipa, units={chiang_mai.pk})
    assert about(nok) == [("wipa", "board")]
    assert about(wipa) == about(siriporn) == []


def test_a_look_that_counts_once_a_day_is_noted_once(nok, wipa, siriporn, chiang_mai):
    for _ in range(3):
        note(wipa, people=[nok], units=[chiang_mai.pk], once_a_day=True)
    assert AccessEvent.objects.count() == 2
    note(wipa, people=[nok, siriporn], once_a_day=True)
    assert about(siriporn) == [("wipa", "board")]
    assert AccessEvent.objects.count() == 3


@pytest.mark.parametrize(
    ("when", "looks"),
    [
        ("2026-11-19 23:59", 2),
        ("2026-11-20 00:00", 1),
        ("2026-11-20 23:59", 1),
        ("2026-11-21 00:00", 2),
    ],
)
def test_the_next_day_in_bangkok_it_is_noted_again(nok, wipa, when, looks):
    note(wipa, person=nok, once_a_day=True)
    note(wipa, at(when), person=nok, once_a_day=True)
    assert len(about(nok)) == looks


def test_another_viewer_kind_or_thing_is_another_look(nok, wipa, siriporn, chiang_mai):
    note(wipa, person=nok, once_a_day=True)
    note(siriporn, person=nok, once_a_day=True)
    note(wipa, what=workload_kinds.MOVE, person=nok, once_a_day=True)
    note(wipa, person=nok, subject=chiang_mai.public_id, once_a_day=True)
    assert len(about(nok)) == 4
    # So is that of a program: it hides no look of the person, nor is it hidden by one.
    token = acting_program.set("Rota")
    try:
        note(wipa, person=nok, once_a_day=True)
        note(wipa, person=nok, once_a_day=True)
    finally:
        acting_program.reset(token)
    assert len(about(nok)) == 5


def test_a_thing_is_noted_once_a_day_for_each_viewer_kind_and_thing(wipa, siriporn):
    """Of another day in Bangkok, or by a program, it is another look."""
    things = [UUID(int=1), UUID(int=2)]

    def look(viewer=wipa, what=BOARD, when=NOW, thing=0):
        audit.note_things(viewer=viewer, role=Role.ADMIN, looks=[(what, things[thing])], at=when)
        return AccessEvent.objects.count()

    assert [look(), look()] == [1, 1]
    assert look(siriporn) == 2
    assert look(what=workload_kinds.MOVE) == 3
    assert look(thing=1) == 4
    assert look(when=at("2026-11-20 23:59")) == 4
    assert look(when=at("2026-11-20 00:00")) == 4
    assert look(when=at("2026-11-21 00:00")) == 5
    assert look(when=at("2026-11-19 23:59")) == 6
    token = acting_program.set("Rota")
    try:
        assert [look(), look()] == [7, 7]
    finally:
        acting_program.reset(token)
    audit.note_things(viewer=wipa, role=Role.ADMIN, looks=[], at=NOW)
    assert AccessEvent.objects.count() == 7
    assert not AccessEvent.objects.exclude(person=None, unit=None).exists()


@pytest.mark.parametrize("crew", [1, 30])
def test_once_a_day_takes_two_statements_for_any_number(
    crew, wipa, chiang_mai, django_assert_num_queries
):
    people = make_workers(crew, chiang_mai)
    with django_assert_num_queries(2):
        note(wipa, people=people, units=[chiang_mai.pk], once_a_day=True)
    with django_assert_num_queries(1):
        note(wipa, people=people, units=[chiang_mai.pk], once_a_day=True)


@pytest.mark.parametrize(
    ("starts", "ends", "seen"),
    [
        (date(2024, 1, 1), None, True),
        (date(2024, 1, 1), date(2026, 11, 20), True),
        (date(2024, 1, 1), date(2026, 11, 19), False),
        (date(2026, 11, 20), None, True),
        (date(2026, 11, 21), None, False),
    ],
)
def test_a_look_at_a_unit_is_for_who_belonged_that_day(
    nok, wipa, chiang_mai, office, starts, ends, seen
):
    """That she belongs to another unit is no reason."""
    make_membership(nok, office, Role.TRAINER)
    nok.memberships.filter(unit=chiang_mai).update(starts=starts, ends=ends)
    note(wipa, units=[chiang_mai.pk])
    assert bool(about(nok)) is seen


@pytest.mark.parametrize(
    ("when", "seen"),
    [("2026-11-20 23:59", True), ("2026-11-21 00:00", False), ("2026-11-21 06:59", False)],
)
def test_the_day_is_the_one_in_bangkok(nok, wipa, chiang_mai, when, seen):
    # At 06:59 in Bangkok it is still the day before in UTC.
    nok.memberships.update(ends=date(2026, 11, 20))
    note(wipa, at(when), units=[chiang_mai.pk])
    assert bool(about(nok)) is seen


def test_a_look_at_a_unit_stays_readable_after_leaving(nok, wipa, chiang_mai):
    note(wipa, units=[chiang_mai.pk])
    nok.memberships.update(ends=date(2026, 11, 20))
    assert about(nok) == [("wipa", "board")]


def test_a_look_at_one_person_is_not_the_units(nok, wipa, chiang_mai):
    note(nok, person=wipa)
    assert about(nok) == []


def test_a_look_at_two_of_ones_units_is_two_lines_not_four(nok, wipa, chiang_mai, office):
    make_membership(nok, office, Role.TRAINER)
    make_membership(nok, chiang_mai, Role.TRAINER)
    note(wipa, units={chiang_mai.pk, office.pk})
    assert len(about(nok)) == 2


def test_the_newest_stands_first(nok, wipa, siriporn):
    note(wipa, at("2026-11-16 08:00"), person=nok)
    note(siriporn, at("2026-11-18 08:00"), access_kinds.BOOKING, Role.TRAINER, person=nok)
    note(wipa, at("2026-11-17 08:00"), person=nok)
    assert [name for name, _what in about(nok)] == ["siriporn", "wipa", "wipa"]


def test_another_organisations_looks_are_not_seen(nok, noi, rest_house, wipa):
    note(noi, units=[rest_house.pk])
    assert about(nok) == []


def test_noting_many_units_is_one_statement(wipa, office, chiang_mai, django_assert_num_queries):
    with django_assert_num_queries(1):
        note(wipa, units=[office.pk, chiang_mai.pk])
    assert AccessEvent.objects.count() == 2


def test_noting_nothing_notes_nothing(wipa, db):
    note(wipa, units=[])
    note(wipa, person=wipa, once_a_day=True)
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("subject", [None, UUID(int=7)])
def test_many_looks_are_the_rows_that_django_would_write(nok, wipa, siriporn, chiang_mai, subject):
    """The statement is our own, so it is held to Django's."""
    note(wipa, people=[siriporn, nok], units=[chiang_mai.pk], subject=subject)
    same = {"organisation": wipa.organisation, "viewer": wipa, "viewer_role": Role.SUPERVISOR}
    AccessEvent.objects.bulk_create(
        AccessEvent(what=BOARD, at=NOW, subject=subject, person=person, unit=unit, **same)
        for person, unit in ((siriporn, None), (nok, None), (None, chiang_mai))
    )
    found = [one | {"id": 0} for one in AccessEvent.objects.order_by("pk").values()]
    assert len(found) == 6
    assert found[:3] == found[3:]


def test_more_looks_than_a_statement_takes_are_all_noted_and_sealed(
    nok, wipa, siriporn, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    people = [nok, siriporn, *make_workers(3, nok.memberships.get().unit)]
    note(wipa, people=people)
    found = AccessEvent.objects.order_by("pk")
    assert [one.person for one in found] == people
    assert (chain.seal(), chain.first_broken()) == (5, None)
    with django_assert_num_queries(1):
        note(wipa, people=people[:2])
    with django_assert_num_queries(0):
        note(wipa)
