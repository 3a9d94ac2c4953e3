"""Which column of a list is which: by the words above it, or by what stands in it.

Lists begin with titles, have headings in one row or two, end with a total and signatures, and
number their lines. What is found is what the rows below the headings hold, without these.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from django.utils.translation import gettext_lazy as _

from .cells import column_name
from .problems import Words
from .reading import Row, Table

LOOKED_AT = 40  # rows in which the headings are looked for
HEADING_AT_MOST = 120  # letters
# How well a heading fits: the same words, a beginning of words, nearly the same.
SAME, BEGINS, NEAR = 4, 2, 1
LETTERS_FOR_BEGINNING, LETTERS_FOR_NEAR, LIKENESS = 5, 6, 0.86
# Of a column without a heading so many cells are looked at, and so many must look alike.
CELLS_LOOKED_AT, MOST_ALIKE = 200, 0.8
# Cells that are compared with nearly the same headings: it takes long, and headings come first.
NEAR_AT_MOST = 150
# Written before the word for a name, in the heading of one column.
BEFORE_NAME = re.compile(r"(?:คำนำหน้าชื่อ|คำนำหน้านาม|คำนำหน้า|ยศ|ตำแหน่งและ|rank|title)(?=.)")
HINT = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|\{[^{}]*\}")
NUMBERING = {
    "",
    "no",
    "nos",
    "number",
    "order",
    "item",
    "seq",
    "sequence",
    "row",
    "line",
    "sno",
    "srno",
    "ลำดับ",
    "ลำดับที่",
    "ที่",
    "เลขที่",
    "อันดับ",
    "อันดับที่",
    "ลำดับเลขที่",
    "ข้อ",
    "ลด",
}
TOTAL = re.compile(
    r"(?:รวม(?:ทั้งสิ้น|ทั้งหมด|จำนวน|เป็น|สุทธิ|[\s:]*\d|$)|ยอดรวม|จำนวนรวม|ผลรวม"
    r"|(?:grand |sub)?totals?\b|sum\b)",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"\(?\s*(?:ลงชื่อ|ลงนาม|ผู้รับรอง|ผู้ตรวจสอบ|ผู้จัดทำ|ผู้บันทึก|ผู้ควบคุม|ผู้รายงาน|หมายเหตุ|signed\b|signature\b"
    r"|prepared by|checked by|approved by|certified by|remarks?\s*:|notes?\s*:)",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\(.*\)|ชม\.?|ชั่วโมง|คน|วัน|นาที|บาท|hours?|hrs?|people|persons?|days?|min(?:utes)?|%|ราย|คดี",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\(?[0-9๐-๙]{1,2}\)?")


@dataclass(frozen=True)
class KnownColumn:
    """A column that a list may have: its key, how people head it, and how its cells look."""

    key: str
    headings: tuple[str, ...]
    looks: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Notice:
    """Something of the list's shape that its sender should know; line 0 is the list as a whole."""

    code: str
    sentence: Words
    line: int = 0
    params: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        """Write the sentence in the language that is on."""
        return str(self.sentence) % {"line": self.line, **dict(self.params)}


@dataclass(frozen=True)
class Found:
    """What was recognised: a key or nothing for each column, and the rows below the headings."""

    heading_row: int | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    doubled: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    headings: tuple[str, ...] = ()

    def cell(self, row: Row, key: str) -> str:
        """Read a row's cell of a column; nothing where there is no such column or cell."""
        place = self.columns.index(key) if key in self.columns else len(row.cells)
        return row.cells[place] if place < len(row.cells) else ""


def can_be_heading(cell: str) -> bool:
    """Say whether a cell is as short as headings are; what is longer takes long to compare.

    Its letters count as they are compared: one that stands for a sentence is eighteen.
    """
    if not 0 < len(cell) <= HEADING_AT_MOST:
        return False
    return len(unicodedata.normalize("NFKC", cell)) <= HEADING_AT_MOST


