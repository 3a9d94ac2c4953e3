"""What each row of a list of certificates would issue, or why it cannot."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Bringing, ListRow, RowFate, RowVerdict
from people.lists.people_in_reach import PeopleInReach
from people.lists.row_cells import RowCells, marked, named_by, plain_words
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from training.models import Certificate, CertificateType
from training.rules.certificates import CertificateState, state

from .certificate_columns import EXPIRES, ISSUED, KIND


class CertificateOfRow(NamedTuple):
    """What a row would issue."""

    person: int
    kind: CertificateType
    issued_on: date
    expires_on: date | None


class HeldOnDay(NamedTuple):
    """A certificate that is there already."""

    issued_on: date
    expires_on: date | None
    current: bool
    revoked: bool


# Person and type → what they hold of it, in the order in which it was earned.
HeldByPerson = Mapping[tuple[int, int], list[HeldOnDay]]


def judge_certificates(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would issue; three statements for any number of rows.

    Refused as a whole: a viewer who is no trainer today.
    """
    refuse_without(bringing.by, Role.TRAINER)
    taught = Person.objects.in_office_of(bringing.by, Role.TRAINER)
    people = PeopleInReach.read(taught)
    kinds = named_by(CertificateType.objects.visible_to(bringing.by))
    held = held_by(bringing.by)
    seen: dict[tuple[int, int, date], int] = {}
    judged = [judge_row(bringing, row, people, kinds, held, seen) for row in bringing.rows]
    return placed(judged, held)


def placed(judged: list[RowVerdict], held: HeldByPerson) -> list[RowVerdict]:
    """Note of each row that issues one what it follows, or which newer one there is.

    That one may be in the same list. A row that cannot be brought in is none.
    """
    newest: dict[tuple[int, int], date] = {}
    for plan in (one.plan for one in judged if one.writes):
        key = (plan.person, plan.kind.pk)
        newest[key] = max(plan.issued_on, newest.get(key, plan.issued_on))
    return [
        replace(one, notes=(*one.notes, *places(one.plan, newest, held))) if one.writes else one
        for one in judged
    ]


def places(
    plan: CertificateOfRow, newest: Mapping[tuple[int, int], date], held: HeldByPerson
) -> Iterator[Sentence]:
    """Say whether one takes the place of another, or goes into the history."""
    key = (plan.person, plan.kind.pk)
    now = next((one.issued_on for one in held.get(key, []) if one.current), None)
    later = now if now and now > plan.issued_on else newest[key]
    if later > plan.issued_on:
        sentence = _("Goes into the history: there is one of {day}")
        yield format_lazy(sentence, day=short_day(later))
    elif now:
        sentence = _("Takes the place of the one of {day}")
        yield format_lazy(sentence, day=short_day(now))


def held_by(viewer: Person) -> HeldByPerson:
    """Read what the people in reach hold; one statement."""
    found: dict[tuple[int, int], list[HeldOnDay]] = defaultdict(list)
    rows = Certificate.objects.visible_to(viewer).order_by("issued_on", "pk")
    columns = ("person_id", "type_id", "issued_on", "expires_on", "current", "revoked_at")
    for person, kind, issued_on, expires_on, current, revoked in rows.values_list(*columns):
        one = HeldOnDay(issued_on, expires_on, current, revoked is not None)
        found[person, kind].append(one)
    return found


def judge_row(
    bringing: Bringing,
    row: ListRow,
    people: PeopleInReach,
    kinds: Mapping[str, CertificateType | None],
    held: HeldByPerson,
    seen: dict[tuple[int, int, date], int],
) -> RowVerdict:
    """Say what one row would issue, or why it cannot."""
    cells, found = RowCells(row), people.of(row)
    if found.problem:
        cells.problems.append(found.problem)
    if found.person and found.person.pk == bringing.by.pk:
        cells.refuse("name", _("Somebody else has to issue yours."))
    kind, issued_on, expires_on = read(cells, kinds, bringing.today)
    notes = list(found.notes)
    fate, mark = RowFate.NEW, ""
    plan = None
    if found.person and kind and issued_on:
        plan = CertificateOfRow(found.person.pk, kind, issued_on, expires_on)
        first = seen.setdefault((found.person.pk, kind.pk, issued_on), row.number)
        if first != row.number:
            cells.refuse("", _("This stands in row {n} already."), n=first)
        theirs = held.get((found.person.pk, kind.pk), [])
        fate = against(plan, theirs, cells, notes)
        mark = marked(*plan[:1], kind.pk, issued_on, expires_on, *map(tuple, theirs))
    if cells.problems:
        fate = RowFate.CANNOT
    return RowVerdict(
        row=row,
        fate=fate,
        title=found.title,
        about=about(kind, issued_on) if kind and issued_on else cells.text(KIND),
        notes=tuple(notes),
        problems=tuple(cells.problems),
        plan=plan,
        mark=marked(fate, mark),
    )


def about(kind: CertificateType, issued_on: date) -> Sentence:
    """Name the certificate and its day."""
    return f"{kind} · {short_day(issued_on)}"


def read(
    cells: RowCells, kinds: Mapping[str, CertificateType | None], day: date
) -> tuple[CertificateType | None, date | None, date | None]:
    """Read which certificate it is, from when and until when; what is wrong is noted."""
    kind = None
    if cells.wants(KIND, _("Please say which certificate it is.")):
        kind = kinds.get(plain_words(cells.text(KIND)))
        if kind is None:
            sentence = _("There is no certificate “{name}” here. A trainer can add it.")
            cells.refuse(KIND, sentence, name=cells.text(KIND)[:60])
    issued_on, expires_on = cells.day(ISSUED), cells.day(EXPIRES)
    if not cells.text(ISSUED):
        cells.refuse(ISSUED, _("Please say from which day it is."))
    if not (kind and issued_on):
        return kind, issued_on, expires_on
    usual = kind.expiry(issued_on)
    refuse_days(cells, issued_on, expires_on, usual, day)
    return kind, issued_on, expires_on or usual


def refuse_days(
    cells: RowCells, issued_on: date, expires_on: date | None, usual: date | None, day: date
) -> None:
    """Refuse a day to come, an end before it, one later than the rule allows, and what is over."""
    if issued_on > day:
        cells.refuse(ISSUED, _("Please choose a day that is not to come."))
        return
    if expires_on and expires_on < issued_on:
        cells.refuse(EXPIRES, _("The last day is before the first."))
        return
    if expires_on and usual and expires_on > usual:
        sentence = _("By your organisation’s rule it is valid until {day} at most.")
        cells.refuse(EXPIRES, sentence, day=short_day(usual))
        return
    ends = expires_on or usual
    if state(ends, day) is CertificateState.EXPIRED:
        sentence = _("It expired on {day}. The training has to be repeated.")
        cells.refuse(EXPIRES if expires_on else ISSUED, sentence, day=short_day(ends))


def against(
    plan: CertificateOfRow, theirs: list[HeldOnDay], cells: RowCells, notes: list[Sentence]
) -> RowFate:
    """Compare with what the person holds: the same day is the same, a revoked one stays so."""
    same = [one for one in theirs if one.issued_on == plan.issued_on]
    if any(not one.revoked for one in same):
        stored = next(one for one in same if not one.revoked)
        if stored.expires_on != plan.expires_on and cells.text(EXPIRES):
            sentence = _("Here it is valid until {day}; that stays")
            notes.append(format_lazy(sentence, day=short_day(stored.expires_on) or "–"))
        return RowFate.SAME
    if same:
        cells.refuse(ISSUED, _("This certificate was revoked. It stays so."))
        return RowFate.CANNOT
    return RowFate.NEW
