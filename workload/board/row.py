"""One person's row on the board: from what the database says to words and pictures."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Job, local
from people.weeks import Week, WorkingDays
from people.writing.formats import percent, plain_number, short_day, written_points
from training.certificates import duties
from training.certificates.words import certificate_words
from training.rules.certificates import CertificateStanding, state
from workload.load import pictures
from workload.load import words as load_words
from workload.models import FlagStep, LevelChoice
from workload.models.flag import words_of_returns
from workload.rules import load as load_rules
from workload.rules.flag_clock import flag_look, step_of, unplanned
from workload.rules.reasons import ReasonCode

from .facts import BoardCertificate, BoardWeek, Facts

WEEKS_SHOWN = 8


@dataclass
class BoardRow:
    """One person on the board, with every text and picture ready."""

    person_id: int
    public_id: UUID
    name: str
    other_name: str
    job: str
    hours_note: str
    flag_id: int | None
    flag_level: str
    week: Week
    flag_state: str = ""
    flag_words: str = ""
    load: Decimal | None = None
    level: str = ""
    points: Decimal = Decimal()
    capacity: Decimal = Decimal()
    percent: str = "–"
    meter: SafeString = SafeString("")
    working: str = ""
    spark: SafeString = SafeString("")
    hours: str = "–"
    # The hours of the latest week that was sent, and which week that is.
    worked: Decimal | None = None
    shown_week: Week | None = None
    sent: bool = False
    shown: str = ""
    watch: bool = False
    reasons: tuple[str, ...] = ()
    # What is to be known of the flag beside its level: it came back, it rests.
    flag_notes: tuple[str, ...] = ()
    rests: bool = False
    # Seen since it rose, and with a plan, or soon enough for none.
    seen: bool = False
    plan: str = ""
    certificate: str = ""
    certificate_state: str = ""
    certificate_word: str = ""
    lapsing: int = 0
    # What a certificate allowed and does not now: the duty, the certificate, since which day.
    resting: tuple[tuple[str, UUID, str], ...] = ()
    contact: UUID | None = None
    contact_at: datetime | None = None
    # Somebody else answers for them; the reader was asked to look at the flag.
    passed: bool = False
    unit_id: UUID | None = None
    unit: str = ""
    codes: frozenset[ReasonCode] = frozenset()
    # The latest plan's day, and whether it has gone by.
    due_on: date | None = None
    late: bool = False
    planned: bool = False
    # Seen more than two working days ago, without a plan that stands.
    unplanned: bool = False
    # Why they stand where they stand, for whoever reads from the top.
    need: str = ""

    @cached_property
    def html(self) -> SafeString:
        """The row as it is written; what is done about a flag follows it."""
        return render_to_string("workload/board/team_row.html", {"row": self})


@lru_cache(maxsize=2048)
def board_row_of(
    facts: Facts,
    held: tuple[BoardCertificate, ...],
    lived: tuple,
    done: tuple,
    week: Week,
    day: date,
    language: str,
    days: WorkingDays,
) -> BoardRow:
    """Write a person's row. Most rows are as they were at the last look, so they are remembered."""
    name = local(facts.english, facts.thai)
    other = facts.english if name == facts.thai else facts.thai
    row = BoardRow(
        person_id=facts.person_id,
        public_id=facts.public_id,
        name=name,
        other_name=other if other != name else "",
        job=str(Job(facts.job).label),
        hours_note=""
        if facts.hours == 40
        else _("%(n)s h a week") % {"n": plain_number(facts.hours)},
        flag_id=facts.flag_id,
        flag_level=facts.flag_level or "",
        week=week,
        contact=facts.asked,
        contact_at=facts.asked_at,
        passed=bool(facts.passed),
        unit_id=facts.unit_id,
        unit=local(facts.unit_english, facts.unit_thai),
    )
    for one in held:
        if one.current:
            note_certificate(row, one, day)
    if not row.passed:  # what may not be taken on is read by those who answer for them
        row.resting = tuple(resting(held, day))
    fill(row, [BoardWeek.of(*one) for one in lived], week, day)
    if row.flag_id:
        note_flag(row, facts, done, day, days)
    return row


def note_certificate(row: BoardRow, held: BoardCertificate, day: date) -> None:
    """Write the certificate that lapses first, and count the others."""
    row.lapsing += 1
    if row.lapsing == 1:
        row.certificate = f"{local(held.english, held.thai)}, {short_day(held.expires_on)}"
        standing = CertificateStanding(state(held.expires_on, day))
        stands = certificate_words(standing, held.expires_on)
        row.certificate_state, row.certificate_word = stands.tone, stands.word


