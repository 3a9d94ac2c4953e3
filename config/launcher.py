"""Start the demo: `make demo`. Its data, secrets and mail live in var/demo and nowhere else."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command

BASE_DIR = Path(__file__).resolve().parent.parent
# For the two that hand out memory in a web server. Threads of the C library share what they take.
# Its other limits (MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_) are left alone: to set one of
# them ends that they adapt, and each page then took twice the processor's time. granian has its own
# (jemalloc): its threads share too, and give back within a second what a long body took. At once
# would be dearer: each page would ask the system for its memory anew.
ONE_HEAP = {
    "MALLOC_ARENA_MAX": "1",
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0",
}
STOP_WITHIN = 8  # seconds before a remaining process is killed
SIGN_INS = {
    "nok": "worker",
    "wipa": "her supervisor",
    "siriporn": "trainer",
    "anan": "programme office",
    "orathai": "staff care",
    "ploy": "organisation admin",
    "noi": "worker of another organisation",
}


def main() -> int:
    """Prepare the demo, run its web server and its cluster, and stop both when asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--reset", action="store_true")
    # Never from DATA_DIR: with --reset, a real installation's database would go.
    options.add_argument("--data", type=Path, default=BASE_DIR / "var" / "demo")
    asked = options.parse_args()
    if taken(asked.port):
        print(f"Port {asked.port} is taken. Choose another: make demo PORT={asked.port + 1}")
        return 1
    place = asked.data.resolve()
    os.environ.update(surroundings(place, asked.port))
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, interrupt)
    running = []
    try:
        print(f"Preparing the demo in {place}", flush=True)
        prepare(place, asked.reset)
        for command in commands(asked.port):
            running.append(start(command))
        watch(running, asked.port)
        print("The demo stopped by itself; its last words are above.")
        return 1
    except CommandError as refused:
        print(refused)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(running)


def interrupt(*_: object) -> None:
    """Turn any request to end into the same exception as Ctrl-C."""
    raise KeyboardInterrupt


def taken(port: int) -> bool:
    """Say whether something listens on this port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def surroundings(place: Path, port: int) -> dict[str, str]:
    """Make the demo's environment; its secrets are made once and kept beside its data.

    The settings of a real installation in the caller's shell must not reach the demo.
    """
    place.mkdir(parents=True, exist_ok=True)
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": kept_secret(place / "secret_key"),
        "KEY_RING": kept_secret(place / "key_ring"),
        "BADGE_KEY": kept_badge_key(place / "badge_key"),
        "DATA_DIR": str(place),
        "DEMO": "1",
        "DEBUG": "0",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "MAIL_HOST": "",
        "TRUSTED_PROXIES": "0",
        **ONE_HEAP,
        "CONTROLLER": "Saphan Foundation (invented)",
        "DATA_PROTECTION_CONTACT": "orathai@example.org",
        "SECURITY_CONTACT": "security@example.org",
    }
    for name in own:
        os.environ.pop(f"{name}_FILE", None)
    return own


def kept_secret(path: Path) -> str:
    """Read a secret, or make it the first time, readable by its owner alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def kept_badge_key(path: Path) -> str:
    """Read the key that signs badges, or make it the first time, readable by its owner alone."""
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        path.touch(mode=0o600)
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path.read_text().strip()


def prepare(place: Path, reset: bool) -> None:
    """Bring tables, static files and example data up to date."""
    if reset:
        for file in place.glob("kamlangjai.sqlite3*"):
            file.unlink()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_demo")
    # The pages and the jobs say it too, into their logs.
    from django.utils import timezone

    from config.operating.doctor import doubts

    print("".join(f"{doubt}\n" for doubt in doubts(timezone.now())), end="", flush=True)


def commands(port: int) -> list[list[str]]:
    """Give the two programs of the demo: the web server and the cluster of jobs."""
    return [web_server(port), [sys.executable, "manage.py", "qcluster"]]


def web_server(port: int) -> list[str]:
    """Write the command of the web server: two workers, each with 64 threads that only receive.

    One more in each runs the application (`config/whole_bodies.py`), so 64 threads are not too
    many, whatever the server's own warning at the start says; so only errors are shown.
    """
    web = [sys.executable, "-m", "config.operating.serving", "--workers", "2"]
    web += ["--blocking-threads", "64", "--host", "127.0.0.1", "--port", str(port)]
    # A browser that still sends half a form must not delay the end.
    web += ["--workers-kill-timeout", "2"]
    return [*web, "--log-level", "error", "config.wsgi:application"]


def start(command: list[str]) -> subprocess.Popen:
    """Start a program in a session of its own.

    A signal to its whole group cuts off the job in a cluster's hands, and Ctrl-C signals the group.
    """
    return subprocess.Popen(command, cwd=BASE_DIR, start_new_session=True)


def watch(running: list[subprocess.Popen], port: int) -> None:
    """Print the address when pages are served, and return when one of the programs has ended."""
    greeted = False
    while all(program.poll() is None for program in running):
        if not greeted and (greeted := answers(port)):
            welcome(port)
        time.sleep(1 if greeted else 0.1)


def stop(running: list[subprocess.Popen]) -> None:
    """Ask each program to end, and kill the rest after a few seconds."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    for program in running:
        if program.poll() is None:
            program.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for program in running:
        try:
            program.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{program.args[0]} did not end in time.")
    for program in running:
        try:
            os.killpg(program.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def answers(port: int) -> bool:
    """Say whether the web server answers yet."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def welcome(port: int) -> None:
    """Print the address and the demo accounts."""
    print(f"\nKamlangjai is running: http://localhost:{port}\n\nSign in as")
    for name, who in SIGN_INS.items():
        print(f"  {name:<10}{who}")
    print("with the password kamlangjai-demo. Everyone is invented. Ctrl-C stops it.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
