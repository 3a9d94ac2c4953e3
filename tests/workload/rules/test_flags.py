"""The state table of a flag: every row, both sides of every edge, and what nothing may change.

A story is one letter for each week: g calm, a amber and r red by load, A and R by another reason,
n a calm week without a load, - a week wholly away, a space for a week that nobody sent. The last
letter is the week of Monday 16 November 2026; "now" is its Friday unless said otherwise.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.weeks import Week
from workload.rules.flags import (
    LOOK_BACK,
    FlagEvent,
    FlagStanding,
    FlagWeek,
    FlagWhy,
    closes_at,
    recent,
    settled,
    unsent_for,
)
from workload.rules.load import Level

MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AMBER, RED = Level.AMBER, Level.RED
LETTERS = {
    "g": {"load": 80, "level": Level.GREEN},
    "w": {"load": 100, "level": Level.WATCH},
    "a": {"load": 115, "level": AMBER},
    "r": {"load": 130, "level": RED},
    "A": {"load": 80, "level": Level.GREEN, "beside": AMBER},
    "R": {"load": 80, "level": Level.GREEN, "beside": RED},
    "n": {},
    "N": {"beside": RED},
    "-": {"away": True},
}


def week(letter, monday=MONDAY):
    fields = dict(LETTERS[letter])
    load = fields.pop("load", None)
    return FlagWeek(monday, load=None if load is None else Decimal(load), **fields)


def weeks(story, last=MONDAY):
    first = last - WEEK * (len(story) - 1)
    return [week(one, first + n * WEEK) for n, one in enumerate(story) if one != " "]


def loads(*values):
    """Weeks with these loads, the level as the project's own limits give it."""
    first = MONDAY - WEEK * (len(values) - 1)
    return [
        FlagWeek(
            first + n * WEEK,
            load=Decimal(str(load)),
            level=RED if load > 120 else AMBER if load > 100 else Level.GREEN,
        )
        for n, load in enumerate(values)
    ]


def of(level=None, **more):
    """A flag that stands since week 43, or none."""
    return FlagStanding(level=level, times=1, opened_week=date(2026, 10, 19), **more)


def events(found):
    return [one.event.value for one in found]


def after(standing, story, day=FRIDAY):
    """What a flag is after these weeks, and what happened."""
    found = settled(standing, weeks(story) if isinstance(story, str) else story, day)
    return (found[-1].standing.level if found else standing.level), events(found)


# --- None to amber or red -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "level"),
    [
        ("", None),
        ("g", None),
        ("r", RED),
        ("R", RED),
        ("ra", AMBER),  # above 100 % in both; the latest is not red
        ("rg", None),  # a red week that is over opens nothing
        ("a", None),
        ("aa", AMBER),
        ("gaa", AMBER),  # two are enough, whatever was before
        ("aga", None),
        ("a a", AMBER),  # a week that nobody sent lies between
        ("a-a", AMBER),  # or one wholly away
        ("ag", None),
        ("ga", None),
        ("A", None),  # one amber reason alone
        ("AA", AMBER),
        ("AgA", AMBER),
        ("AAg", AMBER),  # in two of the last three
        ("AggA", None),
        ("Aa", None),  # one reason and one load are neither two of the one nor of the other
        ("RgA", AMBER),  # a red reason is more than an amber one
        ("nA", None),
        ("NnA", AMBER),  # without a load the reasons count as with one
        ("N", RED),
        ("n", None),
        ("-", None),
    ],
)
def test_when_a_flag_opens(story, level):
    assert after(FlagStanding(), story) == (level, ["opened"] if level else [])


@pytest.mark.parametrize(
    ("lately", "level"),
    [
        ((99, 99, 99, 103.1), AMBER),  # the mean of four is 100.025
        ((99, 99, 99, 103), None),  # the mean of four is 100
        ((99, 99, 103.1), None),  # all four have to be there
        ((120, 120, 100, 100), None),  # the latest is not above 100
        ((100.1, 100.1), AMBER),
        ((100, 100.1), None),
        ((100.1, 100), None),
        ((120.1,), RED),
        ((120,), None),
    ],
)
def test_the_edges_of_the_loads_that_open(lately, level):
    assert after(FlagStanding(), loads(*lately))[0] is level


def test_of_the_four_each_needs_a_load_for_their_mean():
    """The week without a load between them is counted: there are three loads, and that is all."""
    heavy = [*weeks("aan")[:2], week("n", MONDAY - WEEK), week("a")]
    assert (
        after(FlagStanding(), [replace(heavy[0], monday=MONDAY - 3 * WEEK), *heavy[1:]])[0] is None
    )


