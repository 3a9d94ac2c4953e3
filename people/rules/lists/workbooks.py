"""Workbooks (XLSX, ODS, XLS): the sheets that are seen, as texts, by python-calamine.

The reader is handed no file as it came. Each part of it is judged, and only parts that were judged
are packed anew: so the reader meets what was counted, and nothing that two programs read in two
ways. Nothing in a file is run: macros are refused, formulas are read as what they last showed.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from . import biff, ole
from .cells import cell_text
from .parts import NotXMLError, PartScan, TooLongError, TooMuchError, TooWideError, shows_too_much
from .problems import ListUnreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

ZIP_START, OLE_START = b"PK\x03\x04", ole.START
PARTS_AT_MOST, MOST_UNPACKED = 1_000, 24 * 1024 * 1024
MACROS = "vbaproject.bin"
ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"

type Sheets = Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]


def open_document(content: bytes) -> Sheets:
    """Judge a packed workbook (XLSX, ODS) and open it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            packed, dropped = judged(archive)
    except ListUnreadable:
        raise
    except TooMuchError as refused:
        raise too_much_inside() from refused
    except (TooLongError, TooWideError) as refused:
        raise too_large_a_sheet(refused) from refused
    except Exception as broken:  # files that lie about themselves make readers raise anything
        raise broken_workbook() from broken
    return sheets_of(packed, dropped)


def judged(archive: ZipFile) -> tuple[bytes, TooLongError | TooWideError | None]:
    """Pack the parts that were judged anew, and name what is wrong with a sheet left out."""
    parts = archive.infolist()
    names = [one.filename for one in parts]
    refuse_by_names(names)
    if len(parts) > PARTS_AT_MOST or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise TooMuchError("unpacks to too much")
    if len(set(names)) < len(names):
        raise ValueError("a part that stands twice")
    counts: Counter[str] = Counter()
    scans: list[PartScan] = []
    dropped: TooLongError | TooWideError | None = None
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as anew:
        for one in parts:
            scan = PartScan(counts)
            try:
                pack_judged(archive, one, scan, anew)
            except (TooLongError, TooWideError) as refused:
                if one.filename == "content.xml":
                    raise
                dropped = refused
                continue
            except NotXMLError:
                continue
            scans.append(scan)
    if any(scan.locked for scan in scans):
        raise locked_workbook()
    if shows_too_much(scans):
        raise TooMuchError("too many letters")
    return packed.getvalue(), dropped


def refuse_by_names(names: list[str]) -> None:
    """Refuse macros and what is no workbook, by the names of the parts."""
    lower = [name.lower() for name in names]
    if any(name.endswith(MACROS) or name.startswith("basic/script") for name in lower):
        raise with_macros()
    if "xl/workbook.bin" in lower:
        raise ListUnreadable(
            "binary", _("This kind of workbook (XLSB) is not read. Please save it as XLSX.")
        )
    if "content.xml" not in lower and not any(name.startswith("xl/") for name in lower):
        raise no_list()


def pack_judged(archive: ZipFile, one: ZipInfo, scan: PartScan, anew: ZipFile) -> None:
    """Judge one part and pack it anew.

    A part that is longer than it says in the list is cut at that length, and its check sum fails.
    """
    if one.flag_bits & 1:
        raise locked_workbook()
    if one.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ValueError("packed in another way")
    if one.filename == "mimetype":
        kind = archive.read(one)
        if kind.strip() != ODS_KIND:
            raise no_list()
        anew.writestr(ZipInfo("mimetype"), kind)
        return
    with archive.open(one) as part:
        scan.read(part)
    with archive.open(one) as part, anew.open(one.filename, "w") as copy:
        while some := part.read(1 << 16):
            copy.write(some)


