"""What KoboToolbox and ODK collected comes in as a list of caseloads: whole, and once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people.lists import actions as lists
from people.lists.cells import open_cells
from people.models import ListImport, Person, WaitingLine
from tests.makers import NOW, make_line
from tests.people.rules.lists.builders import comma_text
from workload.models import CaseloadLine

from . import collected
from .collected import FIRST, NAMES, NUMBER, ONE, SAMPLES, SECOND, kobo, sheets, with_number
from .test_list_of_caseloads import carried

LINES = [
    ("court", ["child", "interpreter"], 2, "primary", 1, "scam", "QX-4F7"),
    ("active", [], 0, "primary", 3, "", ""),
]


@pytest.fixture
def numbered(nok):
    nok.employee_number = NUMBER
    nok.save()
    return nok


def look(wipa, content, now=NOW):
    by = Person.objects.get(pk=wipa.pk)
    brought = lists.bring(subject="caseloads", content=content, by=by, now=now)
    return brought, lists.look(brought=brought, by=by, now=now)


def save(wipa, content, now=NOW):
    brought, looked = look(wipa, content, now)
    by = Person.objects.get(pk=wipa.pk)
    lists.save(brought=brought, promised=looked.digest, by=by, now=now)
    return ListImport.objects.get(pk=brought.pk)


def fates(looked):
    return [str(one.fate) for one in looked.verdicts]


def problems(looked):
    return [
        (one.row.number, problem.column, str(problem.sentence))
        for one in looked.verdicts
        for problem in one.problems
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_server_hands_out_comes_in(name, numbered, wipa):
    _brought, looked = look(wipa, SAMPLES[name])
    assert (problems(looked), fates(looked)) == ([], ["new", "new"])
    save(wipa, SAMPLES[name])
    assert carried(numbered) == LINES
    opened = CaseloadLine.objects.order_by("pk").first().opened_at
    assert opened.isoformat() == "2026-09-30T17:00:00+00:00"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_submission_writes_no_second_line(name, numbered, wipa):
    save(wipa, SAMPLES[name])
    _brought, looked = look(wipa, SAMPLES[name])
    assert fates(looked) == ["same", "same"]
    # Also after the person went on with it: a case was closed, the others are in another phase.
    CaseloadLine.objects.filter(reference="QX-4F7").update(closed_at=NOW)
    CaseloadLine.objects.filter(reference="").update(phase="aftercare", brought_at=None)
    before = carried(numbered)
    _brought, looked = look(wipa, SAMPLES[name], NOW + timedelta(hours=1))
    assert fates(looked) == ["same", "same"]
    assert carried(numbered) == before


def test_a_list_that_was_undone_can_be_brought_in_again(numbered, wipa):
    brought = save(wipa, SAMPLES["kobo, xlsx, names"])
    lists.undo(brought=brought, by=Person.objects.get(pk=wipa.pk), now=NOW)
    assert carried(numbered) == []
    _brought, looked = look(wipa, SAMPLES["kobo, xlsx, names"])
    assert fates(looked) == ["new", "new"]


def test_a_submission_that_was_corrected_changes_its_line(numbered, wipa):
    save(wipa, SAMPLES["kobo, xlsx, names"])
    changed = (*FIRST[:1], "aftercare", *FIRST[2:])
    content = sheets(Caseload=kobo(*with_number(NAMES, changed, SECOND)))
    _brought, looked = look(wipa, content)
    assert fates(looked) == ["changes", "same"]


def test_a_submission_that_says_nothing_new_is_remembered_and_tells_no_one(numbered, wipa):
    make_line(numbered, "court", reference="QX-4F7", kind="scam", further_victims=2)
    CaseloadLine.objects.update(add_ons=["child", "interpreter"])
    make_line(numbered, "active", count=3)
    before = carried(numbered)
    _brought, looked = look(wipa, SAMPLES["kobo, xlsx, names"])
    assert fates(looked) == ["changes", "changes"]
    save(wipa, SAMPLES["kobo, xlsx, names"])
    assert carried(numbered) == before
    assert not WaitingLine.objects.exists()
    assert not CaseloadLine.objects.exclude(brought_at=None).exists()
    # They are closed: what was sent before does not open them again, nor does another form.
    CaseloadLine.objects.update(closed_at=NOW)
    _brought, looked = look(wipa, SAMPLES["kobo, xlsx, names"])
    assert fates(looked) == ["same", "same"]


def test_a_week_later_the_export_has_both_weeks(numbered, wipa):
    save(wipa, SAMPLES["kobo, xlsx, names"])
    heads, lines = with_number(NAMES, FIRST, SECOND)
    uuids = (ONE, "new-1"), (collected.TWO, "new-2")
    rows = kobo(heads, lines)
    later = [(*row[:13], new, *row[14:]) for row, (_old, new) in zip(rows[1:], uuids, strict=True)]
    assert all(len(row) == len(rows[0]) for row in later)
    both = sheets(Caseload=[*rows, *later])
    _brought, looked = look(wipa, both)
    assert fates(looked) == ["same", "same", "changes", "changes"]
    save(wipa, both)
    assert carried(numbered) == LINES
    CaseloadLine.objects.update(closed_at=NOW)
    _brought, looked = look(wipa, both)
    assert fates(looked) == ["same"] * 4


def test_of_a_submission_that_is_there_twice_the_last_is_read(numbered, wipa):
    rows = kobo(*with_number(NAMES, FIRST, SECOND))
    older = (*rows[1][:3], "QX-OLD1", *rows[1][4:13], ONE, "2026-11-19T08:00:00", *rows[1][15:])
    brought, looked = look(wipa, sheets(Caseload=[rows[0], *rows[1:], older]))
    assert fates(looked) == ["new", "new"]
    assert "Line 4 is not read" in open_cells(brought).notices[0]


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        # It is Friday, 20 November: last week could be sent until Tuesday.
        ("2026-11-09", "Week 46 could be sent until 17 November 2026 and is closed."),
        ("2026-11-15", "Week 46 could be sent until 17 November 2026 and is closed."),
        ("2026-W46", "Week 46 could be sent until 17 November 2026 and is closed."),
        ("9/11/2569", "Week 46 could be sent until 17 November 2026 and is closed."),
        ("2026-11-16", ""),
        ("๒๐/๑๑/๒๕๖๙", ""),
        ("2026-11-23", "Week 48 has not begun."),
        ("last week", "This is not a day, such as 24/11/2569."),
    ],
)
def test_a_closed_week_is_refused_with_row_and_column(week, expected, numbered, wipa):
    heads, lines = with_number(("week", *NAMES), (week, *FIRST), (week, *SECOND))
    _brought, looked = look(wipa, sheets(Caseload=kobo(heads, lines)))
    found = [(row, column, said.replace("\u00a0", " ")) for row, column, said in problems(looked)]
    if not expected:
        assert found == []
        return
    assert [(row, column) for row, column, _ in found] == [(2, "week"), (3, "week")]
    assert all(said.startswith(expected) for _, _, said in found)
    assert fates(looked) == ["cannot", "cannot"]


def test_nothing_of_a_refused_row_is_half_written(numbered, wipa):
    make_line(numbered, "active", count=2)
    before = carried(numbered)
    heads, lines = with_number(("week", *NAMES), ("2026-11-09", *FIRST), ("2026-11-09", *SECOND))
    content = sheets(Caseload=kobo(heads, lines))
    brought, looked = look(wipa, content)
    with pytest.raises(ValidationError):
        lists.save(brought=brought, promised="", by=Person.objects.get(pk=wipa.pk), now=NOW)
    assert carried(numbered) == before


def test_a_renamed_column_is_found_or_asked_for(numbered, wipa):
    near = ("Referense", "Phase of the case", *NAMES[2:])
    _brought, looked = look(wipa, sheets(Caseload=kobo(*with_number(near, FIRST, SECOND))))
    assert fates(looked) == ["new", "new"]
    strange = ("reference", "q7", *NAMES[2:])
    brought, looked = look(wipa, sheets(Caseload=kobo(*with_number(strange, FIRST, SECOND))))
    assert (looked.verdicts, "phase" in brought.columns) == ([], False)
    columns = ["phase" if one == "q7" else key for one, key in with_keys(brought)]
    by = Person.objects.get(pk=wipa.pk)
    lists.choose_columns(brought=brought, columns=columns, by=by, now=NOW)
    brought.refresh_from_db()
    assert fates(lists.look(brought=brought, by=by, now=NOW)) == ["new", "new"]


def with_keys(brought):
    return zip(open_cells(brought).headings, brought.columns, strict=True)


def test_no_column_of_a_server_is_taken_for_an_answer(numbered, wipa):
    for name in ("kobo, xlsx, names", "odk, csv"):
        brought, _looked = look(wipa, SAMPLES[name])
        heads = dict(with_keys(brought))
        assert heads["phase"] == "phase"
        assert "submitted_via_web" not in str(open_cells(brought).rows)
        assert {*heads} - {"employee_number", *NAMES} == {"_uuid"}


def test_a_second_table_alone_is_refused(numbered, wipa):
    for rows in (collected.repeating()[1], collected.repeating_in_odk()[1]):
        with pytest.raises(ValidationError) as refused:
            look(wipa, comma_text(rows))
        assert refused.value.code == "second_table"
    assert not ListImport.objects.exists()


def test_a_submission_without_a_line_is_named(numbered, wipa):
    main, lines = collected.repeating()
    more = ("", "SP-0099", *collected.of_server(2, collected.TWO))
    brought, looked = look(wipa, sheets(Caseload=[*main, more], line=lines))
    assert fates(looked) == ["new", "new"]
    assert any("Line 3 of the first table" in one for one in open_cells(brought).notices)


def test_a_line_of_no_submission_is_named_and_one_of_an_older_form_goes_with_it(numbered, wipa):
    main, lines = collected.repeating()
    older = ("", NUMBER, *collected.of_server(2, ONE, "2026-11-19T08:00:00"))
    astray = [(*lines[1][:-4], parent, *lines[1][-3:]) for parent in (2, 7, "")]
    brought, looked = look(wipa, sheets(Caseload=[*main, older], line=[*lines, *astray]))
    assert fates(looked) == ["new", "new"]
    notices = open_cells(brought).notices
    assert [one for one in notices if "not in this file" in one] == [
        f"Line {n} is not read: the submission it belongs to is not in this file." for n in (5, 6)
    ]


@pytest.mark.parametrize("first", ["", "uuid:9f1c2d3e-0000-4000-8000-000000000009"])
def test_a_submission_without_its_first_number_is_known_by_its_other_one(first, numbered, wipa):
    """A server that keeps the number of the first sending leaves it empty for some."""
    heads, *rows = kobo(*with_number(NAMES, FIRST, SECOND))
    rows = [(*rows[0], ""), (*rows[1], first)]
    content = sheets(Caseload=[(*heads, "meta/rootUuid"), *rows])
    save(wipa, content)
    _brought, looked = look(wipa, content)
    assert fates(looked) == ["same", "same"]
    older = (*rows[0][:3], "QX-OLD1", *rows[0][4:14], "2026-11-19T08:00:00", *rows[0][15:])
    brought, looked = look(wipa, sheets(Caseload=[(*heads, "meta/rootUuid"), *rows, older]))
    assert fates(looked) == ["same", "same"]
    assert "Line 4 is not read" in open_cells(brought).notices[0]


@pytest.mark.parametrize(
    "question",
    [
        *("line_worn", "line-line_worn", "five/line_team"),
        "I felt worn out before the day began.",
        "group/Someone on my team was there for me.",
        "ฉันรู้สึกหมดแรงตั้งแต่ยังไม่เริ่มวัน",
    ],
)
def test_answers_to_the_weekly_questions_never_come_in(question, numbered, wipa):
    from django.utils.translation import override

    from wellbeing.rules.lines import LINES as QUESTIONS

    if question[0] == "ฉ":
        with override("th"):
            question = str(QUESTIONS[0].text)
    heads, lines = with_number((*NAMES, question), (*FIRST, "4"), (*SECOND, "3"))
    for content in (sheets(Caseload=kobo(heads, lines)), comma_text([heads, *lines])):
        with pytest.raises(ValidationError) as refused:
            look(wipa, content)
        assert refused.value.code == "answers"
    assert not ListImport.objects.exists()


def test_a_column_called_team_is_still_a_unit(numbered, wipa):
    heads, lines = with_number((*NAMES, "Team"), (*FIRST, ""), (*SECOND, ""))
    _brought, looked = look(wipa, sheets(Caseload=kobo(heads, lines)))
    assert fates(looked) == ["new", "new"]


@pytest.mark.parametrize("about", ["someone else", "a number of the state"])
def test_a_submission_about_no_one_here_is_refused_at_its_row(about, numbered, wipa):
    number = {"someone else": "SP-9999", "a number of the state": "1101700203451"}[about]
    rows = kobo(("employee_number", *NAMES), [(number, *FIRST), (NUMBER, *SECOND)])
    _brought, looked = look(wipa, sheets(Caseload=rows))
    assert fates(looked) == ["cannot", "new"]
    assert problems(looked)[0][0] == 2
