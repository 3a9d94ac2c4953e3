"""Who was in a meeting on Zoom, Teams or Meet, and for how many minutes, by the list it exports."""

import re
from dataclasses import dataclass

from .headings import Found, KnownColumn, find_columns, plain_heading
from .problems import UnclearCellError
from .reading import Row, Table
from .values import read_email, read_minutes, read_yes

KNOWN = (
    KnownColumn(
        "name",
        (
            "Name (original name)",
            "Name",
            "Full Name",
            "Participant",
            "ชื่อ (ชื่อเดิม)",
            "ชื่อ",
            "ชื่อเต็ม",
            "ชื่อ-นามสกุล",
            "ชื่อผู้เข้าร่วม",
            "First name",
            "ชื่อจริง",
        ),
    ),
    KnownColumn("last_name", ("Last name", "Surname", "นามสกุล")),
    KnownColumn(
        "email", ("User Email", "Email", "E-mail", "Email address", "อีเมล", "อีเมลผู้ใช้", "ที่อยู่อีเมล")
    ),
    KnownColumn(
        "join",
        (
            "Join Time",
            "First Join",
            "First join time",
            "Time joined",
            "Joined",
            "เวลาเข้าร่วม",
            "เวลาที่เข้าร่วม",
            "เข้าร่วมครั้งแรก",
            "การเข้าร่วมครั้งแรก",
            "เวลาเข้าร่วมครั้งแรก",
        ),
    ),
    KnownColumn(
        "leave",
        (
            "Leave Time",
            "Last Leave",
            "Last leave time",
            "Time exited",
            "Left",
            "เวลาออก",
            "เวลาที่ออก",
            "เวลาออกจากการประชุม",
            "ออกครั้งล่าสุด",
            "ออกครั้งสุดท้าย",
            "การออกครั้งล่าสุด",
            "เวลาออกครั้งล่าสุด",
        ),
    ),
    KnownColumn(
        "minutes",
        (
            "Duration (Minutes)",
            "Total duration (minutes)",
            "In-Meeting Duration",
            "Duration",
            "Time in call",
            "ระยะเวลา (นาที)",
            "ระยะเวลารวม (นาที)",
            "ระยะเวลา",
            "ระยะเวลาในการประชุม",
            "ระยะเวลาที่เข้าร่วม",
        ),
    ),
    KnownColumn("waiting", ("In Waiting Room", "อยู่ในห้องรอ", "ในห้องรอ")),
)
# A list of meetings names these; a list of courses has a name and a duration too.
SURE = {
    plain_heading(one)
    for one in ("In-Meeting Duration", "Total duration (minutes)", "ระยะเวลาในการประชุม")
}
SECTION = re.compile(r"\d\.\s*\S")
MOMENT = re.compile(
    r"(?P<day>.*?)[\s,T]*(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2}))?"
    r"\s*(?P<half>am|pm|a\.m\.|p\.m\.)?(?:\s*น\.?)?",
    re.IGNORECASE,
)
DAY_SECONDS = 86_400

type Stay = tuple[str, int, int]


@dataclass(frozen=True)
class MeetingPerson:
    """A person of a meeting: name and address as written, whole minutes, and their lines."""

    name: str
    email: str
    minutes: int
    lines: tuple[int, ...]


def is_meeting(table: Table) -> bool:
    """Say whether a list is one that Zoom, Teams or Meet writes of a meeting."""
    return is_of_meeting(find_columns(table, KNOWN))


def is_of_meeting(found: Found) -> bool:
    """Say whether columns are those of a meeting: a name, and when or how long."""
    columns = set(found.columns)
    if found.heading_row is None or "name" not in columns:
        return False
    sure = any(plain_heading(one) in SURE for one in found.headings)
    return {"join", "leave"} <= columns or ("minutes" in columns and sure)


