"""Certificates that a trainer brings in as a list: of trainings held elsewhere, for many people.

It does what `elsewhere.issue` does, row by row, and refuses what that refuses: one's own, people
that the viewer does not train, a day to come, what would be over by now.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.lists.kinds import (
    Bringing,
    Effect,
    KeptEffect,
    ListColumn,
    ListRow,
    ListSubject,
    RowFate,
    RowVerdict,
    list_subject,
)
from people.lists.people_in_reach import PERSON_COLUMNS, PeopleInReach
from people.lists.row_cells import RowCells, marked, named_by, plain_words, print_of_rows
from people.mandates import not_yours, refuse_without
from people.models import Person, Role
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from training import access_kinds
from training.models import Award, Certificate, CertificateType, Evidence, Study
from training.rules.certificates import CertificateState, state

from . import actions as certificates

KIND, ISSUED, EXPIRES = "certificate", "issued_on", "expires_on"
COLUMNS = (
    *PERSON_COLUMNS,
    ListColumn(
        key=KIND,
        name=_("Certificate"),
        headings=(
            "Certificate",
            "Type",
            "Certificate type",
            "Qualification",
            "ใบรับรอง",
            "ประเภทใบรับรอง",
            "ชื่อใบรับรอง",
            "วุฒิบัตร",
            "ประกาศนียบัตร",
        ),
        example="สัมภาษณ์ผู้เสียหาย",
        needed=True,
    ),
    ListColumn(
        key=ISSUED,
        name=_("Day on which it was earned"),
        headings=(
            "Issued",
            "Issued on",
            "Date",
            "Date issued",
            "Earned on",
            "Day",
            "วันที่ออก",
            "วันออก",
            "วันที่ได้รับ",
            "ออกเมื่อ",
            "วันที่",
        ),
        example="24/11/2568",
        needed=True,
    ),
    ListColumn(
        key=EXPIRES,
        name=_("Valid until"),
        headings=(
            "Expires",
            "Expires on",
            "Expiry",
            "Expiry date",
            "Valid until",
            "วันหมดอายุ",
            "หมดอายุ",
            "ใช้ได้ถึง",
            "มีผลถึง",
        ),
        example="24/11/2570",
    ),
)


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


def issues_certificates(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer issues certificates."""
    return Role.TRAINER in viewer.roles


