"""Workbooks: the first sheet's values as they stand, and no bomb, macro or link with them."""

import subprocess
import sys
from datetime import date, time
from io import BytesIO
from random import Random
from zipfile import ZIP_LZMA, ZipFile

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.training.certificates.sample_files import BOOK, KINDS, MAIN, RELATIONS, make_workbook
from training.formats import xlsx
from training.formats.xlsx import rows

MB = 1024 * 1024
ROW = "<row><c><v>1</v></c></row>"


def sheet(data):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'


def texts(data):
    return f'<sst xmlns="{MAIN}">{data}</sst>'


# --- What is read ---------------------------------------------------------------------------------


def test_values_stand_in_their_rows_and_columns():
    lines = [["Name", "Attendance"], [], ["กนกวรรณ ศรีสุข", "เต็มวัน", True], ["Montri", "", 0.5]]
    assert rows(make_workbook(lines)) == [
        ["Name", "Attendance"],
        ["กนกวรรณ ศรีสุข", "เต็มวัน", "1"],
        ["Montri", "", "0.5"],
    ]


def test_days_hours_ticks_and_numbers_are_written_as_csv_has_them():
    book = Workbook()
    book.active.append([date(2026, 11, 20), time(9, 30), True, False, 1.0, 0.5, "2.0", 13])
    book.create_sheet("Other").append(["not read"])
    text = BytesIO()
    book.save(text)
    assert rows(text.getvalue()) == [["2026-11-20", "09:30:00", "1", "0", "1", "0.5", "2.0", "13"]]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c t="inlineStr"><is><t>full </t></is></c>', "full "),
        ('<c t="inlineStr"><is><r><t>fu</t></r><r><t>ll</t></r></is></c>', "full"),
        ('<c t="str"><f>A1&amp;"y"</f><v>day</v></c>', "day"),
        ("<c><f>1/0</f><v>1.0</v></c>", "1"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="s"><v>1</v></c>', "second"),
        ("<c><v>1<!-- nothing -->2</v></c>", "12"),
    ],
)
def test_each_kind_of_cell_is_read_and_no_formula(cell, value):
    told = '<rPh sb="0" eb="6"><t>aloud</t></rPh>'
    shared = texts(f"<si><t>first</t></si><si><t>second</t>{told}</si>")
    assert rows(make_workbook(sheet=sheet(f"<row>{cell}</row>"), texts=shared)) == [[value]]


def test_a_cell_stands_where_its_name_says():
    data = (
        '<row r="7"><c r="A7"/><c r="C7"><v>3</v></c><c><v>4</v></c><c r="AB7"><v>28</v></c></row>'
    )
    [found] = rows(make_workbook(sheet=sheet(data)))
    assert {place: one for place, one in enumerate(found) if one} == {2: "3", 3: "4", 27: "28"}


def test_the_first_tab_counts_whatever_its_file_is_called_and_in_either_generation():
    strict = RELATIONS.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml")
    swapped = RELATIONS.replace("rId2", "rId9").replace("rId1", "rId2").replace("rId9", "rId1")
    second = {"xl/worksheets/sheet2.xml": sheet(ROW.replace("1", "2"))}
    for relations, value in ((RELATIONS, "1"), (strict, "1"), (swapped, "2")):
        parts = second | {"xl/_rels/workbook.xml.rels": relations}
        assert rows(make_workbook([[1]], extra=parts)) == [[value]]


def test_without_texts_apart_there_are_none():
    alone = KINDS.replace("sharedStrings", "nothing")
    parts = {"[Content_Types].xml": alone, "xl/sharedStrings.xml": None}
    assert rows(make_workbook([[1]], extra=parts)) == [["1"]]


@pytest.mark.parametrize(("number", "fine"), [(5_000, True), (5_001, False)])
def test_there_are_5000_rows_at_most_and_empty_ones_are_none(number, fine):
    book = make_workbook(sheet=sheet("<row/>" * 6_000 + ROW * number))
    if fine:
        assert len(rows(book)) == number
    else:
        with pytest.raises(ValueError, match="not a workbook"):
            rows(book)


def test_rows_far_below_and_what_a_sheet_says_of_its_size_are_left_out():
    far = '<row r="1048576"><c><v>2</v></c></row><row r="999999999999"><c><v>3</v></c></row>'
    size = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:A1"/>'
    data = sheet("<row><c><v>1</v></c><c><v>1</v></c></row>" + far)
    told = data.replace(f'<worksheet xmlns="{MAIN}">', size)
    assert rows(make_workbook(sheet=told)) == [["1", "1"]]


def test_columns_far_to_the_right_are_left_out():
    data = '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c><c r="ZZZ1"><v>3</v></c></row>'
    assert rows(make_workbook(sheet=sheet(data))) == [["1"]]


# --- What is refused ------------------------------------------------------------------------------


def lying(content):
    """Say in its list that the sheet is small, and leave it long."""
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (99).to_bytes(4, "little"))


def locked(content):
    """Set the mark of a lock in the list of parts."""
    place = content.index(b"PK\x01\x02") + 8
    return content[:place] + b"\1" + content[place + 1 :]


def packed_otherwise(content):
    """Pack the same parts by LZMA, which takes as much memory as its head asks for."""
    text = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(text, "w", ZIP_LZMA) as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name))
    return text.getvalue()


def sheets(number):
    """A workbook that names its first sheet many times."""
    more = '<sheet name="One" sheetId="1" r:id="rId1"/>' * (number - 2)
    return BOOK.replace("</sheets>", f"{more}</sheets>")


def ranges(number):
    """A sheet with a rule for many ranges: each would be an object."""
    rule = f'<conditionalFormatting sqref="{"A1:B2 " * number}"/></worksheet>'
    return sheet(ROW).replace("</worksheet>", rule)


STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
OUTSIDE = RELATIONS.replace('Target="/xl', 'TargetMode="External" Target="https://example.org')
UNFIT = {
    "nothing": b"PK\x03\x04",
    "cut short": make_workbook([[1]])[:-40],
    "a document": make_workbook(**{"xl/workbook.xml": None}),
    "no sheet": make_workbook(**{"xl/workbook.xml": "<workbook/>"}),
    "a sheet that is not there": make_workbook(**{"xl/worksheets/sheet1.xml": None}),
    "a sheet elsewhere": make_workbook([[1]], **{"xl/_rels/workbook.xml.rels": OUTSIDE}),
    "a text that is not there": make_workbook(sheet=sheet('<row><c t="s"><v>7</v></c></row>')),
    "a text that is no number": make_workbook(sheet=sheet('<row><c t="s"><v>x</v></c></row>')),
    "nothing in its sheet": make_workbook(sheet=sheet("<row><c/></row>")),
    "the strict kind": make_workbook(sheet=sheet(ROW).replace(MAIN, STRICT)),
    "half a sheet": make_workbook(sheet="<worksheet><row>"),
    "entities in another alphabet": make_workbook(
        sheet=('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS + sheet(ROW)).encode("utf-16")
    ),
    "entities in a part that nobody reads": make_workbook([[1]], extra={"a.bin": LAUGHS + "<x/>"}),
    "entities": make_workbook(sheet=LAUGHS + sheet(ROW)),
    "an entity of a file": make_workbook(sheet='<!DOCTYPE x SYSTEM "/etc/passwd">' + sheet(ROW)),
    "macros": make_workbook([[1]], extra={"xl/vbaProject.bin": b"x"}),
    "a lock": locked(make_workbook([[1]])),
    "packed otherwise": packed_otherwise(make_workbook([[1]])),
    "too large": make_workbook([[1]], extra={"a.bin": Random(1).randbytes(xlsx.LARGEST)}),
    "a bomb of 40 MB": make_workbook(sheet=" " * (40 * MB)),
    "a bomb that says it is small": lying(make_workbook(sheet=" " * (20 * MB))),
    "a bomb elsewhere in it": make_workbook([[1]], extra={"xl/styles.xml": " " * (9 * MB)}),
    "a bomb in a part that nobody reads": make_workbook([[1]], extra={"a.bin": b"\0" * (9 * MB)}),
    "a bomb of empty cells": make_workbook(sheet=sheet("<c/>" * (MB + MB // 2))),
    "a bomb of texts": make_workbook([[1]], texts=texts("<si/>" * MB)),
    "a bomb of letters": make_workbook(
        sheet=sheet('<row><c t="s"><v>0</v></c></row>'),
        texts=texts(f"<si><t>{'x' * 1_000_001}</t></si>"),
    ),
    "a bomb of depth": make_workbook(sheet="<a>" * 150_000),
    "a bomb of parts": make_workbook([[1]], extra={f"{n}.xml": "" for n in range(200)}),
    "a bomb of sheets": make_workbook([[1]], **{"xl/workbook.xml": sheets(13)}),
    "a bomb of styles": make_workbook([[1]], extra={"xl/styles.xml": f"<a>{'<xf/>' * 10_000}</a>"}),
    "a bomb of ranges": make_workbook(sheet=ranges(200_000)),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_no_plain_workbook_is_refused(name):
    with pytest.raises(ValueError, match=r"^[a-z ,0-9]+"):
        rows(UNFIT[name])


@given(st.binary(max_size=400), st.integers(0, 3_000))
def test_no_file_makes_it_fail_otherwise(content, place):
    book = make_workbook([["Montri", "full"]])
    for sent in (content, xlsx.START + content, book[:place] + content + book[place:]):
        try:
            assert isinstance(rows(sent), list)
        except ValueError:
            continue


# Runs alone, so that what it takes is what one file takes.
WEIGH = """
import sys
import openpyxl
from training.formats import xlsx

def most():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])

content = open(sys.argv[1], "rb").read()
before = most()
try:
    read = bool(xlsx.rows(content))
except ValueError:
    read = False
print((most() - before) // 1024, read)
"""
MOST = xlsx.AT_MOST["cells"] - 100
# At the edge of what is read.
HEAVY = {name: content for name, content in UNFIT.items() if "bomb" in name} | {
    "5,000 times a long text": make_workbook(
        sheet=sheet('<row><c t="s"><v>0</v></c></row>' * 5_000),
        texts=texts(f"<si><t>{'x' * 980_000}</t></si>"),
    ),
    "one long row": make_workbook(sheet=sheet(f"<row>{'<c/>' * MOST}</row>{ROW}")),
    "one text of many pieces": make_workbook([[1]], texts=texts(f"<si>{'<r/>' * MOST}</si>")),
    "many styles": make_workbook(
        [[1]],
        extra={
            "xl/styles.xml": f'<a xmlns="{MAIN}"><cellXfs>{"<xf/>" * 9_900}</cellXfs></a>',
        },
    ),
    "many ranges": make_workbook(sheet=ranges(160_000)),
    "many sheets that are long before they begin": make_workbook(
        sheet=sheet(ROW).replace("<sheetData>", "<c/>" * MOST + "<sheetData>"),
        **{"xl/workbook.xml": sheets(12)},
    ),
}


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", HEAVY)
def test_a_bomb_and_the_most_that_is_read_take_less_than_50_mb(name, tmp_path):
    bomb = tmp_path / "bomb"
    bomb.write_bytes(HEAVY[name])
    command = [sys.executable, "-c", WEIGH, str(bomb)]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    taken, read = told.stdout.split()
    assert (int(taken) <= 50, read) == (True, str(name not in UNFIT))
