"""A process of the web server is killed again and again: no answer was a lie, nobody waits long."""

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

KILLS, SENT_BETWEEN = (50, 100) if LONG else (3, 20)
PEOPLE, WORKERS = 4, 2
# Seconds in which nobody at all is answered; measured in the long drill, on a quiet machine.
GAP = 1


def test_a_killed_worker_is_replaced_and_nothing_that_was_answered_is_lost(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, first), sending(port, people, 0.05) as senders:
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


def alive_but(killed: set[int], first: int) -> set[int]:
    """The processes that answer, without those that were killed and may not be gone yet."""
    return set(workers_of(first)) - killed
