"""What a forecast reads of the people a supervisor answers for: their part, and nothing alone."""

from datetime import date, timedelta

import pytest

from people.models import Person, Role
from tests.makers import (
    NOW,
    WEEK,
    end_roles,
    enter,
    make_absence,
    make_line,
    make_membership,
    make_person,
    make_policy,
    make_week,
    make_worker,
)
from workload.forecast import actions as forecast


@pytest.fixture
def team(chiang_mai, wipa):
    """Five people, and cases for long enough to speak of the weeks to come."""
    people = [make_worker(chiang_mai) for _n in range(5)]
    for one in people:
        make_line(one, opened_at=NOW - timedelta(weeks=20))
    return people


def carried(viewer):
    found = forecast.read(Person.objects.get(pk=viewer.pk), NOW).forecast
    assert found
    return found.team


def other_points(viewer) -> float:
    """The points of nights and people supervised that the team carries now."""
    return carried(viewer).other_points


def case_points(viewer) -> float:
    return carried(viewer).case_points


def test_a_week_that_was_sent_alone_weighs_in_no_forecast(team, wipa):
    make_week(team[1], WEEK - 3, night_points=9, alone=True)
    assert other_points(wipa) == 0
    make_week(team[0], WEEK - 1, night_points=1, supervision_points=1)
    assert other_points(wipa) == 10
    make_week(team[0], WEEK - 2, night_points=7, alone=True)
    assert other_points(wipa) == 10


def test_of_two_posts_nights_count_by_the_hours_that_are_seen(team, wipa, mai):
    """24 of 40 hours: six tenths of five points."""
    make_week(mai, WEEK - 1, night_points=5)
    assert other_points(wipa) == pytest.approx(18)


def test_of_two_posts_with_like_hours_the_one_that_came_first_says_by_which_numbers(
    team, wipa, chiang_mai, chiang_rai
):
    """The row of the older post is the newer one: its hours changed meanwhile."""
    make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None)
    both = make_person("both", chiang_mai.organisation)
    make_membership(both, chiang_rai, hours=20, starts=NOW.date() - timedelta(days=30))
    make_membership(both, chiang_mai, hours=20)
    chiang_rai.kind = "evidence"
    chiang_rai.save()
    make_policy(chiang_rai.organisation, unit_kind="evidence", phases_active="3", starts=WEEK - 4)
    before = case_points(wipa)
    make_line(both, unit=chiang_mai, count=1)
    assert case_points(wipa) - before == 1.5


def test_cases_from_before_a_second_post_count_at_the_post_that_came_first(
    team, wipa, malee, mai, chiang_mai, chiang_rai
):
    """No week was sent since that says of each to which post it belongs."""
    for _n in range(5):
        make_line(make_worker(chiang_rai), opened_at=NOW - timedelta(weeks=20))
    before, there = case_points(wipa), case_points(malee)
    make_line(mai, count=2)
    make_line(mai, "court", count=1, unit=chiang_rai)
    assert case_points(wipa) - before == 3
    assert case_points(malee) - there == pytest.approx(2.1)


def test_a_forecast_tells_nothing_of_the_cases_of_whoever_only_helps_in_the_team(
    team, wipa, malee, chiang_mai, chiang_rai
):
    """Her post is Malee's: Wipa, who knows her own five, would read the rest off the sum."""
    helper = make_worker(chiang_rai)
    make_membership(helper, chiang_mai, hours=None)
    for back in range(12):
        make_line(helper, count=3, opened_at=NOW - timedelta(weeks=back))
    found = forecast.read(Person.objects.get(pk=wipa.pk), NOW)
    assert (found.people, found.forecast.team.cases) == (5, 50)
    assert (found.forecast.flow.opened, found.forecast.flow.closed) == (0, 0)


@pytest.mark.parametrize("fifth", ["helps without hours", "was only entered", "has come in"])
def test_of_four_nothing_is_told_whoever_else_belongs_to_the_team(
    team, wipa, chiang_mai, chiang_rai, fifth
):
    end_roles(team[4])
    other = make_worker(chiang_rai if fifth == "helps without hours" else chiang_mai)
    if fifth == "helps without hours":
        make_membership(other, chiang_mai, hours=None)
    Person.objects.filter(pk=other.pk).update(awaited=fifth == "was only entered")
    found = forecast.read(Person.objects.get(pk=wipa.pk), NOW)
    told = fifth == "has come in"
    assert (found.people, found.withheld, bool(found.forecast)) == (4 + told, not told, told)


