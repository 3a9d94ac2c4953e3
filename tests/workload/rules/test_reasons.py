from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.rules.judged_figures import JudgedFigures
from workload.rules.limits import (
    EU,
    LABOUR_ACT,
    OF_KIND,
    PUBLIC_SERVICE,
    WHOLE,
    Limits,
    out_of_order,
)
from workload.rules.load import Level
from workload.rules.reasons import (
    Day,
    Reason,
    ReasonCode,
    Severity,
    WorkedWeek,
    all_of,
    kept,
    longest_run,
    read_reasons,
    reason,
    shows_work,
    worst,
)

MONDAY = date(2026, 11, 16)


def weeks(*hours, away=(), **last):
    """Weeks with these hours, oldest first; the last one is the current."""
    first = MONDAY - timedelta(weeks=len(hours) - 1)
    found = [
        WorkedWeek(first + timedelta(weeks=n), Decimal(str(h)), 0, 0, away=n in away)
        for n, h in enumerate(hours)
    ]
    changed = {"nights": 0, "material_minutes": 0} | last
    final = found[-1]
    return [*found[:-1], WorkedWeek(final.monday, final.hours, away=final.away, **changed)]


def said(found):
    return {(one.code, one.level) for one in found}


def of_hours(*hours, limits=LABOUR_ACT, **changes):
    return said(all_of(weeks(*hours, **changes), [], limits=limits))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("54.9", set()),
        ("55", {(ReasonCode.HOURS, Level.AMBER)}),
        ("60", {(ReasonCode.HOURS, Level.AMBER)}),
        ("60.1", {(ReasonCode.HOURS, Level.RED)}),
        ("84", {(ReasonCode.HOURS, Level.RED)}),
        ("84.1", {(ReasonCode.HOURS_CEILING, Level.RED)}),
    ],
)
def test_long_weeks(hours, expected):
    assert of_hours(hours) == expected


def test_a_long_week_that_is_past_is_not_told_again():
    assert of_hours(61, 40) == set()
    assert of_hours(40, 61) == {(ReasonCode.HOURS, Level.RED)}


def test_the_public_service_has_no_legal_ceiling_but_the_same_limits():
    assert of_hours("90", limits=PUBLIC_SERVICE) == {(ReasonCode.HOURS, Level.RED)}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((50, 46, 47, 50), {(ReasonCode.HOURS_MEAN, Level.AMBER)}),  # 48.25
        ((48, 48, 48, 48), set()),
        ((50, 50, 50), set()),  # three weeks are not yet a mean of four
        ((10, 50, 46, 47, 50), {(ReasonCode.HOURS_MEAN, Level.AMBER)}),
    ],
)
def test_the_mean_of_four_worked_weeks(hours, expected):
    assert of_hours(*hours) == expected


def test_a_week_away_is_left_out_of_the_mean_and_judges_nothing():
    assert of_hours(50, 46, 0, 47, 50, away={2}) == {(ReasonCode.HOURS_MEAN, Level.AMBER)}
    assert of_hours(50, 50, 50, 50, 0, away={4}) == set()


def shift(day, start, end):
    """A shift in hours after midnight of its day: 8 to 16.5, or 14 to 24.5 into the night."""
    midnight = datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())
    return Day(
        MONDAY + timedelta(days=day),
        starts=midnight + timedelta(hours=start),
        ends=midnight + timedelta(hours=end),
    )


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [
        (23.5, 8, {(ReasonCode.REST, Level.AMBER)}),  # 8.5 h
        (24.5, 8, {(ReasonCode.REST, Level.RED)}),  # 7.5 h
        (21, 8, set()),  # 11 h exactly
        (21.02, 8, {(ReasonCode.REST, Level.AMBER)}),
        (24, 8, {(ReasonCode.REST, Level.AMBER)}),  # 8 h exactly
    ],
)
def test_rest_between_shifts(end, start, expected):
    assert said(all_of(weeks(40), [shift(0, 14, end), shift(1, start, 16)])) == expected


