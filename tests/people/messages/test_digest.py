"""Mondays at eight a supervisor reads how much waits: counts and a link, once, and no name."""

import pytest
from django.core import mail

from people.messages import digest
from people.messages.delivery import Deliverer
from people.messages.digest import post_digests
from people.models import MessageChoices, OutgoingLetter, Role, SentOnce
from tests.makers import at, make_membership, make_person, make_week
from workload.flags import actions as flags

MONDAY = at("2026-11-30 08:00")


@pytest.fixture
def flagged(nok):
    return flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=MONDAY)


def to():
    return sorted(message.to[0].split("@")[0] for message in mail.outbox)


def test_it_counts_what_waits_and_names_nobody(nok, wipa, flagged):
    post_digests(MONDAY)
    [told] = [one for one in mail.outbox if one.to == [wipa.email]]
    assert "1 flag that nobody has looked at yet" in told.body
    for name in ("Kanokwan", "Nok", "Srisuk"):
        assert name not in told.body
    assert "nok" not in to()


def test_it_comes_once_a_week_however_often_the_job_runs(wipa, flagged):
    # Another message of the same week is no digest.
    SentOnce.objects.create(recipient=wipa, kind="week-monday", key="2026-W49")
    for hour in ("08:00", "08:10", "15:00"):
        post_digests(at(f"2026-11-30 {hour}"))
    assert to().count("wipa") == 1
    post_digests(at("2026-12-14 08:00"))
    assert to().count("wipa") == 2


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-11-30 07:59", False),
        ("2026-11-30 08:00", True),
        ("2026-11-30 19:59", True),
        ("2026-11-30 20:00", False),
        ("2026-12-01 08:00", False),
        ("2026-11-29 08:00", False),
    ],
)
def test_it_leaves_on_the_first_working_day_from_eight(wipa, flagged, moment, leaves):
    post_digests(at(moment))
    assert ("wipa" in to()) == leaves


def test_where_monday_is_a_holiday_it_is_the_day_after(wipa, flagged, rest_house):
    """A shelter works then, and its supervisor is told."""
    there = make_person("there", rest_house.organisation)
    make_membership(there, rest_house, Role.SUPERVISOR)
    # The fifth of December 2026 is a Saturday: Monday the seventh is kept for it.
    post_digests(at("2026-12-07 08:00"))
    assert [one.recipient for one in SentOnce.objects.filter(kind=digest.KIND)] == [there]
    assert "wipa" not in to()
    post_digests(at("2026-12-08 08:00"))
    assert "wipa" in to()


def test_where_nothing_waits_nothing_leaves(wipa):
    post_digests(MONDAY)
    assert "wipa" not in to()


def test_who_wants_none_gets_none(wipa, flagged):
    MessageChoices.objects.create(person=wipa, channels={"digest": []})
    post_digests(MONDAY)
    assert "wipa" not in to()


def test_what_was_done_meanwhile_is_not_told(settings, wipa, flagged):
    settings.LETTERS_AT_ONCE = False
    post_digests(MONDAY)
    flagged.delete()
    Deliverer().round(MONDAY)
    assert to() == []
    assert SentOnce.objects.filter(kind=digest.KIND, recipient=wipa).exists()


def test_of_several_that_waited_only_the_one_of_this_week_leaves(settings, wipa, flagged):
    settings.LETTERS_AT_ONCE = False
    later = at("2026-12-14 08:00")
    for moment in (MONDAY, at("2026-12-08 08:00"), later):
        post_digests(moment)
    OutgoingLetter.objects.update(next_try=later)
    Deliverer().round(later)
    assert to().count("wipa") == 1
    assert not OutgoingLetter.objects.filter(recipient=wipa).exists()
