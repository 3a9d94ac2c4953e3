"""A web server as it is documented, with people who send weeks to it as programs do."""

import json
import os
import threading
import time
import uuid
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.utils import timezone

from config.launcher import surroundings, web_server
from config.operating.serving import options
from tests.config.test_queue import python
from tests.config.test_slow_senders import running
from tests.quick.clocks import clock_off, until_friday
from tests.quick.made_once import put_static, put_tables
from tests.quick.ports import free_port
from tests.quick.processes import family, living, until

from .machine import on_this_database

# `make drill` takes minutes; the suite shows in seconds that the same holds.
LONG = os.environ.get("DRILL") == "long"
TABLES = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
PEOPLE = """
import django, json; django.setup()
from people.tenancy import context; context.rest_everywhere()
from django.utils import timezone
from people.accounts import tokens
from people.weeks import Week
from tests.makers import make_organisation, make_unit, make_workers
unit, week = make_unit(make_organisation()), Week.latest(timezone.now())
found = [tokens.make(person=one, name="drill")[1] for one in make_workers({people}, unit)]
print(json.dumps([str(week), found]))
"""
STORED = """
import django, json; django.setup()
from people.tenancy import context; context.rest_everywhere()
from workload.models import WorkWeek
print(json.dumps(sorted([str(one.key), one.person_id] for one in WorkWeek.objects.all())))
"""
# Seconds for one sending, with all its repetitions; and between two of them.
GIVES_UP, PAUSE = 120, 0.05
# A key has 120 calls a minute: a person who pauses so long never comes to it.
CIVIL = 0.6


@contextmanager
def place(folder: Path):
    """An empty database with static files, and the environment of a server on it.

    On PostgreSQL where the run is on it: its owner makes the tables, and the web works as its role.
    It is Friday there, also by the clock of PostgreSQL.
    """
    before = dict(os.environ)
    machine = on_this_database(folder)
    try:
        ahead = until_friday(timezone.now())
        machine.set_clock(ahead)
        env = surroundings(folder, free_port()) | clock_off(folder, ahead)
        url = machine.env.get("DATABASE_URL", "")
        put_static(folder)
        if url:
            python(TABLES, before | env | {"DATABASE_URL": url} | machine.as_owner)
        else:
            put_tables(folder)
        yield env | {"DATABASE_URL": url}
    finally:
        os.environ.clear()
        os.environ.update(before)
        machine.leave()


@contextmanager
def served(env: dict, folder: Path):
    """Run the web server as documented; give its port and the pid of its first process."""
    port = free_port()
    with running(web_server(port), port, folder, **env) as program:
        yield port, program.pid


def workers_of(pid: int) -> list[int]:
    """The processes that answer: of those that the first one says it watches, which live.

    It may have another child for a moment, a Python that it tries.
    """
    line = Path(f"/proc/{pid}/cmdline")
    while not (said := line.read_text()) and pid in living():
        continue  # just now it becomes another one
    asked, _more = options().parse_known_args(said.split("\0")[3:-1])
    return sorted({*asked.keep, *asked.leave} & family(pid))


class Sender(threading.Thread):
    """A person's program: it sends a week, then a correction of it, and repeats what failed."""

    def __init__(self, port: int, token: str, week: str, pause: float = 0.0):
        super().__init__()
        self.port, self.token, self.week, self.pause = port, token, week, pause
        self.acknowledged: list[uuid.UUID] = []
        self.moments: list[float] = []
        self.took: list[float] = []
        self.refused: list[int] = []
        # How long each answer took, good or refused.
        self.waited: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Send until it is over."""
        while not self.over.is_set():
            key = uuid.uuid4()
            if not self.send(key):
                break
            self.acknowledged.append(key)
            self.over.wait(self.pause)

    def send(self, key: uuid.UUID) -> bool:
        """Send one week until it is acknowledged: with one key it is one week."""
        sent = {"week": self.week, "key": str(key), "hours": "40", "answers": {"worn": 2}}
        if self.acknowledged:
            sent["corrects"] = str(self.acknowledged[-1])
        began, in_doubt = time.monotonic(), False
        while time.monotonic() - began < GIVES_UP:
            asked = time.monotonic()
            status = self.ask(json.dumps(sent).encode())
            self.waited.append(time.monotonic() - asked)
            if status in (200, 201):
                self.moments.append(time.monotonic())
                self.took.append(self.moments[-1] - began)
                return True
            if status:
                self.refused.append(status)
            # Where the connection broke the week may be there: only an answer tells.
            in_doubt = in_doubt or status is None
            if self.over.wait(PAUSE) and not in_doubt:
                return False
        return False

    def ask(self, body: bytes) -> int | None:
        """Send once; None where the connection broke before an answer came."""
        about = {
            "Host": f"localhost:{self.port}",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        asked = Request(f"http://127.0.0.1:{self.port}/api/v1/weeks", body, about)
        try:
            with urlopen(asked, timeout=GIVES_UP) as answer:  # noqa: S310 - our own address
                answer.read()
                return answer.status
        except HTTPError as refused:
            refused.close()
            return refused.code
        except (OSError, HTTPException):  # an answer that ends half way is the latter
            return None


@contextmanager
def sending(port: int, people: list, pause: float = 0.0):
    """Let people send all the time, from when each has sent once."""
    week, tokens = people
    senders = [Sender(port, one, week, pause) for one in tokens]
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


def made(env: dict, people: int) -> list:
    """Make a place with some people; give the week that they can send, and their keys."""
    return json.loads(python(PEOPLE.format(people=people), os.environ | env))


def stored(env: dict) -> list[str]:
    """The keys of the weeks that are there."""
    return [key for key, _person in json.loads(python(STORED, os.environ | env))]


def answered(senders: list[Sender]) -> int:
    """Count the sendings that were acknowledged so far."""
    return sum(len(one.acknowledged) for one in senders)


def longest_gap(senders: list[Sender]) -> float:
    """The longest time, in seconds, in which nobody at all was answered."""
    moments = sorted(moment for one in senders for moment in one.moments)
    return max(after - before for before, after in zip(moments, moments[1:], strict=False))
