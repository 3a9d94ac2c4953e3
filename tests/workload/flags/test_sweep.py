"""What time alone changes: flags that nobody saw, plans past their day, and a look again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from people.models import Membership, Role, Unit
from people.weeks import WorkingDays
from tests.makers import (
    NOW,
    WEEK,
    at,
    deliver,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_workers,
)
from workload.flags import actions as flags
from workload.flags import tasks as flags_tasks
from workload.flags.actions import Plan
from workload.flags.sweep import anything_due, open_flags, sweep, unchanged
from workload.models import Flag

# NOW is a Friday: three working days later it is Wednesday, and on Thursday it is too late.
WEDNESDAY, THURSDAY = at("2026-11-25 23:00"), at("2026-11-26 00:00")


@pytest.fixture
def director(office, wipa):
    person = make_person("director", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def chief(saphan, office):
    """Above the director: the office lies below a bureau."""
    bureau = make_unit(saphan, "Bureau")
    return lead_above(office, bureau, "chief")


@pytest.fixture
def head(saphan, office, chief):
    return lead_above(office.parent, make_unit(saphan, "Ministry"), "head")


def lead_above(unit, above, username):
    """Put a unit below another one, which this person leads."""
    old = unit.path
    unit.parent, unit.path = above, f"{above.path}{unit.pk}."
    unit.save()
    for below in Unit.objects.filter(path__startswith=old):
        Unit.objects.filter(pk=below.pk).update(path=below.path.replace(old, unit.path, 1))
    person = make_person(username, unit.organisation)
    make_membership(person, above, Role.SUPERVISOR)
    return person


@pytest.fixture
def flag(nok, wipa):
    return flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)


def kinds(flag):
    return [step.kind for step in flag.steps.all()]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),  # over a weekend
        (date(2026, 11, 16), 3, date(2026, 11, 19)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_are_monday_to_friday(day, count, expected):
    assert WorkingDays().after(day, count) == expected


def test_a_flag_that_nobody_saw_in_three_working_days_is_passed_on_once(flag, director):
    assert sweep(WEDNESDAY) == []
    (step,) = sweep(THURSDAY)
    assert (step.kind, step.to) == ("passed", director)
    assert sweep(THURSDAY + timedelta(days=9)) == []
    assert set(Flag.objects.visible_to(director)) == {flag}


def test_escalation_asks_one_supervisor_at_a_time_the_nearest_first(flag, director, chief, head):
    """Three above the team: each is asked alone, three working days after the one before."""
    asked, day = [], THURSDAY
    while day < THURSDAY + timedelta(days=20):
        found = sweep(day)
        assert len(found) <= 1
        asked += [(step.to.username, day.date()) for step in found]
        day += timedelta(days=1)
    assert asked == [
        ("director", date(2026, 11, 26)),
        ("chief", date(2026, 12, 2)),
        # Monday 7 December is the substitution day of the 5th.
        ("head", date(2026, 12, 9)),
    ]


def test_a_flag_that_was_seen_waits_five_working_days_for_a_plan(flag, wipa, director):
    flags.see(flag, by=wipa, now=NOW)
    assert sweep(at("2026-11-27 23:00")) == []
    [step] = sweep(at("2026-11-28 00:00"))
    assert (step.kind, step.to, step.why) == ("passed", director, "unplanned")


def test_a_flag_that_rose_after_it_was_seen_is_unseen_again(nok, wipa, director):
    weeks = [make_week(nok, WEEK - 1, points="27"), make_week(nok, WEEK, points="28")]
    flag = flags.assess(person=nok, weeks=weeks, now=NOW)
    flags.see(flag, by=wipa, now=NOW)
    weeks.append(make_week(nok, WEEK + 1, points="33"))
    flags.assess(person=nok, weeks=weeks, now=NOW + timedelta(days=7))
    sweep(THURSDAY + timedelta(days=7))
    assert kinds(flag) == ["opened", "seen", "raised", "passed"]
    assert flags.see(flag, by=wipa, now=THURSDAY + timedelta(days=7))
    assert flags.see(flag, by=wipa, now=THURSDAY + timedelta(days=8)) is None


def test_after_a_plans_day_a_flag_is_unseen_again_once(flag, wipa, director):
    plan = Plan(("move",), due_on=date(2026, 11, 27))
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    assert sweep(at("2026-11-27 23:59")) == []
    assert [step.kind for step in sweep(at("2026-11-28 00:30"))] == ["lapsed"]
    assert sweep(at("2026-12-02 23:30")) == []
    assert [step.why for step in sweep(at("2026-12-03 00:30"))] == ["unseen"]


def test_nothing_for_now_ends_after_four_weeks(flag, nok, wipa, director):
    flags.plan(flag, by=wipa, plan=Plan(("nothing",), text="She is away."), now=NOW)
    make_week(nok, WEEK + 3, points="33")
    assert "lapsed" not in [step.kind for step in sweep(at("2026-12-18 23:00"))]
    assert [step.kind for step in sweep(at("2026-12-19 00:00"))] == ["lapsed"]


def test_the_third_plan_that_does_not_help_is_passed_on(nok, wipa, director):
    for n in range(3):
        now = NOW + timedelta(weeks=n)
        make_week(nok, WEEK + n, points="33.3")
        flag = flags.assess(person=nok, weeks=list(nok.work_weeks.order_by("week")), now=now)
        assert sweep(now) == []
        plan = Plan(("move",), due_on=(now + timedelta(weeks=3)).date())
        flags.plan(flag, by=wipa, plan=plan, now=now)
    [step] = sweep(now + timedelta(hours=1))
    assert (step.kind, step.to, step.why) == ("passed", director, "plans")


def test_a_flag_closes_when_the_role_ends(flag, nok):
    Membership.objects.filter(person=nok).update(ends=NOW.date())
    assert sweep(NOW) == []
    [step] = sweep(NOW + timedelta(days=1))
    assert (step.kind, step.why) == ("closed", "left")


def test_a_flag_that_somebody_changed_meanwhile_is_left_to_the_next_sweep(flag, wipa, director):
    [read] = open_flags(THURSDAY)
    assert anything_due(read, THURSDAY)
    flags.see(flag, by=wipa, now=THURSDAY)
    assert not unchanged(read)


def test_of_two_sweeps_at_once_only_one_lays_a_flag_to_rest(flag):
    later = NOW + timedelta(weeks=6)
    # The row was read before the other sweep, the steps of the same flag after it.
    [read] = open_flags(later).prefetch_related(None)
    assert [step.kind for step in sweep(later)] == ["rested"]
    assert not unchanged(read)


def test_without_anybody_above_nothing_is_passed_on(flag):
    assert sweep(THURSDAY) == []


def test_four_weeks_after_a_plan_the_load_is_looked_at_again_once(flag, nok, wipa):
    plan = Plan(("move",), due_on=date(2026, 12, 18))
    planned = flags.plan(flag, by=wipa, plan=plan, now=NOW)
    make_week(nok, WEEK + 3, points="27")
    assert sweep(NOW + timedelta(weeks=4, hours=-1)) == []
    (step,) = [one for one in sweep(NOW + timedelta(weeks=4)) if one.kind == "checked"]
    assert (planned.percent - step.percent).quantize(Decimal("0.1")) == Decimal("24.2")
    assert [one.kind for one in sweep(NOW + timedelta(weeks=4, hours=1))] == []


def test_a_closed_flag_rests(flag, wipa, director):
    flags.end(flag, by=wipa, text="A slip.", version=0, now=NOW)
    assert sweep(THURSDAY) == []


def test_the_person_is_told_on_the_same_day_and_once(flag, nok, director):
    deliver()
    mail.outbox.clear()  # that the flag opened was told on that day
    for moment in (THURSDAY, THURSDAY + timedelta(hours=1)):
        with time_machine.travel(moment, tick=False):
            flags_tasks.sweep_flags.call()
        deliver(THURSDAY + timedelta(hours=7))
    assert sorted(letter.to[0] for letter in mail.outbox) == [director.email, nok.email]


@pytest.mark.parametrize("count", [1, 5])
def test_a_sweep_with_nothing_to_do_takes_the_same_few_statements_for_any_number(
    chiang_mai, wipa, count, django_assert_max_num_queries
):
    for person in make_workers(count, chiang_mai):
        flags.see(
            flags.assess(person=person, weeks=[make_week(person, points="33")], now=NOW),
            by=wipa,
            now=NOW,
        )
    with django_assert_max_num_queries(5):
        assert sweep(NOW) == []
