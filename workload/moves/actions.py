"""Move work from one person to another: proposed by a supervisor, accepted by the receiver."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.mandates import not_yours
from people.models import Person
from people.weeks import Week, today
from training.models import CertificateType
from workload.flags import actions as flags
from workload.load.parts import posts_seen
from workload.models import CaseloadLine, Flag, Transfer, TransferLine
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.weeks.actions import breakdown
from workload.weeks.caseloads import FIELDS

from .eligible import (
    refusal_at,
    refuse_proposer,
    refuse_receiver,
    refuse_resting,
    tidy_word,
    why_them,
)
from .tasks import tell_about_move

State = Transfer.State
ANSWERED = {
    State.ACCEPTED: _("This was already accepted. Nothing was moved a second time."),
    State.DECLINED: _("This was already declined. Nothing was moved."),
    State.WITHDRAWN: _("This was withdrawn meanwhile. Nothing was moved."),
}


@transaction.atomic
def propose(
    *,
    by: Person,
    giver: Person,
    receiver: Person,
    parts: Mapping[UUID, int],
    now: datetime,
    language: str = "",
    certificate: CertificateType | None = None,
    reason: str = "",
    word: str = "",
) -> Transfer:
    """Propose that some of a person's cases go to a colleague; all people concerned are told.

    `parts` says how many of which line. Refused: a person the proposer does not answer for, a
    receiver who cannot take work, a line that is closed, another person's or of a post that the
    proposer does not answer for, lines of two posts, more than a line has left, and a word that is
    too long or names an identity; a receiver with a duty that rests,
    without a reason. A load above 100 % is not refused.
    """
    refuse_proposer(by, giver)
    refuse_receiver(giver, receiver)
    reason = why_them(by, receiver, certificate, reason, today(now))
    # Of two proposals at once the second counts what the first has asked for.
    Person.objects.select_for_update(no_key=True).get(pk=giver.pk)
    lines = chosen(giver, parts, by)
    unit = unit_of_lines(giver, [line for line, _count in lines])
    transfer = Transfer.objects.create(
        organisation_id=giver.organisation_id,
        giver=giver,
        receiver=receiver,
        unit_id=unit,
        to_unit_id=unit_given_to(receiver, by),
        flag=Flag.objects.filter(person=giver, closed_at=None).first()
        if is_at_home(giver, unit)
        else None,
        language=language,
        certificate=certificate,
        reason=reason,
        word=tidy_word(word),
        proposed_by=by,
        proposed_at=now,
    )
    policy = counted_by(giver, now, unit)
    TransferLine.objects.bulk_create(
        TransferLine(
            transfer=transfer, line=line, count=count, written=write_move_down(line, count, policy)
        )
        for line, count in lines
    )
    tell_about_move.enqueue(transfer.pk, transfer.state)
    return transfer


def chosen(giver: Person, parts: Mapping[UUID, int], by: Person) -> list[tuple[CaseloadLine, int]]:
    """Read the lines that were chosen; what cannot move is refused.

    A line of a post that the proposer does not answer for is like one that is not there.
    """
    if not parts:
        raise refusal_at("lines", _("Please choose at least one case."))
    open_lines = CaseloadLine.objects.open().told_to(by).filter(person=giver, public_id__in=parts)
    taken = models.Q(moves__transfer__state=State.PROPOSED)
    lines = open_lines.annotate(asked=models.Sum("moves__count", filter=taken, default=0))
    lines = lines.order_by("pk")  # an aggregate forgets the order of the model
    sight = posts_seen(by, giver)
    found = {
        line.public_id: line
        for line in lines
        if not sight.beside and (sight.whole or unit_of_lines(giver, [line]) in sight.seen)
    }
    for public_id, count in parts.items():
        if (line := found.get(public_id)) is None:
            raise refusal_at(
                f"n-{public_id}",
                _("A case is closed meanwhile, or with somebody else. Please look once more."),
            )
        refuse_count(line, count, line.asked)
    return [(line, parts[line.public_id]) for line in found.values()]


def unit_of_lines(giver: Person, lines: list[CaseloadLine]) -> int | None:
    """Find the unit of the post that lines belong to; lines of two posts are refused."""
    units = {post.unit_id for post in giver.posts}
    first = giver.first_post.unit_id if giver.first_post else None
    found = {line.unit_id if line.unit_id in units else first for line in lines}
    if len(found) > 1:
        raise refusal_at("lines", _("Please choose cases of one unit at a time."))
    return found.pop()


def unit_given_to(receiver: Person, by: Person) -> int | None:
    """Find the post that cases go to: that under who decides, of several the one with most hours.

    A proposer who answers for none of the receiver's posts gives them to the home.
    """
    if len(receiver.posts) < 2:
        return receiver.home.unit_id if receiver.home else None
    led = (unit for unit, role in receiver.posts_answered if by.charge.holds(unit, role))
    return next(led, receiver.posts[0].unit_id)


def is_at_home(giver: Person, unit: int | None) -> bool:
    """Say whether cases are those of the home: who handles the flag there reads of their move."""
    return len(giver.posts) < 2 or (giver.home is not None and giver.home.unit_id == unit)


def refuse_count(line: CaseloadLine, count: int, asked: int) -> None:
    """Refuse more cases than a line has, counting those already proposed to a colleague."""
    field = f"n-{line.public_id}"
    if count < 1:
        raise refusal_at(field, _("At least 1, please."))
    if count > line.count:
        raise refusal_at(
            field,
            ngettext_lazy(
                "This line has %(n)s case only.", "This line has %(n)s cases only.", line.count
            ),
            n=line.count,
        )
    if count > line.count - asked:
        raise refusal_at(
            field,
            ngettext_lazy(
                "%(n)s case of this line is already proposed to somebody.",
                "%(n)s cases of this line are already proposed to somebody.",
                asked,
            ),
            n=asked,
        )


def counted_by(person: Person, now: datetime, unit: int | None) -> load_rules.Policy:
    """The numbers that judge a person's post in a unit now, or else where their week is counted."""
    post = next((one for one in person.posts if one.unit_id == unit), person.base)
    if post is None:
        return load_rules.USUAL
    return policies.judging(post.unit, Week.of(today(now)))


