"""A phone is woken without a word; what its push service says decides what becomes of a letter."""

import base64
import logging
import socket
from datetime import timedelta
from email.utils import format_datetime

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.core.management import call_command

from people.keys import ring
from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.way_delivery import WayDeliverer
from people.messages.ways import MESSAGE_WAYS
from people.models import Channel, MessageChoices, OutgoingLetter, PushKey, PushSubscription
from people.models.messages.push import ENDPOINT_PURPOSE
from people.phones import vapid
from people.phones.actions import endpoint_of
from people.phones.way import GIVEN_UP_AFTER, LONGEST_PAUSE, SERVICE_PAUSE, PushWay
from tests.makers import at, make_membership, make_person
from tests.people.messages.hosts import local_host
from tests.quick.processes import until

from .conftest import join

NOW = at("2026-11-25 10:00")  # a Wednesday
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def way(settings, monkeypatch):
    """A channel without a memory of other tests."""
    settings.LETTERS_AT_ONCE = False
    found = PushWay()
    monkeypatch.setitem(MESSAGE_WAYS, Channel.PUSH, found)
    with time_machine.travel(NOW, tick=False):
        yield found


def tell(person, key="1"):
    """Tell a person by phone alone that there is something to read."""
    chosen = {"channels": {"waits": [Channel.PUSH]}}
    MessageChoices.objects.update_or_create(person=person, defaults=chosen)
    notices.tell_person(person, "move", key, "team")


def leave(now=NOW):
    return WayDeliverer(Channel.PUSH).round(now)


def letters():
    return list(OutgoingLetter.objects.values_list("channel", "state", "tries"))


def test_a_notice_has_no_content_and_says_who_asks(nok, service, settings):
    settings.SECURITY_CONTACT = "security@example.org"
    join(nok, service, "token")
    tell(nok)

    assert leave() == 1
    assert letters() == []
    (asked,) = service.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/token", b"")
    signed = asked.headers.pop("Authorization")
    assert asked.headers == {
        "TTL": "86400",
        "Urgency": "normal",
        "Topic": "waits",
        "Host": service.address.removeprefix("http://"),
        "Content-Length": "0",
        "Connection": "close",
    }
    kind, t, k = signed.replace(",", "").split()
    assert (kind, t[:2], k[:2]) == ("vapid", "t=", "k=")
    point = base64.urlsafe_b64decode(k[2:] + "=")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    told = jwt.decode(
        t[2:], key, algorithms=["ES256"], audience=service.address, options={"verify_exp": False}
    )
    assert told.keys() == {"aud", "exp", "sub"}
    assert told["sub"] == "mailto:security@example.org"
    assert NOW.timestamp() < told["exp"] <= NOW.timestamp() + 24 * 3600


@pytest.mark.parametrize(
    ("contact", "https", "expected"),
    [
        ("https://example.org/report", False, "https://example.org/report"),
        ("security@example.org", True, "mailto:security@example.org"),
        ("", True, "http://localhost:8000"),
        ("the porter", True, "http://localhost:8000"),
        ("", False, ""),
    ],
)
def test_a_push_service_reads_where_to_reach_an_operator(settings, contact, https, expected):
    settings.SECURITY_CONTACT, settings.HTTPS = contact, https

    assert vapid.contact_address() == expected


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_is_one(nok, service, status):
    service.status = status
    join(nok, service)
    tell(nok)

    assert (leave(), letters()) == (1, [])


def test_each_phone_is_woken_and_one_that_takes_it_is_enough(nok, wipa, service, other_service):
    other_service.status = 500
    join(nok, other_service, "broken")
    join(nok, service, "first")
    join(nok, service, "second")
    join(wipa, service, "hers")
    tell(nok)

    assert (leave(), letters()) == (1, [])
    assert [one.path for one in service.asked] == ["/first", "/second"]


def test_two_workers_wake_a_phone_once(nok, service):
    join(nok, service)
    tell(nok)

    assert (leave(), leave()) == (1, 0)
    assert len(service.asked) == 1


