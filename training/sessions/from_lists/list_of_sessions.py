"""Sessions that a trainer brings in as a list: planned as by hand, or arranged anew.

A session is known by its course, its day and its beginning. Of one that is there, the seats, the
link and who may sign up change as on its page; its end, its place and its trainer only while no
person was asked or has a place, because people are not told of another room. What another
organisation decides, or has as it is, stays too: they are not told from here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
from people.lists.people_in_reach import NAME, PeopleInReach
from people.lists.row_cells import RowCells, marked, named_by, plain_words, print_of_rows
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.formats import short_day
from people.writing.personal import personal_signs
from people.writing.sentences import Sentence
from training.finding import trainees
from training.models import Course, Enrolment, PlaceState, Session
from training.partners import actions as partners
from training.sessions import places

COURSE, DAY, STARTS, ENDS = "course", "day", "starts", "ends"
PLACE, ONLINE, SEATS, TRAINER, OPEN = "place", "online", "seats", "trainer", "open_to_all"
COURSE_COLUMN = ListColumn(
    key=COURSE,
    name=_("Course"),
    headings=("Course", "Training", "Topic", "Title", "หลักสูตร", "การอบรม", "เรื่อง", "ชื่อหลักสูตร"),
    example="การสัมภาษณ์โดยเข้าใจบาดแผลทางใจ",
    needed=True,
)
DAY_COLUMN = ListColumn(
    key=DAY,
    name=_("Day"),
    headings=("Day", "Date", "Held on", "วันที่", "วัน", "วันอบรม", "วันที่อบรม"),
    example="24/11/2569",
    needed=True,
)
STARTS_COLUMN = ListColumn(
    key=STARTS,
    name=pgettext_lazy("time of day", "From"),
    headings=("From", "Start", "Starts", "Start time", "Begins", "เริ่ม", "เวลาเริ่ม", "ตั้งแต่", "จาก"),
    example="09:00",
)
COLUMNS = (
    COURSE_COLUMN,
    DAY_COLUMN,
    STARTS_COLUMN,
    ListColumn(
        key=ENDS,
        name=pgettext_lazy("time of day", "Until"),
        headings=("Until", "End", "Ends", "End time", "To", "ถึง", "สิ้นสุด", "เวลาสิ้นสุด", "เลิก"),
        example="16:00",
    ),
    ListColumn(
        key=PLACE,
        name=_("Place"),
        headings=("Place", "Room", "Venue", "Location", "สถานที่", "ห้อง", "สถานที่อบรม"),
        example="ห้องประชุม 2",
        needed=True,
    ),
    ListColumn(
        key=ONLINE,
        name=_("Link to join online"),
        headings=(
            "Link",
            "Online",
            "Zoom",
            "Teams",
            "URL",
            "Link to join online",
            "ลิงก์",
            "ลิงค์",
            "ออนไลน์",
        ),
        example="https://example.org/room",
    ),
    ListColumn(
        key=SEATS,
        name=_("Seats"),
        headings=("Seats", "Places", "Capacity", "จำนวนที่นั่ง", "ที่นั่ง", "รับได้", "จำนวนคน"),
        example="20",
    ),
    ListColumn(
        key=TRAINER,
        name=_("Trainer"),
        headings=("Trainer", "Teacher", "Facilitator", "วิทยากร", "ผู้สอน", "ผู้อบรม", "ครู"),
        example="นางศิริพร มณีวงศ์",
    ),
    ListColumn(
        key=OPEN,
        name=_("Anybody here may sign up"),
        headings=(
            "Open",
            "Open to all",
            "Sign up",
            "Anybody here may sign up",
            "เปิดรับ",
            "สมัครได้ทุกคน",
        ),
        example="ใช่",
    ),
)
# What may change while people have places, and what only before any person was asked.
ROOM, MOVED = (SEATS, ONLINE, OPEN), (ENDS, PLACE, "trainer_id")
WRITTEN = (*MOVED, *ROOM)
# What is one for all organisations of a session, and what the one that holds it gave the others.
IN_STEP, GIVEN = {ENDS, PLACE, ONLINE}, {ENDS, PLACE, ONLINE, SEATS}
Key = tuple[int, date, time]


class SessionOfRow(NamedTuple):
    """What a row would plan, or change of a session that is there."""

    session: Session
    changes: dict[str, Any]


def plans_sessions(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer plans sessions."""
    return Role.TRAINER in viewer.roles


