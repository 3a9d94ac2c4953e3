"""Work is kept for as many years as the policy over its person says, and not a day longer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from config.schedules import TIMETABLE
from people.models import Person, Unit
from people.own_data import privacy_checks
from tests.makers import (
    NOW,
    WEEK,
    at,
    enter,
    make_line,
    make_membership,
    make_policy,
    make_unit,
    make_week,
    make_worker,
)
from workload.models import (
    BesideLog,
    CaseloadLine,
    DutyDay,
    Flag,
    FlagStep,
    LieuGrant,
    PayNumber,
    StudyLog,
    SupervisionTalk,
    TimeOff,
    Transfer,
    UnitLoad,
    WorkWeek,
)
from workload.own_data import record, retention
from workload.own_data import tasks as own_data_tasks
from workload.own_data.privacy_checks import kept_too_long
from workload.policies import actions as policies
from workload.rules.extra_pay import PayRate
from workload.time import pay

# Everything of nok's below was over on this day, a Sunday; the last day on which it is kept.
OVER = WEEK.sunday
LAST = date(2031, 11, 22)
AFTER = date(2031, 11, 23)


def of(person):
    return {"organisation": person.organisation, "person": person}


@pytest.fixture
def worked(nok, wipa, saphan):
    """Nok, of whom there is one of everything that was over on a Sunday."""
    late = at("2026-11-22 18:00")
    make_week(nok)
    DutyDay.objects.create(**of(nok), day=OVER, night=True)
    make_line(nok, closed_at=late)
    flag = Flag.objects.create(
        **of(nok), level="red", opened_week=WEEK.monday, opened_at=NOW, closed_at=late
    )
    flag.steps.create(kind=FlagStep.Kind.OPENED, at=NOW)
    SupervisionTalk.objects.create(
        **of(nok), supervisor=wipa, day=OVER, minutes=30, written_by=wipa, written_at=late
    )
    Transfer.objects.create(
        organisation=saphan, giver=nok, receiver=wipa, proposed_by=wipa, proposed_at=late
    )
    StudyLog.objects.create(
        **of(nok), week=WEEK.monday, phase="active", cases=1, hours=1, logged_at=NOW
    )
    BesideLog.objects.create(**of(nok), week=WEEK.monday, kind="reporting", hours=1, logged_at=NOW)
    TimeOff.objects.create(**of(nok), kind="leave", first=OVER, last=OVER, planned_at=NOW)
    return nok


WORK = (WorkWeek, DutyDay, CaseloadLine, Flag, SupervisionTalk, Transfer, StudyLog, BesideLog)
WORK += (TimeOff,)


def left() -> set[str]:
    return {model.__name__ for model in WORK if model.objects.exists()}


def test_on_the_last_day_all_of_it_is_there(worked):
    assert retention.forget(LAST) == 0
    assert left() == {model.__name__ for model in WORK}


def test_a_day_later_none_of_it_is(worked):
    retention.forget(AFTER)
    assert left() == set()
    assert not FlagStep.objects.exists()
    assert retention.forget(AFTER) == 0


@pytest.mark.parametrize(("years", "kept"), [("1", date(2027, 11, 22)), ("10", date(2036, 11, 22))])
def test_an_organisation_chooses_from_one_to_ten_years(nok, saphan, years, kept):
    make_week(nok)
    make_policy(saphan, kept_years=years)
    retention.forget(kept)
    assert left() == {"WorkWeek"}
    retention.forget(kept + timedelta(days=1))
    assert left() == set()


def test_a_kind_of_unit_has_its_own_and_the_last_unit_decides(nok, saphan, noi, rest_house):
    Unit.objects.filter(pk=rest_house.pk).update(kind=Unit.Kind.SHELTER)
    shelter = make_unit(saphan, "Shelter", kind=Unit.Kind.SHELTER)
    dao = make_worker(shelter, "dao")
    for person in (nok, dao, noi):
        make_week(person)
    make_policy(saphan, unit_kind=Unit.Kind.SHELTER, kept_years="1")
    retention.forget(date(2027, 11, 23))
    assert {one.person for one in WorkWeek.objects.all()} == {nok, noi}
    nok.memberships.update(ends=date(2027, 11, 23))
    make_membership(nok, shelter, starts=date(2027, 11, 24))
    retention.forget(date(2027, 11, 23))
    assert WorkWeek.objects.count() == 2
    retention.forget(date(2027, 11, 24))
    assert [one.person for one in WorkWeek.objects.all()] == [noi]


def test_who_has_left_is_kept_no_longer(nok):
    make_week(nok)
    nok.memberships.update(ends=WEEK.sunday)
    retention.forget(AFTER)
    assert left() == set()


def test_the_pay_number_goes_with_the_last_work_of_who_left_and_stays_with_who_is_here(nok, wipa):
    for person in (nok, wipa):
        pay.keep_rate(person=person, rate=PayRate(Decimal(120)), now=NOW)
    nok.memberships.update(ends=WEEK.sunday)
    retention.forget(LAST)
    assert PayNumber.objects.count() == 2
    retention.forget(AFTER)
    assert [one.person for one in PayNumber.objects.all()] == [wipa]


def test_what_is_open_stays(nok, wipa):
    make_line(nok)
    Flag.objects.create(**of(nok), level="red", opened_week=WEEK.monday, opened_at=NOW)
    retention.forget(date(2060, 1, 1))
    assert left() == {"CaseloadLine", "Flag"}


def test_the_balance_in_lieu_stays_as_it_is(nok, wipa):
    LieuGrant.objects.create(**of(nok), week=WEEK.monday, hours=8, by=wipa, at=NOW)
    TimeOff.objects.create(**of(nok), kind="lieu", first=OVER, last=OVER, hours=8, planned_at=NOW)
    retention.forget(date(2060, 1, 1))
    assert (LieuGrant.objects.count(), TimeOff.objects.count()) == (1, 1)


def test_another_organisations_years_are_its_own(worked, noi, rest_house):
    make_week(noi)
    make_policy(noi.organisation, kept_years="10")
    retention.forget(AFTER)
    assert [one.person for one in WorkWeek.objects.all()] == [noi]


def test_published_loads_stay(worked, chiang_mai):
    UnitLoad.objects.create(
        unit=chiang_mai, block=1, size="5-9", band="steady", smallest=5, frozen_at=NOW
    )
    retention.forget(date(2060, 1, 1))
    assert UnitLoad.objects.count() == 1


def test_the_daily_job_does_it(worked):
    assert "workload.own_data.tasks.forget_old" in TIMETABLE
    with time_machine.travel(at("2031-11-23 00:30"), tick=False):
        own_data_tasks.forget_old.call()
    assert left() == set()


# --- The number --------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["0", "11", "2.5", "-1"])
def test_other_years_are_refused(wrong):
    number = next(one for one in policies.NUMBERS if one.code == "kept_years")
    assert policies.wrong_number(number, Decimal(wrong))


@pytest.mark.parametrize("fine", ["1", "10"])
def test_one_and_ten_years_are_fine(fine):
    number = next(one for one in policies.NUMBERS if one.code == "kept_years")
    assert not policies.wrong_number(number, Decimal(fine))


# --- What people are told ----------------------------------------------------------------------


@pytest.mark.parametrize(("years", "said"), [("1", "1 year"), ("7", "7 years")])
def test_the_worker_reads_it_on_their_record_and_beside_the_numbers(
    client, nok, saphan, years, said
):
    make_policy(saphan, kept_years=years)
    enter(client, nok)
    with time_machine.travel(NOW, tick=False):
        assert f"Your work: {said}<" in client.get("/my-record/").text
        page = client.get("/my-trend/numbers/").text
    assert "How long work is kept" in page
    assert f"<b>{years}</b> years" in page


def test_without_a_unit_the_general_years_are_told(siriporn):
    assert record.kept(siriporn, NOW).title == "Your work: 5 years"


def holds(viewer) -> bool:
    viewer = Person.objects.get(pk=viewer.pk)  # it keeps which day it is
    found = privacy_checks.privacy_check(viewer, timezone.now())
    parts = {str(part.title): part.rules for part in found.parts}
    return all(fine for _words, fine, _before in parts["Keeping records of work"])


@pytest.mark.parametrize(("day", "fine"), [("2031-11-24", True), ("2031-11-25", False)])
def test_the_promise_turns_red_two_days_late(worked, day, fine):
    """The job runs once a day, and may run late."""
    with time_machine.travel(at(f"{day} 12:00"), tick=False):
        assert holds(worked) is fine


@pytest.mark.parametrize("model", WORK)
def test_the_promise_looks_at_each_kind(worked, model):
    for other in WORK:
        if other is not model:
            other.objects.all().delete()
    with time_machine.travel(at("2032-01-01 12:00"), tick=False):
        assert not holds(worked)
        own_data_tasks.forget_old.call()
        assert holds(worked)


def test_it_costs_as_much_for_many_people(worked, chiang_mai, django_assert_num_queries):
    for _ in range(5):
        make_week(make_worker(chiang_mai))
    kept_too_long(worked)  # a process keeps the policies
    # The kinds of units; each kind of row is asked for with all else that the promise checks.
    with django_assert_num_queries(1):
        assert len(kept_too_long(worked)) == len(retention.WORK)
