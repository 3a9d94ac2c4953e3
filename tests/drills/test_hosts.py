"""Two hosts on one PostgreSQL and one Redis, of which one loses its power under load.

What was acknowledged is there, nothing comes twice, limits hold for both together, what is changed
on one is so on the other at once, and a host with a wrong clock answers nothing.
"""

import json
import os
from collections import Counter
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
from django.db import connection

from tests.config.test_queue import python
from tests.quick.processes import until

from .hosts import Host, Roaming, hosts, redis_server
from .mail_server import mail_server
from .served import CIVIL, LONG, answered, longest_gap, place, stored
from .visitor import Visitor

pytestmark = [
    pytest.mark.process,
    pytest.mark.redis,
    pytest.mark.database,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="Two hosts share no file of SQLite."
    ),
]
PEOPLE, KILLS, MOVES, SENT_BETWEEN = (12, 20, 20, 100) if LONG else (8, 1, 8, 20)
# Seconds by which the clocks of the two are off; and one that is off by too much.
AHEAD, BEHIND, WRONG = 3, -3, 300
CALLS, ASKED = 120, 250
BEGIN = """
import django, json; django.setup()
from people.tenancy import context; context.rest_everywhere()
from django.utils import timezone
from people.accounts import tokens
from people.weeks import Week
from tests.makers import *
team = make_unit(make_organisation())
crew = [make_worker(team, f"worker{n}") for n in range(PEOPLE + 2)]
for name, role in (("wipa", Role.SUPERVISOR), ("ploy", Role.ADMIN)):
    make_membership(make_person(name, team.organisation), team, role)
found = [tokens.make(person=one, name="drill")[1] for one in crew]
print(json.dumps([str(Week.latest(timezone.now())), found]))
""".replace("PEOPLE", str(PEOPLE))
# Wipa proposes moves: a job of each tells its two people.
PROPOSE = """
import django; django.setup()
from people.tenancy import context; context.rest_everywhere()
from django.utils import timezone
from people.models import Person
from workload.models import Transfer
from workload.moves.tasks import tell_about_move
wipa = Person.objects.get(account__username="wipa")
giver, receiver = (Person.objects.get(account__username=f"worker{n}") for n in range(2))
for n in range(MOVES):
    move = Transfer.objects.create(
        organisation_id=wipa.organisation_id, giver=giver, receiver=receiver,
        proposed_by=wipa, proposed_at=timezone.now(),
    )
    tell_about_move.enqueue(move.pk, move.state)
""".replace("MOVES", str(MOVES))
# An admin, at neither of the hosts: longer scales off, and other numbers from next Monday on.
CHANGE = """
import django; django.setup()
from people.tenancy import context; context.rest_everywhere()
from django.utils import timezone
from people.models import Person
from people.modules import actions as modules
from people.weeks import Week, today
from workload.policies import actions as policies
from workload.policies.policy_numbers import written_number
from workload.rules import load
ploy, now = Person.objects.get(account__username="ploy"), timezone.now()
modules.switch(organisation=ploy.organisation, key="long_scales", on=False, by=ploy, now=now)
numbers = written_number(load.usual(ploy.organisation.kind)) | {"night": 2}
policies.adopt(by=ploy, starts=(Week.of(today(now)) + 1).monday, numbers=numbers, now=now)
"""


