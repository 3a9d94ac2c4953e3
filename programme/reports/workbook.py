"""A report as a workbook: a sheet for each section, numbers as numbers, nothing that computes."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.writing import sheets
from people.writing.xml_texts import fit_for_xml

from .parts import Cell, ReportContent, ReportPart
from .words import short_digest

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# What has no place in the name of a sheet.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
NAME_AT_MOST = 31
NARROWEST, WIDEST = 12, 60


def write_workbook(content: ReportContent) -> bytes:
    """Write a report as XLSX."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    if first is None:
        raise ValueError("A workbook has a sheet")
    first.title = sheet_name(pgettext("document", "Report"))
    write_rows(first, summary(content))
    for part in content.parts:
        write_rows(book.create_sheet(sheet_name(part.title)), part_rows(part))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_name(title: str) -> str:
    """Name a sheet by its section."""
    return NOT_IN_NAMES.sub(" ", title.translate(sheets.UNBROKEN))[:NAME_AT_MOST]


def summary(content: ReportContent) -> list[tuple[Cell, ...]]:
    """Write what the report is, and its sentences."""
    told = (content.headline, *content.lead)
    return [
        (content.title,),
        (content.of,),
        (content.days,),
        (),
        *((one,) for one in told),
        (),
        (content.rule,),
        (content.made_on,),
        (_("Fingerprint"), short_digest(content.digest)),
    ]


def part_rows(part: ReportPart) -> list[tuple[Cell, ...]]:
    """Write a section: its facts, then its tables one below the other."""
    rows: list[tuple[Cell, ...]] = [(part.title,), (part.about,), ()]
    rows += [(label, cell) for label, cell in part.facts]
    for table in part.tables:
        rows += [(), (table.caption,), table.header, *table.rows]
    return rows


def write_rows(sheet: "Worksheet", rows: Iterable[tuple[Cell, ...]]) -> None:
    """Fill a sheet; a text is a text, whatever it begins with."""
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = fit_for_xml(sheets.cell(value))
                cell.data_type = "s"
            else:
                cell.value = value
            if len(row) > 1:
                widths[column] = max(widths.get(column, NARROWEST), len(str(value)) + 2)
    for column, width in widths.items():
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = min(width, WIDEST)
