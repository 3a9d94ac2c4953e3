"""A list of who came: matched with the people of a session. No Django.

Lists name people in one column or in three, with titles and ranks, by e-mail address, or as an
online meeting knew them. They say who came by words, ticks, hours, or minutes in the meeting.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from people.rules.lists.headings import Found, KnownColumn, Notice, find_columns
from people.rules.lists.meetings import is_meeting, read_meeting
from people.rules.lists.names import looks_like_name, read_name
from people.rules.lists.problems import UnclearCellError
from people.rules.lists.reading import Row, Table
from people.rules.lists.values import (
    AttendanceCell,
    looks_like_email,
    plain_word,
    read_attendance,
    read_email,
    read_yes,
)
from people.rules.person_names import search_form

# A person in the room for so much of a session was there all day. Project default.
FULL_FROM = Decimal("0.8")
# One by one; a list of another session has hundreds of lines that name no person of this one.
LINES_SHOWN = 50
# Of a line without headings: its name stands in one of the first cells.
CELLS_LOOKED_AT = 8
# Different texts of a list that are read as names with titles, for it takes long: any cell may be
# one where there are no headings. After them a name counts as it is known here.
NAMES_READ_AT_MOST = 20_000
KNOWN = (
    KnownColumn(
        "name",
        (
            "ชื่อ-สกุล",
            "ชื่อ-นามสกุล",
            "ชื่อ",
            "ชื่อตัว",
            "ชื่อจริง",
            "ชื่อ สกุล",
            "ชื่อและนามสกุล",
            "ยศ ชื่อ สกุล",
            "ยศ ชื่อ นามสกุล",
            "คำนำหน้า ชื่อ สกุล",
            "คำนำหน้าชื่อ ชื่อ-นามสกุล",
            "รายชื่อ",
            "รายชื่อผู้เข้าอบรม",
            "รายชื่อผู้เข้าร่วม",
            "ชื่อผู้เข้าอบรม",
            "ชื่อผู้เข้าร่วม",
            "ชื่อผู้เข้ารับการอบรม",
            "รายนาม",
            "Name",
            "Full name",
            "Name and surname",
            "First name",
            "Given name",
            "Person",
            "Participant",
            "Participants",
        ),
        looks_like_name,
    ),
    KnownColumn("last", ("นามสกุล", "สกุล", "Last name", "Surname", "Family name")),
    KnownColumn("title", ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ", "Title", "Rank")),
    KnownColumn(
        "email",
        ("อีเมล", "อีเมล์", "อีเมลล์", "E-mail", "Email address", "Mail", "E-mail address"),
        looks_like_email,
    ),
    KnownColumn(
        "mark",
        (
            "การเข้าอบรม",
            "การเข้าร่วม",
            "การเข้าร่วมอบรม",
            "เข้าอบรม",
            "เข้าร่วม",
            "การมา",
            "เวลา",
            "สถานะ",
            "มา/ไม่มา",
            "มา",
            "เช็คชื่อ",
            "เช็กชื่อ",
            "การลงเวลา",
            "Attendance",
            "Attended",
            "Present",
            "Status",
        ),
    ),
    KnownColumn("absent", ("ไม่มา", "ขาด", "ขาดอบรม", "ลา", "Absent", "Away")),
    KnownColumn("morning", ("เช้า", "ภาคเช้า", "ช่วงเช้า", "Morning", "AM", "ลงชื่อเช้า", "เวลาเช้า")),
    KnownColumn("afternoon", ("บ่าย", "ภาคบ่าย", "ช่วงบ่าย", "Afternoon", "PM", "ลงชื่อบ่าย", "เวลาบ่าย")),
    KnownColumn(
        "hours",
        ("ชั่วโมง", "จำนวนชั่วโมง", "ชั่วโมงที่เข้าอบรม", "ชม.", "Hours", "Hours attended"),
    ),
    KnownColumn(
        "certify",
        (
            "ใบรับรอง",
            "ผ่าน",
            "ผลการอบรม",
            "ผลการประเมิน",
            "ผล",
            "ผ่าน/ไม่ผ่าน",
            "วุฒิบัตร",
            "ประกาศนียบัตร",
            "Certificate",
            "Certify",
            "Certified",
            "Passed",
            "Pass",
            "Result",
        ),
    ),
)
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class RollPerson:
    """A person with a place: how their line is called on the page, and by what they are known."""

    key: str
    names: tuple[str, ...]


class KnownNames:
    """People by everything they are called; a name that two share leads to neither.

    Each text is looked up once, for lists repeat their words.
    """

    def __init__(self, people: Iterable[RollPerson]) -> None:
        self.keys: dict[str, str | None] = {}
        self.found: dict[str, str | None] = {}
        for person in people:
            forms = {form for name in person.names for form in forms_of(name)}
            for form in forms:
                self.keys[form] = None if form in self.keys else person.key

    def first(self, names: Iterable[str]) -> str | None:
        """Find the person that the first of some names leads to."""
        return next(filter(None, map(self.key_of, names)), None)

    def key_of(self, name: str) -> str | None:
        """Find the person that a name leads to."""
        if name not in self.found:
            forms = forms_of(name, titles=len(self.found) < NAMES_READ_AT_MOST)
            self.found[name] = next(filter(None, map(self.keys.get, forms)), None)
        return self.found[name]


def forms_of(text: str, *, titles: bool = True) -> Iterator[str]:
    """Write a name in the forms by which it is known: an address, and names without titles."""
    if not text:
        return
    if "@" in text:
        with contextlib.suppress(UnclearCellError):
            yield read_email(text)
    yield plain_word(text)
    if not titles:
        return
    try:
        name = read_name(text)
    except UnclearCellError:
        return
    for one in (name.full_name, name.other_name):
        if plain := SPACES.sub("", search_form(one)):
            yield plain


@dataclass(frozen=True)
class RollLine:
    """A line of the list as it was written, with its number there."""

    number: int
    text: str


@dataclass
class Read:
    """What was understood: a mark and a tick by person; and the lines that were not."""

    marks: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    unknown: list[RollLine] = field(default_factory=list)
    unclear: list[RollLine] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    # Who was named by a line so far, whatever it said.
    named: set[str] = field(default_factory=set)
    notices: tuple[Notice, ...] = ()
    # Of an online meeting: its minutes were compared with the session's.
    of_meeting: bool = False
    # Without one word about who came: those in the list are taken to have come.
    names_only: bool = False

    @property
    def more(self) -> int:
        """Count the lines that were not understood and are not shown one by one."""
        found = (len(self.unknown), len(self.unclear))
        return sum(max(number - LINES_SHOWN, 0) for number in found)


def read(table: Table, people: Iterable[RollPerson], minutes: int = 0) -> Read:
    """Read a list of a session that takes so many minutes.

    A name is a full name or an e-mail address, in any capitals and spaces. A person who stands
    twice, or who shares a name with another, is left as they are: the list does not say which of
    them is meant.
    """
    known = KnownNames(people)
    found = Read()
    if is_meeting(table):
        found.of_meeting = True
        take_meeting(found, table, known, minutes)
    else:
        take_list(found, columns_of(table), known, minutes)
    for key in found.twice:
        found.marks.pop(key, None)
        found.ticks.pop(key, None)
    return found


def columns_of(table: Table) -> Found:
    """Recognise the columns; a first line such as "มา" and "ผ่าน" is a person's, no heading."""
    found = find_columns(table, KNOWN)
    return found if {"name", "email"} & set(found.columns) else find_columns(table, ())


