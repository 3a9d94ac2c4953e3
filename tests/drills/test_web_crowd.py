"""Many send at once: all are answered, none twice, and the server does not grow."""

import time
from pathlib import Path
from statistics import quantiles

import pytest

from tests.quick.processes import until

from .served import GIVES_UP, LONG, made, place, sending, served, stored, workers_of

pytestmark = pytest.mark.process

# Each sends once a second: the goal is 50 a second, with 95 of 100 answered within 300 ms. In the
# suite a few send all the time, so that one waits for the other there too.
PEOPLE, SECONDS, BETWEEN = (50, 600, 1.0) if LONG else (8, 4, 0.0)
# What each sends at least, however busy the machine is.
EACH = 5
# A server that is new still reads what it needs for the first time.
GROWS = 1.05 if LONG else 1.2
KILOBYTE = 1024


def memory_of(pids: list[int]) -> int:
    """The memory of some processes, in kB, each shared page counted in part."""
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(text.partition("\nPss:")[2].split()[0]) for text in texts)


def test_a_crowd_is_answered_and_the_server_does_not_grow(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, PEOPLE)
        with served(env, tmp_path) as (port, first), sending(port, people, BETWEEN) as senders:
            began = time.monotonic()
            until(lambda: time.monotonic() - began > SECONDS / 4, within=SECONDS)
            until(lambda: all(len(one.acknowledged) >= EACH for one in senders))
            # What it loaded is theirs alone once the first one has begun anew, as who watches.
            until(lambda: len(workers_of(first)) > 1)
            before = memory_of(workers_of(first))
            until(lambda: time.monotonic() - began > SECONDS, within=SECONDS + 1)
            until(lambda: all(len(one.acknowledged) >= 2 * EACH for one in senders))
            after = memory_of(workers_of(first))
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    took = sorted(seconds for one in senders for seconds in one.took)
    late = quantiles(took, n=20)[-1]
    drilled(
        f"{PEOPLE} sendings a second for {SECONDS} s",
        f"{len(took)} weeks, 0 lost, 95 of 100 within {late * 1000:.0f} ms, "
        f"memory {before // KILOBYTE} → {after // KILOBYTE} MB",
    )
    # On a machine that is busy with other things somebody may be asked to come again.
    assert {status for one in senders for status in one.refused} <= {503}
    assert max(seconds for one in senders for seconds in one.waited) < GIVES_UP / 2
    assert after < before * GROWS


TOO_MANY, AT_LAST = 300, 60


@pytest.mark.skipif(not LONG, reason="So many senders take a minute: make drill.")
def test_of_too_many_each_hears_soon_to_come_again(tmp_path, drilled):
    with place(tmp_path) as env:
        people = made(env, TOO_MANY)
        with served(env, tmp_path) as (port, _first), sending(port, people) as senders:
            began = time.monotonic()
            until(lambda: time.monotonic() - began > AT_LAST, within=AT_LAST + 1)
        assert stored(env) == sorted(str(one.acknowledged[-1]) for one in senders)
    waited = sorted(seconds for one in senders for seconds in one.waited)
    refused = sum(len(one.refused) for one in senders)
    drilled(
        f"{TOO_MANY} who send all the time for {AT_LAST} s",
        f"{len(waited) - refused} answered, {refused} asked to come again, "
        f"the longest wait {waited[-1]:.1f} s",
    )
    assert {status for one in senders for status in one.refused} <= {503}
    assert waited[-1] < GIVES_UP / 2
