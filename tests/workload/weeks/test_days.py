"""Noting single days: what is kept, what is refused, and that a sent week is judged again."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Person
from tests.makers import NOW, WEEK, at, enter, make_line, make_policy, make_week, move_to
from workload.models import DutyDay, Flag
from workload.time import time_off
from workload.weeks import days as weeks_days
from workload.weeks.days import DayData

PAGE = "/my-days/"
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


def note(person, *days, now=NOW):
    weeks_days.note(person=person, days=list(days), now=now)


def shift(day=MONDAY, starts=time(14), ends=time(23, 30)):
    return DayData(day=day, starts=starts, ends=ends)


def test_a_shift_over_midnight_ends_the_next_day(nok):
    note(nok, shift(starts=time(20), ends=time(6)))
    row = DutyDay.objects.get()
    assert (row.rule.starts.isoformat(), row.rule.ends.isoformat()) == (
        "2026-11-16T20:00:00+07:00",
        "2026-11-17T06:00:00+07:00",
    )


def test_noting_again_replaces_and_an_empty_day_is_forgotten_and_no_colleagues(nok, wipa):
    for person in (nok, wipa):
        note(person, shift())
    note(nok, DayData(day=MONDAY, off=True))
    found = DutyDay.objects.filter(person=nok)
    assert [(row.off, row.starts) for row in found] == [(True, None)]
    note(nok, DayData(day=MONDAY))
    assert [row.person for row in DutyDay.objects.exclude(starts=None)] == [wipa]
    assert not found.all()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (DayData(day=date(2026, 11, 21), night=True), "starts"),  # tomorrow
        (DayData(day=date(2026, 11, 8), night=True), "starts"),  # a closed week
        (DayData(day=MONDAY, starts=time(8)), "ends"),
        (DayData(day=MONDAY, ends=time(8)), "starts"),
        (DayData(day=MONDAY, off=True, night=True), "off"),
        (DayData(day=MONDAY, off=True, minutes=30, severity="mild"), "off"),
        (DayData(day=MONDAY, off=True, starts=time(8), ends=time(16)), "off"),
        (DayData(day=MONDAY, minutes=1441, severity="mild"), "minutes"),
        (DayData(day=MONDAY, minutes=30), "severity"),
        (DayData(day=MONDAY, breaks=10), "minutes"),
        (DayData(day=MONDAY, minutes=60, severity="mild", breaks=1441), "breaks"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_half_done(nok, data, field):
    with pytest.raises(ValidationError) as refused:
        note(nok, shift(day=FRIDAY), data)
    assert refused.value.params == {"day": data.day, "field": field}
    assert not DutyDay.objects.exists()


def test_a_short_rest_flags_a_week_that_was_sent_and_no_colleagues(nok, wipa):
    make_week(nok, WEEK - 1)
    row, colleagues = make_week(nok), make_week(wipa)
    note(nok, shift(), shift(day=date(2026, 11, 17), starts=time(6), ends=time(14)))
    for one in (row, colleagues):
        one.refresh_from_db()
    assert [(one.code, one.level, str(one.value)) for one in row.found] == [("rest", "red", "6.5")]
    assert (colleagues.person, colleagues.found) == (wipa, [])
    assert Flag.objects.get(person=nok).level == "red"
    note(nok, DayData(day=MONDAY), DayData(day=date(2026, 11, 17)))
    flag = Flag.objects.get(person=nok)
    assert (flag.closed_at, flag.steps.last().why) == (NOW, "corrected")


def test_a_week_that_is_judged_again_counts_ones_own_open_cases_of_that_week(nok, wipa):
    make_week(nok, WEEK - 6)
    row = make_week(nok, points="33.8", case_count=25)
    make_line(nok, count=4)
    make_line(nok, count=99, closed_at=NOW)
    make_line(nok, count=99, brought_at=NOW)
    make_line(wipa, count=99)
    note(nok, shift())
    row.refresh_from_db()
    assert row.found == []
    make_line(nok, count=4, brought_at=NOW, opened_at=row.changed_at)
    note(nok, shift())
    row.refresh_from_db()
    assert [one.value for one in row.found] == [8]


@pytest.fixture
def nine_hours(nok, chiang_mai):
    """Numbers of one kind of unit: nine hours of rest are enough there."""
    chiang_mai.kind = "evidence"
    chiang_mai.save()
    make_policy(nok.organisation, unit_kind="evidence", limits_rest_hours="9")
    return Person.objects.get(pk=nok.pk)


TEN_HOURS = (
    shift(starts=time(8), ends=time(20)),
    shift(day=date(2026, 11, 17), starts=time(6), ends=time(14)),
)


def test_days_are_judged_by_the_numbers_of_the_unit_before_the_week_is_sent_too(nine_hours):
    note(nine_hours, *TEN_HOURS)
    assert weeks_days.so_far(nine_hours, WEEK) == []
    note(nine_hours, *(DayData(day=MONDAY + timedelta(days=n), night=True) for n in range(5)))
    assert [one.value for one in weeks_days.so_far(nine_hours, WEEK)] == [5]


def test_who_moves_on_has_their_week_judged_by_the_numbers_it_was_sent_under(nok, chiang_rai):
    chiang_rai.kind = "evidence"
    chiang_rai.save()
    make_policy(nok.organisation, unit_kind="evidence", limits_rest_hours="9")
    row = make_week(nok)
    note(move_to(nok, chiang_rai), *TEN_HOURS)
    row.refresh_from_db()
    assert [one.code for one in row.found] == ["rest"]


def test_only_ones_own_and_the_supervisors_eyes(nok, wipa, anan, noi):
    note(nok, shift())
    seen = {who: DutyDay.objects.visible_to(who).count() for who in (nok, wipa, anan, noi)}
    assert seen == {nok: 1, wipa: 1, anan: 0, noi: 0}


def form(**changes):
    return {
        f"day-{n}-{name}": ""
        for n in range(7)
        for name in ("starts", "ends", "minutes", "severity", "breaks")
    } | {key.replace("__", "-"): value for key, value in changes.items()}


def text(answer):
    return answer.content.decode()


def test_the_days_of_two_posts_stand_beside_the_hours_of_both(client, mai, friday):
    enter(client, mai)
    assert "40 h by contract." in " ".join(text(client.get(PAGE)).split())


def test_the_page_keeps_seven_days(as_nok, nok):
    sent = form(
        **{
            "day-0-starts": "8.30",
            "day-0-ends": "๑๗:๐๐",
            "day-1-off": "1",
            "day-2-minutes": "๑:๓๐",
            "day-2-severity": "violent",
            "day-2-known": "1",
            "day-2-breaks": "0",
        }
    )
    answer = as_nok.post(PAGE, sent)
    assert answer["Location"] == "/my-days/?week=2026-W47"
    page = text(as_nok.get(PAGE))
    assert 'value="08:30"' in page
    assert 'value="17:00"' in page
    assert [(row.day.day, row.off, row.minutes) for row in DutyDay.objects.order_by("day")] == [
        (16, False, 0),
        (17, True, 0),
        (18, False, 90),
    ]
    assert [row.breaks for row in DutyDay.objects.order_by("day")] == [None, None, 0]
    assert 'name="day-2-minutes" value="1:30"' in page
    assert page.count("Not here yet") == 2  # Saturday and Sunday


@pytest.mark.parametrize("about", [{"day-0-severity": "hard"}, {"day-0-known": "1"}])
def test_how_hard_it_was_to_look_at_is_not_lost_without_its_time(as_nok, about):
    answer = as_nok.post(PAGE, form(**about, **{"day-1-off": "1"}))
    page = text(answer)
    assert answer.status_code == 422
    assert 'href="#day-0-minutes">Monday 16 November: How long was it?' in page
    assert 'value="hard" selected' in page or 'name="day-0-known" value="1" checked' in page
    assert not DutyDay.objects.exists()


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1:30", 90),
        ("1.5", 90),
        ("1 h 30", 90),
        ("๑.๒๕", 75),
        ("½", 30),
        ("45 นาที", 45),
        ("2", 120),
    ],
)
def test_time_with_material_is_typed_in_hours_and_breaks_in_minutes(as_nok, typed, minutes):
    about = {"day-0-minutes": typed, "day-0-severity": "mild", "day-0-breaks": "20"}
    assert as_nok.post(PAGE, form(**about)).status_code == 302
    row = DutyDay.objects.get()
    assert (row.minutes, row.breaks) == (minutes, 20)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day-0-starts", "25:00", "Please write a time like 08:30."),
        ("day-0-starts", "8:75", "Please write a time like 08:30."),
        ("day-0-starts", "early", "Please write a time like 08:30."),
        ("day-0-starts", "8", "A shift has a beginning and an end."),
        ("day-0-minutes", "24:01", "A day has 24 hours."),
        ("day-0-minutes", "90", "A day has 24 hours. Did you mean 1:30?"),
        ("day-0-minutes", "1.30", "Did you mean 1:30?"),
        ("day-0-minutes", "long", "Please write hours like 1:30 or 1.5."),
        ("day-0-minutes", "-5", "This cannot be below 0."),
        ("day-0-minutes", "0:30", "Please say how hard it was to look at."),
        ("day-0-breaks", "10", "Breaks from how much time with material?"),
        ("day-0-breaks", "x", "Please write minutes like 20, or 0:20."),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_everything(as_nok, field, typed, sentence):
    answer = as_nok.post(
        PAGE, form(**{field: typed, "day-1-starts": "9:15", "day-1-ends": "17:15"})
    )
    page = text(answer)
    assert answer.status_code == 422
    assert page.count(sentence) == 2
    assert 'value="9:15"' in page
    assert f'value="{typed}"' in page
    assert not DutyDay.objects.exists()


def test_the_clock_since_the_last_day_off_knows_noted_and_planned_days(as_nok, nok, wipa):
    make_week(nok, alone=True)
    note(wipa, DayData(day=FRIDAY, off=True))
    time_off.plan(person=wipa, kind="leave", first=FRIDAY, last=FRIDAY, half=False, now=NOW)
    note(nok, shift())
    assert weeks_days.last_day_off(nok, FRIDAY) is None
    assert "ast day off" not in text(as_nok.get(PAGE))
    note(nok, DayData(day=MONDAY, off=True))
    assert weeks_days.last_day_off(nok, FRIDAY) == weeks_days.Rest(MONDAY, 4)
    assert "Last day off: Monday 16 November, 4 days ago." in text(as_nok.get(PAGE))
    for day, half in ((date(2026, 11, 18), False), (date(2026, 11, 19), True)):
        time_off.plan(person=nok, kind="leave", first=day, last=day, half=half, now=NOW)
    assert weeks_days.last_day_off(nok, FRIDAY) == weeks_days.Rest(date(2026, 11, 18), 2)
    assert weeks_days.last_day_off(nok, MONDAY) == weeks_days.Rest(MONDAY, 0)
    assert weeks_days.last_day_off(nok, MONDAY - timedelta(days=1)) is None


def test_a_supervisor_sees_the_last_day_off_on_the_persons_page(as_wipa, nok, siriporn):
    make_week(nok)
    make_week(siriporn, alone=True)
    note(nok, DayData(day=date(2026, 11, 19), off=True))
    page = text(as_wipa.get(f"/team/{nok.public_id}/"))
    assert "Last day off: Thursday 19 November, 1 day ago." in page


@pytest.mark.parametrize("week", ["2026-W45", "2026-W48", "x"])
def test_a_week_that_cannot_be_noted_is_not_there(as_nok, week):
    assert as_nok.get(PAGE, {"week": week}).status_code == 404


def test_until_tuesday_two_weeks_can_be_noted(as_nok, nok, friday):
    friday.move_to(at("2026-11-24 10:00"))
    enter(as_nok, nok)  # days later, so anew
    page = text(as_nok.get(PAGE))
    assert re.findall(r'href="\?week=([\w-]+)"', page) == ["2026-W47", "2026-W48"]
    assert WEEK.number == 47


def test_the_board_says_the_reason_with_its_figure(as_wipa, nok):
    make_week(nok, hours="61")
    note(nok, DayData(day=MONDAY, night=True))
    page = text(as_wipa.get("/team/"))
    assert "61 h this week, limit 60 h" in page


def values(answer) -> list[tuple[str, str]]:
    """The times of the seven days, as they stand in the fields."""
    page = text(answer)
    return [
        tuple(
            found[1]
            if (found := re.search(rf'name="day-{n}-{end}" value="([^"]*)"', page))
            else "-"
            for end in ("starts", "ends")
        )
        for n in range(7)
    ]


def test_one_tap_fills_the_empty_weekdays_that_have_come_and_saves_nothing(as_nok):
    typed = {"day-0-starts": "9", "day-0-ends": "noon", "day-1-off": "1", "day-2-night": "1"}
    answer = as_nok.post(PAGE, form(**typed, do="weekdays"))
    usual, nothing = ("08:30", "16:30"), ("", "")
    assert values(answer)[:5] == [("9", "noon"), nothing, nothing, usual, usual]
    assert values(answer)[5:] == [("-", "-"), ("-", "-")]  # days that have not come have no field
    assert "Nothing is saved yet." in text(answer)
    assert not DutyDay.objects.exists()


def test_as_last_week_fills_what_is_empty_from_the_same_day_of_the_week_before(as_nok, nok, friday):
    friday.move_to(at("2026-11-13 17:00"))
    note(
        nok,
        shift(day=date(2026, 11, 9)),
        DayData(day=date(2026, 11, 10), off=True),
        now=at("2026-11-13 17:00"),
    )
    friday.move_to(NOW)
    enter(as_nok, nok)
    answer = as_nok.post(PAGE, form(**{"day-2-starts": "7", "do": "last"}))
    assert values(answer)[:4] == [("14:00", "23:30"), ("", ""), ("7", ""), ("", "")]
    assert re.search(r'name="day-1-off" value="1" checked', text(answer))
    assert not DutyDay.objects.filter(day__gte=MONDAY).exists()


def test_a_refused_time_is_asked_about_and_kept(as_nok):
    answer = as_nok.post(PAGE, form(**{"day-0-starts": "8,30", "day-0-ends": "1630"}))
    assert answer.status_code == 422
    assert text(answer).count("Did you mean 08:30?") == 2
    assert values(answer)[0] == ("8,30", "1630")
    as_nok.post(PAGE, form(**{"day-0-starts": "0830", "day-0-ends": "๑๖๓๐"}))
    assert values(as_nok.get(PAGE))[0] == ("08:30", "16:30")


def test_a_short_rest_is_said_before_the_week_is_sent(as_nok, nok):
    assert "Nothing so far" in text(as_nok.get(PAGE))
    note(nok, shift(), shift(day=date(2026, 11, 17), starts=time(6), ends=time(14)))
    page = text(as_nok.get(PAGE))
    assert "6.5 h of rest between shifts, at least 11 h" in page
    assert "9½ h" in page
    assert "17½ h" in page


def test_no_placeholder_looks_like_a_value(as_nok):
    assert set(re.findall(r'placeholder="([^"]*)"', text(as_nok.get(PAGE)))) == {" "}


def test_a_refusal_about_material_stands_there_and_not_beside_the_times_of_the_shift(as_nok):
    page = text(as_nok.post(PAGE, form(**{"day-0-minutes": "1.30"})))
    part = page.partition('name="day-0-ends"')[2]
    assert "Did you mean" not in part.partition("<details")[0]
    assert "Did you mean 1:30?" in part.partition('name="day-0-minutes"')[0]


def test_a_closed_week_forgets_no_day_that_was_noted(nok, wipa):
    """An empty row of an old page changes nothing that the week was judged by."""
    last = FRIDAY - timedelta(weeks=2)
    before, first = (last - timedelta(days=n) for n in (1, 2))
    for person, day, noted in (
        (nok, last, {"night": True}),
        (wipa, before, {"night": True}),
        (nok, first, {"incident": True}),
    ):
        DutyDay.objects.create(person=person, organisation=nok.organisation, day=day, **noted)
    row = make_week(nok, WEEK - 2, hours=56)
    with pytest.raises(ValidationError, match="closed"):
        note(nok, DayData(last))
    note(nok, DayData(before), DayData(first))
    row.refresh_from_db()
    kept = DutyDay.objects.order_by("day").values_list("night", "incident")
    assert (list(kept), row.reasons) == ([(False, True), (True, False), (True, False)], [])
