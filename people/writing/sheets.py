"""Tables for a spreadsheet: CSV that opens in Excel with Thai text and runs no formula."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from people.weeks import BANGKOK

# A spreadsheet computes what begins with one of these (OWASP, CSV injection).
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without it Excel reads Thai in a wrong encoding.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

# What keeps a line together on a page has no place in a file.
UNBROKEN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{WORD JOINER}": None})


def attachment(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """Hand a table over as a file. `name` without its ending; it stays on a disk, so keep it plain:
    no person, no organisation, no subject.
    """
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return HttpResponse(
        written(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def written(
    header: Iterable[object], rows: Iterable[Iterable[object]], *, marked: bool = True
) -> bytes:
    """Write a table as CSV: UTF-8 with its mark, commas, lines ending as RFC 4180 has them.

    What programs read, and no spreadsheet, has no mark.
    """
    text = StringIO(newline="")
    lines = csv.writer(text)
    lines.writerows([cell(one) for one in row] for row in (header, *rows))
    return (BOM * marked + text.getvalue()).encode()


def cell(value: object) -> str:
    """Write one cell. Numbers stay numbers, days are ISO days of the common era, moments are
    Bangkok's, nothing is empty, spaces are plain, and a text that a spreadsheet would compute is
    kept a text.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(BANGKOK).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).translate(UNBROKEN)
    return f"'{text}" if text.lstrip(" ").startswith(COMPUTED) else text
