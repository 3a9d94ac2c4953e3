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
from people.lists.row_cells import RowCells, marked, named_by, print_of_rows
from people.lists.whose import PERSON_COLUMNS, PeopleInReach
from people.mandates import not_yours, refuse_without
from people.models import Person, Role
from people.rules.lists import meetings
from people.rules.lists.values import read_attendance, read_minutes
from people.writing.fields import uuid_of
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from training import access_kinds
from training.certificates import actions as certificates
from training.certificates.list_of_certificates import counted_certificates
from training.certificates.of_sessions import PlaceKey, match_results
from training.evaluations import tasks as evaluations_tasks
from training.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    PlaceState,
    Session,
    Study,
)
from training.rules.certificates import needs_second

from . import actions as sessions
from .list_of_sessions import (
    COURSE_COLUMN,
    DAY_COLUMN,
    STARTS_COLUMN,
    counted_places,
    course_of_row,
    day_of_session,
)

MARK, MINUTES, CERTIFY = "attendance", "minutes", "certify"
JOIN, LEAVE = "join", "leave"
# Who was there for four fifths of the time was there for all of it.
FULL_SHARE, PART_SHARE = 0.8, 0.1
DAY_MINUTES = 24 * 60
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
            "In-meeting duration",
            "Time in call",
            "ระยะเวลา (นาที)",
            "ระยะเวลารวม (นาที)",
            "ระยะเวลาในการประชุม",
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
        key=JOIN,
        name=_("Joined at"),
        headings=(
            "Join time",
            "First join",
            "First join time",
            "Joined",
            "เวลาเข้าร่วม",
            "เวลาที่เข้าร่วม",
            "เข้าร่วมครั้งแรก",
        ),
    ),
    ListColumn(
        key=LEAVE,
        name=_("Left at"),
        headings=(
            "Leave time",
            "Last leave",
            "Last leave time",
            "Left",
            "เวลาออก",
            "เวลาที่ออก",
            "ออกครั้งสุดท้าย",
        ),
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
    # By row: the minutes of all rows of its person together, and the first of these rows.
    together: Mapping[int, tuple[int, int]]


def records_attendance(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer records attendance."""
    return Role.TRAINER in viewer.roles


def session_of_list(viewer: Person, public_id: str) -> Session | str | None:
    """Find the session that a whole list is about, if it is the viewer's to record.

    A list of many sessions is about none: an empty text.
    """
    if not public_id:
        return ""
    mine = Session.objects.taught_by(viewer).select_related("course__certificate_type")
    known = uuid_of(public_id)
    return mine.filter(public_id=known).first() if known else None


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
    people = PeopleInReach.read(Person.objects.in_office_of(by, Role.TRAINER))
    return RollThere(
        people=people,
        together=minutes_together_by_row(bringing, people),
        courses=named_by(Course.objects.visible_to(by)) if not bringing.about else {},
        sessions=of_course,
        places={(one.session_id, one.person_id): one for one in known},
        held={
            (kind, person): ends
            for kind, person, ends in good.values_list("type_id", "person_id", "expires_on")
        },
        confirmed=frozenset(fixed.values_list("session_id", "person_id")),
    )


def minutes_together_by_row(
    bringing: Bringing, people: PeopleInReach
) -> dict[int, tuple[int, int]]:
    """Add up the minutes of people in several rows: who left and came back, or had two devices.

    Times that overlap count once, where the list says when each began and ended.
    """
    rows: dict[tuple[object, ...], list[ListRow]] = defaultdict(list)
    for row in bringing.rows if MINUTES in bringing.columns else ():
        if row.cell(MINUTES) and not row.cell(MARK) and (person := people.of(row).person):
            keys = (COURSE_COLUMN.key, DAY_COLUMN.key, STARTS_COLUMN.key)
            rows[person.pk, *map(row.cell, keys)].append(row)
    found: dict[int, tuple[int, int]] = {}
    for some in rows.values():
        told = [meetings.minutes_of(row.cell(MINUTES)) for row in some]
        if len(some) < 2 or None in told:
            continue
        stays = [meetings.stay_of(row.cell(JOIN), row.cell(LEAVE)) for row in some]
        total = sum(one or 0 for one in told)
        if all(stays):
            total = min(total, meetings.minutes_together([one for one in stays if one]))
        found |= {row.number: (total, some[0].number) for row in some}
    return found


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
        total, first = there.together.get(row.number, (None, row.number))
        attendance = attendance_of(cells, session, total)
        if first != row.number:
            return counted_above(row, found.title, first)
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


def counted_above(row: ListRow, title: str, first: int) -> RowVerdict:
    """Say of a further row of a person in a meeting that its minutes count in the first."""
    note = format_lazy(_("Its minutes count in row {n}"), n=first)
    mark = marked(RowFate.SAME, first, row.cell(MINUTES), row.cell(JOIN), row.cell(LEAVE))
    return RowVerdict(row=row, fate=RowFate.SAME, title=title, notes=(note,), mark=mark)


def session_of(cells: RowCells, bringing: Bringing, there: RollThere) -> Session | None:
    """Find the session of a row: that of the whole list, or by course, day and beginning."""
    if bringing.about:
        return next((one for found in there.sessions.values() for one in found), None)
    course, day, starts = (
        course_of_row(cells, there.courses),
        day_of_session(cells),
        cells.clock("starts"),
    )
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


def attendance_of(cells: RowCells, session: Session, total: int | None) -> str | None:
    """Read how much of a session a person attended: by a mark, or by how long; None if unclear.

    `total` are the minutes of several rows of the person together.
    """
    if cells.text(MARK):
        read = cells.read(MARK, read_attendance)
        if read is None or read.mark:
            return read.mark if read else None
        minutes = int((read.hours or 0) * 60)
    elif cells.text(MINUTES):
        told = cells.read(MINUTES, read_minutes)
        if told is None:
            return None
        minutes = told if total is None else total
    else:
        cells.refuse(MARK, _("Please say whether they were there: full day, part or away."))
        return None
    if minutes > DAY_MINUTES:
        cells.refuse(MINUTES, _("This is more than a day."))
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
    """Say how the sessions, their places, the people and their certificates stand.

    Four statements.
    """
    mine = Session.objects.taught_by(bringing.by).order_by("pk")
    if bringing.about:
        mine = mine.filter(pk=bringing.about.pk)
    return print_of_rows(
        list(mine.values_list("pk", "course_id", "day", "starts", "ends", "version")),
        counted_places(mine),
        counted_certificates(bringing.by),
        set(Person.objects.in_office_of(bringing.by, Role.TRAINER).values_list("pk", flat=True)),
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
    """Give places and save results of all sessions at once, as the roll does for one.

    Asked once more: whether the sessions and the people are the trainer's, and never themselves.
    """
    plans = {key_of(one.plan): one.plan for one in verdicts if one.writes}
    held = {one.session.pk: one.session for one in plans.values()}
    refuse_untaught(bringing.by, held, {one.person.pk for one in plans.values()})
    # As they were: what is kept here stays as it was judged.
    before = {key: stand_of(one.before) for key, one in plans.items()}
    give_places([one for one in plans.values() if not has_place(one.before)], bringing.now)
    there = Enrolment.objects.filter(
        session__in=list(held), person__in={one.person.pk for one in plans.values()}
    )
    rows = {(one.session_id, one.person_id): one for one in there.select_related("person")}
    record(bringing, plans, {key: rows[key] for key in plans}, held)
    return [
        Effect(
            one.row.number,
            "training.Enrolment",
            rows[key].pk,
            before[key],
            stand_of(rows[key]) or {},
        )
        for one in verdicts
        if one.writes
        for key in [key_of(one.plan)]
    ]


def key_of(plan: PlaceOfRow) -> tuple[int, int]:
    """Name the place of a row."""
    return plan.session.pk, plan.person.pk


def refuse_untaught(viewer: Person, held: Mapping[int, Session], people: set[int]) -> None:
    """Refuse sessions and people that are not the trainer's, and the trainer themselves."""
    mine = Session.objects.taught_by(viewer).filter(pk__in=list(held))
    taught = (
        Person.objects.in_office_of(viewer, Role.TRAINER)
        .exclude(pk=viewer.pk)
        .filter(pk__in=people)
    )
    if mine.count() < len(held) or taught.count() < len(people):
        raise not_yours()


def give_places(plans: list[PlaceOfRow], now: datetime) -> None:
    """Give places to people who were there without one; on the day each has a chair."""
    Enrolment.objects.bulk_create(
        [
            Enrolment(session=one.session, person=one.person, state=PlaceState.BOOKED, since=now)
            for one in plans
        ],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["state", "since"],
        batch_size=1000,
    )


def record(
    bringing: Bringing,
    plans: Mapping[tuple[int, int], PlaceOfRow],
    rows: Mapping[tuple[int, int], Enrolment],
    held: Mapping[int, Session],
) -> None:
    """Store results: those of a session long past wait for a second trainer, the others count."""
    by, now = bringing.by, bringing.now
    of_session: dict[int, list[Enrolment]] = defaultdict(list)
    for key, plan in plans.items():
        result = result_of(plan)
        if sessions.differs(rows[key], result, plan.session):
            passed = sessions.passed(result, plan.session)
            rows[key].propose(result.attendance, passed, by)
            of_session[plan.session.pk].append(rows[key])
    asked: list[int] = []
    counting: dict[int, Session] = {}
    for pk, some in of_session.items():
        session = held[pk]
        session.version += 1
        if needs_second(session.day, bringing.today):
            sessions.note(session, some, access_kinds.LATE_WRITTEN, by, now)
            continue
        for place in some:
            place.accept()
        session.recorded_at, session.recorded_by = now, by
        counting[pk] = session
        asked += sessions.to_ask(session, some, now)
    keep([one for some in of_session.values() for one in some], [held[pk] for pk in of_session])
    counted = [one for pk in counting for one in of_session[pk]]
    results: dict[PlaceKey, bool] = {
        (one.session_id, one.person_id): bool(one.passed) for one in counted
    }
    match_results(results=results, sessions=counting, viewer=by)
    if asked:
        evaluations_tasks.ask_how_they_found_it.enqueue(asked)


def keep(rows: list[Enrolment], changed: list[Session]) -> None:
    """Store places, and that their sessions changed; two statements for each thousand."""
    # An insert that meets its own row: bulk_update would write a CASE for every column.
    Enrolment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "since", *sessions.RESULT],
        batch_size=1000,
    )
    fields = ["version", "recorded_at", "recorded_by"]
    Session.objects.bulk_update(changed, fields, batch_size=200)


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
    rows = Enrolment.objects.filter(
        pk__in=[one.pk for one in effects], session__organisation=viewer.organisation_id
    )
    found = {one.pk: one for one in rows.select_related("person")}
    held = held_by(viewer, {one.session_id for one in found.values()})
    taught = set(
        Enrolment.objects.recorded_by(viewer).filter(pk__in=found).values_list("pk", flat=True)
    )
    used = used_certificates(list(found.values()))
    kept, done = [], []
    for effect in effects:
        if (place := found.get(effect.pk)) is None:
            continue
        mine = place.pk in taught and place.session_id in held
        if why := why_kept(effect, place, used, mine=mine):
            kept.append(KeptEffect(effect.row, place.person.name, why))
        else:
            done.append((effect, place))
    put_back(done, held, viewer)
    return kept