def test_shifts_with_a_day_between_are_rest_enough():
    assert said(all_of(weeks(40), [shift(0, 8, 23.9), shift(2, 1, 9)])) == set()


def test_after_a_night_and_a_day_the_next_shift_comes_early_though_two_days_later():
    (found,) = all_of(weeks(40), [shift(0, 20, 44), shift(2, 1, 9)])  # Tuesday 20:00 to 1:00
    assert (found.code, found.level, found.value) == (ReasonCode.REST, Level.RED, 5)


def test_between_shifts_that_overlap_there_is_no_rest_and_never_less_than_none():
    (found,) = all_of(weeks(40), [shift(0, 20, 32), shift(1, 7, 15)])  # Tuesday 8:00 to 7:00
    assert (found.code, found.level, found.value) == (ReasonCode.REST, Level.RED, 0)


def test_a_short_rest_belongs_to_the_week_whose_shift_it_comes_before():
    before_the_week = [shift(-2, 14, 24), shift(-1, 6, 14)]
    before_monday = [shift(-1, 14, 23.5), shift(0, 8, 16)]
    assert said(all_of(weeks(40), before_the_week)) == set()
    assert said(all_of(weeks(40), before_monday)) == {(ReasonCode.REST, Level.AMBER)}


def test_a_shift_whose_end_was_not_noted_is_followed_by_no_known_rest():
    open_ended = Day(MONDAY, starts=shift(0, 14, 24).starts)
    assert all_of(weeks(40), [open_ended, shift(1, 8, 16)]) == []
    end_alone = Day(MONDAY + timedelta(days=1), ends=shift(1, 8, 16).ends)
    assert all_of(weeks(40), [shift(0, 14, 24), end_alone]) == []


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({}, False),
        ({"night": True}, True),
        ({"minutes": 1}, True),
        ({"minutes": 0}, False),
        ({"starts": datetime(2026, 11, 16, 9)}, True),  # noqa: DTZ001 - as the form gives it
        ({"off": True}, False),
        ({"off": True, "minutes": 30}, False),
    ],
)
def test_a_day_of_work_is_one_with_a_shift_a_night_or_material_that_was_not_off(noted, expected):
    assert Day(MONDAY, **noted).worked is expected


def test_the_shortest_rest_of_the_week_is_told():
    days = [shift(0, 8, 20), shift(1, 5, 20), shift(2, 6, 14), shift(3, 8, 16)]
    (found,) = all_of(weeks(40), days)
    assert (found.code, found.value, found.limit) == (ReasonCode.REST, 9, 11)


@pytest.mark.parametrize(
    ("days", "expected"), [(6, set()), (7, {(ReasonCode.NO_DAY_OFF, Level.AMBER)})]
)
def test_days_without_a_day_off(days, expected):
    assert said(all_of(weeks(40), [shift(n, 9, 17) for n in range(days)])) == expected


def test_a_day_off_or_a_day_not_noted_ends_the_run():
    free = [shift(n, 9, 17) for n in range(8)]
    free[4] = Day(free[4].day, off=True)
    assert said(all_of(weeks(40), free)) == set()


@pytest.mark.parametrize(
    ("nights", "expected"), [(4, set()), (5, {(ReasonCode.NIGHTS, Level.AMBER)})]
)
def test_nights_in_a_row(nights, expected):
    noted = [Day(MONDAY + timedelta(days=n), night=True) for n in range(nights)]
    assert said(all_of(weeks(40), noted)) == expected


@pytest.mark.parametrize(
    ("nights", "expected"), [((1, 0, 1), {(ReasonCode.ON_CALL, None)}), ((0, 0, 1), set())]
)
def test_more_than_one_week_on_call_in_three_is_watched(nights, expected):
    rows = [
        WorkedWeek(MONDAY + timedelta(weeks=n - 2), Decimal(40), count, 0)
        for n, count in enumerate(nights)
    ]
    assert said(all_of(rows, [])) == expected


