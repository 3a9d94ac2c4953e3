"""Web servers on this machine, as the product is served: two workers on one socket."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.launcher import ONE_HEAP

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int
    log: Path


def free_port() -> int:
    """Find a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(target: str, place: Path, threads: str = "1", **surroundings: str):
    """Run a server until the block ends; what it says goes to a file beside its data."""
    port, log = free_port(), place / f"{target.split('.')[0].split(':')[0]}.log"
    command = [sys.executable, "-m", "config.operating.serving", "--blocking-threads", threads]
    command += ["--port", str(port), "--log-level", "error", target]
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    with log.open("w") as said:
        program = subprocess.Popen(
            command,
            cwd=place,
            env=os.environ | ONE_HEAP | {"PYTHONPATH": paths} | surroundings,
            stdout=said,
            stderr=said,
        )
    try:
        listening(program, port, log)
        yield Server(program.pid, port, log)
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def listening(program: subprocess.Popen, port: int, log: Path) -> None:
    """Wait until it listens, five minutes at most: a machine may be busy with other things."""
    until = time.monotonic() + 300
    while time.monotonic() < until and program.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"A server did not start:\n{log.read_text()}")
