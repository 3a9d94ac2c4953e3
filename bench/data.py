"""Two teams with eight weeks behind them, made with the product's own verbs; the same every run."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import time_machine
from days import NOW
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models.functions import Mod
from django.test import Client

from people.accounts import tokens
from people.jobs.starter import give_starter_set
from people.models import Account, Job, Membership, Organisation, Person, Role, Unit
from people.weeks import Week
from training.models import Certificate, CertificateType, Requirement
from wellbeing.rules.pulse import PulseAnswers
from workload.models import CaseloadLine
from workload.weeks import actions as weeks
from workload.weeks.actions import Sent
from workload.weeks.caseloads import LineData

WEEKS, TWO_YEARS = 8, 104
STARTED = date(2024, 1, 1)
UNIT_OF, CERTIFICATES, LASTS = 50, 12, 730
LINES = (
    LineData("intake"),
    LineData("active", count=2, add_ons=("child",)),
    LineData("active", count=3),
    LineData("court", reference="QX"),
    LineData("aftercare", count=4),
    LineData("active", add_ons=("risk",)),
    LineData("dormant", count=3),
    LineData("aftercare", count=2),
)
# More active cases for some: of twenty people three are above 100 %, and one above 120 %.
MORE = (0, 1, 2, 3, 2, 1, 0, 1, 4, 2, 0, 1, 2, 3, 2, 1, 0, 1, 4, 8)


@dataclass(frozen=True)
class Cast:
    """The session cookies of the people who open pages and send weeks, by what they do."""

    worker: str
    veteran: str
    small: str
    large: str
    programme: str
    trainer: str
    # The office of a whole country, with posts.
    country: str
    # A key of the worker's for the API.
    key: str
    senders: list[str]


def make(small: int, large: int, region: int, senders: int, country: int, posts: int) -> Cast:
    """Make tables, people and weeks in the database of the environment."""
    from country import settled  # it makes its people with what stands here

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with time_machine.travel(NOW), transaction.atomic():
        saphan = found("Saphan Foundation")
        office = Unit.objects.create(organisation=saphan, name={"en": "Head office"})
        anan = employ("anan", office, Role.PROGRAMME)
        teams = {size: team(office, size, name) for name, size in (("a", small), ("b", large))}
        nok = teams[small][1]
        return Cast(
            worker=session(nok),
            veteran=session(veteran(office)),
            small=session(teams[small][0]),
            large=session(teams[large][0]),
            programme=session(anan),
            trainer=session(trained(region)),
            country=session(settled(country, posts)),
            key=tokens.make(person=nok, name="measuring")[1],
            senders=[session(one) for one in teams[large][1 : senders + 1]],
        )


def team(office: Unit, size: int, name: str) -> list[Person]:
    """Make a unit: its supervisor first, then its workers with their weeks."""
    unit = Unit.objects.create(
        organisation=office.organisation, name={"en": f"Team {name}"}, parent=office
    )
    people = [employ(f"{name}0", unit, Role.SUPERVISOR)]
    people += [employ(f"{name}{n}", unit, Role.WORKER) for n in range(1, size + 1)]
    for n, person in enumerate(people[1:]):
        live(person, n)
    return people


def veteran(office: Unit) -> Person:
    """Make a worker with two years behind them, in a unit of their own."""
    unit = Unit.objects.create(
        organisation=office.organisation, name={"en": "Team of one"}, parent=office
    )
    person = employ("veteran", unit, Role.WORKER)
    live(person, 0, TWO_YEARS)
    return person


def found(name: str) -> Organisation:
    """Make an organisation with its usual jobs."""
    organisation = Organisation.objects.create(name={"en": name}, kind="ngo")
    give_starter_set(organisation)
    return organisation


def job_at(organisation: Organisation) -> Job:
    """Find the job that everybody of an organisation does here."""
    return Job.objects.get(organisation=organisation, key="specialist")


def employ(username: str, unit: Unit, role: Role) -> Person:
    """Make a person with one membership."""
    [person] = enrol(
        unit.organisation,
        [username],
        full_name_en=f"Kanokwan Srisuk {username}",
        full_name_th=f"กนกวรรณ ศรีสุข {username}",
        nickname_en="Nok",
    )
    Membership.objects.create(
        person=person,
        unit=unit,
        role=role,
        job=job_at(unit.organisation),
        hours=Decimal(40) if role.carries_load else None,
        starts=STARTED,
    )
    return person


def enrol(organisation: Organisation, usernames: Iterable[str], **names: str) -> list[Person]:
    """Make an account and a person for each sign-in name, all with these names."""
    names = {"full_name_en": "Kanokwan Srisuk"} | names
    accounts = Account.objects.bulk_create(
        (Account(username=one, email=f"{one}@example.org", language="en") for one in usernames),
        batch_size=5000,
    )
    return Person.objects.bulk_create(
        (Person(account=one, organisation=organisation, **names) for one in accounts),
        batch_size=5000,
    )


def trained(size: int) -> Person:
    """Make an organisation of which twelve certificates are asked; give its trainer.

    One in thirty is missing; those that are held end on days spread over two years, some past.
    """
    region = found("Region")
    people = crowd(region, size)
    kinds = certify(people, CERTIFICATES, lambda n: NOW.date() + timedelta(days=n * 7 % LASTS - 20))
    Certificate.objects.annotate(one_in=Mod("pk", 30)).filter(one_in=0).delete()
    trainer = employ("trainer", Unit.objects.get(organisation=region, parent=None), Role.TRAINER)
    Requirement.objects.bulk_create(
        Requirement(
            organisation=region, type=kind, role=Role.WORKER, added_by=trainer, added_at=NOW
        )
        for kind in kinds
    )
    return trainer


def crowd(organisation: Organisation, size: int, name: str = "crowd") -> list[Person]:
    """Make many workers, fifty in a unit, under one office; they send no weeks."""
    office = Unit.objects.create(organisation=organisation, name={"en": "Office"})
    units = [
        Unit.objects.create(organisation=organisation, name={"en": f"Unit {n}"}, parent=office)
        for n in range(-(-size // UNIT_OF))
    ]
    people, job = enrol(organisation, (f"{name}{n}" for n in range(size))), job_at(organisation)
    Membership.objects.bulk_create(
        (
            Membership(
                person=one, unit=units[n // UNIT_OF], role=Role.WORKER, job=job, starts=STARTED
            )
            for n, one in enumerate(people)
        ),
        batch_size=5000,
    )
    return people


def certify(people: list[Person], each: int, ends: Callable[[int], date]) -> list[CertificateType]:
    """Give all people so many certificates; `ends` says when the nth given one does."""
    kinds = [
        CertificateType.objects.create(
            organisation=people[0].organisation, name={"en": f"Certificate {n}"}, validity_months=24
        )
        for n in range(each)
    ]
    Certificate.objects.bulk_create(
        (
            Certificate(
                person=one,
                type=kind,
                issued_on=STARTED,
                issued_by=people[0],
                expires_on=ends(each * place + n),
            )
            for place, one in enumerate(people)
            for n, kind in enumerate(kinds)
        ),
        batch_size=5000,
    )
    return kinds


def live(person: Person, n: int, how_many: int = WEEKS) -> None:
    """Send the last weeks for a person, this one included, which is what the page corrects."""
    lines = [
        LineData(**vars(line) | {"count": line.count + MORE[n % len(MORE)] * (place == 2)})
        for place, line in enumerate(LINES)
    ]
    lines[3] = LineData("court", reference=f"QX-{person.pk}")
    for back in reversed(range(how_many)):
        week = Week.of(NOW.date()) - back
        sent = Sent(
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"{person.pk} {week}"),
            hours=Decimal(40 + n % 9),
            nights=n % 2,
            material_minutes=60,
            lines=lines if back == how_many - 1 else [],
            answers=PulseAnswers(1, 2, 0, 3, 4),
        )
        weeks.record(person=person, week=week, sent=sent, now=week.opens + timedelta(hours=9))


def session(person: Person) -> str:
    """Sign a person in and give the cookie."""
    client = Client()
    person.account.person = person
    client.force_login(person.account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def lines_of(username: str) -> int:
    """Count a person's open lines."""
    return CaseloadLine.objects.filter(person__account__username=username, closed_at=None).count()
