"""Two organisations at the same moment: what one does waits for what the other has begun."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests.makers import NOW, make_worker
from training.models import Certificate, Enrolment, Session, SessionPartner
from training.partners import actions as partners
from training.sessions import actions as sessions
from training.sessions import moving, places
from training.sessions.actions import RollResult

from .test_actions import TUESDAY, WHEN, busaba, coming, friday, offered, shared, theirs

__all__ = ["busaba", "coming", "friday", "offered", "shared", "theirs"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rows_lock():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time.")


def code_of(verb: Callable[[], object]) -> str:
    """Do it in a transaction of its own; say which refusal came of it."""
    try:
        verb()
    except ValidationError as refused:
        found = getattr(refused, "error_dict", None)
        errors = [one for some in found.values() for one in some] if found else refused.error_list
        return " ".join(str(one.code) for one in errors)
    else:
        return "done"
    finally:
        connection.close()


def while_it_waits(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Do the second while the first is done and not yet kept; say what came of the second."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer: Future[str] = pool.submit(code_of, second)
            while not (answer.done() or waits()):
                pass
        return answer.result(30)


def waits() -> bool:
    """Say whether another connection waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def test_what_a_partner_is_just_writing_down_is_not_lost(
    shared, coming, offered, busaba, siriporn, noi
):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    day = NOW + timedelta(days=3)
    results = {noi.pk: RollResult("full", certified=True)}
    with time_machine.travel(day, tick=False):
        said = while_it_waits(
            lambda: sessions.record(session=shared, results=results, version=0, by=busaba, at=day),
            lambda: partners.withdraw(partner=offered, by=siriporn, now=day),
        )
    assert said == "recorded"
    assert Enrolment.objects.get(person=noi).attendance == "full"
    assert Certificate.objects.get(person=noi).session == shared
    assert SessionPartner.objects.get().state == "accepted"


def test_of_taking_part_and_what_the_host_does_meanwhile_one_waits_for_the_other(
    offered, coming, theirs, busaba, siriporn, noi
):
    def accept():
        return partners.accept(partner=offered, course=theirs, by=busaba, now=NOW)

    def withdraw():
        partners.withdraw(partner=offered, by=siriporn, now=NOW)

    def offer():
        about = {"session": coming, "organisation": busaba.organisation}
        partners.offer(**about, seats=2, by=siriporn, now=NOW)

    def move():
        moving.move(session=coming, day=TUESDAY, **WHEN, by=siriporn, now=NOW)

    def call_off():
        moving.call_off(session=coming, by=siriporn, now=NOW)

    assert while_it_waits(move, accept) == "done"
    own = Session.objects.get(course=theirs)
    assert own.day == TUESDAY

    def book():
        places.book(session=own, people=[noi], by=busaba, now=NOW)

    assert while_it_waits(withdraw, book) == "gone"
    assert while_it_waits(offer, offer) == "asked"
    offered.refresh_from_db()
    assert while_it_waits(accept, withdraw) == "done"
    assert not Session.objects.filter(course=theirs).exists()  # none is left without its offer
    offer()
    assert while_it_waits(accept, call_off) == "done"
    assert not Session.objects.exists()


@pytest.mark.parametrize("answer", ["accept", "offer"])
def test_what_is_called_off_meanwhile_is_refused_in_words(
    answer, offered, coming, theirs, busaba, siriporn
):
    verbs = {
        "accept": lambda: partners.accept(partner=offered, course=theirs, by=busaba, now=NOW),
        "offer": lambda: partners.offer(
            session=coming, organisation=busaba.organisation, seats=2, by=siriporn, now=NOW
        ),
    }
    said = while_it_waits(
        lambda: moving.call_off(session=coming, by=siriporn, now=NOW), verbs[answer]
    )
    assert (said, Session.objects.count()) == ("gone", 0)


def test_the_last_of_their_seats_is_given_once(shared, busaba, rest_house, noi):
    dao, mali = make_worker(rest_house, "dao"), make_worker(rest_house, "mali")
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    said = while_it_waits(
        lambda: places.book(session=shared, people=[dao], by=busaba, now=NOW),
        lambda: places.book(session=shared, people=[mali], by=busaba, now=NOW),
    )
    assert said == "done"
    assert list(shared.enrolments.order_by("pk").values_list("person", "state")) == [
        (noi.pk, "booked"),
        (dao.pk, "booked"),
        (mali.pk, "waiting"),
    ]
