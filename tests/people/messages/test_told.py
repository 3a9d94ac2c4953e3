"""An admin learns from mail neither who sent their week nor that a person asked for help.

By difference: whatever people answered, the page and all of its numbers are the same.
"""

import re
from datetime import timedelta

import pytest
import time_machine

from people.messages import notices
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.messages.told import last_closed, week_of_messages
from people.models import OutgoingLetter, SentOnce
from people.weeks import Week
from tests.makers import NOW, WEEK, at, enter, make_failed_letter
from tests.people.messages.test_outbox import Answering, refused
from tests.people.pending.waits import waits
from workload.weeks import tasks as weeks_tasks
from workload.weeks.reminders import KINDS

FRIDAY, NEXT_WEDNESDAY = at("2026-11-20 15:00"), at("2026-11-25 10:00")
REFUSING = {"default": {"BACKEND": "tests.people.messages.test_outbox.Answering"}}


@pytest.fixture(autouse=True)
def posted(settings):
    settings.LETTERS_AT_ONCE = False
    settings.MAILERS = REFUSING
    Answering.answer = refused(550)
    with time_machine.travel(FRIDAY, tick=False):
        yield


def page_of(client, ploy, now):
    with time_machine.travel(now, tick=False):
        enter(client, ploy)
        text = client.get("/people/mail/").text
    return re.sub(r'value="\w{64}"', "", text)


def remind():
    weeks_tasks.remind_weeks.call()
    notices.post_lines(FRIDAY)
    OutgoingLetter.objects.update(next_try=NOW)


def take_back(person):
    """As `weeks.record` does when a week is sent."""
    notices.take_notice_back(person, *KINDS, keys=[str(WEEK)])


@pytest.mark.parametrize("sends", ["before", "between", "after", "not at all"])
def test_who_sent_their_week_is_not_on_the_page(client, nok, ploy, sends, saphan):
    empty = page_of(client, ploy, FRIDAY), page_of(client, ploy, NEXT_WEDNESDAY)
    if sends != "before":
        remind()
    if sends == "between":
        take_back(nok)
    Deliverer().round(FRIDAY)
    if sends == "after":
        take_back(nok)
    assert (page_of(client, ploy, FRIDAY), page_of(client, ploy, NEXT_WEDNESDAY)) == empty
    assert waits(ploy, "mail_returns") == 0


@pytest.mark.parametrize("kind", ["asked", "asked_anew", "share", "objection", "flag", *KINDS])
@pytest.mark.parametrize("state", ["waiting", "refused", "failed"])
def test_what_is_sent_because_of_an_answer_is_on_no_page(client, nok, ploy, kind, state):
    before = page_of(client, ploy, FRIDAY)
    make_failed_letter(nok, kind=kind, state=state)
    SentOnce.objects.create(recipient=nok, kind=kind, key="1")
    assert page_of(client, ploy, FRIDAY) == before
    assert waits(ploy, "mail_returns") == 0


def test_to_send_again_counts_none_of_it_and_sends_it_with_the_others(client, nok, wipa, ploy):
    make_failed_letter(nok, kind="week-friday")
    enter(client, ploy)
    assert "Nothing waits here any more." in client.post("/people/mail/", follow=True).text
    make_failed_letter(wipa)
    assert "1 message leaves again." in client.post("/people/mail/", follow=True).text
    assert OutgoingLetter.objects.filter(state="waiting").count() == 2


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-24 23:59", "2026-W46"),  # a Tuesday: week 47 can still be sent
        ("2026-11-25 00:00", "2026-W47"),
        ("2026-12-01 23:59", "2026-W47"),
    ],
)
def test_only_a_closed_week_is_counted(now, week):
    assert last_closed(at(now)) == Week.parse(week)


@pytest.mark.parametrize(("many", "tens"), [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20)])
def test_it_is_counted_in_whole_tens(nok, noi, ploy, many, tens):
    begins = at("2026-11-16 00:00")
    about = {"kind": "thanks", "recipient": nok}
    rows = [SentOnce(key=str(n), at=begins, **about) for n in range(many)]
    rows += [SentOnce(key="before", at=begins - timedelta(seconds=1), **about)]
    rows += [SentOnce(key="after", at=begins + timedelta(days=7), **about)]
    rows += [SentOnce(kind="thanks", recipient=noi, key=str(n), at=begins) for n in range(10)] + [
        SentOnce(kind=notices.OF_THE_DAY, recipient=nok, key=str(n), at=begins) for n in range(10)
    ]
    SentOnce.objects.bulk_create(rows)
    assert week_of_messages(ploy, NEXT_WEDNESDAY).tens == tens


def test_a_mark_stands_there_with_its_day_and_nothing_else(client, nok, ploy):
    notices.tell_person(nok, "thanks", "1", "thanks", start=Start.ASKED)
    OutgoingLetter.objects.update(next_try=NOW)
    Deliverer().round(FRIDAY)
    page = page_of(client, ploy, FRIDAY).replace("\u00a0", " ")
    assert "Kanokwan Srisuk" in page
    assert "since 20 Nov" in page
    assert nok.email not in page
    assert "thank" not in page.split("<main")[1].lower()
