"""Open what a phone kept for a week, and send it once, as My week would have.

What comes is another person's to show only where its mark is theirs, and never older than a phone
keeps it. The moment at which it was kept is what the phone's clock said: it decides nothing.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.utils.translation import gettext as _

from people.models import Person
from people.phones import sealed_texts
from people.phones.phone_keys import KEPT_ON_A_PHONE
from people.phones.sealed_texts import UnreadableError
from people.weeks import Week
from people.writing.formats import week_name
from workload.models import WorkWeek
from workload.weeks.sending import SENT_AND_CLOSED, TypedWeek
from workload.weeks.stored import refuse_sent_before


class KeptState(StrEnum):
    """What became of a kept week; a phone deletes it at some and keeps it at others."""

    SENT = "sent"
    THERE = "there"
    LATE = "late"
    CHANGED = "changed"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    EARLY = "early"

    @property
    def status(self) -> HTTPStatus:
        """The status of the answer that says so."""
        return STATUSES[self]


STATUSES = {
    KeptState.SENT: HTTPStatus.CREATED,
    KeptState.THERE: HTTPStatus.OK,
    KeptState.LATE: HTTPStatus.CREATED,
    KeptState.CHANGED: HTTPStatus.CONFLICT,
    KeptState.REFUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    KeptState.UNREADABLE: HTTPStatus.GONE,
    KeptState.FOREIGN: HTTPStatus.FORBIDDEN,
    KeptState.EARLY: HTTPStatus.UNPROCESSABLE_ENTITY,
}


class ForeignError(Exception):
    """Another person kept this, or the same person for another place of theirs."""


@dataclass(frozen=True)
class KeptWeek:
    """An opened week: what a phone would have posted, for the week that its page was for."""

    person: Person
    week: Week
    key: UUID
    data: QueryDict

    def standing(self, now: datetime) -> KeptState | None:
        """Say what is decided without a look at the fields; None where they decide."""
        sent = WorkWeek.objects.filter(person=self.person, week=self.week.monday, key=self.key)
        if sent.exists():
            return KeptState.THERE
        if now < self.week.opens:
            return KeptState.EARLY
        if now >= self.week.closes + KEPT_ON_A_PHONE:
            return KeptState.UNREADABLE
        return None


@dataclass(frozen=True)
class KeptAnswer:
    """What became of a kept week, and what is said of it."""

    state: KeptState
    sentence: str
    week: Week | None = None


def open_kept(person: Person, sealed: str) -> KeptWeek:
    """Open a sealed week of this person; nothing of it is judged yet.

    UnreadableError where it does not open or is no week, ForeignError where it is not theirs.
    """
    try:
        told = json.loads(sealed_texts.unseal(sealed))
        owner, week, key, fields = (told[name] for name in ("owner", "week", "key", "fields"))
        if not all(isinstance(one, str) for one in (owner, week, key, fields)):
            raise UnreadableError
        (owner + fields).encode()  # half a letter, as JSON may hold it, no page and no table takes
        of = Week.parse(week)
        of.closes  # noqa: B018 - a week at the end of all dates has none
        data = QueryDict(fields, mutable=True)
        found = KeptWeek(person, of, UUID(key), data)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, SuspiciousOperation):
        # Without the cause: it would carry what was written.
        raise UnreadableError from None
    if not sealed_texts.is_marked(person, owner):
        raise ForeignError
    if data.get("key") != key:
        raise UnreadableError
    return found


def take_kept(person: Person, sealed: str, now: datetime) -> KeptAnswer:
    """Send what a phone kept, and say what became of it; the same text again sends nothing."""
    try:
        kept = open_kept(person, sealed)
    except UnreadableError:
        return told_of_kept(KeptState.UNREADABLE)
    except ForeignError:
        return told_of_kept(KeptState.FOREIGN)
    return send_kept(kept, now)


def send_kept(kept: KeptWeek, now: datetime) -> KeptAnswer:
    """Send an opened week by the server's clock; not in place of one that is closed for now."""
    if state := kept.standing(now):
        return told_of_kept(state, kept.week)
    refuse_sent_before(kept.person, kept.week)
    typed, late = TypedWeek(kept.person, kept.week, kept.data, kept=True), kept.week.closes <= now
    if typed.send(now):
        again = typed.row is not None and typed.row.changed_at != now
        sent = KeptState.LATE if late else KeptState.SENT
        return told_of_kept(KeptState.THERE if again else sent, kept.week)
    state = KeptState.CHANGED if typed.was_sent else KeptState.REFUSED
    if late and typed.was_sent:
        return KeptAnswer(state, str(SENT_AND_CLOSED), kept.week)
    # What a page does not ask has no sentence of its own.
    sentence = typed.problems[0][1] if typed.problems else told_of_kept(state).sentence
    return KeptAnswer(state, sentence, kept.week)


def told_of_kept(state: KeptState, week: Week | None = None) -> KeptAnswer:
    """Say in a sentence what became of a week, where no field of it says more."""
    sentences = {
        KeptState.SENT: _("%(week)s is sent."),
        KeptState.THERE: _("%(week)s was sent already."),
        KeptState.LATE: _(
            "%(week)s had closed before it came. You find it among your closed weeks."
        ),
        KeptState.REFUSED: _("Something in it needs another look."),
        KeptState.UNREADABLE: _("What this device kept cannot be opened any more."),
        KeptState.FOREIGN: _("This device keeps it for another person, or for another workplace."),
        KeptState.EARLY: _("This week is not open yet: it opens on its Thursday."),
    }
    name = {"week": week_name(week) if week else ""}
    return KeptAnswer(state, sentences[state] % name, week)
