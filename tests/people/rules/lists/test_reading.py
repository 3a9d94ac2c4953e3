"""A list that people send is read, or refused with a sentence that says why and where."""

import subprocess
import sys
import unicodedata
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from people.rules.lists.cells import tidied, tidy_cell
from people.rules.lists.headings import KnownColumn, find_columns
from people.rules.lists.reading import (
    ListUnreadable,
    Row,
    Table,
    read_file,
    read_pasted,
    tables_in,
)

from . import samples
from .builders import comma_text, workbook
from .samples import BOMBS, KNOWN, PASTED, READ, REFUSED


def columns_of(table, keys):
    found = find_columns(table, KNOWN)
    return {key: [found.cell(row, key) for row in found.rows] for key in keys}, found


@pytest.mark.parametrize("name", READ)
def test_a_list_is_read_as_its_sender_means_it(name):
    content, expected = READ[name]
    found, _ = columns_of(read_file(content), expected)
    assert found == expected


@pytest.mark.parametrize("name", PASTED)
def test_what_is_pasted_is_read_alike(name):
    text, expected = PASTED[name]
    assert columns_of(read_pasted(text), expected)[0] == expected


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_refused_with_its_line(name):
    content, code, line = REFUSED[name]
    with pytest.raises(ListUnreadable) as refused:
        read_file(content)
    assert (refused.value.code, refused.value.line) == (code, line)
    assert "%(" not in str(refused.value)


def test_a_formula_of_an_older_workbook_shows_what_it_last_showed():
    assert read_file(samples.old_formula()).rows[1].cells == ("", "2")


def test_a_row_keeps_its_number_and_the_sheet_is_named():
    table = read_file(READ["a sheet that is hidden before the list"][0])
    assert table.sheet == "วันแรก"
    found = find_columns(table, KNOWN)
    assert found.heading_row == 5
    assert [row.number for row in found.rows] == [6, 7, 8]
    text = read_file(b'a,b\n"x\ny",1\n\nlast,2\n')
    assert [row.number for row in text.rows] == [1, 2, 5]


def test_totals_and_signatures_are_told_and_are_no_lines():
    found = find_columns(read_file(READ["a usual attendance list"][0]), KNOWN)
    assert [(one.code, one.line) for one in found.notices] == [
        ("left_out", 9),
        ("left_out", 11),
        ("left_out", 12),
    ]
    assert str(found.notices[0]) == "Line 9 is not read: รวม 3 คน"


def test_of_two_columns_with_one_heading_the_first_is_read_and_both_are_told():
    found = find_columns(read_file(READ["a column twice"][0]), KNOWN)
    assert (found.columns, found.doubled) == (("name", "", "unit"), ("name",))
    assert "Columns A and B" in str(found.notices[0])


def test_values_are_written_as_text_has_them():
    def arrange(_book, sheet):
        sheet["C1"], sheet["D1"], sheet["E1"] = 1234567890123, 0.1 + 0.2, True
        sheet["F1"], sheet["G1"] = 5e20, "2.0"

    [row] = read_file(workbook([("x", 12.0)], arrange=arrange)).rows
    assert row.cells == ("x", "12", "1234567890123", "0.3", "1", "500000000000000000000", "2.0")


@pytest.mark.parametrize(("lines", "fine"), [(5_040, True), (5_041, False)])
def test_5000_rows_are_the_most_with_headings_and_totals_around_them(lines, fine):
    for content in (samples.many_rows(lines), comma_text([("a", "b")] * lines)):
        if fine:
            assert len(read_file(content).rows) == lines
        else:
            with pytest.raises(ListUnreadable):
                read_file(content)


# --- Whatever is written comes back --------------------------------------------------------------

LETTERS = st.characters(
    codec="utf-8",
    categories=("L", "M", "N", "Zs", "P", "S"),
    exclude_characters="\u200b\u200e\u200f\ufeff\ufffe\u00ad\"'",
)
THAI = st.text("กขคงจชญตถทนบปพมยรลวสหอะาิีุูเแโใไ่้์ abcXYZ09.-()", max_size=12)


def tidy(lines):
    return [tuple(" ".join(cell.split()) for cell in line) for line in lines]


