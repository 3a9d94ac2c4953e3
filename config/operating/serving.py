"""The web server, `python -m config.operating.serving`: its workers share what they have loaded.

One process loads the product and forks the workers. Then it begins anew, under its number and with
its children, as a small one that only watches them: what a worker changes in memory becomes its
own, and a process that stays as it was loaded would keep one copy more of all that.

SIGHUP replaces the workers by others with the code of now. All have one socket, which is open from
the first start to the end, so no connection is refused meanwhile. Where the code of now does not
load, the log says why and the workers of before go on.

Elsewhere than on Linux granian runs as it is: each worker loads by itself.
"""

import argparse
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

WAITING = 1024  # connections that may wait for a worker
# Seconds from one try to the next, where the code does not load for a worker that was lost.
AGAIN = 5
# Seconds after which an interpreter that is tried counts as broken.
TRIAL = 60


def main() -> None:
    """Load and fork, or watch what was forked."""
    asked = options().parse_args()
    if sys.platform != "linux":
        from granian.server import Server

        Server(**of_granian(asked)).serve()
    elif asked.watch:
        watch(asked)
    else:
        load(asked)


def options() -> argparse.ArgumentParser:
    """Name what it can be told, as granian does, and what it tells itself when it begins anew."""
    found = argparse.ArgumentParser(description="Serve pages and the API.")
    found.add_argument("application", nargs="?", default="config.wsgi:application")
    found.add_argument("--host", default="127.0.0.1")
    found.add_argument("--port", type=int, default=8000)
    found.add_argument("--workers", type=int, default=2)
    found.add_argument("--blocking-threads", type=int, default=64)
    found.add_argument("--workers-kill-timeout", type=int, default=10)
    found.add_argument("--log-level", default="info")
    for name in ("--keep", "--leave"):
        found.add_argument(name, type=int, nargs="*", default=[], help=argparse.SUPPRESS)
    found.add_argument("--listener", type=int, help=argparse.SUPPRESS)
    for name in ("--watch", "--replace"):
        found.add_argument(name, action="store_true", help=argparse.SUPPRESS)
    return found


def of_granian(asked: argparse.Namespace) -> dict[str, Any]:
    """Say to granian what it was told."""
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return {
        "target": asked.application,
        "address": asked.host,
        "port": asked.port,
        "interface": Interfaces.WSGI,
        "websockets": False,
        "workers": asked.workers,
        "blocking_threads": asked.blocking_threads,
        "backlog": WAITING,
        "workers_kill_timeout": asked.workers_kill_timeout,
        "respawn_failed_workers": True,
        "respawn_interval": 0.1,
        "log_level": LogLevels(asked.log_level),
    }