def test_a_worker_that_was_killed_wakes_no_phone_again(nok, service, way, monkeypatch):
    join(nok, service)
    tell(nok)

    def die(*about):
        raise KeyboardInterrupt

    monkeypatch.setattr(way, "judge", die)
    with pytest.raises(KeyboardInterrupt):
        leave()
    monkeypatch.undo()
    assert leave(NOW + MINUTE) == 0
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten_and_the_letter_goes_by_mail(nok, service, status):
    service.status = status
    join(nok, service)
    tell(nok)

    assert leave() == 0
    assert not PushSubscription.objects.exists()
    assert Deliverer().round(NOW) == 1
    assert mail.outbox[0].to == ["nok@example.org"]


def test_a_phone_that_is_gone_takes_no_other_with_it(nok, service, other_service):
    service.status = 410
    join(nok, service)
    left = join(nok, other_service)
    tell(nok)

    assert (leave(), letters()) == (1, [])
    assert PushSubscription.objects.get() == left


@pytest.mark.parametrize("status", [301, 400, 401, 403, 411, 413])
def test_what_is_refused_is_said_in_the_log_and_goes_by_mail_at_once(nok, service, status, caplog):
    service.status, service.headers = status, {"Location": f"{service.address}/elsewhere"}
    join(nok, service)
    tell(nok)

    assert leave() == 0
    assert letters() == [(Channel.MAIL, "waiting", 0)]
    assert f"refuses ({status})" in caplog.text
    assert len(service.asked) == 1
    assert PushSubscription.objects.count() == 1


def hang(answering):
    answering.host.ended.wait()


def hang_up(answering):
    answering.close_connection = True


@pytest.mark.parametrize("instead", [hang, hang_up])
def test_a_service_that_does_not_answer_is_left_alone_and_asked_again(nok, service, way, instead):
    service.instead, way.seconds, patience = instead, 0.3, way.seconds
    join(nok, service)
    tell(nok, "1")
    tell(nok, "2")

    assert leave() == 0
    assert letters() == [(Channel.PUSH, "waiting", 1)] * 2
    until(lambda: service.asked)  # on a busy machine it reads what it was asked later
    assert len(service.asked) == 1  # the second letter did not wait for it
    service.instead, way.seconds = None, patience
    assert leave(NOW + MINUTE) == 2