class SessionsThere(NamedTuple):
    """What the rows of a list are judged against."""

    courses: Mapping[str, Course | None]
    trainers: PeopleInReach
    known: Mapping[Key, Session]


def judge(bringing: Bringing) -> list[RowVerdict]:
    """Say what each row would plan or change; four statements for any number of rows.

    Refused as a whole: a viewer who is no trainer today.
    """
    refuse_without(bringing.by, Role.TRAINER)
    there = SessionsThere(
        named_by(Course.objects.visible_to(bringing.by)),
        PeopleInReach.read(trainees.trainers(bringing.by, bringing.today)),
        sessions_there(bringing.by),
    )
    seen: dict[Key, int] = {}
    return [judge_row(bringing, row, there, seen) for row in bringing.rows]


def sessions_there(viewer: Person) -> dict[Key, Session]:
    """Read the sessions that are the trainer's, with how many people were asked; two statements.

    Those that other organisations were asked to, and it stands, are `shared`.
    """
    booked = Count("enrolments", filter=Q(enrolments__state=PlaceState.BOOKED))
    mine = Session.objects.taught_by(viewer)
    rows = mine.annotate(asked=Count("enrolments"), booked=booked)
    others = partners.others_in(mine)
    found: dict[Key, Session] = {}
    for one in rows.order_by("-pk"):
        vars(one)["shared"] = others.get(one.pk, False)
        found[one.course_id, one.day, one.starts] = one
    return found


def judge_row(
    bringing: Bringing, row: ListRow, there: SessionsThere, seen: dict[Key, int]
) -> RowVerdict:
    """Say what one row would plan or change, or why it cannot."""
    cells = RowCells(row)
    notes: list[Sentence] = []
    course = course_of_row(cells, there.courses)
    day, starts = day_of_session(cells), cells.clock(STARTS)
    wanted = read_room(cells, bringing, there.trainers)
    plan, fate = None, RowFate.NEW
    if course and day and starts:
        first = seen.setdefault((course.pk, day, starts), row.number)
        if first != row.number:
            cells.refuse("", _("This stands in row {n} already."), n=first)
        known = there.known.get((course.pk, day, starts))
        if known:
            plan = changed(known, wanted, cells)
            fate = RowFate.CHANGES if plan.changes else RowFate.SAME
            notes = [*notes, *words_of_changes(known, plan.changes)]
        else:
            plan = planned(bringing, course, day, starts, wanted, cells)
            notes = [_("In the past")] if day < bringing.today else []
        if personal_signs(cells.text(PLACE)):
            notes.append(_("The place looks personal; please look once more"))
    elif not cells.text(STARTS):
        cells.refuse(STARTS, _("Please say when it begins."))
    return RowVerdict(
        row=row,
        fate=RowFate.CANNOT if cells.problems else fate,
        title=str(course or cells.text(COURSE)),
        about=about(day, starts, cells.text(PLACE)),
        notes=tuple(notes),
        problems=tuple(cells.problems),
        plan=plan,
        mark=mark_of(fate, plan, wanted, bool(cells.problems)),
    )


def mark_of(fate: RowFate, plan: SessionOfRow | None, wanted: dict[str, Any], refused: bool) -> str:
    """Make a row's mark: what would be written, and over what."""
    if plan is None:
        return marked(fate, refused)
    one = plan.session
    was = [getattr(one, key) for key in WRITTEN] if one.pk else []
    of_people = vars(one).get("asked"), vars(one).get("booked")
    key = one.course_id, one.day, one.starts
    return marked(fate, refused, one.pk, *key, *was, *of_people, *sorted(map(str, wanted.items())))