def watched() -> set[signal.Signals]:
    """Name the signals that wait in line: to reload, to end, and that a worker has ended."""
    return {signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


def load(asked: argparse.Namespace) -> None:
    """Load the application and fork the workers that are missing, or others in place of all."""
    listener = socket_of(asked)
    old = asked.keep + asked.leave
    # Where there are no workers to end with it, it may simply be ended while it loads.
    signal.pthread_sigmask(signal.SIG_BLOCK, watched() if old else {signal.SIGHUP})
    module, _, name = asked.application.partition(":")
    try:
        application = getattr(import_module(module), name)
    except Exception:
        if not old:
            raise
        traceback.print_exc()
        print("The code of now does not load; the workers of before go on.", file=sys.stderr)
        watch_forked(asked, asked.keep)
    if asked.replace:
        asked.keep, asked.leave = [], old
    signal.pthread_sigmask(signal.SIG_BLOCK, watched())
    listener.listen(WAITING)  # only now: a connection is soon answered
    fork(asked, listener, application)


def socket_of(asked: argparse.Namespace) -> socket.socket:
    """Make the socket; later take it over."""
    if asked.listener is not None:
        return socket.socket(fileno=asked.listener)
    found = socket.socket(socket.AF_INET6 if ":" in asked.host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # As granian's own. The end of an answer would wait until its beginning was acknowledged: for
    # 40 milliseconds and more.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    found.bind((asked.host, asked.port))
    found.setblocking(False)
    found.set_inheritable(True)
    asked.listener = found.fileno()
    return found


def fork(asked: argparse.Namespace, listener: socket.socket, application: Callable) -> None:
    """Let granian fork the workers that are missing, and begin anew in place of its own watch."""
    import multiprocessing

    from granian._granian import SocketHolder
    from granian.server.mp import MPServer

    held: Any = SocketHolder  # what it takes is not among its types

    class Forking(MPServer):
        """Hands its workers a socket that is there, and goes when it has forked them."""

        def _init_shared_socket(self) -> None:
            self._shd, self._sso = held(listener.fileno(), False, WAITING), None

        def _serve_loop(self, *_: object) -> None:
            forked = [worker.inner.pid for worker in self.wrks]
            watch_forked(asked, asked.keep + forked)

    def loaded() -> Callable:
        # A worker listens to signals when it serves; until then it may simply be ended.
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, watched())
        return application

    multiprocessing.set_start_method("fork", force=True)  # no longer the usual one in Python 3.14
    told = of_granian(asked) | {"backpressure": WAITING // asked.workers}
    told["workers"] -= len(asked.keep)
    Forking(**told).serve(target_loader=loaded, wrap_loader=False)


def begin_anew(asked: argparse.Namespace, **changes: object) -> None:
    """Become another process under this number, with the same children and the same socket."""
    now = vars(asked) | {"watch": False, "replace": False} | changes
    words = [sys.executable, "-m", "config.operating.serving", now.pop("application")]
    words += [f"--{name}" for name in ("watch", "replace") if now.pop(name)]
    for name, value in now.items():
        words.append(f"--{name.replace('_', '-')}")
        words += map(str, value if isinstance(value, list) else [value])
    os.execv(sys.executable, words)  # noqa: S606 - our own command


def interpreter_works() -> bool:
    """Try in a child whether Python starts and finds what begins anew, and say where it does not.

    While it is rebuilt, a process that began anew would end, and its workers with it.
    """
    import subprocess  # only here: the process that watches stays small

    trial = [sys.executable, "-c", "import config.operating.serving, granian.server.mp"]
    try:
        subprocess.run(trial, timeout=TRIAL, check=True)  # noqa: S603 - our own command
    except (OSError, subprocess.SubprocessError):
        print("Python does not start now; the workers of before go on.", file=sys.stderr)
        return False
    return True


def watch_forked(asked: argparse.Namespace, keep: list[int]) -> None:
    """Watch these workers from a small process, or from this one where Python is just gone.

    To watch needs nothing that is installed, so what Python runs is not tried.
    """
    with suppress(OSError):
        begin_anew(asked, watch=True, keep=keep)
    asked.keep = keep
    watch(asked)
    os._exit(0)  # nothing of what it loaded has anything left to do


def watch(asked: argparse.Namespace) -> None:
    """Let those leave that are replaced, then wait for a signal, or for a worker that ends."""
    send(signal.SIGTERM, asked.leave)
    until = time.monotonic() + asked.workers_kill_timeout
    while True:
        came = signal.sigtimedwait(watched(), AGAIN)
        keep, leave = living(asked.keep), living(asked.leave)
        if came and came.si_signo in (signal.SIGTERM, signal.SIGINT):
            end(keep + leave, asked.workers_kill_timeout)
            return
        if came and came.si_signo == signal.SIGHUP and interpreter_works():
            begin_anew(asked, replace=True, keep=keep, leave=leave)
        if lost := len(asked.keep) - len(keep):
            print(f"Workers lost: {lost}. Others take their place.", file=sys.stderr)
        if len(keep) < asked.workers and (lost or not came) and interpreter_works():
            begin_anew(asked, keep=keep, leave=leave)
        if time.monotonic() > until:
            send(signal.SIGKILL, leave)
        asked.keep, asked.leave = keep, leave


def living(workers: list[int]) -> list[int]:
    """Those of our workers that have not ended."""
    return [one for one in workers if not ended(one)]


def ended(worker: int) -> bool:
    """Say whether a worker has ended; from then on its number may become another's."""
    try:
        return os.waitpid(worker, os.WNOHANG)[0] == worker
    except ChildProcessError:
        return True


def send(what: signal.Signals, workers: list[int]) -> None:
    """Send a signal to workers that lived when they were last asked for: no others have it."""
    for one in workers:
        os.kill(one, what)


def end(workers: list[int], within: int) -> None:
    """Let workers end what they have begun to answer, and kill those that take too long for it."""
    send(signal.SIGTERM, workers)
    until = time.monotonic() + within
    while workers and (left := until - time.monotonic()) > 0:
        signal.sigtimedwait({signal.SIGCHLD}, left)
        workers = living(workers)
    send(signal.SIGKILL, workers)
    for one in workers:
        os.waitpid(one, 0)


if __name__ == "__main__":
    main()
