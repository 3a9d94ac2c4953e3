"""Write lists as spreadsheets, older ones and people do: bytes of every kind that is sent."""

import csv
import struct
from datetime import date, datetime
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import xlwt
from openpyxl import Workbook

from people.rules.lists.ole import pack_stream


def comma_text(lines, encoding="utf-8", parting=",", end="\r\n"):
    """A text file in columns."""
    text = StringIO()
    csv.writer(text, delimiter=parting, lineterminator=end).writerows(lines)
    return text.getvalue().encode(encoding)


def workbook(lines=(), *, arrange=None, before=()):
    """An XLSX as openpyxl writes it; `arrange` is given the book and its sheet."""
    book = Workbook()
    sheet = book.active
    for line in [*before, *lines]:
        sheet.append(list(line))
    if arrange:
        arrange(book, sheet)
    text = BytesIO()
    book.save(text)
    return text.getvalue()


def old_workbook(lines, *, hidden_first=False):
    """An XLS as Excel 97 to 2003 writes it."""
    book = xlwt.Workbook(encoding="utf-8")
    if hidden_first:
        first = book.add_sheet("ซ่อน")
        first.visibility = 1
        first.write(0, 0, "hidden")
        book.active_sheet = 1
    sheet = book.add_sheet("รายชื่อ")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, date | datetime):
                sheet.write(row, column, value, day)
            elif value not in ("", None):
                sheet.write(row, column, value)
    text = BytesIO()
    book.save(text)
    return text.getvalue()


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def thai_workbook_of_1995(lines, encoding="cp874"):
    """An XLS as Excel 5 and 95 write it: its letters are those of Thai Windows."""
    cells = b""
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            head = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str) and value:
                letters = value.encode(encoding)
                cells += record(0x204, head + struct.pack("<H", len(letters)) + letters)
            elif value != "":
                cells += record(0x203, head + struct.pack("<d", value))
    begin = struct.pack("<HHHH", 0x500, 5, 0, 0)
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + cells + record(0x0A)
    name = b"Sheet1"

    def globals_of(place):
        about = struct.pack("<IHB", place, 0, len(name)) + name
        return (
            record(0x809, begin)
            + record(0x42, struct.pack("<H", 874))
            + record(0x85, about)
            + record(0x0A)
        )

    return pack_stream(globals_of(len(globals_of(0))) + sheet, "Book")


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(value, more=""):
    """A cell of an ODS."""
    if value in ("", None):
        return f"<table:table-cell {more}/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell {more} office:value-type="date" office:date-value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if isinstance(value, int | float):
        return (
            f'<table:table-cell {more} office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{escape(one)}</text:p>" for one in value.split("\n"))
    return f'<table:table-cell {more} office:value-type="string">{paragraphs}</table:table-cell>'


def ods_row(line, more=""):
    return f"<table:table-row {more}>{''.join(map(ods_cell, line))}</table:table-row>"


def ods(rows, *, name="รายชื่อ", before="", styles="", manifest="", kind=ODS_KIND, extra=None):
    """An ODS with rows that are written already."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{before}"
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    about = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>'
        f"{manifest}</manifest:manifest>"
    )
    text = BytesIO()
    with ZipFile(text, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, ZIP_STORED)
        parts = {"META-INF/manifest.xml": about, "content.xml": content} | (extra or {})
        for part, written in parts.items():
            archive.writestr(part, written)
    return text.getvalue()


def open_sheet(lines, **more):
    """An ODS as LibreOffice writes it: with the rest of the sheet as one repeated empty line."""
    rest = (
        '<table:table-row table:number-rows-repeated="1048500">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return ods("".join(map(ods_row, lines)) + rest, **more)


def zipped(**parts):
    """Any archive."""
    text = BytesIO()
    with ZipFile(text, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return text.getvalue()