def plain_heading(text: str) -> str:
    """Write a heading so that capitals, spaces, dots, dashes and hints make no difference."""
    bare = HINT.sub(" ", text)
    found = letters_of(bare)
    return found or letters_of(text)


def letters_of(text: str) -> str:
    """Keep letters, their marks and digits, small and in one form."""
    text = unicodedata.normalize("NFKC", text).replace("\u0e4d\u0e32", "\u0e33").casefold()
    return "".join(one for one in text if unicodedata.category(one)[0] in "LMN")


def parts_of(text: str) -> list[str]:
    """Write a heading as a whole, and each of its parts where it is in two languages."""
    whole, plain = letters_of(text), plain_heading(text)
    split = sorted(map(plain_heading, re.split(r"[\n/|]", text)), key=len, reverse=True)
    inside = [letters_of(one) for one in HINT.findall(text)]
    parts = [whole, plain, BEFORE_NAME.sub("", plain, count=1), *split, *inside]
    return list(dict.fromkeys(filter(None, parts)))


# What a state calls a person by is no employee's number, and nothing to keep here.
OF_THE_STATE = (
    "ประชาชน",
    "citizenid",
    "nationalid",
    "idcard",
    "passport",
    "พาสปอร์ต",
    "หนังสือเดินทาง",
)


class Headings:
    """The known columns, ready to be compared with cells."""

    def __init__(self, known: Sequence[KnownColumn]) -> None:
        self.known = known
        # Words in brackets count where they are known: "Name (English)" is not "Name".
        self.plain: dict[str, str] = {}
        for form in (letters_of, plain_heading):
            for one in known:
                for heading in one.headings:
                    self.plain.setdefault(form(heading), one.key)
        self.plain.pop("", None)
        self.words = {
            words: one.key
            for one in reversed(known)
            for words in map(words_of, one.headings)
            if words
        }
        self.kept: dict[str, tuple[str, int]] = {}
        self.tried = 0

    def match(self, cell: str) -> tuple[str, int]:
        """Find the key that a cell names, and how well: the longest heading that fits."""
        if not can_be_heading(cell):
            return "", 0
        if cell not in self.kept:
            self.kept[cell] = self.matched(cell)
        return self.kept[cell]

    def matched(self, cell: str) -> tuple[str, int]:
        """Compare a cell with every heading."""
        parts = parts_of(cell)
        for part in parts:
            if part in self.plain:
                return self.plain[part], SAME
        if is_numbering(cell) or any(one in parts[0] for one in OF_THE_STATE):
            return "", 0
        begun = [
            (len(plain), key)
            for plain, key in self.plain.items()
            for part in parts
            if part.startswith(plain) and len(plain) >= LETTERS_FOR_BEGINNING
        ]
        own = words_of(cell)
        begun += [
            (sum(map(len, words)), key)
            for words, key in self.words.items()
            if own[: len(words)] == words and words[0][0] < "\u0e00"
        ]
        if begun:
            return max(begun, key=lambda one: one[0])[1], BEGINS
        return self.near(parts)

    def near(self, parts: list[str]) -> tuple[str, int]:
        """Find the heading that is nearly the same: a letter too few, too many or changed."""
        best, key = 0.0, ""
        self.tried += 1
        for part in parts if self.tried <= NEAR_AT_MOST else ():
            if len(part) < LETTERS_FOR_NEAR:
                continue
            for plain, known in self.plain.items():
                if abs(len(plain) - len(part)) > 3 or len(plain) < LETTERS_FOR_NEAR:
                    continue
                like = SequenceMatcher(None, plain, part).ratio()
                if like > max(best, LIKENESS):
                    best, key = like, known
        return key, NEAR if key else 0


def words_of(text: str) -> tuple[str, ...]:
    """Split a heading into its words."""
    return tuple(filter(None, map(letters_of, re.split(r"[\s./_\-–]+", HINT.sub(" ", text)))))