def write_move_down(
    line: CaseloadLine, count: int, policy: load_rules.Policy = load_rules.USUAL
) -> dict:
    """Write some cases of a line down with their points, as a week does."""
    some = CaseloadLine(**{name: getattr(line, name) for name in FIELDS} | {"count": count})
    return breakdown([some], policy)[0]


@transaction.atomic
def accept(transfer: Transfer, *, by: Person, now: datetime, word: str = "") -> Transfer:
    """Take the cases: all of them move, or none. The next week counts them with the receiver.

    A line of which only some cases move is split: the receiver gets a line of their own with the
    same phase, add-ons, part and kind. Refused: a viewer who is not the receiver, what was answered
    or withdrawn before, a receiver who can take no work now, a receiver with a duty that rests and
    no reason given, and a line that is closed, moved or smaller meanwhile.
    """
    refuse_other(by, transfer)
    refuse_receiver(transfer.giver, transfer.receiver)
    refuse_resting(transfer, today(now))
    answer(transfer, State.ACCEPTED, by=by, now=now, word=word)
    parts = list(transfer.lines.all())
    lines = {
        line.pk: line
        for line in CaseloadLine.objects.select_for_update()
        .filter(pk__in=[part.line_id for part in parts])
        .order_by("pk")
    }
    policy = counted_by(transfer.giver, now, transfer.unit_id)
    for part in parts:
        refuse_gone(part, lines[part.line_id], transfer)
        part.written = write_move_down(lines[part.line_id], part.count, policy)
    transfer.to_unit_id = unit_given_to(transfer.receiver, transfer.proposed_by)
    transfer.save(update_fields=["to_unit"])
    hand_over(
        [(lines[part.line_id], part.count) for part in parts],
        transfer.receiver,
        transfer.to_unit_id if len(transfer.receiver.posts) > 1 else None,
    )
    TransferLine.objects.bulk_update(parts, ["written"])
    if is_at_home(transfer.giver, transfer.unit_id):
        flags.moved(
            transfer.giver,
            by=by,
            cases=sum(part.count for part in parts),
            points=sum((Decimal(part.written["points"]) for part in parts), Decimal()),
            now=now,
        )
    return transfer