@pytest.mark.parametrize(("back", "level"), [(8, AMBER), (9, None)])
def test_a_heavy_week_speaks_of_now_for_eight_calendar_weeks(back, level):
    story = "a" + " " * (back - 1) + "a"
    assert after(FlagStanding(), story)[0] is level


@pytest.mark.parametrize(("away", "level"), [(5, AMBER), (4, None)])
def test_weeks_away_do_not_count_towards_the_eight(away, level):
    story = "a" + "-" * away + " " * (13 - away - 1) + "a"
    assert len(story) == 14
    assert after(FlagStanding(), story)[0] is level


def test_opening_tells():
    for story, level in (("aa", AMBER), ("r", RED)):
        [opened] = settled(FlagStanding(), weeks(story), FRIDAY)
        assert (opened.tells, opened.standing.told_on) == (True, FRIDAY)
        assert (opened.standing.level, opened.standing.times) == (level, 1)
        assert opened.standing.opened_week == MONDAY


# --- Amber to red, red to amber -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "story", "expected"),
    [
        (AMBER, "ar", (RED, ["raised"])),
        (AMBER, "aR", (RED, ["raised"])),
        (AMBER, "ra", (AMBER, [])),
        (RED, "rr", (RED, [])),
        (RED, "ra", (RED, [])),  # red is in two
        (RED, "raa", (AMBER, ["lowered"])),
        (RED, "rga", (AMBER, ["lowered"])),
        (RED, "rag", (AMBER, ["lowered"])),
        (RED, "RAg", (AMBER, ["lowered"])),
        (RED, "g", (RED, [])),  # two needs both
        (RED, "a", (RED, [])),
        (AMBER, "g", (AMBER, [])),
        (RED, "-", (RED, [])),
    ],
)
def test_when_a_flag_rises_and_falls(standing, story, expected):
    story = story if story != "-" else "r-"
    assert after(of(standing), story) == expected


def test_raising_tells_and_lowering_does_not():
    [raised] = settled(of(AMBER), weeks("ar"), FRIDAY)
    [lowered] = settled(of(RED), weeks("raa"), FRIDAY)
    assert (raised.tells, lowered.tells) == (True, False)


@pytest.mark.parametrize(
    ("lately", "happened"),
    [
        ((130, 121, 74, 75), ["closed"]),  # the mean of four is 100
        ((130, 121, 74, 75.1), ["lowered"]),  # a little more: no red in two, and not closed
        ((130, 70, 100), ["closed"]),  # as many as there are
        ((130, 71, 100), ["lowered"]),
        ((70, 100.1), ["lowered"]),  # the latest is not calm
    ],
)
def test_closing_goes_before_lowering(lately, happened):
    assert after(of(RED), loads(*lately))[1] == happened


@pytest.mark.parametrize("level", [AMBER, RED])
@pytest.mark.parametrize(
    ("story", "closes"),
    [
        ("gg", True),
        ("g g", True),
        ("g-g", True),
        ("agg", True),
        ("gA", False),
        ("ag", False),
        ("nn", True),  # without a load the reasons alone say it
        ("Nnn", True),
        ("Nn", False),
        ("ng", True),
        ("g", False),
        ("g-", False),
    ],
)
def test_a_flag_closes_after_two_calm_weeks(level, story, closes):
    assert (after(of(level), story)[1][-1:] == ["closed"]) is closes


@pytest.mark.parametrize(
    ("story", "why"),
    [
        ("aagg", FlagWhy.LOAD),
        ("AAgg", FlagWhy.BESIDE),
        ("aAgg", FlagWhy.BOTH),
        ("Nnn", FlagWhy.BESIDE),
        ("gg", FlagWhy.CORRECTED),  # neither is there any more: the week was written anew
    ],
)
def test_closing_says_what_came_down(story, why):
    first = MONDAY - WEEK * (len(story) - 1)
    [closed] = settled(replace(of(AMBER), opened_week=first), weeks(story), FRIDAY)
    assert (closed.event, closed.why, closed.tells) == (FlagEvent.CLOSED, why, False)
    assert closed.standing.closed_on == FRIDAY


def test_what_was_before_the_flag_is_not_what_came_down():
    flag = replace(of(AMBER), opened_week=MONDAY - 2 * WEEK)
    [closed] = settled(flag, weeks("aAgg"), FRIDAY)
    assert closed.why is FlagWhy.BESIDE