def is_numbering(cell: str) -> bool:
    """Say whether a heading stands over running numbers."""
    if not can_be_heading(cell):
        return False
    return all(part in NUMBERING for part in [plain_heading(cell), *parts_of(cell)])


def find_columns(table: Table, known: Sequence[KnownColumn]) -> Found:
    """Recognise the columns of a list, and keep the rows that are its lines."""
    headings = Headings(known)
    place = heading_place(table.rows, headings)
    width = max((len(row.cells) for row in table.rows), default=0)
    if place is None:
        rows, notices = lines_only(table.rows, ())
        return by_content(rows, known, Found(None, ("",) * width, rows, (), tuple(notices)))
    names, used = joined_headings(table.rows, place, headings, width)
    columns, doubled = keys_of(names, headings)
    rows, notices = lines_only(table.rows[place + used :], table.rows[place].cells)
    notices = [*(said_doubled(names, headings, key) for key in doubled), *notices]
    found = Found(
        table.rows[place].number,
        columns,
        rows,
        doubled,
        tuple(notices),
        tuple(one.replace("\n", " ") for one in names),
    )
    return by_content(rows, known, found)


def heading_place(rows: Sequence[Row], headings: Headings) -> int | None:
    """Find the row of headings: the one that names the most columns."""
    best, place = 0, None
    for number, row in enumerate(rows[:LOOKED_AT]):
        found: dict[str, int] = {}
        for cell in row.cells:
            key, fit = headings.match(cell)
            if key:
                found[key] = max(found.get(key, 0), fit)
        # One word alone may be a title: it counts where it is the same, or beside a numbering.
        alone = len(found) == 1 and max(found.values()) < SAME
        if alone and not any(map(is_numbering, row.cells)):
            continue
        if sum(found.values()) > best:
            best, place = sum(found.values()), number
    return place


def joined_headings(
    rows: Sequence[Row], place: int, headings: Headings, width: int
) -> tuple[list[str], int]:
    """Read the headings, which may stand in two rows; say how many rows they take."""
    names = padded(rows[place].cells, width)
    used = 1
    for below in rows[place + 1 : place + 4]:
        cells = padded(below.cells, width)
        if is_second_heading(names, cells, headings):
            names = [
                second if second and headings.match(second)[0] else first or second
                for first, second in zip(names, cells, strict=True)
            ]
        elif not is_of_units(cells):
            break
        used += 1
    return names, used


def padded(cells: Iterable[str], width: int) -> list[str]:
    """Write a row at the width of the list."""
    return (list(cells) + [""] * width)[:width]


def is_second_heading(names: list[str], cells: list[str], headings: Headings) -> bool:
    """Say whether a row goes on with the headings: it names columns, and holds nothing else.

    What it holds stands under headings that are merged: the same words, or none to the right.
    """
    filled = [place for place, cell in enumerate(cells) if cell]
    if not filled:
        return False
    named = [place for place in filled if headings.match(cells[place])[1] == SAME]
    new = [place for place in named if cells[place] != names[place]]
    same = [place for place in filled if cells[place] == names[place] or place in named]
    beside = [
        place
        for place in filled
        if not names[place] or (under_merged(names, place) and not headings.match(names[place])[0])
    ]
    return bool(new) and len(set(same) | set(beside)) == len(filled)


def under_merged(names: list[str], place: int) -> bool:
    """Say whether a heading spreads over more than its own column."""
    return place + 1 < len(names) and not names[place + 1]


def is_of_units(cells: list[str]) -> bool:
    """Say whether a row only says units, as (hours), or counts the columns."""
    filled = list(filter(None, cells))
    counted = len(filled) > 2 and all(map(COUNTED.fullmatch, filled))
    if counted:
        numbers = [int(re.sub(r"[()]", "", one)) for one in filled]
        return all(b == a + 1 for a, b in zip(numbers, numbers[1:], strict=False))
    return bool(filled) and all(map(UNIT.fullmatch, filled))


