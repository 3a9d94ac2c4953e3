"""Senders who stop half way hold nobody up: at the bare server, behind nginx and behind Caddy.

The proxies run with the very files that docs/installing.md names, but for the address, the port
and TLS. The server is the one of the demo and of an installation.
"""

import getpass
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from config.launcher import surroundings, web_server
from tests.config.test_demo_launcher import FORM_OCTETS, begin_a_form
from tests.quick.made_once import put_static, put_tables
from tests.quick.ports import free_port

pytestmark = pytest.mark.process

DOCUMENTED = settings.BASE_DIR / "deploy"
# Seconds after which a wait counts as hanging; nothing is measured by them.
BEGINS_WITHIN, ENDS_WITHIN = 120, 60
HELD_UP = 8  # seconds; who waits for a half-sent form waits for ten, or for ever


@contextmanager
def running(command: list[str], port: int, folder: Path, **changes):
    """Run a program until the end, from when it answers; give the program."""
    with (folder / f"{Path(command[0]).name}.log").open("w+") as log:
        program = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=os.environ | changes, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + BEGINS_WITHIN
            while status(port) is None:
                log.seek(0)
                assert program.poll() is None, log.read()
                assert time.monotonic() < until, log.read()
                time.sleep(0.02)  # it needs the processor more than who asks
            yield program
        finally:
            program.terminate()
            program.wait(ENDS_WITHIN)


def status(port: int, path: str = "/healthz", body: bytes | None = None) -> int | None:
    """Ask for a page and say its status; None where nobody is there yet, nor behind a proxy."""
    found = asked_for(port, path, body)
    return None if found == 502 else found


def asked_for(port: int, path: str, body: bytes | None = None) -> int | None:
    """Ask for an address and say the status of the answer; None where nobody answers."""
    asked = Request(f"http://127.0.0.1:{port}{path}", body, {"Host": "localhost"})
    try:
        with urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status
    except HTTPError as refused:
        refused.close()
        return refused.code
    except (OSError, HTTPException):  # also where it took the connection and was ended, or is slow
        return None


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An empty database and static files, with the environment that the demo makes for them."""
    folder = tmp_path_factory.mktemp("slow")
    before = dict(os.environ)
    try:
        env = surroundings(folder, free_port())
    finally:
        os.environ.clear()
        os.environ.update(before)
    put_tables(folder)
    put_static(folder)
    return folder, env


@contextmanager
def serving(place, threads: str):
    """Run the web server as it is documented, but for how many of its threads receive."""
    (folder, env), port = place, free_port()
    command = web_server(port)
    command[command.index("--blocking-threads") + 1] = threads
    with running(command, port, folder, **env):
        yield port


def nginx(port: int, to: int, folder: Path) -> list[str]:
    """Write the documented site into a whole configuration of its own folder."""
    site = (DOCUMENTED / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"^ *ssl_.*\n", "", site, flags=re.MULTILINE)
    site = site.replace("443 ssl", f"127.0.0.1:{port}").replace("127.0.0.1:8000", f"127.0.0.1:{to}")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"user {getpass.getuser()}; daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {paths}\n{site} }}\n"
    )
    return ["nginx", "-e", "stderr", "-c", str(whole)]


def caddy(port: int, to: int, folder: Path) -> list[str]:
    """Write the documented file with another address, and without a door for its operator."""
    site = (DOCUMENTED / "Caddyfile").read_text(encoding="utf-8")
    site = site.replace("{\n", "{\n\tadmin off\n", 1)
    site = site.replace(
        "kamlangjai.example.org", f"http://127.0.0.1:{port}, http://localhost:{port}"
    )
    whole = folder / "Caddyfile"
    whole.write_text(site.replace("127.0.0.1:8000", f"127.0.0.1:{to}"))
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(whole)]


def installed(proxy):
    missing = shutil.which(proxy.__name__) is None
    reason = f"{proxy.__name__} is not on this machine; .ci/run brings it."
    return pytest.param(proxy, marks=pytest.mark.skipif(missing, reason=reason))


@pytest.fixture(scope="module", params=[None, installed(nginx), installed(caddy)])
def ports(request, place, tmp_path_factory):
    """Where people come in, and where the server is.

    Behind a proxy it has one thread a worker: two half-sent forms that reached it would hold it.
    """
    if not request.param:
        with serving(place, "64") as port:
            yield port, port
        return
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    with serving(place, "1") as server:
        command = request.param(port, server, folder)
        with running(command, port, folder, XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder)):
            yield port, server


def took(port: int) -> float:
    began = time.monotonic()
    assert status(port) == 200
    return time.monotonic() - began


def test_thirty_two_who_stop_half_way_hold_nobody_up(ports):
    port, server = ports
    for _worker in range(20):  # the first page of each worker takes longer
        assert status(port, "/sign-in/") == 200
    with ExitStack() as senders:
        half_sent = [senders.enter_context(begin_a_form(port)) for _sender in range(32)]
        for one in half_sent:
            one.sendall(b"x" * 100)
        assert took(port) < HELD_UP
        assert took(server) < HELD_UP
        assert status(port, "/sign-in/") == 200
        half_sent[0].sendall(b"x" * (FORM_OCTETS - 100))
        assert half_sent[0].recv(12) == b"HTTP/1.1 403"  # whole now, and without its token
        if port != server:
            hear_the_end(half_sent[1:])


def hear_the_end(senders: list[socket.socket]) -> None:
    """Hear a proxy hang up on each: after the documented ten seconds, and a few more."""
    for sender in senders:
        sender.settimeout(15)
        while sender.recv(4096):
            pass


def test_a_file_as_large_as_pages_take_passes(ports):
    port, _server = ports
    large = b"x" * (5 * 1024 * 1024)
    assert status(port, "/training/hours/", large) == 403  # whole, without its token


@pytest.mark.parametrize("ports", [installed(nginx), installed(caddy)], indirect=True)
def test_a_proxy_refuses_a_larger_file_in_words_before_it_is_sent(ports):
    port, _server = ports
    sender = HTTPConnection("localhost", port, timeout=ENDS_WITHIN)
    sender.putrequest("POST", "/lists/new/people/")
    sender.putheader("Content-Length", str(6 * 1024 * 1024 + 1))
    sender.endheaders()
    answer = sender.getresponse()
    assert answer.status == 413
    assert "up to 5 MB" in answer.read().decode()
    sender.close()
