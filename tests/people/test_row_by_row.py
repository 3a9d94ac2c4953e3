"""Conditions that are asked row by row find whom those find that read all people first."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Q

from people.models import (
    MAY,
    Membership,
    Person,
    Role,
    answers_wholly,
    belongs_still,
    colleague_in,
    in_office_of,
    seen_through,
    supervised_by,
)
from people.statements import NumbersAtOnce
from people.weeks import today
from tests.makers import NOW, make_absence, make_membership, make_person, make_unit, make_workers

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def viewers(saphan, office, chiang_mai, rest_house, nok, wipa, siriporn, anan, orathai, ploy, noi):
    """The cast, with people of two units, some who left, and one who is awaited."""
    desk = make_unit(saphan, "Desk", parent=chiang_mai)
    people = [*make_workers(3, chiang_mai), *make_workers(2, desk), *make_workers(2, rest_house)]
    make_membership(people[0], desk, Role.SUPERVISOR)
    make_membership(people[1], office, Role.TRAINER, ends=today(NOW) - DAY)
    local = make_person("local", saphan)
    make_membership(local, desk, Role.TRAINER)
    Person.objects.filter(pk=people[2].pk).update(is_active=False)
    Person.objects.filter(pk=people[3].pk).update(awaited=True)
    return [nok, wipa, siriporn, anan, orathai, ploy, noi, local, *people]


def test_memberships_lead_to_those_whom_the_viewer_may_see(viewers):
    held = Membership.objects.on(today(NOW))
    for viewer in Person.objects.filter(pk__in=[one.pk for one in viewers]):
        visible = held.filter(person__in=Person.objects.visible_to(viewer))
        assert set(held.filter(seen_through(viewer))) == set(visible)


def test_colleagues_are_the_same_people(viewers):
    for viewer in Person.objects.filter(pk__in=[one.pk for one in viewers]):
        colleagues = Membership.objects.filter(person__in=Person.objects.colleagues_of(viewer))
        assert set(Membership.objects.filter(colleague_in("person", viewer))) == set(colleagues)


def test_those_who_belong_are_the_same_people(viewers):
    for day in (today(NOW), today(NOW) - DAY, today(NOW) + DAY):
        belonging = Membership.objects.filter(person__in=Person.objects.belonging(day))
        assert set(Membership.objects.filter(belongs_still("person", day))) == set(belonging)


@pytest.mark.parametrize("led", [supervised_by, answers_wholly])
def test_those_for_whom_a_viewer_answers_are_the_same_people(led, viewers):
    for viewer in Person.objects.filter(pk__in=[one.pk for one in viewers]):
        theirs = Membership.objects.filter(person__in=Person.objects.filter(led(viewer)))
        assert set(Membership.objects.filter(led(viewer, "person"))) == set(theirs)


def test_those_of_an_office_are_the_same_people(viewers):
    for viewer in Person.objects.filter(pk__in=[one.pk for one in viewers]):
        every = Q(pk=viewer.pk) | supervised_by(viewer) | in_office_of(viewer, *MAY.see_records)
        assert set(Person.objects.visible_to(viewer)) == set(Person.objects.filter(every))


def test_those_without_a_role_have_none_of_today_or_later(viewers):
    day = today(NOW)
    gone = {
        one
        for one in Person.objects.prefetch_related("memberships")
        if (held := one.memberships.all()) and all(m.ends and m.ends < day for m in held)
    }
    assert set(Person.objects.without_role(day)) == gone


def test_who_is_away_is_asked_of_each_and_not_read_of_all(viewers):
    away, day = viewers[1], today(NOW)
    make_absence(away)
    present = Membership.objects.present_on(day)
    assert away.pk not in present.values_list("person_id", flat=True)
    assert "IN (SELECT" not in str(present.query)
    assert "NOT (EXISTS(SELECT" in str(present.query)


def test_one_of_few_is_whoever_is_among_them_and_nobody_where_there_are_none(viewers):
    held, few = (
        Membership.objects.all(),
        Person.objects.filter(pk__in=[one.pk for one in viewers[:2]]),
    )
    found = held.filter(person__one_of_few=few)
    assert {one.person_id for one in found} == {one.pk for one in few}
    assert set(found) == set(held.filter(person__in=few))
    assert not held.filter(person__one_of_few=few.filter(rank="nobody's"))
    assert not held.filter(person__one_of_few=few.none())


@pytest.mark.parametrize("given", [list, NumbersAtOnce])
def test_one_of_few_may_be_numbers_and_asks_for_the_row_itself_too(viewers, given):
    few = [one.pk for one in viewers[:2]]
    assert {one.pk for one in Person.objects.filter(pk__one_of_few=given(few))} == set(few)
    held = Membership.objects.filter(person__one_of_few=given(few))
    assert set(held) == set(Membership.objects.filter(person__in=few))
    assert not Person.objects.filter(pk__one_of_few=given([]))
    among = Person.objects.filter(pk__in=few).values("pk")
    assert {one.pk for one in Person.objects.filter(pk__one_of_few=among)} == set(few)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="arrays are PostgreSQL's")
@pytest.mark.parametrize("field", ["pk", "person"])
def test_postgresql_finds_whom_a_supervisor_answers_for_in_an_index(field, viewers, wipa):
    """Beside another condition, IN reads all people of an organisation to find a team of ten."""
    rows = Person.objects if field == "pk" else Membership.objects
    written = str(rows.filter(supervised_by(wipa, field)).query)
    assert "= ANY (ARRAY(SELECT" in written


def test_the_first_day_is_looked_up_where_a_person_has_several_posts(viewers):
    day, seen = today(NOW), set()
    several = {one.pk: one for one in Membership.objects.on(day).with_first_day()}
    for one in Membership.objects.on(day).with_first_day_of_several(day):
        posts = Membership.objects.on(day).filter(person=one.person_id, hours__isnull=False)
        others = posts.exclude(pk=one.pk).exists()
        assert one.first_day == (several[one.pk].first_day if others else None)
        seen.add(others)
    assert seen == {True, False}


def test_who_leads_where_they_have_a_role_is_the_same_as_read_from_all_roles(viewers):
    day, seen = today(NOW), set()
    for one in Membership.objects.on(day).with_lead_there(day):
        leads = Membership.objects.on(day).filter(role=Role.SUPERVISOR, unit=one.unit_id)
        assert one.leads_there is leads.filter(person=one.person_id).exists()
        seen.add((one.role == Role.SUPERVISOR, one.leads_there))
    assert {(True, True), (False, False)} <= seen
