"""Days away and hours given back: what they lower, what is left, what is refused."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent
from people.weeks import Week
from tests.makers import NOW, WEEK, at, make_line, make_week, make_worker
from workload.models import DayOff, LieuGrant, TimeOff
from workload.time import time_off
from workload.weeks import reminders

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def plan(person, first=MONDAY, last=None, **changes):
    fields = {"kind": "leave", "half": False, "now": NOW} | changes
    return time_off.plan(person=person, first=first, last=last or first, **fields)


def give(person, by, hours="6", week=WEEK - 1, **changes):
    return time_off.grant(
        person=person, by=by, week=week, hours=Decimal(hours), **{"now": NOW} | changes
    )


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (MONDAY, MONDAY, 1),
        (MONDAY, FRIDAY, 5),
        (MONDAY, date(2026, 11, 29), 5),
        (FRIDAY, date(2026, 11, 30), 2),
        # New Year lies in it: 31 December and 1 January.
        (date(2026, 12, 28), date(2027, 1, 8), 8),
    ],
)
def test_mondays_to_fridays_count_without_holidays(nok, first, last, days):
    assert plan(nok, first, last).length == days


def test_half_a_day_counts_half(nok):
    assert plan(nok, half=True).length == Decimal("0.5")
    assert time_off.in_week(nok, WEEK + 1) == Decimal("0.5")


def test_days_over_two_weeks_lower_each_by_its_own_and_no_colleagues(nok, wipa):
    plan(nok, FRIDAY, date(2026, 12, 1))
    plan(wipa, MONDAY, date(2026, 12, 9))
    assert [time_off.in_week(nok, WEEK + n) for n in range(4)] == [0, 1, 2, 0]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (MONDAY, MONDAY),
        (FRIDAY, date(2026, 11, 30)),
        (date(2026, 11, 20), date(2026, 12, 4)),
        (date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_overlapping_leave_is_refused_and_nothing_is_half_done(nok, first, last):
    plan(nok, MONDAY, FRIDAY)
    with pytest.raises(ValidationError, match="planned as time off already"):
        plan(nok, first, last)
    assert (TimeOff.objects.count(), DayOff.objects.count()) == (1, 5)


def test_the_database_keeps_a_day_from_being_taken_twice(nok):
    taken = plan(nok)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOff.objects.create(person=nok, time_off=taken, day=MONDAY)


def test_days_beside_each_other_and_of_two_people_are_fine(nok, chiang_mai):
    plan(nok, MONDAY)
    plan(nok, date(2026, 11, 24))
    plan(make_worker(chiang_mai), MONDAY)
    assert DayOff.objects.count() == 3


@pytest.mark.parametrize(
    ("first", "last", "half", "sentence"),
    [
        (FRIDAY, MONDAY, False, "The last day is before the first."),
        (date(2026, 11, 28), date(2026, 11, 29), False, "There is no working day in it"),
        (MONDAY, FRIDAY, True, "Half a day is half of one day"),
        (date(2026, 11, 13), MONDAY, False, "The week of this day is closed."),
        (MONDAY, date(2027, 11, 25), False, "Up to a year, please."),
    ],
)
def test_what_is_refused_is_refused_in_words(nok, first, last, half, sentence):
    with pytest.raises(ValidationError) as refused:
        plan(nok, first, last, half=half)
    assert refused.value.messages[0].startswith(sentence)
    assert not TimeOff.objects.exists()


def test_the_open_week_can_still_be_planned(nok):
    assert plan(nok, WEEK.monday).length == 1


def test_what_has_begun_stays_and_what_has_not_is_taken_back(nok):
    coming, today, begun = plan(nok), plan(nok, NOW.date()), plan(nok, date(2026, 11, 19))
    for one in (coming, today):
        time_off.take_back(one, now=NOW)
    with pytest.raises(ValidationError, match="have begun"):
        time_off.take_back(begun, now=NOW)
    assert list(TimeOff.objects.all()) == [begun]
    assert DayOff.objects.count() == 1


def test_a_planned_day_stands_on_my_week_and_lowers_its_capacity(as_nok, nok, wipa):
    make_line(nok, count=17)
    plan(nok, date(2026, 11, 20))
    page = text(as_nok.get("/my-week/"))
    assert 'name="leave_days" inputmode="decimal" autocomplete="off" value="1"' in page
    assert "From your plan." in page
    assert "122.6%" in page  # worked load G: 25.5 of 20.8


def test_a_week_that_was_sent_keeps_its_own_leave(as_nok, nok):
    make_week(nok, leave_days=2)
    plan(nok, date(2026, 11, 20))
    page = text(as_nok.get("/my-week/"))
    assert 'name="leave_days" inputmode="decimal" autocomplete="off" value="2"' in page
    assert "From your plan." not in page


@pytest.mark.parametrize("days", [0, 5])
def test_the_plan_costs_my_week_no_more_than_its_nine_statements(as_nok, nok, days):
    for n in range(days):
        plan(nok, date(2026, 11, 16 + n))
    make_week(nok, WEEK - 1)
    as_nok.get("/my-week/")  # a process reads the pair of phones once
    with CaptureQueriesContext(connection) as ran:
        as_nok.get("/my-week/")
    assert len(ran) <= 9  # one of them reads what waits for the person


def test_nobody_is_reminded_while_they_are_away(chiang_mai, nok):
    half = make_worker(chiang_mai)
    plan(nok, date(2026, 11, 20), FRIDAY)
    plan(half, date(2026, 11, 20), half=True)
    assert reminders.waiting(NOW) == {half.pk}
    assert reminders.waiting(at("2026-11-23 10:00")) == {half.pk}
    assert reminders.waiting(at("2026-11-30 10:00")) == {nok.pk, half.pk}


def test_hours_beyond_the_contract_are_given_back_and_taken(nok, wipa):
    for n, hours in ((1, 46), (2, 44), (3, 40)):
        make_week(nok, WEEK - n, hours=hours)
    give(nok, wipa, "6")
    give(nok, wipa, "3.5", WEEK - 2)
    plan(nok, kind="lieu")
    balance = time_off.Balance.of(nok)
    assert (balance.given, balance.used, balance.hours) == (Decimal("9.5"), 8, Decimal("1.5"))
    with pytest.raises(ValidationError, match=r"This takes 4 h, and 1.5 h are left."):
        plan(nok, FRIDAY, kind="lieu", half=True)
    assert TimeOff.objects.count() == 1


def test_taking_exactly_what_is_left_is_fine(nok, wipa):
    make_week(nok, WEEK - 1, hours=56)
    give(nok, wipa, "16")
    plan(nok, MONDAY, date(2026, 11, 24), kind="lieu")
    assert (time_off.Balance.of(nok).used, time_off.Balance.of(nok).hours) == (16, 0)


def test_taking_days_back_gives_their_hours_back(nok, wipa):
    make_week(nok, WEEK - 1, hours=48)
    give(nok, wipa, "8")
    time_off.take_back(plan(nok, kind="lieu"), now=NOW)
    assert time_off.Balance.of(nok).hours == 8


def test_hours_given_to_a_colleague_and_taken_by_them_are_theirs_alone(nok, wipa, chiang_mai):
    other = make_worker(chiang_mai)
    make_week(other, WEEK - 1, hours=50)
    with pytest.raises(ValidationError, match="no hours to give back"):
        give(nok, wipa)
    give(other, wipa, "10")
    plan(other, kind="lieu")
    assert (time_off.Balance.of(nok).hours, time_off.Balance.of(other).hours) == (0, 2)
    with pytest.raises(ValidationError, match=r"0 h are left"):
        plan(nok, kind="lieu", half=True)
    make_week(nok, WEEK - 1, hours=46)
    give(nok, wipa)
    taken = plan(nok, kind="lieu", half=True)
    time_off.take_back(taken, now=NOW)
    assert (time_off.Balance.of(nok).hours, DayOff.objects.get().person) == (6, other)


def test_an_admin_takes_back_what_they_entered_and_nothing_that_the_person_planned(nok, ploy):
    planned = plan(nok)
    with pytest.raises(ValidationError, match="cannot"):
        time_off.take_entered_back(planned, by=ploy, now=NOW)
    days = {"first": FRIDAY, "last": FRIDAY, "half": False, "by": ploy, "now": NOW}
    time_off.take_entered_back(time_off.enter(person=nok, **days), by=ploy, now=NOW)
    assert TimeOff.objects.get() == planned
    noted = AccessEvent.objects.about(nok).order_by("pk").values_list("what", flat=True)
    assert list(noted) == ["days_off", "days_back"]


def test_leave_takes_nothing_from_the_balance(nok):
    assert plan(nok).hours == 0


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("6.1", "There were 6 h beyond the contract."),
        ("0", "Please write how many hours, more than 0."),
        ("-1", "Please write how many hours, more than 0."),
    ],
)
def test_no_more_is_given_back_than_was_worked(nok, wipa, hours, sentence):
    make_week(nok, WEEK - 1, hours=46)
    with pytest.raises(ValidationError) as refused:
        give(nok, wipa, hours)
    assert refused.value.messages == [sentence]
    assert not LieuGrant.objects.exists()


def test_a_week_of_the_last_twelve_is_given_back_once_and_only_if_there_were_hours(nok, wipa):
    for n, hours in ((1, 46), (2, 40), (11, 46), (12, 46)):
        make_week(nok, WEEK - n, hours=hours)
    give(nok, wipa, "2")
    for week in (WEEK - 1, WEEK - 2, WEEK - 3, WEEK - 12):
        with pytest.raises(ValidationError, match="no hours to give back"):
            give(nok, wipa, "1", week)
    assert give(nok, wipa, "6", WEEK - 11).week == (WEEK - 11).monday


def test_nobody_gives_hours_to_themselves(wipa):
    make_week(wipa, WEEK - 1, hours=60)
    with pytest.raises(ValidationError, match="Your supervisor gives"):
        give(wipa, wipa)


@pytest.mark.parametrize("who", ["siriporn", "anan", "orathai", "ploy", "noi"])
def test_nobody_else_sees_the_days(request, who, nok, wipa):
    make_week(nok, WEEK - 1, hours=46)
    give(nok, wipa)
    plan(nok)
    stranger = request.getfixturevalue(who)
    for model in (TimeOff, DayOff, LieuGrant):
        assert model.objects.visible_to(nok).count() == 1
        assert model.objects.visible_to(wipa).count() == 1
        assert not model.objects.visible_to(stranger).exists()


def test_days_are_planned_and_taken_back_on_my_time(as_nok, nok):
    sent = {"do": "plan", "first": "23/11/2569", "last": "24/11/2569", "kind": "leave"}
    assert as_nok.post("/my-time/", sent).status_code == 302
    one = TimeOff.objects.get()
    page = text(as_nok.get("/my-time/"))
    assert "23 Nov 2026 – 24 Nov 2026" in page
    assert "2 days" in page
    assert as_nok.post("/my-time/", {"do": "back", "time_off": one.public_id}).status_code == 302
    assert not TimeOff.objects.exists()


def test_a_refused_plan_keeps_what_was_typed(as_nok, nok):
    plan(nok)
    answer = as_nok.post("/my-time/", {"do": "plan", "first": "23/11/2026", "kind": "leave"})
    assert answer.status_code == 422
    page = text(answer)
    assert "planned as time off already" in page
    assert 'value="23/11/2026"' in page


def test_begun_days_cannot_be_taken_back_by_a_late_tap(as_nok, nok):
    one = plan(nok, date(2026, 11, 19))
    answer = as_nok.post("/my-time/", {"do": "back", "time_off": one.public_id})
    assert answer.status_code == 422
    assert "These days have begun" in text(answer)


def test_another_persons_days_are_not_found(as_nok, nok, wipa, noi):
    for one in (plan(noi).public_id, plan(wipa).public_id, uuid.uuid4(), "x"):
        assert as_nok.post("/my-time/", {"do": "back", "time_off": one}).status_code == 404
    assert TimeOff.objects.count() == 2


def test_a_supervisor_does_not_take_back_days_of_theirs(as_wipa, nok):
    one = plan(nok)
    assert as_wipa.post("/my-time/", {"do": "back", "time_off": one.public_id}).status_code == 404


def test_a_supervisor_sees_the_days_and_gives_hours_back(as_wipa, nok):
    make_week(nok, WEEK - 1, hours=46)
    plan(nok, MONDAY, FRIDAY)
    page = text(as_wipa.get(f"/team/{nok.public_id}/"))
    assert "23 Nov 2026 – 27 Nov 2026" in page
    assert "Week 46: 6 h" in page
    sent = {"do": "grant", "week": str(WEEK - 1), "hours": "๔,5"}
    assert as_wipa.post(f"/team/{nok.public_id}/time/", sent).status_code == 302
    assert LieuGrant.objects.get().hours == Decimal("4.5")
    page = text(as_wipa.get(f"/team/{nok.public_id}/"))
    assert "+ 4.5" in page
    assert "Week 46: 6 h" not in page


@pytest.mark.parametrize("changes", [{"hours": "7"}, {"hours": "x"}, {"week": "2026-W30"}])
def test_a_refused_grant_says_why_on_the_persons_page(as_wipa, nok, changes):
    make_week(nok, WEEK - 1, hours=46)
    sent = {"do": "grant", "week": str(WEEK - 1), "hours": "6"} | changes
    answer = as_wipa.post(f"/team/{nok.public_id}/time/", sent)
    assert answer.status_code == 422
    assert 'id="problems"' in text(answer)
    assert not LieuGrant.objects.exists()


def test_somebody_without_hours_has_no_days_in_lieu(siriporn):
    with pytest.raises(ValidationError, match="no unit with contracted hours"):
        plan(siriporn, kind="lieu")


def test_a_year_that_begins_in_a_week_is_counted_by_the_week(nok):
    plan(nok, date(2026, 12, 29), date(2027, 1, 4))
    assert time_off.in_week(nok, Week.parse("2026-W53")) == 2  # 29 and 30 December
    assert time_off.in_week(nok, Week.parse("2027-W01")) == 1
