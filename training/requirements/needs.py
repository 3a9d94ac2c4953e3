"""People and what is asked of them: who holds it, who lacks it, and where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Membership, Person, Unit, at_or_below, home_of, seen_through
from people.models.names import name_order
from people.models.persons import PersonQuerySet
from people.statements import written_once
from people.viewer_statements import RowsByPage, written_for_alike
from people.weeks import noon
from people.writing.lists import PEOPLE_A_PAGE, page_at_once, with_how_many
from training.certificates import actions as certificates
from training.certificates.actions import HeldCertificate
from training.models import Certificate, CertificateType, Exemption, Requirement
from training.rules.certificates import (
    CertificateStanding,
    CertificateState,
    certificate_standing,
    due_until,
    may,
)

Counts = Counter[tuple[int, int, bool]]

# Asked of them, and they do not hold one that is good today.
WITHOUT = "without"

UNITS_A_PAGE = 30
# From how many of a hundred on a unit has which shade.
SHADES = (("all", 85), ("most", 75), ("part", 60), ("low", 0))
# What the table says of a person.
NAMED = ("public_id", "full_name_en", "full_name_th")
# What a link on the page can narrow the table to; "action" is all that something is to be done for.
SHOWN = (
    "action",
    CertificateStanding.DUE,
    CertificateStanding.EXPIRED,
    CertificateStanding.MISSING,
    CertificateStanding.EXEMPT,
)


class Need(NamedTuple):
    """One certificate that is asked of a person, and how they stand; a table has thousands."""

    kind: CertificateType
    standing: CertificateStanding
    expires_on: date | None = None
    exemption: Exemption | None = None
    # The public id of the certificate that is held; read only for one person's page.
    certificate: UUID | None = None
    held: CertificateState | None = None

    @property
    def blocks(self) -> bool:
        """Say whether what the certificate allows cannot be taken on today, excused or not."""
        return not may(self.held)


@dataclass(frozen=True)
class NeedRow:
    """One person; `needs` follows the table's certificates, None where nothing is asked."""

    person: Person
    home: Membership | None
    needs: list[Need | None]


@dataclass(frozen=True)
class NeedsTable:
    """People by the certificates that are asked of any of them."""

    kinds: list[CertificateType]
    rows: list[NeedRow]
    page: Page | None = None


@dataclass(frozen=True)
class NeedsSheet:
    """The same table whole, for a file: its lines are read as they are written."""

    kinds: list[CertificateType]
    rows: Iterable[NeedRow]
    # The units in which any of them is at home.
    units: set[int]


@dataclass(frozen=True)
class Gap:
    """In one unit: of how many people a certificate is asked, and how many have to do something."""

    asked: int = 0
    lacking: int = 0


@dataclass(frozen=True)
class GapRow:
    """One unit; `gaps` follows the table's certificates."""

    unit: Unit
    gaps: list[Gap]

    @property
    def asked(self) -> int:
        """How many certificates are asked of all people here."""
        return sum(gap.asked for gap in self.gaps)

    @property
    def share(self) -> int:
        """Of a hundred that are asked, how many lack nothing; a hundred only where none does."""
        lacking = sum(gap.lacking for gap in self.gaps)
        return (self.asked - lacking) * 100 // self.asked if self.asked else 0

    @property
    def shade(self) -> str:
        """Which of four shades the unit has in the picture."""
        return next(name for name, least in SHADES if self.share >= least)


@dataclass(frozen=True)
class Gaps:
    """A page of units by the certificates that are asked of any person in them."""

    kinds: list[CertificateType]
    rows: list[GapRow]
    page: Page


@dataclass(frozen=True)
class NeedsFilter:
    """What a table is narrowed to; an empty filter shows all people who are asked for something."""

    unit: Unit | None = None
    kind: CertificateType | None = None
    show: str = ""


