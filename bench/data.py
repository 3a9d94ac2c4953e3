"""Two teams with eight weeks behind them, made with the product's own verbs; the same every run."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import time_machine
from days import NOW
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from people import tokens
from people.models import Job, Membership, Organisation, Person, Role, Unit
from people.weeks import Week
from wellbeing.rules import Answers
from workload import weeks
from workload.caseloads import LineData
from workload.models import CaseloadLine
from workload.weeks import Sent

WEEKS, TWO_YEARS = 8, 104
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
    """The session cookies of who opens pages and sends weeks, by what they do."""

    worker: str
    veteran: str
    small: str
    large: str
    programme: str
    # A key of the worker's for the API.
    key: str
    senders: list[str]


def make(small: int, large: int, senders: int) -> Cast:
    """Make tables, people and weeks in the database of the environment."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with time_machine.travel(NOW), transaction.atomic():
        saphan = Organisation.objects.create(name_en="Saphan Foundation", kind="ngo")
        office = Unit.objects.create(organisation=saphan, name_en="Head office")
        anan = employ("anan", office, Role.PROGRAMME)
        teams = {size: team(office, size, name) for name, size in (("a", small), ("b", large))}
        nok = teams[small][1]
        return Cast(
            worker=session(nok),
            veteran=session(veteran(office)),
            small=session(teams[small][0]),
            large=session(teams[large][0]),
            programme=session(anan),
            key=tokens.make(person=nok, name="measuring")[1],
            senders=[session(one) for one in teams[large][1 : senders + 1]],
        )


def team(office: Unit, size: int, name: str) -> list[Person]:
    """Make a unit: its supervisor first, then its workers with their weeks."""
    unit = Unit.objects.create(
        organisation=office.organisation, name_en=f"Team {name}", parent=office
    )
    people = [employ(f"{name}0", unit, Role.SUPERVISOR)]
    people += [employ(f"{name}{n}", unit, Role.WORKER) for n in range(1, size + 1)]
    for n, person in enumerate(people[1:]):
        live(person, n)
    return people


def veteran(office: Unit) -> Person:
    """Make somebody with two years behind them, in a unit of their own."""
    unit = Unit.objects.create(
        organisation=office.organisation, name_en="Team of one", parent=office
    )
    person = employ("veteran", unit, Role.WORKER)
    live(person, 0, TWO_YEARS)
    return person


def employ(username: str, unit: Unit, role: Role) -> Person:
    """Make a person with one membership."""
    person = Person.objects.create(
        username=username,
        email=f"{username}@example.org",
        organisation=unit.organisation,
        full_name_en=f"Kanokwan Srisuk {username}",
        full_name_th=f"กนกวรรณ ศรีสุข {username}",
        nickname_en="Nok",
        language="en",
    )
    Membership.objects.create(
        person=person,
        unit=unit,
        role=role,
        job=Job.SPECIALIST,
        hours=Decimal(40) if role.carries_load else None,
        starts=date(2024, 1, 1),
    )
    return person


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
            answers=Answers(1, 2, 0, 3, 4),
        )
        weeks.record(person=person, week=week, sent=sent, now=week.opens + timedelta(hours=9))


def session(person: Person) -> str:
    """Sign a person in and give the cookie."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def lines_of(username: str) -> int:
    """Count somebody's open lines."""
    return CaseloadLine.objects.filter(person__username=username, closed_at=None).count()