def about(day: date | None, starts: time | None, place: str) -> Sentence:
    """Say when and where it is."""
    clock = f"{starts:%H:%M}" if starts else ""
    return ", ".join(filter(None, (short_day(day), clock, place)))


def course_of_row(cells: RowCells, courses: Mapping[str, Course | None]) -> Course | None:
    """Find the course that a row names in either language."""
    if not cells.wants(COURSE, _("Please say which course it is.")):
        return None
    found = courses.get(plain_words(cells.text(COURSE)))
    if found is None:
        sentence = _("There is no course “{name}” here. A trainer can add it.")
        cells.refuse(COURSE, sentence, name=cells.text(COURSE)[:60])
    return found


def day_of_session(cells: RowCells) -> date | None:
    """Read the day of a session; it is asked for."""
    return cells.day(DAY) if cells.wants(DAY, _("Please say on which day it is.")) else None


def read_room(cells: RowCells, bringing: Bringing, trainers: PeopleInReach) -> dict[str, Any]:
    """Read all that a session has beside its key, of the columns that the list has."""
    wanted: dict[str, Any] = {
        ENDS: cells.clock(ENDS),
        PLACE: cells.text(PLACE),
        ONLINE: link(cells.text(ONLINE)),
        SEATS: cells.whole(SEATS, 1, 5000),
        OPEN: bool(cells.yes(OPEN)),
        "trainer_id": trainer_of(cells, bringing.by, trainers),
    }
    return wanted


def link(typed: str) -> str:
    """Write a link with its beginning."""
    return f"https://{typed}" if typed and "://" not in typed else typed


def trainer_of(cells: RowCells, viewer: Person, trainers: PeopleInReach) -> int | None:
    """Find the trainer among those in reach; the viewer where the row names none."""
    if not (name := cells.text(TRAINER)):
        return viewer.pk
    found = trainers.of(ListRow(cells.row.number, {NAME: name}))
    if found.problem:
        cells.refuse(TRAINER, found.problem.sentence)
    return found.person.pk if found.person else None


def planned(
    bringing: Bringing,
    course: Course,
    day: date,
    starts: time,
    wanted: dict[str, Any],
    cells: RowCells,
) -> SessionOfRow:
    """Make a session that is not there yet, and judge it as one that is planned by hand."""
    if wanted[ENDS] is None and not cells.text(ENDS):
        cells.refuse(ENDS, _("Please say when it ends."))
    cells.wants(PLACE, _("Please say where it is."))
    one = Session(
        organisation_id=bringing.by.organisation_id,
        course=course,
        day=day,
        starts=starts,
        **{key: value for key, value in wanted.items() if key != ENDS},
        ends=wanted[ENDS] or starts,
    )
    refuse_unfit(one, cells)
    return SessionOfRow(one, {})


def refuse_unfit(one: Session, cells: RowCells) -> None:
    """Refuse what a session cannot be."""
    if one.ends <= one.starts and cells.text(ENDS):
        cells.refuse(ENDS, _("The end is not after the beginning."))
    for key in (PLACE, ONLINE, SEATS):
        known = {problem.column for problem in cells.problems}
        field: Any = Session._meta.get_field(key)
        value = getattr(one, key)
        if key in known or value in ("", None):
            continue
        try:
            field.clean(value, one)
        except ValidationError as refused:
            cells.refuse(key, refused.messages[0])


