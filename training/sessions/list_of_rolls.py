"""Attendance that a trainer brings in as a list, of one session or of many.

It gives a place to who was there without one, and then does what saving the roll by hand does, in
the same verbs: never for oneself, never before the day, and of a session long past it waits for a
second trainer.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import transaction
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
from people.lists.row_cells import RowCells, digest_of, marked, named_by, plain_words, words_of
from people.lists.whose import PERSON_COLUMNS, PeopleInReach
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.fields import uuid_of
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from training import access_kinds
from training.certificates.list_of_certificates import counted as counted_certificates
from training.formats.roll_table import MARKS
from training.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    PlaceState,
    ProofLine,
    Session,
    Study,
)
from training.rules.certificates import needs_second

from . import actions as sessions
from . import places
from .list_of_sessions import (
    COURSE_COLUMN,
    DAY_COLUMN,
    STARTS_COLUMN,
    counted_places,
    course_of,
    day_of,
)

MARK, MINUTES, CERTIFY = "attendance", "minutes", "certify"
# Who was there for four fifths of the time was there for all of it.
FULL_SHARE, PART_SHARE = 0.8, 0.1
COLUMNS = (
    *PERSON_COLUMNS,
    ListColumn(
        key=MARK,
        name=_("Attendance"),
        headings=(
            "Attendance",
            "Attended",
            "Present",
            "Was there",
            "การเข้าร่วม",
            "เข้าร่วม",
            "มา",
            "ผลการเข้าร่วม",
        ),
        example="เต็มวัน",
        one_of="attended",
    ),
    ListColumn(
        key=MINUTES,
        name=_("Minutes"),
        headings=(
            "Minutes",
            "Duration",
            "Duration (minutes)",
            "Total duration (minutes)",
            "Time in session (minutes)",
            "นาที",
            "ระยะเวลา",
            "เวลา (นาที)",
        ),
        example="350",
        one_of="attended",
    ),
    ListColumn(
        key=CERTIFY,
        name=_("Certify"),
        headings=(
            "Certify",
            "Certified",
            "Certificate",
            "Passed",
            "Result",
            "ออกใบรับรอง",
            "ผ่าน",
            "ใบรับรอง",
            "ผล",
        ),
        example="ใช่",
    ),
    ListColumn(
        key=COURSE_COLUMN.key,
        name=COURSE_COLUMN.name,
        headings=COURSE_COLUMN.headings,
        example=COURSE_COLUMN.example,
    ),
    ListColumn(
        key=DAY_COLUMN.key,
        name=DAY_COLUMN.name,
        headings=DAY_COLUMN.headings,
        example=DAY_COLUMN.example,
    ),
    STARTS_COLUMN,
)


class PlaceOfRow(NamedTuple):
    """What a row would write of one person in one session."""

    session: Session
    person: Person
    attendance: str
    certified: bool
    # The place of before; None where there was none at all.
    before: Enrolment | None


class RollThere(NamedTuple):
    """What the rows of a list are judged against."""

    people: PeopleInReach
    courses: Mapping[str, Course | None]
    sessions: Mapping[tuple[int, date], list[Session]]
    places: Mapping[tuple[int, int], Enrolment]
    # Certificate type and person → until when the current one holds.
    held: Mapping[tuple[int, int], date | None]
    # Session and person, of certificates that another organisation confirmed.
    confirmed: frozenset[tuple[int | None, int]]
    words: Mapping[str, str]


def may(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer records attendance."""
    return Role.TRAINER in viewer.roles


def find(viewer: Person, public_id: str) -> Session | str | None:
    """Find the session that a whole list is about, if it is the viewer's to record.

    A list of many sessions is about none: an empty text.
    """
    if not public_id:
        return ""
    mine = Session.objects.taught_by(viewer).select_related("course__certificate_type")
    return mine.filter(public_id=uuid_of(public_id)).first()


