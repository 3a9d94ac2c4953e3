"""The workload over HTTP: the same verbs, the same rules, the same refusals as the pages."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Router, Schema, Status
from pydantic import StringConstraints, create_model

from people.keys.ring import keyed_hashes
from people.models import MAY, KeyScope, Person
from people.program_keys import Token
from people.programs.fields import ClockTime, CommonDay
from people.weeks import Week
from people.writing.schemas import FREE_TEXT, PROBLEMS, FreeTextIn, In
from people.writing.tags import IfMatch, IfNoneMatch, tag_of, tags_in, unless_known
from wellbeing.help import contacts
from wellbeing.rules.lines import LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers
from workload import access_kinds

from .board import actions as board
from .models import CaseloadLine, KindChoice, SeverityChoice, WorkWeek
from .policies import page as policies_page
from .policies.policy_numbers import NUMBERS, Tag
from .rules import load as load_rules
from .rules.carried import LinesMode
from .rules.parts import PostPart
from .weeks import actions as weeks
from .weeks import days as weeks_days
from .weeks.caseloads import LINES_AT_MOST, LineData, tag_of_lines
from .weeks.forms import NOTE_AT_MOST

router = Router(tags=["workload"])

BODY_PURPOSE = "workload.WorkWeek.body_hash"
NO_MODE = gettext_lazy("Please say by lines_mode what the lines do: replace, change or add.")

Count = Annotated[int, Field(ge=1, le=200)]
Days = Annotated[int, Field(ge=0, le=7)]
Answer = Annotated[int, Field(ge=0, le=4)]
KindName = Literal["", *KindChoice.values]
SeverityName = Literal["", *SeverityChoice.values]


class LineIn(In):
    """A line of the caseload; with an id it changes the line that has it."""

    id: UUID | None = None
    phase: load_rules.Phase
    add_ons: list[load_rules.AddOn] = []
    further_victims: Annotated[int, Field(ge=0, le=50)] = 0
    part: load_rules.Part = load_rules.Part.PRIMARY
    count: Count = 1
    kind: KindName = ""
    reference: Annotated[str, StringConstraints(max_length=40)] = ""
    closed: bool = False
    # The unit of the post it belongs to, for a person with several; left out, it stays where it is.
    unit: UUID | None = None


class LineOut(Schema):
    """A line that is carried now. `brought` is one that a supervisor's list wrote.

    With its id, or with its reference if it has one, a line of a week changes it.
    """

    id: UUID
    phase: load_rules.Phase
    add_ons: list[load_rules.AddOn]
    further_victims: int
    part: load_rules.Part
    count: int
    kind: KindName
    reference: str
    # The unit of the post it belongs to, of a person with several; null otherwise.
    unit: UUID | None
    opened_at: datetime
    brought: bool

    @staticmethod
    def resolve_id(line: CaseloadLine) -> UUID:
        """Give the id by which a week names the line."""
        return line.public_id

    @staticmethod
    def resolve_unit(line: CaseloadLine) -> UUID | None:
        """Give the unit of its post."""
        return line.unit.public_id if line.unit else None

    @staticmethod
    def resolve_brought(line: CaseloadLine) -> bool:
        """Say whether a list wrote it and the person has not confirmed it yet."""
        return line.brought_at is not None


AnswersIn = create_model(
    "AnswersIn",
    __base__=In,
    __doc__="The lines of the pulse, each 0 to 4; what is left out was skipped.",
    __module__=__name__,
    **dict.fromkeys(LINE_NAMES, (Answer | None, None)),
)


class WeekIn(FreeTextIn):
    """One ISO week of the token's person.

    `lines_mode` says what the lines do to the carried ones. `replace`: the caseload is these lines;
    each goes on from the carried one that it names, or that holds like cases, and all others end.
    `change`: each names a carried line by its id or reference, and the others stay. `add`: each is
    new, and the others stay. Lines without it are refused; without lines the caseload stays as it
    is. The same key with the same body is the same week once; with another body it is refused.
    """

    week: str = Field(examples=["2026-W47"])
    key: UUID
    corrects: UUID | None = None
    hours: Annotated[Decimal, Field(ge=0, le=168, decimal_places=1)]
    nights: Days = 0
    court_days: Days = 0
    material_minutes: Annotated[int, Field(ge=0, le=10080)] = 0
    leave_days: Annotated[Decimal, Field(ge=0, le=7, multiple_of=Decimal("0.5"))] = Decimal()
    lines: Annotated[list[LineIn] | None, Field(max_length=LINES_AT_MOST)] = None
    lines_mode: LinesMode | None = None
    # Made anew for each week; a default written into the description breaks makers of clients.
    answers: AnswersIn = Field(default_factory=AnswersIn)
    note: Annotated[str, StringConstraints(max_length=NOTE_AT_MOST), FREE_TEXT] = ""
    contact: UUID | None = None


class ReasonOut(Schema):
    """What stands out in a week beside its load, with its figure and limit."""

    code: str
    level: str
    value: Decimal
    limit: Decimal


class PostOut(Schema):
    """What one of several posts came to in a week."""

    unit: UUID
    hours: Decimal
    cases: int
    points: Decimal
    capacity: Decimal
    percent: Decimal | None
    level: str


class WeekOut(Schema):
    """A week's load with the figures it came from; percent is null when not available.

    Of a person with posts in several units it is the sum, and `parts` has each; with one post there
    are none.
    """

    week: str
    key: UUID
    # A keyed hash of the body that a program sent; empty if it was sent from the page.
    body_hash: str
    hours: Decimal
    cases: int
    case_points: Decimal
    night_points: Decimal
    supervision_points: Decimal
    points: Decimal
    # Null without contracted hours.
    capacity: Decimal | None
    percent: Decimal | None
    # By the load that flags go by: without the organisation's days of rest.
    level: str
    usual_percent: Decimal | None
    rest_days: Decimal
    parts: list[PostOut]
    reasons: list[ReasonOut]
    policy: str
    sent_at: datetime

    @staticmethod
    def resolve_week(row: WorkWeek) -> str:
        """Write the week as its ISO name."""
        return str(row.iso)

    @staticmethod
    def resolve_level(row: WorkWeek) -> str:
        """Give the level that flags go by."""
        return row.flag_level

    @staticmethod
    def resolve_usual_percent(row: WorkWeek) -> Decimal | None:
        """Give the load that flags go by."""
        return row.flag_load

    @staticmethod
    def resolve_cases(row: WorkWeek) -> int:
        """Give the number of cases."""
        return row.case_count

    @staticmethod
    def resolve_parts(row: WorkWeek) -> list[PostOut]:
        """Write what each post came to; the units are those of the person's own memberships."""
        kept = [PostPart.read(one) for one in row.parts]
        units = {m.unit_id: m.unit.public_id for m in row.person.every_membership} if kept else {}
        return [
            PostOut(
                unit=units[one.unit],
                hours=one.hours,
                cases=one.cases,
                points=one.points,
                capacity=one.capacity,
                percent=one.percent,
                level=one.usual_level or one.level,
            )
            for one in kept
            if one.unit in units
        ]


