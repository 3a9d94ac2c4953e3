"""The supervisor's board: the people to talk to first, read in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Exists,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    When,
)
from django.db.models.functions import Cast, Length
from django.utils.translation import get_language

from people.audit import actions as audit
from people.members.supervision import leads_at
from people.models import MAY, Membership, Person, RankPlace, Unit, lineage, supervised_by
from people.product_modules import module_is_on
from people.statements import written_once
from people.units.long_choices import IN_A_LIST
from people.viewer_statements import written_for_alike
from people.weeks import Week, today
from training.certificates import duties
from training.product_modules import VOLUNTEERS
from training.rules.certificates import DUE_WITHIN_DAYS
from workload import access_kinds
from workload.load.parts import seen_among
from workload.models import CaseloadLine, Flag, FlagStep, LevelChoice, WorkWeek
from workload.rules import flag_clock
from workload.rules import flags as flag_rules

from .facts import BoardCertificate, BoardWeek, Facts, Lived, joined_weeks
from .filter import BoardFilter
from .posts import BoardMember, flag_is_with, note_elsewhere
from .row import BoardRow, note_flag
from .work import WEEKS_SHOWN, BoardWork, board_work

# A team of so many stands on one page, to be looked over and printed as a whole. A longer board is
# that of an organisation, read from its top: its pages are within 60 kB, in Thai too.
PEOPLE_A_BOARD = 100
PEOPLE_A_PAGE = 30
# The steps that say how a flag waits for people.
OF_CLOCK = [*flag_clock.RISES, *flag_clock.LOOKS, flag_rules.FlagEvent.WOKEN]
EVERYBODY = BoardFilter()
NOT_SENT = Lived()
GREEN = LevelChoice.GREEN
LEVELS = {LevelChoice.RED.value: 0, LevelChoice.AMBER.value: 1}


@dataclass(frozen=True)
class Board:
    """All people a supervisor answers for, most in need of a talk first."""

    week: Week
    # Who asked the viewer to get in touch, the longest wait first; for any filter.
    asks: list[BoardRow]
    flagged: list[BoardRow]
    others: list[BoardRow]
    resting: list[BoardRow]
    # Who is on a long absence: they count neither in the load nor in the capacity.
    away: list[BoardRow]
    # Who was entered and has not come in yet; their contracted hours are told beside the sums.
    awaited: list[BoardRow]
    people: int
    flags: int
    lapsing: int
    points: Decimal
    capacity: Decimal
    # The same without the organisation's days of rest.
    usual_capacity: Decimal
    room: Decimal
    with_room: int
    page: Page
    # All people in the order of need, on any page; what was chosen, and from what.
    ordered: list[BoardRow]
    filter: BoardFilter
    units: list[tuple[UUID, str]]

    @property
    def load(self) -> Decimal | None:
        """The team's points in percent of its capacity."""
        return 100 * self.points / self.capacity if self.capacity else None

    @property
    def usual_load(self) -> Decimal | None:
        """The load without the organisation's days of rest; None where there are none."""
        if not self.capacity or self.usual_capacity == self.capacity:
            return None
        return 100 * self.points / self.usual_capacity

    @property
    def passed(self) -> list[BoardRow]:
        """People of other supervisors, with a flag that the viewer was asked to look at."""
        return [row for row in [*self.flagged, *self.resting, *self.away] if row.passed]

    @property
    def awaited_hours(self) -> Decimal:
        """Add up the contracted hours of those who have not come in yet."""
        return sum((row.hours or Decimal() for row in self.awaited), Decimal())

    @property
    def first(self) -> int:
        """Count the people to talk to first: who asked, and those with a flag on this page."""
        return len({row.person_id for row in [*self.asks, *self.flagged]})

    @property
    def units_offered(self) -> list[tuple[UUID, str]]:
        """The units that stand in the list: all, or of very many those that were asked for."""
        return self.filter.offered(self.units)

    @property
    def many_units(self) -> bool:
        """Say whether there are more units than stand in a list."""
        return len(self.units) > IN_A_LIST

    @property
    def filtered(self) -> bool:
        """Say whether only some were asked for."""
        return self.filter != BoardFilter()