def take_meeting(found: Read, table: Table, known: KnownNames, minutes: int) -> None:
    """Read who was in an online meeting; full is 80 % of the session's minutes, and more."""
    for one in read_meeting(table):
        line = RollLine(one.lines[0], f"{one.name} · {one.minutes}′")
        mark = "full" if minutes and one.minutes >= minutes * FULL_FROM else "part"
        key = known.first([one.email, one.name])
        note(found, line, key, AttendanceCell(mark), tick=False)


def take_list(found: Read, columns: Found, known: KnownNames, minutes: int) -> None:
    """Read a list of names; where no line says who came, each person in it did."""
    lines = [line_of(row, columns, known, minutes) for row in columns.rows]
    found.notices = columns.notices
    found.names_only = bool(lines) and all(one.silent for one in lines) and len(lines) > 1
    for one in lines:
        mark = AttendanceCell("full") if found.names_only else one.mark
        note(found, one.line, one.key, mark, tick=one.tick)


@dataclass(frozen=True)
class ListLine:
    """A line of a list: who it names, what it says of them, and whether it says anything."""

    line: RollLine
    key: str | None
    mark: AttendanceCell | None
    tick: bool
    silent: bool


def line_of(row: Row, columns: Found, known: KnownNames, minutes: int) -> ListLine:
    """Read one line, by its columns, or by what its cells hold where there are no headings."""
    line = RollLine(row.number, text_of(row))
    named = columns.heading_row is not None and "name" in columns.columns
    if not named:
        return bare_line(row, line, known)
    names = [columns.cell(row, key) for key in ("email", "name")]
    full = f"{columns.cell(row, 'name')} {columns.cell(row, 'last')}".strip()
    key = known.first([names[0], full, names[1]])
    said = [columns.cell(row, key) for key in ("mark", "absent", "morning", "afternoon", "hours")]
    return ListLine(
        line=line,
        key=key,
        mark=mark_of(said, minutes),
        tick=is_yes(columns.cell(row, "certify")),
        silent=not any(said),
    )