@pytest.mark.parametrize(
    ("status", "asked_for", "pause"),
    [
        (429, "300", timedelta(minutes=5)),
        (503, format_datetime(NOW + timedelta(minutes=5)), timedelta(minutes=5)),
        (429, "0", SERVICE_PAUSE),
        (429, "", SERVICE_PAUSE),
        (500, "soon", SERVICE_PAUSE),
        (429, "-5", SERVICE_PAUSE),
        (429, "Sun, 99 Foo 2026 10:00:00 GMT", SERVICE_PAUSE),
        (429, "Wed, 25 Nov 2026 03:05:00 -0000", timedelta(minutes=5)),
        (429, "9" * 400, LONGEST_PAUSE),
        (429, "Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE),
    ],
)
def test_a_service_that_asks_for_a_pause_has_it(nok, service, way, status, asked_for, pause):
    service.status, service.headers = status, {"Retry-After": asked_for} if asked_for else {}
    join(nok, service)
    tell(nok)

    assert leave() == 0
    assert way.quiet == {service.address: NOW + pause}
    assert PushSubscription.objects.count() == 1


def test_a_service_that_is_away_holds_up_no_other(nok, wipa, service, other_service):
    service.status = 429
    join(nok, service)
    join(wipa, other_service)
    tell(nok)
    tell(wipa)

    assert leave() == 1
    assert letters() == [(Channel.PUSH, "waiting", 1)]


def test_what_no_service_took_for_hours_goes_by_mail(nok, service):
    service.status = 500
    join(nok, service)
    tell(nok)
    leave()

    leave(NOW + GIVEN_UP_AFTER - MINUTE)
    assert letters() == [(Channel.PUSH, "waiting", 2)]
    OutgoingLetter.objects.update(next_try=NOW)
    leave(NOW + GIVEN_UP_AFTER)
    assert letters() == [(Channel.MAIL, "waiting", 0)]


def test_without_a_phone_it_goes_by_mail(nok, service):
    tell(nok)

    assert leave() == 0
    assert letters() == [(Channel.MAIL, "waiting", 0)]
    assert not MESSAGE_WAYS[Channel.PUSH].reaches(nok)


def test_a_service_that_is_not_known_any_more_is_never_called(nok, service, settings):
    join(nok, service)
    tell(nok)
    settings.PUSH_HOSTS = []

    assert leave() == 0
    assert (service.asked, PushSubscription.objects.count()) == ([], 0)


def test_a_known_name_that_leads_into_the_house_is_never_called(nok, service, monkeypatch, caplog):
    join(nok, service)
    phone = PushSubscription.objects.get()
    owner, endpoint = str(nok.account.public_id), "https://fcm.googleapis.com/fcm/send/a"
    sealed = ring.seal(endpoint, owner=owner, purpose=ENDPOINT_PURPOSE)
    PushSubscription.objects.filter(pk=phone.pk).update(sealed_endpoint=sealed)
    found = [(0, 0, 0, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *about, **more: found)
    tell(nok)

    assert leave() == 0
    assert letters() == [(Channel.MAIL, "waiting", 0)]
    assert "https://fcm.googleapis.com is not called: not public" in caplog.text


def test_a_phone_serves_every_place_of_its_account(nok, rest_house, service):
    second = make_person("nok2", rest_house.organisation, account=nok.account)
    make_membership(second, rest_house)
    join(nok, service)

    assert MESSAGE_WAYS[Channel.PUSH].reaches(second)
    tell(second)
    assert leave() == 1


def test_a_page_that_could_be_changed_on_the_way_shows_no_notices(nok, service, way, settings):
    for site, https, offered in (
        ("https://kamlangjai.example.org", True, True),
        ("http://localhost:8000", False, True),
        ("http://kamlangjai.example.org", False, False),
    ):
        settings.SITE_URL, settings.HTTPS = site, https
        assert way.is_offered() is offered
    join(nok, service)
    tell(nok)
    leave()
    assert service.asked == []


def test_nothing_of_a_phone_is_in_the_log(nok, service, caplog):
    caplog.set_level(logging.DEBUG)
    service.status = 403
    join(nok, service, "secret-token")
    tell(nok)
    leave()
    service.status = 500
    tell(nok, "2")
    leave()

    assert "secret-token" not in caplog.text
    assert "vapid t=" not in caplog.text


def test_the_key_is_one_sealed_and_outlives_a_new_key_in_the_ring(nok, service, settings):
    before = vapid.public_key(vapid.push_key())
    phone = join(nok, service)
    ring = settings.KEY_RING
    settings.KEY_RING = ["n" * 40, *ring]
    call_command("rotate_keys", verbosity=0)
    settings.KEY_RING = ["n" * 40]

    assert vapid.public_key(vapid.push_key()) == before
    phone.refresh_from_db()
    assert endpoint_of(phone) == f"{service.address}/a"
    assert "PRIVATE KEY" not in PushKey.objects.get().sealed_key


def test_the_key_is_made_by_the_migration_and_else_by_the_first_call(db):
    assert PushKey.objects.count() == 1
    PushKey.objects.all().delete()
    made = vapid.public_key(vapid.push_key())

    assert vapid.public_key(vapid.push_key()) == made


def test_a_phone_that_no_key_opens_is_said_and_the_letter_goes_by_mail(nok, service, caplog):
    join(nok, service)
    PushSubscription.objects.update(sealed_endpoint="broken")
    tell(nok)

    assert leave() == 0
    assert letters() == [(Channel.MAIL, "waiting", 0)]
    assert "people.PushSubscription.endpoint" in caplog.text


def test_a_server_that_is_not_there_is_away(nok, service, settings):
    with local_host() as gone:
        settings.LOCAL_CALLS = [service.address, gone.address]
        join(nok, gone)
    tell(nok)

    assert leave() == 0
    assert letters() == [(Channel.PUSH, "waiting", 1)]
