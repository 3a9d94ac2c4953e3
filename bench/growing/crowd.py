"""An organisation of many around the small cast of the tests, written in bulk.

Teams of ten under regions of twenty teams under the cast's head office; a year of weeks, and what
people do beside: certificates, sessions, flags, talks, looks, absences, moves, thanks, posts.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import batched, count

from data import enrol
from days import NOW
from django.db import connection, models
from sweep import write_weeks

from people.access_kinds import ROLE_GIVEN
from people.models import (
    Absence,
    AccessEvent,
    Invitation,
    Job,
    Membership,
    OutgoingLetter,
    Person,
    Role,
    Unit,
)
from people.weeks import Block, Week
from programme.coverage import nightly
from programme.models import PostHolder, ProgrammePost
from programme.regions.reading import provinces
from training.models import (
    Award,
    Certificate,
    CertificateType,
    Course,
    Enrolment,
    Requirement,
    Session,
    Thanks,
)
from training.nightly.actions import count as count_offices
from wellbeing.models import BlockResult, CheckIn
from workload.access_kinds import BOARD, FLAG
from workload.models import (
    CaseloadLine,
    Flag,
    FlagStep,
    RoomOffer,
    SupervisionTalk,
    Transfer,
    UnitLoad,
    WorkWeek,
)

WEEKS, BLOCKS = 52, 13
TEAM, TEAMS_A_REGION, ASKED = 10, 20, 6
SINCE = date(2024, 1, 1)
TODAY = NOW.date()
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """Somebody of the crowd, with the team and who leads it."""

    person: Person
    unit: Unit
    lead: Person


def write(rows: Iterable[models.Model]) -> list[models.Model]:
    """Write rows of one table, some thousand at a time."""
    found: list[models.Model] = []
    for some in batched(rows, 2_000):
        found += type(some[0]).objects.bulk_create(some)
    return found


def grow(office: Unit, team: Unit, lead: Person, people: int) -> None:
    """Fill the organisation of an office up with so many people; one team of them has a lead."""
    placed = crowd(office, team, lead, people)
    certified = kinds_of(office, lead)
    for made in (
        certificates(placed, certified),
        cases(placed),
        talks(placed),
        away(placed),
        offers(placed),
        moves(placed),
        thanked(placed),
        honoured(placed),
        mails(placed),
        looks(placed),
        invited(office, placed),
        told(office, UnitLoad, band="steady"),
        told(office, BlockResult, strain="some"),
    ):
        write(made)
    sessions(placed, certified)
    told_sizes()
    count_offices(office.organisation, now=NOW)
    flagged(placed)
    last = Week.latest(NOW)
    for back in range(WEEKS):
        write_weeks(office.organisation_id, (last - back).monday)
    checked_in((last - 4).monday)
    posts(placed)
    told_sizes()


def told_sizes() -> None:
    """Let the database know how much there is now, as it does by itself from time to time."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")
        cursor.execute("ANALYZE")


