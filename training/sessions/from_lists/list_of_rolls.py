"""Attendance that a trainer brings in as a list, of one session or of many.

It gives a place to who was there without one, and then does what saving the roll by hand does, in
the same verbs: never for oneself, never before the day, and of a session long past it waits for a
second trainer.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.audit import actions as audit
from people.lists.kinds import Bringing, ListSubject, RowVerdict, list_subject
from people.lists.row_cells import print_of_rows
from people.models import Person, Role
from people.writing.fields import uuid_of
from training import access_kinds
from training.certificates.from_lists.list_of_certificates import counted_certificates
from training.models import Session

from .list_of_sessions import counted_places
from .roll_columns import COLUMNS
from .roll_judging import judge_rolls
from .roll_undoing import take_rolls_back
from .roll_writing import lock_rolls, write_rolls


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
        judge=judge_rolls,
        write=write_rolls,
        take_back=take_rolls_back,
        lock=lock_rolls,
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
