"""Processes of the web server are killed, or replaced: no answer was a lie, nobody waits long."""

import os
import signal

import pytest

from tests.quick.processes import until

from .served import (
    CIVIL,
    LONG,
    answered,
    longest_gap,
    made,
    place,
    sending,
    served,
    stored,
    workers_of,
)

pytestmark = pytest.mark.process

KILLS, SENT_BETWEEN = (50, 100) if LONG else (3, 20)
PEOPLE, WORKERS, SENT_AFTER = 12, 2, 20
# Seconds in which nobody at all is answered; measured in the long drill, on a quiet machine.
GAP, GAP_OF_A_RELOAD = 1, 10


def test_a_killed_worker_is_replaced_and_nothing_that_was_answered_is_lost(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, first), sending(port, people, CIVIL) as senders:
            in_turn: list[int] = []
            killed: set[int] = set()
            for _kill in range(KILLS):
                until(lambda: len(alive_but(killed, first)) == WORKERS)
                # The one that lives longest: where one dies as soon as it came, the server ends
                # and leaves it to systemd to begin anew.
                in_turn += sorted(alive_but(killed, first) - set(in_turn))
                killed.add(victim := in_turn.pop(0))
                os.kill(victim, signal.SIGKILL)
                goal = answered(senders) + SENT_BETWEEN
                until(lambda goal=goal: answered(senders) >= goal)
            until(lambda: len(alive_but(killed, first)) == WORKERS)
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    gap = longest_gap(senders)
    drilled(
        f"{KILLS} kills of a web process", f"{answered(senders)} weeks, 0 lost, gap {gap:.2f} s"
    )
    assert gap < GAP or not LONG
    # On a machine that is busy with other things somebody may be asked to come again.
    assert {status for one in senders for status in one.refused} <= {503}


def test_who_sends_while_new_code_is_loaded_is_answered(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, first), sending(port, people, CIVIL) as senders:
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
    assert longest_gap(senders) < GAP_OF_A_RELOAD or not LONG
    # On a machine that is busy with other things somebody may be asked to come again.
    assert {status for one in senders for status in one.refused} <= {503}


def alive_but(killed: set[int], first: int) -> set[int]:
    """The processes that answer, without those that were killed and may not be gone yet."""
    return set(workers_of(first)) - killed
