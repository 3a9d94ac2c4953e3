"""The codebook says of every field and code of the caseload what the product does with it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from people.lists.kinds import SUBJECTS
from people.lists.row_cells import RowCells
from people.models import SpokenLanguage
from programme.codebook import caseload, week
from programme.codebook.book import AskedWhere, FieldKind, in_both
from programme.codebook.reading import read_codebook
from programme.codebook.sheet import HEADER, codebook_rows
from wellbeing.rules.lines import DAYS, LINES
from workload.models import (
    AddOnChoice,
    CaseloadLine,
    KindChoice,
    LevelChoice,
    PartChoice,
    PhaseChoice,
    WorkWeek,
)
from workload.policies.policy_numbers import NUMBERS
from workload.rules import load as load_rules
from workload.weeks.from_lists.caseload_columns import COLUMNS

BOOK = read_codebook()


def table(key):
    return BOOK.table(key)


def names(key):
    return {one.name for one in table(key).fields}


def codes(key, name):
    return [one.code for one in table(key).field(name).codes]


def kept(model):
    return {one.name for one in model._meta.concrete_fields}


def test_every_field_of_a_line_and_of_a_week_is_in_it_or_says_why_not():
    assert kept(CaseloadLine) - caseload.LEFT_OUT - names("caseload") == set()
    assert kept(WorkWeek) - week.LEFT_OUT - names("week") == set()
    # Nothing is left out that is described, and nothing of the past is.
    assert kept(CaseloadLine) - names("caseload") >= caseload.LEFT_OUT
    assert kept(WorkWeek) - names("week") >= week.LEFT_OUT


def test_every_column_of_a_list_of_caseloads_is_in_it():
    of_people = {"name", "last_name", "number", "email", "phone"}
    columns = {one.key for one in COLUMNS} - of_people
    described = {"submission": "submissions"}
    assert {described.get(one, one) for one in columns} <= names("caseload")


def test_every_code_of_a_choice_is_in_it():
    for name, choices in (
        ("phase", PhaseChoice),
        ("part", PartChoice),
        ("add_ons", AddOnChoice),
        ("kind", KindChoice),
    ):
        assert codes("caseload", name) == choices.values
    assert codes("week", "level") == LevelChoice.values
    assert codes("posts", "languages") == SpokenLanguage.values
    for line in LINES:
        assert codes("answers", line.form_name) == [str(n) for n in range(len(DAYS))]
    assert len(table("answers").fields) == len(LINES)


def test_codes_have_their_weights_and_sources():
    by_code = {one.code: one for one in table("caseload").field("phase").codes}
    assert {code: one.value for code, one in by_code.items()} == {
        str(phase): f"{points:f}" for phase, points in load_rules.USUAL.phases.items()
    }
    assert "CWLA" in by_code["active"].source["en"]
    assert names("numbers") == {one.code for one in NUMBERS}
    assert all(one.source for one in table("numbers").fields)


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("count", ("1", "200"), ("0", "201")),
        ("further_victims", ("0", "50"), ("51",)),
    ],
)
def test_bounds_are_those_of_the_list_and_of_the_form(name, inside, outside):
    field = table("caseload").field(name)
    for text in (*inside, *outside):
        within = field.least <= Decimal(text) <= field.most
        assert within == (text in inside)
        cells = RowCells(row_of(**{name: text}))
        cells.whole(name, int(field.least), int(field.most))
        assert bool(cells.problems) != within


def row_of(**cells):
    from people.lists.kinds import ListRow

    return ListRow(2, cells)


def test_bounds_of_a_week_are_those_of_its_form():
    found = {one.name: (one.least, one.most, one.step) for one in table("week").fields}
    assert found["hours"] == (0, 168, Decimal("0.1"))
    assert found["nights"] == found["court_days"] == (0, 7, 1)
    assert found["leave_days"] == (0, 7, Decimal("0.5"))
    assert found["material_minutes"] == (0, 10080, 1)


@pytest.mark.parametrize(
    ("reference", "good"),
    [("QX-4F7", True), ("A1", True), ("Somchai", False), ("SOMCHAI", False), ("QX-", False)],
)
def test_the_pattern_of_a_reference_is_the_models_own(reference, good):
    import re

    field = table("caseload").field("reference")
    assert bool(re.search(field.pattern, reference)) == good
    stored = CaseloadLine._meta.get_field("reference")
    try:
        stored.run_validators(reference)
    except ValidationError:
        assert not good
    else:
        assert good
    assert field.letters == stored.max_length


def test_every_text_is_in_thai_and_english():
    for one in BOOK.tables:
        for text in (one.name, one.about, *(field.label for field in one.fields)):
            assert set(text) == {"en", "th"}, text
        assert all(set(field.rule) in ({"en", "th"}, set()) for field in one.fields)
        assert {"th"} == {"th" for field in one.fields if field.label["th"]}
    assert table("caseload").field("phase").label["th"] != "Phase"


def test_lists_are_described_by_their_own_columns_under_headings_that_are_read():
    for code in ("people", "certificates", "sessions", "rolls"):
        columns = SUBJECTS[code].typed_columns
        assert len(table(f"list-{code}").fields) == len(columns)
        assert len(names(f"list-{code}")) == len(columns)


def test_only_an_employee_number_and_a_week_are_asked_once():
    asked = [one.name for one in table("caseload").asked(AskedWhere.ONCE)]
    assert asked == ["employee_number", "week"]
    assert all(one.asked is AskedWhere.NOWHERE for one in table("answers").fields)


def test_the_hash_is_another_as_soon_as_anything_differs():
    again = replace(BOOK)
    assert again.hash == BOOK.hash
    first = BOOK.tables[0]
    for changed in (
        replace(first, name=in_both("Another")),
        replace(first, fields=first.fields[1:]),
        replace(first, fields=(replace(first.fields[0], letters=39), *first.fields[1:])),
    ):
        assert replace(BOOK, tables=(changed, *BOOK.tables[1:])).hash != BOOK.hash
    assert BOOK.edition == f"{BOOK.version}.{BOOK.hash[:8]}"


def test_the_table_has_a_row_for_each_field_and_each_code():
    rows = list(codebook_rows(BOOK))
    fields = [one for each in BOOK.tables for one in each.fields]
    assert len(rows) == len(fields) + sum(len(one.codes) for one in fields)
    assert {len(row) for row in rows} == {len(HEADER)}
    assert {(row[-2], row[-1]) for row in rows} == {(BOOK.version, BOOK.hash)}
    kinds = {row[HEADER.index("kind")] for row in rows}
    assert kinds <= {*FieldKind.values, "code"}
