"""The present caseload: kept in step, line by line."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.makers import NOW, make_line, make_worker
from workload.models import CaseloadLine
from workload.weeks import caseloads
from workload.weeks.caseloads import LineData


def keep(person, *lines):
    return caseloads.keep(person=person, lines=list(lines), now=NOW)


def test_new_lines_are_added_and_others_stay(nok):
    old = make_line(nok)
    kept = keep(nok, LineData(phase="court"))
    assert [line.phase for line in kept] == ["active", "court"]
    assert CaseloadLine.objects.get(pk=old.pk).closed_at is None


def test_a_line_is_changed_in_place(nok):
    old = make_line(nok)
    keep(nok, LineData(id=old.public_id, phase="court", count=9, add_ons=("risk", "child")))
    old.refresh_from_db()
    assert (old.phase, old.count, old.add_ons) == ("court", 9, ["child", "risk"])


def test_a_closed_line_weighs_nothing_and_can_be_opened_again(nok):
    old = make_line(nok)
    data = LineData(id=old.public_id, phase="active", count=10, closed=True)
    assert keep(nok, data) == []
    old.refresh_from_db()
    assert old.closed_at == NOW
    keep(nok, LineData(id=old.public_id, phase="active", count=10))
    old.refresh_from_db()
    assert old.closed_at is None


@pytest.mark.parametrize("whose", ["noi", "nobody"])
def test_a_line_of_somebody_else_is_as_unknown_as_none_at_all(nok, noi, whose):
    foreign = make_line(noi).public_id if whose == "noi" else uuid.uuid4()
    with pytest.raises(ValidationError, match="no longer here"):
        keep(nok, LineData(id=foreign, phase="court"))


def test_a_line_that_is_told_twice_is_refused(nok):
    [old] = keep(nok, LineData(phase="active", count=2))
    told = [LineData(id=old.public_id, phase="active", count=count) for count in (3, 4)]
    with pytest.raises(ValidationError, match="here twice"):
        keep(nok, *told)
    old.refresh_from_db()
    assert old.count == 2


@pytest.mark.parametrize(
    "reference", ["Somchai", "JOHN", "QX 4F7", "นก-1", "QX-4F7-TOO-LONG", "-1"]
)
def test_a_reference_is_a_code_and_never_a_name(nok, reference):
    with pytest.raises(ValidationError) as refused:
        keep(nok, LineData(phase="active", reference=reference))
    assert refused.value.params == {"place": 0, "field": "reference"}


@pytest.mark.parametrize("reference", ["QX-4F7", "7", "A1-B2-C3"])
def test_a_code_is_taken(nok, reference):
    assert keep(nok, LineData(phase="active", reference=reference))[0].reference == reference


def test_a_reference_names_one_case(nok):
    with pytest.raises(ValidationError) as refused:
        keep(nok, LineData(phase="active", reference="QX-1", count=2))
    assert refused.value.params == {"place": 0, "field": "count"}


def test_a_second_primary_is_refused_and_a_secondary_is_not(nok, chiang_mai):
    colleague = make_worker(chiang_mai)
    make_line(colleague, reference="QX-1")
    make_line(colleague, reference="QX-2", part="secondary")
    make_line(colleague)
    with pytest.raises(ValidationError) as refused:
        keep(nok, LineData(phase="court"), LineData(phase="active", reference="QX-1"))
    assert refused.value.params == {"place": 1, "field": "reference"}
    keep(nok, LineData(phase="active", reference="QX-1", part="secondary"))
    keep(nok, LineData(phase="active", reference="QX-2"))


def test_references_are_compared_only_where_one_was_written(nok, django_assert_num_queries):
    line = make_line(nok, reference="QX-1")
    carried = LineData(id=line.public_id, phase=line.phase, reference="QX-1")
    assert len(nok.posts) == 1  # read with the person, before any week is kept
    with django_assert_num_queries(2):
        keep(nok, carried, LineData(phase="court"))
    with django_assert_num_queries(3):
        keep(nok, carried, LineData(phase="court", reference="QX-2"))


def test_one_person_is_not_twice_primary_for_a_reference(nok):
    line = LineData(phase="active", reference="QX-1")
    with pytest.raises(ValidationError, match="primary"):
        keep(nok, line, line)


def test_the_same_reference_may_live_in_another_organisation(nok, noi):
    make_line(noi, reference="QX-1")
    assert keep(nok, LineData(phase="active", reference="QX-1"))


def test_a_reference_is_free_again_once_its_case_is_closed(nok, chiang_mai):
    make_line(make_worker(chiang_mai), reference="QX-1", closed_at=NOW)
    assert keep(nok, LineData(phase="active", reference="QX-1"))


def test_the_database_keeps_the_second_primary_out_too(nok, wipa):
    make_line(nok, reference="QX-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_line(wipa, reference="QX-1")


def test_an_unknown_phase_is_refused(nok):
    with pytest.raises(ValidationError) as refused:
        keep(nok, LineData(phase="trial"))
    assert refused.value.params == {"place": 0, "field": "phase"}


@pytest.mark.parametrize("size", [1, 20])
def test_keeping_costs_the_same_for_any_caseload(nok, size, django_assert_max_num_queries):
    lines = [
        LineData(
            id=make_line(nok, reference=f"QX-{n}").public_id, phase="court", reference=f"QX-{n}"
        )
        for n in range(size)
    ]
    with django_assert_max_num_queries(5):
        keep(nok, *lines, LineData(phase="active"))
