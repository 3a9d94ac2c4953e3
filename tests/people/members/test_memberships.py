"""Who belongs where: dates that cannot contradict, one home, and always an admin."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from people.accounts import tokens
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import ApiToken, Membership, Person, Role
from tests.makers import at, job_of, make_membership, make_person, make_unit

DAY = date(2026, 11, 23)
NOW = at("2026-11-23 09:00")
BEFORE = DAY - timedelta(days=1)


def begin(person, unit, role=Role.WORKER, hours=40, day=DAY, job="specialist"):
    hours = None if hours is None else Decimal(hours)
    return memberships.join(
        person=person,
        unit=unit,
        role=role,
        job=job_of(person, job),
        hours=hours,
        day=day,
        by=OPERATOR,
        now=NOW,
    )


def end(membership, last_day=DAY):
    return memberships.leave(membership=membership, last_day=last_day, by=OPERATOR, now=NOW)


def close(person):
    memberships.deactivate(person=person, by=OPERATOR, now=NOW)


def carry_on(membership, unit=None, role=None, hours=40, day=DAY):
    return memberships.move(
        membership=membership,
        unit=unit or membership.unit,
        role=role or Role(membership.role),
        job=membership.job,
        hours=None if hours is None else Decimal(hours),
        day=day,
        by=OPERATOR,
        now=NOW,
    )


def refused(field, action, *args, **kwargs):
    with pytest.raises(ValidationError) as found:
        action(*args, **kwargs)
    assert list(getattr(found.value, "error_dict", {"": None})) == [field]


@pytest.fixture
def lamphun(office):
    return make_unit(office.organisation, "Lamphun team", parent=office)


@pytest.fixture
def mali(office):
    """New here: no membership yet."""
    return make_person("mali", office.organisation)


def test_a_worker_begins_with_hours(mali, chiang_mai):
    member = begin(mali, chiang_mai)
    assert (member.starts, member.ends, member.hours) == (DAY, None, 40)
    assert list(mali.memberships.on(DAY)) == [member]
    assert list(mali.memberships.on(BEFORE)) == []


@pytest.mark.parametrize("hours", ["0", "-1", "84.1"])
def test_hours_lie_in_a_week(mali, chiang_mai, hours):
    refused("hours", begin, mali, chiang_mai, hours=hours)


def test_the_most_and_least_hours_pass(mali, chiang_mai, lamphun):
    first = begin(mali, chiang_mai, hours="84")
    end(first, DAY)
    assert begin(mali, lamphun, hours="0.1", day=DAY + timedelta(days=1)).hours == Decimal("0.1")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PROGRAMME, Role.ADMIN, Role.CARE])
def test_a_role_that_sends_no_week_has_no_hours(mali, office, role):
    refused("hours", begin, mali, office, role=role)
    assert begin(mali, office, role=role, hours=None).hours is None


@pytest.mark.parametrize("role", [Role.WORKER, Role.SUPERVISOR])
def test_a_volunteer_or_contractor_begins_without_contracted_hours(mali, office, role):
    assert begin(mali, office, role=role, hours=None).hours is None
    mali.today = DAY
    assert mali.home is None
    assert mali.base.unit == office


def test_a_second_role_needs_no_hours_where_there_is_a_home(nok, chiang_mai, lamphun):
    assert begin(nok, lamphun, hours=None).hours is None
    assert begin(nok, chiang_mai, role=Role.SUPERVISOR, hours=None).role == Role.SUPERVISOR


def test_hours_stand_once_in_a_unit(nok, chiang_mai):
    refused("hours", begin, nok, chiang_mai, role=Role.SUPERVISOR, hours=Decimal(1))


def test_a_second_post_takes_what_a_week_has_left_and_no_tenth_more(nok, lamphun):
    refused("hours", begin, nok, lamphun, hours=Decimal("44.1"))
    assert nok.memberships.count() == 1
    assert begin(nok, lamphun, hours=Decimal(44)).hours == 44


def test_the_hours_of_posts_are_added_up_on_every_day_they_share(nok, lamphun, office):
    """The third post begins before the second and lasts longer: only later is it too much."""
    begin(nok, lamphun, hours=Decimal(30), day=DAY + timedelta(days=20))
    refused("hours", begin, nok, office, hours=Decimal(20))
    first = begin(nok, office, hours=Decimal(14))
    end(first, DAY + timedelta(days=19))
    assert begin(nok, office, hours=Decimal(14), day=DAY + timedelta(days=20)).hours == 14


def test_a_home_that_ends_makes_room_the_day_after(nok, lamphun):
    end(nok.memberships.get(), DAY)
    refused("hours", begin, nok, lamphun, day=DAY, hours=Decimal(84))
    assert begin(nok, lamphun, day=DAY + timedelta(days=1), hours=Decimal(84)).hours == 84


def test_more_hours_in_one_post_count_those_of_the_other(nok, lamphun):
    post = begin(nok, lamphun, hours=Decimal(16))
    refused("hours", carry_on, post, unit=lamphun, hours=Decimal("44.5"))
    assert carry_on(post, unit=lamphun, hours=Decimal(44)).hours == 44


def test_the_post_with_most_hours_is_the_home_and_of_equals_the_one_that_came_first(nok, lamphun):
    second = begin(nok, lamphun, hours=Decimal(16))
    assert_home(nok, "Chiang Mai team", "Lamphun team")
    second = carry_on(second, unit=lamphun, hours=Decimal(40))
    assert_home(nok, "Chiang Mai team", "Lamphun team")
    carry_on(second, unit=lamphun, hours=Decimal("40.5"))
    assert_home(nok, "Lamphun team", "Chiang Mai team")


def test_a_home_whose_hours_are_halved_stays_the_one_that_came_first(nok, chiang_mai, lamphun):
    begin(nok, lamphun, hours=Decimal(20))
    carry_on(nok.memberships.get(unit=chiang_mai), unit=chiang_mai, hours=Decimal(20))
    assert_home(nok, "Chiang Mai team", "Lamphun team")


def assert_home(person, *units):
    """The posts in their order, as Python and the database find them; no other is a home."""
    found = Person.objects.get(pk=person.pk)
    found.today = DAY + timedelta(days=1)
    assert [str(post.unit) for post in found.posts] == list(units)
    homes = Membership.objects.filter(person=person).homes(found.today)
    assert [str(post.unit) for post in homes] == [units[0]]


def test_the_same_role_is_not_held_twice_in_a_unit(nok, chiang_mai):
    refused("role", begin, nok, chiang_mai, hours=None)


def test_a_unit_of_another_organisation_is_refused(nok, rest_house):
    refused("unit", begin, nok, rest_house)


def test_leaving_before_one_came_is_refused(nok):
    member = nok.memberships.get()
    refused("__all__", end, member, last_day=date(2023, 12, 31))
    assert Membership.objects.get(pk=member.pk).ends is None


def test_one_may_leave_on_the_first_day(mali, chiang_mai):
    member = begin(mali, chiang_mai)
    assert end(member, DAY).ends == DAY


@pytest.mark.parametrize(("place", "hours"), [("here", 40), ("here", None), ("elsewhere", 80)])
def test_a_role_that_lasts_longer_after_all_leaves_room_for_what_comes_after(
    nok, chiang_mai, lamphun, place, hours
):
    """Not the same role twice on a day, nor more hours than a week's contracts may come to."""
    end(nok.memberships.get(), DAY + timedelta(days=5))
    unit = chiang_mai if place == "here" else lamphun
    begin(nok, unit, hours=hours, day=DAY + timedelta(days=30))
    first = nok.memberships.earliest("starts")
    refused("last_day", end, first, DAY + timedelta(days=30))
    assert end(first, DAY + timedelta(days=29)).ends == DAY + timedelta(days=29)


