"""Drills with a real cluster and Redis: it is away, clocks run ahead, processes are killed."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as real

from tests.config.test_queue import (
    ENQUEUE,
    STOPS_WITHIN,
    begin,
    cluster,
    places,
    python,
    surroundings,
    wait_for,
)
from tests.quick.ports import free_port
from tests.quick.processes import until

pytestmark = pytest.mark.process

# Seconds after which a process that was asked to end has asked in turn.
LATE = 2
AHEAD = """
import time_machine; from datetime import datetime, timedelta
time_machine.travel(datetime.now() + timedelta(days=1)).start()
"""


@pytest.fixture
def begun(tmp_path):
    begin(tmp_path, "", surroundings(tmp_path))
    return tmp_path


@pytest.mark.redis
def test_what_is_asked_for_while_redis_is_away_is_done_when_it_is_back(begun):
    port = free_port()
    env = surroundings(begun, REDIS_URL=f"redis://127.0.0.1:{port}/0")
    python("import django; django.setup();" + ENQUEUE, env)
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(command, cwd=begun, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(server.stdout, "Ready to accept connections")
        with cluster(env) as log:
            wait_for(log, "Processed 'config.queue.run'")
    finally:
        server.terminate()
        server.wait(STOPS_WITHIN)
        server.stdout.close()
    assert places(begun) == [(1,)]


def test_a_job_of_a_clock_that_ran_ahead_is_not_held_for_a_day(begun):
    env = surroundings(begun)
    python(AHEAD + "import django; django.setup();" + ENQUEUE, env)
    with cluster(env) as log:
        wait_for(log, "Processed 'config.queue.run'")
    assert places(begun) == [(1,)]


def below(pid):
    """Find the processes that one has started, and those that they have."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # What stands in brackets is a name.
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [child for child, parent in parents.items() if parent == pid]
    return found + [one for child in found for one in below(child)]


def left_of(pids, seconds=STOPS_WITHIN):
    """Wait until these processes have ended; say which have not."""
    handles = {}
    for pid in pids:
        with suppress(ProcessLookupError):
            handles[os.pidfd_open(pid)] = pid
    left, poll = dict(handles), select.poll()
    for handle in handles:
        poll.register(handle, select.POLLIN)
    while left and (found := poll.poll(seconds * 1000)):
        for handle, _event in found:
            poll.unregister(handle)
            left.pop(handle)
    for handle in handles:
        os.close(handle)
    return list(left.values())


@pytest.fixture
def said():
    """The last that a cluster says before a test goes on: it asks for jobs."""
    return "pushing tasks"


@pytest.fixture
def program(begun, said):
    """A cluster that has begun; at the end nothing of it may be left."""
    started = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=real.BASE_DIR,
        env=surroundings(begun),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(started.stderr, said)
    yield started
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait(STOPS_WITHIN)
    started.stderr.close()


def sentinel_of(program):
    """Find the process that has started the workers."""
    return next(pid for pid in below(program.pid) if below(pid))


def state_of(pid):
    """Read whether a process sleeps (S), is stopped (T)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("whom", ["the sentinel", "the first process"])
def test_what_a_killed_process_leaves_behind_ends(program, whom):
    every = below(program.pid)
    assert len(every) >= 4
    os.kill(sentinel_of(program) if whom == "the sentinel" else program.pid, signal.SIGKILL)
    assert program.wait(STOPS_WITHIN) != 0
    assert left_of(every) == []


# The first of its workers says so before the others are there, and before it counts as begun.
@pytest.mark.parametrize("said", ["ready for work", "pushing tasks"])
def test_a_signal_to_the_whole_group_ends_it_too(program):
    every = below(program.pid)
    os.killpg(program.pid, signal.SIGTERM)
    assert program.wait(STOPS_WITHIN) == 0
    assert left_of(every) == []


def test_a_signal_to_the_whole_group_ends_it_where_one_process_hears_it_late(program):
    sentinel = sentinel_of(program)
    os.kill(sentinel, signal.SIGSTOP)
    until(lambda: state_of(sentinel) == "T")
    os.killpg(program.pid, signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(LATE)
    os.kill(sentinel, signal.SIGCONT)
    assert program.wait(STOPS_WITHIN) == 0
