"""A host on this machine that answers calls as a test has it, and keeps what it was asked."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class AskedCall:
    """What came in one request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class LocalHost:
    """Its answer, and the calls that came."""

    address: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    # In place of an answer; it gets the open connection.
    instead: Callable[["Answering"], None] | None = None
    asked: list[AskedCall] = field(default_factory=list)
    ended: Event = field(default_factory=Event)


class Answering(BaseHTTPRequestHandler):
    """Answers as the host of its server says."""

    host: LocalHost
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.host.asked.append(AskedCall(self.command, self.path, dict(self.headers), body))
        if self.host.instead:
            self.host.instead(self)
            return
        self.send_response(self.host.status)
        for name, value in self.host.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.host.body)))
        self.end_headers()
        self.wfile.write(self.host.body)

    do_GET = do_POST = answer  # noqa: N815 - the names that the library asks for

    def log_message(self, *about: object) -> None:
        """Say nothing."""


class QuietServer(ThreadingHTTPServer):
    """Is not astonished by a caller that hangs up."""

    daemon_threads = True

    def handle_error(self, *about: object) -> None:
        """Say nothing."""


@contextmanager
def local_host(context: ssl.SSLContext | None = None) -> Iterator[LocalHost]:
    """Run a host while the test runs; with a context it speaks TLS."""
    host = LocalHost()
    server = QuietServer(("127.0.0.1", 0), type("Own", (Answering,), {"host": host}))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
