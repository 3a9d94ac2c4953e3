"""Lists as offices in Thailand send them, and what is sent in their place."""

import struct
from datetime import date
from io import BytesIO
from random import Random

import xlwt

from people.rules.lists import biff, ole
from people.rules.lists.headings import KnownColumn
from people.rules.lists.values import (
    MARK_OF,
    looks_like_email,
    looks_like_name,
    looks_like_phone,
    plain_word,
)
from tests.training.certificates.sample_files import MAIN, make_workbook

from .builders import (
    comma_text,
    ods,
    ods_cell,
    ods_row,
    old_workbook,
    open_sheet,
    record,
    thai_workbook_of_1995,
    workbook,
    zipped,
)


def is_mark(text: str) -> bool:
    """Say whether a cell is a word or a tick of attendance."""
    return plain_word(text).removesuffix(".0") in MARK_OF


KNOWN = (
    KnownColumn("number", ("รหัสพนักงาน", "เลขประจำตัวพนักงาน", "Employee no.", "Staff ID")),
    KnownColumn("title", ("คำนำหน้า", "คำนำหน้าชื่อ", "ยศ", "Title", "Rank")),
    KnownColumn("first", ("ชื่อตัว", "ชื่อจริง", "First name", "Given name")),
    KnownColumn("last", ("นามสกุล", "สกุล", "Last name", "Surname")),
    KnownColumn(
        "name",
        (
            "ชื่อ-สกุล",
            "ชื่อ นามสกุล",
            "ชื่อ",
            "ยศ ชื่อ สกุล",
            "ยศ-ชื่อ-สกุล",
            "Name",
            "Full name",
            "รายชื่อผู้เข้าอบรม",
            "ชื่อผู้เข้าอบรม",
        ),
        looks_like_name,
    ),
    KnownColumn("post", ("ตำแหน่ง", "Position", "Job title")),
    KnownColumn("unit", ("สังกัด", "หน่วยงาน", "Unit", "Department")),
    KnownColumn("phone", ("โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "Phone", "Mobile"), looks_like_phone),
    KnownColumn("email", ("อีเมล", "E-mail", "Email address"), looks_like_email),
    KnownColumn("mark", ("การเข้าอบรม", "Attendance"), is_mark),
    KnownColumn("hours", ("ชั่วโมง", "จำนวนชั่วโมง", "Hours")),
)
PEOPLE = ("นางสาวกนกวรรณ ศรีสุข", "ร.ต.อ.มนตรี บุญมา", "นายปิยะ ดาวเรือง")
HEADS = ("ลำดับที่", "ชื่อ-สกุล", "ตำแหน่ง", "สังกัด", "ลายมือชื่อ")
TITLES = (
    ("บัญชีลงเวลาผู้เข้ารับการอบรม",),
    ("หลักสูตร การสัมภาษณ์ผู้เสียหาย รุ่นที่ 3",),
    ("วันที่ 20 พฤศจิกายน 2569 เวลา 09.00-16.00 น.",),
    (),
)
LIST = [(n, name, "เจ้าหน้าที่", "ศูนย์เชียงใหม่", "") for n, name in enumerate(PEOPLE, 1)]
USUAL = [*TITLES, HEADS, *LIST]
END = [("", "รวม 3 คน"), (), ("", "", "ลงชื่อ..........ผู้ควบคุม"), ("", "", "(นายอนันต์ ใจดี)")]
ALL = [*USUAL, *END]
SPLIT = [
    ("ที่", "คำนำหน้า", "ชื่อ", "นามสกุล", "เบอร์โทร"),
    (1, "น.ส.", "กนกวรรณ", "ศรีสุข", 812345678),
    (2, "ร.ต.อ.", "มนตรี", "บุญมา", "081-234-5679"),
]
PLAIN = [("Name", "Attendance"), ("Kanokwan Srisuk", "full"), ("Montri Boonma", "part")]
PLAIN_XLS, PLAIN_ODS = old_workbook(PLAIN), open_sheet(PLAIN)
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'
ROW = "<row><c><v>1</v></c></row>"
CELLS = "".join(f'<c t="inlineStr"><is><t>{n}</t></is></c>' for n in "ab")


def merged(_book, sheet):
    for place in ("A1:E1", "A2:E2", "A3:E3", "D6:D8"):
        sheet.merge_cells(place)


def two_rows_of_headings(_book, sheet):
    for place in ("A1:A2", "B1:D1", "E1:E2"):
        sheet.merge_cells(place)


def hidden_first(book, sheet):
    sheet.sheet_state = "hidden"
    for line in USUAL:
        book.create_sheet("วันแรก", 1) if len(book.worksheets) == 1 else None
        book.worksheets[1].append(list(line))
    book.active = 1


def formatted_to_the_end(_book, sheet):
    from openpyxl.styles import Font

    for row in range(10, 9_000):
        sheet.cell(row, 2).font = Font(bold=True)


def names(*people):
    return {"name": list(people)}


ALL_NAMES = names(*PEOPLE)
# What each is read as: the cells of the columns that are named here, from the first row on.
READ = {
    "a usual attendance list": (workbook(ALL), ALL_NAMES | {"unit": ["ศูนย์เชียงใหม่"] * 3}),
    "the same in CSV with a mark": (comma_text(ALL, "utf-8-sig"), ALL_NAMES),
    "the same in CSV without a mark": (comma_text(ALL), ALL_NAMES),
    "the same from older Thai Windows": (comma_text(ALL, "cp874"), ALL_NAMES),
    "the same as TIS-620": (comma_text(ALL, "tis-620"), ALL_NAMES),
    "the same as Unicode text of Excel": (comma_text(ALL, "utf-16", "\t"), ALL_NAMES),
    "UTF-16 without a mark": (comma_text(ALL, "utf-16-le", "\t"), ALL_NAMES),
    "UTF-16 the other way round": (comma_text(ALL, "utf-16-be", "\t"), ALL_NAMES),
    "with the line ends of older Macs": (comma_text(ALL, end="\r"), ALL_NAMES),
    "an XLS of Excel 2003": (old_workbook(ALL), ALL_NAMES | {"post": ["เจ้าหน้าที่"] * 3}),
    "an XLS of Excel 95 in Thai": (thai_workbook_of_1995(ALL), ALL_NAMES),
    "an XLS with a hidden sheet before": (old_workbook(ALL, hidden_first=True), ALL_NAMES),
    "an ODS of LibreOffice": (open_sheet(ALL), ALL_NAMES),
    "an ODS with lines that are alike": (
        ods(ods_row(HEADS) + ods_row(LIST[0], 'table:number-rows-repeated="2"')),
        names(PEOPLE[0], PEOPLE[0]),
    ),
    "merged titles and units": (
        workbook([*USUAL[:6], (2, PEOPLE[1], "x"), (3, PEOPLE[2], "x")], arrange=merged),
        ALL_NAMES | {"unit": ["ศูนย์เชียงใหม่"] * 3},
    ),
    "a sheet that is hidden before the list": (
        workbook([("secret",)], arrange=hidden_first),
        ALL_NAMES,
    ),
    "a sheet with colours far below": (workbook(ALL, arrange=formatted_to_the_end), ALL_NAMES),
    "names in three columns": (
        workbook(SPLIT),
        {"title": ["น.ส.", "ร.ต.อ."], "name": ["กนกวรรณ", "มนตรี"], "last": ["ศรีสุข", "บุญมา"]},
    ),
    "headings in two rows": (
        workbook(
            [
                ("ลำดับ", "ผู้เข้าอบรม", "", "", "สังกัด"),
                ("", "คำนำหน้า", "ชื่อตัว", "สกุล", ""),
                (1, "นาย", "มนตรี", "บุญมา", "เชียงราย"),
            ],
            arrange=two_rows_of_headings,
        ),
        {"title": ["นาย"], "first": ["มนตรี"], "last": ["บุญมา"], "unit": ["เชียงราย"]},
    ),
    "headings with hints and stars": (
        workbook([("Full name *", "E-mail (if any)", "Hours (h)"), ("Montri Boonma", "", 7.5)]),
        {"name": ["Montri Boonma"], "email": [""], "hours": ["7.5"]},
    ),
    "headings in both languages": (
        workbook([("ชื่อ-สกุล / Name", "หน่วยงาน\nUnit"), ("มนตรี บุญมา", "A")]),
        {"name": ["มนตรี บุญมา"], "unit": ["A"]},
    ),
    "units below the headings": (
        comma_text([("ชื่อ-สกุล", "จำนวนชั่วโมง"), ("", "(ชม.)"), ("มนตรี บุญมา", "6")]),
        {"name": ["มนตรี บุญมา"], "hours": ["6"]},
    ),
    "counted columns, as in forms": (
        comma_text([HEADS, ("(1)", "(2)", "(3)", "(4)", "(5)"), *LIST]),
        ALL_NAMES,
    ),
    "headings again on page two": (
        comma_text([HEADS, *LIST[:2], HEADS, LIST[2]]),
        ALL_NAMES,
    ),
    "no headings at all": (
        comma_text([(1, "มนตรี บุญมา", "มา", "0812345678"), (2, "ปิยะ ดาวเรือง", "ขาด", "021234567")]),
        {"name": ["มนตรี บุญมา", "ปิยะ ดาวเรือง"], "mark": ["มา", "ขาด"]},
    ),
    "semicolons and decimal commas": (
        "ชื่อ-สกุล;ชั่วโมง\nมนตรี บุญมา;7,5\nปิยะ ดาวเรือง;6,25\n".encode(),
        {"name": ["มนตรี บุญมา", "ปิยะ ดาวเรือง"], "hours": ["7,5", "6,25"]},
    ),
    "parted by bars": (b"Name|Unit\nMontri Boonma|A, B\n", {"unit": ["A, B"]}),
    "Excel's own first line": (b"sep=;\r\nName;Unit\r\nMontri, B.;A\r\n", names("Montri, B.")),
    "a quotation mark told to part": (b'sep="\nName,Unit\n"Montri, B.",A\n', names("Montri, B.")),
    "a quotation over two lines": (
        'ชื่อ-สกุล,หน่วยงาน\n"มนตรี\nบุญมา","A ""B"""\n'.encode(),
        {"name": ["มนตรี\nบุญมา"], "unit": ['A "B"']},
    ),
    "a quotation mark that never ends": (
        b'Name,Unit\n"Montri Boonma,A\nPiyada Dao,B\n',
        names('"Montri Boonma', "Piyada Dao"),
    ),
    "a mark of the encoding in the middle": (
        "ชื่อ-สกุล,สังกัด\n\ufeffมนตรี\u200b บุญมา,A\n".encode(),
        names("มนตรี บุญมา"),
    ),
    "Thai digits and wide spaces": (
        "รหัสพนักงาน\tชื่อ-สกุล\n๐๐๑๒\tมนตรี\u00a0\u2003บุญมา\n".encode(),
        {"number": ["๐๐๑๒"], "name": ["มนตรี บุญมา"]},
    ),
    "numbers that begin with zero": (
        comma_text([("Employee no.", "Name"), ("'0012", "=1+1"), ("0013", "+66 81"), ("14", "@x")]),
        {"number": ["0012", "0013", "14"], "name": ["=1+1", "+66 81", "@x"]},
    ),
    "formulas and faults": (
        workbook(
            [("Name", "Hours"), ("Montri", "=1+1"), ("#N/A", 3.0), ("Piya", date(2026, 1, 2))]
        ),
        {"name": ["Montri", "", "Piya"], "hours": ["", "3", "2026-01-02"]},
    ),
    "a column twice": (
        comma_text([("Name", "Name", "Unit"), ("Montri", "Other", "A")]),
        names("Montri") | {"unit": ["A"]},
    ),
    "accents in Latin letters": ("Name;Unit\nJosé Peña;A\n".encode("cp1252"), names("José Peña")),
    "only headings": (comma_text([HEADS]), names()),
}
PASTED = {
    "from a sheet": (
        "ชื่อ-สกุล\tการเข้าอบรม\nมนตรี บุญมา\tมา\n",
        {"name": ["มนตรี บุญมา"], "mark": ["มา"]},
    ),
    "numbered, from a message": (
        "1. นายมนตรี บุญมา\n2. นางสาวปิยะ ดาวเรือง\n\n3) นายอนันต์ ใจดี\n",
        names("นายมนตรี บุญมา", "นางสาวปิยะ ดาวเรือง", "นายอนันต์ ใจดี"),
    ),
    "with gaps, from a document": (
        "นายมนตรี บุญมา      มา\nนางสาวปิยะ ดาวเรือง   ขาด\n",
        {"name": ["นายมนตรี บุญมา", "นางสาวปิยะ ดาวเรือง"], "mark": ["มา", "ขาด"]},
    ),
}


def many_rows(number):
    return make_workbook(sheet=SHEET.format(f"<row>{CELLS}</row>" * number))


def repeated(rows, columns, value="x", kind="table-cell"):
    cell = ods_cell(value, f'table:number-columns-repeated="{columns}"')
    cell = cell.replace("table-cell", kind)
    return ods(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>')


def repeated_sheets(number):
    cell = '<table:table-cell table:number-columns-repeated="60" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="4999">{cell}</table:table-row>'
    sheets = (f'<table:table table:name="{one}">{row}</table:table>' for one in range(number))
    return ods("", before="".join(sheets))


def old_shared_texts():
    """An XLS in which many cells share one long text."""
    return old_workbook([("x" * 30_000,)] * 5_000)


def old_formula():
    """An XLS with a formula that last showed 2."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    sheet.write(0, 0, "Name")
    sheet.write(0, 1, "Hours")
    sheet.write(1, 1, xlwt.Formula("1+1"))
    text = BytesIO()
    book.save(text)
    stream = bytearray(ole.Container(text.getvalue()).read("Workbook"))
    for place, kind, _ in list(biff.records(stream)):
        if kind == 6:
            stream[place + 10 : place + 18] = struct.pack("<d", 2)
    return ole.pack_stream(bytes(stream))


def lying_old(kind, content):
    """An XLS with a record that says it is huge, in the place of its own."""
    stream = bytearray(ole.Container(PLAIN_XLS).read("Workbook"))
    for place, found, _ in list(biff.records(stream)):
        if found == kind:
            stream[place + 4 : place + 4 + len(content)] = content
    return ole.pack_stream(bytes(stream))


def wide_old(rows, columns):
    """An XLS whose two cells lie as far apart as they can."""
    cell = b"".join(
        record(0x203, row.to_bytes(2, "little") + column.to_bytes(2, "little") + bytes(10))
        for row, column in ((0, 0), (rows - 1, columns - 1))
    )
    begin = record(0x809, bytes.fromhex("0006100000000000") + bytes(8))
    main = record(0x809, bytes.fromhex("0006050000000000") + bytes(8))
    place = len(main) + len(record(0x85, bytes(9))) + len(record(0x0A))
    about = record(0x85, place.to_bytes(4, "little") + b"\0\0\1\0A")
    return ole.pack_stream(main + about + record(0x0A) + begin + cell + record(0x0A))


def circle():
    """An XLS whose directory leads in a circle."""
    content = bytearray(old_workbook(PLAIN))
    first = int.from_bytes(content[48:52], "little")
    table = int.from_bytes(content[76:80], "little")
    place = (table + 1) * 512 + first * 4
    content[place : place + 4] = first.to_bytes(4, "little")
    return bytes(content)


def shared_texts(length, cells):
    """An XLSX in which many cells share one long text."""
    row = '<row><c t="s"><v>0</v></c></row>' * cells
    return make_workbook(
        sheet=SHEET.format(row),
        texts=f'<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>',
    )


LOCK_OF_ODS = (
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
    "</manifest:file-entry>"
)
MACROS = {"xl/vbaProject.bin": b"x"}
# Why each is refused, and at which line.
REFUSED = {
    "nothing": (b"", "empty", 0),
    "spaces and commas": (b" ,,\n\n  \r\n", "empty", 0),
    "an empty workbook": (workbook(), "empty", 0),
    "an empty ODS": (open_sheet([]), "empty", 0),
    "two encodings": (
        "ชื่อ-สกุล,สังกัด\nมนตรี บุญมา,ก\n".encode() + "ปิยะ ดาวเรือง,ข\n".encode("cp874"),
        "mixed_encoding",
        3,
    ),
    "empty letters": (b"Name,Unit\nMon\0tri,A\nx,y\n", "not_text", 2),
    "half a letter of UTF-16": (comma_text(PLAIN, "utf-16") + b"x", "not_text", 4),
    "bytes that are no letters": (b"Name\n\xff\xfc\xdb\n", "not_text", 2),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", "not_a_list", 0),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "not_a_list", 0),
    "a document of Word": (zipped(word__document="<x/>"), "not_a_list", 0),
    "an older document of Word": (ole.pack_stream(b"x" * 5_000, "WordDocument"), "not_a_list", 0),
    "a text of LibreOffice": (
        ods("", kind="application/vnd.oasis.opendocument.text"),
        "not_a_list",
        0,
    ),
    "any archive": (zipped(a="x"), "not_a_list", 0),
    "a web page called XLS": (b"<html><table><tr><td>x</td></tr></table>", "web_page", 0),
    "a workbook with a password": (ole.pack_stream(b"x" * 5_000, "EncryptedPackage"), "locked", 0),
    "an XLS with a password": (
        ole.pack_stream(record(0x809, bytes(16)) + record(biff.LOCK, bytes(54))),
        "locked",
        0,
    ),
    "an ODS with a password": (open_sheet(PLAIN, manifest=LOCK_OF_ODS), "locked", 0),
    "a binary workbook": (zipped(**{"xl/workbook.bin": "x"}), "binary", 0),
    "cut short": (workbook(PLAIN)[:-60], "broken", 0),
    "an XLS that is cut short": (old_workbook(PLAIN)[:1_500], "broken", 0),
    "an XLS that leads in a circle": (circle(), "broken", 0),
    "5,041 lines": (comma_text([("Montri Boonma", "x")] * 5_041), "too_many_rows", 0),
    "a million lines of text": (b"a,b\n" * 1_000_000, "too_many_rows", 0),
    "a workbook of 5,041 lines": (many_rows(5_041), "too_many_rows", 0),
    "61 columns": (comma_text([("x",), ("x",) * 61]), "too_many_columns", 2),
    "a workbook of 61 columns": (workbook([("x",) * 61]), "too_many_columns", 0),
    "a cell of 6,000 letters": (comma_text([("a", "b"), ("c", "x" * 6_000)]), "long_cell", 2),
    "6 MB": (b"Name,Unit\n" * 600_000, "too_large", 0),
}
# Each is made where it is tried: together they take long, and much memory.
BOMBS = {
    "a workbook of a million lines": (lambda: many_rows(1_000_000), "too_much_inside"),
    "a workbook of 100,000 lines": (lambda: many_rows(100_000), "too_many_rows"),
    "an ODS with a cell repeated to the end": (lambda: repeated(1_048_576, 1), "too_many_rows"),
    "an ODS with columns repeated": (lambda: repeated(1, 16_384), "too_many_rows"),
    "an ODS that says a number without an end": (lambda: repeated("9" * 30, 1), "too_much_inside"),
    "an ODS with a long text repeated": (
        lambda: repeated(5_000, 60, "x" * 4_000),
        "too_much_inside",
    ),
    "an XLS with cells far apart": (lambda: wide_old(65_536, 256), "too_much_inside"),
    "an ODS with a covered cell repeated": (
        lambda: repeated(5_000, 60, "x" * 4_000, "covered-table-cell"),
        "too_much_inside",
    ),
    "an ODS of spaces that are a number": (
        lambda: ods(ods_row(("x",)).replace("<text:p>", '<text:p><text:s text:c="2000000000"/>')),
        "too_much_inside",
    ),
    "an ODS of sheets that are full": (lambda: repeated_sheets(50), "too_many_rows"),
    "an XLS in which cells share a text": (lambda: old_shared_texts(), "too_much_inside"),
    "an XLS that says it has a billion texts": (
        lambda: lying_old(biff.TEXTS, b"\xff\xff\xff\x7f" * 2),
        "broken",
    ),
    "an XLS that says it has a billion lines": (
        lambda: lying_old(biff.SIZE, b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff"),
        "3",
    ),
    "a tag of 20 MB": (
        lambda: make_workbook(sheet=SHEET.format(f"<row><c{' ' * 20_000_000}><v>1</v></c></row>")),
        "1",
    ),
    "100,000 lines of colours alone": (
        lambda: make_workbook(
            sheet=SHEET.format(
                ROW + '<row><c s="1"/><c s="1"/><c s="1"/><c s="1"/></row>' * 100_000
            )
        ),
        "1",
    ),
    "a text that 5,000 cells share": (lambda: shared_texts(900_000, 5_000), "too_much_inside"),
    "10,000 sheets in one file": (
        lambda: ods("", before='<table:table table:name="x"/>' * 10_000),
        "too_much_inside",
    ),
    "spaces of 40 MB": (lambda: zipped(xl__a=" " * (40 << 20)), "too_much_inside"),
    "entities that grow": (
        lambda: ods("", extra={"a.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}),
        "too_much_inside",
    ),
    "noise of 5 MB": (lambda: b"PK\x03\x04" + Random(1).randbytes(5_000_000), "broken"),
    "quotation marks of 5 MB": (lambda: b'"' * 5_000_000, "long_cell"),
    "one line of 5 MB": (lambda: b"x," * 2_600_000, "too_many_columns"),
    "short lines of 5 MB": (lambda: b"xy\n" * 1_700_000, "too_many_rows"),
    "empty lines of 5 MB": (lambda: b"\n" * 5_000_000, "empty"),
}
