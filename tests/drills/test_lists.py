"""A long list is written while people send their weeks: no person waits for it."""

import json
import os
import time

import pytest

from tests.config.test_queue import cluster, python
from tests.quick.processes import until

from .served import GIVES_UP, LONG, made, place, sending, served, stored

pytestmark = pytest.mark.process

PEOPLE, ROWS = (16, 5_000) if LONG else (8, 2_000)
# Seconds that anybody may wait; in the suite the machine is busy with other things.
WAITS = 2.5 if LONG else GIVES_UP / 2
# Seconds of the one transaction of a list.
WRITES = 2.0 if LONG else 6.0
# Seconds after which a list that is not written is given up.
WITHIN = 300
# Seconds in which only weeks are sent, before and after.
ALONE = 10 if LONG else 0.5

BRINGS = """
import django, json; django.setup()
from django.utils import timezone
from people.tenancy import context; context.rest_everywhere()
from people.lists import actions as lists
from people.models import BackgroundJob, Membership, Organisation, Role, Unit
from tests.makers import make_membership, make_person
from tests.quick.processes import until
unit = Unit.objects.get()
by = make_person("list-admin", Organisation.objects.get())
make_membership(by, unit, Role.ADMIN)
letters = [chr(97 + n) for n in range(26)]
names = [one + two + three for one in letters for two in letters for three in letters]
text = "Employee number\\tName\\tUnit\\tHours\\n" + "".join(
    f"SP-{{n}}\\tMali {{names[n].title()}}\\t{{unit}}\\t40\\n" for n in range({rows})
)
brought = lists.bring(subject="people", text=text, by=by, now=timezone.now())
promised = lists.look(brought=brought, by=by, now=timezone.now()).digest
job = lists.save(brought=brought, promised=promised, by=by, now=timezone.now())
def over():
    job.refresh_from_db()
    return not job.goes_on
until(over, within={within})
took = (job.ended_at - job.began_at).total_seconds() if job.ended_at else None
awaited = Membership.objects.filter(person__awaited=True).count()
print(json.dumps([job.state, job.report, took, awaited]))
"""


def test_a_long_list_is_written_while_people_send_their_weeks(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with (
            served(env, tmp_path) as (port, _first),
            cluster(os.environ | env),
            sending(port, people) as senders,
        ):
            alone(senders)
            before = longest_wait(senders)
            said = python(BRINGS.format(rows=ROWS, within=WITHIN), os.environ | env)
            alone(senders)
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    state, report, took, awaited = json.loads(said.splitlines()[-1])
    waited = longest_wait(senders)
    drilled(
        f"A list of {ROWS} people while {PEOPLE} people send all the time",
        f"judged and written in {took} s, the longest wait {waited:.1f} s, {before:.1f} s without "
        f"it, {sum(len(one.refused) for one in senders)} refused",
    )
    assert (state, report.get("new"), awaited) == ("done", ROWS, ROWS)
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