def open_old_workbook(content: bytes) -> Sheets:
    """Judge a workbook of Excel before 2007 (XLS) and open it."""
    try:
        container = ole.Container(content)
        names = container.entries.keys()
        if "EncryptedPackage" in names:
            raise locked_workbook()
        if any(name.startswith("_VBA_PROJECT") for name in names):
            raise with_macros()
        name = next((one for one in ("Workbook", "Book", "BOOK") if one in names), "")
        if not name:
            raise no_list()
        stream = container.read(name)
        biff.judge_stream(stream)
    except ListUnreadable:
        raise
    except biff.LockedError as refused:
        raise locked_workbook() from refused
    except biff.TooManyCellsError as refused:
        raise too_much_inside() from refused
    except Exception as broken:
        raise broken_workbook() from broken
    return sheets_of(ole.pack_stream(stream, name.title()), None)


def sheets_of(content: bytes, dropped: TooLongError | TooWideError | None) -> Sheets:
    """Read the sheets that are seen, one after another."""
    # Loaded where a workbook is read: most processes never read one.
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with faults_told(dropped), CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for about in book.sheets_metadata:
            seen = about.visible == SheetVisibleEnum.Visible
            if seen and about.typ == SheetTypeEnum.WorkSheet:
                yield about.name, lines_of_sheet(book.get_sheet_by_name(about.name), dropped)


@contextmanager
def faults_told(dropped: TooLongError | TooWideError | None) -> Iterator[None]:
    """Say kindly what the reader found at fault; a fault inside of it is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, ListUnreadable):
        raise
    except BaseException as broken:
        raise (too_large_a_sheet(dropped) if dropped else broken_workbook()) from broken


def lines_of_sheet(
    sheet: "CalamineSheet", dropped: TooLongError | TooWideError | None
) -> Iterator[tuple[int, list[str]]]:
    """Read the lines of a sheet; a cell that is merged with those below stands in each of them."""
    with faults_told(dropped):
        before = [""] * (sheet.start[1] if sheet.start else 0)
        merged = {
            (first[0], first[1]): last[0]
            for first, last in sheet.merged_cell_ranges or ()
            if last[0] > first[0]
        }
        carried: dict[int, tuple[int, str]] = {}
        for number, values in enumerate(sheet.iter_rows()):
            cells = before + [cell_text(value) for value in values]
            filled = [place for place, cell in enumerate(cells) if cell]
            for place in filled:
                if until := merged.get((number, place)):
                    carried[place] = (until, cells[place])
            for place, (until, text) in carried.items() if filled else ():
                if number <= until and not cells[place]:
                    cells[place] = text
            yield number + 1, cells


def too_much_inside() -> ListUnreadable:
    """Say that a workbook unpacks to too much."""
    return ListUnreadable(
        "too_much_inside",
        _(
            "There is too much in this workbook. Please copy the list alone into a new one and"
            " send that."
        ),
    )


def too_large_a_sheet(refused: TooLongError | TooWideError) -> ListUnreadable:
    """Say that a sheet is longer or wider than a list."""
    if isinstance(refused, TooWideError):
        return ListUnreadable(
            "too_many_columns",
            _("This list has more than %(most)d columns. Please send fewer columns."),
            most=60,
        )
    return ListUnreadable(
        "too_many_rows",
        _("This list has more than %(most)d lines. Please send it in parts."),
        most=5_000,
    )


def broken_workbook() -> ListUnreadable:
    """Say that a workbook cannot be read."""
    return ListUnreadable(
        "broken",
        _("This workbook cannot be read. Please open it, save it once more as XLSX and send that."),
    )


def locked_workbook() -> ListUnreadable:
    """Say that a workbook asks for a password."""
    return ListUnreadable(
        "locked", _("This workbook asks for a password. Please save it without one.")
    )


def with_macros() -> ListUnreadable:
    """Say that a workbook holds programs."""
    return ListUnreadable(
        "macros", _("This workbook holds macros, which are programs. Please save it as XLSX.")
    )


def no_list() -> ListUnreadable:
    """Say that a file is another kind of document."""
    return ListUnreadable(
        "not_a_list", _("This is not a list. Please send a file in XLSX, XLS, ODS or CSV.")
    )
