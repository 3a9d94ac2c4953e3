"""A person's name as lists have it: with titles and ranks, turned round, with a nickname."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from people.rules.person_names import (
    NAME_AT_MOST,
    NO_BEGINNING,
    RANK_EN,
    RANK_TH,
    TITLE_EN,
    TITLE_TH,
    tidy_name,
)

from .problems import UnclearCellError

NUMBER_BEFORE = re.compile(r"^\(?[0-9๐-๙]{1,4}[.)]\s*|^[-•*–]\s+")
ASIDE = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|[“\"‘]([^”\"’]*)[”\"’])\s*")
PART_OF_RANK = {"พิเศษ", "หญิง"}
# What stands behind a name and a comma, and is no first name.
DEGREES = re.compile(
    r"(?:ph\.?\s?d|m\.?\s?d|m\.?a|b\.?a|ll\.?[bm]|jr|sr|esq|iii?|ดร)\.?", re.IGNORECASE
)
# Short as a rank is, and no rank: they tell of a birth.
OF_BIRTH = re.compile(r"(?:ม\.\s?ล\.|ม\.\s?ร\.\s?ว\.|น\.\s?ส\.|ด\.\s?[ชญ]\.|ม\.\s?จ\.)\s*")
# Written in full, as in letters.
FULL_RANK_EN = re.compile(
    r"(?:(?:Police|Acting|Senior|Sub|Second|First|Lieutenant|Colonel|Captain|Sergeant|Major|General"
    r"|Inspector|Corporal)\b[.\s-]+){1,4}(?=\S)",
    re.IGNORECASE,
)
NICKNAME_AT_MOST = 40


@dataclass(frozen=True)
class ReadName:
    """A name without its titles; the rank stands apart, and so does a name in other letters.

    `script` is "th" or "en", and empty for the letters of other languages.
    """

    rank: str
    full_name: str
    nickname: str = ""
    script: str = ""
    other_name: str = ""


def read_name(text: str) -> ReadName:
    """Read a name: "ร.ต.อ. สมชาย ใจดี (ชาย)", "Jaidee, Somchai"; without any it is unclear."""
    whole = NUMBER_BEFORE.sub("", tidy_name(text[: 2 * NAME_AT_MOST].replace("\n", " ")))
    asides: list[str] = []

    def aside(found: re.Match[str]) -> str:
        """Take out what stands in brackets, unless it belongs to a rank."""
        inside = next(filter(None, found.groups()), "").strip()
        if inside in PART_OF_RANK:
            return found[0]
        asides.append(inside)
        return " "

    name = turned(" ".join(ASIDE.sub(aside, whole).split()).strip(" ,;.-"))
    rank, name = split_rank(name)
    if not name or len(name) > NAME_AT_MOST or re.search(r"[0-9๐-๙@]", name):
        raise no_name()
    if not any(letter.isalpha() for letter in name):
        raise no_name()
    script = script_of(name)
    others = [one for one in asides if " " in one]
    nicknames = [one for one in asides if one and one not in others and " " not in one.strip()]
    nickname = re.sub(r"^(?:ชื่อเล่น|น้อง|พี่)\s*(?=..)", "", nicknames[0]) if nicknames else ""
    other = split_rank(tidy_name(others[0]))[1] if others else ""
    return ReadName(rank, name, nickname[:NICKNAME_AT_MOST], script, other)


def read_split_name(title: str, first: str, last: str) -> ReadName:
    """Read a name that stands in columns: a title or rank, a first name, a last name."""
    if first and last and "," not in first:
        found = read_name(f"{first} {last}")
    else:
        found = read_name(first or last)
    rank = split_rank(f"{tidy_name(title)} x")[0] if title else ""
    return ReadName(
        rank or found.rank, found.full_name, found.nickname, found.script, found.other_name
    )


def turned(name: str) -> str:
    """Write "Last, First" as it is said; what is no first name behind a comma is left out."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    parts = [part for number, part in enumerate(parts) if not number or not DEGREES.fullmatch(part)]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    return " ".join(parts)


def split_rank(name: str) -> tuple[str, str]:
    """Part a name from its titles, and give of these the rank alone."""
    rest, ranks = name, []
    while found := next_title(rest):
        after = rest[found[0] :].lstrip(" .-")
        if after.startswith(NO_BEGINNING) or not after:
            break
        if found[1]:
            ranks.append(rest[: found[0]].strip())
        rest = after
    # Alone "Pol" and "Gen" are first names.
    if ranks and " " not in rest and "." not in "".join(ranks) and script_of(name) == "en":
        return "", name
    return joined_rank(ranks), rest


def next_title(rest: str) -> tuple[int, bool] | None:
    """Find where a title at the beginning ends, and say whether it is a rank."""
    if found := OF_BIRTH.match(rest):
        return found.end(), False
    if found := RANK_TH.match(rest) or RANK_EN.match(rest) or FULL_RANK_EN.match(rest):
        return found.end(), True
    if found := TITLE_TH.match(rest) or TITLE_EN.match(rest):
        return found.end(), False
    return None


def joined_rank(ranks: list[str]) -> str:
    """Write the parts of a rank as one: Pol.Lt.Col. without spaces, other words with them."""
    text = ""
    for part in ranks:
        close = text.endswith(".") and part.endswith(".") and part.isascii()
        text = f"{text}{'' if close or not text else ' '}{part}"
    return re.sub(r"(?<=[ก-ฮ]\.) (?=[ก-ฮ]{1,2}\.)", "", text)


def script_of(name: str) -> str:
    """Say whether a name is in Thai letters, in Latin ones, or in neither."""
    if any("\u0e01" <= letter <= "\u0e4e" for letter in name):
        return "th"
    latin = all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x2100 for letter in name)
    return "en" if latin and any(map(str.isalpha, name)) else ""


def no_name() -> UnclearCellError:
    """Say that a cell holds no name."""
    return UnclearCellError("no_name", _("This is not a name."))


def looks_like_name(text: str) -> bool:
    """Say whether a cell is the full name of a person: two words or more, without digits."""
    try:
        found = read_name(text)
    except UnclearCellError:
        return False
    return " " in found.full_name and len(found.full_name) <= 60 and "\n" not in text.strip()
