"""Read the cells of one row of a list of people. No database: what they name is found later."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.languages.known import ALWAYS, NAMES, OWN_NAMES, offered_languages
from people.lists.kinds import ListRow, RowProblem
from people.members.memberships import MOST_HOURS
from people.models import Person, Role
from people.models.names import TITLE_ALONE
from people.rules.lists import values
from people.rules.lists.problems import UnclearCellError
from people.rules.person_names import tidy_name, without_rank

THAI = re.compile("[\u0e00-\u0e7f]")
A_WEEK = re.compile(r"\s*(?:/|a\b|per\b|ต่อ)\s*(?:week|wk|สัปดาห์|อาทิตย์)\s*$", re.IGNORECASE)
EARLIEST, AHEAD, FAR_AHEAD = date(1950, 1, 1), timedelta(days=366 * 5), timedelta(days=366 * 60)
# Of a cell no more is read.
LETTERS = 400
# Which column of a person a cell is kept in.
KEPT_AS = {"number": "employee_number", "email": "work_email", "title": "rank"}
# The columns of names, each with its language where the heading says one.
NAME_COLUMNS = {"name_th": "th", "name_en": "en", "name": "", "first": ""}
# How people write a role beside its own name; an admin is made by hand alone.
ROLE_WORDS = {
    Role.WORKER: ("staff", "caseworker", "member", "เจ้าหน้าที่", "พนักงาน", "ผู้ปฏิบัติ", "บุคลากร"),
    Role.SUPERVISOR: (
        *("lead", "leader", "team lead", "team leader", "manager", "head", "หัวหน้างาน"),
        *("หัวหน้าทีม", "หัวหน้าหน่วย", "หัวหน้าฝ่าย", "ผู้จัดการ", "ผู้บังคับบัญชา", "ผู้นิเทศงาน"),
    ),
    Role.TRAINER: ("training", "instructor", "ผู้ฝึกอบรม", "ครูฝึก", "ผู้สอน"),
    Role.PROGRAMME: ("programme", "program", "program office", "สำนักงานโปรแกรม", "โครงการ"),
    Role.CARE: ("care", "staff care", "staff-care", "ผู้ดูแลใจ", "ดูแลใจ", "ผู้ดูแลบุคลากร"),
    Role.ADMIN: ("admin", "administrator", "แอดมิน", "ผู้ดูแลระบบ"),
}


@dataclass
class PersonCells:
    """What one row says, as far as it can be read, and what cannot."""

    row: ListRow
    number: str = ""
    rank: str = ""
    full_name_th: str = ""
    full_name_en: str = ""
    nickname_th: str = ""
    nickname_en: str = ""
    email: str = ""
    phone: str = ""
    unit: str = ""
    job: str = ""
    role: Role | None = None
    hours: Decimal | None = None
    employment: str = ""
    until: date | None = None
    starts: date | None = None
    language: str = ""
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name as the row has it, or else what tells the row from others."""
        full = self.full_name_th or self.full_name_en
        return (
            full
            or self.number
            or self.email
            or self.phone
            or _("Row %(n)s") % {"n": self.row.number}
        )

    def refuse(self, column: str, sentence: object) -> None:
        """Keep why a cell cannot be brought in."""
        self.problems.append(RowProblem(str(sentence), column))


def tidy(text: str) -> str:
    """Write a cell in one way: one space between words, and no control signs."""
    text = "".join(" " if unicodedata.category(one) in {"Cc", "Zs"} else one for one in text)
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def same_word(text: str) -> str:
    """Write a word as it is compared: spaces, capitals, stops and hyphens make no difference."""
    plain = unicodedata.normalize("NFKC", tidy_name(text)).casefold()
    return re.sub(r"[\s.\-_/]+", "", plain)


def read_cells(row: ListRow, today: date) -> PersonCells:
    """Read all cells of a row; what cannot be read is a problem of its column."""
    read = PersonCells(row)
    cell = {key: tidy(text) for key, text in row.cells.items()}
    read_names(read, cell)
    read.number = checked(read, "number", value_of(read, "number", cell, values.read_employee_no))
    read.email = checked(read, "email", value_of(read, "email", cell, values.read_email))
    read.phone = value_of(read, "phone", cell, values.read_phone_cell) or ""
    wanted = ("unit", "job", "employment")
    read.unit, read.job, read.employment = (cell.get(one, "") for one in wanted)
    read.role = role_of(read, cell.get("role", ""))
    read.hours = week_hours(read, cell)
    read.until = day_within(read, "until", cell, today)
    read.starts = day_within(read, "starts", cell, today)
    read.language = language_of(read, cell.get("language", ""))
    return read


def value_of[Value](
    read: PersonCells, column: str, cell: dict[str, str], reader: Callable[[str], Value]
) -> Value | None:
    """Read a cell by its reader; an empty one and a dash are none."""
    text = cell.get(column, "")
    if not text or text.casefold() in values.NONE:
        return None
    try:
        return reader(text[:LETTERS])
    except UnclearCellError as unclear:
        read.refuse(column, unclear)
        return None