@dataclass
class AskedCertificates:
    """What is asked in an organisation, by role and by job."""

    by_role: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_job: dict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[int, CertificateType] = field(default_factory=dict)

    @classmethod
    def read(cls, viewer: Person) -> "AskedCertificates":
        """Read everything that the viewer's organisation asks; one statement."""
        found = cls()
        for one in asked_here(viewer, noon(viewer.today)):
            found.add(one)
        return found

    def add(self, one: Requirement) -> None:
        """Ask one thing more."""
        self.kinds[one.type_id] = one.type
        if one.job_id is None:
            self.by_role[one.role].add(one.type_id)
        else:
            self.by_job[one.job_id].add(one.type_id)

    def of(self, memberships: Iterable[Membership]) -> set[int]:
        """Find the certificates that are asked of a person with these memberships."""
        return set().union(*(self.of_post(one.role, one.job_id) for one in memberships))

    def of_post(self, role: str, job: int | None) -> set[int]:
        """Find the certificates that are asked of a role with a job."""
        return self.by_role.get(role, set()) | self.by_job.get(job, set())


@written_for_alike
def asked_here(viewer: Person, now: datetime) -> QuerySet[Requirement]:
    """Find everything that the viewer's organisation asks, by certificate."""
    return Requirement.objects.visible_to(viewer).select_related("type").order_by("type_id")


def people_asked(viewer: Person, wanted: NeedsFilter, day: date) -> PersonQuerySet:
    """The people in reach who are asked for something, narrowed, by name."""
    memberships = Membership.objects.on(day).filter(held_so(viewer, wanted, day))
    if wanted.unit:
        memberships = memberships.filter(at_or_below("unit__path", [wanted.unit.path]))
    theirs = memberships.filter(seen_through(viewer), person=OuterRef("pk"))
    # Each is of the viewer's organisation, as what is asked is: no other's people are gone through.
    here = Person.objects.filter(organisation=viewer.organisation_id, is_active=True)
    return here.filter(Exists(theirs)).by_name()


def held_so(viewer: Person, wanted: NeedsFilter, day: date) -> Q:
    """The memberships that the filter wants, as a condition, of the viewer's organisation.

    What is asked is read once for all; only where any of several certificates will do, each is
    looked up for each membership.
    """
    if wanted.show and not wanted.kind:
        return Q(Exists(asks(viewer, wanted, day)))
    held = asked_of_any(viewer, wanted)
    if wanted.show:
        held &= stands(wanted.show, day, {"type": wanted.kind, "person": OuterRef("person")})
    return held


def asked_of_any(viewer: Person, wanted: NeedsFilter) -> Q:
    """The memberships of which something is asked, as a condition."""
    found = Requirement.objects.visible_to(viewer)
    if wanted.kind:
        found = found.filter(type=wanted.kind)
    roles, jobs = found.exclude(role="").values("role"), found.exclude(job=None).values("job")
    return Q(role__in=roles) | Q(job__in=jobs)


def all_in_order(viewer: Person, day: date) -> RowsByPage:
    """Give all people in reach who are asked for something, by the name that the reader sees.

    Each says how many there are.
    """
    return IN_ORDER[name_order()].page_by_page(viewer, noon(viewer.today), 0, day=day)


@written_for_alike
def asked_by_english_name(viewer: Person, now: datetime, day: date) -> QuerySet[Person]:
    """Find them in the order of their names in Latin letters."""
    people = people_asked(viewer, NeedsFilter(), day).only(*NAMED)
    return with_how_many(people.order_by("name_key_en", "pk"))


@written_for_alike
def asked_by_thai_name(viewer: Person, now: datetime, day: date) -> QuerySet[Person]:
    """Find them in the order of their names in Thai letters."""
    people = people_asked(viewer, NeedsFilter(), day).only(*NAMED)
    return with_how_many(people.order_by("name_key_th", "pk"))


# The order is the reader's: a statement that is written once asks for no language.
IN_ORDER = {("name_key_en",): asked_by_english_name, ("name_key_th",): asked_by_thai_name}


def asks(viewer: Person, wanted: NeedsFilter, day: date) -> QuerySet[Requirement]:
    """What is asked of the membership in the outer query and stands as the filter wants."""
    found = Requirement.objects.visible_to(viewer).of_membership()
    if wanted.kind:
        found = found.filter(type=wanted.kind)
    return found.filter(stands(wanted.show, day)) if wanted.show else found