class NumberOut(Schema):
    """One number of a policy, and how well it is founded."""

    code: str
    label: str
    # Null where there is no such limit.
    value: Decimal | None
    unit: str
    tag: Literal[*Tag.values]
    source: str


class PolicyOut(Schema):
    """The numbers by which a week's load is counted; `week` answers name it by its version."""

    version: str
    numbers: list[NumberOut]


class MemberOut(Schema):
    """One person of a team, as on the board. Nothing here says who answered what."""

    id: UUID
    name: str
    job: str
    # A usual key, or the id of a job that the organisation added.
    job_code: str
    week_sent: bool
    # Of a person with posts under other supervisors too these figures are those of yours; of all
    # posts together `together` says the level, and `flag` may be one that others handle.
    together: str
    points: Decimal
    # Null where no week was sent, or without contracted hours.
    capacity: Decimal | None
    percent: Decimal | None
    flag: str
    # The last day of a long absence: who is away counts in no sum.
    away_until: date | None
    # Entered, and has not come in yet: no week is asked of them.
    awaited: bool
    # The flag rests: no week was sent for four weeks.
    rests: bool
    reasons: list[str]
    # Whether a supervisor or contact looked since the flag rose.
    seen: bool
    certificates_to_renew: int


class TeamOut(Schema):
    """A supervisor's board for the week."""

    week: str
    people: int
    page: int
    pages: int
    members: list[MemberOut]


