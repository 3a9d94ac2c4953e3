"""A person's own usual and the signs of a drift: the worked examples, the edges, and what holds
for any answers at all."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wellbeing.rules.drift import (
    PULSE,
    USUAL,
    AnsweredWeek,
    Baseline,
    Design,
    DriftMeasure,
    DriftState,
    Signal,
    follow_drift,
    step,
)

FIRST_EIGHT = (35, 40, 45, 40, 50, 35, 40, 35)
TWELVE = (*FIRST_EIGHT, 45, 40, 35, 40)
# As the examples were worked by hand: a usual of eight weeks that stays, and a newest week of 0.3.
EIGHT = Design(confirmed=8, newest=0.3)
NONE, NUDGE, SUPPORT = Signal
AWAY = AnsweredWeek(excused=True)


def lived(*answers) -> list[AnsweredWeek]:
    return [AnsweredWeek(strain=answer) for answer in answers]


def after(*answers) -> DriftState:
    return follow_drift(lived(*answers))[-1]


def after_eight(*answers) -> list[DriftState]:
    return follow_drift(lived(*FIRST_EIGHT, *answers), EIGHT)[8:]


def after_twelve(*answers) -> list[DriftState]:
    return follow_drift(lived(*TWELVE, *answers))[12:]


# --- The worked examples -------------------------------------------------------------------------


def test_the_usual_of_the_first_eight_weeks():
    usual = after(*FIRST_EIGHT).usual
    assert (usual.mean, usual.size) == (40, 8)
    assert round(usual.sd, 3) == 8.165


def test_the_oracle_of_twelve_weeks_first_a_nudge_then_an_offer():
    usual = after(*TWELVE).usual
    assert (usual.mean, usual.size, round(usual.sd, 3)) == (40, 12, 7.434)
    states = after_twelve(45, 55, None, 60, 65, 60)
    assert smoothed(states) == to_digits(41.0, 43.8, 43.8, 47.04, 50.632, 52.5056)
    answered = [states[n] for n in (0, 1, 3, 4, 5)]
    assert limits(answered, 2.7) == [44.18, 45.55, 46.40, 47.00, 47.43]
    assert limits(answered, 3.0) == [44.64, 46.16, 47.12, 47.77, 48.25]
    assert [s.signal for s in states] == [NONE, NONE, NONE, NUDGE, NUDGE, SUPPORT]
    assert [s.above for s in states] == [0, 0, 0, 0, 1, 2]


def test_oracle_a_first_a_nudge_then_an_offer():
    states = after_eight(45, 55, None, 60, 65, 60)
    assert smoothed(states) == to_digits(41.5, 45.55, 45.55, 49.885, 54.4195, 56.0937)
    answered = [states[n] for n in (0, 1, 3, 4, 5)]
    assert [s.t for s in answered] == [1, 2, 3, 4, 5]
    assert limits(answered, 2.7, EIGHT) == [47.01, 49.00, 50.09, 50.77, 51.20]
    assert limits(answered, 3.0, EIGHT) == [47.79, 50.00, 51.22, 51.96, 52.44]
    assert [s.signal for s in states] == [NONE, NONE, NONE, NONE, NUDGE, SUPPORT]


def smoothed(states) -> list[float]:
    return [s.z for s in states]


def to_digits(*printed):
    """Figures as they were worked by hand, with four decimals at most."""
    return pytest.approx(printed, abs=0.000051)


def limits(states, sds, design=USUAL) -> list[float]:
    return [round(s.usual.upper(s.t, sds, design), 2) for s in states]


def test_oracle_b_ups_and_downs_are_no_signal():
    states = after_eight(45, 35, 50, 40, 45, 40)
    assert smoothed(states[:3]) == to_digits(41.5, 39.55, 42.685)
    assert [round(z, 2) for z in smoothed(states[3:])] == [41.88, 42.82, 41.97]
    assert {s.signal for s in states} == {NONE}


def test_oracle_c_a_steep_rise_is_seen_at_once():
    states = after_eight(70, 75)
    assert smoothed(states) == to_digits(49.0, 56.8)
    assert [s.signal for s in states] == [NUDGE, SUPPORT]


def test_oracle_d_with_a_usual_that_is_known_the_limits_are_the_textbook_s():
    usual = Baseline(mean=40, sd=10, size=math.inf)
    design = replace(EIGHT, nudge=2.2, support=9, far=1000)
    weeks = lived(42, 48, 55, None, 58, 60)
    states = [DriftState(usual=usual, z=40)]
    for week in weeks:
        states.append(step(states[-1], week, design))
    states = states[1:]
    assert [round(s.z, 2) for s in states] == [40.6, 42.82, 46.47, 46.47, 49.93, 52.95]
    answered = [states[n] for n in (0, 1, 2, 4, 5)]
    assert limits(answered, 2.2, EIGHT) == [46.6, 48.06, 48.68, 48.97, 49.11]
    assert [s.signal for s in states] == [NONE, NONE, NONE, NONE, NUDGE, NUDGE]


def test_a_limit_never_has_zero_width():
    usual = after(*[50] * 8).usual
    assert usual.sd == pytest.approx(math.sqrt(800 / 15))
    assert round(usual.sd, 3) == 7.303


@pytest.mark.parametrize(
    ("measure", "error", "reliable"),
    [
        (PULSE, 11.38, 22.3),
        (DriftMeasure(5.26, 0.87), 2.682, 5.26),
        (DriftMeasure(16.5, 0.87), 8.41, 16.5),
        (DriftMeasure(17.7, 0.87), 9.03, 17.7),
        (DriftMeasure(10, 0.75), 7.07, 13.9),
        (DriftMeasure(10, 0.88), 4.90, 9.6),
        (DriftMeasure(10, 0.81), 6.16, 12.1),
    ],
)
def test_a_change_is_reliable_from_the_figure_of_the_table(measure, error, reliable):
    assert measure.error == pytest.approx(error, abs=0.006)
    assert 1.96 * measure.error == pytest.approx(reliable, abs=0.06)


@pytest.mark.parametrize(("now", "index", "reliable"), [(60, 1.757, False), (65, 2.196, True)])
def test_twenty_points_can_be_chance_and_twenty_five_hardly(now, index, reliable):
    assert round(PULSE.change(40, now), 3) == index
    assert PULSE.is_reliable(40, now) is PULSE.is_reliable(now, 40) is reliable


# --- The edges -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "sketched", "settled"), [(3, 0, 0), (4, 1, 0), (7, 1, 0), (8, 1, 1)]
)
def test_a_usual_is_sketched_from_four_weeks_and_settled_from_eight(weeks, sketched, settled):
    state = after(*[40] * weeks)
    assert (state.usual is not None, state.settled()) == (sketched, settled)


@pytest.mark.parametrize(
    ("weeks", "signal"),
    [((0, 0, 0, 100), NONE), ((0, 0, 0, 0, 100), NUDGE), ((0, 0, 0, 0, 100, 0), NONE)],
)
def test_one_week_alone_is_held_against_the_weeks_so_far_from_the_fifth_on(weeks, signal):
    assert after(*weeks).signal is signal


def test_before_eight_answered_weeks_nothing_else_is_a_signal():
    climbing = follow_drift(lived(10, 10, 10, 10, 35, 40, 45, 50))
    assert {s.signal for s in climbing} == {NONE}


def test_a_usual_is_made_again_from_all_twelve_weeks_when_nothing_was_said_since_the_eighth():
    states = follow_drift(lived(*TWELVE))
    assert [s.usual.size for s in states[7:]] == [8, 8, 8, 8, 12]
    assert (states[10].t, states[10].z == 40) == (3, False)
    assert (states[11].t, states[11].z, states[11].age) == (0, 40, 0)


@pytest.mark.parametrize(("told", "size"), [(8, 12), (9, 8), (12, 8)])
def test_what_was_said_in_the_ninth_to_the_twelfth_week_keeps_the_usual_of_eight(told, size):
    weeks = [40] * 11
    weeks.insert(told - 1, 100)
    states = follow_drift(lived(*weeks))
    assert states[told - 1].signal is NUDGE
    assert states[11].usual.size == size
    assert (states[11].t == 0) is (size == 12)


def test_a_heavy_time_from_the_ninth_week_on_does_not_become_the_usual():
    states = follow_drift(lived(*FIRST_EIGHT, *[65] * 40))
    assert {s.usual.mean for s in states[7:]} == {40}
    assert states[-1].signal is SUPPORT


def test_missing_weeks_do_not_count_towards_the_eight():
    state = after(*(answer for one in FIRST_EIGHT for answer in (one, None)))
    assert state.usual == after(*FIRST_EIGHT).usual


@pytest.mark.parametrize(
    ("mean", "sd", "answer", "far"),
    [
        (40, 8, 69.9, False),  # a rise of 30, for 3.5 s are 28 only
        (40, 8, 70, True),
        (10, 8, 40, True),  # no week is too light to be far from a lighter usual
        (40, 10, 74.9, False),  # 3.5 s are 35
        (40, 10, 75, True),
        (71, 8, 100, False),  # whose usual is above 70 cannot rise that far: see floor.py
    ],
)
def test_one_week_alone_is_told_from_a_rise_of_thirty_and_three_and_a_half_spreads(
    mean, sd, answer, far
):
    state = step(DriftState(usual=Baseline(mean, sd, 8), z=mean), AnsweredWeek(strain=answer))
    assert state.far is far


def test_one_far_week_is_a_nudge_while_the_smoothed_answers_are_within_the_limit():
    state = after(*FIRST_EIGHT, None, 0, 0, 0, 75)
    assert state.z < state.usual.upper(state.t, USUAL.nudge)
    assert (state.far, state.signal) == (True, NUDGE)
    assert not after(*FIRST_EIGHT, 75, 0).far


def test_support_is_offered_for_two_answered_weeks_running_a_missing_one_between_them_or_not():
    assert after(*FIRST_EIGHT, 70, None, None, 75).signal is SUPPORT
    assert after(*FIRST_EIGHT, 70, 0, 100).above == 1
    assert after(*FIRST_EIGHT, 70, 0, 100).signal is NUDGE


def test_three_missing_weeks_in_a_row_silence_a_signal_and_the_next_answer_is_judged_again():
    assert after(*FIRST_EIGHT, 70, 75, None, None).signal is SUPPORT
    stale = after(*FIRST_EIGHT, 70, 75, None, None, None)
    assert (stale.signal, stale.stale()) == (NONE, True)
    again = after(*FIRST_EIGHT, 70, 75, None, None, None, 75)
    assert (again.signal, again.stale(), again.t) == (NUDGE, False, 3)


@pytest.mark.parametrize(("missing", "z", "t"), [(5, 51.8, 2), (6, 40, 0), (12, 40, 0)])
def test_six_missing_weeks_in_a_row_begin_again_at_the_usual(missing, z, t):
    state = after(*FIRST_EIGHT, 70, 75, *[None] * missing)
    assert (round(state.z, 1), state.t, state.usual.mean) == (z, t, 40)


def test_more_than_twelve_missing_weeks_in_a_row_begin_a_new_usual():
    state = after(*FIRST_EIGHT, 70, 75, *[None] * 13)
    assert (state.usual, state.z, state.latest, state.answered) == (None, None, (), 0)
    assert after(40, 40, 40, *[None] * 13, 40).usual is None
    assert after(*FIRST_EIGHT, *[None] * 13, *[60] * 8).usual.mean == 60


def test_leave_is_not_missing_however_long():
    before = follow_drift(lived(*FIRST_EIGHT, 70, 75))
    weeks = [*lived(*FIRST_EIGHT, 70, 75), *[AWAY] * 30]
    assert follow_drift(weeks)[-1]._replace(age=0) == before[-1]._replace(age=0)


def test_leave_neither_breaks_nor_lengthens_a_row_of_missing_weeks():
    weeks = [*lived(*FIRST_EIGHT, None, None), AWAY, AWAY]
    assert follow_drift(weeks)[-1].missing == 2
    assert follow_drift([*weeks, *lived(None)])[-1].stale()


def test_an_answer_given_on_leave_counts():
    assert follow_drift([AnsweredWeek(strain=40, excused=True)] * 8)[-1].settled()


def test_a_anew_begins_a_new_usual_with_its_first_week():
    weeks = lived(*FIRST_EIGHT, 70, 75)
    states = follow_drift([*weeks, AnsweredWeek(strain=80, anew=True), *lived(*[80] * 7)])
    assert states[10].usual is None
    assert (states[-1].usual.mean, states[-1].signal) == (80, NONE)


@pytest.mark.parametrize(("then", "mean"), [(42, 42), (43, 43), (45, 43), (20, 20)])
def test_a_usual_is_renewed_after_26_weeks_and_climbs_by_three_points_at_most(then, mean):
    states = follow_drift(lived(*TWELVE, *[then] * 26))
    assert (states[36].usual.mean, states[37].usual.mean) == (40, mean)
    assert len(states[37].made_of) == 12


def test_the_smoothing_begins_again_with_a_usual_of_twelve_weeks_and_goes_on_with_a_renewed_one():
    """Begun again, it would leave the limits of few weeks more often, and bring more nudges."""
    states = follow_drift(lived(*TWELVE, *[45] * 26))
    assert (states[11].z, states[11].t, states[11].age) == (40, 0, 0)
    assert (round(states[37].z, 2), states[37].t, states[37].age) == (44.98, 26, 0)


def test_a_usual_is_not_renewed_until_twelve_weeks_in_a_row_were_calm():
    states = follow_drift(lived(*TWELVE, *[40] * 21, 75, *[40] * 14))
    said = max(n for n, state in enumerate(states) if state.signal)
    renewed = [n for n, (one, two) in enumerate(pairwise(states[12:]), 13) if two.age < one.age]
    assert renewed == [said + 12]
    assert states[said].calm == 0


def test_who_rises_by_thirty_points_in_two_years_is_told_though_each_half_year_is_calm():
    """The attack: a usual that is renewed as it likes climbs along, and nothing is said."""
    slow = [5.0 * round((40 + 30 * n / 104) / 5) for n in range(104)]
    states = follow_drift(lived(*TWELVE, *slow))
    assert any(state.signal for state in states)
    assert max(state.usual.mean for state in states[12:]) <= 40 + 2 * USUAL.climb


def test_the_weeks_behind_a_usual_are_remembered():
    monday = date(2026, 1, 5)
    weeks = [AnsweredWeek(monday + timedelta(weeks=n), one) for n, one in enumerate(FIRST_EIGHT)]
    assert follow_drift(weeks)[-1].made_of == tuple(week.week for week in weeks)


def test_who_has_not_answered_yet_has_no_usual_and_nothing_counted():
    state = DriftState()
    assert (state.usual, state.z, state.latest, state.made_of) == (None, None, (), ())
    assert (state.t, state.above, state.calm, state.missing, state.age) == (0, 0, 0, 0, 0)
    assert (state.answered, state.signal, state.far) == (0, NONE, False)
    assert [*Signal] == [0, 1, 2]


def test_a_z_at_its_limit_and_not_above_it_has_not_drifted():
    state = step(DriftState(usual=Baseline(40, 0, 8), z=40), AnsweredWeek(strain=40))
    assert state.z == state.usual.upper(1, USUAL.support) == 40
    assert (state.signal, state.above) == (NONE, 0)


def test_a_change_of_exactly_1_96_standard_errors_is_reliable():
    measure = DriftMeasure(sd=1, reliability=0.5)
    assert measure.is_reliable(0, 1.96)
    assert not measure.is_reliable(0, 1.95)


def test_three_missing_weeks_end_a_far_week_and_the_count_of_weeks_above():
    assert after(*FIRST_EIGHT, 90, None, None).far
    silent = after(*FIRST_EIGHT, 70, 75, None, None, None)
    assert not after(*FIRST_EIGHT, 90, None, None, None).far
    assert (silent.above, silent.missing) == (0, 3)
    assert after(*FIRST_EIGHT, 70, 75, None, None, None, 75, 75).signal is SUPPORT


@pytest.mark.parametrize("missing", [13, 14, 40])
def test_what_is_forgotten_is_not_missing_less(missing):
    state = after(*FIRST_EIGHT, *[None] * missing)
    assert (state.missing, state.stale()) == (missing, True)


@pytest.mark.parametrize(
    "numbers",
    [
        {"sketched": 2},
        {"sketched": 8},
        {"settled": 12},
        {"confirmed": 8},
        {"support_weeks": 1},
        {"prior_weeks": 1},
        {"climb": 0},
        {"lasts": 1},
        {"newest": 1},
        {"newest": 0.01},
        {"nudge": 0.5},
        {"nudge": 3.0},
        {"stale": 1},
        {"stale": 6},
        {"afresh": 3},
        {"afresh": 12},
    ],
)
def test_numbers_at_their_edges_are_fine(numbers):
    design = Design(**numbers)
    assert {name: getattr(design, name) for name in numbers} == numbers


@pytest.mark.parametrize(
    "numbers",
    [
        {"sketched": 1},
        {"sketched": 9},
        {"settled": 13},
        {"confirmed": 7},
        {"support_weeks": 0},
        {"prior_weeks": 0},
        {"prior_sd": 0},
        {"far": 0},
        {"far_sds": 0},
        {"climb": -1},
        {"lasts": 0},
        {"newest": 0},
        {"newest": 1.1},
        {"nudge": 3.1},
        {"nudge": 0},
        {"stale": 7},
        {"stale": 0},
        {"forgotten": 5},
    ],
)
def test_numbers_out_of_order_are_refused(numbers):
    with pytest.raises(ValueError, match=r"sketch|newest|support|stale|spread|alone|climbs"):
        Design(**numbers)


# --- What holds for any answers ------------------------------------------------------------------

STRAIN = st.integers(0, 20).map(lambda n: 5.0 * n)
LIGHT = st.integers(0, 10).map(lambda n: 5.0 * n)
WEEK = st.one_of(st.builds(AnsweredWeek, strain=STRAIN), st.just(AnsweredWeek()), st.just(AWAY))


@given(st.lists(WEEK, max_size=60), st.sampled_from([AnsweredWeek(), AWAY]))
def test_a_week_without_an_answer_changes_neither_z_nor_spread_nor_count(weeks, gap):
    state = follow_drift(weeks)[-1] if weeks else DriftState()
    assume(state.missing < USUAL.afresh - 1)
    held = step(state, gap)
    assert (held.z, held.t, held.usual) == (state.z, state.t, state.usual)


@given(st.lists(LIGHT, min_size=9, max_size=50), st.integers(1, 24))
def test_shifting_every_answer_by_the_same_shifts_no_verdict(answers, by):
    """No rule of the watch knows a fixed number: that is what `floor.py` is for."""
    low, high = follow_drift(lived(*answers)), follow_drift(lived(*(one + by for one in answers)))
    assume(all(not at_a_limit(state) for state in low))
    assume(all(not at_a_rise(one, two) for one, two in pairwise(low)))
    assert [s.signal for s in low] == [s.signal for s in high]
    for one, other in zip(low, high, strict=True):
        if one.usual:
            assert one.z + by == pytest.approx(other.z)
            assert one.usual.sd == pytest.approx(other.usual.sd)


def at_a_limit(state: DriftState) -> bool:
    return state.t > 0 and any(
        abs(state.z - state.usual.upper(state.t, sds)) < 1e-6 for sds in (2.7, 3.0)
    )


def at_a_rise(before: DriftState, state: DriftState) -> bool:
    usual = before.usual
    if usual is None or not state.latest:
        return False
    return abs(state.latest[-1].strain - usual.mean - max(30, 3.5 * usual.sd)) < 1e-6


@given(STRAIN, st.integers(1, 60))
def test_who_always_answers_alike_never_has_a_signal_and_never_a_limit_without_width(answer, more):
    state = after(*[answer] * (8 + more))
    assert state.signal is NONE
    assert round(state.usual.sd, 3) == {8: 7.303, 12: 6.489}[state.usual.size]


@given(st.lists(STRAIN, min_size=8, max_size=8), st.integers(1, 52))
def test_limits_widen_with_time_and_with_doubt(answers, t):
    usual = Baseline.of(answers)
    known = replace(usual, size=math.inf)
    assert usual.width(t, 2.7) < usual.width(t + 1, 2.7)
    assert known.width(t, 2.7) < usual.width(t, 2.7) < usual.width(t, 3.0)


@given(st.lists(WEEK, max_size=40), st.lists(WEEK, max_size=40))
def test_what_comes_later_never_changes_what_was_said_of_a_week(before, later):
    assert follow_drift([*before, *later])[: len(before)] == follow_drift(before)


@given(st.lists(WEEK, max_size=80))
def test_a_signal_needs_a_usual_or_one_far_week_and_a_recent_answer(weeks):
    for state in follow_drift(weeks):
        known = state.settled() or (state.far and state.answered > USUAL.sketched)
        assert not state.signal or (known and not state.stale())


@given(st.lists(WEEK, max_size=104))
def test_a_usual_that_is_renewed_never_climbs_by_more_than_three_points(weeks):
    for one, two in pairwise(follow_drift(weeks)):
        if one.settled() and two.settled() and two.answered > USUAL.confirmed:
            assert two.usual.mean <= one.usual.mean + USUAL.climb
