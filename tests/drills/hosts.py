"""Several hosts on one database and one Redis: each with its folder, its port and its clock."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

from django.conf import settings

from config.launcher import web_server
from tests.config.test_queue import wait_for
from tests.config.test_slow_senders import status
from tests.quick.clocks import clock_off
from tests.quick.ports import free_port
from tests.quick.processes import family, until

from .served import Sender

ENDS_WITHIN = 60


class Host:
    """A machine with a web server and a cluster, that can lose its power and come back."""

    def __init__(self, folder: Path, env: dict[str, str], *, clock: int = 0, static: Path):
        self.folder, self.port = folder, free_port()
        shutil.copytree(static, folder / "static")
        self.env = os.environ | env | {"DATA_DIR": str(folder), "LOG_LEVEL": "INFO"}
        self.env |= clock_off(folder, clock + int(env.get("CLOCK_OFF", 0)))
        self.programs: list[Popen] = []

    def start(self, *, web: bool = True, jobs: bool = True) -> None:
        """Start the web server and the cluster; they are not waited for."""
        if web:
            self.run(web_server(self.port), "web.log")
        if jobs:
            self.run([sys.executable, "manage.py", "qcluster"], "jobs.log")

    def run(self, command: list[str], log_name: str) -> None:
        """Run a program in a session of its own, with its log in the folder."""
        with (self.folder / log_name).open("a") as log:
            self.programs.append(
                Popen(
                    command,
                    cwd=settings.BASE_DIR,
                    env=self.env,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def answers(self, path: str = "/healthz") -> int | None:
        """Say the status of a page; None where nobody answers."""
        return status(self.port, path)

    def until_it_answers(self) -> None:
        """Wait until pages are served."""
        until(lambda: self.answers() == 200)

    def lose_power(self) -> None:
        """End every process of it at once, with whatever is in their hands."""
        every = [pid for one in self.programs for pid in family(one.pid)]
        for pid in every:
            with_no_trace(pid)
        for one in self.programs:
            one.wait(ENDS_WITHIN)
        self.programs = []

    def stop(self) -> None:
        """Stop it in order: a cluster gets the signal alone, or it hangs."""
        for one in self.programs:
            one.terminate()
        for one in self.programs:
            try:
                one.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                for pid in family(one.pid):
                    with_no_trace(pid)
                one.wait(ENDS_WITHIN)
        self.programs = []


def with_no_trace(pid: int) -> None:
    """Kill a process that may be gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def hosts(folder: Path, env: dict[str, str], **clocks: int):
    """Give hosts by their names, which have begun nothing; all are stopped at the end."""
    with ExitStack() as after:
        found = []
        for name, clock in clocks.items():
            found.append(Host(folder / name, env, clock=clock, static=folder / "static"))
            after.callback(found[-1].stop)
        yield found


class Roaming(Sender):
    """A person's program behind a balancer: where a host does not answer, it asks another."""

    def __init__(self, ports: list[int], token: str, week: str, pause: float = 0.0):
        super().__init__(ports[0], token, week, pause)
        self.ports = ports

    def ask(self, body: bytes) -> int | None:
        """Send once; the next time to another host where this one is away."""
        found = super().ask(body)
        if found is None:
            self.ports = [*self.ports[1:], self.ports[0]]
            self.port = self.ports[0]
        return found


@contextmanager
def redis_server(folder: Path):
    """Run a Redis that keeps nothing; give its address."""
    port = str(free_port())
    command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
    server = Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(server.stdout, "Ready to accept connections")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(ENDS_WITHIN)
        server.stdout.close()
