"""People without contracted hours on the board: their hours against a cap, and no percentage."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person, Role
from people.weeks import Week, noon
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_membership,
    make_terms,
    make_unit,
    make_unweighed_week,
    make_week,
    make_worker,
)
from workload.board import actions as board
from workload.board import sheet
from workload.trend import half_year
from workload.weeks import actions as weeks


def row_of(viewer, person):
    """Somebody's row on a viewer's board."""
    found = board.read(viewer, NOW)
    return next(row for row in found.ordered if row.person_id == person.pk)


def test_a_volunteer_stands_on_the_board_with_the_hours_of_the_terms(wipa, volunteer):
    make_terms(volunteer, wipa, hours=10, until=WEEK.monday)
    make_unweighed_week(volunteer, hours=Decimal(7))
    row = row_of(wipa, volunteer)
    assert (row.work.hours, row.work.unweighed) == (
        "7 of 10 h",
        "Volunteer, at most 10 h a week",
    )
    assert (row.work.level, row.work.load, row.work.meter, row.work.spark) == ("", None, "", "")


@pytest.mark.parametrize("until", [None, WEEK.monday - timedelta(days=1)])
def test_without_terms_that_hold_there_are_hours_and_no_cap(wipa, volunteer, until):
    if until:
        make_terms(volunteer, wipa, until=until)
    make_unweighed_week(volunteer, hours=Decimal(7))
    work = row_of(wipa, volunteer).work
    assert (work.hours, work.unweighed) == ("7 h", "No contracted hours")


def test_where_volunteers_are_switched_off_no_terms_say_how_many_hours(wipa, nok, volunteer):
    make_terms(volunteer, wipa, hours=10)
    make_unweighed_week(volunteer, hours=Decimal(7))
    wipa.organisation.modules_off = ["volunteers"]
    wipa.organisation.save()
    lead = Person.objects.get(pk=wipa.pk)
    work = row_of(lead, volunteer).work
    assert (work.hours, work.unweighed) == ("7 h", "No contracted hours")
    assert weeks.supervisees(lead, NOW) == 2


def test_what_a_volunteer_carries_is_said_in_points(wipa, volunteer):
    make_unweighed_week(volunteer, case_points=Decimal(3))
    assert row_of(wipa, volunteer).work.unweighed == "3.0 points, no contracted hours"


def test_the_team_load_is_that_of_people_with_contracted_hours(wipa, nok, volunteer):
    make_week(nok, points="13", capacity="26")
    make_unweighed_week(volunteer, case_points=Decimal(30))
    found = board.read(wipa, NOW)
    assert (found.people, found.load, found.points) == (2, 50, 13)


def test_each_person_has_one_row_whatever_they_hold(wipa, volunteer, chiang_mai, saphan, office):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    make_membership(wipa, lamphun, Role.SUPERVISOR, hours=None)
    make_membership(volunteer, lamphun, hours=None)
    make_membership(volunteer, chiang_mai, Role.TRAINER)
    assert [row.person_id for row in board.read(wipa, NOW).ordered] == [volunteer.pk]


def test_who_only_trains_or_cares_in_the_unit_has_no_row(wipa, chiang_mai, siriporn, orathai):
    for one, role in ((siriporn, Role.TRAINER), (orathai, Role.CARE)):
        make_membership(one, chiang_mai, role)
        make_unweighed_week(one, hours=Decimal(62))
    assert board.read(wipa, NOW).ordered == []


def test_the_table_leaves_capacity_and_load_empty(wipa, volunteer):
    make_unweighed_week(volunteer, hours=Decimal(7))
    written = sheet.cells(row_of(wipa, volunteer), sheet.SheetWords())
    cells = dict(zip(sheet.header(), written, strict=False))
    assert (cells["Load in percent"], cells["Capacity"], cells["Hours"]) == (None, None, 7)


def test_the_board_costs_the_same_with_volunteers(wipa, nok, chiang_mai):
    make_week(nok)
    board.read(wipa, NOW)  # what a process and a request read once
    with CaptureQueriesContext(connection) as paid:
        board.read(wipa, NOW)
    for n in range(3):
        person = make_worker(chiang_mai, f"helper{n}")
        person.memberships.update(hours=None)
        make_terms(person, wipa)
        make_unweighed_week(person)
    with CaptureQueriesContext(connection) as both:
        board.read(wipa, NOW)
    assert len(both) == len(paid)


def test_the_supervisor_reads_the_volunteers_page_and_hours_log(
    client, friday, wipa, nok, volunteer
):
    make_terms(volunteer, wipa, hours=10)
    make_unweighed_week(volunteer, WEEK - 1, hours=Decimal(6))
    make_unweighed_week(volunteer, hours=Decimal(7))
    enter(client, wipa)
    page = client.get(reverse("team_member", args=[volunteer.public_id])).text
    assert "(as a volunteer at most 10 h a week)" in page
    assert "% of capacity" not in page
    log = client.get(reverse("team_half_year", args=[volunteer.public_id])).text
    assert "13 h from October to December 2026, up to Week 47." in log
    assert "As a volunteer at most 10 h a week" in log


def test_a_new_quarter_begins_a_new_sum(volunteer, friday, client):
    last = WEEK - 7  # Thursday 1 October: the first week of its quarter
    for week, hours in ((last - 1, 9), (last, 5), (last + 1, 4)):
        make_unweighed_week(volunteer, week, hours=Decimal(hours))
    enter(client, volunteer)
    page = client.get(reverse("my_half_year")).text
    assert "9 h from October to December 2026" in page


def test_a_sum_goes_by_its_own_quarter_after_the_new_year_too(volunteer, client):
    for week in (Week(date(2026, 12, 21)), Week(date(2026, 12, 28))):
        make_unweighed_week(volunteer, week, hours=Decimal(3))
    with time_machine.travel(noon(date(2027, 1, 11)), tick=False):
        enter(client, volunteer)
        page = client.get(reverse("my_half_year")).text
    assert "6 h from October to December 2026, up to Week 53." in page


def test_the_sum_of_a_quarter_has_its_weeks_before_the_half_year_too(volunteer, friday):
    for back in (26, 25, 0):
        make_unweighed_week(volunteer, WEEK - back, hours=Decimal(back + 1))
    page = half_year.read(volunteer, volunteer, NOW)
    assert [(one.week, one.sum) for one in page.log] == [(WEEK, 1), (WEEK - 25, 26 + 27)]
