"""What a trainer's pages show: sessions at hand, what lapses next, who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from people.models import Membership, Person, Role, find_homes, name_order, office_has
from people.models.persons import PersonQuerySet
from people.viewer_statements import written_for_alike
from people.weeks import noon
from people.writing.fields import whole_number
from people.writing.lists import LAST_PAGE, PEOPLE_A_PAGE, page_at_once, with_how_many
from training.certificates import actions as certificates
from training.certificates.actions import HeldCertificate
from training.certificates.words import CertificateWords, certificate_words
from training.finding.trainees import trainees_of
from training.models import Certificate, CertificateType, Enrolment, Session, SessionQuerySet
from training.requirements import needs
from training.requirements.needs import NeedsFilter
from training.rules.certificates import CertificateStanding, add_months, due_until

from .pictures import LapseMonth

MONTHS_AHEAD = 12
# Of many sessions so many stand on a page, and of those past that lack something.
SESSIONS_A_PAGE, UNSAID_SHOWN = 20, 12
LAPSING_SHOWN = 6
SOON_DAYS = 30
NAMES_SHOWN = 3
# All places, those without a result, and those of which something waits for a second trainer.
PLACES_COUNTED = {
    "booked": Count("pk"),
    "unsaid": Count("pk", filter=Q(attendance="")),
    "unconfirmed": Count("proposed_by"),
}


@dataclass(frozen=True)
class Left:
    """A session that is past, and who has no result in it."""

    session: Session
    people: list[Person]

    @property
    def named(self) -> list[Person]:
        """Those who are named on the page: all of them, where they are few."""
        return self.people if len(self.people) <= NAMES_SHOWN else []


@dataclass(frozen=True)
class UnsaidPage:
    """Some of the past sessions that lack something: which page of them, and whether it goes on."""

    sessions: list[Session]
    number: int
    goes_on: bool

    @property
    def before(self) -> int | None:
        """The page before it, if there is one."""
        return self.number - 1 or None

    @property
    def after(self) -> int | None:
        """The page after it, if there is one."""
        return self.number + 1 if self.goes_on else None


@dataclass(frozen=True)
class OverviewRow:
    """A person and what they hold, one cell a certificate type."""

    person: Person
    home: Membership | None
    cells: list[CertificateWords | None]


@dataclass(frozen=True)
class Matrix:
    """A page of people by the organisation's certificate types."""

    page: Page
    kinds: list[CertificateType]
    rows: list[OverviewRow]


def sessions_ahead(viewer: Person, day: date, number: str | None) -> Page:
    """One page of today's and coming sessions, the next one first; one statement."""
    coming = taught_from.page_by_page(viewer, noon(day), 0, day=day)
    return page_at_once(coming, number, SESSIONS_A_PAGE)


@written_for_alike
def taught_from(viewer: Person, now: datetime, day: date) -> QuerySet[Session]:
    """Find the sessions of a trainer from a day on; each says how many there are."""
    return with_how_many(listed(Session.objects.taught_by(viewer).filter(day__gte=day)))


def unsaid_sessions(viewer: Person, day: date, number: str | None) -> UnsaidPage:
    """Some of those past that lack a result or a second trainer, the oldest first.

    How many there are is not counted: of all past sessions it would be asked. A page that is past
    the end, as others were done meanwhile, is the first one.
    """
    past = left_open.page_by_page(viewer, noon(day), 0, day=day)
    wanted = min(max(whole_number(number or "", 1), 1), LAST_PAGE)
    first = (wanted - 1) * UNSAID_SHOWN
    found = past[first : first + UNSAID_SHOWN + 1]
    if wanted > 1 and not found:
        return unsaid_sessions(viewer, day, None)
    return UnsaidPage(found[:UNSAID_SHOWN], wanted, goes_on=len(found) > UNSAID_SHOWN)


@written_for_alike
def left_open(viewer: Person, now: datetime, day: date) -> QuerySet[Session]:
    """Find the sessions of a trainer before a day that lack a result or a second trainer."""
    past = Session.objects.taught_by(viewer).filter(day__lt=day)
    return listed(past.with_open_places(viewer))


def listed(sessions: SessionQuerySet) -> SessionQuerySet:
    """Read what the home says of each session, in their order, but its places."""
    return sessions.select_related("course").order_by("day", "starts", "pk")


