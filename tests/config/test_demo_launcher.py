"""The demo as people start it: a real web server, a real cluster, an empty folder for its data."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.quick.ports import free_port
from tests.quick.processes import family, living, until

pytestmark = pytest.mark.process

LAUNCHER = [sys.executable, "-m", "config.launcher"]
# Seconds from Ctrl-C to the last process, on a busy machine; the launcher says what it had to kill.
WITHIN = 30
KILLED = "did not end in time"


class Demo:
    def __init__(self, place: Path, *options: str):
        self.port = free_port()
        self.program = subprocess.Popen(
            [*LAUNCHER, "--port", str(self.port), "--data", str(place), *options],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = []
        for line in self.program.stdout:
            self.said.append(line)
            if "Ctrl-C stops it" in line:
                break
        assert self.program.poll() is None, "".join(self.said)
        # The launcher, three of the web server, two of the cluster, which may be the last to begin.
        until(lambda: len(family(self.program.pid)) >= 6)
        self.family = family(self.program.pid)

    def status(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as response:
            return response.status

    def refuses(self, path: str) -> int:
        with pytest.raises(HTTPError) as refused:
            self.status(path)
        with refused.value as answer:
            return answer.code

    def end(self, how) -> float:
        """Stop it, wait until no process of it is left, and say how long that took."""
        began = time.monotonic()
        how()
        self.program.wait(WITHIN)
        self.said += self.program.stdout.readlines()
        self.program.stdout.close()
        assert self.family & living().keys() == set()
        assert KILLED not in "".join(self.said)
        return time.monotonic() - began


FORM_OCTETS = 5000


def begin_a_form(port: int) -> socket.socket:
    """Begin to send a form, as a phone does that loses its signal, or somebody who means harm."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=10)
    sender.sendall(
        b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=a\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n" % FORM_OCTETS
    )
    return sender


def people_in(place: Path) -> int:
    connection = sqlite3.connect(place / "kamlangjai.sqlite3")
    (number,) = connection.execute("SELECT count(*) FROM people_person").fetchone()
    connection.close()
    return number


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def test_the_demo_starts_keeps_its_data_and_leaves_no_process(place):
    demo = Demo(place)

    assert demo.status("/sign-in/") == 200
    assert demo.status("/healthz") == 200
    assert f"http://localhost:{demo.port}" in "".join(demo.said)
    # A browser that keeps its connection open does not hold it up.
    idle = socket.create_connection(("127.0.0.1", demo.port))
    # Ctrl-C reaches the whole group.
    took = demo.end(lambda: os.killpg(demo.program.pid, signal.SIGINT))
    idle.close()
    assert took < WITHIN
    assert demo.program.returncode == 0

    before = people_in(place)
    assert before > 100
    secret = (place / "secret_key").read_text()

    again = Demo(place)
    for _worker in range(20):  # the first page of each worker takes longer
        assert again.status("/sign-in/") == 200
    token = "t0ken" * 9
    for path in ("/invitation/{}/", "/training/calendar/{}.ics", "/password/reset/key/1-{}/x/"):
        assert again.refuses(path.format(token)) == 404
    with ExitStack() as senders:
        half_sent = [senders.enter_context(begin_a_form(again.port)) for _sender in range(32)]
        assert again.status("/healthz") == 200
        assert again.status("/sign-in/") == 200
        half_sent[0].sendall(b"x" * FORM_OCTETS)
        assert half_sent[0].recv(12) == b"HTTP/1.1 403"  # whole now, and without its token
        # Those who are still sending do not hold up the end either.
        took = again.end(again.program.terminate)
    assert took < WITHIN
    said = "".join(again.said)
    for path in ("/invitation/…/", "/training/calendar/…", "/password/reset/key/…/x/"):
        assert f"Not Found: {path}" in said
    assert "t0ken" not in said
    assert people_in(place) == before
    assert (place / "secret_key").read_text() == secret
    assert (place / "secret_key").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_said_plainly(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = subprocess.run(
            [*LAUNCHER, "--port", str(port), "--data", str(tmp_path)],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    assert answer.returncode == 1
    assert answer.stdout == f"Port {port} is taken. Choose another: make demo PORT={port + 1}\n"
    assert list(tmp_path.iterdir()) == []
