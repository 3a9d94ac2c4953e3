"""The two forms: the same constraints as here, and never a name beside an answer."""

from io import BytesIO

import jsonschema_rs
import pytest
from openpyxl import load_workbook

from people.lists.intake import known_columns
from people.lists.kinds import SUBJECTS
from people.rules.lists.headings import Headings
from programme.codebook import schema, xlsform
from programme.codebook.reading import read_codebook
from wellbeing.rules.lines import LINES
from workload.models import AddOnChoice, KindChoice, PartChoice, PhaseChoice

BOOK = read_codebook()
EN, TH = "label::English (en)", "label::ไทย (th)"
CASELOAD, ANSWERS = xlsform.caseload_form(BOOK), xlsform.answers_form(BOOK)


def sheets(form):
    """The sheets of a form as they are read again: rows by their headings."""
    book = load_workbook(BytesIO(xlsform.form_workbook(form)))
    found = {}
    for sheet in book.worksheets:
        heads, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(heads, row, strict=True)) for row in rows]
    return found


def questions(form):
    return {row["name"]: row for row in sheets(form)["survey"]}


@pytest.mark.parametrize("form", [CASELOAD, ANSWERS])
def test_a_form_is_in_both_languages_and_says_which_version_it_is(form):
    found = sheets(form)
    assert list(found) == ["survey", "choices", "settings"]
    [settings] = found["settings"]
    assert settings["version"] == BOOK.edition
    assert settings["default_language"] == "English (en)"
    for row in (*found["survey"], *found["choices"]):
        assert bool(row.get(EN)) == bool(row.get(TH)) == (row.get("type") != "end_repeat")
        if row.get("hint::English (en)"):
            assert row["hint::ไทย (th)"]


def test_the_caseload_asks_for_a_number_and_for_no_answer_and_no_name():
    asked = questions(CASELOAD)
    assert [*asked] == [
        *("about", "employee_number", "week", "line", "reference", "phase", "count", "part"),
        *("add_ons", "further_victims", "kind", "unit", "since", "closed"),
    ]
    texts = str(sheets(CASELOAD))
    assert not any(line.form_name in texts or str(line.text) in texts for line in LINES)


def test_the_five_lines_ask_for_nothing_that_names_anybody():
    asked = questions(ANSWERS)
    assert [*asked] == ["about", "server", *(line.form_name for line in LINES)]
    kinds = {row["type"] for row in asked.values()}
    assert kinds == {"note", "select_one days"}
    # Nothing that a phone knows, nothing that is counted, and nothing that leads to a caseload.
    texts = str(sheets(ANSWERS))
    for word in ("employee", "deviceid", "username", "start", "audit", 'unit"', "calculate", "${"):
        assert word not in texts
    assert CASELOAD.form_id not in texts
    assert not any(row.get("required") for row in asked.values())


def test_choices_are_the_products_own():
    choices = sheets(CASELOAD)["choices"]
    for name, known in (
        ("phase", PhaseChoice),
        ("part", PartChoice),
        ("add_ons", AddOnChoice),
        ("kind", KindChoice),
    ):
        found = [row for row in choices if row["list_name"] == name]
        assert [row["name"] for row in found] == known.values
    assert [row["name"] for row in choices if row["list_name"] == "yes_no"] == ["yes", "no"]


def test_constraints_are_the_products_own():
    found = {name: row.get("constraint") for name, row in questions(CASELOAD).items()}
    assert found["count"] == ". >= 1 and . <= 200 and (${reference} = '' or . = 1)"
    assert found["further_victims"] == ". >= 0 and . <= 50"
    assert found["week"] == found["since"] == ". <= today()"
    assert found["reference"].endswith("and string-length(.) <= 12")
    assert "{13}" in found["employee_number"]
    assert found["phase"] is None
    ruled = [row for row in questions(CASELOAD).values() if row.get("constraint")]
    assert all(row["constraint_message::ไทย (th)"] for row in ruled)


def test_every_name_and_label_of_the_form_is_found_again_by_a_list():
    headings = Headings(known_columns(SUBJECTS["caseloads"]))
    for name, row in questions(CASELOAD).items():
        if name in {"about", "line"}:
            continue
        keys = {headings.match(text) for text in (name, row[EN], row[TH])}
        assert {fit for _key, fit in keys} == {4}, name
        assert len({key for key, _fit in keys}) == 1, name


# --- JSON Schema ---

ADDRESS = "http://localhost:8000/programme/codebook/kamlangjai.schema.json"
SCHEMA = schema.caseload_schema(BOOK, ADDRESS)
LINE = {"phase": "active"}


def valid(sent, part=""):
    whole = SCHEMA if not part else {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True).is_valid(sent)


def test_it_is_a_schema_of_the_draft_that_it_names():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == ADDRESS
    assert jsonschema_rs.meta.is_valid(SCHEMA)


@pytest.mark.parametrize(
    ("line", "good"),
    [
        (LINE, True),
        (LINE | {"count": 200, "further_victims": 50}, True),
        (LINE | {"reference": "QX-4F7", "count": 1, "add_ons": ["child", "risk"]}, True),
        (LINE | {"since": "2026-10-01", "closed": False, "kind": "scam"}, True),
        ({}, False),
        ({"phase": "Active"}, False),
        (LINE | {"count": 0}, False),
        (LINE | {"count": 201}, False),
        (LINE | {"count": 1.5}, False),
        (LINE | {"further_victims": 51}, False),
        (LINE | {"add_ons": ["child", "child"]}, False),
        (LINE | {"add_ons": ["dragon"]}, False),
        (LINE | {"reference": "Somchai"}, False),
        (LINE | {"reference": "QX-4F7", "count": 2}, False),
        (LINE | {"since": "1/10/2569"}, False),
        (LINE | {"name": "Somchai"}, False),
        (LINE | {"line_worn": 4}, False),
    ],
)
def test_it_takes_what_a_list_takes(line, good):
    assert valid({"employee_number": "SP-0042", "lines": [line]}) == good


@pytest.mark.parametrize(
    ("sent", "good"),
    [
        ({"employee_number": "SP-0042", "lines": []}, True),
        ({"employee_number": "0042", "week": "2026-11-20", "lines": []}, True),
        ({"employee_number": "1101700203451", "lines": []}, False),
        ({"employee_number": "1-1017-00203-45-1", "lines": []}, False),
        ({"employee_number": "", "lines": []}, False),
        ({"employee_number": "x" * 41, "lines": []}, False),
        ({"employee_number": "SP-0042"}, False),
        ({"lines": []}, False),
        ({"employee_number": "SP-0042", "lines": [], "line_worn": 4}, False),
    ],
)
def test_it_asks_for_a_number_and_takes_no_answer_beside_it(sent, good):
    assert valid(sent) == good


def test_weeks_and_answers_have_rows_of_their_own():
    week = {"hours": 40, "nights": 1, "court_days": 0, "material_minutes": 90, "leave_days": 0.5}
    assert valid(week, "week")
    assert not valid(week | {"hours": 169}, "week")
    assert not valid(week | {"leave_days": 0.3}, "week")
    assert valid({"line_worn": 4, "line_team": 0}, "answers")
    assert valid({}, "answers")
    assert not valid({"line_worn": 5}, "answers")
    assert not valid({"line_worn": 1, "employee_number": "SP-0042"}, "answers")