@router.post(
    "/weeks", auth=Token(KeyScope.WEEKS), response={200: WeekOut, 201: WeekOut, **PROBLEMS}
)
def record_week(request, sent: WeekIn, if_match: IfMatch = None):
    """Record one ISO week for the token's person: 201 when new, 200 for a repeat or a change.

    With the tag of the caseload as `If-Match` it is refused where the carried lines changed since.
    """
    person, now = request.auth, timezone.now()
    about = replace(sent_of(sent, person, now), tags=tags_in(if_match))
    row, new = weeks.record(person=person, week=week_of(sent.week), sent=about, now=now)
    return Status(201 if new else 200, row)


def week_of(text: str) -> Week:
    """Read a week; what is none is refused in words."""
    try:
        return Week.parse(text)
    except ValueError:
        raise ValidationError(_("Please write a week like 2026-W47.")) from None


def sent_of(sent: WeekIn, person, now: datetime) -> weeks.Sent:
    """Write what was sent as the verb takes it; a contact has to be one the person can ask."""
    wanted = sent.contact
    contact = contacts.chosen(person=person, wanted=wanted, now=now) if wanted else None
    if sent.lines is not None and sent.lines_mode is None:
        raise ValidationError({"lines_mode": ValidationError(NO_MODE, code="lines_mode")})
    written = {"week", "lines", "lines_mode", "answers", "contact", "acknowledged"}
    fields = sent.dict(exclude=written)
    lines = sent.lines or []
    return weeks.Sent(
        lines=[LineData(**line.dict() | {"add_ons": tuple(line.add_ons)}) for line in lines],
        mode=None if sent.lines is None else sent.lines_mode,
        hashes=hashes_of(sent, person),
        answers=PulseAnswers(**sent.answers.dict()),
        contact=contact,
        **fields,
    )


def hashes_of(sent: WeekIn, person: Person) -> tuple[str, ...]:
    """Hash a body with each key of the ring: it holds answers, and few are possible.

    The same body in another order of its members has the same hash.
    """
    body = json.dumps(sent.model_dump(mode="json", exclude={"acknowledged"}), sort_keys=True)
    return tuple(keyed_hashes(f"{person.public_id} {body}", purpose=BODY_PURPOSE))


@router.get(
    "/me/caseload", auth=Token(KeyScope.OWN), response={200: list[LineOut], 304: None, **PROBLEMS}
)
def own_caseload(request, response: HttpResponse, if_none_match: IfNoneMatch = None):
    """Read the lines that the token's person carries now, oldest first.

    The answer's tag goes with the next week as `If-Match`.
    """
    found = CaseloadLine.objects.visible_to(request.auth).filter(person=request.auth)
    lines = list(found.filter(closed_at=None).select_related("unit").order_by("opened_at", "pk"))
    return unless_known(lines, tag_of_lines(lines), if_none_match, response)


class DayIn(In):
    """One day: shift times on Bangkok's clocks, nights, a day off, minutes with material.

    How hard material was to look at, whether it was known, and breaks are said of `minutes`, and
    are refused without.
    """

    day: CommonDay
    starts: ClockTime | None = None
    ends: ClockTime | None = None
    night: bool = False
    off: bool = False
    minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    severity: SeverityName = ""
    known: bool = False
    breaks: Annotated[int, Field(ge=0, le=1440)] | None = None


