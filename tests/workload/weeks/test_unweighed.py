"""Weeks of people without contracted hours: sent like any other, and weighed against nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Person, Role
from tests.makers import (
    NOW,
    WEEK,
    end_roles,
    enter,
    make_membership,
    make_person,
    make_terms,
    make_unit,
    make_unweighed_week,
    make_week,
)
from wellbeing.models import CheckIn
from workload.board import actions as board
from workload.load.page import member_page
from workload.load.parts import posts_seen
from workload.models import CaseloadLine, Flag, FlagStep, WorkWeek
from workload.moves import actions as moves
from workload.moves.standing import standings
from workload.time import time_off
from workload.trend import half_year
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData
from workload.weeks.days import DayData, note
from workload.weeks.past import corrections

from .test_actions import ANSWERS, record

VERY_LONG = Decimal(62)


@pytest.mark.parametrize("who", ["volunteer", "siriporn", "anan", "orathai", "ploy"])
def test_everybody_who_belongs_sends_a_week_and_the_five_lines(request, who):
    person = request.getfixturevalue(who)
    row, new = record(person, hours=Decimal(7), answers=ANSWERS)
    assert new
    assert (row.unit, row.hours) == (person.current_memberships[0].unit, 7)
    assert CheckIn.objects.of(person).get().answers == ANSWERS


def test_who_has_no_role_has_no_week(volunteer):
    with pytest.raises(ValidationError, match="no role here today"):
        record(end_roles(volunteer))
    assert not WorkWeek.objects.exists()


def test_without_contracted_hours_there_are_points_and_no_percentage(volunteer):
    row, _new = record(volunteer, lines=[LineData(phase="active", count=2)], nights=1)
    row.refresh_from_db()
    assert row.points > 0
    assert (row.contracted_hours, row.capacity, row.percent, row.level) == (None, None, None, "")
    assert not row.weighed
    assert row.beyond == 0


def test_a_week_without_a_percentage_is_no_week_away(volunteer):
    row, _new = record(volunteer, hours=Decimal(7))
    assert not row.absent
    assert not row.away
    assert not row.for_flag.away


def test_five_days_of_leave_are_a_week_away_without_a_contract_too(volunteer):
    row, _new = record(volunteer, hours=Decimal(), leave_days=Decimal(5))
    assert row.away
    assert not record(volunteer, week=WEEK - 1, now=NOW - timedelta(weeks=1), leave_days=4)[0].away


def test_the_database_keeps_no_capacity_without_contracted_hours(volunteer):
    row = make_unweighed_week(volunteer)
    for name in ("capacity", "percent", "contracted_hours"):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkWeek.objects.filter(pk=row.pk).update(**{name: 20})


@pytest.mark.parametrize("who", ["volunteer", "siriporn"])
def test_hours_give_the_same_reason_to_everybody(request, who):
    row, _new = record(request.getfixturevalue(who), hours=VERY_LONG)
    assert [one["code"] for one in row.reasons] == ["hours"]


def test_a_volunteers_hours_alone_raise_a_flag_that_the_supervisor_sees(volunteer, wipa):
    record(volunteer, hours=VERY_LONG)
    assert Flag.objects.visible_to(wipa).get().person == volunteer


@pytest.mark.parametrize("who", ["siriporn", "anan", "orathai", "ploy"])
def test_who_answers_to_nobody_for_their_load_has_no_flag(request, who):
    record(request.getfixturevalue(who), hours=VERY_LONG)
    assert not Flag.objects.exists()


def test_a_worker_who_becomes_the_trainer_leaves_the_flag_behind(nok, office):
    record(nok, hours=VERY_LONG)
    nok = end_roles(nok)
    make_membership(nok, office, Role.TRAINER)
    record(nok, week=WEEK + 1, now=NOW + timedelta(weeks=1), hours=VERY_LONG)
    closing = FlagStep.objects.get(kind=FlagStep.Kind.CLOSED)
    assert closing.why == "left"
    assert not Flag.objects.open().exists()


def test_what_a_trainer_sent_alone_stays_theirs_when_they_begin_to_work_under_a_supervisor(
    siriporn, wipa, chiang_mai
):
    for back in (2, 1):
        record(siriporn, week=WEEK - back, now=NOW - timedelta(weeks=back), hours=VERY_LONG)
    make_membership(siriporn, chiang_mai)
    siriporn = Person.objects.get(pk=siriporn.pk)
    row, _new = record(siriporn, hours=Decimal(40))
    assert row.reasons == []
    assert not Flag.objects.exists()
    assert list(WorkWeek.objects.visible_to(wipa)) == [row]
    assert WorkWeek.objects.visible_to(siriporn).count() == 3
    assert [week.week for week in board.read(wipa, NOW).ordered[0].work.weeks] == [row.week]
    seen = posts_seen(wipa, siriporn)
    assert member_page(siriporn, NOW, sight=seen).hours.count(VERY_LONG) == 0
    assert member_page(siriporn, NOW).hours.count(VERY_LONG) == 2


def test_hours_that_are_corrected_later_are_not_weighed_with_weeks_that_were_sent_alone(
    siriporn, chiang_mai
):
    """Three weeks of 62 hours as a trainer: the mean that others read begins with the fourth."""
    for back in (3, 2, 1):
        make_unweighed_week(siriporn, WEEK - back, hours=VERY_LONG, alone=True)
    make_membership(siriporn, chiang_mai)
    siriporn = Person.objects.get(pk=siriporn.pk)
    record(siriporn, hours=Decimal(40))
    later = NOW + timedelta(weeks=1)
    about = {"hours": Decimal(44), "note": "Two evenings at the court."}
    row = corrections.correct_hours(person=siriporn, week=WEEK, now=later, **about)
    assert row.reasons == []
    assert not Flag.objects.exists()


def test_the_week_is_counted_where_the_hours_are_whatever_came_first(chiang_mai, office):
    person = make_person("malee", office.organisation)
    make_membership(person, office, Role.TRAINER)
    make_membership(person, chiang_mai, hours=20)
    row, _new = record(person)
    assert (row.unit, row.contracted_hours) == (chiang_mai, 20)


def test_a_volunteer_is_led_too_and_counts_once(wipa, nok, volunteer, chiang_mai, office):
    lamphun = make_unit(chiang_mai.organisation, "Lamphun team", parent=office)
    make_membership(wipa, lamphun, Role.SUPERVISOR, hours=None)
    make_membership(volunteer, lamphun, hours=None)
    assert weeks.supervisees(wipa, NOW) == 2


@pytest.mark.parametrize(
    ("until", "led"), [(NOW.date(), "2.7"), (NOW.date() - timedelta(days=1), "3.5")]
)
def test_a_volunteer_is_led_by_the_hours_of_the_terms_while_they_hold(
    wipa, nok, volunteer, chiang_mai, until, led
):
    for name, hours in (("half", 20), ("whole", 44)):
        other = make_person(name, chiang_mai.organisation)
        make_membership(other, chiang_mai, hours=None)
        make_terms(other, wipa, hours=hours)
    make_terms(volunteer, wipa, hours=8, until=until)
    assert weeks.supervisees(wipa, NOW) == Decimal(led)


def test_nothing_is_given_back_and_nothing_lies_beyond_a_contract_that_is_none(volunteer):
    make_unweighed_week(volunteer, WEEK, hours=Decimal(50))
    assert not time_off.beyond_contract(volunteer, WEEK).exists()
    assert half_year.own(volunteer, NOW).beyond.sent == 0


def test_a_volunteer_who_is_hired_keeps_the_weeks_before(volunteer):
    make_unweighed_week(volunteer, WEEK - 1)
    make_week(volunteer, WEEK)
    page = half_year.own(volunteer, NOW)
    assert page.loads[-2:] == [None, WorkWeek.objects.get(week=WEEK.monday).percent]
    assert page.beyond.sent == 1


def test_nights_of_a_week_that_was_sent_alone_weigh_in_no_move_of_work(siriporn, wipa, chiang_mai):
    make_week(siriporn, night_points=3, alone=True)
    make_membership(siriporn, chiang_mai)
    siriporn = Person.objects.get(pk=siriporn.pk)
    [seen], [own] = (standings([siriporn.pk], NOW, one) for one in (wipa, siriporn))
    assert (seen.load.nights, own.load.nights) == (0, 3)


def test_cases_that_were_written_down_alone_are_read_after_the_first_week_that_others_read(
    siriporn, wipa, chiang_mai
):
    """She began to work under Wipa after that week: nobody else was to read what it held."""
    two = LineData(phase="active", count=2)
    record(siriporn, week=WEEK - 1, now=NOW - timedelta(weeks=1), lines=[two])
    make_membership(siriporn, chiang_mai)
    siriporn = Person.objects.get(pk=siriporn.pk)
    line = CaseloadLine.objects.get(person=siriporn)
    assert not CaseloadLine.objects.visible_to(wipa).exists()
    [seen], [own] = (standings([siriporn.pk], NOW, one) for one in (wipa, siriporn))
    assert (seen.lines, own.lines) == ([], [line])
    with pytest.raises(ValidationError):
        moves.chosen(siriporn, {line.public_id: 1}, wipa)
    record(siriporn, lines=[LineData(id=line.public_id, phase="active", count=2)])
    assert list(CaseloadLine.objects.visible_to(wipa)) == [line]
    assert standings([siriporn.pk], NOW, wipa)[0].lines == [line]


def test_nights_before_a_week_that_others_read_do_not_count_if_they_were_noted_alone(
    siriporn, chiang_mai
):
    """Four nights as a trainer and one on Monday as a worker are no run of five for Wipa."""
    record(siriporn, week=WEEK - 1, now=NOW - timedelta(weeks=1))
    nights = [DayData(WEEK.monday - timedelta(days=n), night=True) for n in range(5)]
    note(person=siriporn, days=nights, now=NOW - timedelta(days=4))
    make_membership(siriporn, chiang_mai)
    row, _new = record(Person.objects.get(pk=siriporn.pk))
    assert row.reasons == []


def test_a_day_off_that_was_noted_in_a_week_sent_alone_is_said_to_the_person_only(
    client, siriporn, wipa, chiang_mai, friday
):
    """She noted Saturday as the trainer, and works for Wipa since Monday."""
    saturday = WEEK.monday - timedelta(days=2)
    record(siriporn, week=WEEK - 1, now=NOW - timedelta(weeks=1))
    note(person=siriporn, days=[DayData(saturday, off=True)], now=NOW - timedelta(days=4))
    make_membership(siriporn, chiang_mai)
    record(Person.objects.get(pk=siriporn.pk))
    pages = ((siriporn, "/my-days/"), (wipa, f"/team/{siriporn.public_id}/"))
    told = []
    for reader, page in pages:
        enter(client, reader)
        told.append("Last day off: Saturday 14 November" in client.get(page).text)
    assert told == [True, False]
    note(person=siriporn, days=[DayData(WEEK.monday, off=True)], now=NOW)
    assert "Last day off: Monday 16 November" in client.get(pages[1][1]).text
