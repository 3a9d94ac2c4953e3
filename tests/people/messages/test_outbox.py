"""A letter waits in the outbox until it has left: each recipient's by itself, for two days."""

import logging
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from people.messages import claims, notices, outbox
from people.messages.claims import fail_interrupted
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.models import Channel, OutgoingLetter, WaitingLine
from tests import roles
from tests.makers import at, change_account, make_failed_letter, make_workers

NOW = at("2026-11-25 10:00")  # a Wednesday
State = OutgoingLetter.State
MINUTE = timedelta(minutes=1)


class Away(BaseEmailBackend):
    """A mail server that is down."""

    def open(self):
        raise ConnectionRefusedError("down")


class Dying(BaseEmailBackend):
    """The worker is killed while it sends: no clean-up runs."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


class Slow(EmailBackend):
    """A mail server that takes twenty minutes for a letter; another worker looks meanwhile."""

    clock: time_machine.travel
    seen: list

    def send_messages(self, messages):
        fail_interrupted(timezone.now())
        self.seen.append(states())
        self.clock.shift(20 * MINUTE)
        return super().send_messages(messages)


class Answering(EmailBackend):
    """A mail server with an answer of its own for Nok's mailbox."""

    answer: Exception

    def send_messages(self, messages):
        if messages[0].to == ["nok@example.org"]:
            raise self.answer
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def waiting(settings):
    settings.LETTERS_AT_ONCE = False
    with time_machine.travel(NOW, tick=False) as Slow.clock:
        yield


@pytest.fixture
def server(settings):
    """Put a mail server of a class of this module in place, or the one that works."""

    def put(name="", answer=None):
        path = f"tests.people.messages.test_outbox.{name}"
        working = "django.core.mail.backends.locmem.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": path if name else working}}
        Answering.answer = answer

    return put


def refused(code, said=b"5.1.1 no such mailbox"):
    return smtplib.SMTPRecipientsRefused({"nok@example.org": (code, said)})


def tell(*people, key="1"):
    for person in people:
        notices.tell_person(person, "move", key, "team")


def to():
    return [message.to[0].split("@")[0] for message in mail.outbox]


def states():
    return dict(OutgoingLetter.objects.values_list("recipient__account__username", "state"))


def test_it_leaves_with_the_next_round_and_is_forgotten(nok):
    tell(nok)
    assert mail.outbox == []
    assert Deliverer().round(NOW) == 1
    assert to() == ["nok"]
    assert not OutgoingLetter.objects.exists()


def test_what_is_not_kept_is_not_told(nok):
    with transaction.atomic():
        tell(nok)
        transaction.set_rollback(True)
    assert Deliverer().round(NOW) == 0


def test_no_link_and_no_address_is_in_the_outbox(nok):
    notices.post_once(recipient=nok, kind="password", key="1")
    [row] = OutgoingLetter.objects.values()
    assert not [value for value in row.values() if "@" in str(value) or "://" in str(value)]
    Deliverer().round(NOW)
    assert "/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize("code", [550, 552, 553])