def crowd(office: Unit, team: Unit, lead: Person, people: int) -> list[Placed]:
    """Make the people and their units: of ten the first leads, but in the team that has a lead."""
    job = Job.objects.get(organisation=office.organisation, key="specialist")
    persons = enrol(
        office.organisation, (f"crowd{n}" for n in range(people)), full_name_en="Malai Jaidee"
    )
    new = partial(Unit.objects.create, organisation=office.organisation)
    teams, region = [team], office
    for n in range(1, -(-people // TEAM)):
        if n % TEAMS_A_REGION == 1:
            region = new(name={"en": f"Region {n // TEAMS_A_REGION + 1}"}, parent=office)
        teams.append(new(name={"en": f"Team {n}", "th": f"ทีม {n}"}, parent=region))
    placed, held = [], []
    for unit, members in zip(teams, batched(persons, TEAM), strict=True):
        leads = lead if unit == team else members[0]
        for person in members:
            role = Role.SUPERVISOR if person is leads else Role.WORKER
            held.append(
                Membership(
                    person=person, unit=unit, role=role, job=job, hours=Decimal(40), starts=SINCE
                )
            )
            placed.append(Placed(person, unit, leads))
    write(held)
    return placed


def kinds_of(office: Unit, by: Person) -> list[CertificateType]:
    """Make kinds of certificates, all asked of every worker."""
    kinds = [
        CertificateType.objects.create(
            organisation=office.organisation, name={"en": f"Kind {n}"}, validity_months=24
        )
        for n in range(ASKED)
    ]
    Requirement.objects.bulk_create(
        Requirement(
            organisation=office.organisation,
            type=kind,
            role=Role.WORKER,
            added_by=by,
            added_at=NOW,
        )
        for kind in kinds
    )
    return kinds


def certificates(placed: list[Placed], kinds: list[CertificateType]) -> Iterator[Certificate]:
    """One in thirty is missing; the others end on days spread over two years, some past."""
    number = count()
    for one in placed:
        for kind in kinds:
            if (n := next(number)) % 30:
                yield Certificate(
                    person=one.person,
                    type=kind,
                    issued_on=SINCE,
                    issued_by=one.lead,
                    expires_on=TODAY + DAY * (n * 7 % 730 - 20),
                )


def cases(placed: list[Placed]) -> Iterator[CaseloadLine]:
    """Three lines each."""
    for one in placed:
        for phase in ("active", "court", "aftercare"):
            yield CaseloadLine(
                person=one.person,
                organisation_id=one.unit.organisation_id,
                phase=phase,
                count=4,
                opened_at=NOW - 90 * DAY,
            )


def talks(placed: list[Placed]) -> Iterator[SupervisionTalk]:
    """Four a year with each."""
    for one in placed:
        if one.person != one.lead:
            for quarter in range(4):
                yield SupervisionTalk(
                    organisation_id=one.unit.organisation_id,
                    supervisor=one.lead,
                    person=one.person,
                    day=TODAY - DAY * (quarter * 90 + 10),
                    minutes=45,
                    written_by=one.lead,
                    written_at=NOW,
                    agreed_at=NOW,
                )


def away(placed: list[Placed]) -> Iterator[Absence]:
    """One in fifty is away for months."""
    for one in placed[7::50]:
        days = {"starts": TODAY - 20 * DAY, "ends": TODAY + 60 * DAY}
        yield Absence(person=one.person, kind="study", entered_at=NOW, **days)


def offers(placed: list[Placed]) -> Iterator[RoomOffer]:
    """One team in ten has room."""
    job = Job.objects.get(organisation=placed[0].unit.organisation_id, key="specialist")
    for one in placed[:: 10 * TEAM]:
        yield RoomOffer(
            organisation_id=one.unit.organisation_id,
            unit=one.unit,
            points=5,
            job=job,
            until=TODAY + 20 * DAY,
            offered_by=one.lead,
            offered_at=NOW,
        )


def moves(placed: list[Placed]) -> Iterator[Transfer]:
    """One in twenty asks to hand work over; half of it was answered."""
    for n, (giver, receiver) in enumerate(zip(placed[1::20], placed[2::20], strict=False)):
        answered = {"state": "accepted", "answered_by": receiver.lead, "answered_at": NOW}
        yield Transfer(
            organisation_id=giver.unit.organisation_id,
            giver=giver.person,
            receiver=receiver.person,
            proposed_by=giver.lead,
            proposed_at=NOW - DAY,
            **(answered if n % 2 else {}),
        )


def thanked(placed: list[Placed]) -> Iterator[Thanks]:
    """One in four was thanked for all to read."""
    for giver, receiver in zip(placed[3::4], placed[4::4], strict=False):
        note = Thanks(
            giver=giver.person,
            receiver=receiver.person,
            organisation_id=giver.unit.organisation_id,
            given_at=NOW - DAY,
            audience="team",
        )
        note.write("Thank you for staying.")
        yield note


def honoured(placed: list[Placed]) -> Iterator[Award]:
    """One in fifty was here three years."""
    for one in placed[5::50]:
        yield Award(
            person=one.person,
            organisation_id=one.unit.organisation_id,
            years=3,
            given_on=TODAY - 40 * DAY,
            audience="team",
        )


def mails(placed: list[Placed]) -> Iterator[OutgoingLetter]:
    """To one in a hundred no mail arrives."""
    for one in placed[6::100]:
        yield OutgoingLetter(
            recipient=one.person,
            kind="move",
            key="1",
            state="refused",
            next_try=NOW,
            failing_since=NOW - DAY,
        )


def invited(office: Unit, placed: list[Placed]) -> Iterator[Invitation]:
    """To each hundred people one more was asked in."""
    job = Job.objects.get(organisation=office.organisation, key="specialist")
    for n, one in enumerate(placed[::100]):
        yield Invitation(
            organisation=office.organisation,
            unit=one.unit,
            role=Role.WORKER,
            job=job,
            hours=40,
            email=f"asked{n}@example.org",
            invited_by=one.lead,
            token_hash=uuid.uuid4().hex,
            expires=NOW + 7 * DAY,
        )


def looks(placed: list[Placed]) -> Iterator[AccessEvent]:
    """Each team's board was looked at every week, each person four times; those before, daily."""
    for n, one in enumerate(placed):
        event = partial(
            AccessEvent,
            organisation_id=one.unit.organisation_id,
            viewer=one.lead,
            viewer_role=Role.SUPERVISOR,
        )
        often = 1 if one.unit == placed[0].unit else 7
        if n % TEAM == 0:
            for back in range(0, 360, often):
                yield event(unit=one.unit, what=BOARD, at=NOW - DAY * back)
        if one.person != one.lead:
            for back in range(0, 360, 90):
                yield event(person=one.person, what=FLAG, at=NOW - DAY * (back + n % 90))
            yield event(person=one.person, unit=one.unit, what=ROLE_GIVEN, role=Role.WORKER, at=NOW)


def told(office: Unit, model: type[models.Model], **bands: str) -> Iterator[models.Model]:
    """What was told of each unit, a year of blocks."""
    newest = Block.latest(NOW)
    for unit in Unit.objects.filter(organisation=office.organisation):
        for back in range(BLOCKS):
            yield model(
                unit=unit,
                block=newest.number - back,
                smallest=5,
                size="5-9",
                frozen_at=NOW,
                **bands,
            )


def sessions(placed: list[Placed], kinds: list[CertificateType]) -> None:
    """A session for every twenty people, most of them past, one in ten to come."""
    courses = [
        Course.objects.create(
            organisation=kind.organisation,
            name={"en": f"Course {n}"},
            hours=6,
            certificate_type=kind,
        )
        for n, kind in enumerate(kinds)
    ]
    groups = list(batched(placed, 20))
    held = write(
        Session(
            organisation_id=group[0].unit.organisation_id,
            course=courses[n % len(courses)],
            day=TODAY - DAY * (n * 7 % 350) if n % 10 else TODAY + DAY * (n % 60 + 1),
            starts=time(9),
            ends=time(16),
            place="Room 2",
            trainer=group[0].lead,
            recorded_at=NOW if n % 10 else None,
        )
        for n, group in enumerate(groups)
    )
    write(
        Enrolment(
            session=session, person=one.person, attendance="full" if session.recorded_at else ""
        )
        for session, group in zip(held, groups, strict=True)
        for one in group
    )


def flagged(placed: list[Placed]) -> None:
    """One in twenty has an open flag, one in five had one."""
    week = Week.of(TODAY).monday
    made = write(
        Flag(
            organisation_id=one.unit.organisation_id,
            person=one.person,
            level="red" if n % 40 == 0 else "amber",
            opened_week=week - DAY * 7 * (n % 20),
            opened_at=NOW - DAY * 7 * (n % 20),
            closed_at=None if n % 20 == 0 else NOW - DAY,
        )
        for n, one in enumerate(placed, start=1)
        if n % 5 == 0
    )
    write(FlagStep(flag=flag, kind="opened", at=flag.opened_at) for flag in made)


def checked_in(since: date) -> None:
    """A row for each week that was sent since a day, without answers."""
    sent = WorkWeek.objects.filter(week__gte=since).order_by()
    columns = sent.values_list("person_id", "unit_id", "week").iterator(chunk_size=5_000)
    write(CheckIn(person_id=who, unit_id=unit, week=week) for who, unit, week in columns)


def posts(placed: list[Placed]) -> None:
    """A post for every ten people, one in six of them vacant; and the counts of the night."""
    organisation, places = placed[0].unit.organisation, list(provinces())
    job = Job.objects.get(organisation=organisation, key="specialist")
    made = write(
        ProgrammePost(
            organisation=organisation,
            job=job,
            province=places[n % len(places)],
            languages=["th"],
            since=SINCE,
        )
        for n in range(len(placed) // 10)
    )
    write(
        PostHolder(post=post, person=one.person, starts=SINCE, entered_by=one.lead, entered_at=NOW)
        for n, (post, one) in enumerate(zip(made, placed[::10], strict=True))
        if n % 6
    )
    nightly.count(organisation, now=NOW)
