"""Tables for a spreadsheet: CSV that opens in Excel with Thai text and runs no formula."""

import csv
from collections.abc import Iterable, Iterator
from contextvars import Context, copy_context
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import batched, chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from people.tenancy import context as tenancy
from people.weeks import BANGKOK

# A spreadsheet computes what begins with one of these (OWASP, CSV injection).
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Without it Excel reads Thai in a wrong encoding.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# So many rows are written at a time: some tens of kilobytes.
ROWS_AT_ONCE = 500

# What keeps a line together on a page has no place in a file.
UNBROKEN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{WORD JOINER}": None})


def attachment(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """Hand a table over as a file. `name` without its ending; it stays on a disk, so keep it plain:
    no person, no organisation, no subject.
    """
    return HttpResponse(written(header, rows), headers=headers_of(name))


def streamed(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> StreamingHttpResponse:
    """Hand a long table over that is written part by part, and packed as it is written.

    So a process never holds it whole as text. The parts go out together
    (`config/whole_bodies.py`): a fault in the middle hands out no half of a file. `rows` may read
    as they go. Each part is written as if within the request: in its language, and as far as it
    reaches. What must be refused with a page is refused before.
    """
    parts = (
        (BOM * (n == 0) + lines_of(some)).encode()
        for n, some in enumerate(batched(chain([header], rows), ROWS_AT_ONCE))
    )
    return StreamingHttpResponse(made_in(copy_context(), parts), headers=headers_of(name))


def made_in(context: Context, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Make each part in the context of its request, also when that has ended."""

    def next_part() -> bytes | None:
        tenancy.tell()
        return next(parts, None)

    try:
        while (part := context.run(next_part)) is not None:
            yield part
    finally:
        tenancy.tell()


def headers_of(name: str) -> dict[str, str]:
    """Say what the file is, and how it is called."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": disposition or ""}


def written(
    header: Iterable[object], rows: Iterable[Iterable[object]], *, marked: bool = True
) -> bytes:
    """Write a table as CSV: UTF-8 with its mark, commas, lines ending as RFC 4180 has them.

    What programs read, and no spreadsheet, has no mark.
    """
    return (BOM * marked + lines_of(chain([header], rows))).encode()


def lines_of(rows: Iterable[Iterable[object]]) -> str:
    """Write rows as lines. In a long table the same text stands in many cells: it is read once."""
    text, known = StringIO(newline=""), dict[str, str]()

    def once(value: object) -> str:
        if type(value) is not str:
            return cell(value)
        if value not in known:
            known[value] = cell(value)
        return known[value]

    csv.writer(text).writerows([once(one) for one in row] for row in rows)
    return text.getvalue()


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
