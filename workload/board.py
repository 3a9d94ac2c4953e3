"""The supervisor's board: whom to talk to first, composed from a bounded number of statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import FilteredRelation, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Job, Membership, Person, local, supervised_by
from people.templatetags.kamlangjai import percent, plain, points, short_day
from people.weeks import Week, today
from training.rules import DUE_WITHIN_DAYS, State, state

from . import pictures, rules, words
from .models import FlagStep, Level, WorkWeek

WEEKS_SHOWN = 8
PAGE = 100


@dataclass
class Row:
    """One person on the board, with every text and picture ready."""

    person_id: int
    public_id: object
    name: str
    other_name: str
    job: str
    hours_note: str
    flag_id: int | None
    flag_public_id: object
    flag_level: str
    flag_state: str = ""
    flag_words: str = ""
    load: Decimal | None = None
    points: Decimal = Decimal()
    capacity: Decimal = Decimal()
    percent: str = "–"
    meter: SafeString = SafeString("")
    working: str = ""
    spark: SafeString = SafeString("")
    hours: str = "–"
    sent: bool = False
    shown: str = ""
    watch: bool = False
    reasons: list[str] = ()
    seen: bool = False
    plan: str = ""
    certificate: str = ""
    certificate_state: str = ""
    certificate_word: str = ""
    lapsing: int = 0
    contact: object = None
    contact_at: datetime | None = None


@dataclass(frozen=True)
class Board:
    """Everybody a supervisor answers for, most in need of a talk first."""

    week: Week
    flagged: list[Row]
    others: list[Row]
    people: int
    flags: int
    lapsing: int
    points: Decimal
    capacity: Decimal
    room: Decimal
    with_room: int
    page: int
    pages: int

    @property
    def load(self) -> Decimal | None:
        """The team's points in percent of its capacity."""
        return 100 * self.points / self.capacity if self.capacity else None

    @property
    def contacts(self) -> list[Row]:
        """Who asked the reader to get in touch."""
        return [row for row in [*self.flagged, *self.others] if row.contact]


def read(viewer: Person, now: datetime, page: int = 1) -> Board:
    """Compose the board of the people a viewer supervises; four statements for any size."""
    week, day = Week.latest(now), today(now)
    rows = people(viewer, day)
    weeks_of = weeks(viewer, week)
    for row in rows.values():
        fill(row, weeks_of[row.person_id], week)
    for step in steps(rows):
        note_step(rows[step.flag.person_id], step)
    ordered = sorted(rows.values(), key=need)
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(page, 1), pages)
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    with_room = [row for row in ordered if row.load is not None and row.load < rules.USUAL.watch]
    return Board(
        week=week,
        flagged=[row for row in shown if row.flag_id],
        others=[row for row in shown if not row.flag_id],
        people=len(ordered),
        flags=sum(1 for row in ordered if row.flag_id),
        lapsing=sum(row.lapsing for row in ordered),
        points=sum((row.points for row in ordered), Decimal()),
        capacity=sum((row.capacity for row in ordered), Decimal()),
        room=sum((row.capacity - row.points for row in with_room), Decimal()),
        with_room=len(with_room),
        page=page,
        pages=pages,
    )


def people(viewer: Person, day: date) -> dict[int, Row]:
    """Read the people with their open flag, lapsing certificates and request; one statement."""
    soon = day + timedelta(days=DUE_WITHIN_DAYS)
    found = (
        Membership.objects.on(day)
        .filter(person__in=Person.objects.filter(supervised_by(viewer)), hours__isnull=False)
        .annotate(
            flag=FilteredRelation("person__flags", condition=Q(person__flags__closed_at=None)),
            due=FilteredRelation(
                "person__certificates",
                condition=Q(
                    person__certificates__current=True, person__certificates__expires_on__lte=soon
                ),
            ),
            asked=FilteredRelation(
                "person__asked_for_contact",
                condition=Q(
                    person__asked_for_contact__done_at=None,
                    person__asked_for_contact__contact=viewer,
                ),
            ),
        )
        .order_by("due__expires_on")
        .values_list(
            "person_id",
            "person__public_id",
            "person__full_name_en",
            "person__full_name_th",
            "job",
            "hours",
            "flag__id",
            "flag__public_id",
            "flag__level",
            "asked__public_id",
            "asked__asked_at",
            "due__expires_on",
            "due__type__name_en",
            "due__type__name_th",
        )
    )
    rows: dict[int, Row] = {}
    for pk, public_id, english, thai, job, hours, *flag, asked, asked_at, expires, en, th in found:
        if pk not in rows:
            name = local(english, thai)
            rows[pk] = Row(
                person_id=pk,
                public_id=public_id,
                name=name,
                other_name=(english if name == thai else thai) if english != thai else "",
                job=str(Job(job).label),
                hours_note="" if hours == 40 else _("%(n)s h a week") % {"n": plain(hours)},
                flag_id=flag[0],
                flag_public_id=flag[1],
                flag_level=flag[2] or "",
                contact=asked,
                contact_at=asked_at,
            )
        if expires:
            note_certificate(rows[pk], expires, local(en, th), day)
    return rows