def read_meeting(table: Table) -> list[MeetingPerson]:
    """Read each person once, in the order of the list, with the minutes that they were there.

    A person who left and came back, or who joined by two devices, is in several lines. Times that
    overlap count once. Nothing is more than what the list says of its length.
    """
    found = find_columns(table, KNOWN)
    if not is_of_meeting(found):
        return []
    people: dict[str, list[Row]] = {}
    addresses = own_addresses(found)
    for row in lines_of_meeting(found):
        name = name_of(found, row)
        key = email_of(found, row) or addresses.get(name.casefold(), "") or name.casefold()
        people.setdefault(key, []).append(row)
    return [person_of_lines(found, rows) for rows in people.values()]


def lines_of_meeting(found: Found) -> list[Row]:
    """Keep the lines of people: not of the waiting room, and none of a section below."""
    rows: list[Row] = []
    for row in found.rows:
        filled = [cell for cell in row.cells if cell]
        if len(filled) == 1 and SECTION.match(filled[0]):
            break
        if name_of(found, row) and not waited(found.cell(row, "waiting")):
            rows.append(row)
    return rows


def waited(cell: str) -> bool:
    """Say whether a line tells of the waiting room."""
    try:
        return bool(cell) and read_yes(cell)
    except UnclearCellError:
        return False


def own_addresses(found: Found) -> dict[str, str]:
    """Find the address of each name that has one: lines without it are of the same person."""
    addresses: dict[str, set[str]] = {}
    for row in lines_of_meeting(found):
        if email := email_of(found, row):
            addresses.setdefault(name_of(found, row).casefold(), set()).add(email)
    return {name: next(iter(known)) for name, known in addresses.items() if len(known) == 1}


def name_of(found: Found, row: Row) -> str:
    """Read the name of a line."""
    return f"{found.cell(row, 'name')} {found.cell(row, 'last_name')}".strip()


def email_of(found: Found, row: Row) -> str:
    """Read the address of a line, if there is one."""
    try:
        return read_email(found.cell(row, "email"))
    except UnclearCellError:
        return ""


def person_of_lines(found: Found, rows: list[Row]) -> MeetingPerson:
    """Put together what several lines say of one person."""
    stays = [stay_of(found.cell(row, "join"), found.cell(row, "leave")) for row in rows]
    told = [minutes_of(found.cell(row, "minutes")) for row in rows]
    counts = []
    if all(stays):
        counts.append(minutes_together([stay for stay in stays if stay]))
    if any(one is not None for one in told):
        counts.append(sum(one or 0 for one in told))
    emails = [email for row in rows if (email := email_of(found, row))]
    return MeetingPerson(
        name=name_of(found, rows[0]),
        email=emails[0] if emails else "",
        minutes=min(counts, default=0),
        lines=tuple(row.number for row in rows),
    )


def minutes_of(cell: str) -> int | None:
    """Read a length of time; None where there is none."""
    try:
        return read_minutes(cell)
    except UnclearCellError:
        return None


def stay_of(join: str, leave: str) -> Stay | None:
    """Read when a stay began and ended, in seconds of the day on which it began."""
    begin, end = MOMENT.fullmatch(join), MOMENT.fullmatch(leave)
    if not begin or not end:
        return None
    first, last = seconds_of(begin), seconds_of(end)
    if last < first or begin["day"] != end["day"]:
        last += DAY_SECONDS
    return begin["day"], first, last


def seconds_of(found: re.Match[str]) -> int:
    """Count the seconds of a day until a moment."""
    hour = int(found["h"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    return hour * 3600 + int(found["m"]) * 60 + int(found["s"] or 0)


def minutes_together(stays: list[Stay]) -> int:
    """Count the minutes that stays cover, each once."""
    seconds, day, until = 0, "", -1
    for on, begin, end in sorted(stays):
        if on != day:
            day, until = on, -1
        seconds += max(end - max(begin, until), 0)
        until = max(until, end)
    # As Zoom does, a minute that was begun counts.
    return -(-seconds // 60)