# --- The same flag again --------------------------------------------------------------------------


@pytest.mark.parametrize(("ago", "again"), [(56, True), (57, False)])
def test_what_closed_eight_weeks_ago_comes_back_as_the_same_flag(ago, again):
    standing = replace(of(), closed_on=FRIDAY - ago * DAY, told_on=FRIDAY - 90 * DAY)
    [turned] = settled(standing, weeks("aa"), FRIDAY)
    assert turned.event is (FlagEvent.RETURNED if again else FlagEvent.OPENED)
    assert turned.standing.times == (2 if again else 1)
    assert turned.standing.closed_on is None
    assert turned.standing.opened_week == (standing.opened_week if again else MONDAY)


@pytest.mark.parametrize(
    ("story", "ago", "tells"),
    [("aa", 27, False), ("aa", 28, True), ("r", 27, True), ("r", 1, True)],
)
def test_that_it_came_back_is_told_once_in_four_weeks_unless_red(story, ago, tells):
    told = FRIDAY - ago * DAY
    [turned] = settled(replace(of(), closed_on=FRIDAY - DAY, told_on=told), weeks(story), FRIDAY)
    assert (turned.event, turned.tells) == (FlagEvent.RETURNED, tells)
    assert turned.standing.told_on == (FRIDAY if tells else told)


@pytest.mark.parametrize(("ended", "opens"), [(MONDAY, False), (MONDAY - WEEK, True)])
def test_what_somebody_closed_by_hand_comes_back_with_a_later_week_only(ended, opens):
    standing = replace(of(), closed_on=FRIDAY, ended_week=ended)
    found = settled(standing, weeks("aa"), FRIDAY)
    assert events(found) == (["returned"] if opens else [])


# --- Resting, and the end -------------------------------------------------------------------------

# After week 47 the four weeks to week 51 have closed on Wednesday 23 December.
RESTS_ON = date(2026, 12, 23)
# And the 26 weeks to week 20 of the next year on Wednesday 26 May.
ENDS_ON = date(2027, 5, 26)


@pytest.mark.parametrize("level", [AMBER, RED])
def test_a_flag_rests_once_four_calendar_weeks_closed_without_a_counted_one(level):
    story = weeks("rr")
    assert after(of(level), story, RESTS_ON - DAY)[1] in ([], ["raised"])
    assert after(of(level), story, RESTS_ON) == (level, ["rested"])
    away = [*story, *(week("-", MONDAY + n * WEEK) for n in range(1, 5))]
    assert after(of(level), away, RESTS_ON) == (level, ["rested"])
    assert after(replace(of(level), resting=True), story, RESTS_ON) == (level, [])


def test_the_next_week_wakes_it_and_the_table_goes_on():
    resting = replace(of(AMBER), resting=True)
    back = [*weeks("aa"), week("r", MONDAY + 6 * WEEK)]
    now = FRIDAY + 6 * WEEK
    assert after(resting, back, now) == (RED, ["woken", "raised"])
    away = [*weeks("aa"), week("-", MONDAY + 6 * WEEK)]
    assert after(resting, away, now) == (AMBER, [])
    calm = [*weeks("aa"), week("g", MONDAY + 6 * WEEK)]
    assert after(resting, calm, now) == (AMBER, ["woken"])


def test_it_closes_26_weeks_after_the_last_counted_week():
    resting = replace(of(RED), resting=True)
    assert after(resting, "rr", ENDS_ON - DAY) == (RED, [])
    [closed] = settled(resting, weeks("rr"), ENDS_ON)
    assert (closed.event, closed.why, closed.standing.resting) == (
        FlagEvent.CLOSED,
        FlagWhy.UNSENT,
        False,
    )


@pytest.mark.parametrize("resting", [True, False])
def test_it_closes_when_the_role_ends(resting):
    [closed] = settled(replace(of(RED), resting=resting, works=False), weeks("rr"), FRIDAY)
    assert (closed.event, closed.why) == (FlagEvent.CLOSED, FlagWhy.LEFT)


@pytest.mark.parametrize("gone", [{"works": False}, {}])
def test_nothing_opens_for_who_has_left_or_sends_nothing(gone):
    day = FRIDAY if gone else RESTS_ON
    assert settled(replace(FlagStanding(), **gone), weeks("rr"), day) == []
    leave = [*weeks("rr"), *(week("-", MONDAY + n * WEEK) for n in range(1, 30))]
    assert settled(FlagStanding(), leave, FRIDAY + 29 * WEEK) == []


