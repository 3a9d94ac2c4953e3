"""What stands in the cells of a list: hours, counts, days, times, addresses and marks.

Each function gives the value, or raises `UnclearCellError` with a sentence about it.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from people.rules.phone_numbers import read_phone
from people.rules.typed_days import THAI_DIGITS, parse_day

from .names import ReadName as ReadName
from .names import looks_like_name as looks_like_name
from .names import read_name as read_name
from .names import read_split_name as read_split_name
from .problems import UnclearCellError

HOUR_WORD = r"(?:ชั่วโมง|ชม|hours?|hrs?|h)\.?"
MINUTE_WORD = r"(?:นาที|น|minutes?|mins?|m)\.?"
SECOND_WORD = r"(?:วินาที|วิ|seconds?|secs?|s)\.?"
NUMBER = r"\d+(?:[.,]\d+)?"
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
HOURS = re.compile(rf"({NUMBER})\s*(?:{HOUR_WORD})?")
HOURS_AND_MINUTES = re.compile(
    rf"(?:({NUMBER})\s*{HOUR_WORD})?\s*(?:(\d+)\s*{MINUTE_WORD})?\s*(?:(\d+)\s*{SECOND_WORD})?",
    re.IGNORECASE,
)
CLOCK_LENGTH = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
COUNT = re.compile(
    r"(\d+)(?:[.,]0+)?\s*(?:คน|ราย|คดี|ครั้ง|เรื่อง|people|persons?|cases?)?", re.IGNORECASE
)
NONE = {"-", "–", "—", "ไม่มี", "none", "nil"}
YES = {
    "yes",
    "y",
    "x",
    "1",
    "true",
    "t",
    "pass",
    "passed",
    "certified",
    "certify",
    "ok",
    "✓",
    "✔",
    "√",
    "☑",
    "/",
    "ผ่าน",
    "ใช่",
    "ได้",
    "มี",
    "จริง",
    "ผ่านเกณฑ์",
    "ผ่านการอบรม",
    "ผ่านการประเมิน",
}
NO = {
    "no",
    "n",
    "0",
    "false",
    "f",
    "fail",
    "failed",
    "not passed",
    "-",
    "–",
    "☐",
    "✗",
    "✘",
    "ไม่ผ่าน",
    "ไม่ใช่",
    "ไม่",
    "ไม่ได้",
    "ไม่มี",
    "เท็จ",
    "ไม่ผ่านเกณฑ์",
}
# What people write in a column of attendance, in either language.
MARKS = {
    "full": "full|full day|f|yes|y|present|here|attended|1|all day|100%|✓|✔|√|☑|/"
    "|เต็มวัน|มา|ครบ|เข้าร่วม|เข้าอบรม|เข้าประชุม|ตลอด|มาครบ|อยู่ครบ|ครบเวลา|เต็มเวลา|ครบถ้วน"
    "|เข้าร่วมตลอด|เข้าร่วมครบ|เข้าเรียน|มาเรียน",
    "part": "part|partly|partial|half|half day|p|late|left early|morning|afternoon|am|pm"
    "|0.5|1/2|½|50%|บางช่วง|บางส่วน|ครึ่งวัน|ครึ่งวันเช้า|ครึ่งวันบ่าย|เช้า|บ่าย|สาย|มาสาย"
    "|กลับก่อน|ไม่ครบ|ไม่เต็มวัน",
    "away": "away|absent|a|no|n|0|did not attend|not attended|leave|sick leave|sick|0%|-|–"
    "|☐|✗|✘|ไม่มา|ขาด|ลา|ไม่ได้มา|ลาป่วย|ลากิจ|ขาดอบรม|ป่วย|ไม่เข้าร่วม|ไม่เข้าอบรม"
    "|ไม่ได้เข้าร่วม|ขาดเรียน|ติดราชการ|ติดภารกิจ",
}
MARK_OF = {word: mark for mark, words in MARKS.items() for word in words.split("|")}
SHORT_YEAR = re.compile(r"(.*[^\d])(\d{2})")
TIMED = re.compile(
    r"(.+?)[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?:\s*[AP]M|\s*น\.?)?"
)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
FIRST_DAY, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 18_000, 80_000
CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE
)
OF_CLOCK = re.compile(r"\s*(?:น\.|น(?=\s|-|–|$)|นาฬิกา|hrs?\.?|เวลา)\s*")
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
SEVERAL_PHONES = re.compile(r"\s*(?:,|;|/|\n|หรือ|และ|\bor\b)\s*")
EXTENSION = re.compile(r"\s*(?:ต่อ|ext\.?|x)\s*\d+$", re.IGNORECASE)
EATEN_MOBILE, EATEN_LANDLINE = re.compile(r"[689]\d{8}"), re.compile(r"[2-7]\d{7}")
EMPLOYEE_NO_AT_MOST = 40
# No value in a cell is longer; numbers of thousands of digits take long.
VALUE_AT_MOST = 300


@dataclass(frozen=True)
class AttendanceCell:
    """What a cell says of a person's attendance: full, part or away, or a number of hours."""

    mark: str
    hours: Decimal | None = None