def note_certificate(row: Row, expires: date, name: str, day: date) -> None:
    """Write the certificate that lapses first, and count the others."""
    row.lapsing += 1
    if row.lapsing == 1:
        row.certificate = f"{name}, {short_day(expires)}"
        expired = state(expires, day) is State.EXPIRED
        row.certificate_state = "help" if expired else "watch"
        row.certificate_word = _("Expired") if expired else _("Due")


def weeks(viewer: Person, week: Week) -> dict[int, list[WorkWeek]]:
    """Read the last weeks of everybody, oldest first; one statement."""
    found = defaultdict(list)
    columns = ("person_id", "week", "hours", "percent", "level", *FIGURES)
    rows = (
        WorkWeek.objects.filter(
            person__in=Person.objects.filter(supervised_by(viewer)),
            week__gt=(week - WEEKS_SHOWN).monday,
            week__lte=week.monday,
        )
        .order_by("week")
        .values_list(*columns)
    )
    for values in rows:
        found[values[0]].append(WorkWeek(**dict(zip(columns, values, strict=True))))
    return found


FIGURES = ("case_points", "night_points", "supervision_points", "capacity")


def fill(row: Row, weeks_of: list[WorkWeek], week: Week) -> None:
    """Write a person's load, hours and last weeks; what was not sent stays a dash."""
    if not weeks_of:
        return
    latest = weeks_of[-1]
    row.sent = latest.week == week.monday
    if not row.sent:
        row.shown = _("week %(n)s shown") % {"n": latest.iso.number}
    else:
        row.hours = f"{plain(latest.hours)} {_('h')}"
    row.load, row.points, row.capacity = latest.percent, latest.points, latest.capacity
    row.percent = percent(latest.percent)
    said = words.of_capacity(latest.percent)
    row.meter = pictures.meter(latest.percent, said)
    parts = (latest.case_points, latest.night_points, latest.supervision_points)
    row.working = _("%(working)s of %(capacity)s points") % {
        "working": words.working(*parts),
        "capacity": points(latest.capacity),
    }
    row.spark = spark(weeks_of, week)
    row.watch = latest.level == Level.WATCH
    if row.flag_id:
        level = Level(row.flag_level)
        row.flag_state, row.flag_words = words.STATES[level][0], str(level.label)
        row.reasons = words.reasons(weeks_of, rules.Level(row.flag_level))


def spark(weeks_of: list[WorkWeek], week: Week) -> SafeString:
    """Draw the last eight weeks; a week that was not sent is a gap."""
    by_monday = {one.week: one.percent for one in weeks_of}
    loads = [by_monday.get((week - back).monday) for back in reversed(range(WEEKS_SHOWN))]
    listed = ", ".join(percent(one) for one in loads)
    label = _("Last 8 weeks, oldest first: %(loads)s of capacity") % {"loads": listed}
    return pictures.spark(loads, label, high=weeks_of[-1].level in {Level.AMBER, Level.RED})


def steps(rows: dict[int, Row]) -> list[FlagStep]:
    """Read what was done about the open flags; one statement, also when there is none."""
    flags = [row.flag_id for row in rows.values() if row.flag_id]
    return list(
        FlagStep.objects.filter(
            flag__in=flags, kind__in=[FlagStep.Kind.SEEN, FlagStep.Kind.PLANNED]
        ).select_related("flag")
    )


def note_step(row: Row, step: FlagStep) -> None:
    """Write that a flag was seen, and the latest plan."""
    row.seen = True
    if step.kind == FlagStep.Kind.PLANNED:
        row.plan = step.text


def need(row: Row) -> tuple:
    """Order by need: flags first, red before amber, unseen before seen; then by load."""
    rank = {Level.RED: 0, Level.AMBER: 1}.get(row.flag_level, 2)
    return (rank, row.seen, -(row.load if row.load is not None else -1), row.name)
