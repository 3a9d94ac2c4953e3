"""What in a text may name or lead to a person. No Django, no clock, no database.

Digits of every script, full-width signs, no-break spaces and signs without width are read as what
they look like. Days, hours and ids that the product draws are set aside before the search for
numbers. A sign is a hint for the writer, no proof: only a national ID with its check digit is
certain enough to be refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import accumulate


class Sign(StrEnum):
    """What a text may hold."""

    PHONE = "phone"
    EMAIL = "email"
    PASSPORT = "passport"
    NAME = "name"
    ADDRESS = "address"
    # Thirteen digits that fail the check.
    ID = "id"


ID_DIGITS = 13
# How a Thai national ID is printed: 1-2345-67890-12-1.
PRINTED = [1, 4, 5, 2, 1]
# What people put between two digits of one number: blanks of every kind, and signs that divide.
DIVIDES = r"[\s\x00-\x1f\x7f\u2800\u3164\u115f\u1160./\\_·•‧・()⁄∕‐-―−-]"
GAP = DIVIDES + "{0,3}"
# Numbers of the neighbours have thirteen digits too, behind a plus.
RUN = re.compile(rf"(?<!\d)(?<!\+(?=856|880|86|95|62|855|84))\d(?:{DIVIDES}{{0,8}}\d)+")
# Invisible marks, beside those that Unicode calls format characters.
UNSEEN = {chr(0x34F), *map(chr, range(0xFE00, 0xFE10))}
GROUP = re.compile(r"\d+")
NOT_ASCII_DIGIT = re.compile(r"[^\D0-9]")
# Set aside before numbers are looked for: ids that the product draws, and days of the calendar.
DRAWN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20|24|25)\d\d(?!\1?\d)"
    r"|(?<![\d/.-])(?:19|20|24|25)\d\d([/.-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?!\2?\d)"
    r"|(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])"
    r"|(?<![\d.])(?:[01]?\d|2[0-4])\.[0-5]\d(?=\s?น)",
    re.IGNORECASE,
)
# Hours and decimals: 9.30, 12.5. Only for national IDs they may be part of a number.
DECIMAL = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])")
# Thai mobile numbers have ten digits, others nine; those of other countries begin with a plus.
PHONE = re.compile(
    rf"(?<![A-Za-z0-9])(?:"
    rf"(?:\+{GAP}|00{GAP})66{GAP}(?:0{GAP})?(?:[689](?:{GAP}\d){{8}}|[2-57](?:{GAP}\d){{7}})"
    rf"|0{GAP}(?:[689](?:{GAP}\d){{8}}|[2-57](?:{GAP}\d){{7}})"
    rf"|\+{GAP}(?!66)[1-9](?:{GAP}\d){{8,13}}"
    r")(?![A-Za-z0-9])"
)
EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]\s?(?:@|[(\[]\s?at\s?[)\]])\s?[A-Za-z0-9-]+(?:\s?(?:\.|[(\[]dot[)\]])\s?[A-Za-z]{2,})+",
    re.IGNORECASE,
)
PASSPORT_WORD = r"(?:passport|พาส?สปอร์?ต|พาสปอต|หนังสือเดินทาง)"
PASSPORT_NUMBER = r"(?<!\d)\d(?:[.-]?\d){4,8}(?!\d)"
PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}[ -]?|[A-Za-z]{1,2})\d{6,7}(?![A-Za-z0-9])"
    rf"|(?i:{PASSPORT_WORD})[^\d\n]{{0,25}}{PASSPORT_NUMBER}"
    rf"|{PASSPORT_NUMBER}[^\d\n]{{0,15}}(?i:{PASSPORT_WORD})"
)
# Words that follow นาย or นาง and make another word of it, or mean "the boss" or "she".
AFTER_NAI = (
    "จ้าง|ทุน|หน้า|อำเภอ|ทะเบียน|ตำรวจ|แพทย์|ทหาร|ประกัน|เวร|ท่า|ช่าง|ด่าน|ตรวจ|บ้าน|กอง|สถานี|ใหญ่|คลัง"
    "|ก(?![ก-๙])|ก(?:รัฐ|เทศ|อบ|อง|สมาคม|สภา|เมือง|ฯ|หญิง|คน|พัทยา|เหล่า)|พล(?![ก-๙])|หมวด|ร้อย|ดาบ|สิบ|เรือ"
)
AFTER_NANG = "แบบ|พยาบาล|เอก(?![กชพสร])|ฟ้า|งาม|บำเรอ|ร้าย|รำ|เงือก|นวล|สนม|ละคร|เลิ้ง|รอง|ใน|กวัก|นพ"
AFTER_EITHER = (
    "สั่ง|บอก|ให้|ไม่|จะ|ก็|ว่า|เรียก|อยาก|ขอ(?!ง)|ใช้|ไป|ดู|คือ|กับ|และ|ของ|ถาม|โทร|ด่า|ดุ|เครียด|เข้า|อนุมัติ|เซ็น"
    "|ที่|ท่าน|เรา|ใหม่|เก่า|รับ|เป็น|ยัง|ต้อง|อยู่|กำลัง|คน|ๆ|หรือ|แล้ว|เพิ่ง|เคย|มี(?!น|ศ)|มา(?![กชนยรลศโ])|ได้|ชม|เห็น"
    "|ซึ่ง|ผู้|ทั้ง|เอง|ตัว|สอง|สาม|นั้น|นี้|คง|เล่า|พา|พูด"
)
# Only a text with one of these is looked through for names, or for addresses: it saves time.
TITLE = re.compile(r"นา|น\.|ด\.|M[irs]")
HINTS = (
    *("เลขที่", "หมู่", "ซอย", "ซ.", "ถนน", "ถ.", "ตำบล", "แขวง", "ต.", "อำเภอ", "เขต", "อ."),
    *(
        "จังหวัด",
        "จ.",
        "กรุงเทพ",
        "moo",
        "soi",
        " road",
        " rd",
        " street",
        "tambon",
        "khwaeng",
        "khet",
        "district",
    ),
    *("amphoe", "amphur", "changwat", "province", "bangkok"),
)
LETTERS = "[ก-ฮเ-ไ][ก-๎]"
NAME = re.compile(
    rf"(?<!ท)(?<!เจ้า)(?<!มูล)(?<!ขุน)(?<!บ่าว)นาย\s?(?!{AFTER_NAI}|{AFTER_EITHER}){LETTERS}"
    rf"|นางสาว\s?(?!ไทย|{AFTER_EITHER}){LETTERS}"
    rf"|(?<!กระ)(?<!คา)(?<!ข)นาง(?!สาว)\s?(?!{AFTER_NANG}|{AFTER_EITHER}){LETTERS}"
    rf"|(?<![ก-๙])?น\.\s?ส\.\s?{LETTERS}"
    rf"|ด\.\s?[ชญ]\.\s?{LETTERS}"
    r"|(?<![A-Za-z])(?:(?:Mr|Mrs|Ms)\.?|Miss)\s[A-Z][a-z]+"
)
# The parts of an address. Those in PLACES name a wide place and are no alarm among themselves.
PARTS = re.compile(
    r"(?P<house>(?<!คดี)(?<!คดี )(?<!คดีอาญา)(?<!หนังสือ)(?<!ห้อง)(?<!คำสั่ง)(?<!คำสั่ง )(?<!เอกสาร)"
    r"(?:บ้าน)?เลขที่\s?\d"
    r"|(?<![\d/])\d{1,4}/\d{1,4}(?=\s?,?\s?(?:หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.|[Mm]oo\b|[Ss]oi\b|[A-Z][a-z]+\s[Rr](?:oad|d)\b)))"
    r"|(?P<village>หมู่\s?(?:ที่)?\s?\d|(?<![A-Za-z])(?i:moo)\.?\s?\d)"
    r"|(?P<maybe_village>(?<![ก-๙.])ม\.\s?\d)"
    r"|(?P<lane>ซอย\s?(?!ไม่|นี้|นั้น|เดียว|แคบ|ตัน|ที่|แล้ว|ก็)[ก-๙0-9A-Z]|(?<![ก-๙.])ซ\.\s?[ก-๙0-9]|(?<![A-Za-z])(?i:soi)\s[A-Z0-9])"
    r"|(?P<road>ถนน\s?(?!คน|ไม่|นี้|นั้น|ที่|ใหญ่|ลื่น|แล้ว|มืด|เส้น|สาย|ลูกรัง)[ก-๙A-Z]|(?<![ก-๙.])ถ\.\s?[ก-๙]|[A-Z][a-z]+\s(?:Road|Rd|Street)\b)"
    r"|(?P<subdistrict>ตำบล|แขวง|(?<![ก-๙.])ต\.\s?[ก-๙]|(?<![A-Za-z])(?i:tambon|khwaeng|sub-?district)\b)"
    r"|(?P<district>อำเภอ|เขต|(?<![ก-๙.])อ\.\s?[ก-๙]|(?<![A-Za-z])(?i:amphoe|amphur|khet|district)\b)"
    r"|(?P<province>จังหวัด|(?<![ก-๙.])จ\.\s?[ก-๙]|กรุงเทพ|(?<![A-Za-z])(?i:changwat|province|bangkok)\b)"
    r"|(?P<postcode>(?<![\d.,/-])[1-9]\d{4}(?![\d.,/-]?\d|\s?(?:บาท|baht|คน|people|hours|ชม)))"
)
PLACES = {"district", "province", "maybe_village"}
# Parts of one address stand within this many letters.
NEAR = 40


def readable(text: str) -> str:
    """Write a text with plain digits and signs, and without invisible characters."""
    if text.isascii():
        return text
    # NFKC takes sara am apart, and Thai words are looked for as they are typed.
    text = unicodedata.normalize("NFKC", text).replace("\u0e4d\u0e32", "\u0e33")
    text = "".join(s for s in text if unicodedata.category(s) != "Cf" and s not in UNSEEN)
    return NOT_ASCII_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def is_national_id(digits: str) -> bool:
    """Say whether 13 digits carry the check digit of a Thai national ID: (11 − Σ mod 11) mod 10."""
    if len(digits) != ID_DIGITS or not digits.isdigit():
        return False
    total = sum(int(d) * (ID_DIGITS - i) for i, d in enumerate(digits[:-1]))
    return (11 - total % 11) % 10 == int(digits[-1])


def thirteens(text: str) -> Iterator[str]:
    """Find 13 digits that may be one number, with any signs between them.

    A row of exactly 13 digits is one. In a longer row, as behind the number of a room, it is one
    group, or groups that are written like one number.
    """
    for run in RUN.finditer(DRAWN.sub("‖", text)):
        groups, gaps = GROUP.findall(run[0]), GROUP.split(run[0])
        ends = [0, *accumulate(map(len, groups))]
        if ends[-1] == ID_DIGITS:
            yield "".join(groups)
            continue
        places = {end: place for place, end in enumerate(ends)}
        for first, end in enumerate(ends):
            last = places.get(end + ID_DIGITS)
            if last and one_number(groups[first:last], gaps[first : last + 1]):
                yield "".join(groups[first:last])


def one_number(groups: list[str], gaps: list[str]) -> bool:
    """Say whether neighbouring groups of digits belong together; `gaps` are around and between.

    They do as the card prints them, with single spaces or dashes between groups that are no list of
    small numbers, and where one sign of their own holds them together.
    """
    sizes = [len(one) for one in groups]
    if len(groups) == 1 or sizes == PRINTED:
        return True
    before, *inner, after = gaps
    if set(inner) <= {" ", "-"} and max(sizes) > 2:
        return True
    return len(set(inner)) == 1 and inner[0] not in {before, after}


def has_thirteen(run: str) -> bool:
    """Say whether a row of digits has 13 of them, or a group that has."""
    sizes = [len(one) for one in GROUP.findall(run)]
    return sum(sizes) == ID_DIGITS or ID_DIGITS in sizes


def holds_national_id(text: str) -> bool:
    """Say whether a text holds a Thai national ID with its check digit, in any writing."""
    return any(map(is_national_id, thirteens(readable(text))))


def personal_signs(text: str) -> list[Sign]:
    """List what a text may hold, each once, in the order of `Sign`."""
    text = readable(text)
    found = {
        Sign.EMAIL: ("@" in text or "at" in text.lower()) and EMAIL.search(text),
        Sign.NAME: TITLE.search(text) and NAME.search(text),
        Sign.ADDRESS: any(part in text.lower() for part in HINTS) and is_address(text),
    }
    if any(sign.isdigit() for sign in text):
        numbers = DRAWN.sub("‖", text)
        found[Sign.ID] = any(map(has_thirteen, RUN.findall(numbers)))
        numbers = DECIMAL.sub("‖", numbers)
        found[Sign.PHONE] = PHONE.search(numbers)
        found[Sign.PASSPORT] = PASSPORT.search(numbers)
    return [sign for sign in Sign if found.get(sign)]


def is_address(text: str) -> bool:
    """Say whether two parts of an address stand near each other, one of them narrow.

    A province, a district or both are where people work; a postcode makes them an address.
    """
    found = [(part.start(), part.lastgroup or "") for part in PARTS.finditer(text)]
    for n, (start, _kind) in enumerate(found):
        # Each part has a letter of its own, so no more of them are near.
        near = [kind for at, kind in found[n : n + NEAR + 1] if at - start <= NEAR]
        narrow = set(near) - PLACES - {"postcode"}
        if len(set(near)) > 1 and (narrow or leads_by_post(near)):
            return True
    return False


def leads_by_post(parts: list[str]) -> bool:
    """Say whether a postcode stands behind the place it belongs to."""
    return parts[0] in {"district", "province"} and "postcode" in parts
