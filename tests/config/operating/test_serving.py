"""The web server with a small application: its workers are replaced, and whoever asks is answered.

tests/drills/test_web_processes.py does the same to the product, with people who send weeks.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest
from django.conf import settings

from config.operating import serving
from tests.config.test_queue import python
from tests.drills.served import place, workers_of
from tests.quick.ports import free_port
from tests.quick.processes import family, living, until

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each worker loads by itself"),
]

WORKERS = 2
APPLICATION = """
{first}
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    {then}
    return [b"{told}"]
"""
LOADED = """
import config.wsgi, threading
from django.db import connections
print(threading.active_count(), [one.connection for one in connections.all()])
"""
MEGABYTE = 2**20


class Server:
    """A running server in a folder with the code of its application."""

    def __init__(self, folder: Path, interpreter: str | Path = sys.executable):
        self.folder, self.port, self.interpreter = folder, free_port(), str(interpreter)

    def write(self, told: str, *, first: str = "", then: str = "") -> None:
        """Write the code that answers with a word."""
        text = APPLICATION.format(told=told, first=first, then=then)
        (self.folder / "small.py").write_text(text)

    def start(self) -> None:
        """Start it with the code of now."""
        command = [self.interpreter, "-m", "config.operating.serving", "--port", str(self.port)]
        command += ["--workers-kill-timeout", "2", "--log-level", "error", "small:application"]
        own = {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        self.log = (self.folder / "log").open("w+")
        self.program = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=os.environ | own, stdout=self.log, stderr=self.log
        )

    def reload(self) -> None:
        """Ask for workers with the code of now."""
        self.program.send_signal(signal.SIGHUP)

    def told(self) -> str:
        """Ask over a connection of its own, and read the whole answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/", headers={"Connection": "close"})
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def tells(self, word: str) -> bool:
        """Say whether this word is answered; who is not there yet answers nothing."""
        try:
            return self.told() == word
        except ConnectionError:
            return False

    def said(self) -> str:
        """What stands in the log so far."""
        return (self.folder / "log").read_text()

    def workers(self) -> set[int]:
        """The processes that answer."""
        return set(workers_of(self.program.pid))

    def end(self) -> int:
        """Ask it to end, and give what it ended with."""
        self.program.terminate()
        return self.program.wait(60)


@contextmanager
def running(
    folder: Path, told: str = "one", *, interpreter: str | Path = sys.executable, **code: str
):
    """Run a server, from when it answers until the block ends; then no process of it is left."""
    server = Server(folder, interpreter)
    server.write(told, **code)
    server.start()
    try:
        until(lambda: server.tells(told) or server.program.poll() is not None, within=60)
        assert server.program.poll() is None, server.said()
        # The first of its workers may answer before the other is there.
        until(lambda: len(server.workers()) == WORKERS, within=60)
        yield server
        every = family(server.program.pid)
        assert server.end() == 0, server.said()
        assert every & living().keys() == set()
    finally:
        left = server.workers() if server.program.poll() is None else ()
        server.program.kill()
        for one in left:
            os.kill(one, signal.SIGKILL)
        server.program.wait()
        server.log.close()


class Asker(threading.Thread):
    """Somebody who asks all the time, each time over a new connection.

    A browser asks once more for a page where the connection ended without a word: a worker that
    leaves may have taken it just then. A connection that is refused is nobody's to repeat.
    """

    def __init__(self, server: Server):
        super().__init__()
        self.server, self.over = server, threading.Event()
        self.heard: list[str] = []
        self.failed: list[Exception] = []

    def run(self) -> None:
        while not self.over.is_set():
            try:
                try:
                    self.heard.append(self.server.told())
                except (RemoteDisconnected, ConnectionResetError):
                    self.heard.append(self.server.told())
            except Exception as failed:  # noqa: BLE001 - the test shows every one
                self.failed.append(failed)


@contextmanager
def asking(server: Server, how_many: int = 4):
    askers = [Asker(server) for _asker in range(how_many)]
    for one in askers:
        one.start()
    try:
        yield askers
    finally:
        for one in askers:
            one.over.set()
        for one in askers:
            one.join()


def test_a_reload_serves_the_code_of_now_and_nobody_who_asks_meanwhile_is_refused(tmp_path):
    with running(tmp_path) as server, asking(server) as askers:
        for word in ("two", "three", "four"):
            before = server.workers()
            server.write(word)
            server.reload()
            until(lambda word=word: all(one.heard[-1:] == [word] for one in askers))
            until(lambda before=before: not before & server.workers())
            assert len(server.workers()) == WORKERS
    assert [one.failed for one in askers] == [[]] * len(askers)
    assert all(set(one.heard) == {"one", "two", "three", "four"} for one in askers)
    assert server.said() == ""


def test_of_two_reloads_in_quick_succession_the_code_of_the_last_is_served(tmp_path):
    with running(tmp_path) as server:
        before = server.workers()
        server.write("two")
        server.reload()
        server.write("three")
        server.reload()
        until(lambda: not before & server.workers() and len(server.workers()) == WORKERS)
        assert server.tells("three")


def test_code_that_does_not_load_is_told_in_the_log_and_the_workers_of_before_go_on(tmp_path):
    with running(tmp_path) as server:
        before = server.workers()
        server.write("two", first="import nowhere_at_all")
        with asking(server) as askers:
            server.reload()
            until(lambda: "go on" in server.said())
        assert [one.failed for one in askers] == [[]] * len(askers)
        assert "No module named 'nowhere_at_all'" in server.said()
        assert server.workers() == before
        assert server.tells("one")
        server.write("three")
        server.reload()
        until(lambda: server.tells("three"))