def keys_of(names: list[str], headings: Headings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give each column its key; where two claim one, the better fit has it, or the first."""
    matches = [headings.match(name) for name in names]
    columns = [""] * len(names)
    doubled: list[str] = []
    for key in dict.fromkeys(key for key, _fit in matches if key):
        best = max(fit for one, fit in matches if one == key)
        places = [place for place, match in enumerate(matches) if match == (key, best)]
        columns[places[0]] = key
        doubled += [key] * (len(places) > 1)
    return tuple(columns), tuple(doubled)


def said_doubled(names: list[str], headings: Headings, key: str) -> Notice:
    """Say that two columns are headed alike, and which is read."""
    places = [place for place, name in enumerate(names) if headings.match(name)[0] == key]
    first, second = column_name(places[0]), column_name(places[1])
    sentence = _(
        "Columns %(first)s and %(second)s have the same heading. Column %(first)s is read."
    )
    return Notice("doubled", sentence, 0, (("first", first), ("second", second)))


def lines_only(
    rows: Sequence[Row], heading: tuple[str, ...]
) -> tuple[tuple[Row, ...], list[Notice]]:
    """Leave out headings that are repeated, totals, and what stands below the signatures."""
    kept: list[Row] = []
    notices: list[Notice] = []
    signed = False
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        if not filled or (heading and filled == [cell for cell in heading if cell]):
            continue
        first = filled[0]
        signed = signed or bool(SIGNED.match(first))
        alone = len(filled) == 1 or all(one.startswith("(") for one in filled)
        if SIGNED.match(first) or (signed and alone) or TOTAL.match(first):
            notices.append(left_out(row))
        elif filled and all(map(is_ruled, filled)):
            continue
        else:
            kept.append(row)
    return tuple(kept), notices


def is_ruled(cell: str) -> bool:
    """Say whether a cell is a line to write on, and nothing else."""
    return not letters_of(cell)


def left_out(row: Row) -> Notice:
    """Say that a row below the list is no line of it."""
    text = " ".join(" ".join(row.cells).split())[:40]
    sentence = _("Line %(line)d is not read: %(text)s")
    return Notice("left_out", sentence, row.number, (("text", text),))


def by_content(rows: tuple[Row, ...], known: Sequence[KnownColumn], found: Found) -> Found:
    """Recognise columns without a heading by their cells, where it can be one and no other."""
    missing = [one for one in known if one.looks and one.key not in found.columns]
    bare = [
        place
        for place, key in enumerate(found.columns)
        if not key and not (found.headings and found.headings[place])
    ]
    claims: dict[int, list[str]] = {place: [] for place in bare}
    for place in bare:
        filled = (row.cells[place] for row in rows if place < len(row.cells) and row.cells[place])
        cells = list(islice(filled, CELLS_LOOKED_AT))
        if not cells or runs(cells):
            continue
        for one in missing:
            if one.looks and sum(map(one.looks, cells)) >= MOST_ALIKE * len(cells):
                claims[place].append(one.key)
    keys = [claim[0] for claim in claims.values() if len(claim) == 1]
    columns = list(found.columns)
    for place, claim in claims.items():
        if len(claim) == 1 and keys.count(claim[0]) == 1:
            columns[place] = claim[0]
    return Found(
        found.heading_row, tuple(columns), found.rows, found.doubled, found.notices, found.headings
    )


def runs(cells: list[str]) -> bool:
    """Say whether cells are the running numbers of lines."""
    numbers = [cell.rstrip(".)") for cell in cells]
    if len(numbers) < 2 or not all(one.isdecimal() and len(one) <= 4 for one in numbers):
        return False
    values = [int(one) for one in numbers]
    return all(0 <= b - a <= 1 for a, b in zip(values, values[1:], strict=False)) and values[0] < 2
