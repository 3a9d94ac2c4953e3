"""Move work from one person to another: proposed by a supervisor, accepted by the receiver."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import Person
from people.weeks import Week, today
from training.models import CertificateType
from workload.flags import actions as flags
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
    receiver who cannot take work, a line that is closed or another person's, more than a line has
    left, and a word that is too long or names an identity; a receiver with a duty that rests,
    without a reason. A load above 100 % is not refused.
    """
    refuse_proposer(by, giver)
    refuse_receiver(giver, receiver)
    reason = why_them(by, receiver, certificate, reason, today(now))
    lines = chosen(giver, parts)
    transfer = Transfer.objects.create(
        organisation_id=giver.organisation_id,
        giver=giver,
        receiver=receiver,
        flag=Flag.objects.filter(person=giver, closed_at=None).first(),
        language=language,
        certificate=certificate,
        reason=reason,
        word=tidy_word(word),
        proposed_by=by,
        proposed_at=now,
    )
    policy = counted_by(giver, now)
    TransferLine.objects.bulk_create(
        TransferLine(
            transfer=transfer, line=line, count=count, written=write_move_down(line, count, policy)
        )
        for line, count in lines
    )
    tell_about_move.enqueue(transfer.pk, transfer.state)
    return transfer


def chosen(giver: Person, parts: Mapping[UUID, int]) -> list[tuple[CaseloadLine, int]]:
    """Read the lines that were chosen; what cannot move is refused."""
    if not parts:
        raise refusal_at("lines", _("Please choose at least one case."))
    open_lines = CaseloadLine.objects.filter(person=giver, closed_at=None, public_id__in=parts)
    taken = models.Q(moves__transfer__state=State.PROPOSED)
    lines = open_lines.annotate(asked=models.Sum("moves__count", filter=taken, default=0))
    lines = lines.order_by("pk")  # an aggregate forgets the order of the model
    found = {line.public_id: line for line in lines}
    for public_id, count in parts.items():
        if (line := found.get(public_id)) is None:
            raise refusal_at(
                f"n-{public_id}",
                _("A case is closed meanwhile, or with somebody else. Please look once more."),
            )
        refuse_count(line, count, line.asked)
    return [(line, parts[line.public_id]) for line in found.values()]


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


def counted_by(person: Person, now: datetime) -> load_rules.Policy:
    """The numbers by which a person's weeks are judged now; the usual ones without a unit."""
    if person.base is None:
        return load_rules.USUAL
    return policies.judging(person.base.unit, Week.of(today(now)))


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
    policy = counted_by(transfer.giver, now)
    for part in parts:
        refuse_gone(part, lines[part.line_id], transfer)
        part.written = write_move_down(lines[part.line_id], part.count, policy)
    hand_over([(lines[part.line_id], part.count) for part in parts], transfer.receiver)
    TransferLine.objects.bulk_update(parts, ["written"])
    flags.moved(
        transfer.giver,
        by=by,
        cases=sum(part.count for part in parts),
        points=sum((Decimal(part.written["points"]) for part in parts), Decimal()),
        now=now,
    )
    return transfer


def hand_over(parts: list[tuple[CaseloadLine, int]], receiver: Person) -> None:
    """Give whole lines away as they are, and split those that stay in part."""
    whole = [line.pk for line, count in parts if count == line.count]
    CaseloadLine.objects.filter(pk__in=whole).update(person=receiver)
    split = [(line, count) for line, count in parts if count < line.count]
    CaseloadLine.objects.bulk_create(
        CaseloadLine(
            organisation_id=line.organisation_id,
            person=receiver,
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
    """Take a proposal back before it is answered; only a supervisor of the giver can."""
    refuse_proposer(by, transfer.giver)
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
