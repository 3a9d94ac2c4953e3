"""Rows that are written by statements written once: as Django would write the same rows."""

import uuid
from copy import copy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.row_statements import insert_row, replace_row, replace_rows
from tests.makers import NOW, WEEK, make_line, make_week
from wellbeing.checkins.actions import WRITTEN
from wellbeing.models import CheckIn
from wellbeing.rules.pulse import PulseAnswers
from workload.models import CaseloadLine, WorkWeek

WEEKLY = ("person", "week")


def said_by(act) -> str:
    """What an act says to the database, with its values; it is taken back.

    Which columns the database gives back is left out.
    """
    with CaptureQueriesContext(connection) as ran, transaction.atomic():
        act()
        transaction.set_rollback(True)
    [said] = [one["sql"] for one in ran if one["sql"].startswith(("INSERT", "UPDATE"))]
    return said.partition(" RETURNING ")[0].replace("ON CONFLICT(", "ON CONFLICT (")


def unsent(nok) -> WorkWeek:
    """A week like a sent one, in the week after it."""
    week = make_week(nok, lines=[{"phase": "active"}], level="amber", changed_at=NOW)
    week.pk, week.week, week.key = None, (WEEK + 1).monday, uuid.uuid4()
    week._state.adding = True
    return week


def said(nok, unit, **answers: int) -> CheckIn:
    return CheckIn.of(PulseAnswers(**answers), person=nok, unit=unit, week=WEEK.monday)


@pytest.mark.django_db
def test_a_row_is_inserted_as_it_would_be_saved(nok):
    row = unsent(nok)
    assert said_by(lambda: insert_row(copy(row))) == said_by(lambda: copy(row).save())


@pytest.mark.django_db
def test_what_was_inserted_has_its_key_and_is_stored(nok):
    row = unsent(nok)
    insert_row(row)
    stored = WorkWeek.objects.get(pk=row.pk)
    assert not row._state.adding
    for field in WorkWeek._meta.concrete_fields:
        assert getattr(row, field.attname) == getattr(stored, field.attname), field


@pytest.mark.django_db
def test_what_the_database_fills_in_is_read_when_it_is_asked_for(nok, chiang_mai):
    row = said(nok, chiang_mai, worn=1)
    insert_row(row)
    assert row.recorded_at == CheckIn.objects.get(pk=row.pk).recorded_at


@pytest.mark.django_db
def test_a_row_of_the_same_week_is_kept_and_replaced(nok, chiang_mai):
    first = said(nok, chiang_mai, worn=1)
    insert_row(first)
    row = said(nok, chiang_mai, worn=2)
    assert said_by(lambda: insert_row(copy(row), unique=WEEKLY, replaced=WRITTEN)) == said_by(
        lambda: CheckIn.objects.bulk_create(
            [copy(row)], update_conflicts=True, unique_fields=WEEKLY, update_fields=WRITTEN
        )
    )
    insert_row(row, unique=WEEKLY, replaced=WRITTEN)
    stored = CheckIn.objects.get()
    assert (row.pk, stored.answers.worn) == (first.pk, 2)
    assert stored.recorded_at == first.recorded_at


@pytest.mark.django_db
def test_a_row_that_breaks_a_rule_of_the_database_is_refused(nok, chiang_mai):
    insert_row(said(nok, chiang_mai))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(said(nok, chiang_mai))
    row = unsent(nok)
    row.hours = 169
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(row)


@pytest.mark.django_db
def test_stored_rows_are_replaced_in_some_fields_by_one_statement(nok, django_assert_num_queries):
    lines = [make_line(nok, count=n) for n in (1, 2, 3)]
    for line in lines:
        line.count, line.kind, line.add_ons = line.count + 10, "labour", ["unsafe"]
    with django_assert_num_queries(1):
        replace_rows(lines, replaced=("count", "add_ons"))
    stored = CaseloadLine.objects.filter(person=nok).order_by("pk")
    assert [(one.count, one.kind, one.add_ons) for one in stored] == [
        (n, "", ["unsafe"]) for n in (11, 12, 13)
    ]
    with django_assert_num_queries(0):
        replace_rows([], replaced=("count",))


@pytest.mark.django_db
def test_a_row_is_replaced_as_an_update_would(nok):
    row = make_week(nok, lines=[{"phase": "active"}], level="red")
    columns = [one for one in WorkWeek._meta.concrete_fields if not one.primary_key]
    values = {one.attname: getattr(row, one.attname) for one in columns}
    found = WorkWeek.objects.filter(pk=row.pk).filter(key=row.key)
    direct = said_by(lambda: found.update(**values)).replace('"workload_workweek".', "")
    begun, where = direct.split(" WHERE ")
    assert said_by(lambda: replace_row(row, key=row.key)) == f"{begun} WHERE {where.strip('()')}"


@pytest.mark.django_db
def test_a_row_that_is_not_what_it_was_any_more_is_left_alone(nok):
    row = make_week(nok)
    first, row.key, row.nights = row.key, uuid.uuid4(), 3
    assert not replace_row(row, key=uuid.uuid4())
    assert WorkWeek.objects.get().key == first
    assert replace_row(row, key=first)
    assert WorkWeek.objects.get().nights == 3
