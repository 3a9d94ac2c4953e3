"""What each row of a list of sessions would plan or change, or why it cannot."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.lists.kinds import Bringing, ListRow, RowFate, RowVerdict
from people.lists.people_in_reach import NAME, PeopleInReach
from people.lists.row_cells import RowCells, marked, named_by, plain_words
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.formats import short_day
from people.writing.personal import personal_signs
from people.writing.sentences import Sentence
from training.finding import trainees
from training.models import Course, PlaceState, Session
from training.partners import actions as partners

from .session_columns import COLUMNS, COURSE, DAY, ENDS, ONLINE, OPEN, PLACE, SEATS, STARTS, TRAINER
from .session_plans import GIVEN, IN_STEP, MOVED, WRITTEN, SessionOfRow

Key = tuple[int, date, time]


class SessionsThere(NamedTuple):
    """What the rows of a list are judged against."""

    courses: Mapping[str, Course | None]
    trainers: PeopleInReach
    known: Mapping[Key, Session]


def judge_sessions(bringing: Bringing) -> list[RowVerdict]:
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
