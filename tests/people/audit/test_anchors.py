"""The head of the trail is kept outside, and shows what the chain alone cannot."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from people.audit import anchors, chain
from people.audit import tasks as audit_tasks
from people.messages.delivery import Deliverer
from people.models import AccessEvent, Anchor
from tests.makers import NOW
from tests.roles import as_the_owner

from .test_chain import note, trail

__all__ = ["trail"]
KEEPERS = ["one@example.org", "two@elsewhere.example.org"]


@pytest.fixture(autouse=True)
def friday(settings):
    settings.ANCHOR_MAIL = KEEPERS
    with time_machine.travel(NOW, tick=False):
        yield


def mailed() -> str:
    """The line in the newest message."""
    return next(line for line in mail.outbox[-1].body.splitlines() if anchors.LINE.fullmatch(line))


def test_the_day_the_count_and_the_last_link_go_out_and_no_name(trail, nok, wipa, siriporn):
    audit_tasks.mail_anchor.call()
    assert [one.to for one in mail.outbox] == [[keeper] for keeper in KEEPERS]
    message = mail.outbox[0]
    assert message.subject == "Kamlangjai 2026-11-20: 40"
    assert mailed() == f"2026-11-20:40:{trail[-1].seal}"
    assert message.body.count(mailed()) == 2  # in Thai and in English
    for person in (nok, wipa, siriporn):
        assert not {person.username, person.full_name_en} & set(message.body.split())


def test_once_a_day_however_often_the_job_runs(trail, nok, wipa):
    for hour in range(3):
        with time_machine.travel(NOW + timedelta(hours=hour)):
            note(wipa, hour, person=nok)
            audit_tasks.mail_anchor.call()
    with time_machine.travel(NOW + timedelta(days=1)):
        audit_tasks.mail_anchor.call()
    assert [one.subject for one in mail.outbox][::2] == [
        "Kamlangjai 2026-11-20: 41",
        "Kamlangjai 2026-11-21: 43",
    ]


def test_events_of_the_last_minutes_are_in_it(trail, nok, wipa):
    note(wipa, 60, person=nok)
    audit_tasks.mail_anchor.call()
    assert Anchor.objects.get().place == 41


def test_a_link_at_another_place_is_not_the_one_that_was_mailed(trail):
    day, seal = NOW.date(), trail[-1].seal
    found = [anchors.held(Anchor(day=day, place=place, seal=seal)) for place in (39, 40, 41)]
    assert found == [False, True, False]


def test_a_keeper_that_was_taken_off_gets_nothing_that_still_waits(trail, settings):
    settings.LETTERS_AT_ONCE = False
    audit_tasks.mail_anchor.call()
    settings.ANCHOR_MAIL = KEEPERS[:1]
    assert Deliverer().round(NOW) == 1
    assert [one.to for one in mail.outbox] == [KEEPERS[:1]]


def test_where_nobody_keeps_it_nothing_goes_out(trail, settings):
    settings.ANCHOR_MAIL = []
    audit_tasks.mail_anchor.call()
    assert mail.outbox == []
    assert not Anchor.objects.exists()


def test_a_trail_that_grew_still_holds_what_was_mailed(trail, nok, wipa, capsys):
    audit_tasks.mail_anchor.call()
    note(wipa, 60, person=nok)
    chain.seal()
    call_command("verify_trail", mailed())
    assert (
        capsys.readouterr().out
        == "The trail holds, 41 links.\nAs it was on 2026-11-20, 40 links.\n"
    )


@as_the_owner()
def test_events_cut_off_the_end_are_missed(trail):
    audit_tasks.mail_anchor.call()
    AccessEvent.objects.filter(place=40).delete()
    call_command("verify_trail")  # the chain alone sees nothing
    with pytest.raises(CommandError, match="mailed on 2026-11-20"):
        call_command("verify_trail", mailed())


@as_the_owner()
def test_a_trail_written_anew_with_the_key_is_not_the_one_that_was_mailed(trail):
    audit_tasks.mail_anchor.call()
    AccessEvent.objects.filter(place=3).delete()
    AccessEvent.objects.update(place=None, seal="")
    chain.seal()
    assert chain.first_broken() is None
    with pytest.raises(CommandError, match="cut short or written anew"):
        call_command("verify_trail", mailed())


def test_an_empty_trail_has_a_head_too_and_any_trail_holds_it(db, nok, wipa):
    audit_tasks.mail_anchor.call()
    assert mailed() == "2026-11-20:0:-"
    note(wipa, 0, person=nok)
    chain.seal()
    call_command("verify_trail", mailed())


@pytest.mark.parametrize(
    "line", ["", "2026-11-20", "2026-11-20:4:xyz", "2026-13-20:4:" + "a" * 64, "2026-11-20:-1:-"]
)
def test_a_line_that_was_not_mailed_is_refused_before_anything_is_read(trail, line):
    with pytest.raises(CommandError):
        call_command("verify_trail", line)


def test_a_count_without_its_link_is_held_by_no_trail(trail):
    assert not anchors.held(anchors.parsed("2026-11-20:40:-"))
    assert not anchors.held(anchors.parsed("2026-11-20:0:" + "a" * 64))
