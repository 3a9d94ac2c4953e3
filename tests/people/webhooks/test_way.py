"""A person's own program is told, signed, that something waits, and nothing else."""

import base64
import hmac
import json
import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail

from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.way_delivery import WayDeliverer
from people.messages.ways import LetterTroubleError, UnreachedError
from people.models import Channel, MessageChoices, OutgoingLetter, ProgramAddress, ProgramDelivery
from people.webhooks import actions
from people.webhooks.way import judge_answer
from tests.makers import make_failed_letter
from tests.people.messages.hosts import local_host

from .conftest import NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def tell(*people, key="1"):
    for person in people:
        notices.tell_person(person, "move", key, "team")


def round_of(after=timedelta()):
    return WayDeliverer(Channel.PROGRAM).round(NOW + after)


def calls():
    """What is noted of the last calls, oldest first."""
    return list(ProgramDelivery.objects.order_by("at", "pk").values_list("status", "left"))


def states():
    return list(OutgoingLetter.objects.order_by("pk").values_list("channel", "state"))


def mailed():
    Deliverer().round(NOW + timedelta(days=1))
    return [(one.to[0], one.subject) for one in mail.outbox]


def verified(secret, call) -> bool:
    """What a receiver does, written anew from the standard."""
    key = base64.b64decode(secret[len("whsec_") :])
    signed = b".".join(
        (
            call.headers["webhook-id"].encode(),
            call.headers["webhook-timestamp"].encode(),
            call.body,
        )
    )
    wanted = base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    return f"v1,{wanted}" in call.headers["webhook-signature"].split()


def test_a_program_is_told_that_something_waits(nok, program, secret):
    tell(nok)
    letter = OutgoingLetter.objects.get()

    assert round_of() == 1
    (call,) = program.asked
    assert (call.method, call.path) == ("POST", "/in?key=canary-path-8c1f")
    assert json.loads(call.body) == {
        "type": "message.waiting",
        "timestamp": letter.made_at.isoformat(timespec="seconds"),
        "data": {"id": str(letter.public_id), "address": "http://localhost:8000/"},
    }
    assert call.headers["webhook-id"] == str(letter.public_id)
    assert call.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert verified(secret, call)
    assert calls() == [(204, True)]
    assert states() == []


def test_nothing_of_the_message_is_in_the_call(nok, program, secret):
    about = {"subject": "canary-subject-11", "sentence": "canary-sentence-22"}
    notices.tell_person(nok, "move", "canary-key-33", "team", **about)

    round_of()
    (call,) = program.asked
    told = f"{call.headers} {call.body}"
    for canary in ("canary-subject", "canary-sentence", "canary-key", "move", "nok", "Kanokwan"):
        assert canary not in told


def test_neither_address_nor_secret_is_kept_in_the_clear_or_logged(nok, program, secret, caplog):
    program.status = 500
    tell(nok)
    round_of()

    kept = str([list(model._base_manager.values()) for model in apps.get_models()])
    for canary in ("canary-path", secret.removeprefix("whsec_"), program.address):
        assert canary not in kept
        assert canary not in caplog.text


def test_a_person_without_an_address_has_it_by_mail(nok, program, secret):
    actions.remove_address(person=nok)
    tell(nok)

    assert round_of() == 0
    assert program.asked == []
    assert [to for to, _subject in mailed()] == ["nok@example.org"]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 409, 429, 500, 503])
def test_what_a_program_refuses_is_sent_again_later(nok, program, secret, status):
    program.status, program.headers = status, {"Location": f"{program.address}/elsewhere"}
    tell(nok)

    assert round_of() == 0
    assert calls() == [(status, False)]
    assert states() == [("program", "waiting")]
    assert len(program.asked) == 1  # no redirect is followed
    program.status = 200
    assert round_of(MINUTE) == 1
    first, again = program.asked
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != again.headers["webhook-timestamp"]
    assert verified(secret, again)
    assert calls() == [(200, True)]


def test_a_program_that_was_given_a_new_secret_is_signed_with_it(nok, program, secret):
    program.status = 401
    tell(nok)
    round_of()
    fresh = actions.renew_secret(person=nok)
    program.status = 200
    round_of(MINUTE)

    assert fresh != secret
    assert [verified(fresh, call) for call in program.asked] == [False, True]


def test_what_is_refused_for_two_days_waits_for_the_person(nok, program, secret):
    program.status = 500
    tell(nok)
    for hours in range(50):
        round_of(hours * HOUR)
    assert states() == [("program", "failed")]
    assert mailed() == []

    program.status = 200
    make_failed_letter(nok)
    assert actions.send_failed_again(person=nok, now=NOW + 50 * HOUR) == 1
    assert round_of(50 * HOUR) == 1
    assert calls() == [(200, True)]


def test_sent_again_is_only_what_is_ones_own(nok, wipa, program, secret):
    tell(nok)
    OutgoingLetter.objects.update(state="failed")
    ProgramAddress.objects.update(failures=3, quiet_until=NOW + HOUR)

    assert actions.send_failed_again(person=wipa, now=NOW) == 0
    assert ProgramAddress.objects.get().quiet_until == NOW + HOUR
    assert states() == [("program", "failed")]


