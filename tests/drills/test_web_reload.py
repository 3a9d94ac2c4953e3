"""An upgrade reloads the web server: its processes are replaced, and nobody is turned away."""

import os
import signal

import pytest

from .served import (
    LONG,
    answered,
    longest_gap,
    made,
    place,
    sending,
    served,
    stored,
    until,
    workers_of,
)

pytestmark = pytest.mark.process

PEOPLE, WORKERS, SENT_AFTER = 4, 2, 20
# Seconds, in the long drill on a quiet machine.
GAP = 10


def test_who_sends_while_new_code_is_loaded_is_answered(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, first), sending(port, people, 0.05) as senders:
            before = set(workers_of(first))
            os.kill(first, signal.SIGHUP)
            until(lambda: len(set(workers_of(first)) - before) == WORKERS)
            until(lambda: not before & set(workers_of(first)))
            goal = answered(senders) + SENT_AFTER
            until(lambda: answered(senders) >= goal)
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    drilled(
        "A reload of the web server",
        f"{answered(senders)} weeks, 0 lost, gap {longest_gap(senders):.2f} s",
    )
    # While both load, who sends waits in line for as long as that takes.
    assert longest_gap(senders) < GAP or not LONG
    # On a machine that is busy with other things somebody may be asked to come again.
    assert {status for one in senders for status in one.refused} <= {503}
