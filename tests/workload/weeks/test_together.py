"""Many at once: real threads, each with its own connection to the real database."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from people.models import Person
from tests.makers import NOW, WEEK, make_line, make_workers
from workload.models import CaseloadLine, Flag, FlagStep, WorkWeek
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


def together(jobs) -> list:
    """Run the jobs at once; a refusal is a result too."""

    def run(job):
        try:
            return job()
        except ValidationError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def sender(person, **changes):
    """A sending as a separate request would make it."""
    once = weeks.Sent(**{"key": uuid.uuid4(), "hours": Decimal(40)} | changes)

    def send():
        return weeks.record(person=Person.objects.get(pk=person.pk), week=WEEK, sent=once, now=NOW)[
            1
        ]

    return send


def test_twenty_taps_on_one_form_give_one_week(nok):
    lines = [LineData(phase="court", count=20), LineData(phase="active", reference="QX-1")]
    found = together([sender(nok, lines=lines)] * THREADS)
    assert sorted(found) == [False] * 19 + [True]
    assert [WorkWeek.objects.count(), CaseloadLine.objects.count()] == [1, 2]
    assert [Flag.objects.count(), FlagStep.objects.count()] == [1, 1]


def test_twenty_devices_give_one_week_and_nineteen_are_told(nok):
    lines = [LineData(phase="court", reference="QX-1")]
    jobs = [sender(nok, lines=lines) for _ in range(THREADS)]
    found = together(jobs)
    assert sorted(found, key=str) == [True] + ["already_sent"] * 19
    assert WorkWeek.objects.count() == CaseloadLine.objects.count() == 1


def test_of_twenty_corrections_one_wins(nok):
    first, _ = weeks.record(
        person=nok, week=WEEK, sent=weeks.Sent(key=uuid.uuid4(), hours=Decimal(40)), now=NOW
    )
    jobs = [sender(nok, corrects=first.key, nights=n % 7) for n in range(THREADS)]
    found = together(jobs)
    assert sorted(found, key=str) == [False] + ["already_sent"] * 19
    assert WorkWeek.objects.count() == 1


def test_twenty_taps_on_one_correction_change_it_once(nok):
    first, _ = weeks.record(
        person=nok, week=WEEK, sent=weeks.Sent(key=uuid.uuid4(), hours=Decimal(40)), now=NOW
    )
    assert together([sender(nok, corrects=first.key, nights=3)] * THREADS) == [False] * THREADS
    assert WorkWeek.objects.get().nights == 3


def test_twenty_people_send_at_once_and_none_is_lost(chiang_mai):
    crew = make_workers(THREADS, chiang_mai)
    found = together([sender(person, lines=[LineData(phase="court")]) for person in crew])
    assert found == [True] * THREADS
    assert WorkWeek.objects.count() == THREADS


def test_of_two_primaries_at_once_one_is_refused(chiang_mai):
    crew = make_workers(8, chiang_mai)
    make_line(crew[0])
    line = LineData(phase="court", reference="QX-1")
    found = together([sender(person, lines=[line]) for person in crew])
    assert sorted(found, key=str) == [True] + ["line"] * 7
    assert CaseloadLine.objects.filter(reference="QX-1").count() == 1