class Pair:
    """Two hosts that run, what they share, and who is there."""

    def __init__(self, two: list[Host], env: dict[str, str], mail) -> None:
        self.two, self.env, self.mail = two, env, mail
        self.week, self.keys = json.loads(python(BEGIN, os.environ | env))

    def rows(self, query: str) -> list[tuple]:
        """Ask the database, past the wall between organisations."""
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as asked:
            asked.execute("SELECT set_config('kamlangjai.organisation', 'all', false)")
            done = asked.execute(query)
            return done.fetchall() if done.description else []


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two hosts that answer, their clocks some seconds apart."""
    folder = tmp_path_factory.mktemp("hosts")
    with place(folder) as env, redis_server(folder) as queue, mail_server() as mail:
        shared = env | {"REDIS_URL": queue, "MAIL_HOST": "127.0.0.1", "MAIL_TLS": "0"}
        shared |= {"MAIL_PORT": str(mail.port)}
        with hosts(folder, shared, a=AHEAD, b=BEHIND, c=WRONG) as (a, b, c):
            found = Pair([a, b], shared, mail)
            found.wrong = c
            for one in (a, b):
                one.start()
            for one in (a, b):
                one.until_it_answers()
            yield found


def called(host: Host, path: str, key: str, body: bytes | None = None) -> int:
    """Call the API of a host, and say the status."""
    about = {"Host": "localhost", "Authorization": f"Bearer {key}"}
    asked = Request(f"http://127.0.0.1:{host.port}{path}", body, about)
    asked.add_header("Content-Type", "application/json")
    try:
        with urlopen(asked, timeout=30) as answer:  # noqa: S310 - our own address
            return answer.status
    except HTTPError as refused:
        refused.close()
        return refused.code


def signs_in(host: Host, password: str) -> bool:
    """Try to sign the first worker in, in a browser that was never here."""
    visitor = Visitor(f"http://localhost:{host.port}")
    try:
        where, _page = visitor.send("/sign-in/", login="worker0", password=password)
    except HTTPError as refused:
        refused.close()
        return False
    return "/sign-in/" not in where


@contextmanager
def sending(pair: Pair):
    """Let people send all the time, half of them at first to each host."""
    ports = [one.port for one in pair.two]
    senders = [
        Roaming(ports[:: 1 if n % 2 else -1], key, pair.week, CIVIL)
        for n, key in enumerate(pair.keys[:PEOPLE])
    ]
    for one in senders:
        one.start()
    try:
        until(lambda: all(one.acknowledged for one in senders))
        yield senders
    finally:
        for one in senders:
            one.over.set()
        for one in senders:
            one.join()


def test_who_sends_while_a_host_loses_its_power_is_answered_and_told_once(pair, drilled):
    with sending(pair) as senders:
        for kill in range(KILLS):
            victim = pair.two[kill % 2]
            before = len(pair.mail.got)
            python(PROPOSE, os.environ | pair.env)
            until(lambda before=before: len(pair.mail.got) > before)
            victim.lose_power()
            goal = answered(senders) + SENT_BETWEEN
            until(lambda goal=goal: answered(senders) >= goal)
            victim.start()
            victim.until_it_answers()
        goal = answered(senders) + SENT_BETWEEN
        until(lambda: answered(senders) >= goal)
    assert stored(pair.env) == sorted(str(one.acknowledged[-1]) for one in senders)
    assert {status for one in senders for status in one.refused} <= {503}
    # One policy has judged the week, and each row says which.
    assert len(pair.rows("SELECT DISTINCT policy FROM workload_workweek")) == 1
    unsure = told_of_moves(pair)
    drilled(
        f"{KILLS} times one of two hosts loses its power",
        f"{answered(senders)} weeks, 0 lost; {2 * MOVES * KILLS} mails, 0 twice, {unsure} left to"
        f" a person; gap {longest_gap(senders):.2f} s",
    )


def told_of_moves(pair: Pair) -> int:
    """Wait until all are told of their moves, each once; count the letters left to a person.

    What the dead had in their hands is theirs for ten minutes more, which are over at once here.
    """
    held = "UPDATE django_q_ormq SET lock = now() - interval '1 minute' WHERE lock > now()"
    for one in pair.two:
        one.stop()
    pair.rows(held)
    for one in pair.two:
        one.start()
    for one in pair.two:
        one.until_it_answers()
    until(lambda: not pair.rows("SELECT 1 FROM django_q_ormq"))
    waiting = "SELECT 1 FROM people_outgoingletter WHERE state = 'waiting'"
    until(lambda: not pair.rows(waiting))
    in_doubt = Counter(
        address
        for [address] in pair.rows(
            "SELECT a.email FROM people_outgoingletter l JOIN people_person p"
            " ON p.id = l.recipient_id JOIN people_account a ON a.id = p.account_id"
        )
    )
    got, each = Counter(pair.mail.got), MOVES * KILLS
    for name in ("worker0", "worker1"):
        address = f"{name}@example.org"
        assert each - in_doubt[address] <= got[address] <= each, (got, in_doubt)
    return in_doubt.total()


def test_the_calls_of_a_key_are_counted_for_both(pair):
    key = pair.keys[-1]
    said = Counter(called(pair.two[n % 2], "/api/v1/me/load", key) for n in range(ASKED))
    assert set(said) == {200, 429}
    # The clocks may be in two minutes meanwhile.
    assert said[200] <= 2 * CALLS


def test_wrong_passwords_are_counted_for_both(pair):
    tried = [signs_in(pair.two[n % 2], "another password") for n in range(5)]
    assert not any(tried)
    assert not any(signs_in(one, "kamlangjai-demo") for one in pair.two)


def test_what_is_switched_off_is_gone_from_both_at_once(pair):
    path, key = "/api/v1/instruments", pair.keys[-2]
    assert [called(one, path, key) for one in pair.two] == [200, 200]
    python(CHANGE, os.environ | pair.env)
    assert [called(one, path, key) for one in pair.two] == [404, 404]


def test_a_host_with_a_wrong_clock_answers_nothing_and_says_why(pair):
    wrong = pair.wrong
    wrong.start(jobs=False)
    until(lambda: wrong.answers() == 503)
    assert wrong.answers("/readyz") == 503
    body = json.dumps({"week": pair.week, "hours": 40}).encode()
    assert called(wrong, "/api/v1/weeks", pair.keys[0], body) >= 500
    assert "s apart" in (wrong.folder / "web.log").read_text()
    for one in pair.two:
        until(lambda one=one: one.answers() == 200)