def stands(show: str, day: date, own: dict[str, Any] | None = None) -> Q:
    """A condition on a requirement inside a query of memberships; the edges are `rules.standing`'s.

    `own` are a certificate's type and person, where it is a condition on other rows. A test runs
    both over every case and requires that they agree.
    """
    own = own or {"type": OuterRef("type"), "person": OuterRef(OuterRef("person"))}
    held = Certificate.objects.current().filter(**own)
    excused = Q(Exists(Exemption.objects.on(day).filter(**own)))
    lasts = Q(expires_on=None) | Q(expires_on__gt=due_until(day))
    due = Q(expires_on__gte=day, expires_on__lte=due_until(day))
    return {
        "action": ~excused & ~Q(Exists(held.filter(lasts))),
        WITHOUT: ~excused & ~Q(Exists(held.filter(lasts | due))),
        CertificateStanding.MISSING: ~excused & ~Q(Exists(held)),
        CertificateStanding.EXPIRED: ~excused & Q(Exists(held.filter(expires_on__lt=day))),
        CertificateStanding.DUE: ~excused & Q(Exists(held.filter(due))),
        CertificateStanding.EXEMPT: excused & ~Q(Exists(held.filter(lasts))),
    }[show]


def table(*, viewer: Person, wanted: NeedsFilter, number: str | None, day: date) -> NeedsTable:
    """Show one page of people; as many statements for ten people as for a thousand."""
    people: Any
    if wanted == NeedsFilter():
        people = all_in_order(viewer, day)
    else:
        people = with_how_many(people_asked(viewer, wanted, day).only(*NAMED))
    page = page_at_once(people, number, PEOPLE_A_PAGE)
    asked = AskedCertificates.read(viewer)
    return NeedsTable(
        shown_kinds(asked, wanted), rows(viewer, page.object_list, asked, wanted, day), page
    )


def sheet(*, viewer: Person, wanted: NeedsFilter, day: date) -> NeedsSheet:
    """Show all people at once, for a file; the same number of statements."""
    asked = AskedCertificates.read(viewer)
    people = people_asked(viewer, wanted, day).only(*NAMED)
    found = PeopleNeeds.read(viewer, people, asked, wanted, day)
    return NeedsSheet(found.kinds, found.rows(), found.units())


def needs_of(*, viewer: Person, person: Person, day: date) -> list[Need]:
    """List what is asked of one person and how they stand."""
    [row] = rows(viewer, [person], AskedCertificates.read(viewer), NeedsFilter(), day)
    current = Certificate.objects.visible_to(viewer).current().filter(person=person)
    held = dict(current.values_list("type_id", "public_id"))
    return [need._replace(certificate=held.get(need.kind.pk)) for need in row.needs if need]


def shown_kinds(asked: AskedCertificates, wanted: NeedsFilter) -> list[CertificateType]:
    """The certificates of the table: one if the filter names it, else all that are asked."""
    return [kind for kind in asked.kinds.values() if wanted.kind in {None, kind}]


def rows(
    viewer: Person,
    people: Iterable[Person],
    asked: AskedCertificates,
    wanted: NeedsFilter,
    day: date,
) -> list[NeedRow]:
    """Write a line for each of these people; three statements for any number."""
    return list(PeopleNeeds.read(viewer, people, asked, wanted, day).rows())


@dataclass(frozen=True)
class PeopleNeeds:
    """What was read of some people, of which their lines are made one by one."""

    people: list[Person]
    kinds: list[CertificateType]
    asked: AskedCertificates
    memberships: dict[int, list[Membership]]
    held: dict[int, dict[int, HeldCertificate]]
    excused: dict[tuple[int, int], Exemption]

    @classmethod
    def read(
        cls,
        viewer: Person,
        people: Iterable[Person],
        asked: AskedCertificates,
        wanted: NeedsFilter,
        day: date,
    ) -> Self:
        """Read it; three statements for any number of people."""
        people = list(people)
        keys = [person.pk for person in people]
        return cls(
            people,
            shown_kinds(asked, wanted),
            asked,
            memberships_of(keys, day),
            certificates.states(viewer=viewer, people=keys, day=day),
            exemptions_of(viewer, keys, day),
        )

    def rows(self) -> Iterator[NeedRow]:
        """Make a line for each of them."""
        for person in self.people:
            mine, held = self.memberships[person.pk], self.held[person.pk]
            wants = self.asked.of(mine)
            needs = [
                need(kind, held.get(kind.pk), self.excused.get((person.pk, kind.pk)))
                if kind.pk in wants
                else None
                for kind in self.kinds
            ]
            yield NeedRow(person, home_of(mine), needs)

    def units(self) -> set[int]:
        """Name the units in which any of them is at home."""
        homes = [home_of(self.memberships[person.pk]) for person in self.people]
        return {home.unit_id for home in homes if home}