@pytest.mark.parametrize(
    ("nights", "away", "expected"),
    [
        ((1, 0, 0, 1), set(), set()),
        ((0, 1, 0, 1), set(), {(ReasonCode.ON_CALL, None)}),
        ((1, 0, 0, 1), {2}, {(ReasonCode.ON_CALL, None)}),  # the week away is passed over
        ((1, 1), set(), set()),  # two weeks say nothing yet of three
    ],
)
def test_on_call_is_counted_over_the_last_three_weeks_worked(nights, away, expected):
    rows = [
        WorkedWeek(MONDAY + timedelta(weeks=n), Decimal(40), count, 0, away=n in away)
        for n, count in enumerate(nights)
    ]
    assert said(all_of(rows, [])) == expected


def test_the_latest_week_alone_is_judged():
    before = WorkedWeek(MONDAY - timedelta(weeks=1), Decimal(40), 0, 1201, cases=26)
    noted = Day(MONDAY - timedelta(days=1), minutes=300)
    assert all_of([before, *weeks(40)], [noted]) == []


def test_without_material_nobody_looked_too_long():
    assert all_of(weeks(40), [], limits=Limits(material_minutes_a_day=0)) == []
    assert longest_run([], MONDAY) == 0


def reviewed(*minutes, severity=None):
    return [
        Day(MONDAY + timedelta(days=n), minutes=m, severity=severity)
        for n, m in enumerate(minutes)
        if m
    ]


def test_the_worked_examples_of_material():
    assert said(all_of(weeks(40), reviewed(200, 230, 250, 0, 180))) == {
        (ReasonCode.MATERIAL_DAY, Level.AMBER)
    }
    assert said(all_of(weeks(40), reviewed(260, 260, 260, 260, 260))) == {
        (ReasonCode.MATERIAL_DAY, Level.AMBER),
        (ReasonCode.MATERIAL_WEEK, Level.AMBER),
        (ReasonCode.MATERIAL_ROW, Level.AMBER),
    }


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ((240,), set()),
        ((241,), {(ReasonCode.MATERIAL_DAY, Level.AMBER)}),
        ((30, 30, 30, 30), set()),
        ((30, 30, 30, 30, 30), {(ReasonCode.MATERIAL_ROW, Level.AMBER)}),
    ],
)
def test_four_hours_of_material_a_day_and_four_days_in_a_row_are_the_most(minutes, expected):
    assert said(all_of(weeks(40), reviewed(*minutes))) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(1200, set()), (1201, {(ReasonCode.MATERIAL_WEEK, Level.AMBER)})]
)
def test_the_week_with_material_as_it_was_sent(minutes, expected):
    assert said(all_of(weeks(40, material_minutes=minutes), [])) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(59, set()), (60, {(ReasonCode.DEBRIEF, None)})])
def test_violent_material_brings_the_offer_of_a_debrief_and_no_flag(minutes, expected):
    found = all_of(weeks(40), reviewed(minutes, severity=Severity.VIOLENT))
    assert said(found) == expected
    assert worst(found) is None


def test_hard_material_is_not_violent():
    assert said(all_of(weeks(40), reviewed(120, severity=Severity.HARD))) == set()


@pytest.mark.parametrize(
    ("cases", "expected"), [(25, set()), (26, {(ReasonCode.CASES, Level.AMBER)})]
)
def test_more_than_25_open_cases(cases, expected):
    assert said(all_of(weeks(40, cases=cases), [])) == expected


@pytest.mark.parametrize(
    ("new", "above", "expected"),
    [(3, True, set()), (4, True, {(ReasonCode.NEW_CASES, Level.AMBER)}), (4, False, set())],
)
def test_more_than_one_new_case_for_six_open_while_above_capacity(new, above, expected):
    rows = weeks(40, cases=18, above_capacity=above)
    assert said(all_of(rows, [], new_this_month=new)) == expected


def test_the_number_of_new_cases_is_told_beside_one_for_each_six_open():
    (found,) = all_of(weeks(40, cases=17, above_capacity=True), [], new_this_month=3)
    assert (found.code, found.value, found.limit) == (ReasonCode.NEW_CASES, 3, 2)


