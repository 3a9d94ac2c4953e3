"""A move of work as those concerned read it: the cases, their sum, and the change in loads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from people.models import Person
from people.statements import written_once
from people.weeks import today
from workload.load.parts import had_several_posts, helps_under
from workload.models import Transfer, TransferLine
from workload.policies.working import Entry, line_entry
from workload.rules import load as load_rules

from .actions import write_move_down
from .standing import CaseloadStanding, LoadChange, standings

TOLD_FOR = timedelta(days=28)
SHOWN = 10


@dataclass(frozen=True)
class MoveStory:
    """One move, with the loads that the reader may see."""

    move: Transfer
    entries: list[Entry]
    changes: list[LoadChange]
    warnings: list[str]
    # The reason that was asked for, where the reader may know how certificates stand.
    reason: str = ""
    answers: bool = False
    withdraws: bool = False

    @property
    def points(self) -> Decimal:
        """What the cases weigh together."""
        return sum((entry.points for entry in self.entries), Decimal())

    @property
    def state(self) -> tuple[str, str]:
        """The look of its state: a tag's state and an icon."""
        return LOOKS[Transfer.State(self.move.state)]


LOOKS = {
    Transfer.State.PROPOSED: ("info", "open"),
    Transfer.State.ACCEPTED: ("steady", "check"),
    Transfer.State.DECLINED: ("", "minus"),
    Transfer.State.WITHDRAWN: ("", "minus"),
}


def story(move: Transfer, viewer: Person, now: datetime) -> MoveStory:
    """Tell one move to a viewer who may see it; loads only of the posts that it is about.

    Of a person with several posts a viewer who answers for another one reads no load here.
    """
    gives, takes = Transfer.objects.filter(pk=move.pk).sides_led(viewer)
    both = {move.giver_id: gives, move.receiver_id: takes}
    seen = [one for one, led in both.items() if led or one == viewer.pk]
    known = {one.person.pk: one for one in standings(seen, now, viewer)} if move.waits else {}
    return told(
        move,
        known,
        now,
        reason=reason_for(viewer, move, led_by(viewer, [move])),
        answers=move.waits and viewer.pk == move.receiver_id,
        withdraws=move.waits and gives,
    )


def reason_for(viewer: Person, move: Transfer, supervised: Collection[int]) -> str:
    """Read the reason to ask a person with a duty that rests; nothing for other viewers.

    It tells how the receiver's certificate stands: for the receiver, for those who answer for them,
    and for the person who wrote it. A colleague who gives work away, and another unit's supervisor,
    read none of that.
    """
    own = viewer.pk in (move.receiver_id, move.proposed_by_id)
    return move.reason if own or move.receiver_id in supervised else ""


def led_by(viewer: Person, found: Collection[Transfer]) -> set[int]:
    """Find the receivers with a reason that the viewer answers for; often no statement."""
    asked = [move.receiver_id for move in found if move.reason]
    led = Person.objects.supervised_by(viewer).filter(pk__in=asked)
    return set(led.values_list("pk", flat=True)) if asked else set()


def told(
    move: Transfer, known: dict[int, CaseloadStanding], now: datetime, **more: Any
) -> MoveStory:
    """Write a move with what is known of the loads on its two sides."""
    giver, receiver = known.get(move.giver_id), known.get(move.receiver_id)
    policy = giver.policy if giver else load_rules.USUAL
    entries = [line_entry(written(part, move, policy), policy) for part in move.lines.all()]
    points = sum((entry.points for entry in entries), Decimal())
    changes = [LoadChange.of(giver, -points)] if giver else []
    warnings = []
    if receiver:
        changes.append(LoadChange.of(receiver, points))
        if changes[-1].above:
            warnings.append(_("%(name)s would be above 100%%.") % {"name": changes[-1].name})
        warnings += receiver.lacks(move.language, move.certificate, today(now))
    return MoveStory(move, entries, changes, warnings, **more)


def written(part: TransferLine, move: Transfer, policy: load_rules.Policy) -> dict:
    """Write the cases as they are now until there is an answer, and then as they moved."""
    line = part.line
    there = line.closed_at is None and line.person_id == move.giver_id
    return write_move_down(line, part.count, policy) if move.waits and there else part.written


def of(person: Person, now: datetime) -> list[MoveStory]:
    """Tell a person's own moves: those that wait, and those answered in the last four weeks.

    One statement where there is none; the loads are read only for one that waits for an answer.
    """
    found = recent(person, now)
    known = {}
    if any(move.waits and move.receiver_id == person.pk for move in found):
        known = {one.person.pk: one for one in standings([person.pk], now, person)}
    return [
        told(move, known, now, reason=move.reason, answers=move.waits)
        if move.receiver_id == person.pk
        else told(move, {}, now)
        for move in found
    ]


def around(person: Person, viewer: Person, now: datetime) -> list[MoveStory]:
    """Tell a supervisor of a person's moves, without the loads; one statement where none.

    Of a person with several posts, now or before, those of the posts that the supervisor answers
    for; where the person helps besides, none of a post elsewhere.
    """
    found = recent(person, now)
    if found and (had_several_posts(person) or helps_under(viewer, person)):
        seen = Transfer.objects.visible_to(viewer).filter(pk__in=[move.pk for move in found])
        known = set(seen.values_list("pk", flat=True))
        found = [move for move in found if move.pk in known]
    return [told(move, {}, now) for move in found]


def recent(person: Person, now: datetime) -> list[Transfer]:
    """Read the moves that wait or were answered in the last four weeks, newest first."""
    lately = [
        move
        for move in moves_of(person=person.pk)
        if move.answered_at is None or now - move.answered_at < TOLD_FOR
    ][:SHOWN]
    if lately:
        lines = TransferLine.objects.select_related("line")
        prefetch_related_objects(lately, Prefetch("lines", lines))
    return lately


@written_once
def moves_of(person: int) -> QuerySet[Transfer]:
    """Read the newest moves that a person gives or receives, with their people."""
    return Transfer.objects.about(person).with_people()[: SHOWN * 3]