def judge(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would write; six statements for any number of rows.

    Refused as a whole: a viewer who is no trainer today.
    """
    refuse_without(bringing.by, Role.TRAINER)
    there = read_there(bringing)
    seen: dict[tuple[int, int], int] = {}
    return [judge_row(bringing, row, there, seen) for row in bringing.rows]


def read_there(bringing: Bringing) -> RollThere:
    """Read all that the rows are judged against."""
    by = bringing.by
    mine = Session.objects.taught_by(by).select_related("course__certificate_type")
    if bringing.about:
        mine = mine.filter(pk=bringing.about.pk)
    of_course: dict[tuple[int, date], list[Session]] = defaultdict(list)
    for one in mine.order_by("starts", "pk"):
        of_course[one.course_id, one.day].append(one)
    known = Enrolment.objects.recorded_by(by).filter(session__in=mine.order_by().values("pk"))
    kinds = [one.course.requires_id for sessions_of in of_course.values() for one in sessions_of]
    good = Certificate.objects.visible_to(by).current().filter(type__in={*kinds} - {None})
    fixed = Certificate.objects.visible_to(by).exclude(confirmed_at=None).exclude(session=None)
    return RollThere(
        people=PeopleInReach.read(Person.objects.in_office_of(by, Role.TRAINER)),
        courses=named_by(Course.objects.visible_to(by)) if not bringing.about else {},
        sessions=of_course,
        places={(one.session_id, one.person_id): one for one in known},
        held={
            (kind, person): ends
            for kind, person, ends in good.values_list("type_id", "person_id", "expires_on")
        },
        confirmed=frozenset(fixed.values_list("session_id", "person_id")),
        words=words_of(Attendance, {one: (*WORDS[one], *MORE_WORDS[one]) for one in Attendance}),
    )


def judge_row(
    bringing: Bringing, row: ListRow, there: RollThere, seen: dict[tuple[int, int], int]
) -> RowVerdict:
    """Say what one row would write, or why it cannot."""
    cells, found = RowCells(row), there.people.of(row)
    if found.problem:
        cells.problems.append(found.problem)
    if found.person and found.person.pk == bringing.by.pk:
        cells.refuse("name", _("Another trainer records how it went for you."))
    session = session_of(cells, bringing, there)
    notes, plan, fate, mark = list(found.notes), None, RowFate.NEW, ""
    if session:
        attendance = attendance_of(cells, session, there.words)
        certified = certified_of(cells, session, attendance)
        if session.day > bringing.today:
            cells.refuse(DAY_COLUMN.key, _("This session is still to come."))
        if found.person and attendance is not None:
            place = there.places.get((session.pk, found.person.pk))
            plan = PlaceOfRow(session, found.person, attendance, certified, place)
            refuse_unfit(plan, cells, there, seen)
            fate = fate_of(plan)
            notes += notes_of(plan, fate, bringing.today)
            mark = mark_of(plan)
    return RowVerdict(
        row=row,
        fate=RowFate.CANNOT if cells.problems else fate,
        title=found.title,
        about=f"{session.course}, {short_day(session.day)}" if session else "",
        notes=tuple(notes) if not cells.problems else (),
        problems=tuple(cells.problems),
        plan=plan,
        mark=marked(fate, bool(cells.problems), mark),
    )


def session_of(cells: RowCells, bringing: Bringing, there: RollThere) -> Session | None:
    """Find the session of a row: that of the whole list, or by course, day and beginning."""
    if bringing.about:
        return next((one for found in there.sessions.values() for one in found), None)
    course, day, starts = course_of(cells, there.courses), day_of(cells), cells.clock("starts")
    if not (course and day):
        return None
    found = there.sessions.get((course.pk, day), [])
    if starts:
        found = [one for one in found if one.starts == starts]
    if len(found) > 1:
        cells.refuse("starts", _("There are two on this day. Please say when it begins."))
    elif not found:
        cells.refuse(DAY_COLUMN.key, _("No session of yours is on this day."))
    return found[0] if len(found) == 1 else None


WORDS = {Attendance(mark): words for mark, words in MARKS.items()}
MORE_WORDS = {
    Attendance.FULL: (
        "whole day",
        "all day",
        "attended",
        "x",
        "✓",
        "✔",
        "เข้าร่วม",
        "เข้าร่วมครบ",
        "มาเรียน",
    ),
    Attendance.PART: ("part of the day", "late", "left early", "มาสาย", "กลับก่อน", "เข้าร่วมบางส่วน"),
    Attendance.AWAY: ("did not come", "not there", "no show", "ไม่เข้าร่วม", "ไม่อยู่"),
}


def attendance_of(cells: RowCells, session: Session, words: Mapping[str, str]) -> str | None:
    """Read how much of a session a person attended: by a mark, or by minutes; None if unclear."""
    if typed := cells.text(MARK):
        if plain_words(typed) in words:
            return words[plain_words(typed)]
        if not typed.replace(".", "").isdigit():
            cells.refuse(MARK, _("Please write full day, part or away."))
            return None
    key = MINUTES if cells.text(MINUTES) else MARK
    minutes = cells.whole(key, 0, 24 * 60)
    if minutes is None:
        if not cells.text(key):
            cells.refuse(MARK, _("Please say whether they were there: full day, part or away."))
        return None
    return of_minutes(minutes, session.starts, session.ends)


def of_minutes(minutes: int, starts: time, ends: time) -> str:
    """Judge minutes against how long a session was."""
    length = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if minutes >= FULL_SHARE * length:
        return Attendance.FULL
    return Attendance.PART if minutes >= PART_SHARE * length else Attendance.AWAY


def certified_of(cells: RowCells, session: Session, attendance: str | None) -> bool:
    """Read whether a person is certified; who was away cannot be."""
    certified = bool(cells.yes(CERTIFY))
    if certified and attendance == Attendance.AWAY:
        cells.refuse(CERTIFY, _("They were away and cannot be certified."))
    if certified and session.course.certificate_type_id is None:
        cells.refuse(CERTIFY, _("This course leads to no certificate."))
    return certified


def refuse_unfit(
    plan: PlaceOfRow, cells: RowCells, there: RollThere, seen: dict[tuple[int, int], int]
) -> None:
    """Refuse a person twice, one who lacks what the course requires, and what was confirmed."""
    key = plan.session.pk, plan.person.pk
    first = seen.setdefault(key, cells.row.number)
    if first != cells.row.number:
        cells.refuse("", _("This person stands in row {n} already."), n=first)
    if not has_place(plan.before):
        refuse_unready(plan, cells, there.held)
    if key in there.confirmed and not plan.certified:
        sentence = _("Another organisation has confirmed this certificate. Please revoke it.")
        cells.refuse(CERTIFY, sentence)


def refuse_unready(
    plan: PlaceOfRow, cells: RowCells, held: Mapping[tuple[int, int], date | None]
) -> None:
    """Refuse a place for a person who did not hold on the day what the course requires."""
    if (kind := plan.session.course.requires_id) is None:
        return
    ends = held.get((kind, plan.person.pk), date.min)
    if ends and ends < plan.session.day:
        sentence = _("They have no place, and lack the certificate that this course requires.")
        cells.refuse("name", sentence)


def has_place(place: Enrolment | None) -> bool:
    """Say whether a person has a place already."""
    return place is not None and place.state == PlaceState.BOOKED


def result_of(plan: PlaceOfRow) -> sessions.RollResult:
    """Write what the verb is given for a person."""
    return sessions.RollResult(plan.attendance, plan.certified)


def fate_of(plan: PlaceOfRow) -> RowFate:
    """Say whether a row brings a result, another one, or the same."""
    if plan.before is None or not has_place(plan.before) or not plan.before.written[0]:
        return RowFate.NEW
    other = sessions.differs(plan.before, result_of(plan), plan.session)
    return RowFate.CHANGES if other else RowFate.SAME


def notes_of(plan: PlaceOfRow, fate: RowFate, day: date) -> list[Sentence]:
    """Say what a row does beside the mark, in a few words."""
    label = Attendance(plan.attendance).label
    if fate is RowFate.SAME:
        return [label]
    before = plan.before.written if plan.before else ("", None)
    notes: list[Sentence] = [label]
    if fate is RowFate.CHANGES and before[0] != plan.attendance:
        was = Attendance(before[0]).label
        notes = [format_lazy("{before} → {after}", before=was, after=label)]
    if not has_place(plan.before):
        notes.append(_("Gets a place"))
    if plan.certified and not before[1]:
        notes.append(_("Certificate"))
    if before[1] and not plan.certified:
        notes.append(_("Certificate withdrawn"))
    if needs_second(plan.session.day, day):
        notes.append(_("Waits for a second trainer"))
    return notes


def mark_of(plan: PlaceOfRow) -> str:
    """Make a row's mark: what would be written, and over what."""
    one = plan.before
    was = (one.pk, one.state, *one.written, one.proposed_by_id) if one else ()
    session = plan.session
    result = (plan.attendance, plan.certified)
    return marked(session.pk, session.version, plan.person.pk, *result, *was)


def fingerprint(bringing: Bringing) -> str:
    """Say how the sessions, the places in them and the certificates stand; three statements."""
    mine = Session.objects.taught_by(bringing.by).order_by("pk")
    if bringing.about:
        mine = mine.filter(pk=bringing.about.pk)
    return digest_of(
        list(mine.values_list("pk", "course_id", "day", "starts", "ends", "version")),
        counted_places(mine),
        counted_certificates(bringing.by),
    )


def looked(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Note that how trainings went for these people was compared with a list."""
    people = {one.plan.person.pk: one.plan.person for one in verdicts if one.plan}
    audit.note_access(
        viewer=bringing.by,
        role=Role.TRAINER,
        what=access_kinds.BOOKING,
        people=list(people.values()),
        at=bringing.now,
        once_a_day=True,
    )


def lock(bringing: Bringing) -> None:
    """Hold the sessions of the list until all is written."""
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(bringing.by).values("pk"))
    if bringing.about:
        mine = mine.filter(pk=bringing.about.pk)
    list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Give places and save results, session by session, in the verbs of the roll."""
    of_session: dict[int, list[RowVerdict]] = defaultdict(list)
    for one in verdicts:
        if one.writes:
            of_session[one.plan.session.pk].append(one)
    effects: list[Effect] = []
    for key in sorted(of_session):
        effects += write_session(bringing, of_session[key])
    return effects


def write_session(bringing: Bringing, rows: list[RowVerdict]) -> list[Effect]:
    """Write the rows of one session."""
    session: Session = rows[0].plan.session
    plans = {one.plan.person.pk: one.plan for one in rows}
    # As they were: the verbs read their own rows, and what is kept here stays as it was judged.
    before = {key: stand_of(plan.before) for key, plan in plans.items()}
    if new := [plan.person for plan in plans.values() if not has_place(plan.before)]:
        give_places(session, new, bringing)
    sessions.record(
        session=session,
        results={key: result_of(plan) for key, plan in plans.items()},
        version=session.version,
        by=bringing.by,
        at=bringing.now,
    )
    places_now = {
        one.person_id: one
        for one in Enrolment.objects.filter(session=session, person__in=list(plans))
    }
    return [
        Effect(
            one.row.number,
            "training.Enrolment",
            places_now[one.plan.person.pk].pk,
            before[one.plan.person.pk],
            stand_of(places_now[one.plan.person.pk]) or {},
        )
        for one in rows
    ]


def give_places(session: Session, people: list[Person], bringing: Bringing) -> None:
    """Give places to people who were there without one, in bulk; judged as `places.book` does."""
    places.refuse_other_trainer(session, bringing.by, people)
    Enrolment.objects.bulk_create(
        [
            Enrolment(session=session, person=one, state=PlaceState.BOOKED, since=bringing.now)
            for one in people
        ],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["state", "since"],
        batch_size=1000,
    )


KEPT = ("state", "attendance", "passed", "proposed_attendance", "proposed_passed", "proposed_by_id")


def stand_of(place: Enrolment | None) -> dict[str, Any] | None:
    """Write how a place stands, as JSON; nothing where there is none."""
    return {key: getattr(place, key) for key in KEPT} if place else None


@transaction.atomic
def take_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back results that were not changed since, with the certificates that followed.

    Kept: what a second trainer has confirmed or another one has changed, what is not the trainer's
    any more, and a result with a certificate that was confirmed, shown, revoked or worked on.
    """
    refuse_without(viewer, Role.TRAINER)
    pks = [one.pk for one in effects]
    rows = Enrolment.objects.recorded_by(viewer).filter(pk__in=pks)
    of_session: dict[int, list[tuple[Effect, Enrolment]]] = defaultdict(list)
    found = {one.pk: one for one in rows.select_related("person")}
    kept = [
        KeptEffect(one.row, name, _("It is not yours to change any more."))
        for one, name in unreached(effects, found, viewer)
    ]
    for effect in effects:
        if place := found.get(effect.pk):
            of_session[place.session_id].append((effect, place))
    mine = Session.objects.taught_by(viewer).filter(pk__in=list(of_session))
    known = set(mine.values_list("pk", flat=True))
    used = used_certificates([place for one in of_session.values() for _effect, place in one])
    for key in sorted(of_session):
        kept += take_session_back(key, of_session[key], known, used, viewer)
    return kept


def unreached(
    effects: list[Effect], found: Mapping[int, Enrolment], viewer: Person
) -> list[tuple[Effect, str]]:
    """List what is still there but not the trainer's any more, with the names of the people."""
    others = Enrolment.objects.filter(
        pk__in=[one.pk for one in effects if one.pk not in found],
        session__organisation=viewer.organisation_id,
    )
    there = {one.pk: one.person.name for one in others.select_related("person")}
    return [(one, there[one.pk]) for one in effects if one.pk in there]


def take_session_back(
    key: int,
    rows: list[tuple[Effect, Enrolment]],
    mine: set[int],
    used: Mapping[tuple[int | None, int], Sentence],
    viewer: Person,
) -> list[KeptEffect]:
    """Take back the results of one session."""
    if key not in mine:
        why = _("It is not yours to change any more.")
        return [KeptEffect(effect.row, place.person.name, why) for effect, place in rows]
    session = sessions.hold(Session.objects.get(pk=key), viewer)
    kept, gone, back, certified = [], [], [], []
    for effect, place in rows:
        if why := why_kept(effect, place, used):
            kept.append(KeptEffect(effect.row, place.person.name, why))
            continue
        touched = bool(place.passed)
        (gone if effect.before is None else back).append(place)
        for name, value in (effect.before or {}).items():
            setattr(place, name, value)
        if effect.before is None:
            place.passed = None
        if touched != bool(place.passed):
            certified.append(place)
    if gone or back:
        sessions.certify(session, certified, viewer)
        Enrolment.objects.filter(pk__in=[one.pk for one in gone]).delete()
        Enrolment.objects.bulk_update(back, ["state", *sessions.RESULT], batch_size=500)
        session.version += 1
        session.save(update_fields=["version"])
    return kept


def why_kept(
    effect: Effect, place: Enrolment, used: Mapping[tuple[int | None, int], Sentence]
) -> Sentence:
    """Say why a result is not taken back; nothing where it can be."""
    after = dict(effect.after)
    if after.get("proposed_by_id") and not place.waits:
        return _("A second trainer has confirmed it.")
    if stand_of(place) != after:
        return _("It was changed since.")
    before = effect.before or {}
    if place.passed and not before.get("passed"):
        return used.get((place.session_id, place.person_id), "")
    return ""


def used_certificates(rows: list[Enrolment]) -> dict[tuple[int | None, int], Sentence]:
    """Say of the certificates of these places why they stand; three statements."""
    given = Certificate.objects.filter(
        session__in={one.session_id for one in rows}, person__in=[one.person_id for one in rows]
    )
    found: dict[tuple[int | None, int], Sentence] = {}
    shown = Counter(
        ProofLine.objects.filter(certificate__in=given).values_list("certificate_id", flat=True)
    )
    studied = Counter(
        Study.objects.filter(certificate__in=given).values_list("certificate_id", flat=True)
    )
    for one in given:
        for wrong, sentence in (
            (one.revoked_at, _("Its certificate was revoked since.")),
            (one.confirmed_at, _("Another organisation has confirmed its certificate.")),
            (shown[one.pk], _("The person has shown its certificate to others.")),
            (studied[one.pk], _("Hours were told for its certificate.")),
        ):
            if wrong:
                found.setdefault((one.session_id, one.person_id), sentence)
    return found


ROLLS = list_subject(
    ListSubject(
        code="rolls",
        name=_("Attendance"),
        hint=_(
            "Who was there, of one session or of many. Lists of online meetings can be read too."
        ),
        columns=COLUMNS,
        page="training",
        then="training",
        may=may,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        find=find,
        fingerprint=fingerprint,
        looked=looked,
        manual=(
            _("Course and day say which session it is; with two on a day also its beginning."),
            _("Without a mark, minutes count: four fifths of the time is all of it."),
            _("Not your own, not before the day. After 180 days a second trainer confirms it."),
        ),
    )
)
