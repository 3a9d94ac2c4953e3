"""A message goes by each channel that its person chose: once, and by mail where that fails."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.messages.way_delivery import WayDeliverer
from people.messages.ways import (
    MESSAGE_WAYS,
    LetterTroubleError,
    UnreachedError,
    WayAwayError,
)
from people.models import Channel, MessageChoices, OutgoingLetter, WaitingLine
from tests.makers import at

NOW = at("2026-11-25 10:00")  # a Wednesday
MINUTE = timedelta(minutes=1)
State = OutgoingLetter.State


class Phone:
    """A channel that keeps what it was given, or fails as it is told to."""

    def __init__(self):
        self.rang, self.fails = [], None

    def is_offered(self):
        return True

    def reaches(self, _person):
        return True

    def send(self, letter, text, now):
        if self.fails:
            raise self.fails
        self.rang.append((letter.recipient.username, letter.public_id))


@pytest.fixture(autouse=True)
def moment(settings):
    settings.LETTERS_AT_ONCE = False
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def phone(monkeypatch):
    monkeypatch.setitem(MESSAGE_WAYS, Channel.PUSH, made := Phone())
    return made


def chooses(person, *channels, topic="waits"):
    MessageChoices.objects.update_or_create(
        person=person, defaults={"channels": {topic: list(channels)}}
    )


def leave(now=NOW):
    return WayDeliverer(Channel.PUSH).round(now), Deliverer().round(now)


def test_it_goes_by_each_channel_that_was_chosen_and_by_no_other(nok, wipa, phone):
    chooses(nok, "push", "mail")
    chooses(wipa, "push")
    for person in (nok, wipa):
        notices.tell_person(person, "move", "1", "team")
        notices.tell_person(person, "move", "1", "team")
    assert Deliverer().round(NOW) == 1
    assert leave() == (2, 0)
    assert leave() == (0, 0)
    assert [name for name, _id in phone.rang] == ["nok", "wipa"]
    assert [one.to for one in mail.outbox] == [[nok.email]]


def test_who_wants_none_of_it_gets_none(nok, phone):
    chooses(nok)
    assert notices.tell_person(nok, "move", "1", "team")
    assert leave() == (0, 0)
    assert not OutgoingLetter.objects.exists()


def test_the_safety_of_an_account_goes_by_mail_whatever_was_chosen(nok, phone):
    chooses(nok, "push", topic="safety")
    notices.tell_person(nok, "closed", "1", "account_login")
    assert leave() == (0, 1)


def test_what_the_product_starts_is_one_message_a_day_and_channel(nok, phone):
    chooses(nok, "push", "mail", topic="due")
    for key in "12":
        notices.tell_person(nok, "renew-60", key, "team", start=Start.OWN)
    notices.post_lines(NOW)
    assert leave() == (1, 1)
    notices.tell_person(nok, "renew-60", "3", "team", start=Start.OWN)
    notices.post_lines(NOW + 10 * MINUTE)
    assert leave(NOW + 10 * MINUTE) == (0, 0)


def test_what_a_channel_does_not_bring_goes_by_mail(nok, phone):
    chooses(nok, "push")
    phone.fails = UnreachedError("gone")
    notices.tell_person(nok, "move", "1", "team")
    assert leave() == (0, 1)
    assert [one.to for one in mail.outbox] == [[nok.email]]


def test_what_goes_by_mail_anyway_comes_no_second_time(nok, phone):
    chooses(nok, "push", "mail")
    phone.fails = UnreachedError("gone")
    notices.tell_person(nok, "move", "1", "team")
    assert leave() == (0, 1)
    assert leave(NOW + 30 * MINUTE) == (0, 0)


def test_lines_that_a_channel_does_not_bring_go_with_the_next_mail_of_the_day(nok, phone):
    chooses(nok, "push", topic="due")
    phone.fails = UnreachedError("gone")
    notices.tell_person(nok, "renew-60", "1", "team", start=Start.OWN)
    notices.post_lines(NOW)
    assert leave() == (0, 0)
    notices.post_lines(NOW + 10 * MINUTE)
    assert leave(NOW + 10 * MINUTE) == (0, 1)
    assert not WaitingLine.objects.exists()


def test_a_service_that_is_away_is_left_alone_and_asked_again(nok, wipa, phone):
    for person in (nok, wipa):
        chooses(person, "push")
        notices.tell_person(person, "move", "1", "team")
    phone.fails = WayAwayError("429", pause=7 * MINUTE)
    way = WayDeliverer(Channel.PUSH)
    assert way.round(NOW) == 0
    phone.fails = None
    assert way.round(NOW + 6 * MINUTE) == 0
    assert way.round(NOW + 8 * MINUTE) == 2


@pytest.mark.parametrize("failure", [LetterTroubleError("500"), RuntimeError("a fault")])
def test_trouble_with_one_letter_is_tried_again_for_two_days(nok, phone, failure):
    chooses(nok, "push")
    notices.tell_person(nok, "move", "1", "team")
    phone.fails = failure
    assert leave() == (0, 0)
    assert OutgoingLetter.objects.get().state == State.WAITING
    leave(NOW + timedelta(days=2, hours=5))
    assert OutgoingLetter.objects.get().state == State.FAILED


def test_of_a_worker_that_was_killed_nothing_is_sent_again(nok, phone):
    chooses(nok, "push")
    notices.tell_person(nok, "move", "1", "team")
    phone.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        leave()
    phone.fails = None
    assert leave(NOW + 16 * MINUTE) == (0, 0)
    assert OutgoingLetter.objects.get().state == State.FAILED
    assert phone.rang == []