class DaysIn(In):
    """Some days of weeks that are not closed; a day with nothing in it is forgotten."""

    days: Annotated[list[DayIn], Field(min_length=1, max_length=14)]

    def place_of(self, refused: ValidationError) -> ValidationError:
        """Name the field of a refusal of a day by the last day in the list that it is about."""
        about = getattr(refused, "params", None) or {}
        places = [n for n, one in enumerate(self.days) if one.day == about.get("day")]
        return (
            ValidationError({f"days.{places[-1]}.{about['field']}": refused}) if places else refused
        )


class DaysOut(Schema):
    """The reasons of the weeks that were sent among those noted."""

    reasons: list[ReasonOut]


@router.post("/days", auth=Token(KeyScope.DAYS), response={200: DaysOut, **PROBLEMS})
def note_days(request, sent: DaysIn):
    """Note days of the token's person; sent weeks are judged again."""
    person, now = request.auth, timezone.now()
    days = [weeks_days.DayData(**one.dict()) for one in sent.days]
    try:
        weeks_days.note(person=person, days=days, now=now)
    except ValidationError as refused:
        raise sent.place_of(refused) from refused
    mondays = {Week.of(one.day).monday for one in sent.days}
    rows = WorkWeek.objects.visible_to(person).filter(person=person, week__in=mondays)
    return DaysOut(reasons=[one for row in rows for one in row.reasons])


@router.get("/me/load", auth=Token(KeyScope.OWN), response={200: list[WeekOut], **PROBLEMS})
def own_load(request, weeks: Annotated[int, Field(ge=1, le=104)] = 8):
    """Read the last weeks of the token's person, newest first."""
    found = WorkWeek.objects.visible_to(request.auth).filter(person=request.auth)
    rows = list(found.order_by("-week")[:weeks])
    for row in rows:
        row.person = request.auth
    return rows


@router.get("/policy", auth=Token(KeyScope.OWN), response={200: PolicyOut, 304: None, **PROBLEMS})
def policy(request, response: HttpResponse, if_none_match: IfNoneMatch = None):
    """Read the numbers that judge the weeks of the token's person now, each with its source."""
    found = policies_page.own(request.auth, timezone.now())
    told = PolicyOut(
        version=found.version,
        numbers=[
            NumberOut(
                code=number.code,
                label=str(number.label),
                value=number.read(found),
                unit=str(number.unit),
                tag=number.tag.value,
                source=str(number.source),
            )
            for number in NUMBERS
        ],
    )
    return unless_known(told, tag_of(told.model_dump(mode="json")), if_none_match, response)


@router.get("/team", auth=Token(KeyScope.TEAM), response={200: TeamOut, **PROBLEMS})
def team(request, page: Annotated[int, Field(ge=1, le=10_000)] = 1):
    """Read the board of the people the token's person answers for; noted like a look at the page.

    Flags that were not seen stand first, then those without a plan, then those with one.
    """
    viewer, now = request.auth, timezone.now()
    if not viewer.roles & set(MAY.answer_for_others):
        raise PermissionDenied(_("Only supervisors have a team."))
    found = board.read(viewer, now, page)
    board.note_looks(viewer, found, access_kinds.API, now, paged=True)
    shown = [*found.flagged, *found.others, *found.resting, *found.away, *found.awaited]
    members = [member(row) for row in shown]
    return TeamOut(
        week=str(found.week),
        people=found.people,
        page=found.page.number,
        pages=found.page.paginator.num_pages,
        members=members,
    )


def member(row: board.BoardRow) -> MemberOut:
    """Write one person's row."""
    return MemberOut(
        id=row.public_id,
        name=row.name,
        job=row.job,
        job_code=row.job_code,
        week_sent=row.work.sent,
        together=row.level_together,
        points=row.work.points,
        capacity=row.work.capacity,
        percent=row.work.load,
        flag=row.flag_level,
        away_until=row.away_until,
        awaited=row.awaited,
        rests=row.rests,
        reasons=list(row.work.reasons),
        seen=row.seen,
        certificates_to_renew=row.work.lapsing,
    )