def count_places(viewer: Person, sessions: list[Session]) -> None:
    """Let each of these sessions say of its places what `with_places` does; one statement.

    Of the few that are shown, and of all lists at once: within the statement of a list, each of
    the three counts would ask anew for the viewer's people.
    """
    booked = Enrolment.objects.visible_to(viewer).booked().filter(session__in=sessions)
    counted = booked.order_by().values_list("session").annotate(**PLACES_COUNTED)
    counts = {row[0]: row[1:] for row in counted}
    for one in sessions:
        numbers = counts.get(one.pk, (0, 0, 0))
        vars(one).update(zip(PLACES_COUNTED, numbers, strict=True))


def without_result(viewer: Person, sessions: list[Session]) -> list[Left]:
    """Find who has no result in each of these sessions, by name; one statement."""
    left = Enrolment.objects.visible_to(viewer).booked().filter(session__in=sessions, attendance="")
    ordered = left.order_by(*name_order("person__"), "pk")
    people: dict[int, list[Person]] = {session.pk: [] for session in sessions}
    for place in ordered.select_related("person"):
        people[place.session_id].append(place.person)
    return [Left(session, people[session.pk]) for session in sessions]


def lapsing(viewer: Person, day: date) -> list[Certificate]:
    """The certificates that lapse next, soonest first."""
    due = lapsing_until.page_by_page(viewer, noon(day), 0, day=day, until=due_until(day))
    return due[0:LAPSING_SHOWN]


@written_for_alike
def lapsing_until(viewer: Person, now: datetime, day: date, until: date) -> QuerySet[Certificate]:
    """Find those of a trainer's people that lapse from a day until another, soonest first."""
    due = Certificate.objects.current().filter(expires_on__lte=until, expires_on__gte=day)
    # All of them are visible: trainers see the records of their office.
    theirs = due.filter(office_has("person", viewer, Role.TRAINER))
    return theirs.select_related("person", "type").order_by("expires_on", "pk")


def lapses_by_month(viewer: Person, day: date) -> list[LapseMonth]:
    """Count what lapses in this month from today on, and in the eleven after it; one statement."""
    firsts = [add_months(day.replace(day=1), ahead) for ahead in range(MONTHS_AHEAD + 1)]
    held = Certificate.objects.visible_to(viewer).current()
    held = held.filter(expires_on__gte=day, expires_on__lt=firsts[-1])
    held = held.filter(person__in=trainees_of(viewer).order_by())
    by_month = held.annotate(month=TruncMonth("expires_on")).values_list("month")
    counts = dict(by_month.annotate(Count("pk")).order_by())
    return [LapseMonth(first, counts.get(first, 0)) for first in firsts[:-1]]


def lapsing_soon(people: PersonQuerySet, day: date) -> PersonQuerySet:
    """Keep of a trainer's people those with a certificate that lapses within 30 days."""
    soon = (day, day + timedelta(days=SOON_DAYS))
    held = Certificate.objects.current().filter(expires_on__range=soon)
    return people.filter(pk__in=held.values("person_id"))


def units_shown(board: "Matrix", named: Iterable[int], day: date) -> set[int]:
    """Tell which units a look at the matrix, and at others who are named, was about."""
    others = find_homes(set(named), day).values()
    return {home.unit_id for home in [*others, *(row.home for row in board.rows)] if home}


def wanting(people: PersonQuerySet, viewer: Person, day: date) -> PersonQuerySet:
    """Keep of a trainer's people those who need something.

    One is due or expired, asked or not, or one is asked and missing.
    """
    wanted = Certificate.objects.wanting(day).values("person_id")
    asked = needs.asks(viewer, NeedsFilter(show=CertificateStanding.MISSING), day)
    lacking = Membership.objects.on(day).filter(Exists(asked), person=OuterRef("pk"))
    return people.filter(Q(pk__in=wanted) | Q(Exists(lacking), is_active=True))


def matrix(*, viewer: Person, people: PersonQuerySet, number: str | None, day: date) -> Matrix:
    """Show one page of these people with what they hold; as many statements for any number."""
    page = page_at_once(with_how_many(people.only(*needs.NAMED)), number, PEOPLE_A_PAGE)
    kinds = list(CertificateType.objects.visible_to(viewer).order_by("pk"))
    shown = [person.pk for person in page.object_list]
    held = certificates.states(viewer=viewer, people=shown, day=day)
    home = find_homes(shown, day)
    # Sessions certify many people at once, so that few cells differ.
    cells: dict[HeldCertificate | None, CertificateWords] = {
        one: certificate_words(CertificateStanding(one.state), one.expires_on)
        for one in {one for crew in held.values() for one in crew.values()}
    }
    rows = [
        OverviewRow(
            person, home.get(person.pk), [cells.get(held[person.pk].get(kind.pk)) for kind in kinds]
        )
        for person in page.object_list
    ]
    return Matrix(page, kinds, rows)