# --- What the page says would close it ------------------------------------------------------------


@pytest.mark.parametrize(
    ("lately", "most"),
    [
        ((115, 115), None),  # the latest is not calm
        ((110, 90), 100),  # 110 + 90 + 100 in three weeks
        ((120, 120, 90), 70),  # 120 + 120 + 90 + 70 in four
        ((130, 119, 110, 80), 91),  # of the last three: 119 + 110 + 80
        ((209.5, 90), Decimal("0.5")),  # 209.5 + 90 + 0.5 in three
        ((400, 90), None),  # whatever the next week is
    ],
)
def test_what_one_more_week_has_to_be(lately, most):
    assert closes_at(loads(*lately), FRIDAY) == most
    if most is not None:
        for load, closes in ((most, True), (most + Decimal("0.1"), False)):
            more = [*loads(*lately), FlagWeek(MONDAY + WEEK, Decimal(load), Level.WATCH)]
            if load <= 100:
                found = events(settled(of(AMBER), more, FRIDAY + WEEK))
                assert (found == ["closed"]) is closes


def test_weeks_without_a_load_are_left_out_of_what_one_more_week_has_to_be():
    assert closes_at([], FRIDAY) is None
    assert closes_at(weeks("nn"), FRIDAY) == 100
    assert closes_at(weeks("an"), FRIDAY) == 85  # 115 + 85 in two


# --- Whatever comes -------------------------------------------------------------------------------

STORIES = st.text(alphabet="gwarARnN- ", min_size=0, max_size=14)
FLAGS = st.builds(
    FlagStanding,
    level=st.sampled_from([None, AMBER, RED]),
    resting=st.booleans(),
    times=st.integers(1, 3),
    opened_week=st.sampled_from([None, MONDAY - 3 * WEEK]),
    closed_on=st.sampled_from([None, FRIDAY - 30 * DAY, FRIDAY - 90 * DAY]),
    ended_week=st.sampled_from([None, MONDAY, MONDAY - 2 * WEEK]),
    told_on=st.sampled_from([None, FRIDAY - 10 * DAY, FRIDAY - 40 * DAY]),
    works=st.booleans(),
)
DAYS = st.integers(0, 250).map(lambda n: FRIDAY + n * DAY)


@given(flag=FLAGS, story=STORIES, day=DAYS)
def test_applied_twice_is_as_once(flag, story, day):
    found = settled(flag, weeks(story), day)
    assert len(found) <= 3
    again = found[-1].standing if found else flag
    assert settled(again, weeks(story), day) == []


@given(
    level=st.sampled_from([None, AMBER, RED]),
    resting=st.booleans(),
    story=STORIES.filter(lambda story: story.strip(" -")),
    place=st.integers(0, 14),
)
def test_a_week_away_changes_nothing(level, resting, story, place):
    """The same weeks with one wholly away among them, a week later; but that a flag may rest."""
    place = min(place, len(story))
    plain, away = weeks(story), weeks(story[:place] + "-" + story[place:], MONDAY + WEEK)
    if not unsent_for(4, away, FRIDAY + WEEK):
        flag = FlagStanding(level=level, resting=resting and level is not None)
        happened = settled(flag, plain, FRIDAY), settled(flag, away, FRIDAY + WEEK)
        assert events(happened[0]) == events(happened[1])


@given(flag=FLAGS, story=STORIES, days=st.lists(st.integers(0, 250), max_size=6))
def test_a_closed_flag_opens_with_a_week_and_never_by_time_alone(flag, story, days):
    """What does not open on a day opens on no later one."""
    opened = [
        bool(settled(replace(flag, level=None, closed_on=None), weeks(story), FRIDAY + n * DAY))
        for n in sorted(days)
    ]
    assert all(before or not then for before, then in pairwise(opened))


@given(story=STORIES, day=DAYS)
def test_what_is_red_now_is_said_red_and_what_is_calm_closes(story, day):
    counted = recent(weeks(story), day)
    if not counted or unsent_for(4, weeks(story), day):
        return
    for level in (AMBER, RED):
        stands, _ = after(of(level), weeks(story), day)
        if counted[-1].colour is RED:
            assert stands is RED
        found = [one.load for one in counted[-4:] if one.load is not None]
        if len(counted) > 1 and all(one.colour is None for one in counted[-2:]):
            assert stands is None or sum(found) > 100 * len(found)


def test_the_oldest_story_that_counts_is_within_the_look_back():
    assert Week.of(ENDS_ON - DAY).monday - MONDAY < LOOK_BACK * WEEK
