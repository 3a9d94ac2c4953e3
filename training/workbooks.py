"""Tables in a workbook (XLSX): the values of its first sheet and nothing else. No Django.

By ECMA-376. A library builds the whole workbook, styles and all, and of a small file that can be
much. Of the four parts that are read here only values are kept; formulas, links, styles and
programs are never opened. So bounded, it needs no job: whatever is not refused by its size is read
in well under a second.
"""

import re
import zlib
from io import BytesIO
from posixpath import join, normpath
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

LARGEST, MOST_UNPACKED = 2 * 1024 * 1024, 8 * 1024 * 1024
ROWS_AT_MOST, COLUMNS_AT_MOST = 5_000, 50
# 5,000 rows of eight columns have fewer; millions of empty elements would take seconds.
TAGS_AT_MOST = 200_000
START = b"PK\x03\x04"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MACROS = "vbaproject.bin"
CELL = re.compile(r"([A-Z]{1,3})[1-9]\d*")
# What the readers beneath raise for files that lie about themselves.
BROKEN = (BadZipFile, zlib.error, ExpatError, KeyError, IndexError, OSError, EOFError)


def rows(content: bytes) -> list[list[str]]:
    """Read the first sheet, row by row, without empty rows; what cannot be read is a ValueError.

    Refused: more than 2 MB, more than 8 MB unpacked, more than 5,000 rows, macros, a lock.
    """
    if len(content) > LARGEST:
        raise ValueError("too large")
    try:
        with ZipFile(BytesIO(content)) as archive:
            judge(archive)
            return values(archive)
    except BROKEN as broken:
        raise ValueError("not a workbook") from broken


def judge(archive: ZipFile) -> None:
    """Refuse by the list of what is inside, before anything is unpacked.

    A part that is longer than it says there is cut at that length, and its check sum fails.
    """
    parts = archive.infolist()
    if sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise ValueError("unpacks to too much")
    for one in parts:
        if one.flag_bits & 1 or one.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise ValueError("locked, or packed in another way")
        if one.filename.lower().endswith(MACROS):
            raise ValueError("holds macros")


def values(archive: ZipFile) -> list[list[str]]:
    """Find the first sheet and the texts it points at, and read them."""
    book, relations = Book(), Relations()
    read(archive, BOOK, book)
    read(archive, RELATIONS, relations)
    texts = Texts()
    if relations.texts:
        read(archive, relations.texts, texts)
    sheet = Sheet(texts.found)
    read(archive, relations.sheets[book.sheets[0]], sheet)
    return sheet.rows


class Part:
    """One part of a workbook, told by its elements as they come."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def text(self, letters: str) -> None:
        """Take letters inside an element; they come in pieces."""

    def end(self, tag: str) -> None:
        """End an element."""


def read(archive: ZipFile, name: str, part: Part) -> None:
    """Read one part by its events; a document type, which no workbook has, is refused."""
    content = archive.read(name)
    if content.count(b"<") > TAGS_AT_MOST:
        raise ValueError("too much inside")
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, found: part.start(
        local(tag), {local(key): value for key, value in found.items()}
    )
    parser.CharacterDataHandler = part.text
    parser.EndElementHandler = lambda tag: part.end(local(tag))
    parser.StartDoctypeDeclHandler = refuse_type
    parser.Parse(content, True)


def local(name: str) -> str:
    """Take the name without its namespace, of which there are two generations."""
    return name.rpartition(" ")[2]


def refuse_type(*_declared: object) -> None:
    """Refuse a document type: with it come entities that grow or lead elsewhere."""
    raise ValueError("declares a document type")


class Book(Part):
    """The workbook itself: its sheets in the order of their tabs, by the names of relations."""

    def __init__(self) -> None:
        self.sheets: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a sheet."""
        if tag == "sheet":
            self.sheets.append(attributes["id"])


class Relations(Part):
    """Where its sheets and texts lie inside the file; what lies outside is not there."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.texts = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a relation."""
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = normpath(join("/xl", attributes["Target"])).lstrip("/")
        kind = attributes["Type"].rpartition("/")[2]
        if kind == "worksheet":
            self.sheets[attributes["Id"]] = target
        elif kind == "sharedStrings":
            self.texts = target


class Texts(Part):
    """The texts that cells point at, without how one is read aloud, as Japanese ones tell."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.reading = self.aside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a text or a piece of one."""
        if tag == "si":
            self.found.append("")
        self.aside = self.aside or tag == "rPh"
        self.reading = tag == "t" and not self.aside

    def text(self, letters: str) -> None:
        """Take a piece."""
        if self.reading:
            self.found[-1] += letters

    def end(self, tag: str) -> None:
        """End a piece."""
        self.reading = False
        self.aside = self.aside and tag != "rPh"


class Sheet(Part):
    """The values of a sheet as texts."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.rows = texts, []
        self.row: list[str] = []
        self.kind, self.column, self.value, self.reading = "", -1, "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or its value."""
        if tag == "row":
            self.row, self.column = [], -1
        elif tag == "c":
            self.kind, self.value = attributes.get("t", "n"), ""
            self.column = column_of(attributes.get("r", ""), self.column + 1)
        self.reading = tag in {"v", "t"}

    def text(self, letters: str) -> None:
        """Take a piece of a value."""
        if self.reading:
            self.value += letters

    def end(self, tag: str) -> None:
        """Put a value into its row, and a row that holds something into the list."""
        self.reading = False
        if tag == "c" and self.value and self.column < COLUMNS_AT_MOST:
            self.row += [""] * (self.column + 1 - len(self.row))
            self.row[self.column] = self.written()
        elif tag == "row" and self.row:
            if len(self.rows) == ROWS_AT_MOST:
                raise ValueError("too many rows")
            self.rows.append(self.row)

    def written(self) -> str:
        """Write a value as it is shown: a text it points at, or a number without a useless .0."""
        if self.kind == "s":
            return self.texts[int(self.value)]
        return self.value.removesuffix(".0") if self.kind == "n" else self.value


def column_of(cell: str, otherwise: int) -> int:
    """Count the column of a cell from 0: B7 is 1; one that is not named follows the last."""
    if not (found := CELL.fullmatch(cell)):
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
