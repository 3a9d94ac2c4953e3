"""What an operator reads of LINE: in the doctor's sentences, in figures, and where it is late."""

from datetime import timedelta

import pytest

from config.cluster.report import work_report
from config.operating import around
from people.models import Channel, OutgoingLetter

from .conftest import NOW
from .line_server import SECRET, TOKEN


def said():
    return list(around.line(NOW))


def make_letter(nok, channel, **changes):
    about = {"kind": "move", "key": "1", "next_try": NOW, "made_at": NOW - timedelta(hours=2)}
    OutgoingLetter.objects.create(recipient=nok, channel=channel, **about | changes)


def test_of_a_line_that_takes_messages_nothing_is_said(line):
    assert said() == []


def test_of_a_token_that_line_refuses_is_said_why(line, settings):
    settings.LINE_CHANNEL_TOKEN = "revoked-canary-77aa"  # noqa: S105 - of a made-up account
    assert said() == ["LINE does not take LINE_CHANNEL_TOKEN: LINE answered 401."]


def test_so_is_of_a_month_that_is_used_up_and_of_a_line_that_is_away(line, settings):
    line.used = 500
    assert said() == ["LINE: the 500 messages of this month are used; all goes by mail."]
    settings.LINE_API = "http://127.0.0.1:1"
    settings.LOCAL_CALLS = ["http://127.0.0.1:1"]
    (sentence,) = said()
    assert sentence.startswith("LINE is not reached: ")


@pytest.mark.parametrize(("token", "secret"), [(TOKEN, ""), ("", SECRET)])
def test_one_setting_without_the_other_is_said(line, settings, token, secret):
    settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = token, secret
    (sentence,) = said()
    assert "go together" in sentence
    assert TOKEN not in sentence
    assert SECRET not in sentence


def test_letters_to_line_are_late_for_themselves(line, nok):
    make_letter(nok, Channel.LINE)

    found = work_report(NOW)
    assert found.late == ["line"]
    assert (found.line.waiting, found.mail.waiting) == (1, 0)


def test_a_program_of_one_person_is_no_trouble_of_the_house(line, nok):
    make_letter(nok, Channel.PROGRAM)
    make_letter(nok, Channel.PUSH)

    assert work_report(NOW).late == []


def test_without_line_there_is_no_such_part(line, settings, nok):
    settings.LINE_CHANNEL_TOKEN = ""
    assert list(work_report(NOW).parts) == ["jobs", "mail"]