@pytest.mark.parametrize("part", ["bin/python", "lib"])
def test_an_interpreter_that_is_being_rebuilt_ends_nothing(tmp_path, part):
    """A reload and a worker that is lost just then are told in the log, and mended later."""
    rebuilt = tmp_path / "venv"
    (rebuilt / "bin").mkdir(parents=True)
    (rebuilt / "pyvenv.cfg").write_bytes(Path(sys.prefix, "pyvenv.cfg").read_bytes())
    (rebuilt / "bin/python").symlink_to(Path(sys.executable).resolve())
    (rebuilt / "lib").symlink_to(Path(sys.prefix, "lib"))
    with running(tmp_path, interpreter=rebuilt / "bin/python") as server:
        before = server.workers()
        (rebuilt / part).rename(rebuilt / "away")
        server.write("two")
        server.reload()
        until(lambda: "go on" in server.said(), within=60)
        assert server.workers() == before
        assert server.tells("one")
        os.kill(min(before), signal.SIGKILL)
        until(lambda: "Workers lost: 1" in server.said(), within=60)
        until(lambda: server.said().count("go on") > 1, within=60)
        assert server.workers() == before - {min(before)}
        assert server.tells("one")
        (rebuilt / "away").rename(rebuilt / part)
        until(lambda: len(server.workers()) == WORKERS, within=60)
        server.reload()
        until(lambda: server.tells("two") and len(server.workers()) == WORKERS, within=60)


def test_a_killed_worker_is_replaced_and_the_other_stays(tmp_path):
    with running(tmp_path) as server:
        victim, other = sorted(server.workers())
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(server.workers() - {victim}) == WORKERS)
        assert other in server.workers()
        assert server.tells("one")
        assert "Workers lost: 1" in server.said()


def test_a_worker_killed_while_the_code_does_not_load_is_replaced_once_it_does(tmp_path):
    with running(tmp_path) as server:
        victim, other = sorted(server.workers())
        server.write("two", first="import nowhere_at_all")
        os.kill(victim, signal.SIGKILL)
        until(lambda: "go on" in server.said())
        assert server.workers() == {other}
        assert server.tells("one")
        server.write("three")
        until(lambda: len(server.workers()) == WORKERS)
        assert other in server.workers()


def test_who_asks_it_to_end_while_it_loads_leaves_no_process(tmp_path):
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    with running(tmp_path) as server:
        server.write("two", first=f"open({str(gate)!r}).read()")
        server.reload()
        with gate.open("w"):  # opens when the code of now is at this line
            server.program.terminate()


def test_an_answer_that_never_comes_does_not_delay_the_end(tmp_path):
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    never = f"open({str(begun)!r}, 'w').close(); import threading; threading.Event().wait()"
    with running(tmp_path) as server:
        server.write("two", then=never)
        before = server.workers()
        server.reload()
        until(lambda: not before & server.workers())
        hanging = HTTPConnection("127.0.0.1", server.port)
        hanging.request("GET", "/")
        begun.read_text()
    hanging.close()


def test_workers_that_were_to_leave_leave_where_the_next_code_does_not_load(tmp_path):
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    never = f"open({str(begun)!r}, 'w').close(); import threading; threading.Event().wait()"
    with running(tmp_path) as server:
        first = server.workers()
        server.write("two", then=never)
        server.reload()
        until(lambda: not first & server.workers())
        second = server.workers()
        hanging = HTTPConnection("127.0.0.1", server.port)
        hanging.request("GET", "/")
        begun.read_text()
        server.write("three")
        server.reload()
        until(lambda: len(server.workers() - second) == WORKERS)
        third = server.workers() - second
        server.write("four", first="import nowhere_at_all")
        server.reload()
        until(lambda: "go on" in server.said())
        until(lambda: server.workers() == third)
        assert server.tells("three")
        assert "Workers lost" not in server.said()
    hanging.close()


def test_code_that_does_not_load_at_the_start_ends_it(tmp_path):
    server = Server(tmp_path)
    server.write("one", first="import nowhere_at_all")
    server.start()
    assert server.program.wait(60) == 1
    assert "No module named 'nowhere_at_all'" in server.said()
    server.log.close()


def test_what_was_loaded_is_in_memory_once_and_the_first_process_has_none_of_it(tmp_path):
    with running(tmp_path, first=f"LARGE = bytearray(b'x') * {60 * MEGABYTE}") as server:
        assert all(proportional(one) < 60 * MEGABYTE for one in server.workers())
        # Its workers may answer before it has begun anew.
        until(lambda: proportional(server.program.pid) < 20 * MEGABYTE, within=60)


def proportional(pid: int) -> int:
    """The memory of a process, each shared page in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024


@pytest.mark.database
def test_the_end_of_an_answer_waits_for_no_acknowledgement_of_its_beginning():
    """A connection has what its listener has: the end would come some 40 ms later."""
    with serving.socket_of(serving.options().parse_args(["--port", "0"])) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            listener.setblocking(True)
            accepted, _address = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_product_opens_nothing_that_its_workers_would_share(tmp_path):
    with place(tmp_path) as env:
        assert python(LOADED, os.environ | env) == "1 [None]"