def test_a_mailbox_that_refuses_silences_nobody_else(nok, wipa, ploy, server, code, caplog):
    caplog.set_level(logging.DEBUG)
    server("Answering", refused(code))
    tell(nok, wipa, ploy)
    assert Deliverer().round(NOW) == 2
    assert to() == ["wipa", "ploy"]
    assert states() == {"nok": State.REFUSED}
    assert "example.org" not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        refused(450, b"4.2.0 greylisted"),
        refused(550, b"5.7.1 relaying denied"),
        refused(530, b"5.7.0 authentication required"),
        smtplib.SMTPDataError(451, b"4.3.0 later"),
    ],
)
def test_what_may_pass_is_tried_again_after_growing_pauses(nok, wipa, server, answer):
    server("Answering", answer)
    tell(nok, wipa)
    work, now, pauses = Deliverer(), NOW, []
    for _ in range(6):
        work.round(now)
        pauses.append((OutgoingLetter.objects.get().next_try - now) // MINUTE)
        now = OutgoingLetter.objects.get().next_try
    assert to() == ["wipa"]
    assert pauses == [1, 5, 15, 60, 240, 240]


@pytest.mark.parametrize(("hours", "state"), [(47, State.WAITING), (48, "failed")])
def test_it_is_tried_for_two_days(nok, server, hours, state):
    server("Answering", refused(450))
    tell(nok)
    Deliverer().round(NOW)
    Deliverer().round(NOW + timedelta(hours=hours))
    assert states() == {"nok": state}


def test_a_server_that_was_away_for_twenty_minutes_gets_everything_afterwards(nok, wipa, server):
    other = make_failed_letter(
        nok, channel=Channel.PUSH, state=State.WAITING, failing_since=None, key="2"
    )
    tell(nok, wipa)
    server("Away")
    work = Deliverer()
    for minute in range(20):
        with time_machine.travel(NOW + minute * MINUTE, tick=False):
            assert work.round(NOW + minute * MINUTE) == 0
    late = OutgoingLetter.objects.exclude(pk=other.pk)
    assert {one.failing_since for one in late} == {NOW}
    assert OutgoingLetter.objects.get(pk=other.pk).failing_since is None
    server()
    with time_machine.travel(NOW + 40 * MINUTE, tick=False):
        assert work.round(NOW + 40 * MINUTE) == 2


def test_a_server_that_is_away_is_left_alone(nok, server):
    tell(nok)
    server("Away")
    work = Deliverer()
    work.round(NOW)
    server()
    assert [work.round(NOW + seconds * timedelta(seconds=1)) for seconds in (0, 119)] == [0, 0]
    assert work.round(NOW + 2 * MINUTE) == 1


def test_a_server_that_says_goodbye_is_asked_nothing_more_for_two_minutes(nok, wipa, server):
    server("Answering", refused(421, b"4.3.2 closing"))
    tell(nok, wipa)
    work = Deliverer()
    assert work.round(NOW) == 0
    assert not OutgoingLetter.objects.get(recipient=wipa).tries
    server()
    assert [work.round(NOW + seconds * timedelta(seconds=1)) for seconds in (119, 120)] == [0, 2]


def test_a_clock_that_ran_ahead_does_not_leave_the_server_alone_for_a_day(nok, server):
    tell(nok)
    server("Away")
    work = Deliverer()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        work.round(NOW + timedelta(days=1))
    server()
    assert work.round(NOW) == 1


def test_killed_while_it_leaves_it_is_not_sent_again_by_itself(nok, wipa, server):
    tell(nok, wipa)
    server("Dying")
    with pytest.raises(KeyboardInterrupt):
        Deliverer().round(NOW)
    server()
    assert Deliverer().round(NOW) == 1
    assert to() == ["wipa"]
    Deliverer().round(NOW + 16 * MINUTE)
    assert states() == {"nok": State.FAILED}
    assert outbox.try_again(OutgoingLetter.objects.all(), NOW) == 1
    assert Deliverer().round(NOW) == 1


def test_what_leaves_late_in_a_long_round_is_not_taken_for_lost(nok, wipa, server):
    tell(nok, wipa)
    server("Slow")
    meanwhile = Slow.seen = []
    assert Deliverer().round(NOW) == 2
    leaving = {"nok": State.LEAVING, "wipa": State.WAITING}
    assert meanwhile == [leaving, {"wipa": State.LEAVING}]


def test_what_has_left_but_cannot_be_forgotten_is_not_sent_again_by_itself(nok, wipa, caplog):
    tell(nok, wipa)
    keep_in_the_outbox(OutgoingLetter.objects.get(recipient=nok))
    assert Deliverer().round(NOW) == 2
    assert states() == {"nok": State.LEAVING}
    Deliverer().round(NOW + 14 * MINUTE)
    Deliverer().round(NOW + 16 * MINUTE)
    assert to() == ["nok", "wipa"]
    assert states() == {"nok": State.FAILED}
    assert "IntegrityError" in caplog.text
    assert "example.org" not in caplog.text


def keep_in_the_outbox(letter):
    """Let the database itself refuse to delete a letter."""
    with roles.as_the_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE holds (letter bigint REFERENCES people_outgoingletter (id))")
        cursor.execute("INSERT INTO holds VALUES (%s)", [letter.pk])


def test_it_goes_to_the_address_of_the_day_it_leaves(nok, server):
    server("Answering", refused(550))
    tell(nok)
    Deliverer().round(NOW)
    change_account(nok, email="kanokwan@example.org")
    outbox.try_again(OutgoingLetter.objects.all(), NOW)
    Deliverer().round(NOW)
    assert to() == ["kanokwan"]


def test_a_letter_that_cannot_be_written_holds_up_no_other(nok, wipa, monkeypatch, caplog):
    def broken(letter, now):
        raise LookupError("nok@example.org")

    monkeypatch.setitem(claims.WRITERS, "hand", broken)
    notices.post_once(recipient=nok, kind="hand", key="1")
    tell(wipa)
    assert Deliverer().round(NOW) == 1
    assert states() == {"nok": State.WAITING}
    assert "LookupError" in caplog.text
    assert "example.org" not in caplog.text


# --- The mail of the day --------------------------------------------------------------------------


def own(person, key="1"):
    return notices.tell_person(person, "renew-60", key, "team", start=Start.OWN)


def test_the_mail_of_the_day_waits_for_its_server_and_takes_new_lines_along(nok, server):
    own(nok)
    notices.post_lines(NOW)
    server("Away")
    Deliverer().round(NOW)
    own(nok, "2")
    notices.post_lines(NOW)
    assert OutgoingLetter.objects.count() == 1
    server()
    assert Deliverer().round(NOW) == 1
    assert not WaitingLine.objects.exists()


def test_killed_while_it_leaves_its_lines_come_in_no_other(nok, server):
    own(nok)
    notices.post_lines(NOW)
    server("Dying")
    with pytest.raises(KeyboardInterrupt):
        Deliverer().round(NOW)
    server()
    tomorrow = NOW + timedelta(days=1)
    notices.post_lines(tomorrow)
    assert Deliverer().round(tomorrow) == 0


def test_a_server_that_comes_back_at_night_gets_it_in_the_morning(nok, server):
    own(nok)
    notices.post_lines(NOW)
    assert Deliverer().round(at("2026-11-25 23:00")) == 0
    assert Deliverer().round(at("2026-11-26 07:00")) == 1
    own(nok, "2")
    notices.post_lines(at("2026-11-26 08:00"))
    assert not OutgoingLetter.objects.exists()


def test_whose_lines_were_taken_back_meanwhile_can_still_have_mail_that_day(nok, wipa, anan):
    """Wipa has had hers, and Anan's waits."""
    own(wipa)
    notices.post_lines(NOW)
    assert Deliverer().round(NOW) == 1
    for person in (nok, anan):
        own(person)
    notices.post_lines(NOW)
    notices.take_notice_back(nok, "renew-60")
    assert Deliverer().round(NOW) == 1
    for person in (nok, wipa):
        own(person, "2")
    notices.post_lines(NOW)
    assert Deliverer().round(NOW) == 1


def test_taken_back_is_no_other_line_of_the_day_and_no_letter_of_another(nok, wipa):
    for person, key in ((nok, "1"), (nok, "2"), (wipa, "1")):
        own(person, key)
    notices.tell_person(nok, "flag", "1", "team", start=Start.OWN)
    notices.post_lines(NOW)
    notices.take_notice_back(nok, "renew-60", keys=["1"])
    left = WaitingLine.objects.filter(recipient=nok).values_list("kind", "key")
    assert set(left) == {("renew-60", "2"), ("flag", "1")}
    assert Deliverer().round(NOW) == 2


@pytest.mark.parametrize("crew", [1, 30])
def test_posting_the_mails_of_the_day_takes_five_statements(
    crew, chiang_mai, django_assert_max_num_queries
):
    for person in make_workers(crew, chiang_mai):
        own(person)
    with django_assert_max_num_queries(5 + 2):  # and a savepoint
        notices.post_lines(NOW)


def test_failed_letters_are_forgotten_after_ninety_days(nok):
    tell(nok)
    OutgoingLetter.objects.update(state=State.FAILED, made_at=NOW)
    outbox.forget_old(NOW + timedelta(days=90))
    assert OutgoingLetter.objects.exists()
    outbox.forget_old(NOW + timedelta(days=91))
    assert not OutgoingLetter.objects.exists()
