"""What a proxy writes down: addresses of calendars and links in mails are keys, so none of them."""

import os
import subprocess

import pytest

from tests.config.test_slow_senders import ENDS_WITHIN, asked_for, caddy, installed, nginx
from tests.quick.ports import free_port
from tests.quick.processes import until

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


def test_no_key_of_an_address_is_written_down_while_the_pages_are_away(before_nothing):
    port, log = before_nothing
    until(lambda: asked_for(port, f"/invitation/{KEY}/") == 502)
    until(lambda: asked_for(port, f"/healthz?{KEY}") == 502)
    assert KEY not in log.read_text()
