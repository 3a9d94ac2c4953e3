"""Nothing that a person can switch off comes while they are away, unless they want it."""

from datetime import date

import pytest

from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.own.actions import ChosenMessages, choose_messages
from people.models import Absence, OutgoingLetter
from tests.makers import NOW, at
from workload.models import DutyDay
from workload.time import time_off

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def told(settings, nok, wipa):
    settings.LETTERS_AT_ONCE = False
    for person in (nok, wipa):
        notices.tell_person(person, "move", "1", "team")
    OutgoingLetter.objects.update(next_try=NOW)


def left_at(now):
    Deliverer().round(at(now))
    return not OutgoingLetter.objects.filter(recipient__account__username="nok").exists()


def plan(person, half=False):
    time_off.plan(person=person, kind="leave", first=MONDAY, last=MONDAY, half=half, now=NOW)


def note(person, **about):
    DutyDay.objects.create(organisation=person.organisation, person=person, **about)


def test_on_leave_it_waits_until_the_next_morning_and_for_nobody_else(nok):
    plan(nok)
    assert not left_at("2026-11-23 10:00")
    assert list(OutgoingLetter.objects.values_list("recipient", flat=True)) == [nok.pk]
    OutgoingLetter.objects.update(next_try=NOW)
    assert not left_at("2026-11-23 23:59")
    assert OutgoingLetter.objects.get().next_try == at("2026-11-24 02:59")
    OutgoingLetter.objects.update(next_try=NOW)
    assert not left_at("2026-11-24 06:59")
    OutgoingLetter.objects.update(next_try=NOW)
    assert left_at("2026-11-24 07:00")


def test_half_a_day_of_leave_is_no_day_away(nok):
    plan(nok, half=True)
    assert left_at("2026-11-23 10:00")


def test_on_a_day_off_it_waits_and_for_nobody_else(nok, wipa):
    note(nok, day=MONDAY, off=True)
    note(wipa, day=NOW.date(), off=True)
    for day in (date(2026, 11, 22), MONDAY):
        note(wipa, day=day)
    assert not left_at("2026-11-23 10:00")
    assert list(OutgoingLetter.objects.values_list("recipient", flat=True)) == [nok.pk]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [("2026-11-24 11:59", False), ("2026-11-24 12:00", True), ("2026-11-25 08:00", True)],
)
def test_after_a_night_it_waits_until_noon(nok, now, leaves):
    note(nok, day=MONDAY, night=True)
    assert left_at(now) is leaves


def test_on_a_long_absence_it_waits(nok):
    about = {"starts": MONDAY, "ends": MONDAY, "entered_at": NOW}
    Absence.objects.create(person=nok, kind=Absence.Kind.SICK, **about)
    assert not left_at("2026-11-23 10:00")


def test_who_wants_it_gets_it_anyway(nok):
    plan(nok)
    choose_messages(person=nok, chosen=ChosenMessages(quiet_when_away=False))
    assert left_at("2026-11-23 10:00")


def test_what_is_about_safety_comes_on_any_day(nok):
    plan(nok)
    OutgoingLetter.objects.update(kind="sign_in_changed")
    assert left_at("2026-11-23 10:00")
