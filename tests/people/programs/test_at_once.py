"""Two calls of programs at once: one does its work, and the other is told what it finds then."""

import json
import threading
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import Client

from people.models import AccessEvent, Person
from people.organisation_keys import actions as organisation_keys
from tests.makers import NOW, make_absence
from workload.models import TimeOff
from workload.time import time_off

SCOPES = ["people", "people_write", "absences", "absences_write"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both(ploy):
    """Send two calls, each by a thread of its own; give their statuses in order."""
    cache.clear()
    _key, text = organisation_keys.make(by=ploy, name="Personnel", scopes=SCOPES, now=NOW)

    def send(*calls, **headers):
        start, found = threading.Barrier(len(calls)), []

        def run(verb, path, body):
            client = Client(
                headers={"authorization": f"Bearer {text}"} | headers,
                raise_request_exception=False,
            )
            try:
                start.wait(60)
                sent = json.dumps(body)
                path = f"/api/v1{path}"
                answer = client.generic(verb, path, sent, content_type="application/json")
                found.append(answer.status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=call) for call in calls]
        with time_machine.travel(NOW, tick=False):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return sorted(found)

    def tag(path):
        with time_machine.travel(NOW, tick=False):
            client = Client(headers={"authorization": f"Bearer {text}"})
            return client.get(f"/api/v1{path}")["ETag"]

    send.tag = tag
    return send


def test_of_two_that_end_an_absence_one_finds_none(both, nok):
    absence = make_absence(nok, starts=date(2026, 12, 1), ends=date(2026, 12, 31))
    call = ("POST", f"/absences/{absence.public_id}/end", {"day": "2026-11-25"})
    assert both(call, call) == [200, 404]


def test_of_two_that_take_days_off_back_one_finds_none_and_notes_nothing(both, nok, ploy):
    days = {"first": date(2026, 11, 24), "last": date(2026, 11, 25), "half": False}
    made = time_off.enter(person=nok, **days, by=ploy, now=NOW)
    call = ("POST", f"/days-off/{made.public_id}/withdraw", {})
    assert both(call, call) == [200, 404]
    assert AccessEvent.objects.filter(person=nok, what="days_back").count() == 1
    assert not TimeOff.objects.exists()


def test_of_two_with_one_tag_the_second_is_told_that_it_changed(both, nok):
    path = f"/people/{nok.public_id}"
    role = f"{path}/roles/{nok.memberships.get().pk}"
    numbers = [("PATCH", path, {"employee_number": f"SP-{n}"}) for n in range(2)]
    assert both(*numbers, **{"if-match": both.tag(path)}) == [200, 412]
    hours = [("PATCH", role, {"day": "2026-12-01", "hours": f"3{n}"}) for n in range(2)]
    assert both(*hours, **{"if-match": both.tag(path)}) == [200, 412]


def test_of_two_that_enter_one_person_one_is_a_conflict(both, chiang_mai):
    person = {"employee_number": "SP-1", "name_en": "Somchai Jaidee", "job": "shelter"}
    person |= {"unit": str(chiang_mai.public_id), "email": "somchai@example.org"}
    calls = [("POST", "/people", {"key": str(uuid4()), "people": [person]}) for _ in range(2)]
    assert both(*calls) == [201, 409]
    assert both(calls[0], calls[0]) in ([200, 200], [409, 409])
    assert Person.objects.filter(employee_number="SP-1").count() == 1
