"""A year of five hundred people is told in a job, while the pages keep answering."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from statistics import quantiles
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as real

from tests.config.test_queue import python
from tests.quick.processes import until

from .served import GIVES_UP, LONG, place, served

pytestmark = pytest.mark.process

PEOPLE, UNITS, READERS, BEFORE = 500, 25, 2, 20
PAGES = ("/programme/", "/programme/trends/", "/help/")
# Between two pages of one reader, in seconds; and how much slower 95 of 100 may be meanwhile.
READS, SLOWER = 0.2, 1.5
# What the files of `deploy/` give the jobs: a fifth of the weight of the pages.
GIVING_WAY = ("nice", "-n", "7")
MADE = """
import django, json; django.setup()
from datetime import timedelta
from people.tenancy import context; context.rest_everywhere()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from people.models import Role
from people.weeks import today
from programme.models import ProgrammeReport
from programme.reports import actions
from programme.rules.periods import PeriodKind, ReportPeriod
from tests.makers import make_membership, make_organisation, make_person, make_unit, make_workers
from tests.training.conftest import make_certificate, make_certificate_type, make_places
from tests.training.conftest import make_session
from training.models import Course, Enrolment, Requirement
from wellbeing.models import BlockResult
from wellbeing.rules.lines import LINE_NAMES
from workload.models import UnitLoad

now = timezone.now()
saphan = make_organisation()
whole = make_unit(saphan, "Saphan Foundation")
units = [make_unit(saphan, f"Team {{n}}", whole) for n in range({units})]
people = [one for unit in units for one in make_workers({people} // {units}, unit)]
office = make_person("office", saphan)
make_membership(office, whole, Role.PROGRAMME, starts=today(now) - timedelta(days=400))
year = ReportPeriod.latest(PeriodKind.FISCAL, today(now))
told = {{"size": "10-19", "smallest": 5, "frozen_at": now}}
words = dict.fromkeys(LINE_NAMES, "some")
for block in year.blocks:
    about = [{{"unit": unit, "block": block.number}} for unit in (whole, *units)]
    UnitLoad.objects.bulk_create(UnitLoad(band="watch", **told, **one) for one in about)
    BlockResult.objects.bulk_create(
        BlockResult(strain="some", **told, **words, **one) for one in about
    )
for n in range(6):
    kind = make_certificate_type(saphan, f"Certificate {{n}}")
    Requirement.objects.create(
        organisation=saphan, type=kind, role=Role.WORKER, added_by=office, added_at=now
    )
    for person in people:
        make_certificate(person, kind, by=office)
course = Course.objects.create(organisation=saphan, name={{"en": "Interviews"}}, hours=6)
for month in range(12):
    day = year.first + timedelta(days=30 * month)
    places = make_places(make_session(course, people[0], day), people)
Enrolment.objects.update(attendance="full", passed=True)
client = Client()
office.account.person = office
client.force_login(office.account)
office = type(office).objects.get(pk=office.pk)
found = actions.ask_report(period=year, scope="own", language="th", by=office, now=now)
cookie = settings.SESSION_COOKIE_NAME + "=" + client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps([found.job_id, cookie]))
"""
TOLD = """
import django; django.setup()
from people.tenancy import context; context.rest_everywhere()
from django.utils import timezone
from programme.reports import building
building.build({job}, timezone.now)
"""
KEPT = """
import django, json; django.setup()
from people.tenancy import context; context.rest_everywhere()
from programme.models import ProgrammeReport
from programme.reports.reading import opened_content
[one] = ProgrammeReport.objects.all()
parts = [part.key for part in opened_content(one).parts] if one.made_at else []
files = [[file.kind, len(file.content)] for file in one.files.order_by("kind")]
print(json.dumps([one.job.state, parts, files, one.without_pdf]))
"""


class Reader(threading.Thread):
    """A person of the office who opens one page after another."""

    def __init__(self, port: int, cookie: str):
        super().__init__()
        self.port, self.cookie = port, cookie
        # Each page: when it was asked for, and how long it took.
        self.read: list[tuple[float, float]] = []
        self.failed: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Read until it is over."""
        while not self.over.wait(READS):
            page = PAGES[len(self.read) % len(PAGES)]
            began = time.monotonic()
            try:
                self.open(page)
            except OSError as broken:
                self.failed.append(f"{page}: {broken}")
            self.read.append((began, time.monotonic() - began))

    def open(self, page: str) -> None:
        """Open a page as who is signed in; another one that it leads to is a fault."""
        about = {"Host": f"localhost:{self.port}", "Cookie": self.cookie}
        asked = Request(f"http://127.0.0.1:{self.port}{page}", headers=about)  # noqa: S310
        with urlopen(asked, timeout=GIVES_UP) as answer:  # noqa: S310 - our own address
            answer.read()
            if not answer.url.endswith(page):
                raise OSError(f"led to {answer.url}")


@contextmanager
def reading(port: int, cookie: str):
    """Let people read all the time."""
    readers = [Reader(port, cookie) for _ in range(READERS)]
    for one in readers:
        one.start()
    try:
        yield readers
    finally:
        for one in readers:
            one.over.set()
        for one in readers:
            one.join()


def late(readers: list[Reader], since: float, until_then: float) -> float:
    """Of the pages asked for in a time, the seconds within which 95 of 100 came."""
    took = [seconds for one in readers for at, seconds in one.read if since <= at < until_then]
    return quantiles(took, n=20)[-1]


@pytest.mark.skipif(not LONG, reason="A year of five hundred people takes a minute: make drill.")
def test_pages_keep_answering_while_a_year_of_500_people_is_told(tmp_path, drilled):
    with place(tmp_path) as env:
        full = os.environ | env
        job, cookie = json.loads(python(MADE.format(people=PEOPLE, units=UNITS), full))
        with served(env, tmp_path) as (port, _first), reading(port, cookie) as readers:
            # What a new server reads for the first time is not counted.
            until(lambda: all(len(one.read) > 2 * len(PAGES) for one in readers))
            began = time.monotonic()
            until(lambda: time.monotonic() - began > BEFORE, within=BEFORE + 1)
            asked = time.monotonic()
            program = [*GIVING_WAY, sys.executable, "-c", TOLD.format(job=job)]
            subprocess.run(program, cwd=real.BASE_DIR, env=full, check=True, timeout=600)
            done = time.monotonic()
        state, parts, files, lacking = json.loads(python(KEPT, full))
    before, during = late(readers, began, asked), late(readers, asked, done)
    drilled(
        f"A year of {PEOPLE} people is told in a job while {READERS} read pages all the time",
        f"told in {done - asked:.0f} s; 95 of 100 pages within {before * 1000:.0f} ms before, "
        f"{during * 1000:.0f} ms meanwhile",
    )
    assert not [said for one in readers for said in one.failed]
    assert (state, {"load", "wellbeing", "certificates", "training"} - set(parts)) == (
        "done",
        set(),
    )
    assert {kind for kind, size in files if size} == ({"xlsx"} if lacking else {"pdf", "xlsx"})
    assert during <= before * SLOWER
