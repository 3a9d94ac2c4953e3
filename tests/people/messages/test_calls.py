"""Calls to other hosts go to public hosts over TLS, end in time, and tell nothing more."""

import datetime
import socket
import ssl
import time
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from people.messages import calls
from people.messages.calls import HostAnswer, HostAwayError, RefusedAddressError, call_host

from .hosts import local_host

PUBLIC, PUBLIC_6 = "93.184.215.14", "2606:2800:220:1::1"


@pytest.fixture
def host(settings):
    with local_host() as one:
        settings.LOCAL_CALLS = [one.address]
        yield one


@pytest.fixture
def named(monkeypatch):
    """What names resolve to, and how often they were asked for."""
    known, asked = {}, []

    def resolve(name, *about, **more):
        asked.append(name)
        if name not in known:
            raise socket.gaierror
        return [(0, 0, 0, "", (place, 443)) for place in known[name]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    known["asked"] = asked
    return known


@pytest.fixture
def connected(monkeypatch):
    """To which places a call connects; none of them is there."""
    found = []

    def connect(place, timeout):
        found.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return found


def test_a_call_says_what_it_was_given_and_nothing_more(host):
    host.status, host.headers = 201, {"Retry-After": "5", "Set-Cookie": "a=b", "X-More": "1"}
    host.body = b"made"

    answer = call_host(f"{host.address}/p?q=1", headers={"TTL": "60"}, body=b"{}")

    assert answer == HostAnswer(201, {"retry-after": "5"}, b"made")
    (asked,) = host.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/p?q=1", b"{}")
    assert asked.headers == {
        "TTL": "60",
        "Host": host.address.removeprefix("http://"),
        "Content-Length": "2",
        "Connection": "close",
    }


def test_a_redirect_is_an_answer_that_nobody_follows(host):
    host.status, host.headers = 302, {"Location": f"{host.address}/secret"}

    answer = call_host(host.address, method="GET")

    assert (answer.status, answer.went_well, len(host.asked)) == (302, False, 1)


def test_no_proxy_of_the_environment_is_used(host, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert call_host(host.address).went_well


def test_a_long_answer_is_cut(host):
    host.body = b"x" * (calls.LARGEST_ANSWER + 1)

    assert len(call_host(host.address).body) == calls.LARGEST_ANSWER


def say_nothing(answering):
    answering.host.ended.wait()


def drip(answering):
    """Begin an answer and send a letter now and then: each comes in time, the whole never."""
    answering.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not answering.host.ended.wait(0.02):
        answering.wfile.write(b".")


def nonsense(answering):
    answering.wfile.write(b"SSH-2.0-OpenSSH\r\n")
    answering.close_connection = True


def hang_up(answering):
    answering.close_connection = True


@pytest.mark.parametrize("instead", [say_nothing, drip, nonsense, hang_up])
def test_a_host_that_does_not_answer_in_time_or_in_http_is_away(host, instead):
    host.instead, begun = instead, time.monotonic()

    with pytest.raises(HostAwayError):
        call_host(host.address, seconds=0.2)
    assert time.monotonic() - begun < 10


def test_a_host_that_answered_and_then_hangs_has_answered(host):
    def half(answering):
        answering.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nhalf")
        answering.host.ended.wait()

    host.instead = half

    # It waits so long; on a busy machine the beginning takes a while.
    assert call_host(host.address, seconds=4) == HostAnswer(201)


@pytest.mark.parametrize("length", [b"-5", b"zz", b"f" * 3000])
def test_a_host_that_answered_and_then_miscounts_has_answered(host, length):
    def miscount(answering):
        answering.wfile.write(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n")
        answering.wfile.write(length + b"\r\nhalf")
        answering.close_connection = True

    host.instead = miscount

    assert call_host(host.address).status == 201


def test_where_no_server_is_the_host_is_away(host, settings):
    with local_host() as gone:
        settings.LOCAL_CALLS = [gone.address]

    with pytest.raises(HostAwayError):
        call_host(gone.address)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://push.example.org/a",
        "ftp://push.example.org/a",
        "//push.example.org/a",
        "https:///a",
        "https://push.example.org:8443/a",
        "https://push.example.org:80/a",
        "https://push.example.org:x/a",
        "https://push.example.org:99999/a",
        "https://user:word@push.example.org/a",
        "https://push.example.org#@127.0.0.1/",
        "https://push.example.org\\@127.0.0.1/",
        "https://push.example.org/a\r\nHost: other",
        "https://push.example.org/a\tb",
        "https://push.example.org/a b",
        "https://push.example.org/\x00",
        "https://push.example.org/ก",
        "https://กำลังใจ.example/",
        "https://push.example.org/" + "a" * 2000,
        f"https://{'a' * 64}.example.org/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://169.254.169.254/latest/meta-data/",
        "https://8.8.8.8/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://localhost/",
        "https://localhost./",
        "https://push.example.org./",
        "https://.example.org/",
        "https://push..example.org/",
        "https://%6cocalhost.example/",
        "https://①②⑦.⓪.⓪.①/",
    ],
)
def test_what_is_not_written_as_https_to_a_name_is_never_called(named, connected, url):
    with pytest.raises(RefusedAddressError):
        call_host(url)
    assert (named["asked"], connected) == ([], [])


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "0.1.2.3",
        "10.0.0.8",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.254",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "no address",
    ],
)
def test_a_name_that_leads_to_no_public_host_is_never_called(named, connected, place):
    named["trap.example.org"] = [place]
    with pytest.raises(RefusedAddressError):
        call_host("https://trap.example.org/")

    named["trap.example.org"] = [PUBLIC, place, PUBLIC_6]
    with pytest.raises(RefusedAddressError):
        call_host("https://trap.example.org/")
    assert connected == []


