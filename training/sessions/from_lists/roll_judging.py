"""What each row of a list of attendance would write, or why it cannot."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Bringing, ListRow, RowFate, RowVerdict
from people.lists.people_in_reach import PeopleInReach
from people.lists.row_cells import RowCells, marked, named_by
from people.mandates import refuse_without
from people.models import Person, Role
from people.rules.lists import meetings
from people.rules.lists.values import read_attendance, read_minutes
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from training.models import Attendance, Certificate, Course, Enrolment, Session
from training.rules.certificates import needs_second
from training.sessions import actions as sessions

from .roll_columns import CERTIFY, JOIN, LEAVE, MARK, MINUTES
from .roll_plans import PlaceOfRow, has_place, roll_result
from .session_columns import COURSE_COLUMN, DAY_COLUMN, STARTS_COLUMN
from .session_judging import course_of_row, day_of_session

# Who was there for four fifths of the time was there for all of it.
FULL_SHARE, PART_SHARE = 0.8, 0.1
DAY_MINUTES = 24 * 60


class RollThere(NamedTuple):
    """What the rows of a list are judged against."""

    people: PeopleInReach
    courses: Mapping[str, Course | None]
    sessions: Mapping[tuple[int, date], list[Session]]
    places: Mapping[tuple[int, int], Enrolment]
    # Certificate type and person → until when the current one holds.
    held: Mapping[tuple[int, int], date | None]
    # Session and person → why the certificate can be revoked only.
    fixed: Mapping[tuple[int | None, int], Sentence]
    # By row: the minutes of all rows of its person together, and the first of these rows.
    together: Mapping[int, tuple[int, int]]


def judge_rolls(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would write; seven statements for any number of rows.

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
        fixed=fixed_results(by),
    )


def fixed_results(viewer: Person) -> dict[tuple[int | None, int], Sentence]:
    """Say which certificates of sessions a list does not take back, and why; two statements."""
    given = Certificate.objects.visible_to(viewer).filter(revoked_at=None).exclude(session=None)
    found: dict[tuple[int | None, int], Sentence] = {}
    for rows, sentence in (
        (
            given.added_to(),
            _("Hours or a file were added to this certificate. Please revoke it."),
        ),
        (
            given.exclude(confirmed_at=None),
            _("Another organisation has confirmed this certificate. Please revoke it."),
        ),
    ):
        found |= dict.fromkeys(rows.values_list("session_id", "person_id"), sentence)
    return found


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
    """Refuse a person twice, one who lacks what the course requires, and what stands for good."""
    key = plan.session.pk, plan.person.pk
    first = seen.setdefault(key, cells.row.number)
    if first != cells.row.number:
        cells.refuse("", _("This person stands in row {n} already."), n=first)
    if not has_place(plan.before):
        refuse_unready(plan, cells, there.held)
    if key in there.fixed and not plan.certified:
        cells.refuse(CERTIFY, there.fixed[key])


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


def fate_of(plan: PlaceOfRow) -> RowFate:
    """Say whether a row brings a result, another one, or the same."""
    if plan.before is None or not has_place(plan.before) or not plan.before.written[0]:
        return RowFate.NEW
    other = sessions.differs(plan.before, roll_result(plan), plan.session)
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