@dataclass(frozen=True)
class BoardReading:
    """What was read of all people at once, from which the row of each is made."""

    week: Week
    day: date
    held: dict[int, list[BoardCertificate]]
    done: dict[int, list[tuple]]
    handlers: dict[int, str]
    brought: dict[int, int]
    ranks: bool
    terms: bool
    language: str

    def row(
        self, one: BoardMember, lived: Lived, work: Callable[..., BoardWork] = board_work
    ) -> BoardRow:
        """Write the row of a person with these weeks."""
        facts, person = one.facts_seen, one.facts.person_id
        seen, newest = one.weeks_seen(lived)
        level = facts.flag_level or ""
        about = (self.week, self.day, facts.passed, self.cap(facts), self.brought.get(person, 0))
        row = BoardRow(
            facts,
            work(seen, tuple(self.held.get(person, ())), "" if newest.is_part else level, *about),
            self.language,
            self.ranks,
            flag_level=level,
            level_together=newest.together,
        )
        if facts.flag_id:
            note_flag(row, tuple(self.done[facts.flag_id]), self.day)
        note_elsewhere(row, one.facts.flag_level, self.handlers.get(person))
        if lived.newest:
            row.work.latest = lived.newest
        return row

    def cap(self, facts: Facts) -> Decimal | None:
        """Give the hours that a volunteer's terms allow in the week; terms that are over none."""
        if not self.terms or facts.capped_until is None or facts.capped_until < self.week.monday:
            return None
        return facts.cap


def read(
    viewer: Person,
    now: datetime,
    number: int | str | None = 1,
    asked: BoardFilter = EVERYBODY,
    *,
    whole: bool = False,
) -> Board:
    """Compose the board of the people a viewer supervises; four statements for any size.

    A fifth names who handles a flag, where it is that of a person with a home elsewhere; a sixth
    counts what lists brought in, where a person has sent no week yet. Of more people than stand on
    one page the newest weeks give the order and the sums, and three statements at most the weeks of
    those on the page; `whole` reads all weeks of all people.
    The sums are those of all people, for any filter; of the load, those with contracted hours.
    """
    week, day = Week.latest(now), today(now)
    members, held = people(viewer, now)
    found = [one.facts_seen for one in members]
    whole = whole or len(members) <= PEOPLE_A_BOARD
    lived = weeks(found, week) if whole else newest_weeks(members, week)
    reading = BoardReading(
        week=week,
        day=day,
        held=held,
        done=steps(found),
        handlers=handled_elsewhere(members, day),
        brought=cases_brought(viewer, lived, found),
        ranks=RankPlace.BOARD in viewer.own_organisation.rank_places,
        terms=module_is_on(VOLUNTEERS, viewer),
        language=get_language() or "en",
    )
    # What only gives the order is not kept: it would put out what is drawn of other boards.
    work = board_work if whole else BoardWork
    rows = [reading.row(one, lived.get(one.facts.person_id, NOT_SENT), work) for one in members]
    ordered = asked.chosen(sorted(rows, key=need))
    together = len(ordered) <= PEOPLE_A_BOARD
    page = Paginator(ordered, PEOPLE_A_BOARD if together else PEOPLE_A_PAGE).get_page(number)
    if not whole:
        page.object_list = read_whole(page.object_list, members, reading)
    return board_of(rows, ordered, page, asked, week)


def board_of(
    rows: list[BoardRow], ordered: list[BoardRow], page: Page, asked: BoardFilter, week: Week
) -> Board:
    """Compose a board: its parts of the rows of a page, and its sums of all rows."""
    shown = page.object_list
    mine = [row for row in rows if not row.passed]
    there = [row for row in mine if row.expects_work]
    asks = sorted((row for row in rows if row.contact_at), key=asked_at) if page.number == 1 else []
    weighed = [row.work for row in there if row.work.capacity is not None]
    with_room = [one.free for one in weighed if one.level == GREEN]
    return Board(
        week=week,
        asks=asks,
        flagged=[row for row in shown if row.flag_id and place(row) < RESTING],
        others=[row for row in shown if place(row) == CALM],
        resting=[row for row in shown if place(row) == RESTING],
        away=[row for row in shown if place(row) == AWAY],
        awaited=[row for row in shown if place(row) == AWAITED],
        people=len(mine),
        flags=sum(1 for row in there if row.flag_id and not row.rests),
        lapsing=sum(row.work.lapsing for row in there),
        points=sum((one.points for one in weighed), Decimal()),
        capacity=sum((one.capacity or Decimal() for one in weighed), Decimal()),
        usual_capacity=sum((one.usual_capacity or Decimal() for one in weighed), Decimal()),
        room=sum(with_room, Decimal()),
        with_room=len(with_room),
        page=page,
        ordered=ordered,
        filter=asked,
        units=sorted({(row.unit_id, row.unit) for row in rows}, key=lambda one: one[1]),
    )


