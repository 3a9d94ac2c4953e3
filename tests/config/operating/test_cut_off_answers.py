"""Who asks in a drill hears nothing where a server is ended: before its answer, or within it."""

from urllib.parse import urlsplit

import pytest

from tests.config.test_slow_senders import asked_for
from tests.drills.served import Sender
from tests.people.messages.hosts import local_host


def end_before(call):
    """Take the connection, and end it without a word."""
    call.close_connection = True


def end_within(call):
    """Say how long the answer is, and end it before all of it was sent."""
    call.send_response(201)
    call.send_header("Content-Length", "20")
    call.end_headers()
    call.wfile.write(b"{")
    call.close_connection = True


@pytest.mark.parametrize("ended", [end_before, end_within])
def test_what_a_server_did_not_answer_whole_is_no_acknowledgement(ended):
    with local_host() as host:
        host.instead = ended
        sender = Sender(urlsplit(host.address).port, "key", "2026-W48")
        assert sender.ask(b"{}") is None


def test_a_page_of_a_server_that_is_just_ended_is_not_there():
    with local_host() as host:
        host.instead = end_before
        assert asked_for(urlsplit(host.address).port, "/healthz") is None