def test_moving_ends_the_old_the_day_before(nok, chiang_mai, lamphun):
    new = carry_on(nok.memberships.get(), unit=lamphun)
    old = nok.memberships.get(unit=chiang_mai)
    assert (old.ends, new.starts, new.ends) == (BEFORE, DAY, None)
    assert [list(nok.memberships.on(day)) for day in (BEFORE, DAY)] == [[old], [new]]


def test_fewer_hours_hold_from_a_day_and_the_past_stays(nok):
    carry_on(nok.memberships.get(), hours=20)
    assert [(m.hours, m.ends) for m in nok.memberships.order_by("starts")] == [
        (40, BEFORE),
        (20, None),
    ]


def test_a_mistake_on_the_first_day_is_put_right_in_place(mali, chiang_mai, lamphun):
    member = begin(mali, chiang_mai)
    carry_on(member, unit=lamphun, hours=30)
    assert [(m.unit, m.hours, m.starts) for m in mali.memberships.all()] == [(lamphun, 30, DAY)]


def test_moving_before_one_came_is_refused(nok, lamphun):
    refused("day", carry_on, nok.memberships.get(), unit=lamphun, day=date(2023, 12, 31))


def test_a_last_day_that_was_set_goes_along(nok, lamphun):
    member = nok.memberships.get()
    end(member, date(2026, 12, 31))
    assert carry_on(member, unit=lamphun).ends == date(2026, 12, 31)
    ended = nok.memberships.get(unit=lamphun)
    refused("day", carry_on, ended, hours=30, day=date(2027, 1, 1))