def note_looks(
    viewer: Person, found: Board, what: str, now: datetime, *, paged: bool = False
) -> None:
    """Note a look at all people the viewer answers for, and at those with a flag passed on.

    Of a board with more people than a page has, `paged` notes the units of those on the page: of
    the others nothing is seen but sums of them all.
    """
    role = viewer.acts_as(*MAY.answer_for_others)
    units = viewer.charge.units
    if paged and found.people > PEOPLE_A_BOARD:
        seen = {row.unit_id for row in [*found.asks, *found.page.object_list]}
        units &= set(Unit.objects.filter(public_id__in=seen).values_list("pk", flat=True))
    audit.note_access(viewer=viewer, role=role, what=what, units=units, at=now)
    if found.passed:
        asked = [row.person_id for row in found.passed]
        audit.note_access(
            viewer=viewer,
            role=role,
            what=access_kinds.FLAG,
            people=list(Person.objects.filter(pk__in=asked)),
            at=now,
        )


def asked_to_look(viewer: Person) -> QuerySet[Flag]:
    """Find whether a viewer was asked to look at a member's open flag."""
    return Flag.objects.asking(viewer).open().filter(person=OuterRef("person_id"))


def passed_on(viewer: Person) -> QuerySet[Flag]:
    """Find whether a member's open flag was passed on to a viewer, who may then act on it."""
    return Flag.objects.passed_on_to(viewer).open().filter(person=OuterRef("person_id"))


@written_for_alike
def people_rows(viewer: Person, now: datetime) -> QuerySet[Membership, tuple]:
    """Find the people with their open flag and request, and certificates.

    Of certificates those that are due or over, and those that were revoked.
    """
    day = today(now)
    soon = day + timedelta(days=DUE_WITHIN_DAYS)
    led = supervised_by(viewer, "person")
    # Of all memberships only those are read that an index finds: the two ways to them stand apart.
    asked = Flag.objects.asking(viewer).open()
    return (
        Membership.objects.carrying_each(day)
        .filter(led | Q(person__one_of_few=asked.values("person")))
        .with_first_day_of_several(day)
        .with_absence(day)
        .with_lead_there(day)
        .annotate(looks=Exists(asked_to_look(viewer)), handled=Exists(passed_on(viewer)))
        # By cases: only of those is it asked whether they are led.
        .annotate(passed=Case(When(looks=True, then=~led), default=False))
        .annotate(
            flag=FilteredRelation("person__flags", condition=Q(person__flags__closed_at=None)),
            held=FilteredRelation(
                "person__certificates",
                condition=Q(
                    person__certificates__current=True, person__certificates__expires_on__lte=soon
                )
                | Q(person__certificates__revoked_at__isnull=False),
            ),
            asked=FilteredRelation(
                "person__asked_for_contact",
                condition=Q(
                    person__asked_for_contact__done_at=None,
                    person__asked_for_contact__contact=viewer,
                ),
            ),
        )
        .annotate(lasts=duties.lasts(day, person="person", kind="held__type"))
        .order_by("held__expires_on")
        .values_list(*Facts.columns(), *BoardCertificate.columns())
    )


def people(
    viewer: Person, now: datetime
) -> tuple[list[BoardMember], dict[int, list[BoardCertificate]]]:
    """Read the people with their posts, and the certificates of each; one statement."""
    posts: dict[int, list[Facts]] = {}
    held: dict[int, list[BoardCertificate]] = {}
    of_facts = len(Facts.columns())
    for values in people_rows(viewer, now):
        one = Facts._make(values[:of_facts])
        of_person = posts.setdefault(one.person_id, [])
        if all(one.post != other.post for other in of_person):
            of_person.append(one)
        certificate = BoardCertificate._make(values[of_facts:])
        # Each stands in the rows of every post: those of one are enough.
        if certificate.kind and one.post == of_person[0].post:
            held.setdefault(one.person_id, []).append(certificate)
    # Those in one unit are seen alike.
    sight_of = cache(partial(seen_among, viewer))
    return [BoardMember.of(of_person, sight_of) for of_person in posts.values()], held


def handled_elsewhere(members: list[BoardMember], day: date) -> dict[int, str]:
    """Name the supervisors of other posts who handle the flags; one statement if any do."""
    away = [one for one in members if one.flag_is_elsewhere]
    homes = [(lineage(one.home.path), one.role_at_home) for one in away]
    leads = leads_at(homes, day) if homes else []
    return {
        one.facts.person_id: flag_is_with([lead.short_name for lead in of_home], one.home.unit)
        for one, of_home in zip(away, leads, strict=True)
    }


def weeks(people: list[Facts], week: Week) -> dict[int, Lived]:
    """Read the last weeks of these people; one statement."""
    span = {"after": (week - WEEKS_SHOWN).monday, "last": week.monday}
    ids = [facts.person_id for facts in people]
    rows = week_rows(people=ids, **span) if ids else ()
    return {person: Lived(found, longest > len("[]")) for person, found, longest in rows}


