"""Call other hosts, of which some are named by people: each call is made as if it were a trap.

Only https on port 443, and only to public addresses. The name is resolved once, and the call goes
to the very address that was checked. Redirects, proxies and cookies are not followed, used or kept.
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Buffer, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from io import BufferedReader, RawIOBase
from urllib.parse import urlsplit

from django.conf import settings

# All of a call: the name, the connection and the answer.
SECONDS = 5.0
LARGEST_ANSWER = 64 * 1024
LONGEST_URL = 2000
HTTPS_PORT = 443
# A name may have very many addresses, and each takes its time.
ADDRESSES_TRIED = 3
# What callers read of an answer.
HEADERS_READ = ("content-type", "location", "retry-after", "www-authenticate", "x-line-request-id")
WRITTEN = re.compile(r"[!-~]+")
# A name of letters: the last label of a number, in whatever way it is written, begins with a digit.
NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
# Without what stands for another address: IPv4 mapped, NAT64.
IPV6_IN_USE = ipaddress.ip_network("2000::/3")
# Of the rest: protocols, Teredo, 6to4, documents.
LEADS_ON = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
)


class RefusedAddressError(Exception):
    """This address is never called: not https, not a public host, or not written as one."""


class HostAwayError(Exception):
    """The host did not answer in time, or not as HTTP; a later call may reach it."""


@dataclass(frozen=True)
class CallAddress:
    """An address that may be called as far as its writing tells."""

    host: str
    port: int
    path: str
    # A server of the tests on this machine: without TLS, and not public.
    local: bool = False


@dataclass(frozen=True)
class HostAnswer:
    """What a host answered. A body is cut at 64 kB, and where the time for the call ends."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def went_well(self) -> bool:
        """Say whether the status is one of success; a redirect is none."""
        return 200 <= self.status < 300


def call_host(
    url: str,
    *,
    method: str = "POST",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = SECONDS,
) -> HostAnswer:
    """Call a host once; raise RefusedAddressError for good, or HostAwayError for now.

    Beside the headers given, only Host, Content-Length and Connection go out.
    """
    ends = time.monotonic() + seconds
    address = read_call_address(url)
    places = checked_places(address, ends)
    try:
        with connection_to_one(places, address, ends) as connected:
            return exchange(connected, address, ends, method, dict(headers or {}), body)
    except (OSError, HTTPException) as away:
        raise HostAwayError(type(away).__name__) from away


def read_call_address(url: str) -> CallAddress:
    """Read an address without asking the network; refuse what is not written as https to a name."""
    if len(url) > LONGEST_URL or not WRITTEN.fullmatch(url):
        raise RefusedAddressError("unreadable")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as unreadable:
        raise RefusedAddressError("unreadable") from unreadable
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not settings.HTTPS and f"{parts.scheme}://{parts.netloc}" in settings.LOCAL_CALLS:
        return CallAddress(host, port or 80, path, local=True)
    if parts.scheme != "https" or "@" in parts.netloc or "#" in url or port not in (None, 443):
        raise RefusedAddressError("not https alone")
    if len(host) > 253 or not NAME.fullmatch(host):
        raise RefusedAddressError("not a name")
    return CallAddress(host, HTTPS_PORT, path)


def checked_places(address: CallAddress, ends: float) -> list[str]:
    """Resolve a name once; refuse it if any of its addresses is not public."""
    if address.local:
        return [address.host]
    places = list(dict.fromkeys(resolved(address.host, ends)))
    if not all(map(is_public, places)):
        raise RefusedAddressError("not public")
    return places[:ADDRESSES_TRIED]


def resolved(host: str, ends: float) -> list[str]:
    """Ask for the addresses of a name, no longer than the call may take."""
    found: list[str] = []

    def ask() -> None:
        try:
            told = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(one[4][0]) for one in told)

    # The system's own question has no limit of time, so it may outlive the call.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(left_of(ends))
    if not found:
        raise HostAwayError("unresolved")
    return found


def is_public(place: str) -> bool:
    """Say whether an address belongs to a host of the public network and leads nowhere else."""
    try:
        ip = ipaddress.ip_address(place)
    except ValueError:
        return False
    if ip.version == 6 and ip not in IPV6_IN_USE:
        return False
    if any(ip in network for network in LEADS_ON if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def left_of(ends: float) -> float:
    """Say how long a call may still take; a call that is over raises TimeoutError."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def connection_to_one(places: list[str], address: CallAddress, ends: float) -> socket.socket:
    """Connect to the first address that takes it; each has its share of the time."""
    for number, place in enumerate(places):
        share = left_of(ends) / (len(places) - number)
        try:
            plain = socket.create_connection((place, address.port), timeout=share)
        except OSError:
            if number + 1 == len(places):
                raise
            continue
        return plain if address.local else sealed_connection(plain, address.host, ends)
    raise HostAwayError("unresolved")


def sealed_connection(plain: socket.socket, host: str, ends: float) -> ssl.SSLSocket:
    """Begin TLS with the name that was asked for: its certificate has to be of that name."""
    try:
        plain.settimeout(left_of(ends))
        return tls_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


@cache
def tls_context() -> ssl.SSLContext:
    """Hold the system's certificates, read once a process."""
    return ssl.create_default_context()


class TimedReader(RawIOBase):
    """Reads a connection until a moment, not so long for each part: a host may answer in drops."""

    def __init__(self, connected: socket.socket, ends: float):
        self.connected, self.ends = connected, ends

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read what has come."""
        self.connected.settimeout(left_of(self.ends))
        return self.connected.recv_into(buffer)


class TimedConnection:
    """What `http.client` asks of a connection: to send, and to give a file to read from."""

    def __init__(self, connected: socket.socket, ends: float):
        self.connected, self.ends = connected, ends

    def sendall(self, data: bytes) -> None:
        """Send all of it before the call is over."""
        rest = memoryview(data)
        while rest:
            self.connected.settimeout(left_of(self.ends))
            rest = rest[self.connected.send(rest) :]

    def makefile(self, mode: str) -> BufferedReader:
        """Give the answer to read."""
        return BufferedReader(TimedReader(self.connected, self.ends))

    def close(self) -> None:
        """Leave it to the caller, who has the connection, to close it."""


def exchange(
    connected: socket.socket,
    address: CallAddress,
    ends: float,
    method: str,
    headers: dict[str, str],
    body: bytes,
) -> HostAnswer:
    """Send one request and read one answer; nothing goes out beside what is said here."""
    http = HTTPConnection(address.host, address.port)
    http.sock = TimedConnection(connected, ends)
    http.putrequest(method, address.path, skip_host=True, skip_accept_encoding=True)
    host = f"{address.host}:{address.port}" if address.local else address.host
    about = {"Host": host, "Content-Length": str(len(body)), "Connection": "close"}
    for name, value in (headers | about).items():
        http.putheader(name, value)
    http.endheaders(body)
    answer = http.getresponse()
    read = {name: answer.headers[name] for name in HEADERS_READ if name in answer.headers}
    try:
        content = answer.read(LARGEST_ANSWER)
    except (OSError, HTTPException, ValueError):  # a part may say that its length is below nought
        # The host has said how it went: a call again would do the same a second time.
        content = b""
    return HostAnswer(answer.status, read, content)
