"""Caseloads as a list: what each row does to what a worker carries, and what it never touches."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.lists import actions as lists
from people.models import AccessEvent, WaitingLine
from tests.bringing import CANNOT, CHANGES, NEW, SAME, bring, statements
from tests.makers import (
    NOW,
    WEEK,
    end_roles,
    enter,
    make_absence,
    make_line,
    make_membership,
    make_week,
    make_worker,
)
from workload.models import CaseloadLine, WorkWeek
from workload.moves import actions as moves
from workload.weeks import actions as weeks
from workload.weeks import caseloads


def row(name="Kanokwan Srisuk", phase="active", **cells):
    return {"name": name, "phase": phase} | cells


def carried(person=None):
    lines = CaseloadLine.objects.filter(closed_at=None).order_by("pk")
    columns = ("phase", "add_ons", "further_victims", "part", "count", "kind", "reference")
    return list((lines.filter(person=person) if person else lines).values_list(*columns))


def test_a_list_is_a_beginning_in_words_of_both_languages(nok, wipa):
    found = bring(
        "caseloads",
        wipa,
        row("นางสาวกนกวรรณ ศรีสุข", "ชั้นศาล", reference="qx-4f7", add_ons="เด็ก, ล่าม", part="หลัก"),
        row(phase="Follow-up", count="๓", kind="ประมง"),
        row(phase="แรกรับ", add_ons="Cross-border and 3+ agencies", further_victims="2", part="รอง"),
        row(phase="Dormant", since="1/10/2569"),
    )
    assert (found.problems, found.fates) == ([], [NEW] * 4)
    found.save()
    assert carried(nok) == [
        ("court", ["child", "interpreter"], 0, "primary", 1, "", "QX-4F7"),
        ("aftercare", [], 0, "primary", 3, "sea", ""),
        ("intake", ["agencies", "cross_border"], 2, "secondary", 1, "", ""),
        ("dormant", [], 0, "primary", 1, "", ""),
    ]
    opened = CaseloadLine.objects.order_by("pk").values_list("opened_at", flat=True)
    assert opened[0] == NOW
    assert opened[3].isoformat() == "2026-09-30T17:00:00+00:00"
    [told] = WaitingLine.objects.all()
    assert (told.recipient, told.kind) == (nok, "caseload-list")
    assert found.undo() == []
    assert carried() == []


def test_whoever_is_in_the_list_reads_once_a_day_that_it_was_looked_at(nok, wipa, chiang_mai):
    make_worker(chiang_mai)
    for cases in (3, 4):
        text = f"Name,Phase,Cases\nKanokwan Srisuk,court,{cases}\n"
        brought = lists.bring(subject="caseloads", by=wipa, now=NOW, text=text)
        lists.look(brought=brought, by=wipa, now=NOW)
    [noted] = AccessEvent.objects.filter(what="case_list")
    assert (noted.viewer, noted.person, noted.viewer_role) == (wipa, nok, "supervisor")


def test_a_reference_is_that_case_and_like_cases_are_a_count(nok, wipa):
    make_line(nok, "intake", reference="QX-1", kind="scam")
    make_line(nok, "active", count=4)
    make_line(nok, "active", count=2, add_ons=["child"])
    make_line(nok, "court", count=1)
    before = carried()
    found = bring(
        "caseloads",
        wipa,
        row(phase="court", reference="qx-1", add_ons="child"),
        row(count="5"),
        row(count="2", add_ons="child"),
        row(phase="dormant", count="1"),
    )
    assert found.fates == [CHANGES, CHANGES, SAME, NEW]
    assert found.notes == ["Intake → Court", "– → Child", "4 cases → 5 cases", "1 case"]
    found.save()
    assert carried() == [
        # The kind was not said, so it stays.
        ("court", ["child"], 0, "primary", 1, "scam", "QX-1"),
        ("active", [], 0, "primary", 5, "", ""),
        ("active", ["child"], 0, "primary", 2, "", ""),
        # Not in the list: it is not closed.
        ("court", [], 0, "primary", 1, "", ""),
        ("dormant", [], 0, "primary", 1, "", ""),
    ]
    assert found.undo() == []
    assert carried() == before


def test_only_a_row_that_says_so_closes(nok, wipa):
    make_line(nok, "active", reference="QX-1")
    make_line(nok, "court", count=2)
    found = bring(
        "caseloads",
        wipa,
        row(reference="QX-1", closed="yes"),
        row(phase="court", count="2", closed="ใช่"),
        row(phase="ปิดแล้ว", reference="QX-9"),
        row(phase="dormant", closed="no"),
    )
    assert found.fates == [CHANGES, CHANGES, SAME, NEW]
    assert found.notes == ["Closed", "Closed", "Not open here", "1 case"]
    found.save()
    assert [one[0] for one in carried()] == ["dormant"]
    assert found.undo() == []
    assert [one[0] for one in carried()] == ["active", "court"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"phase": "trial and error"}, "phase"),
        ({"phase": ""}, "phase"),
        ({"count": "0"}, "count"),
        ({"count": "200"}, None),
        ({"count": "201"}, "count"),
        ({"count": "2", "reference": "QX-1"}, "count"),
        ({"further_victims": "51"}, "further_victims"),
        ({"part": "boss"}, "part"),
        ({"kind": "theft"}, "kind"),
        ({"add_ons": "child, dragon"}, "add_ons"),
        # A name is no reference.
        ({"reference": "Somchai"}, "reference"),
        ({"reference": "สมชาย1"}, "reference"),
        ({"reference": "QX-1234567890"}, "reference"),
        ({"since": "20/11/2569"}, None),
        ({"since": "21/11/2569"}, "since"),
        ({"closed": "soon"}, "closed"),
        ({"unit": "Chiang Rai team"}, "unit"),
        ({"unit": "ทีมเชียงใหม่"}, None),
        ({"name": "Wipa Thongdee"}, "name"),
    ],
)
def test_a_row_is_refused_at_its_column(cells, column, nok, wipa):
    found = bring("caseloads", wipa, row(**cells))
    assert [one for one, _ in found.problems] == ([column] if column else [])
    assert found.fates == [CANNOT if column else NEW]


TAKEN = "This case already has a primary worker. Is this part secondary or advisory?"


def test_a_case_has_one_primary_worker_in_the_organisation(nok, wipa, chiang_mai, chiang_rai, noi):
    montri = make_worker(chiang_mai, "montri", full_name_en="Montri")
    elsewhere = make_worker(chiang_rai, "far", full_name_en="Far Away")
    make_line(elsewhere, reference="QX-1")
    make_line(noi, reference="QX-2")
    make_line(montri, reference="QX-4", part="secondary")
    found = bring(
        "caseloads",
        wipa,
        row(reference="QX-1"),
        row(reference="QX-1", part="secondary"),
        row(reference="QX-2"),
        row("Montri", reference="QX-2"),
        row("Montri", reference="QX-2", part="advisory"),
        row(reference="QX-4"),
        row("Montri", reference="QX-4", part="primary"),
    )
    assert found.problems == [
        (
            "reference",
            "This case already has a primary worker. Is this part secondary or advisory?",
        ),
        ("reference", "This stands in row 2 already."),
        ("reference", "Row 4 has the primary worker of this case. Is this part secondary?"),
        ("reference", "This stands in row 5 already."),
        ("reference", "Row 7 has the primary worker of this case. Is this part secondary?"),
    ]
    assert found.fates == [CANNOT, CANNOT, NEW, CANNOT, CANNOT, NEW, CANNOT]
    found.save()


def test_no_more_lines_than_the_form_can_carry(nok, wipa):
    for n in range(59):
        make_line(nok, reference=f"Q-{n}")
    found = bring("caseloads", wipa, row(phase="court"), row(phase="dormant"))
    assert found.fates == [NEW, CANNOT]


def test_nobody_is_found_whom_the_supervisor_does_not_lead(
    nok, wipa, malee, chiang_rai, noi, volunteer
):
    make_worker(chiang_rai, "far", full_name_en="Far Away", employee_number="F-1")
    found = bring(
        "caseloads",
        wipa,
        row("Far Away", number="F-1"),
        row("Noi Chantra"),
        row("Malee Saelee"),
        row(volunteer.full_name_en),
    )
    assert found.fates == [CANNOT, CANNOT, CANNOT, NEW]


def test_only_who_answers_for_them_today(nok, wipa, siriporn, ploy):
    brought = bring("caseloads", wipa, row()).save()
    make_absence(wipa)
    for other in (nok, siriporn, ploy, wipa):
        with pytest.raises(ValidationError):
            bring("caseloads", other, row())
    with pytest.raises(ValidationError):
        brought.undo()
    end_roles(wipa)
    with pytest.raises(ValidationError):
        bring("caseloads", wipa, row())


def test_of_who_helps_without_hours_no_case_of_a_post_elsewhere_is_brought(
    nok, wipa, malee, chiang_rai
):
    make_membership(nok, chiang_rai, hours=None)
    line = row("Kanokwan Srisuk", "court", count="2")
    found = bring("caseloads", malee, line)
    assert found.fates == [CANNOT]
    assert not CaseloadLine.objects.exists()
    assert bring("caseloads", wipa, line).fates == [NEW]


def test_of_several_posts_it_is_the_one_that_the_supervisor_leads(mai, wipa, malee, chiang_rai):
    own = make_line(mai, "court", count=2, unit=chiang_rai)
    found = bring(
        "caseloads",
        wipa,
        row("Mai Saetang"),
        row("Mai Saetang", "court", count="2"),
        row("Mai Saetang", "intake", unit="Chiang Rai team"),
    )
    # What she carries at the other post is not Wipa's to read or change.
    assert found.fates == [NEW, NEW, CANNOT]
    found.save()
    units = CaseloadLine.objects.exclude(pk=own.pk).values_list("unit__name__en", flat=True)
    assert {*units} == {"Chiang Mai team"}
    assert bring("caseloads", malee, row("Mai Saetang", "court", count="2")).fates == [SAME]
    assert found.undo(by=malee) == [
        (3, "You do not answer for this person any more."),
        (2, "You do not answer for this person any more."),
    ]


def test_cases_that_are_not_shown_yet_are_not_compared(nok, wipa):
    make_line(nok, reference="QX-1")
    make_week(nok, alone=True)
    found = bring("caseloads", wipa, row(reference="QX-1"))
    assert ([one for one, _ in found.problems], found.fates) == (["name"], [CANNOT])
    make_week(nok, WEEK + 1)
    assert bring("caseloads", wipa, row(reference="QX-1")).fates == [SAME]


def test_weeks_that_were_sent_never_change(nok, wipa):
    make_line(nok, count=10)
    week = make_week(nok, WEEK - 1)
    make_week(nok, WEEK)
    before = list(WorkWeek.objects.values())
    found = bring("caseloads", wipa, row(count="40"), row(phase="court", count="9")).save()
    assert found.undo() == []
    assert list(WorkWeek.objects.values()) == before
    assert week.pk


def test_what_came_by_a_list_is_the_workers_own_word_once_they_send(as_nok, as_wipa, nok, wipa):
    found = bring("caseloads", wipa, row(count="9")).save()
    enter(as_wipa, wipa)
    assert b"9 cases from a list, not yet checked by the person" in as_wipa.get("/team/").content
    enter(as_nok, nok)
    assert b"Your supervisor brought in 9 cases from a list" in as_nok.get("/my-week/").content
    caseloads.keep(person=nok, lines=[], now=NOW)
    assert CaseloadLine.objects.filter(person=nok, brought_at=None, count=9).exists()
    assert b"from a list" not in as_nok.get("/my-week/").content
    assert found.undo() == [(2, "The person has worked with it since.")]


def test_a_week_that_was_sent_counts_nothing_that_a_list_brought_in_since(nok, wipa):
    make_week(nok, WEEK - 6)
    week = make_week(nok, WEEK, changed_at=NOW - timedelta(hours=1))
    weeks.judge_again(week, now=NOW)
    before = list(WorkWeek.objects.values())
    bring("caseloads", wipa, row(count="200")).save()
    weeks.judge_again(WorkWeek.objects.get(pk=week.pk), now=NOW)
    assert list(WorkWeek.objects.values()) == before


def test_what_the_worker_or_a_colleague_did_since_is_not_taken_back(nok, wipa, chiang_mai):
    montri = make_worker(chiang_mai, "montri", full_name_en="Montri")
    piyada = make_worker(chiang_mai, "piyada", full_name_en="Piyada")
    names = ("Kanokwan Srisuk", "Montri", "Piyada", "Piyada")
    phases = ("active", "active", "active", "court")
    found = bring("caseloads", wipa, *map(row, names, phases)).save()
    make_week(nok, changed_at=NOW + timedelta(hours=1))
    one = CaseloadLine.objects.get(person=montri)
    moves.propose(by=wipa, giver=montri, receiver=nok, parts={one.public_id: 1}, now=NOW)
    CaseloadLine.objects.filter(person=piyada, phase="court").update(count=2)
    assert bring("caseloads", wipa, row("Montri", count="3")).problems == [
        ("reference", "A colleague was asked to take this case. Please wait for that.")
    ]
    assert sorted(found.undo()) == [
        (2, "The person has worked with it since."),
        (3, "A colleague was asked to take it."),
        (5, "The person has worked with it since."),
    ]
    assert CaseloadLine.objects.filter(person=piyada).count() == 1


def test_a_closed_case_is_not_opened_beside_another_primary(nok, wipa, chiang_mai):
    montri = make_worker(chiang_mai, "montri", full_name_en="Montri")
    make_line(nok, reference="QX-1")
    found = bring("caseloads", wipa, row(reference="QX-1", closed="yes")).save()
    make_line(montri, reference="QX-1")
    assert found.undo() == [(2, "The case has another primary worker by now.")]


def test_the_mark_and_the_statements(nok, wipa, chiang_mai):
    line = make_line(nok, count=4)
    before = bring("caseloads", wipa, row(count="5")).marks
    assert bring("caseloads", wipa, row(count="5"), now=NOW + timedelta(minutes=9)).marks == before
    CaseloadLine.objects.filter(pk=line.pk).update(count=3)
    assert bring("caseloads", wipa, row(count="5")).marks != before
    for name in ("Aa", "Bb", "Cc"):
        make_worker(chiang_mai, name.lower(), full_name_en=name)
    counted = set()
    for names in (["Aa"], ["Aa", "Bb", "Cc"]):
        rows = [row(name, phase) for name in names for phase in ("court", "dormant")]
        found = bring("caseloads", wipa, *rows)
        judged = statements(lambda rows=rows: bring("caseloads", wipa, *rows))
        counted.add((judged, statements(found.save), statements(found.undo)))
    assert len(counted) == 1


PHASES = st.sampled_from(["intake", "active", "court"])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(PHASES, st.integers(1, 9), max_size=3),
    st.dictionaries(PHASES, st.tuples(st.integers(1, 9), st.booleans()), max_size=3),
)
def test_what_is_written_is_the_same_after_and_taken_back_it_is_as_before(nok, wipa, there, wanted):
    CaseloadLine.objects.all().delete()
    for phase, count in there.items():
        make_line(nok, phase, count=count)
    before = list(CaseloadLine.objects.order_by("pk").values())
    rows = [
        row(phase=phase, count=str(n), closed="yes" if closed else "no")
        for phase, (n, closed) in wanted.items()
    ]
    found = bring("caseloads", wipa, *rows).save()
    again = bring("caseloads", wipa, *rows)
    assert {*again.fates} <= {SAME}
    assert found.undo() == []
    assert list(CaseloadLine.objects.order_by("pk").values()) == before