def newest_weeks(members: list[BoardMember], week: Week) -> dict[int, Lived]:
    """Read the newest week of each: it gives the order and the sums. Three statements at most.

    Of most people it is the board's own or the one before. The others are read with all their last
    weeks, and so is a person with several posts where the viewer sees a part of a week.
    """
    found: dict[int, Lived] = {}
    left = {one.facts.person_id for one in members if one.sight.whole}
    for monday in (week.monday, (week - 1).monday):
        rows = rows_of_week(people=sorted(left), week=monday) if left else ()
        for person, *columns in rows:
            one = BoardWeek.of_columns(*columns)
            if one.parts == "[]":
                found[person] = Lived(newest=one)
        left -= {row[0] for row in rows}
    others = [one.facts_seen for one in members if one.facts.person_id not in found]
    return found | weeks(others, week)


def read_whole(
    rows: Iterable[BoardRow], members: list[BoardMember], reading: BoardReading
) -> list[BoardRow]:
    """Write the rows of a page anew with all that stands on them; one statement."""
    at_place = {row.person_id: place for place, row in enumerate(rows)}
    shown = [one for one in members if one.facts.person_id in at_place]
    lived = weeks([one.facts_seen for one in shown], reading.week)
    shown.sort(key=lambda one: at_place[one.facts.person_id])
    return [reading.row(one, lived.get(one.facts.person_id, NOT_SENT)) for one in shown]


@written_once
def rows_of_week(people: list[int], week: date) -> QuerySet[WorkWeek, tuple]:
    """Find one week of some people unless it was sent alone."""
    led = WorkWeek.objects.filter(person__in=people, alone=False, week=week).order_by()
    return led.values_list("person_id", *BoardWeek.columns())


@written_once
def week_rows(people: list[int], after: date, last: date) -> QuerySet[WorkWeek, tuple]:
    """Find the weeks of some people that were not sent alone, and their longest text of parts."""
    led = WorkWeek.objects.filter(person__in=people, alone=False)
    found = led.filter(week__gt=after, week__lte=last).order_by().values("person_id")
    longest = Max(Length(Cast("parts", TextField())))
    return found.annotate(lived=joined_weeks(), longest=longest).values_list(
        "person_id", "lived", "longest"
    )


def cases_brought(viewer: Person, lived: dict[int, Lived], people: list[Facts]) -> dict[int, int]:
    """Count the cases that a list brought in, of people without a week; one statement if any."""
    if all(facts.person_id in lived for facts in people):
        return {}
    led = Person.objects.supervised_by(viewer)
    lines = CaseloadLine.objects.visible_to(viewer).open().filter(brought_at__isnull=False)
    counted = lines.filter(person__in=led).order_by().values("person").annotate(n=Sum("count"))
    found = dict(counted.values_list("person", "n"))
    return {person: n for person, n in found.items() if person not in lived}


def steps(people: list[Facts]) -> dict[int, list[tuple]]:
    """Read what was done about the open flags, oldest first; one statement at most."""
    flags = [facts.flag_id for facts in people if facts.flag_id]
    found = defaultdict(list)
    for row in step_rows(flags=flags) if flags else ():
        found[row[0]].append(row[1:])
    return found


@written_once
def step_rows(flags: list[int]) -> QuerySet[FlagStep, tuple]:
    """Find what says how some flags wait for people, oldest first."""
    done = FlagStep.objects.filter(flag__in=flags, kind__in=OF_CLOCK).order_by("at", "pk")
    return done.values_list("flag_id", "kind", "at", "due_on")


def asked_at(row: BoardRow) -> tuple:
    """Order those who asked for contact: the longest wait first."""
    return (row.contact_at, row.name)


def need(row: BoardRow) -> tuple:
    """Order by need: flags without a look, then those without a plan, then plans by their day.

    Within each by level and load; then people without a flag by load. Flags that rest come after
    them, then people on a long absence, and last who has not come in yet.
    """
    load, at = row.work.flag_load, place(row)
    day = row.due_on if at == PLANNED else date.min
    return (at, day, LEVELS.get(row.flag_level, 2), 1 if load is None else -load, row.name)


UNSEEN, UNPLANNED, PLANNED, CALM, RESTING, AWAY, AWAITED = range(7)


def place(row: BoardRow) -> int:
    """Say in which part of the board a person stands; a plan past its day is a plan."""
    if row.awaited:
        return AWAITED
    if row.away_until:
        return AWAY
    if row.rests:
        return RESTING
    if not row.flag_id:
        return CALM
    if not row.seen:
        return UNSEEN
    return PLANNED if row.planned or row.late else UNPLANNED
