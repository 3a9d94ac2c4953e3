"""A week from one person: sent once, corrected, judged, and refused where it should be."""

import dataclasses
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Membership, Person, Role
from tests.makers import (
    NOW,
    WEEK,
    at,
    make_line,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_worker,
    make_workers,
)
from wellbeing.models import CheckIn, ContactRequest
from wellbeing.rules.pulse import PulseAnswers
from workload.models import CaseloadLine, Flag, WorkWeek
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData

ANSWERS = PulseAnswers(worn=3, far=1, back=3, rest=1, team=3)


def sent(**changes) -> weeks.Sent:
    return weeks.Sent(**{"key": uuid.uuid4(), "hours": Decimal(40)} | changes)


def record(person, now=NOW, week=WEEK, **changes):
    return weeks.record(person=person, week=week, sent=sent(**changes), now=now)


def test_a_week_keeps_lines_load_answers_and_note(nok):
    line = LineData(phase="court", add_ons=("child", "risk"), count=2)
    row, new = record(nok, lines=[line], nights=3, answers=ANSWERS, note="a walk helped")
    assert new
    assert (row.case_points, row.night_points, row.capacity) == (Decimal("7.2"), 3, 26)
    assert row.percent == Decimal("39.2308")
    row.refresh_from_db()
    assert (row.level, row.case_count, row.policy) == ("green", 2, "default-1-ngo")
    assert row.lines == [
        {
            "phase": "court",
            "add_ons": ["child", "risk"],
            "further_victims": 0,
            "part": "primary",
            "count": 2,
            "kind": "",
            "reference": "",
            "weight": "3.6",
            "points": "7.2",
        }
    ]
    checkin = CheckIn.objects.get(person=nok, week=WEEK.monday)
    assert (checkin.answers, checkin.note) == (ANSWERS, "a walk helped")
    assert b"walk" not in checkin.sealed_note


def test_what_is_answered_at_once_reads_as_it_will_later(nok):
    row, _new = record(nok, lines=[LineData(phase="court", count=2)], answers=ANSWERS)
    numbers = ("rest_days", "points", "capacity", "percent", "case_points", "night_points")
    told = {name: str(getattr(row, name)) for name in numbers}
    row.refresh_from_db()
    assert told == {name: str(getattr(row, name)) for name in numbers}


def test_a_second_tap_with_the_same_key_changes_nothing(nok):
    once = sent(lines=[LineData(phase="active", count=3)])
    first, _ = weeks.record(person=nok, week=WEEK, sent=once, now=NOW)
    again, new = weeks.record(person=nok, week=WEEK, sent=once, now=NOW)
    assert (again.pk, new) == (first.pk, False)
    assert CaseloadLine.objects.filter(person=nok).count() == 1


def test_a_second_device_is_told_and_may_then_change_it(nok):
    first, _ = record(nok)
    with pytest.raises(ValidationError) as refused:
        record(nok, hours=Decimal(50))
    assert refused.value.code == "already_sent"
    assert WorkWeek.objects.get(person=nok).hours == 40
    row, new = record(nok, hours=Decimal(50), corrects=refused.value.params["key"])
    assert (row.pk, row.hours, new) == (first.pk, 50, False)
    assert WorkWeek.objects.filter(person=nok).count() == 1


def test_a_correction_to_nothing_keeps_no_answers(nok):
    first, _ = record(nok, answers=ANSWERS, note="tired")
    record(nok, corrects=first.key)
    row = CheckIn.objects.get(person=nok)
    assert (row.says, row.note) == (False, "")


def test_a_week_can_be_sent_with_every_line_skipped(nok):
    record(nok)
    assert WorkWeek.objects.filter(person=nok).exists()
    assert CheckIn.objects.get(person=nok).answers == PulseAnswers()