def held_by(viewer: Person, pks: set[int]) -> dict[int, Session]:
    """Lock the sessions that are the trainer's to record."""
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(viewer).values("pk"))
    rows = mine.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    return {one.pk: one for one in rows.select_related("course__certificate_type")}


def put_back(
    done: list[tuple[Effect, Enrolment]], held: Mapping[int, Session], viewer: Person
) -> None:
    """Write places as they were before, and let their certificates follow."""
    results: dict[PlaceKey, bool] = {}
    gone: list[Enrolment] = []
    back: list[Enrolment] = []
    for effect, place in done:
        passed = bool(place.passed)
        for name, value in (effect.before or {"passed": None}).items():
            setattr(place, name, value)
        (back if effect.before else gone).append(place)
        if passed != bool(place.passed):
            results[place.session_id, place.person_id] = bool(place.passed)
    match_results(results=results, sessions=held, viewer=viewer)
    Enrolment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    changed = [held[pk] for pk in sorted({place.session_id for _effect, place in done})]
    for session in changed:
        session.version += 1
    keep(back, changed)


def why_kept(
    effect: Effect,
    place: Enrolment,
    used: Mapping[tuple[int | None, int], Sentence],
    *,
    mine: bool,
) -> Sentence:
    """Say why a result is not taken back; nothing where it can be."""
    if not mine:
        return _("You cannot change it any more.")
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
    shown = certificates.shown(one.pk for one in given)
    studied = Counter(
        Study.objects.filter(certificate__in=given).values_list("certificate_id", flat=True)
    )
    for one in given:
        for wrong, sentence in (
            (one.revoked_at, _("Its certificate was revoked since.")),
            (one.confirmed_at, _("Another organisation has confirmed its certificate.")),
            (one.pk in shown, _("The person has shown its certificate to others.")),
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
        may=records_attendance,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        find=session_of_list,
        fingerprint=fingerprint,
        looked=looked,
        manual=(
            _("Course and day say which session it is; with two on a day also its beginning."),
            _("Without a mark, minutes count: four fifths of the time is all of it."),
            _("Not your own, not before the day. After 180 days a second trainer confirms it."),
        ),
    )
)