def tidy_text(text: str) -> str:
    """Write a cell with plain digits and spaces; a long one is no value, and becomes nothing."""
    if len(text) > VALUE_AT_MOST:
        return ""
    return " ".join(unicodedata.normalize("NFC", text).translate(THAI_DIGITS).split())


def plain_word(text: str) -> str:
    """Write a word so that capitals, spaces and a full stop make no difference."""
    return tidy_text(text).strip(" .").casefold()


def read_decimal(text: str) -> Decimal:
    """Read a number with a decimal point or comma, and with commas between thousands."""
    plain = text.replace(",", "") if GROUPED.fullmatch(text) else text.replace(",", ".")
    return Decimal(plain)


def read_hours(text: str) -> Decimal:
    """Read hours: 40, 7.5, 7,5, "40 ชม.", 7:30, "1 h 30 min", with Thai digits."""
    typed = tidy_text(text)
    if found := CLOCK_LENGTH.fullmatch(typed):
        minutes = int(found[1]) * 60 + int(found[2])
        return hours_of(minutes)
    if GROUPED.fullmatch(typed) or HOURS.fullmatch(typed.casefold()):
        number = re.match(r"[\d.,]+", typed)
        return read_decimal(number[0].rstrip(".,")) if number else Decimal(0)
    found = HOURS_AND_MINUTES.fullmatch(typed)
    if found and any(found.groups()):
        hours = read_decimal(found[1]) if found[1] else Decimal(0)
        return hours + hours_of(int(found[2] or 0))
    raise UnclearCellError("no_hours", _("This is not a number of hours, such as 7.5."))


