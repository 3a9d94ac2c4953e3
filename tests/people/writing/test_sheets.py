"""Tables for a spreadsheet: what is read back, and what no spreadsheet may compute."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from people.models import Unit
from people.tenancy import context as tenancy
from people.writing import sheets
from people.writing.sheets import COMPUTED, attachment, cell, streamed, written


def read(table: bytes) -> list[list[str]]:
    """Read a table back as a spreadsheet does."""
    return list(csv.reader(StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        ("", ""),
        ("กนกวรรณ ศรีสุข", "กนกวรรณ ศรีสุข"),
        (0, "0"),
        (-3, "-3"),
        (Decimal("-1.50"), "-1.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("128.1"), "128.1"),
        (date(2026, 11, 24), "2026-11-24"),
        ("24\u00a0Nov\u00a02026", "24 Nov 2026"),
        ("ส่ง\u2060ต่อ", "ส่งต่อ"),
        (datetime(2026, 11, 24, 18, 5, tzinfo=UTC), "2026-11-25 01:05+07:00"),
    ],
)
def test_a_cell_says_what_it_was_given(value, told):
    assert cell(value) == told


@pytest.mark.parametrize("start", COMPUTED)
def test_a_text_that_a_spreadsheet_would_compute_stays_a_text(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"
    assert cell(f"  {start}1+1") == f"'  {start}1+1"


@pytest.mark.parametrize("text", ["1-1", "a=b", "'quoted", "-"])
def test_only_the_beginning_of_a_text_is_looked_at(text):
    assert cell(text) == (f"'{text}" if text == "-" else text)


def test_days_are_of_the_common_era_in_thai_too():
    with override("th"):
        assert cell(date(2026, 11, 24)) == "2026-11-24"
        assert cell(gettext_lazy("Name")) == str(gettext_lazy("Name"))


def test_a_table_opens_in_a_spreadsheet():
    table = written(["ชื่อ", "Points"], [["นก, A", Decimal("2.6")], ['"B"\nC', None]])
    assert table.startswith(b"\xef\xbb\xbf")
    assert table.count(b"\r\n") == 3
    assert read(table) == [["ชื่อ", "Points"], ["นก, A", "2.6"], ['"B"\nC', ""]]


def test_a_table_is_handed_over_as_a_file_with_a_plain_name():
    answer = attachment("team-2026-W47", ["A"], [[1]])
    assert answer["Content-Disposition"] == 'attachment; filename="team-2026-W47.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content == b"\xef\xbb\xbfA\r\n1\r\n"


@pytest.mark.parametrize("rows", [0, 1, 499, 500, 1234])
def test_a_long_table_comes_in_parts_that_are_the_same_as_the_whole(rows):
    table = [[n, f"=ทีม {n % 7}", date(2026, 11, 24), 1, "1", True] for n in range(rows)]
    answer = streamed("loads", ["No.", "Unit"], iter(table))
    parts = list(answer)
    assert answer.headers.items() == attachment("loads", [], []).headers.items()
    assert len(parts) == (rows + 1 + 499) // 500
    assert b"".join(parts) == written(["No.", "Unit"], table)


def test_no_row_of_a_long_table_is_read_before_it_is_written():
    read = []

    def rows():
        for n in range(2000):
            read.append(n)
            yield [n]

    parts = iter(streamed("loads", ["No."], rows()))
    assert read == []
    next(parts)
    assert len(read) == 499


def test_a_long_table_is_in_the_language_and_of_the_organisation_of_its_page(
    saphan, office, rest_house, monkeypatch
):
    monkeypatch.setattr(sheets, "ROWS_AT_ONCE", 1)
    said = gettext_lazy("Unit")
    with tenancy.of_request(saphan.pk), override("th"):
        answer = streamed("units", [said], ([said, one] for one in Unit.objects.iterator()))
    with override("en"):
        [header, *rows] = read(answer.getvalue())
    assert header == ["หน่วย"]
    assert rows == [["หน่วย", "Head office"]]


@given(st.lists(st.lists(st.text() | st.integers() | st.none(), min_size=1), min_size=1))
def test_whatever_is_written_is_read_back_and_nothing_begins_like_a_formula(rows):
    read_back = read(written(["head"], rows))[1:]
    assert len(read_back) == len(rows)
    for row, told in zip(rows, read_back, strict=True):
        for value, text in zip(row, told, strict=True):
            meant = "" if value is None else str(value).replace("\u00a0", " ").replace("\u2060", "")
            assert text.removeprefix("'") == meant.removeprefix("'")
            if isinstance(value, str):
                assert not text.lstrip(" ").startswith(COMPUTED)
