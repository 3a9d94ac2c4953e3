"""A person's own calendar: duty, days away and last days to send, each only where they chose it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from people.models import Absence
from people.modules import actions as modules
from people.product_modules import OF_ROUTE
from people.weeks import BANGKOK, Week
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_absence,
    make_week,
)
from tests.relations import afresh
from training.models import CalendarFeed
from training.sessions import calendars
from workload.models import DutyDay, TimeOff
from workload.product_modules import FORECAST
from workload.weeks.own_calendar import duties

TODAY = NOW.date()
DAY = timedelta(days=1)
ALL = ("sessions", "duties", "away", "weeks")


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def make_duty(person, day=TODAY, **changes):
    return DutyDay.objects.create(
        organisation=person.organisation, person=person, day=day, **changes
    )


def make_time_off(person, first, last, kind=TimeOff.Kind.LEAVE):
    about = {"organisation": person.organisation, "planned_at": NOW}
    return TimeOff.objects.create(person=person, kind=kind, first=first, last=last, **about)


def events_of(person, *parts, now=NOW):
    written = calendars.write(person=afresh(person), parts=parts, now=now)
    return Calendar.from_ical(written).walk("VEVENT")


def days_of(events):
    return [(one.decoded("dtstart"), one.decoded("dtend")) for one in events]


# --- Duty -----------------------------------------------------------------------------------------


def test_a_shift_over_midnight_is_one_event_from_one_day_to_the_next(nok):
    evening = datetime(2026, 11, 18, 22, tzinfo=BANGKOK)
    make_duty(nok, evening.date(), starts=evening, ends=evening + timedelta(hours=9))

    (event,) = events_of(nok, "duties")
    assert str(event["summary"]) == "Duty"
    # Thailand has no summer time: seven hours before, all year.
    assert days_of([event]) == [
        (datetime(2026, 11, 18, 15, tzinfo=UTC), datetime(2026, 11, 19, 0, tzinfo=UTC))
    ]


def test_an_on_call_night_is_its_day_as_a_whole_beside_a_shift(nok):
    eight = datetime(2026, 11, 19, 8, tzinfo=BANGKOK)
    make_duty(nok, eight.date(), starts=eight, ends=eight + timedelta(hours=8), night=True)

    shift, night = events_of(nok, "duties")
    assert days_of([night]) == [(date(2026, 11, 19), date(2026, 11, 20))]
    assert night["dtstart"].params["VALUE"] == "DATE"
    assert shift["uid"] != night["uid"]
    assert str(shift["summary"]) == str(night["summary"]) == "Duty"


def test_material_incidents_and_a_day_off_are_no_duty(nok):
    make_duty(nok, TODAY - DAY, minutes=90, severity="violent", incident=True)
    make_duty(nok, TODAY, off=True)
    assert events_of(nok, "duties") == []


# --- Days away ------------------------------------------------------------------------------------


def test_days_away_over_a_weekend_are_one_event_that_ends_the_day_after(nok):
    make_time_off(nok, date(2026, 12, 4), date(2026, 12, 7))

    assert days_of(events_of(nok, "away")) == [(date(2026, 12, 4), date(2026, 12, 8))]


def test_no_kind_of_leave_can_be_told_from_another(nok):
    make_time_off(nok, TODAY, TODAY)
    make_time_off(nok, TODAY + DAY, TODAY + DAY, TimeOff.Kind.LIEU)
    make_absence(nok, starts=TODAY + 2 * DAY, ends=TODAY + 2 * DAY, kind=Absence.Kind.SICK)

    events = events_of(nok, "away")
    assert {str(one["summary"]) for one in events} == {"Away"}
    assert [sorted(one) for one in events] == [sorted(events[0])] * 3
    assert len({str(one["description"]) for one in events}) == 1


# --- Last days to send ----------------------------------------------------------------------------


def test_each_week_has_its_tuesday_from_three_months_back_to_a_year_ahead(nok):
    events = events_of(nok, "weeks")
    found = [first for first, _end in days_of(events)]

    assert found == [date(2026, 8, 25) + n * 7 * DAY for n in range(65)]
    assert found[-1] == date(2027, 11, 16)
    assert {end - first for first, end in days_of(events)} == {DAY}
    assert {str(one["summary"]) for one in events} == {"My week: last day to send"}
    # It reminds of a day and takes none of it.
    assert {str(one["transp"]) for one in events} == {"TRANSPARENT"}


def test_the_53rd_week_of_a_year_has_its_own(nok):
    week = Week.parse("2026-W53")
    assert week.last_day == date(2027, 1, 5)
    around = [first for first, _end in days_of(events_of(nok, "weeks"))]
    assert [one for one in around if abs(one - week.last_day) <= 7 * DAY] == [
        date(2026, 12, 29),
        date(2027, 1, 5),
        date(2027, 1, 12),
    ]


def test_a_week_that_was_sent_looks_like_one_that_was_not(nok):
    before = calendars.write(person=afresh(nok), parts=ALL, now=NOW)
    make_week(nok, Week.of(TODAY))
    make_week(nok, Week.of(TODAY) - 1)
    assert calendars.write(person=afresh(nok), parts=ALL, now=NOW) == before


def test_weeks_outside_a_role_are_nobodys(nok):
    nok.memberships.update(starts=date(2026, 11, 3), ends=date(2026, 11, 24))

    # The week of 2 November is the first, and the week of 16 November ends on the last day.
    assert [first for first, _end in days_of(events_of(nok, "weeks"))] == [
        date(2026, 11, 10),
        date(2026, 11, 17),
        date(2026, 11, 24),
    ]


# --- All of it ------------------------------------------------------------------------------------


@pytest.fixture
def full(nok):
    """A person with an event of each kind."""
    eight = datetime(2026, 11, 19, 8, tzinfo=BANGKOK)
    make_duty(nok, eight.date(), starts=eight, ends=eight + timedelta(hours=8), night=True)
    make_time_off(nok, TODAY, TODAY)
    make_absence(nok)
    return nok


def test_nothing_is_added_before_it_is_chosen_and_each_can_be_left_out(full):
    calendars.renew(person=full, now=NOW)
    assert CalendarFeed.objects.get().parts == ["sessions"]
    assert events_of(full, "sessions") == []
    for part in ALL:
        calendars.choose_parts(person=full, parts=[one for one in ALL if one != part])
        kept = CalendarFeed.objects.get().parts
        assert kept == [one for one in ALL if one != part]
    # A new address shows what was chosen before.
    calendars.renew(person=full, now=NOW)
    assert CalendarFeed.objects.get().parts == list(ALL[:3])


@pytest.mark.parametrize("parts", [[], ["answers"], ["sessions", "sessions\0"]])
def test_a_part_that_is_not_there_and_no_part_are_refused(nok, parts):
    calendars.renew(person=nok, now=NOW)
    for verb in (
        lambda: calendars.choose_parts(person=nok, parts=parts),
        lambda: calendars.renew(person=nok, parts=parts, now=NOW),
    ):
        token = CalendarFeed.objects.get().token_hash
        with pytest.raises(ValidationError) as refused:
            verb()
        assert "parts" in refused.value.error_dict
        assert CalendarFeed.objects.get().token_hash == token


def test_ids_are_of_one_person_and_stay_the_same_whatever_changes(full, noi):
    def ids(person, now=NOW):
        return [str(one["uid"]) for one in events_of(person, *ALL, now=now)]

    mine = ids(full)
    assert len(set(mine)) == len(mine)
    assert ids(full, NOW + timedelta(hours=5)) == mine
    make_duty(noi, date(2026, 11, 19), night=True)
    assert not set(ids(noi)) & set(mine)
    # Neither the person nor the day is in them.
    assert not any(str(full.public_id) in one or "2026" in one[:8] for one in mine)


@pytest.mark.parametrize("language", ["en", "th"])
def test_no_line_is_long_and_nothing_is_said_beside_the_titles(full, language):
    full.account.language = language
    full.account.save()
    make_duty(full, TODAY, minutes=30, severity="hard", incident=True, night=True)
    written = calendars.write(person=afresh(full), parts=ALL, now=NOW)

    assert max(map(len, written.split(b"\r\n"))) <= 75
    titles = {str(one["summary"]) for one in Calendar.from_ical(written).walk("VEVENT")}
    assert (
        titles
        == {
            "en": {"Duty", "Away", "My week: last day to send"},
            "th": {"เวร", "ไม่อยู่", "สัปดาห์ของฉัน: วันสุดท้ายที่ส่งได้"},
        }[language]
    )
    lines = [one for one in written.decode().split("\r\n") if one[:1] != " "]
    names = {re.split("[:;]", one)[0] for one in lines}
    assert names == {
        *("", "BEGIN", "END", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "DESCRIPTION", "TRANSP"),
    }


def test_a_calendar_asks_as_much_for_many_events_as_for_few(full, django_assert_max_num_queries):
    for n in range(5):
        make_time_off(full, TODAY + n * DAY, TODAY + n * DAY)
        make_duty(full, date(2026, 10, 1) + n * DAY, night=True)
    person = afresh(full)
    with django_assert_max_num_queries(8):
        calendars.write(person=person, parts=ALL, now=NOW)


def test_what_is_older_than_three_months_is_gone(nok):
    for back in (90, 91):
        make_duty(nok, TODAY - back * DAY, night=True)
        make_time_off(nok, TODAY - back * DAY, TODAY - back * DAY)
    assert len(events_of(nok, "duties")) == 1
    assert len(events_of(nok, "away")) == 1


def test_events_of_another_person_are_in_no_calendar(nok, noi):
    make_duty(noi, night=True)
    make_time_off(noi, TODAY, TODAY)
    make_absence(noi)
    assert events_of(nok, "duties", "away") == []
    assert list(duties(nok, TODAY, TODAY)) == []


def test_a_module_that_is_off_takes_its_events_and_their_box_along(full, ploy, monkeypatch, client):
    monkeypatch.setitem(OF_ROUTE, "my_days", FORECAST)
    assert len(events_of(full, "duties")) == 2
    off = {"key": FORECAST, "on": False, "by": ploy, "now": NOW}
    modules.switch(organisation=ploy.organisation, **off)
    full = afresh(full)

    assert events_of(full, "duties") == []
    enter(client, full)
    page = client.get(reverse("my_trainings")).text
    assert 'value="duties"' not in page
    assert 'value="away"' in page


# --- The address ----------------------------------------------------------------------------------


def test_the_page_keeps_what_is_chosen_with_and_without_a_new_address(client, full):
    page = reverse("my_trainings")
    enter(client, full)
    made = client.post(page, {"do": "calendar", "choose": "1", "parts": ["weeks", "away"]})
    assert CalendarFeed.objects.get().parts == ["away", "weeks"]
    path = made.context["address"].removeprefix("http://localhost:8000")
    assert "SUMMARY:Away" in client.get(path).text

    assert client.post(page, {"do": "calendar-parts", "parts": ["sessions"]}).status_code == 302
    assert "BEGIN:VEVENT" not in client.get(path).text
    for sent in ({"do": "calendar-parts"}, {"do": "calendar", "choose": "1", "parts": "all"}):
        refused = client.post(page, sent)
        assert refused.status_code == 422
        assert refused.context["problems"][0][0] == "calendar-parts"
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("how", ["role", "closed", "deleted"])
def test_the_calendar_of_a_person_who_is_gone_is_gone(client, full, how):
    token = calendars.renew(person=full, parts=ALL, now=NOW)
    path = reverse("calendar", args=[token])
    assert client.get(path).status_code == 200
    if how == "role":
        end_roles(full)
    elif how == "closed":
        full.is_active = False
        full.save()
    else:
        full.delete()
    assert client.get(path).status_code == 404
