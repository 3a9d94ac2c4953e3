"""What time alone changes: flags that nobody saw, plans past their day, and a look again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from people.models import Role
from people.weeks import working_days_after
from tests.makers import NOW, WEEK, at, make_membership, make_person, make_week, make_workers
from workload import flags, tasks
from workload.flags import Plan
from workload.models import Flag
from workload.sweep import sweep

# NOW is a Friday: three working days later it is Wednesday, and on Thursday it is too late.
WEDNESDAY, THURSDAY = at("2026-11-25 23:00"), at("2026-11-26 00:00")


@pytest.fixture
def director(office):
    person = make_person("director", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
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
    assert working_days_after(day, count) == expected


def test_a_flag_that_nobody_saw_in_three_working_days_is_passed_on_once(flag, director):
    assert sweep(WEDNESDAY) == []
    (step,) = sweep(THURSDAY)
    assert (step.kind, step.to) == ("passed", director)
    assert sweep(THURSDAY + timedelta(days=9)) == []
    assert set(Flag.objects.visible_to(director)) == {flag}


def test_a_flag_that_was_seen_is_not_passed_on(flag, wipa, director):
    flags.see(flag, by=wipa, now=NOW)
    assert sweep(THURSDAY) == []


def test_a_flag_that_rose_after_it_was_seen_is_passed_on_again(nok, wipa, director):
    weeks = [make_week(nok, WEEK - 1, points="27"), make_week(nok, WEEK, points="28")]
    flag = flags.assess(person=nok, weeks=weeks, now=NOW)
    flags.see(flag, by=wipa, now=NOW)
    weeks.append(make_week(nok, WEEK + 1, points="33"))
    flags.assess(person=nok, weeks=weeks, now=NOW + timedelta(days=7))
    sweep(THURSDAY + timedelta(days=7))
    assert kinds(flag) == ["opened", "seen", "raised", "passed"]


def test_a_plan_past_its_day_is_passed_on_once(flag, wipa, director):
    plan = Plan(("move",), due_on=date(2026, 11, 27))
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    assert sweep(at("2026-11-27 23:59")) == []
    assert [step.kind for step in sweep(at("2026-11-28 00:30"))] == ["passed"]
    assert sweep(at("2026-11-29 00:30")) == []


def test_without_anybody_above_nothing_is_passed_on(flag):
    assert sweep(THURSDAY) == []


def test_four_weeks_after_a_plan_the_load_is_looked_at_again_once(flag, nok, wipa):
    plan = Plan(("move",), due_on=date(2026, 12, 20))
    planned = flags.plan(flag, by=wipa, plan=plan, now=NOW)
    make_week(nok, WEEK + 3, points="22")
    assert sweep(NOW + timedelta(weeks=4, hours=-1)) == []
    (step,) = [one for one in sweep(NOW + timedelta(weeks=4)) if one.kind == "checked"]
    assert (planned.percent - step.percent).quantize(Decimal("0.1")) == Decimal("43.5")
    assert [one.kind for one in sweep(NOW + timedelta(weeks=5))] == []


def test_a_closed_flag_rests(flag, wipa, director):
    flags.end(flag, by=wipa, text="A slip.", version=0, now=NOW)
    assert sweep(THURSDAY) == []


def test_the_person_is_told_at_the_same_moment_and_once(flag, nok, director):
    mail.outbox.clear()  # that the flag opened was told when it did
    for moment in (THURSDAY, THURSDAY + timedelta(hours=1)):
        with time_machine.travel(moment, tick=False):
            tasks.sweep_flags.call()
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
    with django_assert_max_num_queries(3):
        assert sweep(NOW) == []
