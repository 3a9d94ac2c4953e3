"""Drills with a real mail server: one mailbox refuses, the server is away, it hangs."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from people.messages import notices
from people.messages.delivery import A_ROUND, Deliverer
from people.messages.notices import Start
from people.models import OutgoingLetter
from tests.config.test_queue import begin, cluster, places, python, surroundings, wait_for
from tests.makers import at, make_workers
from tests.quick.made_once import put_tables
from tests.quick.ports import free_port
from tests.quick.processes import until

from .mail_server import mail_server

pytestmark = pytest.mark.process

NOW = at("2026-11-25 10:00")  # a Wednesday
# Seconds for one answer: enough, and not much to wait for in vain.
HANGS = {"timeout": 0.5}
TEAM = """
import django; django.setup()
from tests.makers import *
team = make_unit(make_organisation())
nok, mali = make_worker(team, "nok"), make_worker(team, "mali")
for name in ("wipa", "anong", "boss"):
    make_membership(make_person(name, team.organisation), team, Role.SUPERVISOR)
"""
PROPOSE = """
import django; django.setup()
from django.utils import timezone
from people.models import Person
from people.tenancy import context; context.rest_everywhere()
from workload.models import Transfer
from workload.moves.tasks import tell_about_move
who = {one.username: one for one in Person.objects.select_related("account")}
move = Transfer.objects.create(
    organisation_id=who["nok"].organisation_id, giver=who["nok"], receiver=who["mali"],
    proposed_by=who["boss"], proposed_at=timezone.now(),
)
tell_about_move.enqueue(move.pk, move.state)
"""
TELL = """
import django; django.setup()
from people.messages.notices import tell_person
from people.models import Person
from people.tenancy import context; context.rest_everywhere()
for person in Person.objects.all():
    tell_person(person, "move", "1", "team")
from people.audit.tasks import seal_access; seal_access.enqueue()
"""


def to(server, place, **changes):
    mail = {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(server.port), "MAIL_TLS": "0"}
    return surroundings(place, **mail, **changes)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A migrated database with a team of two, whom three lead."""
    place = tmp_path_factory.mktemp("begun")
    put_tables(place)
    python(TEAM, surroundings(place))
    return place


@pytest.fixture
def team(begun, tmp_path):
    return Path(shutil.copytree(begun, tmp_path / "data"))


def test_one_refusing_mailbox_silences_nobody_else(team):
    with mail_server(refuses=["anong@example.org"]) as server:
        env = to(server, team)
        python(PROPOSE, env)
        with cluster(env):
            got = server.wait_for_mail(3)
            # Hers is the last: a worker that is asked to end meanwhile leaves it for the next one.
            until(lambda: states_of_letters(team) == [("refused",)])
    assert got == [f"{name}@example.org" for name in ("mali", "nok", "wipa")]


def states_of_letters(place):
    with closing(sqlite3.connect(place / "kamlangjai.sqlite3")) as there:
        return there.execute("SELECT state FROM people_outgoingletter").fetchall()


def test_while_the_mail_server_hangs_other_jobs_go_on(tmp_path):
    begin(tmp_path, "", surroundings(tmp_path))
    with mail_server(hangs=True) as server:
        env = to(server, tmp_path)
        python(TELL, env)
        with cluster(env) as log:
            server.wait_for_call()
            wait_for(log, "Processed 'config.queue.run'")
            assert places(tmp_path) == [(1,)]


# --- The same worker, in this process: time is an argument ----------------------------------------


@pytest.fixture
def mailing(settings):
    """Mail over SMTP to a port; `HANGS` is for servers that let one wait."""
    settings.LETTERS_AT_ONCE = False

    def over(port, **more):
        options = {"host": "127.0.0.1", "port": port, "timeout": 60} | more
        smtp = "people.messages.smtp.PatientBackend"
        settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": options}}

    with time_machine.travel(NOW, tick=False):
        yield over


def tell(*people):
    for person in people:
        notices.tell_person(person, "move", "1", "team")


def test_an_outage_of_twenty_minutes_loses_nothing(nok, wipa, ploy, mailing):
    port, worker = free_port(), Deliverer()
    mailing(port)
    tell(nok, wipa, ploy)
    for minute in range(20):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            assert worker.round(NOW + timedelta(minutes=minute)) == 0
    with mail_server(port=port) as server:
        assert worker.round(NOW + timedelta(minutes=40)) == 3
    assert sorted(server.got) == [one.email for one in (nok, ploy, wipa)]


def test_a_server_that_hung_is_left_alone_for_some_minutes(nok, wipa, mailing):
    with mail_server(hangs=True) as server:
        mailing(server.port, **HANGS)
        tell(nok, wipa)
        worker = Deliverer()
        for second in range(119):
            assert worker.round(NOW + timedelta(seconds=second)) == 0
        assert server.calls == 1
        server.hangs = False
        mailing(server.port)
        assert worker.round(NOW + timedelta(minutes=3)) == 2


def test_a_server_that_thinks_over_a_whole_letter_gets_it_once(nok, wipa, mailing):
    with mail_server(thinks=1.0) as server:
        mailing(server.port, **HANGS)
        tell(nok, wipa)
        worker = Deliverer()
        assert worker.round(NOW) == 2
        assert worker.round(NOW + timedelta(hours=4)) == 0
    assert sorted(server.got) == [nok.email, wipa.email]


def test_a_server_that_never_says_that_it_took_a_letter_is_given_it_again(nok, mailing):
    with mail_server(thinks=60) as server:
        mailing(server.port, taken_within=0.5)
        tell(nok)
        worker = Deliverer()
        for second in range(119):
            assert worker.round(NOW + timedelta(seconds=second)) == 0
        assert server.calls == 1
        server.thinks = 0
        mailing(server.port)
        assert worker.round(NOW + timedelta(minutes=3)) == 1
    assert server.got == [nok.email, nok.email]


@pytest.mark.django_db
def test_many_reminders_leave_over_few_connections(chiang_mai, mailing):
    crew = make_workers(A_ROUND + 1, chiang_mai)
    for person in crew:
        notices.tell_person(person, "renew-60", "1", "my_week", start=Start.OWN)
    notices.post_lines(NOW)
    with mail_server() as server:
        mailing(server.port)
        worker = Deliverer()
        assert [worker.round(NOW) for _ in range(3)] == [A_ROUND, 1, 0]
    assert server.calls == 2
    assert sorted(server.got) == sorted(one.email for one in crew)
    assert not OutgoingLetter.objects.exists()