def changed(known: Session, wanted: dict[str, Any], cells: RowCells) -> SessionOfRow:
    """Compare with a session that is there; only cells that say something change anything."""
    said = {key: wanted[key] for key in WRITTEN if cells.text(column_of(key))}
    changes = {key: value for key, value in said.items() if value != getattr(known, key)}
    shown = Session(**{key: getattr(known, key) for key in (DAY, STARTS, *WRITTEN)})
    for key, value in changes.items():
        setattr(shown, key, value)
    refuse_unfit(shown, cells)
    for key in changes:
        if why := stays(known, key):
            cells.refuse(column_of(key), why)
    return SessionOfRow(known, changes)


def stays(known: Session, key: str) -> Sentence:
    """Say why a field of a session that is there stays as it is; nothing where it may change."""
    about = vars(known)
    for holds, sentence in (
        (key in GIVEN and known.held_by, partners.HELD_ELSEWHERE),
        (key in MOVED and about["asked"], _("People were asked already, so this stays as it is.")),
        (
            key in MOVED and known.recorded_at,
            _("Attendance is saved already, so this stays as it is."),
        ),
        (
            key in IN_STEP and about["shared"],
            _("Other organisations were asked. Please change it on the page of the session."),
        ),
    ):
        if holds:
            return sentence
    return ""


def column_of(key: str) -> str:
    """Name the column of the list that says a field of a session."""
    return TRAINER if key == "trainer_id" else key


LABELS = {one.key: one.name for one in COLUMNS}


def words_of_changes(known: Session, changes: dict[str, Any]) -> list[Sentence]:
    """Say what changes, in a few words."""
    found: list[Sentence] = [
        format_lazy(
            "{what}: {before} → {after}",
            what=LABELS[key],
            before=word_of(getattr(known, key)),
            after=word_of(value),
        )
        for key, value in changes.items()
        if key != "trainer_id"
    ]
    return [*found, _("Another trainer")] if "trainer_id" in changes else found


def word_of(value: Any) -> Sentence:
    """Write a value as people read it."""
    if isinstance(value, bool):
        return pgettext_lazy("in a list", "Yes") if value else pgettext_lazy("in a list", "No")
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or "–")


def fingerprint(bringing: Bringing) -> str:
    """Say how the courses, the trainer's sessions and the places in them stand; five statements."""
    by = bringing.by
    mine = Session.objects.taught_by(by).order_by("pk")
    columns = ("pk", "course_id", "day", "starts", *WRITTEN, "recorded_at")
    return print_of_rows(
        list(Course.objects.visible_to(by).order_by("pk").values_list("pk", "name")),
        list(mine.values_list(*columns)),
        counted_places(mine),
        sorted(partners.others_in(mine).items()),
        sorted(trainees.trainers(by, bringing.today).order_by().values_list("pk", flat=True)),
    )


def counted_places(mine: QuerySet[Session]) -> dict[str, object]:
    """Count the places in sessions so that any that comes, goes or changes is noticed."""
    return Enrolment.objects.filter(session__in=mine.order_by().values("pk")).aggregate(
        last=Max("pk"), n=Count("pk"), booked=Count("pk", filter=BOOKED), since=Max("since")
    )


BOOKED = Q(state=PlaceState.BOOKED)


