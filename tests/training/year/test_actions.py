"""A year of training in numbers: from October, each session once, nobody named."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person, Role
from tests.makers import (
    NOW,
    enter,
    give_password,
    make_absence,
    make_membership,
    make_person,
    make_unit,
    make_worker,
)
from tests.training.conftest import (
    count_queries,
    make_certificate,
    make_certificate_type,
    make_places,
    make_requirement,
    make_session,
)
from training.certificates import actions as certificates
from training.models import Course, Enrolment
from training.requirements import needs
from training.rules.certificates import CertificateStanding
from training.year import actions as year_actions
from training.year.actions import YearLine
from training.year.year_end import HeldAtYearEnd

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def text(answer) -> str:
    return answer.content.decode()


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
    assert year_actions.year_of(day) == year


@pytest.fixture
def held(interviewing, siriporn, crew, saphan):
    """Six hours in September, and in October and November two courses."""
    nok, montri, piyada, nantana = crew
    first_aid = Course.objects.create(
        organisation=saphan, name={"en": "First aid"}, hours=Decimal(3)
    )
    hold(interviewing, siriporn, date(2026, 9, 30), {nok: "full"})
    hold(interviewing, siriporn, date(2026, 10, 1), {nok: "full", montri: "part", piyada: "away"})
    hold(first_aid, siriporn, date(2026, 10, 2), {nantana: "full"})
    hold(interviewing, siriporn, FRIDAY, {piyada: "full", nantana: ""})
    return first_aid


def test_a_year_is_added_up_by_month_and_by_course(held, interviewing, siriporn, anan, nok):
    make_certificate(nok, interviewing.certificate_type, by=siriporn, issued_on=date(2026, 10, 1))
    # Of the last one nothing is recorded yet.
    hold(held, siriporn, date(2026, 11, 19), {nok: ""})
    for viewer in (siriporn, anan):
        found = year_actions.read(viewer, 2027, FRIDAY)
        october, november = (month.line for month in found.months)
        assert october == YearLine(sessions=2, came=3, hours=Decimal(9), passed=2, issued=1)
        assert november == YearLine(sessions=1, came=1, hours=Decimal(6), passed=1)
        assert found.total == YearLine(sessions=3, came=4, hours=Decimal(15), passed=3, issued=1)
        assert [(one, line.hours) for one, line in found.courses] == [
            (interviewing, 12),
            (held, 3),
        ]
    before = year_actions.read(siriporn, 2026, FRIDAY)
    assert (before.total.hours, before.months[-1].first) == (6, date(2026, 9, 1))
    assert (len(before.months), before.told_on) == (12, date(2026, 9, 30))


def test_each_month_stands_beside_that_of_the_year_before(held, interviewing, siriporn, nok):
    hold(interviewing, siriporn, date(2025, 10, 31), {nok: "full"})
    hold(interviewing, siriporn, date(2025, 12, 1), {nok: "full"})
    found = year_actions.read(siriporn, 2027, FRIDAY)
    assert [(m.first.month, m.line.hours, m.before.hours) for m in found.months] == [
        (10, 9, 6),
        (11, 6, 0),
    ]
    assert found.before.hours == 6


@pytest.mark.parametrize(
    ("ends", "changes", "lapsed"),
    [
        (date(2026, 9, 29), {}, {}),
        (date(2026, 9, 30), {}, {10: 1}),
        (date(2026, 10, 30), {}, {10: 1}),
        (date(2026, 10, 31), {}, {11: 1}),
        # Today it still holds.
        (FRIDAY - timedelta(days=1), {}, {11: 1}),
        (FRIDAY, {}, {}),
        (None, {}, {}),
        (date(2026, 10, 30), {"revoked_at": NOW, "revoked_reason": "Mistake"}, {}),
    ],
)
def test_a_certificate_lapses_on_the_day_after_its_last(
    ends, changes, lapsed, nok, interview, siriporn
):
    make_certificate(nok, interview, by=siriporn, expires_on=ends, current=False, **changes)
    found = year_actions.read(siriporn, 2027, FRIDAY)
    assert {m.first.month: m.line.lapsed for m in found.months if m.line.lapsed} == lapsed


@pytest.mark.parametrize(("renewed", "lapsed"), [(30, 0), (31, 1)])
def test_what_was_renewed_by_its_last_day_did_not_lapse(
    renewed, lapsed, nok, anan, interview, siriporn
):
    """What a colleague renews is theirs."""
    make_certificate(anan, interview, by=siriporn, issued_on=date(2026, 10, 30))
    old = {"expires_on": date(2026, 10, 30), "current": False}
    make_certificate(nok, interview, by=siriporn, **old)
    make_certificate(nok, interview, by=siriporn, issued_on=date(2026, 10, renewed))
    found = year_actions.read(siriporn, 2027, FRIDAY).total
    assert (found.issued, found.lapsed) == (2, lapsed)


@pytest.mark.parametrize(
    ("ends", "lapsed"),
    [
        (date(2026, 9, 29), 0),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 30), 1),
        (date(2026, 10, 31), 0),
    ],
)
def test_a_period_counts_what_lapsed_from_its_first_day_to_its_last(
    ends, lapsed, nok, interview, siriporn
):
    make_certificate(nok, interview, by=siriporn, expires_on=ends)
    reach = Person.objects.in_office_of(siriporn, Role.TRAINER)
    span = date(2026, 10, 1), date(2026, 10, 31)
    found = year_actions.lines_between(siriporn, reach, *span, FRIDAY)
    assert [one.lapsed for one in found.values()] == [1] * lapsed


def test_a_year_begins_on_its_first_day_beside_the_last_of_the_year_before(
    nok, interview, siriporn
):
    make_requirement(interview, by=siriporn, job="specialist")
    first = date(2026, 10, 1)
    make_certificate(nok, interview, by=siriporn, issued_on=first)
    found = year_actions.read(siriporn, 2027, first)
    assert [(month.first, month.line.issued) for month in found.months] == [(first, 1)]
    [(_kind, now, then)] = found.held
    assert (now.holding, then.holding) == (1, 0)
    assert year_actions.read(siriporn, 2027, first - timedelta(days=1)).months == []


@pytest.mark.parametrize("ends", [date(2026, 10, 31), date(2027, 3, 1)])
def test_of_two_of_a_type_the_one_earned_last_lapses_alone(ends, nok, interview, siriporn):
    """Both may end on one day, as what was earned on 30 and 31 October does six months later."""
    old = {"issued_on": date(2026, 4, 30), "expires_on": ends, "current": False}
    make_certificate(nok, interview, by=siriporn, **old)
    new = {"issued_on": date(2026, 5, 1), "expires_on": date(2026, 10, 31)}
    make_certificate(nok, interview, by=siriporn, **new)
    found = year_actions.read(siriporn, 2027, FRIDAY)
    assert [month.line.lapsed for month in found.months] == [0, 1]


def test_who_holds_one_is_who_the_requirements_say_holds_it(nok, interview, siriporn):
    """Of each certificate only the newest counts, also where an older one would have lasted."""
    make_requirement(interview, by=siriporn, job="specialist")
    new = {"issued_on": date(2026, 5, 1), "expires_on": FRIDAY - timedelta(days=1)}
    newest = make_certificate(nok, interview, by=siriporn, **new)
    # It was entered later, as what is brought from elsewhere is.
    old = {"issued_on": date(2026, 1, 1), "expires_on": date(2027, 6, 1), "current": False}
    make_certificate(nok, interview, by=siriporn, **old)
    [need] = needs.needs_of(viewer=siriporn, person=nok, day=FRIDAY)
    assert need.standing == CertificateStanding.EXPIRED
    [(_kind, now, then)] = year_actions.read(siriporn, 2027, FRIDAY).held
    assert (now.holding, then.holding) == (0, 1)
    # Without the newest the one before it is the newest.
    certificates.revoke(certificate=newest, reason="A mistake", by=siriporn, now=NOW)
    [(_kind, now, _then)] = year_actions.read(siriporn, 2027, FRIDAY).held
    assert now.holding == 1


def test_a_person_who_has_not_come_in_is_not_counted(nok, interview, siriporn, chiang_mai):
    make_requirement(interview, by=siriporn, job="specialist")
    make_certificate(nok, interview, by=siriporn)
    [before] = year_actions.read(siriporn, 2027, FRIDAY).held
    make_worker(chiang_mai, "entered", awaited=True)
    assert year_actions.read(siriporn, 2027, FRIDAY).held == [before]


def test_who_is_away_for_long_counts_not_as_lacking(nok, interview, siriporn, chiang_mai):
    make_requirement(interview, by=siriporn, job="specialist")
    make_absence(make_worker(chiang_mai))
    [(_kind, now, then)] = year_actions.read(siriporn, 2027, FRIDAY).held
    assert (now.asked, then.asked) == (1, 2)


def test_a_year_to_come_has_nothing_yet(held, siriporn):
    found = year_actions.read(siriporn, 2028, FRIDAY)
    assert (found.months, found.courses, found.held, found.total) == ([], [], [], YearLine())


def test_what_the_smallest_share_holds_comes_first(nok, siriporn, saphan, interview):
    law, care, first_aid = (make_certificate_type(saphan, one) for one in ("Law", "Care", "Aid"))
    for kind, job in ((interview, "specialist"), (law, "specialist"), (care, "shelter")):
        make_requirement(kind, by=siriporn, job=job)
    make_certificate(nok, interview, by=siriporn)
    found = year_actions.read(siriporn, 2027, FRIDAY)
    assert [kind for kind, _now, _then in found.held] == [law, interview, care]
    assert first_aid not in {kind for kind, _now, _then in found.held}


def test_only_people_in_reach_count(held, saphan, office, siriporn, interviewing, noi, boss_of):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    branch = boss_of(lamphun)
    worker = make_worker(lamphun)
    hold(interviewing, siriporn, date(2026, 10, 3), {worker: "full"})
    make_certificate(worker, interviewing.certificate_type, by=siriporn, issued_on=FRIDAY)
    make_requirement(interviewing.certificate_type, by=siriporn, job="specialist")
    found = year_actions.read(branch, 2027, FRIDAY)
    assert (found.total.hours, found.total.issued) == (6, 1)
    assert [now for _kind, now, _then in found.held] == [HeldAtYearEnd(asked=1, holding=1)]
    other = year_actions.read(noi, 2027, FRIDAY)
    assert (other.total, other.held) == (YearLine(), [])


@pytest.fixture
def boss_of():
    def make(unit):
        person = make_person("branch", unit.organisation)
        make_membership(person, unit, Role.TRAINER)
        return person

    return make


def rows_of(answer):
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def test_the_page_and_the_file_say_the_same_and_name_nobody(client, held, siriporn):
    enter(client, siriporn)
    page = client.get(reverse("training_report")).content.decode()
    assert "October 2026 – September 2027" in page
    assert "Kanokwan" not in page
    give_password(client)
    answer = client.get(reverse("training_report_sheet", args=["months"]), {"year": "๒๕๗๐"})
    header, *rows = rows_of(answer)
    assert header[4:6] == ["Hours", "Hours the year before"]
    assert rows == [
        ["2026-10", "2", "3", "2", "9", "0", "0", "0"],
        ["2026-11", "1", "1", "1", "6", "0", "0", "0"],
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="training-2027-months.csv"'


def test_courses_and_coverage_are_taken_along_and_run_nothing(client, held, siriporn, interview):
    Course.objects.filter(pk=held.pk).update(name={"en": "=SUM(A1)"})
    make_requirement(interview, by=siriporn, job="specialist")
    enter(client, siriporn)
    give_password(client)
    courses = rows_of(client.get(reverse("training_report_sheet", args=["courses"])))
    assert [row[0] for row in courses[1:]] == ["Trauma-informed interviewing", "'=SUM(A1)"]
    coverage = rows_of(client.get(reverse("training_report_sheet", args=["coverage"])))
    assert coverage[1:] == [["Victim interview", "4", "0", "4", "0"]]
    assert client.get(reverse("training_report_sheet", args=["people"])).status_code == 404


@pytest.mark.parametrize("what", ["hours", "certificates", "coverage"])
@pytest.mark.parametrize("look", [{}, {"theme": "dark", "size": "narrow"}, {"theme": "x"}])
def test_each_picture_is_an_image_of_its_own(what, look, client, held, siriporn, interview):
    make_requirement(interview, by=siriporn, job="specialist")
    enter(client, siriporn)
    address = reverse("training_report_picture", args=[what])
    assert f'src="{address}?year=2027" alt="Bars' in text(client.get(reverse("training_report")))
    answer = client.get(address, look)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.rstrip().endswith(b"</svg>")
    assert "Kanokwan" not in text(answer)


def test_where_there_is_nothing_to_draw_there_is_no_picture(client, held, siriporn):
    enter(client, siriporn)
    page = text(client.get(reverse("training_report"), {"year": 2028}))
    assert "<img" not in page.split("<main")[1]
    for what, year in (("coverage", 2027), ("hours", 2028), ("certificates", 2028)):
        address = reverse("training_report_picture", args=[what])
        assert client.get(address, {"year": year}).status_code == 404


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", ["Fiscal year 2027", "Fiscal year 2026"]),
        ("th", ["ปีงบประมาณ 2570", "ปีงบประมาณ 2569"]),
    ],
)
def test_a_year_is_called_as_budgets_are(language, named, client, held, siriporn):
    enter(client, siriporn)
    client.cookies["django_language"] = language
    asked, spoken = {"year": "๒๕๗๐"}, {"accept-language": language}
    page = text(client.get(reverse("training_report"), asked, headers=spoken))
    assert [one for one in named if one in page] == named


@pytest.mark.parametrize("year", ["x", "2300", "-1", "99999999999999999999"])
def test_what_is_no_year_is_missing(year, client, siriporn):
    enter(client, siriporn)
    assert client.get(reverse("training_report"), {"year": year}).status_code == 404


def test_the_page_costs_the_same_for_any_number(client, held, siriporn, interviewing, chiang_mai):
    make_requirement(interviewing.certificate_type, by=siriporn, job="specialist")
    enter(client, siriporn)
    client.get(reverse("training_report"))
    before = count_queries(client, reverse("training_report"))
    for day in range(1, 9):
        hold(interviewing, siriporn, date(2026, 11, day), {make_worker(chiang_mai): "full"})
    assert count_queries(client, reverse("training_report")) == before
    assert Enrolment.objects.count() == 15


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Others plan by how many rows there are.")
def test_whether_there_is_a_newer_one_is_found_by_person_and_type(nok):
    """Else each certificate that lapsed would be held against all of its type."""
    with CaptureQueriesContext(connection) as found:
        year_actions.certified(Person.objects.all(), FRIDAY - timedelta(days=365), FRIDAY)
    [lapsed] = [one["sql"] for one in found if "EXISTS" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {lapsed}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert any("certificates_by_type (person_id=? AND type_id=?" in step for step in plan), plan
