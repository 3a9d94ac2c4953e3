"""Read the cells of one row of a list of people. No database: what they name is found later."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.languages.known import ALWAYS, NAMES, OWN_NAMES, offered_languages
from people.lists.kinds import ListRow, RowProblem
from people.members.memberships import MOST_HOURS
from people.models import Person, Role
from people.rules.person_names import RANK_EN, RANK_TH, tidy_name, without_rank
from people.rules.phone_numbers import read_phone
from people.weeks import parse_day
from people.writing.fields import NUMBER, tidy_number

THAI = re.compile("[\u0e00-\u0e7f]")
OF_HOURS = re.compile(
    r"\s*(?:hours?|hrs?|h|ชั่วโมง|ชม)\.?(?:\s*(?:/|a|per|ต่อ)\s*(?:week|wk|สัปดาห์))?\s*$", re.I
)
EARLIEST, AHEAD = date(1950, 1, 1), timedelta(days=366 * 5)
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
    read.number = checked(
        read, "number", "employee_number", unicodedata.normalize("NFKC", cell.get("number", ""))
    )
    read_address(read, cell.get("email", ""))
    if phone := cell.get("phone", ""):
        read.phone = (len(phone) < 40 and read_phone(phone)) or ""
        if not read.phone:
            read.refuse("phone", _("This is no phone number."))
    read.unit, read.job, read.employment = (
        cell.get(one, "") for one in ("unit", "job", "employment")
    )
    read.role = read_role(read, cell.get("role", ""))
    read.hours = read_hours(read, cell.get("hours", ""))
    read.until = read_day(read, "until", cell.get("until", ""), today)
    read.starts = read_day(read, "starts", cell.get("starts", ""), today)
    read.language = read_language(read, cell.get("language", ""))
    return read


def read_names(read: PersonCells, cell: dict[str, str]) -> None:
    """Read the names: in one cell or several, in Thai, English or another script."""
    title = cell.get("title", "")
    given = " ".join(filter(None, (cell.get("first", ""), cell.get("last", ""))))
    for column, name in (
        *((one, cell.get(one, "")) for one in ("name_th", "name_en", "name")),
        ("first", given),
    ):
        if not name:
            continue
        rank, name = split_rank(name)
        read.rank = read.rank or rank
        language = {"name_th": "th", "name_en": "en"}.get(column) or script(name)
        name = with_title(title, name) if title and not split_rank(f"{title} ")[0] else name
        if not getattr(read, f"full_name_{language}"):
            setattr(
                read, f"full_name_{language}", checked(read, column, f"full_name_{language}", name)
            )
    if title and (rank := split_rank(f"{title} ")[0]):
        read.rank = read.rank or rank
    if read.rank:
        read.rank = checked(read, "title", "rank", read.rank)
    if nickname := tidy_name(cell.get("nickname", "")):
        field_name = f"nickname_{script(nickname)}"
        if not without_rank(nickname):
            read.refuse(
                "nickname", _("This is a title or rank without a name. Please add the name.")
            )
        else:
            setattr(read, field_name, checked(read, "nickname", field_name, nickname))


def split_rank(name: str) -> tuple[str, str]:
    """Part the ranks before a name from it; a name without one, or a rank alone, is not parted."""
    name = tidy_name(name) + (" " if name.endswith(" ") else "")
    if len(name) > 200 or not (RANK_TH.match(name) or RANK_EN.match(name)):
        return "", name.strip()
    rest = without_rank(name)
    rank = name[: len(name.rstrip()) - len(rest)].strip()
    return (rank, rest) if rest or name.endswith(" ") else ("", name.strip())


def with_title(title: str, name: str) -> str:
    """Write a title before a name, unless it stands there: in Thai without a space."""
    if name.replace(" ", "").startswith(title.replace(" ", "")):
        return name
    return (
        f"{title}{name}" if THAI.search(title[-1:]) and THAI.search(name[:1]) else f"{title} {name}"
    )


def script(name: str) -> str:
    """Name the language in which a name is kept: Thai where it has a Thai letter."""
    return "th" if THAI.search(name) else "en"


def checked(read: PersonCells, column: str, field_name: str, value: str) -> str:
    """Return what a column of a person may hold; anything else is a problem, and empty."""
    try:
        return str(Person._meta.get_field(field_name).clean(value, None))
    except ValidationError as refused:
        read.refuse(column, refused.messages[0])
        return ""


def read_address(read: PersonCells, text: str) -> None:
    """Read an address in small letters."""
    email = text.removeprefix("mailto:").strip("<>;, ").lower()
    if not email or email == "-":
        return
    try:
        validate_email(email)
        read.email = checked(read, "email", "work_email", email)
    except ValidationError:
        read.refuse("email", _("This is no email address."))


@lru_cache(maxsize=1)
def role_words() -> dict[str, Role]:
    """Collect the words for each role, in Thai and English."""
    found = {same_word(word): role for role, words in ROLE_WORDS.items() for word in words}
    for language in ALWAYS:
        with override(language):
            found |= {same_word(str(role.label)): role for role in Role}
    return found | {role.value: role for role in Role}


def read_role(read: PersonCells, text: str) -> Role | None:
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


def read_hours(read: PersonCells, text: str) -> Decimal | None:
    """Read contracted hours a week; a dash or nothing is none."""
    text = tidy_number(OF_HOURS.sub("", text))
    if not text or text in {"-", "–"}:
        return None
    try:
        hours = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
    except InvalidOperation:
        hours = Decimal("NaN")
    if hours.is_nan() or hours != hours.quantize(Decimal("0.1")):
        read.refuse("hours", _("This is no number of hours."))
        return None
    if not 0 < hours <= MOST_HOURS:
        read.refuse("hours", _("Contracted hours must be more than 0 and at most 84."))
        return None
    return hours


def read_day(read: PersonCells, column: str, text: str, today: date) -> date | None:
    """Read a day as people type it, in either era."""
    if not text or text in {"-", "–"}:
        return None
    try:
        day = parse_day(text[:60])
    except ValueError:
        read.refuse(
            column, _("This is not a day in the calendar. Write it like 24/11/2026 or 24/11/2569.")
        )
        return None
    if not EARLIEST <= day <= (date.max if column == "until" else today + AHEAD):
        read.refuse(column, _("Please check the year."))
        return None
    return day


def read_language(read: PersonCells, text: str) -> str:
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