def test_a_program_that_wants_no_more_is_switched_off_and_the_person_told_once(
    nok, wipa, program, secret
):
    hers, _secret = actions.set_address(person=wipa, address=program.address, now=NOW)
    program.status = 410
    tell(nok)
    tell(nok, key="2")

    assert round_of() == 0
    assert len(program.asked) == 1
    assert calls() == [(410, False)]
    place = ProgramAddress.objects.get(person=nok)
    actions.switch_off(place, NOW + MINUTE)
    assert place.off_since == ProgramAddress.objects.get(pk=place.pk).off_since == NOW
    assert ProgramAddress.objects.get(pk=hers.pk).off_since is None
    told = mailed()
    assert [to for to, _subject in told] == ["nok@example.org"] * 3
    assert sum("wants no more messages" in one.body for one in mail.outbox) == 1

    actions.switch_off(hers, NOW)
    actions.switch_on(person=nok)
    assert ProgramAddress.objects.get(pk=hers.pk).off_since == NOW
    program.status = 200
    tell(nok, key="3")
    assert round_of() == 1


@pytest.mark.parametrize("status", [410, 500])
@pytest.mark.parametrize("meanwhile", ["another", "none"])
def test_an_answer_of_the_address_before_says_nothing_of_the_one_that_is_there_now(
    nok, program, secret, status, meanwhile
):
    called = ProgramAddress.objects.select_related("person").get()
    if meanwhile == "another":
        actions.set_address(person=nok, address=f"{program.address}/new", now=NOW + MINUTE)
    else:
        actions.remove_address(person=nok)

    with pytest.raises((LetterTroubleError, UnreachedError)):
        judge_answer(called, uuid4(), NOW + MINUTE, status)

    standing = list(ProgramAddress.objects.values_list("off_since", "failures", "quiet_until"))
    assert standing == ([(None, 0, None)] if meanwhile == "another" else [])
    assert calls() == []
    assert not mailed()


def test_a_program_that_hangs_holds_up_no_other(nok, wipa, program, secret, settings, monkeypatch):
    # The other program has as long to answer, on a machine that is busy with other things.
    monkeypatch.setattr("people.webhooks.way.PATIENCE", 3.0)
    program.instead = lambda _call: program.ended.wait()
    with local_host() as hers:
        settings.LOCAL_CALLS = [program.address, hers.address]
        MessageChoices.objects.create(person=wipa, channels={"waits": [Channel.PROGRAM]})
        actions.set_address(person=wipa, address=hers.address, now=NOW)
        for key in ("1", "2", "3"):
            tell(nok, key=key)
        tell(wipa)

        assert round_of() == 1
        assert len(program.asked) == 1  # the others of this program wait without a call
        assert len(hers.asked) == 1
    assert (None, False) in calls()


def test_after_failures_a_program_is_left_alone_longer_each_time(nok, wipa, program, secret):
    hers, _secret = actions.set_address(person=wipa, address=program.address, now=NOW)
    program.status = 500
    tell(nok)
    pauses, now = [], NOW
    for _time in range(5):
        WayDeliverer(Channel.PROGRAM).round(now)
        quiet = ProgramAddress.objects.get(person=nok).quiet_until
        pauses.append((quiet - now) // MINUTE)
        now = max(quiet, OutgoingLetter.objects.get().next_try)
    assert pauses == [1, 5, 15, 60, 60]
    assert ProgramAddress.objects.get(pk=hers.pk).failures == 0


@pytest.mark.parametrize("place", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1"])
def test_an_address_that_later_leads_inside_is_not_called(
    nok, program, secret, settings, monkeypatch, place
):
    """Its name was public when it was given."""
    settings.LOCAL_CALLS = []
    actions.set_address(person=nok, address="https://hooks.example.org/in", now=NOW)
    found = [(0, 0, 0, "", (place, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *about, **more: found)
    monkeypatch.setattr(socket, "create_connection", lambda *about, **more: pytest.fail("called"))
    tell(nok)

    assert round_of() == 0
    assert calls() == [(None, False)]
    assert states() == [("program", "waiting")]


def test_a_worker_that_is_killed_after_the_call_tells_nothing_twice(
    nok, program, secret, monkeypatch
):
    def killed(_pk):
        raise KeyboardInterrupt

    tell(nok)
    with monkeypatch.context() as death:
        death.setattr("people.messages.way_delivery.take_letter_out", killed)
        with pytest.raises(KeyboardInterrupt):
            round_of()

    assert round_of(MINUTE) == 0
    round_of(20 * MINUTE)
    assert states() == [("program", "failed")]
    assert len(program.asked) == 1


def test_the_last_twenty_calls_are_remembered(nok, program, secret):
    for key in range(23):
        tell(nok, key=str(key))
    assert round_of() == 23
    assert ProgramDelivery.objects.count() == 20
