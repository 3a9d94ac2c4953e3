"""A person's own day of the weekly reminder, and what it means for the message of the day."""

import pytest
import time_machine
from django.core import mail

from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.messages.own.actions import ChosenMessages, choose_messages
from people.models import OutgoingLetter, SentOnce, WaitingLine
from tests.makers import WEEK, at, deliver, make_week
from workload.weeks import tasks as weeks_tasks
from workload.weeks.reminders import KINDS

THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (f"2026-11-{day}" for day in range(19, 24))


def choose(person, week_day):
    choose_messages(person=person, chosen=ChosenMessages(week_day=week_day))


def hours(*days):
    """Let the jobs run every hour of some days."""
    for day in days:
        for hour in range(6, 22):
            now = at(f"{day} {hour:02}:00")
            with time_machine.travel(now, tick=False):
                weeks_tasks.remind_weeks.call()
            deliver(now)


def to(person):
    return [one for one in mail.outbox if one.to == [person.email]]


@pytest.mark.parametrize(
    ("week_day", "day"), [(4, THURSDAY), (5, FRIDAY), (6, SATURDAY), (7, SUNDAY)]
)
def test_it_comes_on_that_day_at_three_and_again_on_monday(nok, wipa, week_day, day):
    choose(nok, week_day)
    for one in (THURSDAY, FRIDAY, SATURDAY, SUNDAY):
        hours(one)
        assert bool(to(nok)) is (one >= day)
    hours(MONDAY)
    assert len(to(nok)) == 2
    noted = SentOnce.objects.filter(recipient=nok, kind__in=KINDS)
    assert noted.count() == 2


@pytest.mark.parametrize(("hour", "left"), [(14, 0), (15, 1), (19, 1)])
def test_it_leaves_from_three_to_eight(nok, hour, left):
    choose(nok, 6)
    now = at(f"{SATURDAY} {hour}:00")
    with time_machine.travel(now, tick=False):
        weeks_tasks.remind_weeks.call()
    deliver(now)
    assert len(to(nok)) == left
    assert WaitingLine.objects.count() == 1 - left


def test_who_changes_the_day_in_between_is_reminded_twice_at_most(nok):
    hours(FRIDAY)
    choose(nok, 6)
    hours(SATURDAY)
    choose(nok, 7)
    hours(SUNDAY, MONDAY)
    assert len(to(nok)) == 2


def test_once_the_week_is_sent_nothing_comes(nok):
    choose(nok, 7)
    make_week(nok)
    hours(SUNDAY, MONDAY)
    assert to(nok) == []


def test_on_a_day_without_work_it_takes_nothing_else_along(nok):
    choose(nok, 6)
    about = {"sentence": "There is news.", "start": Start.OWN}
    notices.tell_person(nok, "renew-60", "1", "my_certificates", **about)
    hours(SATURDAY)
    assert "There is news." not in to(nok)[0].body
    hours(MONDAY)
    assert "There is news." in to(nok)[1].body


def test_a_letter_that_waits_with_the_reminder_alone_goes_when_the_week_is_sent(nok, settings):
    settings.LETTERS_AT_ONCE = False
    hours(FRIDAY)
    assert OutgoingLetter.objects.filter(recipient=nok).count() == 1
    notices.take_notice_back(nok, *KINDS, keys=[str(WEEK)])
    assert not OutgoingLetter.objects.filter(recipient=nok).exists()
    assert Deliverer().round(at(f"{FRIDAY} 21:00")) == 0
