"""What the servers of KoboToolbox and ODK hand out, written here as they write it."""

from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

from tests.people.rules.lists.builders import comma_text

ONE, TWO = "5f1c2d3e-0000-4000-8000-000000000001", "5f1c2d3e-0000-4000-8000-000000000002"
# Of each line: reference, phase, count, part, add-ons, further victims, kind, since, closed.
FIRST = ("QX-4F7", "court", "1", "primary", "child interpreter", "2", "scam", "2026-10-01", "no")
SECOND = ("", "active", "3", "primary", "", "0", "", "", "no")
NAMES = ("reference", "phase", "count", "part", "add_ons", "further_victims", "kind", "since")
NAMES = (*NAMES, "closed")
ENGLISH = (
    *("Reference", "Phase", "How many cases", "Part in it", "What makes it heavier"),
    *("Further victims", "Kind of case", "Carried since", "Closed"),
)
THAI = (
    *("รหัสอ้างอิง", "ระยะของเคส", "จำนวนเคส", "บทบาทในเคส", "สิ่งที่ทำให้หนักขึ้น"),
    *("ผู้เสียหายเพิ่ม", "ประเภทเคส", "ดูแลตั้งแต่", "ปิดแล้ว"),
)
IN_ENGLISH = (
    *("QX-4F7", "Court", "1", "Primary", "Child Interpreter", "2", "Forced scam work"),
    *("2026-10-01", "No"),
)
IN_THAI = ("QX-4F7", "ชั้นศาล", "๑", "หลัก", "เด็ก ล่าม", "๒", "สแกม", "๑/๑๐/๒๕๖๙", "ไม่")
KOBO = (
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status"),
    *("_submitted_by", "__version__", "_tags", "_index"),
)
NUMBER = "SP-0042"


def of_server(number, uuid, sent="2026-11-20T08:00:00"):
    """The columns of a Kobo server beside the answers."""
    return (100 + number, uuid, sent, "", "", "submitted_via_web", "", "vK3x", "", number)


def kobo(heads, lines, before=("start", "end")):
    """The table of a form without groups that repeat."""
    meta = ("2026-11-20T07:55:00.000+07:00", "2026-11-20T08:00:00.000+07:00")[: len(before)]
    rows = [
        (*meta, *line, *of_server(n, uuid))
        for n, (line, uuid) in enumerate(zip(lines, (ONE, TWO), strict=True), 1)
    ]
    return [(*before, *heads, *KOBO), *rows]


def sheets(**tables):
    """An XLSX with a sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def packed(**tables):
    """A ZIP file of CSV, as ODK Central makes it."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name.replace('__', '-')}.csv", comma_text(rows))
        archive.writestr("media/photo.jpg", b"\xff\xd8\xff")
    return written.getvalue()


def with_number(heads, *lines, head="employee_number"):
    return (head, *heads), [(NUMBER, *line) for line in lines]


def ticks(line, words=("child", "interpreter", "cross_border")):
    """A line with a column for each choice in place of one for all."""
    chosen = line[4].split()
    # What was not asked is empty, and what was not ticked is a 0.
    return (*line[:4], *(str(int(one in chosen)) for one in words), *line[5:])


