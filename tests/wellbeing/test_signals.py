"""A person's own usual and the signs of a drift: the worked examples, the edges, and what holds
for any answers at all."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wellbeing.signals import (
    PULSE,
    USUAL,
    Baseline,
    Design,
    Lived,
    Measure,
    Signal,
    State,
    follow,
    step,
)

FIRST_EIGHT = (35, 40, 45, 40, 50, 35, 40, 35)
NONE, NUDGE, SUPPORT = Signal
AWAY = Lived(excused=True)


def lived(*answers) -> list[Lived]:
    return [Lived(strain=answer) for answer in answers]


def after(*answers) -> State:
    return follow(lived(*answers))[-1]


def after_baseline(*answers) -> list[State]:
    return follow(lived(*FIRST_EIGHT, *answers))[8:]


# --- The worked examples -------------------------------------------------------------------------


def test_the_usual_of_the_first_eight_weeks():
    usual = after(*FIRST_EIGHT).usual
    assert (usual.mean, usual.size) == (40, 8)
    assert round(usual.sd, 3) == 8.165


def test_oracle_a_first_a_nudge_then_an_offer():
    states = after_baseline(45, 55, None, 60, 65, 60)
    assert smoothed(states) == to_digits(41.5, 45.55, 45.55, 49.885, 54.4195, 56.0937)
    answered = [states[n] for n in (0, 1, 3, 4, 5)]
    assert [s.t for s in answered] == [1, 2, 3, 4, 5]
    assert limits(answered, 2.7) == [47.01, 49.00, 50.09, 50.77, 51.20]
    assert limits(answered, 3.0) == [47.79, 50.00, 51.22, 51.96, 52.44]
    assert [s.signal for s in states] == [NONE, NONE, NONE, NONE, NUDGE, SUPPORT]


def smoothed(states) -> list[float]:
    return [s.z for s in states]


def to_digits(*printed):
    """Figures of the design as they are printed there, with four decimals at most."""
    return pytest.approx(printed, abs=0.000051)


def limits(states, sds) -> list[float]:
    return [round(s.usual.upper(s.t, sds), 2) for s in states]


def test_oracle_b_ups_and_downs_are_no_signal():
    states = after_baseline(45, 35, 50, 40, 45, 40)
    assert smoothed(states[:3]) == to_digits(41.5, 39.55, 42.685)
    assert [round(z, 2) for z in smoothed(states[3:])] == [41.88, 42.82, 41.97]
    assert {s.signal for s in states} == {NONE}


def test_oracle_c_a_steep_rise_is_seen_at_once():
    states = after_baseline(70, 75)
    assert smoothed(states) == to_digits(49.0, 56.8)
    assert [s.signal for s in states] == [NUDGE, SUPPORT]


def test_oracle_d_with_a_usual_that_is_known_the_limits_are_the_textbook_s():
    usual = Baseline(mean=40, sd=10, size=math.inf)
    design = Design(nudge=2.2, support=9, heavy=1000)
    weeks = lived(42, 48, 55, None, 58, 60)
    states = [State(usual=usual, z=40)]
    for week in weeks:
        states.append(step(states[-1], week, design))
    states = states[1:]
    assert [round(s.z, 2) for s in states] == [40.6, 42.82, 46.47, 46.47, 49.93, 52.95]
    answered = [states[n] for n in (0, 1, 2, 4, 5)]
    assert limits(answered, 2.2) == [46.6, 48.06, 48.68, 48.97, 49.11]
    assert [s.signal for s in states] == [NONE, NONE, NONE, NONE, NUDGE, NUDGE]


def test_a_limit_never_has_zero_width():
    usual = after(*[50] * 8).usual
    assert usual.sd == pytest.approx(math.sqrt(800 / 15))
    assert round(usual.sd, 3) == 7.303


@pytest.mark.parametrize(
    ("measure", "error", "reliable"),
    [
        (PULSE, 11.38, 22.3),
        (Measure(5.26, 0.87), 2.682, 5.26),
        (Measure(16.5, 0.87), 8.41, 16.5),
        (Measure(17.7, 0.87), 9.03, 17.7),
        (Measure(10, 0.75), 7.07, 13.9),
        (Measure(10, 0.88), 4.90, 9.6),
        (Measure(10, 0.81), 6.16, 12.1),
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


def test_before_eight_answered_weeks_nothing_is_a_signal():
    assert {s.signal for s in follow(lived(0, 0, 0, 0, 100, 100, 100, 100))} == {NONE}


def test_missing_weeks_do_not_count_towards_the_eight():
    state = after(*(answer for one in FIRST_EIGHT for answer in (one, None)))
    assert state.usual == after(*FIRST_EIGHT).usual


@pytest.mark.parametrize(
    ("answer", "heavy"),
    # Mean 40, spread 8.165: of the three it is 75 that decides.
    [(74.9, False), (75, True)],
)
def test_one_heavy_week_alone_is_reason_for_a_nudge(answer, heavy):
    state = after(*FIRST_EIGHT, None, 0, 0, 0, answer)
    assert state.z < state.usual.upper(state.t, USUAL.nudge)
    assert (state.heavy, state.signal) == (heavy, NUDGE if heavy else NONE)


@pytest.mark.parametrize(
    ("mean", "sd", "answer", "heavy"),
    [
        (55, 7, 75, False),  # a rise of 20 only
        (52.8, 7, 75, False),  # of 22.2
        (52.6, 7, 75, True),  # of 22.4
        (50, 12, 79.9, False),  # below mean + 2.5 s = 80
        (50, 12, 80, True),
    ],
)
def test_a_heavy_week_is_heavy_unusual_and_more_than_chance_at_once(mean, sd, answer, heavy):
    state = State(usual=Baseline(mean, sd, 8), z=mean)
    assert step(state, Lived(strain=answer)).heavy is heavy


def test_support_is_offered_for_two_answered_weeks_running_a_missing_one_between_them_or_not():
    assert after(*FIRST_EIGHT, 70, None, None, 75).signal is SUPPORT
    assert after(*FIRST_EIGHT, 70, 0, 100).above == 1


def test_three_missing_weeks_in_a_row_silence_a_signal_and_the_next_answer_is_judged_again():
    assert after(*FIRST_EIGHT, 70, 75, None, None).signal is SUPPORT
    stale = after(*FIRST_EIGHT, 70, 75, None, None, None)
    assert (stale.signal, stale.stale()) == (NONE, True)
    again = after(*FIRST_EIGHT, 70, 75, None, None, None, 75)
    assert (again.signal, again.stale(), again.t) == (NUDGE, False, 3)


@pytest.mark.parametrize(("missing", "z", "t"), [(5, 56.8, 2), (6, 40, 0), (12, 40, 0)])
def test_six_missing_weeks_in_a_row_begin_again_at_the_usual(missing, z, t):
    state = after(*FIRST_EIGHT, 70, 75, *[None] * missing)
    assert (round(state.z, 1), state.t, state.usual.mean) == (z, t, 40)


def test_more_than_twelve_missing_weeks_in_a_row_begin_a_new_usual():
    state = after(*FIRST_EIGHT, 70, 75, *[None] * 13)
    assert (state.usual, state.z, state.latest) == (None, None, ())
    assert after(40, 40, 40, *[None] * 13, 40).usual is None
    assert after(*FIRST_EIGHT, *[None] * 13, *[60] * 8).usual.mean == 60


def test_leave_is_not_missing_however_long():
    before = follow(lived(*FIRST_EIGHT, 70, 75))
    weeks = [*lived(*FIRST_EIGHT, 70, 75), *[AWAY] * 30]
    assert replace(follow(weeks)[-1], age=0) == replace(before[-1], age=0)


def test_leave_neither_breaks_nor_lengthens_a_row_of_missing_weeks():
    weeks = [*lived(*FIRST_EIGHT, None, None), AWAY, AWAY]
    assert follow(weeks)[-1].missing == 2
    assert follow([*weeks, *lived(None)])[-1].stale()


def test_an_answer_given_on_leave_counts():
    assert follow([Lived(strain=40, excused=True)] * 8)[-1].settled()


def test_a_anew_begins_a_new_usual_with_its_first_week():
    weeks = lived(*FIRST_EIGHT, 70, 75)
    states = follow([*weeks, Lived(strain=80, anew=True), *lived(*[80] * 7)])
    assert states[10].usual is None
    assert (states[-1].usual.mean, states[-1].signal) == (80, NONE)


def test_a_usual_is_renewed_after_26_weeks_from_the_last_eight_answers():
    states = follow(lived(*FIRST_EIGHT, *[45] * 26))
    assert (states[32].usual.mean, states[33].usual.mean) == (40, 45)
    assert (states[33].z, states[33].t, states[33].age) == (45, 0, 0)


def test_a_usual_is_not_renewed_while_a_signal_is_open_nor_from_weeks_with_one():
    heavy = [45] * 15 + [70] * 4
    open_ = follow(lived(*FIRST_EIGHT, *heavy, *[55] * 10))
    assert {s.usual.mean for s in open_[7:]} == {40}
    calm = follow(lived(*FIRST_EIGHT, *[45] * 17, 70, 70, 20, 20, *[40] * 8))
    assert calm[26].signal is NUDGE
    last = max(n for n, s in enumerate(calm) if s.signal)
    renewed = next(
        n for n, (one, two) in enumerate(pairwise(calm[7:]), 8) if one.usual != two.usual
    )
    assert renewed == last + 8
    assert [s.calm for s in calm[24:29]] == [17, 0, 0, 1, 2]


def test_the_weeks_behind_a_usual_are_remembered():
    monday = date(2026, 1, 5)
    weeks = [Lived(monday + timedelta(weeks=n), one) for n, one in enumerate(FIRST_EIGHT)]
    assert follow(weeks)[-1].made_of == tuple(week.week for week in weeks)


def test_who_has_not_answered_yet_has_no_usual_and_nothing_counted():
    state = State()
    assert (state.usual, state.z, state.latest, state.made_of) == (None, None, (), ())
    assert (state.t, state.above, state.calm, state.missing, state.age) == (0, 0, 0, 0, 0)
    assert (state.signal, state.heavy) == (NONE, False)
    assert [*Signal] == [0, 1, 2]


def test_a_z_at_its_limit_and_not_above_it_has_not_drifted():
    state = step(State(usual=Baseline(40, 0, 8), z=40), Lived(strain=40))
    assert state.z == state.usual.upper(1, USUAL.support) == 40
    assert (state.signal, state.above) == (NONE, 0)


def test_a_rise_of_exactly_what_is_more_than_chance_is_heavy():
    state = State(usual=Baseline(50, 10, 8), z=50)
    for rise, heavy in ((25, True), (25.1, False)):
        assert step(state, Lived(strain=75), Design(heavy_rise=rise)).heavy is heavy


def test_a_change_of_exactly_1_96_standard_errors_is_reliable():
    measure = Measure(sd=1, reliability=0.5)
    assert measure.is_reliable(0, 1.96)
    assert not measure.is_reliable(0, 1.95)


def test_three_missing_weeks_end_a_heavy_week_and_the_count_of_weeks_above():
    assert after(*FIRST_EIGHT, 90, None, None).heavy
    silent = after(*FIRST_EIGHT, 70, 75, None, None, None)
    assert not after(*FIRST_EIGHT, 90, None, None, None).heavy
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
    with pytest.raises(ValueError, match=r"sketch|newest|support|stale"):
        Design(**numbers)


# --- What holds for any answers ------------------------------------------------------------------

STRAIN = st.integers(0, 20).map(lambda n: 5.0 * n)
LIGHT = st.integers(0, 10).map(lambda n: 5.0 * n)
WEEK = st.one_of(st.builds(Lived, strain=STRAIN), st.just(Lived()), st.just(AWAY))


@given(st.lists(WEEK, max_size=60), st.sampled_from([Lived(), AWAY]))
def test_a_week_without_an_answer_changes_neither_z_nor_spread_nor_count(weeks, gap):
    state = follow(weeks)[-1] if weeks else State()
    assume(state.missing < USUAL.afresh - 1)
    held = step(state, gap)
    assert (held.z, held.t, held.usual) == (state.z, state.t, state.usual)


@given(st.lists(LIGHT, min_size=9, max_size=50), st.integers(1, 24))
def test_shifting_every_answer_by_the_same_shifts_no_verdict(answers, by):
    """Only the rule on one heavy week knows a fixed number, and these answers stay below it."""
    low, high = follow(lived(*answers)), follow(lived(*(one + by for one in answers)))
    assume(all(not at_a_limit(state) for state in low))
    assert [s.signal for s in low] == [s.signal for s in high]
    for one, other in zip(low, high, strict=True):
        if one.usual:
            assert one.z + by == pytest.approx(other.z)
            assert one.usual.sd == pytest.approx(other.usual.sd)


def at_a_limit(state: State) -> bool:
    return state.t > 0 and any(
        abs(state.z - state.usual.upper(state.t, sds)) < 1e-6 for sds in (2.7, 3.0)
    )


@given(STRAIN, st.integers(1, 60))
def test_who_always_answers_alike_never_has_a_signal_and_never_a_limit_without_width(answer, more):
    state = after(*[answer] * (8 + more))
    assert state.signal is NONE
    assert round(state.usual.sd, 3) == 7.303


@given(st.lists(STRAIN, min_size=8, max_size=8), st.integers(1, 52))
def test_limits_widen_with_time_and_with_doubt(answers, t):
    usual = Baseline.of(answers)
    known = replace(usual, size=math.inf)
    assert usual.width(t, 2.7) < usual.width(t + 1, 2.7)
    assert known.width(t, 2.7) < usual.width(t, 2.7) < usual.width(t, 3.0)


@given(st.lists(WEEK, max_size=40), st.lists(WEEK, max_size=40))
def test_what_comes_later_never_changes_what_was_said_of_a_week(before, later):
    assert follow([*before, *later])[: len(before)] == follow(before)


@given(st.lists(WEEK, max_size=80))
def test_a_signal_needs_a_settled_usual_and_a_recent_answer(weeks):
    for state in follow(weeks):
        assert not state.signal or (state.settled() and not state.stale())