def hours_of(minutes: int) -> Decimal:
    """Turn minutes into hours, to a hundredth."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize() + Decimal(0)


def read_minutes(text: str) -> int:
    """Read how long a person stayed, in whole minutes: 75, 1:15:00, "1h 15m 3s", "75 นาที"."""
    typed = tidy_text(text)
    if found := CLOCK_LENGTH.fullmatch(typed):
        return int(found[1]) * 60 + int(found[2])
    if re.fullmatch(r"\d+(?:\.\d+)?", typed):
        return int(Decimal(typed))
    found = HOURS_AND_MINUTES.fullmatch(typed)
    if found and any(found.groups()):
        return int(read_decimal(found[1] or "0") * 60) + int(found[2] or 0)
    raise UnclearCellError("no_minutes", _("This is not a length of time, such as 75 minutes."))


def read_count(text: str) -> int:
    """Read a whole number from 0 on; a dash is none."""
    typed = tidy_text(text)
    if typed.casefold() in NONE:
        return 0
    if GROUPED.fullmatch(typed) and "." not in typed:
        return int(typed.replace(",", ""))
    if found := COUNT.fullmatch(typed):
        return int(found[1])
    raise UnclearCellError("no_count", _("This is not a whole number."))


def read_yes(text: str) -> bool:
    """Read yes or no, as a word or as a tick."""
    word = plain_word(text)
    if word in YES or word in NO:
        return word in YES
    raise UnclearCellError("no_yes", _("This is neither yes nor no."))


def read_day(text: str) -> date:
    """Read a day: as people type it, as sheets write it, also with a time or a short year."""
    typed = tidy_text(text)
    if (found := SERIAL.fullmatch(typed)) and FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        return FIRST_DAY + timedelta(days=int(found[1]))
    if found := TIMED.fullmatch(typed):
        typed = found[1].strip(" ,")
    for form in (typed, long_year(typed)):
        try:
            return parse_day(form)
        except ValueError:
            continue
    raise UnclearCellError("no_day", _("This is not a day, such as 24/11/2569."))


def long_year(text: str) -> str:
    """Write a year of two digits in full: 69 is 2569, and 26 is 2026."""
    if not (found := SHORT_YEAR.fullmatch(text)):
        return text
    century = 20 if int(found[2]) < 40 else 25
    return f"{found[1]}{century}{found[2]}"


def read_time(text: str) -> time:
    """Read a time of the day: 09.00, 9:00 น., 1:30 PM."""
    typed = OF_CLOCK.sub("", tidy_text(text).casefold()).strip()
    if re.fullmatch(r"\d{4}", typed):
        typed = f"{typed[:2]}:{typed[2:]}"
    if found := CLOCK.fullmatch(typed):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[3].startswith("p") else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UnclearCellError("no_time", _("This is not a time, such as 09.00."))


def read_phone_cell(text: str) -> str:
    """Read the first phone number of a cell as a phone dials it: +66812345678.

    A number column has lost the 0 at the beginning: 812345678 is 081 234 5678.
    """
    for part in SEVERAL_PHONES.split(tidy_text(text)):
        typed = EXTENSION.sub("", part).removesuffix(".0").lstrip("'")
        digits = re.sub(r"[\s.()-]", "", typed)
        if EATEN_MOBILE.fullmatch(digits) or EATEN_LANDLINE.fullmatch(digits):
            typed = f"0{digits}"
        if found := read_phone(typed):
            return found
    raise UnclearCellError("no_phone", _("This is not a phone number."))


def read_email(text: str) -> str:
    """Read the first e-mail address of a cell, in small letters."""
    typed = (
        unicodedata.normalize("NFKC", text[:VALUE_AT_MOST])
        .strip()
        .casefold()
        .replace("mailto:", "")
    )
    for part in re.split(r"[\s,;<>()\"]+", typed):
        part = part.strip(".'")
        if EMAIL.fullmatch(part) and len(part) <= 254 and ".." not in part:
            return part
    raise UnclearCellError("no_email", _("This is not an e-mail address."))


# So many digits has the number of a Thai identity card.
STATE_DIGITS = 13


def read_employee_no(text: str) -> str:
    """Read an employee number as a text: zeros before it stay, a .0 behind it does not."""
    typed = tidy_text(text).lstrip("'").strip()
    if re.fullmatch(r"\d+\.0", typed):
        typed = typed[:-2]
    if not typed or len(typed) > EMPLOYEE_NO_AT_MOST or not any(map(str.isalnum, typed)):
        raise UnclearCellError("no_number", _("This is not an employee number."))
    if re.fullmatch(r"[\d\s-]+", typed) and sum(map(str.isdigit, typed)) == STATE_DIGITS:
        sentence = _(
            "This is not an employee number but looks like a national ID, which is not kept here."
        )
        raise UnclearCellError("state_number", sentence)
    return typed


def read_attendance(text: str) -> AttendanceCell:
    """Read a mark of attendance in either language, a tick, or the hours of a person."""
    word = plain_word(text).removesuffix(".0")
    if mark := MARK_OF.get(word):
        return AttendanceCell(mark)
    try:
        return AttendanceCell("", read_hours(text))
    except UnclearCellError:
        raise UnclearCellError(
            "no_mark", _("This is not clear. Please write full, part or away.")
        ) from None


def looks_like_email(text: str) -> bool:
    """Say whether a cell is an e-mail address."""
    return "@" in text and accepted(read_email, text)


def looks_like_phone(text: str) -> bool:
    """Say whether a cell is a phone number of Thailand or of a country that is said."""
    return accepted(read_phone_cell, text)


def accepted(read: Callable[[str], object], text: str) -> bool:
    """Say whether a reader finds its value."""
    try:
        read(text)
    except UnclearCellError:
        return False
    return True