def judge(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would issue; three statements for any number of rows.

    Refused as a whole: a viewer who is no trainer today.
    """
    refuse_without(bringing.by, Role.TRAINER)
    taught = Person.objects.in_office_of(bringing.by, Role.TRAINER)
    people = PeopleInReach.read(taught)
    kinds = named_by(CertificateType.objects.visible_to(bringing.by))
    held = held_by(bringing.by)
    seen: dict[tuple[int, int, date], int] = {}
    return [judge_row(bringing, row, people, kinds, held, seen) for row in bringing.rows]


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
    now = next((one for one in theirs if one.current), None)
    if now and now.issued_on > plan.issued_on:
        sentence = _("Goes into the history: there is one of {day}")
        notes.append(format_lazy(sentence, day=short_day(now.issued_on)))
    elif now:
        sentence = _("Takes the place of the one of {day}")
        notes.append(format_lazy(sentence, day=short_day(now.issued_on)))
    return RowFate.NEW


def fingerprint(bringing: Bringing) -> str:
    """Say how the types and certificates in reach stand; two statements."""
    kinds = CertificateType.objects.visible_to(bringing.by).order_by("pk")
    return print_of_rows(
        list(kinds.values_list("pk", "name", "validity_months")), counted_certificates(bringing.by)
    )


def counted_certificates(viewer: Person) -> dict[str, object]:
    """Count the certificates in reach so that any that comes, goes or changes is noticed."""
    return Certificate.objects.visible_to(viewer).aggregate(
        last=Max("pk"),
        n=Count("pk"),
        revoked=Count("revoked_at"),
        confirmed=Count("confirmed_at"),
        current=Count("pk", filter=Q(current=True)),
    )


def lock(bringing: Bringing) -> None:
    """Hold the types of certificates, as issuing by hand does, until all is written."""
    kinds = CertificateType.objects.visible_to(bringing.by).select_for_update().order_by("pk")
    list(kinds.values_list("pk", flat=True))


def looked(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Note that the certificates of these people were compared with a list."""
    people = {one.plan.person for one in verdicts if one.plan}
    audit.note_access(
        viewer=bringing.by,
        role=Role.TRAINER,
        what=access_kinds.CERTIFICATES,
        people=[Person(pk=one) for one in sorted(people)],
        at=bringing.now,
        once_a_day=True,
    )


def refuse_untaught(viewer: Person, people: set[int]) -> None:
    """Refuse the trainer themselves and people they do not train, once more as all is written."""
    taught = Person.objects.in_office_of(viewer, Role.TRAINER).filter(pk__in=people)
    if viewer.pk in people or taught.count() < len(people):
        raise not_yours()


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Issue what was judged; of several of a type the one that was earned last is the current one.

    One statement for every certificate, and four for each type.
    """
    wanted = [(one.row.number, one.plan) for one in verdicts if one.writes]
    refuse_untaught(bringing.by, {plan.person for _row, plan in wanted})
    made = Certificate.objects.bulk_create(
        [
            Certificate(
                person_id=plan.person,
                type=plan.kind,
                issued_on=plan.issued_on,
                expires_on=plan.expires_on,
                issued_by=bringing.by,
                current=False,
            )
            for _row, plan in wanted
        ],
        batch_size=1000,
    )
    choose(made, bringing.by)
    numbers = [number for number, _plan in wanted]
    return [effect_of(row, one) for row, one in zip(numbers, made, strict=True)]


def effect_of(row: int, one: Certificate) -> Effect:
    """Say what was issued for a row."""
    days = {"issued_on": str(one.issued_on), "expires_on": str(one.expires_on or "")}
    return Effect(row, "training.Certificate", one.pk, None, days)


def choose(made: list[Certificate], viewer: Person) -> None:
    """Make the newest of each type the current one of its person."""
    people: dict[CertificateType, list[int]] = defaultdict(list)
    for one in made:
        people[one.type].append(one.person_id)
    for kind, holders in people.items():
        certificates.choose_current(kind=kind, people=holders, by=viewer)


@transaction.atomic
def take_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back what was issued and not used since; the one before is current again.

    Kept: a certificate that was revoked, confirmed, shown, renewed or given a file or hours, and
    one of a person that the viewer does not train any more.
    """
    refuse_without(viewer, Role.TRAINER)
    found = {one.pk: one for one in issued(viewer, [effect.pk for effect in effects])}
    kept, gone = [], []
    for effect in effects:
        if (one := found.get(effect.pk)) is None:
            continue
        if why := why_kept(one):
            kept.append(KeptEffect(effect.row, one.person.name, why))
        else:
            gone.append(one)
    Award.objects.resting_on(Certificate.objects.filter(pk__in=[one.pk for one in gone])).delete()
    Certificate.objects.filter(pk__in=[one.pk for one in gone]).delete()
    choose(gone, viewer)
    return kept


def issued(viewer: Person, pks: list[int]) -> list[Certificate]:
    """Read what a list issued and how it was used since; two statements."""
    of_this = {"certificate": OuterRef("pk")}
    studies = Study.objects.filter(**of_this)
    files = Evidence.objects.filter(Q(certificate=OuterRef("pk")))
    newer = Certificate.objects.filter(
        person=OuterRef("person"), type=OuterRef("type"), pk__gt=OuterRef("pk"), revoked_at=None
    )
    # What the same list brought in is taken back with it.
    newer = newer.filter(issued_on__gt=OuterRef("issued_on")).exclude(pk__in=pks)
    taught = Person.objects.in_office_of(viewer, Role.TRAINER).exclude(pk=viewer.pk)
    rows = Certificate.objects.filter(pk__in=pks, person__organisation=viewer.organisation_id)
    rows = rows.annotate(
        worked_on=Exists(studies),
        filed=Exists(files),
        renewed=Exists(newer),
        reached=Q(person__in=taught),
    )
    found: list[Certificate] = [
        *rows.select_for_update(of=("self",)).select_related("person", "type")
    ]
    shown = certificates.shown(one.pk for one in found)
    for one in found:
        vars(one)["shown"] = one.pk in shown
    return found


def why_kept(one: Certificate) -> Sentence:
    """Say why a certificate is not taken back; nothing where it can be."""
    known = vars(one)
    for wrong, sentence in (
        (not known["reached"], _("You do not train this person any more.")),
        (one.revoked_at, _("It was revoked since.")),
        (one.confirmed_at, _("Another organisation has confirmed it.")),
        (known["shown"], _("The person has shown it to others.")),
        (known["filed"], _("A file was added to it.")),
        (known["worked_on"], _("Hours were told for it.")),
        (known["renewed"], _("It was renewed since.")),
    ):
        if wrong:
            return sentence
    return ""


CERTIFICATES = list_subject(
    ListSubject(
        code="certificates",
        name=_("Certificates"),
        hint=_(
            "Certificates that people have from elsewhere or from before. "
            "A later one takes the place of an earlier one."
        ),
        columns=COLUMNS,
        page="training",
        then="training",
        may=issues_certificates,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        fingerprint=fingerprint,
        looked=looked,
        manual=(
            _("Person, certificate and day say which one it is. The same day is not issued twice."),
            _("Not yours, not of a day to come, and nothing that has expired by now."),
        ),
    )
)