def hand_over(parts: list[tuple[CaseloadLine, int]], receiver: Person, unit: int | None) -> None:
    """Give whole lines away as they are, and split those that stay in part.

    `unit` is that of the receiver's post, where they have several.
    """
    whole = [line.pk for line, count in parts if count == line.count]
    CaseloadLine.objects.filter(pk__in=whole).update(person=receiver, unit_id=unit)
    split = [(line, count) for line, count in parts if count < line.count]
    CaseloadLine.objects.bulk_create(
        CaseloadLine(
            organisation_id=line.organisation_id,
            person=receiver,
            unit_id=unit,
            opened_at=line.opened_at,
            **{name: getattr(line, name) for name in FIELDS} | {"count": count},
        )
        for line, count in split
    )
    for line, count in split:
        line.count -= count
        # A page that was opened before still holds the old count: under its old name it would
        # bring the cases back.
        line.public_id = uuid.uuid4()
        line.save(update_fields=["count", "public_id"])


def refuse_gone(part: TransferLine, line: CaseloadLine, transfer: Transfer) -> None:
    """Refuse to move cases that are no longer there to move."""
    if line.closed_at:
        raise refusal_at("", _("A case was closed meanwhile. Nothing was moved."), "gone")
    if line.person_id != transfer.giver_id:
        raise refusal_at(
            "", _("A case is with somebody else meanwhile. Nothing was moved."), "gone"
        )
    if part.count > line.count:
        raise refusal_at(
            "",
            ngettext_lazy(
                "Only %(n)s case of a line is left meanwhile. Nothing was moved.",
                "Only %(n)s cases of a line are left meanwhile. Nothing was moved.",
                line.count,
            ),
            "gone",
            n=line.count,
        )


@transaction.atomic
def decline(transfer: Transfer, *, by: Person, now: datetime, word: str = "") -> Transfer:
    """Say no, with a word or without; nothing moves. Only the receiver can."""
    refuse_other(by, transfer)
    return answer(transfer, State.DECLINED, by=by, now=now, word=word)


@transaction.atomic
def withdraw(transfer: Transfer, *, by: Person, now: datetime) -> Transfer:
    """Take a proposal back before it is answered; only a supervisor of the giver's post can."""
    refuse_proposer(by, transfer.giver)
    sight = posts_seen(by, transfer.giver)
    if not sight.whole and transfer.unit_id not in sight.seen:
        raise not_yours()
    return answer(transfer, State.WITHDRAWN, by=by, now=now)


def refuse_other(by: Person, transfer: Transfer) -> None:
    """Refuse an answer by any viewer but the receiver."""
    if by.pk != transfer.receiver_id:
        raise refusal_at("", _("Only the person who was asked can answer."), "not_yours")


def answer(
    transfer: Transfer, state: State, *, by: Person, now: datetime, word: str = ""
) -> Transfer:
    """Close a proposal once: of two answers at the same time the second is refused."""
    changed = {"state": state, "answer": tidy_word(word), "answered_by": by, "answered_at": now}
    waiting = Transfer.objects.waiting().filter(pk=transfer.pk)
    if not waiting.update(version=models.F("version") + 1, **changed):
        standing = Transfer.objects.values_list("state", flat=True).get(pk=transfer.pk)
        raise refusal_at("", ANSWERED[State(standing)], "answered")
    for name, value in changed.items():
        setattr(transfer, name, value)
    transfer.version += 1
    # In this transaction: the answer and the notice of it are both kept, or neither.
    tell_about_move.enqueue(transfer.pk, transfer.state)
    return transfer