def resting(held: tuple[BoardCertificate, ...], day: date) -> Iterator[tuple[str, UUID, str]]:
    """Write the duties that rest: what it is, by which certificate, since which day."""
    by_kind = defaultdict(list)
    for one in sorted(held, key=lambda one: one.english):
        if not one.lasts and (one.allows_english or one.allows_thai):
            by_kind[one.kind].append(one)
    for kind, certificates in by_kind.items():
        if since := duties.rests_since(certificates, day):
            one = certificates[0]
            yield local(one.allows_english, one.allows_thai), kind, short_day(since)


def fill(row: BoardRow, weeks_of: list[BoardWeek], week: Week, day: date) -> None:
    """Write a person's load, hours and last weeks; what was not sent stays a dash."""
    if not weeks_of:
        return
    latest = weeks_of[-1]
    row.sent = latest.week == week.monday
    row.worked, row.shown_week = latest.hours, Week(latest.week)
    if not row.sent:
        row.shown = _("week %(n)s shown") % {"n": Week(latest.week).number}
    else:
        row.hours = f"{plain_number(latest.hours)} {_('h')}"
    row.load, row.level = latest.percent, latest.level
    row.points, row.capacity = latest.points, latest.capacity
    row.percent = percent(latest.percent)
    said = load_words.of_capacity(latest.percent)
    row.meter = pictures.meter(latest.percent, said)
    parts = (latest.case_points, latest.night_points, latest.supervision_points)
    row.working = _("%(working)s of %(capacity)s points") % {
        "working": load_words.working(*parts),
        "capacity": written_points(latest.capacity),
    }
    row.spark = spark(weeks_of, week)
    row.watch = latest.level == LevelChoice.WATCH
    row.codes = frozenset(one.code for one in latest.found)
    level = load_rules.Level(row.flag_level) if row.flag_id else None
    row.reasons = tuple(load_words.reasons(weeks_of, level, day))


def spark(weeks_of: list[BoardWeek], week: Week) -> SafeString:
    """Draw the last eight weeks; a week that was not sent is a gap."""
    by_monday = {one.week: one.percent for one in weeks_of}
    loads = [by_monday.get((week - back).monday) for back in reversed(range(WEEKS_SHOWN))]
    listed = ", ".join(percent(one) for one in loads)
    label = _("Last 8 weeks, oldest first: %(loads)s of capacity") % {"loads": listed}
    return pictures.spark(
        loads, label, high=weeks_of[-1].level in {LevelChoice.AMBER, LevelChoice.RED}
    )


def note_flag(row: BoardRow, facts: Facts, done: tuple, day: date, days: WorkingDays) -> None:
    """Write how an open flag stands: its level, whether somebody looked, its newest plan."""
    level = LevelChoice(row.flag_level)
    row.flag_state, row.flag_words = load_words.STATES[level][0], str(level.label)
    row.rests = facts.flag_rests is not None
    notes = [load_words.no_week_since(facts.flag_rests)] if row.rests else []
    row.flag_notes = (
        *notes,
        *([words_of_returns(facts.flag_times)] if facts.flag_times > 1 else []),
    )
    steps = [step_of(kind, at, due_on=due_on) for kind, at, due_on, _text in done]
    if steps:
        found = flag_look(steps, day)
        row.seen, row.late, row.planned = found.seen, found.late, found.planned
        row.unplanned = unplanned(found, day, days)
        row.due_on = found.plan.until if found.plan else None
    plans = [(due_on, text) for kind, _, due_on, text in done if kind == FlagStep.Kind.PLANNED]
    row.plan = plans[-1][1] if plans else ""
    row.need = need_of(row, nothing=bool(plans) and plans[-1][0] is None)


def need_of(row: BoardRow, *, nothing: bool) -> str:
    """Say what is open with a person's flag; `nothing` where the newest plan is to do nothing."""
    day = {"day": short_day(row.due_on)} if row.due_on else {}
    if row.rests:
        return _("Rests until a week is sent")
    if row.late and nothing:
        return _("“Nothing for now” ended: %(day)s") % day
    if row.late:
        return _("The plan’s day has gone by: %(day)s") % day
    if not row.seen:
        return _("Nobody has looked yet")
    if not row.planned:
        return _("Seen, no plan yet")
    if nothing:
        return _("Nothing for now until %(day)s, with a reason") % day
    return _("Planned until %(day)s") % day
