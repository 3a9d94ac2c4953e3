"""Sessions that a trainer brings in as a list: planned as by hand, or arranged anew.

A session is known by its course, its day and its beginning. Of one that is there, the seats, the
link and who may sign up change as on its page; its end, its place and its trainer only while no
person was asked or has a place, because people are not told of another room. What another
organisation decides, or has as it is, stays too: they are not told from here.
"""

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Bringing, ListSubject, list_subject
from people.lists.row_cells import print_of_rows
from people.models import Person, Role
from training.finding import trainees
from training.models import Course, Enrolment, PlaceState, Session
from training.partners import actions as partners

from .session_columns import COLUMNS
from .session_judging import judge_sessions
from .session_plans import WRITTEN
from .session_undoing import take_sessions_back
from .session_writing import lock_sessions, write_sessions


def plans_sessions(viewer: Person, now: datetime) -> bool:
    """Say whether the viewer plans sessions."""
    return Role.TRAINER in viewer.roles


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
SESSIONS = list_subject(
    ListSubject(
        code="sessions",
        name=_("Sessions"),
        hint=_("Sessions to plan, or that were held. Course, day and beginning say which it is."),
        columns=COLUMNS,
        page="training",
        then="training",
        may=plans_sessions,
        judge=judge_sessions,
        write=write_sessions,
        take_back=take_sessions_back,
        lock=lock_sessions,
        fingerprint=fingerprint,
        manual=(
            _("Course, day and beginning say which session it is."),
            _("Once people were asked, its end, place and trainer stay as they are."),
        ),
    )
)