def test_the_call_goes_to_the_very_addresses_that_were_checked(named, connected):
    named["push.example.org"] = [PUBLIC, PUBLIC_6, PUBLIC]

    with pytest.raises(HostAwayError):
        call_host("https://PUSH.example.org/a")
    assert named["asked"] == ["push.example.org"]
    assert connected == [(PUBLIC, 443), (PUBLIC_6, 443)]


def test_a_name_with_very_many_addresses_is_tried_a_few_times(named, connected):
    named["push.example.org"] = [f"93.184.215.{n}" for n in range(1, 200)]

    with pytest.raises(HostAwayError):
        call_host("https://push.example.org:443/a")
    assert len(connected) == calls.ADDRESSES_TRIED


def test_a_name_that_is_not_known_is_away(named):
    with pytest.raises(HostAwayError):
        call_host("https://unknown.example.org/")


def test_a_name_server_that_hangs_holds_up_the_call_no_longer_than_it_may_take(monkeypatch):
    goes_on, answered = Event(), []

    def hang(*about, **more):
        goes_on.wait()
        answered.append(about)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(HostAwayError):
        call_host("https://slow.example.org/", seconds=0.1)
    assert answered == []
    goes_on.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of push.example.org, and its key; signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push.example.org")])
    day = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(day - datetime.timedelta(days=1))
        .not_valid_after(day + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("push.example.org")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def sealed_host(certificate, named, monkeypatch):
    """A host with TLS that stands where the public address of two names leads."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    with local_host(context) as host:
        port = int(host.address.rpartition(":")[2])

        def connect(place, timeout):
            found = socket.socket()
            found.connect(("127.0.0.1", port))
            return found

        monkeypatch.setattr(socket, "create_connection", connect)
        named["push.example.org"] = named["other.example.org"] = [PUBLIC]
        yield host


def test_without_a_certificate_that_is_trusted_nothing_is_said(sealed_host):
    with pytest.raises(HostAwayError):
        call_host("https://push.example.org/a", headers={"Authorization": "secret"})
    assert sealed_host.asked == []


def test_the_certificate_has_to_be_of_the_name_that_was_called(
    sealed_host, certificate, monkeypatch
):
    trusting = ssl.create_default_context(cafile=certificate / "certificate.pem")
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    calls.tls_context.cache_clear()
    try:
        assert call_host("https://push.example.org/a").went_well
        with pytest.raises(HostAwayError):
            call_host("https://other.example.org/a")
    finally:
        calls.tls_context.cache_clear()
    assert [one.headers["Host"] for one in sealed_host.asked] == ["push.example.org"]


def test_a_server_of_tests_is_called_by_its_exact_address_and_never_beside_tls(host, settings):
    for other in (host.address.replace("127.0.0.1", "localhost"), "http://127.0.0.1:1"):
        with pytest.raises(RefusedAddressError):
            call_host(other)

    settings.HTTPS = True
    with pytest.raises(RefusedAddressError):
        call_host(host.address)
    assert host.asked == []
