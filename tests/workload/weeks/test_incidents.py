"""Something happened to the worker: offers for the worker; the flag only where they wish it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import Membership
from tests.makers import NOW, WEEK, end_roles, enter, make_week, make_worker
from wellbeing.events import actions as events
from wellbeing.models import HardEvent
from wellbeing.own_data import erasing, retention
from workload.models import DutyDay, Flag, WorkWeek
from workload.rules.reasons import Day, ReasonCode, of_incidents
from workload.weeks import days
from workload.weeks.days import DayData

PAGE, DAY = "/my-events/", NOW.date() - timedelta(days=1)
TYPED = f"{DAY:%d/%m}/{DAY.year + 543}"
SAID = "Something happened at work: offer a talk"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def log(person, *, kind="threat", tell=True, day=DAY):
    return events.log(person=person, kind=kind, day=day, now=NOW, tell=tell)


def codes(person) -> list[str]:
    return [one["code"] for one in WorkWeek.objects.get(person=person).reasons]


def test_a_flag_says_that_something_happened_and_neither_what_nor_when(nok, wipa, client):
    make_week(nok)
    log(nok, kind="assault")
    assert codes(nok) == [ReasonCode.INCIDENT]
    assert Flag.objects.get(person=nok).level == "red"
    enter(client, wipa)
    for page in (client.get("/team/").text, client.get(f"/team/{nok.public_id}/").text):
        assert SAID in page
        assert "assault" not in page.lower()


@pytest.mark.parametrize("about", [{"tell": False}, {"kind": "raid"}])
def test_without_the_wish_and_of_no_incident_nothing_is_told(nok, about):
    make_week(nok)
    assert not log(nok, **about).was_told
    assert (codes(nok), Flag.objects.exists(), DutyDay.objects.exists()) == ([], False, False)


def test_it_goes_with_a_week_that_is_sent_later_and_is_no_figure(nok):
    log(nok)
    log(nok, kind="error")
    found = of_incidents([one.rule for one in DutyDay.objects.filter(person=nok)])
    assert [(one.code, one.value) for one in found] == [(ReasonCode.INCIDENT, 1)]
    assert of_incidents([Day(DAY)]) == []


def test_taking_it_back_takes_the_reason_unless_another_of_that_day_was_told(nok):
    make_week(nok)
    first, second = log(nok), log(nok, kind="error")
    events.remove(first, now=NOW)
    assert codes(nok) == [ReasonCode.INCIDENT]
    events.remove(second, now=NOW)
    assert (codes(nok), DutyDay.objects.exists()) == ([], False)


def test_saving_the_days_anew_keeps_it_and_taking_it_back_keeps_the_days(nok):
    days.note(person=nok, days=[DayData(DAY, night=True)], now=NOW)
    event = log(nok)
    for night in (True, False, True):
        days.note(person=nok, days=[DayData(DAY, night=night)], now=NOW)
        kept = DutyDay.objects.get()
        assert (kept.night, kept.incident) == (night, True)
    events.remove(event, now=NOW)
    kept.refresh_from_db()
    assert (kept.night, kept.incident) == (True, False)


def test_a_closed_week_tells_nothing_more_and_nothing_is_kept(nok, client):
    enter(client, nok)
    long_ago = date(2026, 10, 28)
    with pytest.raises(ValidationError, match="closed"):
        log(nok, day=long_ago)
    page = client.post(PAGE, {"kind": "threat", "day": "28/10/2569", "tell": "on"})
    assert (page.status_code, "This week is closed" in page.text) == (422, True)
    assert not HardEvent.objects.exists()


def test_a_needle_says_what_matters_first_and_who_leads_nobody_is_offered_no_tick(
    nok, siriporn, client
):
    enter(client, nok)
    sent = client.post(PAGE, {"kind": "needle", "day": TYPED, "tell": "on"}, follow=True)
    assert "see a doctor now" in sent.text
    assert "your supervisor knows that something happened" in sent.text
    enter(client, siriporn)
    assert "Let my supervisor know" not in client.get(PAGE).text
    assert not log(siriporn).was_told


def test_three_months_later_it_is_asked_once_more_and_of_a_raid_not(nok):
    log(nok, tell=False)
    log(nok, kind="raid", tell=False)
    later = DAY + timedelta(days=90)
    assert [one.kind for one in events.waiting(nok, later)] == ["threat"]
    assert events.waiting(nok, later + timedelta(days=21)) == []


def later(count: int):
    """The same hour some weeks on."""
    return NOW + timedelta(weeks=count)


def test_taken_back_later_the_closed_week_keeps_its_other_reasons(nok):
    """What it was judged by then is not judged by the cases and limits of today."""
    row = make_week(nok, hours=Decimal(40))
    event = log(nok)
    row.refresh_from_db()
    other = {"code": "cases", "level": "amber", "value": "26", "limit": "25"}
    WorkWeek.objects.filter(pk=row.pk).update(reasons=[*row.reasons, other])
    events.remove(event, now=later(2))
    assert WorkWeek.objects.get(pk=row.pk).reasons == [other]
    assert not DutyDay.objects.exists()


def test_it_stays_in_the_week_no_longer_than_the_event_is_kept(nok):
    """Without the event the worker could not take it back any more."""
    make_week(nok)
    log(nok)
    for days_on, left in ((730, [ReasonCode.INCIDENT]), (732, [])):
        retention.keep_to(NOW + timedelta(days=days_on))
        assert (HardEvent.objects.exists(), codes(nok)) == (bool(left), left)
        assert DutyDay.objects.exists() is bool(left)


def test_a_newer_event_of_the_same_day_keeps_it_in_the_week(nok):
    make_week(nok)
    log(nok)
    events.log(person=nok, kind="error", day=DAY, now=NOW + timedelta(days=3), tell=True)
    retention.keep_to(NOW + timedelta(days=732))
    assert (HardEvent.objects.count(), codes(nok)) == (1, [ReasonCode.INCIDENT])
    retention.keep_to(NOW + timedelta(days=735))
    assert (HardEvent.objects.count(), codes(nok)) == (0, [])


def test_taken_back_later_the_flag_follows_the_latest_weeks(nok):
    make_week(nok, WEEK - 1)
    make_week(nok)
    event = log(nok)
    make_week(nok, WEEK + 1, points="33.8")  # 130 %
    events.remove(event, now=later(1) + timedelta(days=6))
    flag = Flag.objects.get()
    assert (flag.level, flag.closed_at) == ("red", None)


def test_what_was_told_of_another_day_week_or_person_stays(nok, chiang_mai):
    other, third = make_worker(chiang_mai), make_worker(chiang_mai)
    for person, week in ((other, WEEK), (nok, WEEK - 1), (nok, WEEK)):
        make_week(person, week)
    days.note(person=nok, days=[DayData(DAY, night=True)], now=NOW)
    first, second, last = (log(nok, day=DAY - timedelta(days=n)) for n in range(3))
    of_third, next_week = log(third), DAY + timedelta(weeks=1)
    log(other)
    events.remove(first, now=NOW)
    told = DutyDay.objects.filter(incident=True).exclude(person=third).values_list("person", "day")
    assert set(told) == {(nok.pk, second.day), (nok.pk, last.day), (other.pk, DAY)}
    events.log(person=nok, kind="threat", day=next_week, now=later(1), tell=True)
    row = WorkWeek.objects.get(person=nok, week=WEEK.monday)
    for event, left in ((of_third, 1), (second, 1), (last, 0)):
        events.remove(event, now=later(2))
        row.refresh_from_db()
        assert [one.code for one in row.found] == [ReasonCode.INCIDENT] * left
    assert set(told.all()) == {(nok.pk, next_week), (other.pk, DAY)}
    assert codes(other) == [ReasonCode.INCIDENT]


def test_an_event_goes_also_where_the_person_has_no_role_any_more(nok):
    make_week(nok)
    event = log(nok)
    Membership.objects.filter(person=nok).update(ends=NOW.date())
    events.remove(HardEvent.objects.get(pk=event.pk), now=later(2))
    assert codes(nok) == []


def test_who_deletes_everything_takes_it_back_too(nok, wipa, chiang_mai, client):
    """Of the work nothing else goes, and what another person let be known stays."""
    other = make_worker(chiang_mai)
    for person in (nok, other):
        make_week(person)
        log(person)
    log(nok, kind="error")
    days.note(person=nok, days=[DayData(DAY, night=True)], now=NOW)
    erasing.erase(person=nok, before=None, now=NOW)
    assert (codes(nok), codes(other)) == ([], [ReasonCode.INCIDENT])
    kept = DutyDay.objects.get(person=nok)
    assert (kept.night, kept.incident) == (True, False)
    enter(client, wipa)
    assert SAID not in client.get(f"/team/{nok.public_id}/").text


@pytest.mark.parametrize("left", [False, True])
def test_after_the_week_closed_and_without_a_role_too(nok, left):
    make_week(nok)
    log(nok)
    if left:
        end_roles(nok)
    erasing.erase(person=nok, before=None, now=NOW if left else later(2))
    assert (codes(nok), DutyDay.objects.exists()) == ([], False)


def test_who_deletes_what_was_before_a_day_takes_back_what_was_noted_until_then(nok):
    """The second was noted later, of the same day: what was told of that day stays."""
    make_week(nok)
    log(nok)
    second = log(nok, kind="error")
    HardEvent.objects.exclude(pk=second.pk).update(logged_at=NOW - timedelta(days=2))
    erasing.erase(person=nok, before=NOW.date(), now=NOW)
    assert (codes(nok), HardEvent.objects.get()) == ([ReasonCode.INCIDENT], second)


def test_a_restored_backup_takes_it_back_again(nok):
    made = erasing.erase(person=nok, before=None, now=later(1))
    make_week(nok)
    log(nok)  # as the backup has it
    erasing.replay(made)
    assert (codes(nok), HardEvent.objects.exists()) == ([], False)


def test_an_event_that_no_key_opens_is_deleted_all_the_same(nok):
    make_week(nok)
    log(nok)
    HardEvent.objects.update(sealed_event=b"spoiled")
    erasing.erase(person=nok, before=None, now=NOW)
    assert not HardEvent.objects.exists()