def lock(bringing: Bringing) -> None:
    """Hold the courses and the trainer's sessions until all is written."""
    courses = Course.objects.visible_to(bringing.by).select_for_update().order_by("pk")
    list(courses.values_list("pk", flat=True))
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(bringing.by).values("pk"))
    list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Plan and change what was judged; more seats move the waiting list up, and those are told."""
    fresh = [one for one in verdicts if one.fate is RowFate.NEW]
    made = Session.objects.bulk_create([one.plan.session for one in fresh], batch_size=1000)
    effects = [
        Effect(one.row.number, "training.Session", session.pk, None, values(session))
        for one, session in zip(fresh, made, strict=True)
    ]
    moved = [one for one in verdicts if one.fate is RowFate.CHANGES]
    for one in moved:
        session, changes = one.plan
        before = values(session, changes)
        for key, value in changes.items():
            setattr(session, key, value)
        after = values(session, changes)
        effects.append(Effect(one.row.number, "training.Session", session.pk, before, after))
    save([one.plan.session for one in moved], bringing.now)
    return effects


def values(session: Session, keys: Iterable[str] = WRITTEN) -> dict[str, Any]:
    """Write some fields of a session as JSON."""
    found = {key: getattr(session, key) for key in keys}
    return {
        key: value.isoformat() if isinstance(value, time) else value for key, value in found.items()
    }


def save(sessions: list[Session], now: datetime) -> None:
    """Store sessions that changed, and let the waiting lists of those move up."""
    Session.objects.bulk_update(sessions, WRITTEN, batch_size=500)
    waiting = Session.objects.filter(
        pk__in=[one.pk for one in sessions], enrolments__state=PlaceState.WAITING
    )
    for session in waiting.distinct().order_by("pk"):
        places.move_up(session, now)


@transaction.atomic
def take_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back what was planned or changed and not used since.

    Kept: a session with a place, an invitation or an answer, one that other organisations were
    asked to, one with attendance, one that was changed since, and one that is not the trainer's any
    more.
    """
    refuse_without(viewer, Role.TRAINER)
    pks = [one.pk for one in effects]
    taught = set(Session.objects.taught_by(viewer).filter(pk__in=pks).values_list("pk", flat=True))
    rows = Session.objects.filter(pk__in=pks, organisation_id=viewer.organisation_id)
    found = {one.pk: one for one in rows.select_for_update(of=("self",)).select_related("course")}
    used, others = asked_since(pks), partners.others_in(rows)
    kept, gone, back = [], [], []
    for effect in effects:
        if (session := found.get(effect.pk)) is None:
            continue
        why = why_kept(session, effect, used.get(effect.pk, 0), session.pk in taught)
        if why := why or why_shared(effect, others):
            kept.append(KeptEffect(effect.row, str(session), why))
        elif effect.before is None:
            gone.append(session.pk)
        else:
            for key, value in effect.before.items():
                setattr(session, key, time.fromisoformat(value) if key == ENDS else value)
            back.append(session)
    Session.objects.filter(pk__in=gone).delete()
    save(back, now)
    return kept


def asked_since(pks: list[int]) -> dict[int, int]:
    """Count the people who were asked to sessions or have a place in them; one statement."""
    asked = Session.objects.filter(pk__in=pks).annotate(asked=Count("enrolments"))
    return dict(asked.values_list("pk", "asked"))


def why_kept(session: Session, effect: Effect, asked: int, taught: bool) -> Sentence:
    """Say why a session is not taken back; nothing where it can be."""
    if not taught:
        return _("You cannot change it any more.")
    if session.recorded_at:
        return _("It was held, and attendance is saved.")
    if values(session, effect.after) != dict(effect.after):
        return _("It was changed since.")
    if effect.before is None and asked:
        return _("People were asked or have a place.")
    if effect.before is not None and asked and {*effect.after} & {*MOVED, SEATS}:
        return _("People were asked or have a place.")
    return ""


def why_shared(effect: Effect, others: Mapping[int, bool]) -> Sentence:
    """Say that others were asked to a session, or have it as it is now; nothing if they do not."""
    kept = effect.pk in others if effect.before is None else others.get(effect.pk, False)
    if kept and (effect.before is None or {*effect.after} & IN_STEP):
        return _("Other organisations were asked.")
    return ""


SESSIONS = list_subject(
    ListSubject(
        code="sessions",
        name=_("Sessions"),
        hint=_("Sessions to plan, or that were held. Course, day and beginning say which it is."),
        columns=COLUMNS,
        page="training",
        then="training",
        may=plans_sessions,
        judge=judge,
        write=write,
        take_back=take_back,
        lock=lock,
        fingerprint=fingerprint,
        manual=(
            _("Course, day and beginning say which session it is."),
            _("Once people were asked, its end, place and trainer stay as they are."),
        ),
    )
)