def text_of(row: Row) -> str:
    """Write a line as it stands in the list, without its running number and empty cells."""
    filled = [" ".join(cell.split()) for cell in row.cells if cell]
    if len(filled) > 1 and filled[0].rstrip(".)").isdecimal():
        filled = filled[1:]
    return " · ".join(filled)


def bare_line(row: Row, line: RollLine, known: KnownNames) -> ListLine:
    """Read a line without headings: the cell that names a person, then a mark, then a tick."""
    cells = list(row.cells[:CELLS_LOOKED_AT])
    for place, cell in enumerate(cells):
        for width in (1, 2):
            beside = cells[place : place + width]
            key = known.first([" ".join(beside), " ".join(reversed(beside))])
            if cell and key:
                rest = cells[place + width :]
                return ListLine(line, key, *rest_of_line(rest), silent=not any(rest))
    return ListLine(line, None, *rest_of_line(cells[1:]), silent=not any(cells[1:]))


def rest_of_line(cells: list[str]) -> tuple[AttendanceCell | None, bool]:
    """Find the first mark among cells, and say whether a yes stands after it."""
    for place, cell in enumerate(cells):
        if mark := attendance(cell):
            return mark, any(map(is_yes, cells[place + 1 : place + 2]))
    return None, False


def mark_of(said: list[str], minutes: int) -> AttendanceCell | None:
    """Read what a line says of attendance: a word or tick, two halves of a day, or hours.

    That a person was not absent does not say for how long they were there: what stands beside it
    does. Where that says that they were away, it is not clear which of the two holds.
    """
    word, absent, morning, afternoon, hours = said
    if word:
        return in_words(attendance(word), minutes)
    if absent and not is_no(absent):
        return AttendanceCell("away")
    if not (morning or afternoon):
        mark = in_words(attendance(hours, count=True), minutes)
    else:
        halves = [half_day(one) for one in (morning, afternoon)]
        mark = AttendanceCell("full" if all(halves) else "part" if any(halves) else "away")
    return None if absent and mark and mark.mark == "away" else mark


def in_words(mark: AttendanceCell | None, minutes: int) -> AttendanceCell | None:
    """Say hours as full, part or away; a mark is said so already."""
    return of_hours(mark.hours, minutes) if mark and mark.hours is not None else mark


def half_day(cell: str) -> bool:
    """Say whether a person was there for a half of the day: a tick, a time or a signature."""
    mark = attendance(cell)
    return bool(cell) and (mark is None or mark.mark != "away")


def of_hours(hours: Decimal, minutes: int) -> AttendanceCell | None:
    """Compare hours with a session's length; without a length they say nothing."""
    if not hours:
        return AttendanceCell("away")
    if not minutes:
        return None
    return AttendanceCell("full" if hours * 60 >= minutes * FULL_FROM else "part")


def attendance(cell: str, *, count: bool = False) -> AttendanceCell | None:
    """Read a cell of attendance; None where it is not clear, and hours only where they count."""
    try:
        return read_attendance(f"{cell} ชม." if count and cell.isdecimal() else cell)
    except UnclearCellError:
        return None


def is_yes(cell: str) -> bool:
    """Say whether a cell is a yes."""
    try:
        return read_yes(cell)
    except UnclearCellError:
        return False


def is_no(cell: str) -> bool:
    """Say whether a cell is a no."""
    try:
        return not read_yes(cell)
    except UnclearCellError:
        return False


def note(
    found: Read, line: RollLine, key: str | None, mark: AttendanceCell | None, *, tick: bool
) -> None:
    """Write down what one line says of a person, unless a line before named them already."""
    if key is None:
        found.unknown.append(line)
    elif key in found.named:
        if key not in found.twice:
            found.twice.append(key)
    elif mark is None or not mark.mark:
        found.unclear.append(line)
    else:
        found.marks[key], found.ticks[key] = mark.mark, tick
    if key:
        found.named.add(key)