def test_of_two_posts_elsewhere_nothing_is_in_a_forecast_either(
    team, wipa, mai, chiang_mai, office
):
    mai.memberships.filter(unit=chiang_mai).update(unit=office)
    make_membership(mai, chiang_mai, hours=None)
    make_line(mai)
    assert (carried(wipa).people, carried(wipa).cases) == (5, 50)


def test_who_stands_in_for_their_supervisor_is_in_the_forecast_of_the_one_above(
    team, office, chiang_mai
):
    """She works in the team and leads it meanwhile: the lead above answers for her."""
    head = make_person("head", office.organisation)
    make_membership(head, office, Role.SUPERVISOR)
    for _n in range(5):
        make_line(make_worker(office), opened_at=NOW - timedelta(weeks=20))
    before = carried(head).people
    make_membership(team[0], chiang_mai, Role.SUPERVISOR, hours=None)
    assert carried(head).people == before + 1


@pytest.mark.parametrize(
    ("back", "alone", "share"),
    [(1, False, 5), (1, True, 6), (9, False, 6)],
    ids=["sent without a case", "sent alone", "sent long ago"],
)
def test_new_cases_are_expected_of_those_who_carry_some_or_of_whom_it_is_not_known(
    back, alone, share, team, wipa, chiang_mai, chiang_rai
):
    """Nothing is no zero: who sent a week without a case is known to carry none."""
    for one in team:
        make_line(one, opened_at=NOW - timedelta(weeks=10))
    before = forecast.read(wipa, NOW).forecast.inflow
    colleague = make_worker(chiang_mai)
    make_week(colleague, WEEK - back, alone=alone)
    make_week(make_worker(chiang_rai), WEEK - 1)
    found = forecast.read(Person.objects.get(pk=wipa.pk), NOW)
    assert found.people == 6
    assert found.forecast.inflow.mean == pytest.approx(before.mean * share / 5)
    assert found.forecast.team.each == 26


# 15 January: the Friday of the eighth week.
LAST = date(2027, 1, 15)


@pytest.mark.parametrize(("ends", "room"), [(LAST - timedelta(days=1), 130), (LAST, 104)])
def test_who_is_back_by_the_last_week_counts_in_what_that_week_can_carry(ends, room, team, wipa):
    make_absence(team[0], ends=ends)
    assert carried(wipa).capacity == room


def test_who_is_away_makes_nobody_who_is_sought_carry_less(team, wipa):
    """68 points for each of five: with two of them gone, 262 are too many for three, by 11."""
    for one in team:
        make_line(one, count=40, opened_at=NOW - timedelta(weeks=20))
    before = forecast.read(wipa, NOW).forecast
    for one in team[:2]:
        make_absence(one)
    after = forecast.read(Person.objects.get(pk=wipa.pk), NOW).forecast
    assert after.needed == tuple(n + 2 for n in before.needed)


def test_of_a_team_that_is_all_away_for_long_the_page_says_how_many_would_do_its_work(
    client, team, wipa, friday
):
    for one in team:
        make_absence(one)
    assert (carried(wipa).capacity, {*carried(wipa).capacities}) == (0, {0})
    enter(client, wipa)
    page = client.get("/team/forecast/")
    assert (page.status_code, "Everybody is away in these weeks" in page.text) == (200, True)


@pytest.mark.parametrize("days", ["4", "4.5", "6", "7"])
def test_who_is_away_for_all_working_days_of_a_week_carries_nothing_and_no_less(days, team, wipa):
    make_policy(wipa.organisation, working_days=days, starts=WEEK - 4)
    make_absence(team[0])
    assert carried(wipa).capacities[0] == pytest.approx(104)
    for one in team[1:]:
        make_absence(one)
    assert {*carried(wipa).capacities} == {0}
