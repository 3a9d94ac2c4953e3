"""Flags over HTTP: what a viewer's pages say of open ones, without a word that anybody wrote."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from people.api_pages import AskedPage, PageOut, cut
from people.audit import actions as audit
from people.models import MAY, KeyScope
from people.program_keys import Token
from people.weeks import Week, today
from people.writing.schemas import PROBLEMS
from workload import access_kinds
from workload.models import Flag, FlagStep, LevelChoice
from workload.rules.flag_clock import flag_look

router = Router(tags=["flags"], auth=Token(KeyScope.FLAGS))


class FlagOut(Schema):
    """An open flag: on the work of a person, never on the person."""

    id: UUID
    person: UUID
    name: str
    level: Literal[LevelChoice.AMBER.value, LevelChoice.RED.value]
    # The week that opened it, and the moment when it opened or came back last.
    week: str
    since: datetime
    times: int
    # No week was sent for four weeks.
    rests: bool
    # Whether a supervisor or contact looked since it rose; the last day of a plan that stands.
    seen: bool
    planned_until: date | None

    @classmethod
    def of(cls, flag: Flag, day: date) -> Self:
        """Write a flag, as it stands on a day."""
        steps = [step.rule for step in flag.steps.all()]
        found = flag_look(steps, day) if steps else None
        plan = found.plan if found and found.planned else None
        return cls(
            id=flag.public_id,
            person=flag.person.public_id,
            name=flag.person.name,
            level=flag.level,
            week=str(Week.of(flag.opened_week)),
            since=flag.since,
            times=flag.times,
            rests=flag.rests_since is not None,
            seen=bool(found and found.seen),
            planned_until=plan.until if plan else None,
        )


class FlagsOut(PageOut):
    """A page of open flags, the newest first."""

    items: list[FlagOut]


@router.get("", response={200: FlagsOut, **PROBLEMS})
def list_flags(request, response: HttpResponse, asked: Query[AskedPage]):
    """Read one's own open flag, and those one handles or was asked to look at; looks are noted."""
    viewer, now = request.auth, timezone.now()
    # What people wrote stays sealed.
    steps = Prefetch("steps", FlagStep.objects.defer("sealed_text"))
    found = Flag.objects.visible_to(viewer).open().select_related("person").prefetch_related(steps)
    page = cut(request, response, found, asked, by="-opened_at")
    role, people = viewer.acts_as(*MAY.answer_for_others), [flag.person for flag in page.rows]
    audit.note_access(viewer=viewer, role=role, what=access_kinds.API, people=people, at=now)
    return {"items": [FlagOut.of(flag, today(now)) for flag in page.rows], "next": page.next}
