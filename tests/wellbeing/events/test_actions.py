"""After a hard event: noted for oneself, asked twice, told to nobody, switched off with one tap."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.keys.ring import WrongOwnerError
from people.models import AccessEvent
from tests.makers import NOW, at, deliver, enter, make_event
from wellbeing.events import actions as events
from wellbeing.events import tasks as events_tasks
from wellbeing.models import AfterCheckIn, AfterOff, HardEvent
from wellbeing.models.event import AFTER_SET
from wellbeing.own_data import erasing, retention
from wellbeing.rules.moments import After

PAGE = "/my-events/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mine(client, nok):
    enter(client, nok)
    return client


@pytest.fixture
def raid(nok):
    return make_event(nok)


def page_of(event) -> str:
    return f"{PAGE}{event.public_id}/"


# --- Noting one --------------------------------------------------------------------------------


def test_a_day_and_a_kind_and_nothing_else(mine, nok):
    sent = {"kind": "rescue", "day": "18/11/2569", "text": "whom and where"}
    assert mine.post(PAGE, sent)["Location"] == PAGE
    event = HardEvent.objects.get()
    assert (event.person, event.kind, event.day) == (nok, "rescue", date(2026, 11, 18))
    page = mine.get(PAGE).text
    assert "It is noted, for you alone." in page
    assert "whom and where" not in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "raid", "day": ""}, "Please fill this in"),
        ({"kind": "raid", "day": "21/11/2569"}, "still to come"),
        ({"kind": "raid", "day": "22/10/2569"}, None),  # 29 days ago
        ({"kind": "party", "day": "18/11/2569"}, "Please choose from the list."),
        ({"kind": "raid", "day": "17/11/2569"}, "noted this one already"),
    ],
)
def test_what_cannot_be_noted_is_refused_and_kept(mine, nok, raid, sent, sentence):
    answer = mine.post(PAGE, sent)
    assert answer.status_code == 422
    assert (sentence or "more than four weeks ago") in answer.text
    assert not sent["day"] or f'value="{sent["day"]}"' in answer.text
    assert HardEvent.objects.count() == 1


def test_28_days_ago_can_still_be_noted(nok):
    make_event(nok, day=NOW.date() - timedelta(days=28))
    with pytest.raises(ValidationError):
        make_event(nok, day=NOW.date() - timedelta(days=29))


@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy", "noi"])
def test_it_is_there_for_nobody_else(client, request, raid, who):
    enter(client, request.getfixturevalue(who))
    assert "Raid" not in client.get(PAGE).text.split("What you noted")[-1].split("<option")[0]
    assert client.get(page_of(raid)).status_code == 404
    assert client.post(page_of(raid), {"back": "3"}).status_code == 404
    assert client.post(PAGE, {"remove": str(raid.public_id)}).status_code == 404
    assert (HardEvent.objects.count(), AfterCheckIn.objects.count()) == (1, 0)


def test_it_is_deleted_with_its_answers(mine, raid):
    events.answer(event=raid, answers=After(1, 1, 1), now=NOW)
    mine.post(PAGE, {"remove": str(raid.public_id)})
    assert (HardEvent.objects.count(), AfterCheckIn.objects.count()) == (0, 0)


# --- The check-in ------------------------------------------------------------------------------


def test_it_is_offered_on_my_week_and_answered_in_one_form(mine, raid):
    assert page_of(raid) in mine.get("/my-week/").text
    mine.post(page_of(raid), {"back": "1", "edge": "0", "company": ""})
    row = AfterCheckIn.objects.get()
    assert (row.given, row.moment, row.item_set) == (After(1, 0, None), "first", AFTER_SET)
    page = mine.get(page_of(raid)).text
    assert "Thank you. It stays with you" in page
    assert "You need not carry it alone" not in page
    assert page_of(raid) not in mine.get("/my-week/").text


def test_it_is_offered_on_a_wednesday_too(mine, nok):
    event = make_event(nok)
    with time_machine.travel(at("2026-11-25 12:00"), tick=False):  # no week is open
        enter(mine, nok)
        assert page_of(event) in mine.get("/my-week/").text


@pytest.mark.parametrize(
    ("when", "sentence"),
    [("2026-11-20 09:00", "So soon after"), ("2026-12-05 09:00", "After two weeks")],
)
def test_a_heavy_answer_is_met_with_help_and_told_to_nobody(mine, nok, raid, when, sentence):
    with time_machine.travel(at(when), tick=False):
        enter(mine, nok)
        mine.post(page_of(raid), {"back": "3", "edge": "2", "company": "0"})
        page = mine.get(page_of(raid)).text
    assert sentence in page
    assert 'href="/help/"' in page.split("You need not carry it alone")[1]
    assert (mail.outbox, AccessEvent.objects.count()) == ([], 0)


def test_it_can_be_changed_while_it_is_open_and_taken_back(mine, raid):
    mine.post(page_of(raid), {"back": "3"})
    mine.post(page_of(raid), {"back": "1"})
    assert [row.given for row in AfterCheckIn.objects.all()] == [After(back=1)]
    mine.post(page_of(raid), {"back": ""})
    assert not AfterCheckIn.objects.exists()


def test_what_is_taken_back_after_two_weeks_leaves_what_was_said_before(raid):
    later = at("2026-12-05 09:00")
    for answers, now in ((After(back=1), NOW), (After(back=2), later), (After(), later)):
        events.answer(event=raid, answers=answers, now=now)
    assert [(row.moment, row.given) for row in AfterCheckIn.objects.all()] == [
        ("first", After(back=1))
    ]


def test_of_two_events_only_the_one_that_is_due_was_told(raid, wipa):
    fresh = make_event(wipa, day=NOW.date())
    assert events.newly_due(NOW) == [(raid.pk, "first")]
    for event in (raid, fresh):
        event.refresh_from_db()
    assert (raid.told, fresh.told) == ("first", "")


@pytest.mark.parametrize("day", [18, 27, 30])
def test_outside_its_windows_nothing_is_asked_or_kept(mine, nok, raid, day):
    with time_machine.travel(at(f"2026-11-{day} 09:00"), tick=False):
        enter(mine, nok)
        assert "Nothing is asked right now" in mine.get(page_of(raid)).text
        answer = mine.post(page_of(raid), {"back": "3"}, follow=True)
        assert "not open now" in answer.text
        assert page_of(raid) not in mine.get("/my-week/").text
    assert not AfterCheckIn.objects.exists()


@pytest.mark.parametrize("value", ["4", "-1", "x", "²", "1" * 50])
def test_what_was_not_offered_is_no_answer(mine, raid, value):
    assert mine.post(page_of(raid), {"back": value}).status_code == 302
    assert not AfterCheckIn.objects.exists()


# --- Told once, and switched off -----------------------------------------------------------------


def run_at(when: str) -> None:
    with time_machine.travel(at(when), tick=False):
        events_tasks.ask_after_events.call()
    deliver(at(when))


def test_a_neutral_notice_goes_once_for_each_moment_by_day(nok, raid):
    told = []
    for when in ("11-18 12:00", "11-19 06:59", "11-19 07:00", "11-19 10:00", "11-25 12:00"):
        run_at(f"2026-{when}")
        told.append(len(mail.outbox))
    assert told == [0, 0, 1, 1, 1]
    for when in ("11-30 12:00", "12-01 12:00", "12-02 12:00", "12-15 12:00", "12-16 12:00"):
        run_at(f"2026-{when}")
    assert [letter.to for letter in mail.outbox] == [[nok.email]] * 2
    for letter in mail.outbox:
        said = (letter.subject + letter.body).lower()
        assert not [word for word in ("raid", "event", "hard", "after") if word in said]
        assert "/my-week/" in letter.body


def test_who_has_answered_already_is_not_told(raid):
    events.answer(event=raid, answers=After(1, 1, 1), now=NOW)
    run_at("2026-11-20 15:00")
    assert mail.outbox == []


def test_one_tap_ends_the_questions_about_one_event(mine, nok, raid):
    other = make_event(nok, kind="testimony")
    mine.post(page_of(raid), {"do": "off", "back": "3"})
    raid.refresh_from_db()
    assert raid.asks is False
    assert events.waiting(nok, NOW.date()) == [other]
    run_at("2026-11-20 15:00")
    assert len(mail.outbox) == 1
    assert not AfterCheckIn.objects.exists()


def test_a_notice_that_waits_is_taken_back_with_the_tap(mine, nok, raid):
    """Found in the morning, it waits for the afternoon: by then nobody wants it any more."""
    events_tasks.ask_after_events.call()
    mine.post(page_of(raid), {"do": "off", "back": "3"})
    other = make_event(nok, kind="testimony")
    events_tasks.ask_after_events.call()
    mine.post(PAGE, {"do": "off"})
    mine.post(PAGE, {"do": "on"})
    last = make_event(nok, kind="rescue")
    events_tasks.ask_after_events.call()
    events.answer(event=last, answers=After(1, 1, 1), now=NOW)
    deliver(at("2026-11-20 15:00"))
    assert mail.outbox == []
    assert other.asks


def test_one_tap_ends_all_questions_and_another_brings_them_back(mine, nok, raid):
    for do, asked in (("off", []), ("off", []), ("on", [raid])):
        mine.post(PAGE, {"do": do})
        assert events.waiting(nok, NOW.date()) == asked
        run_at("2026-11-20 15:00")
        assert len(mail.outbox) == len(asked)
    assert not AfterOff.objects.exists()


# --- Kept, and gone ------------------------------------------------------------------------------


def test_answers_go_after_a_year_and_events_after_two(raid):
    """Counted from the day on which they were given and noted: the day of the event is sealed."""
    events.answer(event=raid, answers=After(1, 1, 1), now=NOW)
    for day, left in (
        (date(2027, 11, 20), (1, 1)),
        (date(2027, 11, 21), (1, 0)),
        (date(2028, 11, 20), (1, 0)),
        (date(2028, 11, 21), (0, 0)),
    ):
        retention.keep_to(retention.midnight(day))
        assert (HardEvent.objects.count(), AfterCheckIn.objects.count()) == left


def test_they_go_when_everything_goes(nok, raid):
    events.answer(event=raid, answers=After(1, 1, 1), now=NOW)
    events.switch(person=nok, on=False, now=NOW)
    erasing.erase(person=nok, before=None, now=NOW)
    assert (HardEvent.objects.count(), AfterCheckIn.objects.count()) == (0, 0)
    assert not AfterOff.objects.exists()
    nok.refresh_from_db()
    assert nok.asked_until is None


def test_without_an_event_no_page_looks_for_one(nok, raid, wipa, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert events.waiting(wipa, NOW.date()) == []
        assert events.waiting(nok, NOW.date() + timedelta(days=111)) == []
    with django_assert_num_queries(2):
        assert events.waiting(nok, NOW.date()) == [raid]


# --- Sealed --------------------------------------------------------------------------------------


def test_neither_the_event_nor_the_answers_can_be_read_in_a_row(raid):
    row = events.answer(event=raid, answers=After(3, 2, 0), now=NOW)
    kept = repr(list(HardEvent.objects.values()) + list(AfterCheckIn.objects.values()))
    assert [word for word in ("raid", "2026-11-17", "back", "edge") if word in kept] == []
    assert len(row.sealed_answers) == len(raid.sealed_event)


def test_an_event_moved_to_somebody_else_does_not_open(raid, wipa):
    HardEvent.objects.update(person=wipa)
    with pytest.raises(WrongOwnerError):
        _ = HardEvent.objects.get().kind


def test_answers_moved_to_another_moment_or_event_do_not_open(nok, raid):
    events.answer(event=raid, answers=After(3, 2, 0), now=NOW)
    for moved in ({"moment": "second"}, {"event": make_event(nok, kind="rescue")}):
        AfterCheckIn.objects.update(**moved)
        with pytest.raises(WrongOwnerError):
            _ = AfterCheckIn.objects.get().given
        AfterCheckIn.objects.update(moment="first", event=raid)


@pytest.mark.parametrize("value", [-1, 4])
def test_an_answer_outside_the_steps_is_refused_on_opening_too(raid, value):
    row = events.answer(event=raid, answers=After(3, 2, 0), now=NOW)
    row.keep("sealed_answers", {"back": value})
    with pytest.raises(ValueError, match="outside 0 to 3"):
        _ = row.given


def test_the_newest_event_comes_first_whenever_it_was_noted(nok):
    days = [date(2026, 11, day) for day in (10, 17, 3)]
    for day in days:
        make_event(nok, day=day)
    assert [one.day for one in events.noted(nok)] == sorted(days, reverse=True)


def test_until_when_somebody_is_asked_does_not_tell_the_day(nok):
    make_event(nok, day=date(2026, 11, 3))
    assert nok.asked_until == NOW.date() + timedelta(days=110)