@pytest.mark.parametrize(
    ("now", "word"),
    [("2026-11-18 23:59", "not open yet"), ("2026-11-25 00:00", "closed")],
)
def test_a_week_that_is_not_open_is_refused(nok, now, word):
    with pytest.raises(ValidationError, match=word):
        record(nok, now=at(now))
    assert not WorkWeek.objects.exists()


def test_a_refused_line_undoes_everything(nok, wipa):
    make_line(wipa, reference="QX-4F7")
    lines = [LineData(phase="active"), LineData(phase="court", reference="QX-4F7")]
    with pytest.raises(ValidationError, match="primary"):
        record(nok, lines=lines, answers=ANSWERS, contact=wipa)
    for model in (WorkWeek, CheckIn, ContactRequest, Flag):
        assert not model.objects.exists()
    assert not CaseloadLine.objects.filter(person=nok).exists()


@pytest.mark.parametrize(("begins", "capacity"), [("2026-11-19", 13), ("2026-11-20", 26)])
def test_a_week_is_weighed_by_the_hours_of_its_thursday_whenever_it_is_sent(
    nok, chiang_mai, begins, capacity
):
    """Twenty hours from a Monday on are no half capacity for the week before, sent that Monday."""
    day = date.fromisoformat(begins)
    nok.memberships.update(ends=day - timedelta(days=1))
    make_membership(nok, chiang_mai, starts=day, hours=Decimal(20))
    row, _ = record(Person.objects.get(pk=nok.pk), now=at("2026-11-23 09:00"))
    assert (row.capacity, row.contracted_hours) == (capacity, 2 * capacity / Decimal("1.3"))


def test_who_came_after_the_thursday_has_the_hours_they_came_with(nok, chiang_rai):
    nok.memberships.update(ends=date(2026, 11, 20))
    make_membership(nok, chiang_rai, starts=date(2026, 11, 21), hours=Decimal(20))
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        row, _ = record(Person.objects.get(pk=nok.pk), now=at("2026-11-23 09:00"))
    assert row.capacity == 13


def test_hours_of_a_week_without_capacity_in_which_work_was_noted_are_judged(nok):
    """Work on leave and on holidays is work; a figure that was left standing on leave is none."""
    row, _ = record(nok, hours=Decimal(61), nights=2, leave_days=Decimal(5))
    assert [(one.code, one.level) for one in row.found] == [("hours", "red")]
    assert Flag.objects.get().level == "red"
    row, _ = record(nok, hours=Decimal(61), leave_days=Decimal(5), corrects=row.key)
    assert (row.found, row.away) == ([], True)


def test_all_week_away_is_not_available_and_opens_no_flag(nok):
    make_line(nok, count=40)
    row, _ = record(nok, leave_days=Decimal(5))
    assert (row.capacity, row.percent, row.level) == (0, None, "")
    assert not Flag.objects.exists()


def test_asking_for_contact_carries_a_name_and_nothing_else(nok, wipa):
    record(nok, contact=wipa, answers=ANSWERS)
    asked = ContactRequest.objects.get()
    assert (asked.person, asked.contact, asked.asked_at) == (nok, wipa, NOW)


def test_a_supervisor_of_five_carries_a_full_load_of_people(chiang_mai, wipa):
    make_workers(5, chiang_mai)
    row, _ = record(wipa)
    assert (row.supervision_points, row.percent) == (26, 100)


def test_two_who_supervise_a_unit_share_it_equally(chiang_mai, wipa):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    make_workers(5, chiang_mai)
    row, _ = record(wipa)
    assert row.supervision_points == 13


def test_who_has_left_and_who_is_elsewhere_weigh_nothing(chiang_mai, wipa, noi):
    gone = make_worker(chiang_mai)
    Membership.objects.filter(person=gone).update(ends="2026-01-31")
    make_worker(chiang_mai)
    row, _ = record(wipa)
    assert row.supervision_points == Decimal("5.2")


