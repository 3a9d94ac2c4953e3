"""What the stream of an old workbook (BIFF5 and BIFF8) is made of, before a reader opens it.

Source: [MS-XLS], the binary file format of Excel.
"""

import struct
from collections import Counter
from collections.abc import Iterator

BEGIN, END, SHEET, LOCK, TEXTS, CONTINUED = 0x809, 0x0A, 0x85, 0x2F, 0xFC, 0x3C
TEXT_OF_ALL = 0xFD
# Records of a cell that holds something, each beginning with its row and column.
CELLS = {0x203, 0x204, 0x205, 0x06, 0x206, 0x406, 0x27E, 0xBD, 0xD6, TEXT_OF_ALL}
MANY = 0xBD
# Cells of the area between the first and the last of a sheet, of all sheets together; letters.
AREA_AT_MOST, LETTERS_AT_MOST, SHEETS_AT_MOST = 1_200_000, 4_000_000, 60


class LockedError(ValueError):
    """A workbook that asks for a password."""


class TooManyCellsError(ValueError):
    """A workbook with sheets that are larger than a list."""


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Read the records one after another: place, kind and content."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def judge_stream(stream: bytes) -> None:
    """Refuse a lock, sheets that begin where none does, and more cells than a list has."""
    scan = StreamScan()
    for place, kind, content in records(stream):
        scan.take(place, kind, content)
    scan.judge()


class StreamScan:
    """What the records of a stream would become: sheets, their areas, and the texts of cells."""

    def __init__(self) -> None:
        self.begins: set[int] = set()
        self.sheets: list[int] = []
        self.used: Counter[int] = Counter()
        self.area, self.rows, self.columns = 0, 0, 0
        self.texts: list[bytes] = []
        self.in_texts = False

    def take(self, place: int, kind: int, content: bytes) -> None:
        """Count one record in."""
        if kind == LOCK:
            raise LockedError("locked")
        self.in_texts = kind == TEXTS or (kind == CONTINUED and self.in_texts)
        if self.in_texts:
            self.texts.append(content)
        elif kind == BEGIN:
            self.begins.add(place)
            self.area += self.rows * self.columns
            self.rows = self.columns = 0
        elif kind == SHEET and len(content) > 4:
            self.sheets.append(struct.unpack_from("<I", content)[0])
        elif kind in CELLS and len(content) >= 6:
            self.take_cell(kind, content)

    def take_cell(self, kind: int, content: bytes) -> None:
        """Count a cell in: its place, and which of the shared texts it shows."""
        row, column = struct.unpack_from("<HH", content)
        if kind == MANY:
            column = max(column, struct.unpack_from("<H", content, len(content) - 2)[0])
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.area + self.rows * self.columns > AREA_AT_MOST:
            raise TooManyCellsError("too many cells")
        if kind == TEXT_OF_ALL and len(content) >= 10:
            self.used[struct.unpack_from("<I", content, 6)[0]] += 1

    def judge(self) -> None:
        """Refuse what would take much memory, when all records are known."""
        sheets = set(self.sheets)
        if len(sheets) < len(self.sheets) or sheets - self.begins or len(sheets) > SHEETS_AT_MOST:
            raise ValueError("sheets that are none")
        if not self.used:
            return
        shown = sum(length * self.used[place] for place, length in lengths(self.texts))
        if shown > LETTERS_AT_MOST:
            raise TooManyCellsError("too many letters")


def lengths(pieces: list[bytes]) -> Iterator[tuple[int, int]]:
    """Say of each text that sheets share how many letters it has; pieces cut a text anywhere."""
    if not pieces:
        raise ValueError("texts that are not there")
    reader = Pieces(pieces)
    number = struct.unpack("<4xI", reader.read(8))[0]
    for place in range(min(number, sum(map(len, pieces)) // 3)):
        length, flags = struct.unpack("<HB", reader.read(3))
        runs = struct.unpack("<H", reader.read(2))[0] if flags & 8 else 0
        spoken = struct.unpack("<I", reader.read(4))[0] if flags & 4 else 0
        reader.skip_letters(length, wide=bool(flags & 1))
        reader.read(4 * runs + spoken)
        yield place, length


class Pieces:
    """Content that goes on in further records."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.place = pieces, 0, 0

    def left(self) -> int:
        """Count what is left of this piece, and turn to the next where there is nothing."""
        while self.place >= len(self.pieces[self.piece]):
            self.piece, self.place = self.piece + 1, 0
            if self.piece == len(self.pieces):
                raise ValueError("texts that are cut short")
        return len(self.pieces[self.piece]) - self.place

    def read(self, number: int) -> bytes:
        """Read so many bytes across pieces."""
        found = b""
        while len(found) < number:
            some = min(self.left(), number - len(found))
            found += self.pieces[self.piece][self.place : self.place + some]
            self.place += some
        return found

    def skip_letters(self, number: int, *, wide: bool) -> None:
        """Leave out letters of one or two bytes; a further piece says anew which they are."""
        while number:
            piece = self.piece
            left = self.left()
            if self.piece != piece:
                wide = bool(self.read(1)[0] & 1)
                left = self.left()
            some = min(left // (2 if wide else 1), number)
            if not some:
                raise ValueError("half a letter")
            self.place += some * (2 if wide else 1)
            number -= some
