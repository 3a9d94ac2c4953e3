"""Thank-you notes: give one, choose who reads it, report one, decide on it. Nothing is counted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from people.writing.texts import refuse_identity
from training.finding.colleagues import refuse_no_colleague
from training.models import Audience, Thanks, ThanksLink, ThanksReport
from training.models.thanks import LONGEST_NOTE

from . import tasks as recognition_tasks

A_DAY = 10


@transaction.atomic
def give(*, giver: Person, receiver: Person, words: str, now: datetime) -> Thanks:
    """Thank a person of the same organisation; only they read it until they choose to share it.

    The same words to the same person on the same day are one note. Refused: a person who is no
    colleague, oneself, no words or too many, an identity, and more notes a day than a person would
    send.
    """
    Person.objects.select_for_update().get(pk=giver.pk)  # two taps are one note
    judge(giver=giver, receiver=receiver, words=words, now=now)
    lately = [
        one
        for one in Thanks.objects.visible_to(giver).filter(giver=giver).order_by("-pk")[:A_DAY]
        if today(one.given_at) == today(now)
    ]
    same = [one for one in lately if one.receiver_id == receiver.pk and one.words == words]
    if same:
        return same[0]
    if len(lately) == A_DAY:
        raise ValidationError(
            _("You have reached today’s limit. Please go on tomorrow."), code="many"
        )
    note = Thanks(
        organisation_id=giver.organisation_id, giver=giver, receiver=receiver, given_at=now
    )
    note.write(words)
    note.save()
    recognition_tasks.tell_thanked.enqueue(note.pk)
    return note


def judge(*, giver: Person, receiver: Person, words: str, now: datetime) -> None:
    """Refuse a receiver who is no colleague, and words that are none, too many or an identity."""
    refuse_no_colleague(receiver, of=giver, day=today(now))
    refuse_thanks(words)


def refuse_thanks(words: str) -> None:
    """Refuse words that are none, too many or an identity."""
    if not words.strip():
        raise ValidationError({"words": _("Please write a few words.")})
    if len(words) > LONGEST_NOTE:
        sentence = _("Please keep it to %(n)d letters.") % {"n": LONGEST_NOTE}
        raise ValidationError({"words": sentence})
    try:
        refuse_identity(words)
    except ValidationError as refused:
        raise ValidationError({"words": refused}) from None


@transaction.atomic
def take_back(note: Thanks, *, by: Person, now: datetime) -> bool:
    """Delete a note on the day it was given, as after a slip; only its writer can. Say if it was.

    One that was reported stays until an admin has decided.
    """
    own = Thanks.objects.filter(pk=note.pk, giver=by, removed_at=None).select_for_update()
    found = own.first()
    if not found or today(found.given_at) != today(now) or found.reports.waiting().exists():
        return False
    found.delete()
    return True


@transaction.atomic
def choose(note: Thanks, *, by: Person, audience: Audience, named: bool = True) -> None:
    """Let its receiver choose who reads a note, with their name or without.

    Its writer and admins know who received it. Any other viewer changes nothing.
    """
    own = Thanks.objects.received(by).filter(pk=note.pk)
    own.update(audience=Audience(audience), named=named)


@transaction.atomic
def put_away(note: Thanks, *, by: Person, now: datetime) -> None:
    """Hide a note from all; only its receiver can, and repeating is safe.

    No message is sent: not to its writer, nor to any other person.
    """
    Thanks.objects.received(by).filter(pk=note.pk, hidden_at=None).update(hidden_at=now)


@transaction.atomic
def take_out(note: Thanks, *, by: Person) -> None:
    """Show the receiver's put-away note again, to them alone; they choose again who reads it."""
    Thanks.objects.received(by).filter(pk=note.pk).update(hidden_at=None, audience=Audience.PRIVATE)


@transaction.atomic
def report(note: Thanks, *, by: Person, why: str, now: datetime) -> ThanksReport:
    """Ask an admin to look at a note; until they did, only its two people see it.

    A second report while one waits changes nothing. Refused without a reason.
    """
    Thanks.objects.visible_to(by).select_for_update().get(pk=note.pk)
    if waiting := note.reports.waiting().first():
        return waiting
    made = ThanksReport(
        organisation_id=note.organisation_id, thanks=note, by=by, at=now, why=why.strip()
    )
    made.full_clean()
    made.save()
    recognition_tasks.tell_reported.enqueue(made.pk)
    return made


@transaction.atomic
def decide(report: ThanksReport, *, by: Person, remove: bool, now: datetime) -> None:
    """Keep a reported note or take it down; who wrote or received it does not decide.

    The link by which a note that is taken down came in is closed with it.
    """
    waiting = ThanksReport.objects.decided_by(by).filter(pk=report.pk)
    if waiting.update(decided_at=now, decided_by=by, upheld=remove) and remove:
        Thanks.objects.filter(pk=report.thanks_id).update(removed_at=now)
        came_by = ThanksLink.objects.filter(notes=report.thanks_id, withdrawn_at=None)
        came_by.update(withdrawn_at=now)
