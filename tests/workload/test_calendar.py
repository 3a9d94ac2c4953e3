"""Days of rest in the work of people: Songkran 2027 and New Year 2026/27 from end to end."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from people.calendar import actions as calendars
from people.models import CalendarDay, Organisation, Person, Role
from people.rules.calendar import RestCalendar
from people.weeks import Week, WorkingDays, rounds_on
from tests.makers import (
    NOW,
    at,
    deliver,
    enter,
    make_line,
    make_membership,
    make_organisation,
    make_unit,
    make_worker,
)
from workload.forecast import actions as forecast
from workload.forecast.words import told_forecast
from workload.models import WorkWeek
from workload.models.week import ABSENT
from workload.policies import actions as policies
from workload.policies.block_sums import Weigher
from workload.time import time_off
from workload.trend import history
from workload.weeks import actions as weeks
from workload.weeks import days as weeks_days
from workload.weeks import reminders
from workload.weeks import tasks as weeks_tasks
from workload.weeks.caseloads import LineData

SONGKRAN = Week.parse("2027-W15")
FRIDAY = at("2027-04-16 09:00")
NEW_YEAR = Week.parse("2026-W53")
OWN = {"en": "Founder's day"}


@pytest.fixture
def police_officer(db):
    division = make_unit(make_organisation("Division", kind="police"), "Desk")
    return make_worker(division, "somsak")


def record(person, week=SONGKRAN, now=FRIDAY, **changes):
    lines = [LineData(phase="active", count=4)]
    about = {"key": uuid.uuid4(), "hours": Decimal(40), "lines": lines} | changes
    return weeks.record(person=person, week=week, sent=weeks.Sent(**about), now=now)[0]


def add_day(by, day, **changes):
    about = {"day": day, "name": OWN, "kind": "rests", "by": by, "now": NOW} | changes
    calendars.add_day(organisation=by.organisation, **about)


def anew(person):
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("leave", "rest", "capacity"),
    [
        (0, 3, "10.4"),  # 40 × 0.65 × 2 of 5 days
        (1, 3, "5.2"),
        (2, 3, "0"),
        (5, 3, "0"),  # the holidays were counted as leave too: nothing is counted twice
    ],
)
def test_a_week_with_songkran_has_the_capacity_of_its_working_days(nok, leave, rest, capacity):
    row = record(nok, leave_days=Decimal(leave))
    assert (row.rest_days, row.leave_days) == (rest, leave)
    assert row.capacity == Decimal(capacity)
    assert row.absent is (capacity == "0")


def test_the_week_over_new_year_is_week_53_and_has_three_days(nok):
    row = record(nok, NEW_YEAR, at("2027-01-03 12:00"))
    assert (str(row.iso), row.rest_days, row.capacity) == ("2026-W53", 2, Decimal("15.6"))


def test_who_has_no_contract_is_away_by_leave_and_rest_together(volunteer):
    days = {"leave_days": Decimal(2), "hours": Decimal(), "lines": []}
    row = record(volunteer, **days)
    assert (row.rest_days, row.absent, row.for_flag.away) == (3, True, True)
    assert WorkWeek.objects.filter(ABSENT).exists()
    assert not record(volunteer, **days | {"leave_days": Decimal(1)}, corrects=row.key).absent


def test_who_was_on_leave_around_the_holidays_is_not_asked_the_week_after(nok, chiang_mai):
    """Two days of leave and three of rest are a whole week; rest alone is none."""
    other = make_worker(chiang_mai)
    record(nok, leave_days=Decimal(2))
    record(other)
    asked = reminders.waiting(at("2027-04-23 16:00"))
    assert (nok.pk in asked, other.pk in asked) == (False, True)


def test_a_week_of_leave_and_rest_is_one_away_in_the_own_trend(nok):
    record(nok, leave_days=Decimal(2))
    sent = history.past(nok, SONGKRAN)
    assert history.on_leave(nok, sent, SONGKRAN) == {SONGKRAN}


def test_police_do_not_rest_and_keep_their_whole_capacity(police_officer):
    row = record(police_officer)
    assert (row.rest_days, row.capacity) == (0, 26)


def test_hours_on_a_holiday_stay_hours_and_their_limits_absolute(nok):
    row = record(nok, hours=Decimal(61))
    assert [one.code for one in row.found if one.level] == ["hours"]
    assert (row.hours, row.rest_days) == (61, 3)


def test_an_edit_of_the_calendar_never_changes_a_week_that_was_sent(nok, ploy):
    row = record(nok)
    add_day(ploy, date(2027, 4, 16))
    calendars.rest_on_holidays(organisation=ploy.organisation, rests=False, by=ploy, now=FRIDAY)
    day = weeks_days.DayData(day=date(2027, 4, 14), night=True)
    weeks_days.note(person=anew(nok), days=[day], now=FRIDAY)
    kept = WorkWeek.objects.get(pk=row.pk)
    assert (kept.rest_days, kept.capacity, kept.percent) == (3, row.capacity, row.percent)
    # Sent again while it is open, it is counted by what holds then.
    again = record(anew(nok), corrects=row.key)
    assert (again.rest_days, again.capacity) == (1, Decimal("20.8"))


def test_a_week_is_weighed_again_by_other_numbers_with_its_days_of_rest(nok):
    row = record(nok, leave_days=Decimal(1))
    policy = policies.named(row.policy)
    about = (row.policy, row.contracted_hours, 0, row.leave_days, row.rest_days, Decimal())
    lines = '[{"phase":"active","add_ons":[],"further_victims":0,"part":"primary","count":4}]'
    found = Weigher(policy).weigh(*about, lines)
    assert found is not None
    assert round(float(found), 4) == float(row.flag_load)
    assert Weigher(policy).weigh(row.policy, Decimal(40), 0, 2, 3, Decimal(), lines) is None


def test_my_week_says_which_days_are_taken_out(client, nok):
    with time_machine.travel(FRIDAY, tick=False):
        enter(client, nok)
        page = client.get("/my-week/").text
    assert "3 days are taken out already: Songkran Festival" in page
    assert "10.4" in page


def test_my_days_names_the_holiday_and_fills_no_usual_hours_into_it(client, nok):
    with time_machine.travel(FRIDAY, tick=False):
        enter(client, nok)
        rows = client.get("/my-days/?week=2027-W15").context["rows"]
        filled = client.post("/my-days/?week=2027-W15", {"do": "weekdays"}).context["rows"]
    assert [row.rest for row in rows] == ["", *["Songkran Festival"] * 3, "", "", ""]
    assert [bool(row.typed.get("starts")) for row in filled] == [
        *(True, False, False, False, True),
        *(False, False),
    ]


def test_leave_over_songkran_takes_two_days_and_says_so(client, nok):
    with time_machine.travel(NOW, tick=False):
        enter(client, nok)
        sent = {"do": "plan", "kind": "leave", "first": "12/4/2570", "last": "16/4/2570"}
        page = client.post("/my-time/", sent, follow=True).text
        sent |= {"first": "13/4/2570", "last": "15/4/2570"}
        refused = client.post("/my-time/", sent)
    assert "2 working days are planned. Free anyway: Songkran Festival." in page
    assert (refused.status_code, "without holidays" in refused.text) == (422, True)
    assert time_off.in_week(nok, SONGKRAN) == 2


def test_a_planned_day_that_becomes_a_rest_is_no_leave_any_more(nok, ploy):
    day = date(2027, 4, 16)
    time_off.plan(person=nok, kind="leave", first=day, last=day, half=True, now=NOW)
    assert time_off.in_week(nok, SONGKRAN) == Decimal("0.5")
    add_day(ploy, day)
    assert time_off.in_week(anew(nok), SONGKRAN) == 0
    assert history.on_leave(anew(nok), {}, SONGKRAN) == set()


REST = WorkingDays(calendar=RestCalendar(follows=True))


def rounds(days, first, last):
    """Find on which days people are asked for their week, and for which round."""
    found = {}
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        if asked := rounds_on(day, days):
            found[f"{day:%d %b}"] = asked
        day += timedelta(days=1)
    return found


def test_a_reminder_that_falls_on_a_rest_comes_on_the_last_working_day_before():
    # New Year's Day is a Friday, and New Year's Eve rests too: the week opened on it.
    assert rounds(REST, "2026-12-28", "2027-01-06") == {"28 Dec": [1], "04 Jan": [5, 1]}
    # 7 December is a rest on a Monday: its round joins Friday's, in one mail.
    assert rounds(REST, "2026-12-01", "2026-12-09") == {"04 Dec": [5, 1]}
    # Constitution Day is a Friday in 2027: Thursday stands in for it.
    assert rounds(REST, "2027-12-08", "2027-12-14") == {"09 Dec": [5], "13 Dec": [1]}
    assert rounds(WorkingDays(), "2026-12-28", "2027-01-06") == {
        "28 Dec": [1],
        "01 Jan": [5],
        "04 Jan": [1],
    }


def test_nothing_asks_where_an_organisation_does_not_work_while_a_week_is_open():
    typed = tuple(
        CalendarDay(day=date(2027, 4, 15) + timedelta(days=n), kind="rests").rule for n in range(6)
    )
    days = WorkingDays(calendar=RestCalendar(typed=typed))
    assert rounds(days, "2027-04-13", "2027-04-20") == {}


def test_people_are_reminded_before_the_holiday_once_and_police_on_it(nok, police_officer):
    """Friday 10 December 2027 is Constitution Day."""
    told = []
    for moment in (
        "2027-12-09 08:00",
        "2027-12-09 14:59",
        "2027-12-09 15:00",
        "2027-12-10 15:00",
        "2027-12-13 09:00",
    ):
        with time_machine.travel(at(moment), tick=False):
            weeks_tasks.remind_weeks.call()
        deliver(at(moment))
        told.append(sorted(letter.to[0].split("@")[0] for letter in mail.outbox))
        mail.outbox.clear()
    assert told == [[], [], ["nok"], ["somsak"], ["nok", "somsak"]]


@pytest.fixture
def team(chiang_mai, wipa):
    people = [make_worker(chiang_mai) for _n in range(5)]
    for one in people:
        make_line(one, opened_at=NOW - timedelta(weeks=20))
    return people


def test_the_weeks_to_come_know_holidays_and_spans_by_name(client, team, wipa, ploy):
    about = {"name": {"en": "Recess of the courts"}, "kind": "recess", "by": ploy, "now": NOW}
    days = {"first": date(2026, 12, 28), "last": date(2027, 1, 8)}
    calendars.add_span(organisation=ploy.organisation, **days, **about)
    time_off.plan(
        person=team[0],
        kind="leave",
        first=date(2026, 12, 28),
        last=date(2027, 1, 1),
        half=False,
        now=NOW,
    )
    found = forecast.read(anew(wipa), NOW)
    rooms = dict(zip(map(str, found.weeks), found.forecast.team.capacities, strict=True))
    assert rooms["2026-W48"] == pytest.approx(130)
    assert rooms["2026-W50"] == pytest.approx(130 * 3 / 5)  # 7 and 10 December
    # New Year takes two days of all five people, and leave three more of one.
    assert rooms["2026-W53"] == pytest.approx(130 * 3 / 5 - 26 * 3 / 5)
    names = {str(week): said for week, said in told_forecast(found).known}
    assert names["2026-W53"] == "New Year's Eve, New Year's Day, Recess of the courts"
    assert names["2027-W01"] == "Recess of the courts"
    assert "2026-W48" not in names
    with time_machine.travel(NOW, tick=False):
        enter(client, wipa)
        page = client.get("/team/forecast/").text
        board = client.get("/team/").text
    assert "Recess of the courts" in page
    assert "53 ●" in page
    assert "Recess" not in board
    with time_machine.travel(at("2027-01-05 09:00"), tick=False):
        enter(client, wipa)
        assert "Recess of the courts" in client.get("/team/").text


def test_the_clock_of_offers_and_flags_waits_over_songkran(nok, police_officer):
    monday = date(2027, 4, 12)
    ours, theirs = (
        policies.working_days(Organisation.objects.get(pk=one.organisation_id), monday)
        for one in (nok, police_officer)
    )
    assert ours.after(monday, 3) == date(2027, 4, 20)
    assert theirs.after(monday, 3) == date(2027, 4, 15)


def test_an_edit_holds_in_a_process_that_read_the_calendar_before(nok, ploy):
    friday = date(2027, 4, 16)
    add_day(ploy, date(2027, 4, 19))
    days = policies.working_days(anew(nok).own_organisation, friday)
    assert days.has(friday)
    add_day(ploy, friday)
    assert not policies.working_days(anew(nok).own_organisation, friday).has(friday)


def test_another_organisation_keeps_its_working_days(noi, rest_house, ploy):
    make_membership(noi, rest_house, Role.ADMIN)
    friday = date(2027, 4, 16)
    add_day(ploy, friday)
    assert policies.working_days(anew(noi).own_organisation, friday).has(friday)