@given(
    st.lists(st.tuples(THAI, THAI, THAI), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp874", "utf-16-le"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_in_columns_comes_back(lines, encoding, parting, end):
    # A first line without a parting sign inside, as headings are.
    lines = [("ชื่อ", "หน่วย", "หมายเหตุ"), *lines]
    expected = [tuple(one) for one in tidy(lines)]
    table = read_file(comma_text(lines, encoding, parting, end))
    assert [padded(row.cells) for row in table.rows] == [one for one in expected if any(one)]


@pytest.mark.parametrize("word", ["รถ", "ลด", "ยก", "หก"])
def test_a_thai_word_that_reads_as_one_letter_with_an_accent_is_of_its_list(word):
    lines = [("ชื่อ", "ใช้"), ("A1", word), ("สมชาย", word)]
    table = read_file(comma_text(lines, "cp874", ",", "\n"))
    assert [row.cells for row in table.rows] == [tuple(line) for line in lines]


def test_a_latin_list_in_two_encodings_is_refused_with_the_line():
    mixed = "nom,rôle\nRené,é\n".encode("cp1252") + "Zoé,à\n".encode()
    with pytest.raises(ListUnreadable) as refused:
        read_file(mixed)
    assert (refused.value.code, refused.value.line) == ("mixed_encoding", 3)


def padded(cells):
    return tuple([*cells, "", "", ""][:3])


@given(st.lists(st.lists(st.text(LETTERS, max_size=9), max_size=5), max_size=6))
def test_columns_are_found_in_anything_without_a_fault(lines):
    rows = tuple(Row(number, tuple(cells)) for number, cells in enumerate(lines, 1))
    found = find_columns(Table(rows), KNOWN)
    assert len(set(filter(None, found.columns))) == len(list(filter(None, found.columns)))


@given(st.binary(max_size=300), st.integers(0, 6_000))
def test_no_file_makes_it_fail_otherwise(content, place):
    for base in (workbook([("a", 1)]), samples.PLAIN_XLS, samples.PLAIN_ODS):
        for sent in (content, base[:place] + content + base[place + len(content) :]):
            try:
                assert read_file(sent).rows
            except ListUnreadable:
                continue


@given(st.text(max_size=300))
def test_any_pasted_text_is_read_or_refused(text):
    try:
        assert read_pasted(text).rows
    except ListUnreadable:
        assert not text.isalnum()


def test_a_first_line_below_an_empty_heading_is_no_second_row_of_headings():
    known = (KnownColumn("name", ("ชื่อ-สกุล",)), KnownColumn("mark", ("มา",)))
    table = Table((Row(1, ("ชื่อ-สกุล", "")), Row(2, ("มนตรี", "มา")), Row(3, ("ปิยะ", "มา"))))
    assert [row.number for row in find_columns(table, known).rows] == [2, 3]


def test_headings_are_compared_by_their_words():
    known = (
        KnownColumn("name", ("ชื่อ", "Name")),
        KnownColumn("nick", ("ชื่อเล่น", "Nickname")),
        KnownColumn("english", ("Name (English)",)),
    )
    for head, columns in {
        ("ชื่อเล่น", "ชื่อ"): ("nick", "name"),
        ("NAME of participant", "nick-name"): ("name", "nick"),
        ("\u200bName ", "No."): ("name", ""),
        ("Nicknme", "Name"): ("nick", "name"),
        ("ชื่อโครงการ", "Name"): ("", "name"),
        ("Name (if any)", "ชื่อ (เล่น)"): ("name", "nick"),
        ("ยศ/ชื่อ", "x"): ("name", ""),
        ("Name (English)", "Name"): ("english", "name"),
    }.items():
        table = Table((Row(1, head), Row(2, ("a", "b"))))
        assert find_columns(table, known).columns == columns


def test_what_is_longer_than_headings_are_is_not_compared_as_one():
    known = (KnownColumn("said", ("ﷺ" * 7, "ﷺ" * 6)), KnownColumn("nick", ("Nickname",)))
    for head, columns in {
        ("ﷺ" * 6, "x"): ("said", ""),  # eighteen letters each, once they are written out
        ("ﷺ" * 7, "x"): ("", ""),
        ("No.", "Nicknme"): ("", "nick"),
        ("No" + "." * 119, "Nicknme"): ("", ""),
    }.items():
        table = Table((Row(1, head), Row(2, ("a", "b"))))
        assert find_columns(table, known).columns == columns


# --- What is huge takes little -------------------------------------------------------------------

# Runs alone, so that what it takes is what one file takes.
WEIGH = """
import sys, time
import python_calamine
from people.rules.lists.reading import ListUnreadable, read_file

def most():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])

for path in sys.argv[1:]:
    content = open(path, "rb").read()
    before, began = most(), time.process_time()
    try:
        told = str(len(read_file(content).rows))
    except ListUnreadable as refused:
        told = refused.code
    print(told, (most() - before) // 1024, time.process_time() - began)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_bomb_takes_100_mb_or_long(tmp_path):
    """All in one process: what the first takes, the others may take again."""
    for number, (make, _code) in enumerate(BOMBS.values()):
        (tmp_path / f"{number:02}").write_bytes(make())
    files = sorted(map(str, tmp_path.iterdir()))
    told = subprocess.run(
        [sys.executable, "-c", WEIGH, *files],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    ).stdout.splitlines()
    found = {name: line.split() for name, line in zip(BOMBS, told, strict=True)}
    assert {name: line[0] for name, line in found.items()} == {
        name: code for name, (_make, code) in BOMBS.items()
    }
    assert sum(int(line[1]) for line in found.values()) < 100
    assert max(float(line[2]) for line in found.values()) < 6


@pytest.mark.parametrize("way", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_a_packed_form_that_was_damaged_on_its_way_is_refused_in_words(way):
    packed = BytesIO()
    with ZipFile(packed, "w", way) as archive:
        archive.writestr("caseload.csv", "phase,count,KEY\nactive,1,uuid:1\n" * 40)
    whole = packed.getvalue()
    for place in range(30, len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        # Nothing else than a refusal in words, wherever the damage is.
        with suppress(ListUnreadable):
            list(tables_in(bytes(broken)))


def test_a_cell_that_is_left_as_it_is_was_tidy():
    signs = [
        chr(n)
        for n in range(sys.maxunicode + 1)
        if unicodedata.category(chr(n))[0] in "ZC" and not 0xD800 <= n <= 0xF8FF and n < 0xF0000
    ]
    for sign in [*signs, *"'#aก๑", "#N/A", "Err:502", "'a'", "  ", ""]:
        for text in (sign, f"a{sign}b", f"{sign}b", f"a{sign}", f"a {sign}b"):
            assert tidy_cell(text) == tidied(text)
