"""What the parts of a workbook (XLSX, ODS) are made of, before a reader opens them.

A small file can unpack to a huge one, and a short sheet can say that it is a million lines long.
So each part is read once here, element by element, and what a reader would build of it is counted.
"""

import re
from collections import Counter
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

# Of all parts together; a list of 5,000 people in 60 columns stays below each.
AT_MOST = {"elements": 1_200_000, "others": 150_000, "letters": 8_000_000, "sheets": 60}
# Of one sheet: lines that hold something, its last column, and the area up to its last cell.
LINES_AT_MOST, COLUMN_AT_MOST, AREA_AT_MOST = 5_000, 60, 600_000
SHOWN_AT_MOST = 4_000_000  # letters, where cells share a text or a cell is repeated
OF_CELLS = {
    "row",
    "c",
    "v",
    "f",
    "is",
    "si",
    "t",
    "r",
    "rPr",
    "table-row",
    "table-cell",
    "p",
    "span",
}
PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ODS_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


class TooLongError(ValueError):
    """A sheet with more lines than a list has."""


class TooWideError(ValueError):
    """A sheet with more columns than a list has."""


class TooMuchError(ValueError):
    """A workbook that unpacks to more than a list is."""


class NotXMLError(ValueError):
    """A part that is no XML: a picture, or one in letters that a reader may take for others."""


