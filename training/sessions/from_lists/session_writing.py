"""A list of sessions is written: planned and changed, and who waited moves up."""

from datetime import datetime

from people.lists.kinds import Bringing, Effect, RowFate, RowVerdict
from training.models import Course, PlaceState, Session
from training.sessions import places

from .session_plans import WRITTEN, session_values


def lock_sessions(bringing: Bringing) -> None:
    """Hold the courses and the trainer's sessions until all is written."""
    courses = Course.objects.visible_to(bringing.by).select_for_update().order_by("pk")
    list(courses.values_list("pk", flat=True))
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(bringing.by).values("pk"))
    list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))


def write_sessions(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Plan and change what was judged; more seats move the waiting list up, and those are told."""
    fresh = [one for one in verdicts if one.fate is RowFate.NEW]
    made = Session.objects.bulk_create([one.plan.session for one in fresh], batch_size=1000)
    effects = [
        Effect(one.row.number, "training.Session", session.pk, None, session_values(session))
        for one, session in zip(fresh, made, strict=True)
    ]
    moved = [one for one in verdicts if one.fate is RowFate.CHANGES]
    for one in moved:
        session, changes = one.plan
        before = session_values(session, changes)
        for key, value in changes.items():
            setattr(session, key, value)
        after = session_values(session, changes)
        effects.append(Effect(one.row.number, "training.Session", session.pk, before, after))
    save_sessions([one.plan.session for one in moved], bringing.now)
    return effects


def save_sessions(sessions: list[Session], now: datetime) -> None:
    """Store sessions that changed, and let the waiting lists of those move up."""
    Session.objects.bulk_update(sessions, WRITTEN, batch_size=500)
    waiting = Session.objects.filter(
        pk__in=[one.pk for one in sessions], enrolments__state=PlaceState.WAITING
    )
    for session in waiting.distinct().order_by("pk"):
        places.move_up(session, now)
