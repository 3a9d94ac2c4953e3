"""A long list is written while people send their weeks: no person waits for it."""

import json
import os
import time

import pytest

from tests.config.test_queue import python

from .served import GIVES_UP, LONG, made, place, sending, served, stored, until

pytestmark = pytest.mark.process

PEOPLE, ROWS = (16, 5_000) if LONG else (8, 2_000)
# Seconds that anybody may wait; in the suite the machine is busy with other things.
WAITS = 2.5 if LONG else GIVES_UP / 2
# Seconds of the one transaction of a list.
WRITES = 2.0 if LONG else 6.0
# Seconds in which only weeks are sent, before and after.
ALONE = 10 if LONG else 0.5

BRINGS = """
import django, json, time; django.setup()
from django.db import transaction
from django.utils import timezone
from people.tenancy import context; context.rest_everywhere()
from config import queue
from people.lists import actions as lists, carrying
from people.lists.kinds import list_subject
from people.models import BackgroundJob, Organisation, Role, Unit
from tests.makers import make_membership, make_person
from tests.people.lists.trades import TRADES, long_list
list_subject(TRADES)
by = make_person("list-admin", Organisation.objects.get())
make_membership(by, Unit.objects.get(), Role.ADMIN)
brought = lists.bring(subject="trades", text=long_list({rows}), by=by, now=timezone.now())
promised = lists.look(brought=brought, by=by, now=timezone.now()).digest
job = lists.save(brought=brought, promised=promised, by=by, now=timezone.now())
# As the cluster does it, in a process beside the pages.
began, hold = [], carrying.hold
carrying.hold = lambda job: (began.append(time.monotonic()), hold(job))
queue.run("people.lists.tasks.write_list", [job.pk])
took = time.monotonic() - began[-1]
job.refresh_from_db()
print(json.dumps([job.state, job.report, took]))
"""


def test_a_long_list_is_written_while_people_send_their_weeks(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, _first), sending(port, people) as senders:
            alone(senders)
            before = longest_wait(senders)
            said = python(BRINGS.format(rows=ROWS), os.environ | env)
            alone(senders)
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    state, report, took = json.loads(said.splitlines()[-1])
    waited = longest_wait(senders)
    drilled(
        f"A list of {ROWS} rows while {PEOPLE} people send all the time",
        f"written in {took:.1f} s, the longest wait {waited:.1f} s, {before:.1f} s without it, "
        f"{sum(len(one.refused) for one in senders)} refused",
    )
    assert (state, report["new"]) == ("done", ROWS)
    assert took < WRITES
    # On a busy machine they wait without the list as well: it adds no more than its transaction.
    assert waited < max(WAITS, before + WRITES)
    # On a machine that is busy with other things somebody may be asked to come again.
    assert {status for one in senders for status in one.refused} <= (set() if LONG else {503})


def longest_wait(senders) -> float:
    """How long one had to wait for an answer so far, at most, in seconds."""
    return max(seconds for one in senders for seconds in list(one.waited))


def alone(senders) -> None:
    """Let only weeks be sent for a while."""
    began = time.monotonic()
    sent = [len(one.acknowledged) for one in senders]
    until(lambda: time.monotonic() - began > ALONE)
    until(lambda: all(len(one.acknowledged) > n for one, n in zip(senders, sent, strict=True)))