SPLIT = (*NAMES[:4], *(f"add_ons/{one}" for one in ("child", "interpreter", "cross_border")))
SPLIT = (*SPLIT, *NAMES[5:])
PLAIN = kobo(*with_number(NAMES, FIRST, SECOND))
GROUPED = ("who/employee_number", *(f"line/{one}" for one in NAMES))
CENTRAL = ("KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "Status", "DeviceID")
CENTRAL = (*CENTRAL, "Edits", "FormVersion")


def central(uuid, edits="0"):
    return (f"uuid:{uuid}", "7", "Wipa", "0", "", "collect:x", edits, "1.abc")


def repeating():
    """Both tables of a form with lines that repeat, as Kobo writes them."""
    main = [("week", "employee_number", *KOBO), ("", NUMBER, *of_server(1, ONE))]
    below = ("_index", "_parent_table_name", "_parent_index", "_submission__id")
    below = (*below, "_submission__uuid", "_submission__submission_time")
    lines = [
        (*line, n, "Caseload", 1, 101, ONE, "2026-11-20T08:00:00")
        for n, line in enumerate((FIRST, SECOND), 1)
    ]
    return main, [(*NAMES, *below), *lines]


def repeating_in_odk():
    """Both tables of a form with lines that repeat, as ODK Central writes them."""
    main = [
        ("SubmissionDate", "week", "employee_number", "meta-instanceID", *CENTRAL),
        ("2026-11-20T01:00:00.000Z", "", NUMBER, f"uuid:{ONE}", *central(ONE)),
    ]
    lines = [
        (*line, f"uuid:{ONE}", f"uuid:{ONE}/line[{n}]") for n, line in enumerate((FIRST, SECOND), 1)
    ]
    return main, [(*NAMES, "PARENT_KEY", "KEY"), *lines]


def flat_in_odk(heads, *lines):
    head = ("SubmissionDate", "who-employee_number", *(f"line-{one}" for one in heads), *CENTRAL)
    return [
        head,
        *(
            ("2026-11-20T01:00:00.000Z", NUMBER, *line, *central(uuid))
            for line, uuid in zip(lines, (ONE, TWO), strict=True)
        ),
    ]


def serial(line):
    """A line with its day as Excel counts days."""
    return (*line[:7], 46296 if line[7] else "", *line[8:])


def kobo_sheets(rows):
    return sheets(Caseload=rows)


ENGLISH_HEADS = ("About/Employee number", *(f"A case, or like cases/{one}" for one in ENGLISH))
IN_ENGLISH_TOO = ("", "Active", "3", "Primary", "", "0", "", "", "No")
IN_THAI_TOO = ("", "ดำเนินการ", "๓", "หลัก", "", "๐", "", "", "ไม่")
# Every one of them holds the same two lines of the same person.
SAMPLES = {
    "kobo, xlsx, names": kobo_sheets(PLAIN),
    "kobo, csv, names": comma_text(PLAIN, "utf-8-sig", ";"),
    "kobo, csv, commas": comma_text(PLAIN),
    "kobo, csv, utf-16": comma_text(PLAIN, "utf-16", "\t"),
    "kobo, groups": kobo_sheets([(*PLAIN[0][:2], *GROUPED, *KOBO), *PLAIN[1:]]),
    "kobo, english labels": kobo_sheets(
        kobo(ENGLISH_HEADS, [(NUMBER, *IN_ENGLISH), (NUMBER, *IN_ENGLISH_TOO)])
    ),
    "kobo, thai labels": kobo_sheets(
        kobo(*with_number(THAI, IN_THAI, IN_THAI_TOO, head="รหัสพนักงาน"))
    ),
    "kobo, thai labels, csv": comma_text(
        kobo(*with_number(THAI, IN_THAI, IN_THAI_TOO, head="รหัสพนักงาน")), "utf-8-sig", ";"
    ),
    "kobo, a column for each choice": kobo_sheets(
        kobo(*with_number(SPLIT, ticks(FIRST), ticks(SECOND)))
    ),
    "kobo, one column and many": kobo_sheets(
        kobo(*with_number((*NAMES, *SPLIT[4:7]), (*FIRST, 1, 1, 0), (*SECOND, 0, 0, 0)))
    ),
    "kobo, days as numbers": kobo_sheets(kobo(*with_number(NAMES, serial(FIRST), serial(SECOND)))),
    "kobo, lines that repeat": sheets(**dict(zip(("Caseload", "line"), repeating(), strict=True))),
    "odk, lines that repeat": packed(
        **dict(zip(("caseload", "caseload__line"), repeating_in_odk(), strict=True))
    ),
    "odk, csv": comma_text(flat_in_odk(NAMES, FIRST, SECOND)),
    "odk, a column for each choice": comma_text(flat_in_odk(SPLIT, ticks(FIRST), ticks(SECOND))),
}
