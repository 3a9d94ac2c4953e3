"""What waits costs as much in a large organisation as in a small one, where as much waits."""

import pytest
import time_machine
from django.db import connection

from people.models import Membership, Person, Role
from people.pending.kinds import PENDING_KINDS
from people.pending.statements import counted
from tests.makers import LONG_AGO, NOW, job_of, make_account
from training.models import Certificate, CertificateType

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="SQLite alone counts its steps"
)
FEW, MANY = 20, 400
# Of few rows of many people each kind finds those that wait.
KINDS = {
    "hours_check": "siriporn",
    "group_check": "siriporn",
    "second_trainer": "siriporn",
    "mail_returns": "ploy",
    "lost_sign_in": "ploy",
}


def join_many(unit, first: int, last: int, trainer) -> None:
    """Let so many people join a unit, each with a certificate."""
    kind = CertificateType.objects.get_or_create(
        organisation=unit.organisation, name={"en": "First aid"}
    )[0]
    accounts = [make_account(f"joined{n}") for n in range(first, last)]
    people = Person.objects.bulk_create(
        [
            Person(account=one, organisation=unit.organisation, full_name_en=one.email)
            for one in accounts
        ]
    )
    job = job_of(unit, "specialist")
    Membership.objects.bulk_create(
        [
            Membership(person=one, unit=unit, role=Role.WORKER, job=job, hours=40, starts=LONG_AGO)
            for one in people
        ]
    )
    Certificate.objects.bulk_create(
        [
            Certificate(person=one, type=kind, issued_on=LONG_AGO, issued_by=trainer)
            for one in people
        ]
    )


def steps(kind: str, person: Person) -> int:
    """Count the steps, in hundreds, that SQLite takes to count what waits."""
    found = []
    person = Person.objects.get(pk=person.pk)
    statement = counted(PENDING_KINDS[kind], person, NOW)
    str(statement.query)  # the person's roles are read
    connection.connection.set_progress_handler(lambda: found.append(1), 100)
    try:
        list(statement)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_counting_what_waits_does_not_read_everybody(request, kind, chiang_mai, siriporn, ploy):
    reader = request.getfixturevalue(KINDS[kind])
    with time_machine.travel(NOW, tick=False):
        join_many(chiang_mai, 0, FEW, siriporn)
        few = steps(kind, reader)
        join_many(chiang_mai, FEW, MANY, siriporn)
        assert steps(kind, reader) <= few + 2