def read_names(read: PersonCells, cell: dict[str, str]) -> None:
    """Read the names: in one cell or several, in Thai, English or another script."""
    title, first, last = (cell.get(one, "") for one in ("title", "first", "last"))
    for column, language in NAME_COLUMNS.items():
        if column != "first":
            found = value_of(read, column, cell, values.read_name)
        elif first or last:
            whole = {"first": first or last}
            found = value_of(
                read, column, whole, lambda _first: values.read_split_name(title, first, last)
            )
        if found and (column != "first" or first or last):
            keep_name(read, column, language, found)
    if title:
        rank = values.read_split_name(title[:LETTERS], "x", "").rank
        read.rank = read.rank or rank
    read.rank = checked(read, "title", read.rank)
    if nickname := tidy_name(cell.get("nickname", "")):
        keep_nickname(read, nickname)


def keep_name(read: PersonCells, column: str, language: str, found: values.ReadName) -> None:
    """Keep a name in its language, and what else stood in its cell."""
    read.rank = read.rank or found.rank
    if found.nickname and not (read.nickname_en or read.nickname_th):
        keep_nickname(read, found.nickname)
    names = [(language or script_kept(found.full_name), found.full_name)]
    if found.other_name:
        names.append((script_kept(found.other_name), found.other_name))
    for kept_in, name in names:
        if not getattr(read, f"full_name_{kept_in}"):
            kept = checked(read, column, name, f"full_name_{kept_in}")
            setattr(read, f"full_name_{kept_in}", kept)


def keep_nickname(read: PersonCells, nickname: str) -> None:
    """Keep a nickname in its language; a rank is none."""
    if not without_rank(nickname):
        read.refuse("nickname", TITLE_ALONE)
        return
    column = f"nickname_{script_kept(nickname)}"
    setattr(read, column, checked(read, "nickname", nickname, column))


def script_kept(name: str) -> str:
    """Name the language in which a name is kept: Thai where it has a Thai letter."""
    return "th" if THAI.search(name) else "en"


@cache
def column_of(name: str) -> Field:
    """Find a column of a person."""
    return next(one for one in Person._meta.concrete_fields if one.name == name)


def checked(read: PersonCells, column: str, value: str | None, kept_as: str = "") -> str:
    """Return what a column of a person may hold; anything else is a problem, and empty."""
    try:
        return str(column_of(kept_as or KEPT_AS[column]).clean(value or "", None))
    except ValidationError as refused:
        read.refuse(column, refused.messages[0])
        return ""


@lru_cache(maxsize=1)
def role_words() -> dict[str, Role]:
    """Collect the words for each role, in Thai and English."""
    found = {same_word(word): role for role, words in ROLE_WORDS.items() for word in words}
    for language in ALWAYS:
        with override(language):
            found |= {same_word(str(role.label)): role for role in Role}
    return found | {role.value: role for role in Role}


def role_of(read: PersonCells, text: str) -> Role | None:
    """Read a role by its name; an admin is made by hand alone."""
    if not text or text == "-":
        return None
    role = role_words().get(same_word(text))
    if role is None:
        read.refuse("role", _("“%(text)s” is no role here.") % {"text": text[:60]})
    elif role is Role.ADMIN:
        read.refuse("role", _("A list makes no admins. Please give this role by hand."))
        return None
    return role


def week_hours(read: PersonCells, cell: dict[str, str]) -> Decimal | None:
    """Read contracted hours a week."""
    plain = {"hours": A_WEEK.sub("", cell.get("hours", ""))}
    hours = value_of(read, "hours", plain, values.read_hours)
    if hours is None:
        return None
    if not 0 < hours <= MOST_HOURS:
        read.refuse("hours", _("Contracted hours must be more than 0 and at most 84."))
        return None
    if hours != hours.quantize(Decimal("0.1")):
        read.refuse("hours", _("Hours have one decimal place here, like 37.5."))
        return None
    return hours


def day_within(read: PersonCells, column: str, cell: dict[str, str], today: date) -> date | None:
    """Read a day; one that lies far off is a slip of the pen."""
    day = value_of(read, column, cell, values.read_day)
    if day and not EARLIEST <= day <= today + (FAR_AHEAD if column == "until" else AHEAD):
        read.refuse(column, _("Please check the year."))
        return None
    return day


def language_of(read: PersonCells, text: str) -> str:
    """Read the language of an invitation: its code, or its name in Thai, English or itself."""
    if not text:
        return ""
    if not (code := language_words(tuple(dict(offered_languages()))).get(same_word(text), "")):
        read.refuse("language", _("This language is not offered here."))
    return code


@lru_cache(maxsize=4)
def language_words(offered: tuple[str, ...]) -> dict[str, str]:
    """Collect how the offered languages are called."""
    words = {same_word(code): code for code in offered}
    words |= {same_word(str(OWN_NAMES[code])): code for code in offered if code in OWN_NAMES}
    for language in ALWAYS:
        with override(language):
            named = {same_word(str(NAMES[code])): code for code in offered if code in NAMES}
            words |= named | {f"ภาษา{word}": code for word, code in named.items()}
    return words