def need(kind: CertificateType, held: HeldCertificate | None, excused: Exemption | None) -> Need:
    """Judge one certificate that is asked of a person."""
    stands = certificate_standing(held.state if held else None, exempt=excused is not None)
    if held is None:
        return Need(kind, stands, exemption=excused)
    return Need(kind, stands, held.expires_on, excused, held=held.state)


def memberships_of(people: list[int], day: date) -> dict[int, list[Membership]]:
    """Read the memberships of these people on a day, oldest first; one statement."""
    found: dict[int, list[Membership]] = defaultdict(list)
    for one in held_by(people=people, day=day):
        found[one.person_id].append(one)
    return found


@written_once
def held_by(people: list[int], day: date) -> QuerySet[Membership]:
    """Find what these people hold on a day, oldest first."""
    current = Membership.objects.on(day).filter(person__in=people).select_related("unit", "job")
    read = current.only("person", "role", "starts", "job__name", "hours", "unit__name")
    return read.order_by("pk")


def exemptions_of(viewer: Person, people: list[int], day: date) -> dict[tuple[int, int], Exemption]:
    """Read the exemptions that hold, by person and certificate; one statement."""
    holding = excused_on(viewer, noon(viewer.today), people=people, day=day)
    return {(one.person_id, one.type_id): one for one in holding}


@written_for_alike
def excused_on(viewer: Person, now: datetime, people: list[int], day: date) -> QuerySet[Exemption]:
    """Find the exemptions of some people that hold on a day and that a viewer may see."""
    holding = Exemption.objects.visible_to(viewer).on(day).filter(person__in=people)
    return holding.select_related("made_by")


def units_in_reach(viewer: Person, day: date) -> QuerySet[Unit]:
    """The units that people in reach belong to, in the tree's order."""
    members = Membership.objects.on(day).filter(seen_through(viewer), unit=OuterRef("pk"))
    return Unit.objects.visible_to(viewer).filter(Exists(members)).order_by("path")


def gaps(*, viewer: Person, number: str | None, day: date) -> Gaps:
    """Count by unit who lacks what; who belongs to two units counts in both."""
    page = Paginator(units_in_reach(viewer, day), UNITS_A_PAGE).get_page(number)
    asked = AskedCertificates.read(viewer)
    counts = lacking(viewer, asked, list(page.object_list), day)
    kinds = list(asked.kinds.values())
    rows = [
        GapRow(unit, [gap(counts, unit.pk, kind.pk) for kind in kinds]) for unit in page.object_list
    ]
    return Gaps(kinds, rows, page)


def lacking(viewer: Person, asked: AskedCertificates, units: list[Unit], day: date) -> Counts:
    """Count people by unit, certificate and whether they have to do something.

    Nothing is asked of who is on a long absence or has not come in yet; the table names them.
    """
    here: dict[tuple[int, int], list[Membership]] = defaultdict(list)
    members = Membership.objects.present_on(day).filter(seen_through(viewer), unit__in=units)
    for one in members.filter(person__is_active=True):
        here[one.unit_id, one.person_id].append(one)
    people = list({person for _unit, person in here})
    held = certificates.states(viewer=viewer, people=people, day=day)
    excused = exemptions_of(viewer, people, day)
    counts: Counts = Counter()
    for (unit, person), memberships in here.items():
        for kind in asked.of(memberships):
            found = need(asked.kinds[kind], held[person].get(kind), excused.get((person, kind)))
            counts[unit, kind, found.standing.lacks] += 1
    return counts


def gap(counts: Counts, unit: int, kind: int) -> Gap:
    """Read one unit's count of one certificate."""
    found = counts[unit, kind, True]
    return Gap(asked=found + counts[unit, kind, False], lacking=found)
