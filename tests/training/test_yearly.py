"""A year of training in numbers: from October, each session once, nobody named."""

import csv
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from people.models import Role
from tests.makers import NOW, give_password, make_membership, make_person, make_unit, make_worker
from training import yearly
from training.models import Course, Enrolment

from .conftest import count_queries, make_certificate, make_places, make_session

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def hold(course, trainer, day, marks):
    """Hold a session with these people and their marks; a full day passes."""
    session = make_session(course, trainer, day=day)
    for place, mark in zip(make_places(session, list(marks)), marks.values(), strict=True):
        place.attendance, place.passed = mark, mark == "full"
        place.save()
    return session


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027), (FRIDAY, 2027)]
)
def test_a_year_begins_in_october_and_is_named_after_its_end(day, year):
    assert yearly.year_of(day) == year


@pytest.fixture
def held(interviewing, siriporn, crew, saphan):
    """Six hours in September, and in October and November two courses."""
    nok, montri, piyada, nantana = crew
    first_aid = Course.objects.create(organisation=saphan, name_en="First aid", hours=Decimal(3))
    hold(interviewing, siriporn, date(2026, 9, 30), {nok: "full"})
    hold(interviewing, siriporn, date(2026, 10, 1), {nok: "full", montri: "part", piyada: "away"})
    hold(first_aid, siriporn, date(2026, 10, 2), {nantana: "full"})
    hold(interviewing, siriporn, FRIDAY, {piyada: "full", nantana: ""})
    return first_aid


def test_a_year_is_added_up_by_month_and_by_course(held, interviewing, siriporn, anan, nok):
    make_certificate(nok, interviewing.certificate_type, by=siriporn, issued_on=date(2026, 10, 1))
    for viewer in (siriporn, anan):
        found = yearly.read(viewer, 2027)
        october, november = (line for _month, line in found.months[:2])
        assert (october.sessions, october.came, october.hours, october.passed) == (2, 3, 9, 2)
        assert (november.sessions, november.came, november.hours) == (1, 1, 6)
        assert (found.total.sessions, found.total.hours, found.issued) == (3, 15, 1)
        assert [(one, line.hours) for one, line in found.courses] == [
            (interviewing, 12),
            (held, 3),
        ]
    before = yearly.read(siriporn, 2026)
    assert (before.total.hours, before.months[-1][0]) == (6, date(2026, 9, 1))


def test_only_people_in_reach_count(held, saphan, office, siriporn, interviewing, noi, boss_of):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    branch = boss_of(lamphun)
    hold(interviewing, siriporn, date(2026, 10, 3), {make_worker(lamphun): "full"})
    assert yearly.read(branch, 2027).total.hours == 6
    assert yearly.read(noi, 2027).total.hours == 0


@pytest.fixture
def boss_of():
    def make(unit):
        person = make_person("branch", unit.organisation)
        make_membership(person, unit, Role.TRAINER)
        return person

    return make


def test_the_page_and_the_file_say_the_same_and_name_nobody(client, held, siriporn):
    client.force_login(siriporn)
    page = client.get(reverse("training_report")).content.decode()
    assert "October 2026 – September 2027" in page
    assert "Kanokwan" not in page
    give_password(client)
    answer = client.get(reverse("training_report_sheet"), {"year": "๒๕๗๐"})
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows == [
        ["Month", "Sessions", "People there", "Hours", "Passed"],
        ["2026-10", "2", "3", "9", "2"],
        ["2026-11", "1", "1", "6", "1"],
    ]


@pytest.mark.parametrize("year", ["x", "2300", "-1", "99999999999999999999"])
def test_what_is_no_year_is_missing(year, client, siriporn):
    client.force_login(siriporn)
    assert client.get(reverse("training_report"), {"year": year}).status_code == 404


def test_the_page_costs_the_same_for_any_number(client, held, siriporn, interviewing, chiang_mai):
    client.force_login(siriporn)
    client.get(reverse("training_report"))
    before = count_queries(client, reverse("training_report"))
    for day in range(1, 9):
        hold(interviewing, siriporn, date(2026, 11, day), {make_worker(chiang_mai): "full"})
    assert count_queries(client, reverse("training_report")) == before
    assert Enrolment.objects.count() == 15