class PartScan:
    """One part: what it holds, and how large the sheet is that a reader would make of it."""

    def __init__(self, counts: Counter[str]) -> None:
        self.counts = counts
        self.row, self.column, self.repeated, self.times = 0, 0, 1, 1
        self.lines, self.last_line, self.rows, self.columns = 0, 0, 0, 0
        self.cell, self.kind, self.shared = False, "", ""
        self.inside_text, self.cell_letters, self.shown = False, 0, 0
        self.lengths: list[int] = []
        self.used: Counter[str] = Counter()
        self.locked = False

    def read(self, part: IO[bytes]) -> None:
        """Read the part; whatever is no UTF-8 XML is `NotXMLError`."""
        parser = ParserCreate("utf-8")
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.letters
        parser.CommentHandler = self.letters
        parser.ProcessingInstructionHandler = lambda target, data: self.letters(target + data)
        parser.StartDoctypeDeclHandler = self.refuse
        parser.XmlDeclHandler = self.declared
        try:
            parser.ParseFile(part)
        except ExpatError as broken:
            raise NotXMLError("no XML") from broken

    def add(self, what: str, number: int) -> None:
        """Count some of a kind; too many are refused."""
        self.counts[what] += number
        if self.counts[what] > AT_MOST[what]:
            raise TooMuchError(f"too many {what}")

    def refuse(self, *_declared: object) -> None:
        """Refuse a document that declares its own type: entities grow, or lead elsewhere."""
        raise TooMuchError("declares a document type")

    def declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        """Refuse a part that says it is written in another encoding."""
        if encoding and encoding.lower() not in {"utf-8", "us-ascii", "utf8"}:
            raise NotXMLError("another encoding")

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element, and where it is one of a sheet, find its place."""
        name = tag.rpartition(":")[2]
        self.add("elements" if name in OF_CELLS else "others", 1)
        if attributes:
            self.add("letters", sum(map(len, attributes.values())) + 4 * len(attributes))
        if step := STEPS.get(name):
            step(self, attributes)

    def end(self, tag: str) -> None:
        """End an element of a sheet."""
        if step := ENDS.get(tag.rpartition(":")[2]):
            step(self)

    def letters(self, text: str) -> None:
        """Count letters; those of a cell also as often as it is repeated."""
        self.add("letters", len(text))
        if self.inside_text:
            self.shared += text
            if len(self.shared) > 12:
                raise TooMuchError("a place that is no number")
        self.cell_letters += len(text)

    # --- XLSX ---

    def begin_row(self, attributes: dict[str, str]) -> None:
        """Begin a line: where it says, or after the one before."""
        self.row, self.column = max(self.row + 1, int(attributes.get("r") or 0)), 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell: where its name says, or after the one before."""
        self.column += 1
        if name := attributes.get("r"):
            if not (found := PLACE.fullmatch(name)):
                raise TooMuchError("a cell without a place")
            self.column = max(self.column, column_number(found[1]))
            self.row = max(self.row, int(found[2]))
        self.cell, self.kind, self.shared = True, attributes.get("t", ""), ""

    def begin_formula(self, _attributes: dict[str, str]) -> None:
        """Note that the cell holds something."""
        if self.cell:
            self.hold(1, 1)

    def begin_value(self, attributes: dict[str, str]) -> None:
        """Note that the cell holds something, which may be the number of a shared text."""
        self.begin_formula(attributes)
        self.inside_text = self.cell and self.kind == "s"

    def end_value(self) -> None:
        """Note which of the shared texts the cell shows."""
        if self.inside_text:
            self.used[self.shared.strip()] += 1
        self.inside_text = False

    def end_cell(self) -> None:
        """Leave a cell."""
        self.cell = False

    def begin_shared(self, _attributes: dict[str, str]) -> None:
        """Begin a text that cells share."""
        self.cell_letters = 0

    def end_shared(self) -> None:
        """Keep how long a text is that cells share."""
        self.lengths.append(self.cell_letters)

    # --- ODS ---

    def begin_table(self, _attributes: dict[str, str]) -> None:
        """Begin a sheet; all sheets stand in one part and are built at once."""
        self.row = self.lines = self.last_line = 0
        self.rows = self.columns = 0
        self.add("sheets", 1)

    def begin_table_row(self, attributes: dict[str, str]) -> None:
        """Begin a line, or many that are alike."""
        self.repeated = repeats(attributes, "number-rows-repeated")
        self.row, self.column = self.row + self.repeated, 0

    def begin_table_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell, or many that are alike."""
        self.times = repeats(attributes, "number-columns-repeated")
        self.column += self.times
        self.cell_letters = sum(map(len, attributes.values()))
        if any(name.rpartition(":")[2] in ODS_VALUES for name in attributes):
            self.hold(self.repeated, self.times)

    def begin_paragraph(self, _attributes: dict[str, str]) -> None:
        """Note that the cell shows something."""
        if self.row:
            self.hold(self.repeated, self.times)

    def end_table_cell(self) -> None:
        """Count the letters of a cell as often as it is repeated."""
        self.shown += self.cell_letters * min(self.times * self.repeated, LINES_AT_MOST * 60)
        if self.shown > SHOWN_AT_MOST * 2:
            raise TooMuchError("too many letters")

    def lock(self, _attributes: dict[str, str]) -> None:
        """Note that parts are encrypted."""
        self.locked = True

    # --- Both ---

    def hold(self, lines: int, times: int) -> None:
        """Note that a cell, or so many, hold something, and refuse what is larger than a list."""
        if lines > LINES_AT_MOST or times > COLUMN_AT_MOST * 5:
            raise TooLongError("repeated too often")
        if self.row != self.last_line:
            self.lines, self.last_line = self.lines + lines, self.row
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.lines > LINES_AT_MOST:
            raise TooLongError("too many lines")
        if self.columns > COLUMN_AT_MOST:
            raise TooWideError("too many columns")
        if self.rows * self.columns > AREA_AT_MOST:
            raise TooLongError("lines far below")


STEPS = {
    "row": PartScan.begin_row,
    "c": PartScan.begin_cell,
    "v": PartScan.begin_value,
    "is": PartScan.begin_formula,
    "f": PartScan.begin_formula,
    "si": PartScan.begin_shared,
    "sheet": lambda scan, _attributes: scan.add("sheets", 1),
    "table": PartScan.begin_table,
    "table-row": PartScan.begin_table_row,
    "table-cell": PartScan.begin_table_cell,
    "covered-table-cell": PartScan.begin_table_cell,
    "p": PartScan.begin_paragraph,
    "encryption-data": PartScan.lock,
}
ENDS = {
    "v": PartScan.end_value,
    "c": PartScan.end_cell,
    "si": PartScan.end_shared,
    "table-cell": PartScan.end_table_cell,
}


def column_number(letters: str) -> int:
    """Count columns from A on: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def repeats(attributes: dict[str, str], name: str) -> int:
    """Read how often a line or a cell is repeated."""
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            if not value.isdecimal() or len(value) > 10:
                raise TooMuchError("a number that is none")
            return max(int(value), 1)
    return 1


def shows_too_much(sheets: list[PartScan]) -> bool:
    """Say whether cells that share texts show more letters than a list has."""
    lengths = [one.lengths for one in sheets if one.lengths]
    if len(lengths) > 1:
        return True
    texts = lengths[0] if lengths else []
    return any(
        sum(texts[int(key)] * times for key, times in one.used.items() if fits(key, texts))
        > SHOWN_AT_MOST
        for one in sheets
    )


def fits(key: str, texts: list[int]) -> bool:
    """Say whether a shared text is there."""
    return key.isdecimal() and int(key) < len(texts)
