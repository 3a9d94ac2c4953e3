"""What a list of sessions planned or changed, taken back where it was not used since."""

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Effect, KeptEffect
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.sentences import Sentence
from training.models import Session
from training.partners import actions as partners

from .session_columns import ENDS, SEATS
from .session_plans import IN_STEP, MOVED, session_values
from .session_writing import save_sessions


@transaction.atomic
def take_sessions_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
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
    save_sessions(back, now)
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
    if session_values(session, effect.after) != dict(effect.after):
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