def test_without_a_new_case_nothing_is_said_of_new_ones():
    assert all_of(weeks(40, above_capacity=True), []) == []


def test_a_week_away_says_nothing_of_cases():
    assert all_of(weeks(0, away={0}, cases=26, above_capacity=True), [], new_this_month=9) == []


def test_a_week_without_a_word_was_worked_with_no_case_and_within_capacity():
    assert WorkedWeek(MONDAY, Decimal(40), 0, 0) == WorkedWeek(
        MONDAY, Decimal(40), 0, 0, cases=0, above_capacity=False, away=False
    )


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("5", set()),
        ("5.5", {(ReasonCode.SPAN, None)}),
        ("6", {(ReasonCode.SPAN, None)}),
        ("6.5", {(ReasonCode.SPAN, Level.AMBER)}),
    ],
)
def test_the_span_of_a_supervisor(people, expected):
    assert said(all_of(weeks(40), [], supervisees=Decimal(people))) == expected


@pytest.mark.parametrize(
    ("on", "told"), [((0,), True), ((6,), True), ((1, 4), True), ((-1,), False), ((), False)]
)
def test_what_happened_to_the_worker_is_red_and_never_says_how_often(on, told):
    days = [Day(MONDAY + timedelta(days=n), incident=n in on) for n in range(-1, 7)]
    incident = Reason(ReasonCode.INCIDENT, Level.RED, Decimal(1), Decimal(0))
    assert all_of(weeks(40), days) == [incident] * told


@pytest.mark.parametrize("code", ReasonCode)
def test_only_what_was_worked_in_the_week_shows_that_it_was(code):
    """Of weeks before, of those supervised and of what happened to a worker, leave says nothing."""
    beside = {ReasonCode.ON_CALL, ReasonCode.SPAN, ReasonCode.INCIDENT}
    assert shows_work([reason(code, None, 1, 0)]) is (code not in beside)


class LeaveWeek(JudgedFigures):
    """A week that was all leave, without a note of work; and with what it came to."""

    absent, noted = True, False
    case_points, night_points, supervision_points = Decimal(3), Decimal("1.8"), Decimal("15.6")

    def __init__(self, *found):
        self.reasons = list(found)

    @property
    def found(self):
        return self.reasons


def test_a_week_of_leave_with_a_sign_of_work_was_not_wholly_away():
    red = Level.RED
    assert LeaveWeek().away
    assert LeaveWeek(reason(ReasonCode.INCIDENT, red, 1, 0)).away
    assert not LeaveWeek(reason(ReasonCode.HOURS, red, 61, 60)).away
    assert LeaveWeek().points == Decimal("20.4")


def test_nothing_sent_gives_no_reason():
    assert all_of([], reviewed(600)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"mean_hours": Decimal(55)},
        {"long_hours": Decimal(60)},
        {"very_long_hours": Decimal(84)},
        {"rest_hours_least": Decimal(11)},
        {"material_minutes_a_day": 1200},
        {"span_most": 5},
    ],
)
def test_limits_out_of_order_are_refused(wrong):
    with pytest.raises(ValueError, match="out of order"):
        Limits(**wrong)


@pytest.mark.parametrize("name", ["nights_in_a_row", "violent_minutes_a_week", "open_cases"])
def test_a_limit_may_be_zero_and_never_below(name):
    assert getattr(Limits(**{name: 0}), name) == 0
    with pytest.raises(ValueError, match="below zero"):
        Limits(**{name: -1})


def test_a_limit_that_is_not_set_is_never_out_of_order():
    assert [out_of_order(*pair) for pair in ((None, 5), (5, None), (5, 6), (5, 5))] == [
        False,
        False,
        False,
        True,
    ]


def test_the_ceiling_of_84_hours_is_that_of_the_labour_act_alone():
    assert [one.ceiling_hours for one in (LABOUR_ACT, PUBLIC_SERVICE, EU)] == [84, None, None]
    assert OF_KIND == {
        "ngo": LABOUR_ACT,
        "shelter": LABOUR_ACT,
        "police": PUBLIC_SERVICE,
        "ministry": PUBLIC_SERVICE,
    }


