"""The words that people write into a list of caseloads, and what they mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.lists.row_cells import RowCells, choice_words, plain_words
from people.weeks import Week, today
from people.writing import formats
from workload.models import AddOnChoice, CaseloadLine, KindChoice, PartChoice, PhaseChoice

from .caseload_columns import (
    ADD_ONS,
    CLOSED,
    COUNT,
    KIND,
    PART,
    PHASE,
    REFERENCE,
    SINCE,
    SUBMISSION,
    VICTIMS,
    WEEK,
)

PHASES = {
    PhaseChoice.INTAKE: ("new", "take in", "screening", "แรกรับ", "รับเคส", "รับแจ้ง", "คัดแยก", "ใหม่"),
    PhaseChoice.ACTIVE: (
        "open",
        "ongoing",
        "in progress",
        "running",
        "ดำเนินการ",
        "กำลังดำเนินการ",
        "ระหว่างดำเนินการ",
    ),
    PhaseChoice.COURT: (
        "in court",
        "trial",
        "prosecution",
        "ชั้นศาล",
        "ศาล",
        "ขึ้นศาล",
        "ดำเนินคดี",
        "ชั้นอัยการ",
    ),
    PhaseChoice.AFTERCARE: (
        "after care",
        "follow up",
        "following up",
        "reintegration",
        "ติดตามผล",
        "ติดตาม",
        "คืนสู่สังคม",
    ),
    PhaseChoice.DORMANT: (
        "on hold",
        "paused",
        "inactive",
        "sleeping",
        "พักไว้",
        "พัก",
        "พักเคส",
        "รอ",
        "ระงับ",
    ),
}
ENDED = {
    plain_words(one) for one in ("closed", "ended", "done", "ปิด", "ปิดแล้ว", "ปิดเคส", "ยุติ", "สิ้นสุด")
}
EXTRAS = {
    AddOnChoice.CHILD: ("minor", "children", "เด็ก", "ผู้เยาว์", "เด็กและเยาวชน"),
    AddOnChoice.INTERPRETER: ("interpreting", "translator", "ล่าม", "ใช้ล่าม", "ต้องใช้ล่าม"),
    AddOnChoice.CROSS_BORDER: (
        "cross border",
        "international",
        "ข้ามแดน",
        "ข้ามพรมแดน",
        "ข้ามชาติ",
        "ระหว่างประเทศ",
    ),
    AddOnChoice.RISK: ("risk", "safety", "danger", "เสี่ยง", "ความเสี่ยง", "อันตราย", "ไม่ปลอดภัย"),
    AddOnChoice.ACUTE: ("crisis", "acute", "emergency", "วิกฤต", "ภาวะวิกฤต", "ฉุกเฉิน"),
    AddOnChoice.AGENCIES: (
        "agencies",
        "many agencies",
        "three agencies",
        "3 agencies",
        "หลายหน่วยงาน",
        "3 หน่วยงานขึ้นไป",
    ),
    AddOnChoice.MATERIAL: ("material", "csam", "สื่อล่วงละเมิด", "สื่อลามกเด็ก", "สื่อ"),
}
PARTS = {
    PartChoice.PRIMARY: ("main", "lead", "first", "1", "หลัก", "เจ้าของเคส", "ผู้รับผิดชอบหลัก"),
    PartChoice.SECONDARY: ("second", "support", "co-worker", "2", "รอง", "ร่วม", "สนับสนุน", "ผู้ช่วย"),
    PartChoice.ADVISORY: ("advice", "adviser", "consulting", "3", "ที่ปรึกษา", "ให้คำปรึกษา", "ปรึกษา"),
}
KINDS = {
    KindChoice.SEX: ("sex", "sex trafficking", "prostitution", "ค้าประเวณี", "แสวงหาประโยชน์ทางเพศ"),
    KindChoice.SCAM: (
        "scam",
        "scam centre",
        "scam compound",
        "สแกม",
        "คอลเซ็นเตอร์",
        "หลอกลวงออนไลน์",
    ),
    KindChoice.LABOUR: ("labour", "labor", "forced labor", "แรงงาน", "แรงงานบังคับ", "บังคับใช้แรงงาน"),
    KindChoice.ONLINE: ("online", "child abuse online", "ล่วงละเมิดเด็กออนไลน์", "เด็กออนไลน์", "ออนไลน์"),
    KindChoice.BEGGING: ("begging", "ขอทาน", "บังคับขอทาน", "นำคนมาขอทาน"),
    KindChoice.SEA: ("sea", "fishing", "fishery", "ประมง", "เรือประมง", "แรงงานประมง"),
}
NOTHING = {plain_words(one) for one in ("none", "no", "-", "–", "ไม่มี", "ไม่")}
PARTED = re.compile(r"[,;/|\n]+|\s+(?:และ|กับ|and|&)\s+")


@dataclass(frozen=True)
class CaseloadWords:
    """The words of every choice, in every language that is offered."""

    phases: Mapping[str, str]
    extras: Mapping[str, str]
    parts: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def read(cls) -> Self:
        """Index the words, once for a list."""
        return cls(
            choice_words(PhaseChoice, PHASES),
            choice_words(AddOnChoice, EXTRAS),
            choice_words(PartChoice, PARTS),
            choice_words(KindChoice, KINDS),
        )

    def line(self, cells: RowCells, day: date) -> dict[str, Any] | None:
        """Read the line of a row; None where its cells cannot be read.

        In `fields` a value of None is not said: an empty cell changes nothing.
        """
        before = len(cells.problems)
        ended = plain_words(cells.text(PHASE)) in ENDED
        said: dict[str, Any] = {
            REFERENCE: reference_of(cells),
            SINCE: since_of(cells, day),
            "closed": bool(cells.yes(CLOSED)) or ended,
            PHASE: None if ended else self.phase(cells),
        }
        said["fields"] = {
            PHASE: said[PHASE],
            ADD_ONS: self.add_ons(cells),
            VICTIMS: cells.whole(VICTIMS, 0, 50),
            PART: cells.choice(PART, self.parts, _("Please write primary, secondary or advisory.")),
            COUNT: cells.whole(COUNT, 1, 200),
            KIND: cells.choice(KIND, self.kinds, _("“{word}” is no kind of case here.")),
        }
        if said[REFERENCE] and (said["fields"][COUNT] or 1) != 1:
            cells.refuse(COUNT, _("A reference names one case. Please count 1, or take it out."))
        return said if len(cells.problems) == before else None

    def phase(self, cells: RowCells) -> str | None:
        """Read the phase."""
        sentence = _("“{word}” is no phase. Write intake, active, court, aftercare or dormant.")
        return cells.choice(PHASE, self.phases, sentence)

    def add_ons(self, cells: RowCells) -> list[str] | None:
        """Read what makes a case heavier, several in one cell; a dash or "none" takes all out."""
        typed = cells.row.cell(ADD_ONS).strip()
        if not typed:
            return None
        if plain_words(typed) in NOTHING:
            return []
        found = set()
        for word in self.extras_in(typed):
            if (extra := self.extras.get(plain_words(word))) is None:
                sentence = _("“{word}” is not known here. Write words like child or interpreter.")
                cells.refuse(ADD_ONS, sentence, word=word.strip()[:60])
            else:
                found.add(extra)
        return sorted(found)

    def extras_in(self, typed: str) -> Iterator[str]:
        """Part words as people do, and as forms do: "child risk", with a space alone."""
        for part in filter(str.strip, PARTED.split(typed)):
            words = part.split()
            while words:
                # The longest beginning that is known, or else all that is left.
                begun = (" ".join(words[:n]) for n in range(len(words), 0, -1))
                known = next((one for one in begun if plain_words(one) in self.extras), None)
                yield known or " ".join(words)
                words = words[len(known.split()) :] if known else []


def week_of(cells: RowCells) -> Week | None:
    """Read a week, by its number or by any day of it."""
    typed = cells.text(WEEK)
    try:
        return Week.parse(typed)
    except ValueError:
        day = cells.day(WEEK)
        return Week.of(day) if day else None


def refuse_other_weeks(cells: RowCells, now: datetime) -> None:
    """Refuse a row that was written for a week that is closed, or has not begun."""
    if (week := week_of(cells)) is None:
        return
    if week.closes <= now:
        sentence = _(
            "{week} could be sent until {day} and is closed. A list says what people carry now: "
            "if it still holds, please leave the week empty."
        )
        day = formats.day(week.last_day)
        cells.refuse(WEEK, sentence, week=formats.week_name(week), day=day)
    elif week.monday > today(now):
        cells.refuse(WEEK, _("{week} has not begun."), week=formats.week_name(week))


def submission_of(cells: RowCells) -> str:
    """Make a mark of the submission that a row is, and of all that it says; nothing without one."""
    if not (number := cells.text(SUBMISSION)):
        return ""
    said = sorted((key, text) for key, text in cells.row.cells.items() if text)
    return blake2b(repr((number, said)).encode(), digest_size=8).hexdigest()


REFERENCE_FIELD: Any = CaseloadLine._meta.get_field(REFERENCE)


def reference_of(cells: RowCells) -> str:
    """Read a reference: a code in capitals, and never a name."""
    reference = cells.text(REFERENCE).upper()
    try:
        REFERENCE_FIELD.clean(reference, None)
    except ValidationError as refused:
        cells.refuse(REFERENCE, refused.messages[0])
        return ""
    return reference


def since_of(cells: RowCells, day: date) -> date | None:
    """Read since when a case is carried; not from a day to come."""
    since = cells.day(SINCE)
    if since and since > day:
        cells.refuse(SINCE, _("Please choose a day that is not to come."))
        return None
    return since