def test_the_next_supervisor_carries_the_supervisors_below(office, chiang_mai, wipa, nok):
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    lonely = make_unit(office.organisation, "Mae Sot team", parent=office)
    make_workers(2, lonely)  # nobody leads them, so they answer to the director
    row, _ = record(director)
    assert row.supervision_points == Decimal("15.6")


def test_the_week_before_counts_for_the_flag(nok):
    make_week(nok, WEEK - 1, points="27")
    make_line(nok, count=18)
    record(nok)
    assert Flag.objects.get().level == "amber"


def test_sending_a_week_takes_at_most_eleven_statements_beside_session_and_user(nok):
    for n in range(8):
        make_line(nok, reference=f"QX-{n}")
    make_week(nok, WEEK - 1, points="40")
    lines = [
        LineData(phase="court", add_ons=("child",), id=line.public_id, reference=line.reference)
        for line in CaseloadLine.objects.filter(person=nok)
    ]
    nok = Person.objects.get(pk=nok.pk)
    once = sent(lines=[*lines, LineData(phase="active")], answers=ANSWERS)
    with CaptureQueriesContext(
        connection,
    ) as ran:
        weeks.record(person=nok, week=WEEK, sent=once, now=NOW)
    # Savepoints stand in for the transaction that a test is already in; three are the worst case.
    spoken = [q for q in ran.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(spoken) <= 12, [q["sql"][:90] for q in spoken]


def test_a_stored_week_is_what_was_sent(nok):
    once = sent(
        hours=Decimal("37.5"),
        nights=2,
        court_days=1,
        material_minutes=90,
        leave_days=Decimal("0.5"),
    )
    row, _ = weeks.record(person=nok, week=WEEK, sent=once, now=NOW)
    row.refresh_from_db()
    kept = {f.name: getattr(row, f.name) for f in dataclasses.fields(once) if hasattr(row, f.name)}
    kept.pop("lines")
    assert kept == {name: getattr(once, name) for name in kept}


def test_who_leads_two_units_carries_each_deputy_whole_and_shares_the_workers(
    office, chiang_mai, wipa
):
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    make_workers(2, chiang_mai)
    row, _ = record(Person.objects.get(pk=wipa.pk))
    assert row.supervision_points == Decimal("10.4")  # half of two workers, and the deputy alone


def test_a_form_of_an_earlier_week_is_refused_in_words(nok):
    """Its key is used up: a page that stood open for a week, or a program that never draws one."""
    used = make_week(nok, WEEK - 1)
    with pytest.raises(ValidationError) as refused:
        record(nok, key=used.key)
    assert refused.value.code == "key"
    assert WorkWeek.objects.get() == used


def test_what_is_refused_is_not_tried_a_second_time(nok):
    """Nobody else sent this week meanwhile, so the same words would only be refused again."""
    make_line(nok, reference="QX-1")
    before = make_week(nok, WEEK - 1)
    double = [LineData(phase="active", reference="QX-1")]
    with CaptureQueriesContext(connection) as ran, pytest.raises(ValidationError) as refused:
        record(nok, lines=double)
    assert refused.value.code == "line"
    assert sum('FROM "workload_caseloadline"' in one["sql"] for one in ran) == 2
    assert WorkWeek.objects.get() == before


def test_a_supervisor_leads_each_person_once(nok, wipa, chiang_mai):
    """At their home, as worker or as the lead of a team below; a trainer there is led by others."""

    def led():
        return weeks.supervisees(Person.objects.get(pk=wipa.pk), NOW)

    lamphun = make_unit(wipa.organisation, "Lamphun")
    assert led() == 1
    make_membership(make_person("mali", wipa.organisation), chiang_mai, Role.TRAINER, hours=40)
    assert led() == 1
    busy = make_worker(chiang_mai, "busy")
    make_membership(busy, lamphun, Role.SUPERVISOR, hours=None)
    assert led() == 2
    # Who leads the team too shares it with her, and is not led there.
    make_membership(busy, chiang_mai, Role.SUPERVISOR, hours=None)
    assert led() == Decimal("0.5")
