"""What a proxy writes down: addresses of calendars and links in mails are keys, so none of them."""

import os
import subprocess
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.config.test_demo_launcher import free_port
from tests.config.test_slow_senders import BEGINS_WITHIN, ENDS_WITHIN, caddy, installed, nginx

pytestmark = pytest.mark.process

KEY = "kept-by-its-owner-alone"


@pytest.fixture(params=[installed(nginx), installed(caddy)])
def before_nothing(request, tmp_path):
    """Give the port and the log of a proxy whose pages are away, as while they restart."""
    port = free_port()
    command = request.param(port, free_port(), tmp_path)
    own = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    log = tmp_path / "log"
    with log.open("w") as written:
        program = subprocess.Popen(command, env=own, cwd=tmp_path, stdout=written, stderr=written)
        try:
            yield port, log
        finally:
            program.terminate()
            program.wait(ENDS_WITHIN)


def ask(port: int, path: str) -> int:
    """Ask until the proxy is there; say what it answers."""
    until = time.monotonic() + BEGINS_WITHIN
    while True:
        try:
            asked = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
            with urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
                return answer.status
        except HTTPError as refused:
            refused.close()
            return refused.code
        except URLError:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_no_key_of_an_address_is_written_down_while_the_pages_are_away(before_nothing):
    port, log = before_nothing
    assert ask(port, f"/invitation/{KEY}/") == 502
    assert ask(port, f"/healthz?{KEY}") == 502
    assert KEY not in log.read_text()