def test_hours_may_have_fractions_and_everything_else_is_counted():
    hours = {"mean_hours", "long_hours", "very_long_hours", "ceiling_hours"}
    assert vars(LABOUR_ACT).keys() - WHOLE == hours | {"rest_hours", "rest_hours_least"}


@given(st.sets(st.dates(MONDAY - timedelta(days=20), MONDAY + timedelta(days=6))))
def test_a_longest_run_reaches_into_the_week_and_is_a_run(days):
    longest = longest_run(days, MONDAY)
    ends = [
        day
        for day in days
        if day >= MONDAY and all(day - timedelta(days=n) in days for n in range(longest))
    ]
    assert (longest > 0) == any(day >= MONDAY for day in days)
    assert ends or longest == 0
    assert not any(day - timedelta(days=longest) in days for day in ends)


def test_a_run_that_ended_before_the_week_is_past():
    noted = [Day(MONDAY - timedelta(days=n), night=True) for n in range(2, 9)]
    assert said(all_of(weeks(40), sorted(noted, key=lambda one: one.day))) == set()


@pytest.mark.parametrize(
    ("minutes", "breaks", "expected"),
    [
        (59, 0, set()),
        (60, 9, {(ReasonCode.BREAKS, None)}),
        (60, 10, set()),
        (179, 19, {(ReasonCode.BREAKS, None)}),
        (179, 20, set()),
        (240, None, set()),
    ],
)
def test_breaks_are_watched_in_each_full_hour_and_only_where_they_were_noted(
    minutes, breaks, expected
):
    day = Day(MONDAY, minutes=minutes, severity=Severity.MILD, breaks=breaks)
    assert said(all_of(weeks(40), [day])) == expected


def test_of_two_days_that_lack_breaks_the_one_that_lacks_more_is_told():
    first, second = (
        Day(MONDAY + timedelta(days=n), minutes=minutes, breaks=breaks)
        for n, (minutes, breaks) in enumerate([(60, 5), (240, 15)])
    )
    for days in ([first, second], [second, first]):
        (found,) = all_of(weeks(40), days)
        assert (found.value, found.limit) == (15, 40)


LOUD, LOUDER, QUIET = (
    reason(ReasonCode.SPAN, Level.AMBER, 7, 5),
    reason(ReasonCode.REST, Level.RED, "7.5", 11),
    reason(ReasonCode.DEBRIEF, None, 60, 60),
)
UNFLAGGED = reason(ReasonCode.LOAD, Level.WATCH, 90, 85)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ([], None),
        ([QUIET, UNFLAGGED], None),
        ([QUIET, LOUD], Level.AMBER),
        ([LOUD, LOUDER, QUIET], Level.RED),
        ([LOUDER], Level.RED),
    ],
)
def test_the_worst_of_some_reasons_is_the_highest_that_flags(reasons, expected):
    assert worst(reasons) is expected


def test_reasons_are_written_down_and_read_again():
    mean = reason(ReasonCode.HOURS_MEAN, Level.AMBER, Decimal(145) / 3, "48.00")
    written = kept([QUIET, mean])
    assert written == [
        {"code": "debrief", "level": "", "value": "60", "limit": "60"},
        {"code": "hours_mean", "level": "amber", "value": "48.3333", "limit": "48"},
    ]
    assert read_reasons(written) == [
        QUIET,
        reason(ReasonCode.HOURS_MEAN, Level.AMBER, "48.3333", 48),
    ]


def test_the_words_that_weeks_keep_of_reasons_stay_what_they_are():
    """They are stored, sent and read again: another word would orphan what is there."""
    assert [*Severity] == ["mild", "hard", "violent"]
    assert [*ReasonCode] == [
        "load",
        "load_run",
        "hours",
        "hours_ceiling",
        "hours_mean",
        "rest",
        "no_day_off",
        "nights",
        "on_call",
        "material_day",
        "material_week",
        "material_row",
        "breaks",
        "debrief",
        "cases",
        "new_cases",
        "span",
        "incident",
    ]
