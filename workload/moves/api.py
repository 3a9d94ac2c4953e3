"""Moving work over HTTP: the same verbs and refusals as the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints

from people.audit import actions as audit
from people.models import KeyScope, Person, Role, SpokenLanguage
from people.program_keys import Token
from people.writing.schemas import FREE_TEXT, PROBLEMS, FreeTextIn, In
from training.models import CertificateType
from workload import access_kinds
from workload.models import Transfer

from . import actions as moves_actions
from . import stories
from .eligible import WORDS_AT_MOST
from .stories import MoveStory

router = Router(tags=["moving work"], auth=Token(KeyScope.MOVES))
AT_MOST = 100
Word = Annotated[str, StringConstraints(max_length=WORDS_AT_MOST), FREE_TEXT]


class PartIn(In):
    """Some cases of a line."""

    line: UUID
    count: Annotated[int, Field(ge=1, le=200)] = 1


class TransferIn(FreeTextIn):
    """The giver, the receiver and the cases. Language and certificate are what the cases need.

    A reason is asked for where the certificate allows a duty and the receiver has no valid one.
    """

    giver: UUID
    receiver: UUID
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=60)]
    language: SpokenLanguage | None = None
    certificate: UUID | None = None
    reason: Word = ""
    word: Word = ""


class AnswerIn(FreeTextIn):
    """A word with the answer, or none."""

    word: Word = ""


class PartOut(Schema):
    """What moves, in words, with its points."""

    title: str
    working: str
    points: Decimal


class TransferOut(Schema):
    """A move of work; nothing here says how high a person's load is."""

    id: UUID
    giver: str
    receiver: str
    state: str
    cases: int
    points: Decimal
    parts: list[PartOut]
    reason: str
    word: str
    proposed_by: str
    proposed_at: datetime
    answer: str
    answered_at: datetime | None
    version: int

    @classmethod
    def of(cls, story: MoveStory) -> "TransferOut":
        """Write a move."""
        move = story.move
        return cls(
            id=move.public_id,
            giver=move.giver.name,
            receiver=move.receiver.name,
            state=move.state,
            cases=move.cases,
            points=story.points,
            parts=[
                PartOut(title=e.title, working=e.working, points=e.points) for e in story.entries
            ],
            reason=story.reason,
            word=move.word,
            proposed_by=move.proposed_by.name,
            proposed_at=move.proposed_at,
            answer=move.answer,
            answered_at=move.answered_at,
            version=move.version,
        )


def out(viewer: Person, found: list[Transfer], now: datetime) -> list[TransferOut]:
    """Write moves for a viewer who may see them, and note the look."""
    people = {one.pk: one for move in found for one in (move.giver, move.receiver)}
    role = Role.SUPERVISOR if Role.SUPERVISOR in viewer.roles else Role.WORKER
    audit.note_access(
        viewer=viewer, role=role, what=access_kinds.MOVE, people=people.values(), at=now
    )
    led = stories.led_by(viewer, found)
    return [
        TransferOut.of(stories.told(move, {}, now, reason=stories.reason_for(viewer, move, led)))
        for move in found
    ]


def settled(request, public_id: UUID, verb, **more) -> TransferOut:
    """Find a move, call its verb, and write it as it is then."""
    now, visible = timezone.now(), Transfer.objects.visible_to(request.auth).in_full()
    verb(get_object_or_404(visible, public_id=public_id), by=request.auth, now=now, **more)
    return out(request.auth, [visible.get(public_id=public_id)], now)[0]


@router.get("", response={200: list[TransferOut], **PROBLEMS})
def list_transfers(request):
    """Read the newest moves of the token's person and the people they supervise."""
    visible = Transfer.objects.visible_to(request.auth).in_full()
    newest = visible.order_by("-proposed_at", "-pk")[:AT_MOST]
    return out(request.auth, list(newest), timezone.now())


@router.get("/{uuid:public_id}", response={200: TransferOut, **PROBLEMS})
def read_transfer(request, public_id: UUID):
    """Read one move, of the token's person or a person they supervise."""
    visible = Transfer.objects.visible_to(request.auth).in_full()
    return out(request.auth, [get_object_or_404(visible, public_id=public_id)], timezone.now())[0]


@router.post("", response={201: TransferOut, **PROBLEMS})
def propose_transfer(request, asked: TransferIn):
    """Propose to move work of a person the token's person supervises."""
    by, now = request.auth, timezone.now()
    giver = get_object_or_404(Person.objects.supervised_by(by), public_id=asked.giver)
    colleagues = Person.objects.filter(organisation_id=by.organisation_id)
    receiver = get_object_or_404(colleagues, public_id=asked.receiver)
    certificate = None
    if asked.certificate:
        kinds = CertificateType.objects.visible_to(by)
        certificate = get_object_or_404(kinds, public_id=asked.certificate)
    move = moves_actions.propose(
        by=by,
        giver=giver,
        receiver=receiver,
        parts={part.line: part.count for part in asked.parts},
        language=asked.language or "",
        certificate=certificate,
        reason=asked.reason,
        word=asked.word,
        now=now,
    )
    return Status(201, out(by, [Transfer.objects.in_full().get(pk=move.pk)], now)[0])


@router.post("/{uuid:public_id}/accept", response={200: TransferOut, **PROBLEMS})
def accept_transfer(request, public_id: UUID, answer: AnswerIn):
    """Take the cases; for the person who was asked. A second answer is a conflict."""
    return settled(request, public_id, moves_actions.accept, word=answer.word)


@router.post("/{uuid:public_id}/decline", response={200: TransferOut, **PROBLEMS})
def decline_transfer(request, public_id: UUID, answer: AnswerIn):
    """Say no; for the person who was asked."""
    return settled(request, public_id, moves_actions.decline, word=answer.word)


@router.post("/{uuid:public_id}/withdraw", response={200: TransferOut, **PROBLEMS})
def withdraw_transfer(request, public_id: UUID):
    """Take a proposal back before it is answered; for a supervisor of the giver."""
    return settled(request, public_id, moves_actions.withdraw)