def test_a_refused_move_changes_nothing(nok, rest_house):
    refused("unit", carry_on, nok.memberships.get(), unit=rest_house)
    assert nok.memberships.get().ends is None


def test_a_worker_becomes_supervisor_and_keeps_the_hours(nok):
    assert carry_on(nok.memberships.get(), role=Role.SUPERVISOR).hours == 40


# --- The last admin ----------------------------------------------------------------------------


def no_admin_left(action, *args, **kwargs):
    with pytest.raises(ValidationError) as found:
        action(*args, **kwargs)
    assert found.value.code == "last_admin"


def test_the_last_admin_cannot_leave_change_or_be_closed(ploy, office):
    member = ploy.memberships.get()
    no_admin_left(end, member, last_day=DAY)
    no_admin_left(carry_on, ploy.memberships.get(), role=Role.TRAINER, hours=None)
    no_admin_left(close, ploy)
    ploy.memberships.update(starts=DAY, given_at=NOW)
    no_admin_left(carry_on, ploy.memberships.get(), role=Role.TRAINER, hours=None)
    ploy.refresh_from_db()
    assert ploy.is_active
    assert [(m.role, m.ends) for m in ploy.memberships.all()] == [(Role.ADMIN, None)]


def test_with_another_admin_one_may_leave(ploy, mali, office):
    begin(mali, office, role=Role.ADMIN, hours=None)
    end(ploy.memberships.get(), DAY)
    no_admin_left(end, mali.memberships.get(), last_day=DAY)


@pytest.mark.parametrize("because", ["closed", "below", "later", "ending"])
def test_another_admin_must_really_be_there(ploy, mali, office, chiang_mai, because):
    day = DAY + timedelta(days=2) if because == "later" else DAY
    unit = chiang_mai if because == "below" else office
    begin(mali, unit, role=Role.ADMIN, hours=None, day=day)
    if because == "ending":
        mali.memberships.update(ends=date(2026, 12, 31))
    mali.is_active = because != "closed"
    mali.save()
    no_admin_left(end, ploy.memberships.get(), last_day=DAY)


@pytest.mark.parametrize("verb", [end, close])
def test_who_is_to_be_the_only_admin_is_not_taken_back_before(ploy, mali, office, verb):
    begin(mali, office, role=Role.ADMIN, hours=None, day=DAY + timedelta(days=9))
    end(ploy.memberships.get(), DAY + timedelta(days=8))
    no_admin_left(verb, mali if verb is close else mali.memberships.get())
    assert list(Membership.objects.on(DAY + timedelta(days=9)).filter(role=Role.ADMIN))
    ploy.memberships.update(ends=None)
    verb(mali if verb is close else mali.memberships.get())
    assert not mali.memberships.exists()


def test_an_admin_below_may_leave_where_one_is_above(ploy, mali, chiang_mai):
    below = begin(mali, chiang_mai, role=Role.ADMIN, hours=None)
    assert end(below, DAY).ends == DAY


def test_an_admin_of_another_organisation_does_not_count(ploy, noi, rest_house):
    make_membership(noi, rest_house, Role.ADMIN)
    no_admin_left(end, ploy.memberships.get(), last_day=DAY)


# --- Closing an account ------------------------------------------------------------------------


def test_closing_ends_every_role_and_every_key(nok, office):
    begin(nok, office, role=Role.TRAINER, hours=None, day=DAY + timedelta(days=7))
    _key, text = tokens.make(person=nok, name="script")
    close(nok)
    nok.refresh_from_db()
    assert not nok.is_active
    assert [(m.role, m.ends) for m in nok.memberships.all()] == [(Role.WORKER, DAY)]
    assert not ApiToken.objects.exists()
    assert tokens.key_of_token(text) is None


def test_a_closed_place_is_opened_before_it_is_given_a_role(nok, office):
    """Also where the page with the role was opened before the place was closed."""
    before = Person.objects.get(pk=nok.pk)
    close(nok)
    for one in (before, nok):
        with pytest.raises(ValidationError) as found:
            begin(one, office, role=Role.SUPERVISOR, hours=None)
        assert found.value.code == "closed"
    memberships.reactivate(person=nok, by=OPERATOR, now=NOW)
    assert begin(nok, office, role=Role.SUPERVISOR, hours=None).ends is None


def test_what_ended_before_stays_as_it_was(nok):
    nok.memberships.update(ends=date(2025, 1, 1))
    close(nok)
    assert nok.memberships.get().ends == date(2025, 1, 1)
    memberships.reactivate(person=nok, by=OPERATOR, now=NOW)
    nok.refresh_from_db()
    assert nok.is_active
