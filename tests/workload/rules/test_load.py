from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.rules.limits import LABOUR_ACT, OF_KIND, PUBLIC_SERVICE
from workload.rules.load import (
    USUAL,
    AddOn,
    CaseLine,
    Judged,
    Level,
    Part,
    Phase,
    Policy,
    capacity,
    level,
    load,
    points,
    usual,
    weeks_above,
    weight,
)

ACTIVE, INTAKE, COURT, AFTERCARE, DORMANT = (
    Phase.ACTIVE,
    Phase.INTAKE,
    Phase.COURT,
    Phase.AFTERCARE,
    Phase.DORMANT,
)


def line(phase, *add_ons, count=1, victims=0, part=Part.PRIMARY):
    return CaseLine(phase, frozenset(AddOn(a) for a in add_ons), victims, part, count)


WORKED = {
    "A": (40, 0, 0, [line(ACTIVE, count=17)], "25.5", "26", "98.1", Level.WATCH),
    "B": (40, 0, 0, [line(INTAKE, count=12)], "25.2", "26", "96.9", Level.WATCH),
    "C": (
        40,
        0,
        0,
        [line(ACTIVE, count=10), line(INTAKE, count=4)],
        "23.4",
        "26",
        "90.0",
        Level.WATCH,
    ),
    "D": (
        35,
        0,
        0,
        [
            line(INTAKE, "child", "interpreter"),
            line(ACTIVE, "risk"),
            line(ACTIVE, "child", "material"),
            line(COURT, "cross_border", victims=3),
            line(AFTERCARE, count=2),
            line(DORMANT),
        ],
        "13.2",
        "22.75",
        "58.0",
        Level.GREEN,
    ),
    "E": (
        40,
        0,
        0,
        [
            line(ACTIVE, "interpreter", "risk", count=8),
            line(INTAKE, "child", "acute", "agencies", count=2),
            line(COURT, "cross_border", "interpreter", victims=8),
            line(ACTIVE, count=2, part=Part.SECONDARY),
        ],
        "37.3",
        "26",
        "143.5",
        Level.RED,
    ),
    "F": (40, 0, 0, [line(AFTERCARE, count=25)], "18.75", "26", "72.1", Level.GREEN),
    "G": (40, 0, 1, [line(ACTIVE, count=17)], "25.5", "20.8", "122.6", Level.RED),
    "H": (
        40,
        2,
        0,
        [
            line(INTAKE, "child", "risk", "acute", victims=8, count=4),
            line(COURT, "child", "interpreter", "agencies", count=4),
        ],
        "39.8",
        "26",
        "153.1",
        Level.RED,
    ),
    "I": (20, 0, 0, [line(ACTIVE, count=8)], "12.0", "13", "92.3", Level.WATCH),
}


@pytest.mark.parametrize("name", WORKED)
def test_the_nine_worked_loads(name):
    hours, nights, leave, lines, total, room, share, judged = WORKED[name]
    found = load(lines, hours=Decimal(hours), nights=nights, leave_days=Decimal(leave))
    assert (found.points, found.capacity) == (Decimal(total), Decimal(room))
    assert round(found.percent, 1) == Decimal(share)
    assert level(found.percent) is judged


@pytest.mark.parametrize(
    ("load_percent", "expected"),
    [
        ("84.9", Level.GREEN),
        ("84.9999", Level.GREEN),
        ("85.0", Level.WATCH),
        ("100.0", Level.WATCH),
        ("100.0001", Level.AMBER),
        ("100.1", Level.AMBER),
        ("120.0", Level.AMBER),
        ("120.0001", Level.RED),
        ("120.1", Level.RED),
    ],
)
def test_the_level_turns_exactly_at_the_limit(load_percent, expected):
    assert level(Decimal(load_percent)) is expected


@pytest.mark.parametrize(
    ("hours", "leave", "expected"),
    [
        (40, 0, "26"),
        (48, 0, "31.2"),
        (35, 0, "22.75"),
        (20, 0, "13"),
        (40, 1, "20.8"),
        (40, 5, "0"),
        (40, 7, "0"),
    ],
)
def test_capacity_is_65_percent_of_the_hours_that_are_there(hours, leave, expected):
    assert capacity(Decimal(hours), Decimal(leave)) == Decimal(expected)


def test_a_week_without_capacity_is_not_available_and_has_no_level():
    away = load([line(ACTIVE)], hours=Decimal(40), leave_days=Decimal(5))
    assert (away.percent, level(away.percent)) == (None, None)


@pytest.mark.parametrize(
    ("leave", "rest", "here", "as_usual", "percent", "usual_percent"),
    [
        # Six points of 26: three days of rest leave 10.4 of them, and a day of leave 5.2.
        (0, 0, "26", None, "23.1", "23.1"),
        (0, 3, "10.4", "26", "57.7", "23.1"),
        (1, 3, "5.2", "20.8", "115.4", "28.8"),
        # Leave over days of rest is no leave: two of the five were left to be away from.
        (5, 3, "0", "15.6", None, None),
        (0, 5, "0", "26", None, None),
        (1, 6, "0", "26", None, None),
    ],
)
def test_days_of_rest_take_capacity_and_flags_go_by_the_week_without_them(
    leave, rest, here, as_usual, percent, usual_percent
):
    days = {"leave_days": Decimal(leave), "rest_days": Decimal(rest)}
    found = load([line(ACTIVE, count=4)], hours=Decimal(40), **days)
    assert found.capacity == Decimal(here)
    assert found.usual_capacity == (as_usual and Decimal(as_usual))
    for exact, shown in ((found.percent, percent), (found.usual_percent, usual_percent)):
        assert (exact and round(exact, 1)) == (shown and Decimal(shown))


def test_without_contracted_hours_there_are_points_and_nothing_to_compare_them_with():
    found = load([line(ACTIVE)], hours=None, leave_days=Decimal(1), rest_days=Decimal(3))
    assert (found.points, found.capacity) == (Decimal("1.5"), 0)
    assert (found.usual_capacity, found.percent, found.usual_percent) == (None, None, None)


def test_five_supervisees_are_a_full_load_and_two_leave_15_6_points():
    assert load([], hours=Decimal(40), supervisees=Decimal(5)).percent == 100
    two = load([], hours=Decimal(40), supervisees=Decimal(2))
    assert two.capacity - two.points == Decimal("15.6")


@pytest.mark.parametrize(
    ("victims", "expected"),
    [(0, "1.5"), (1, "1.75"), (7, "3.25"), (8, "3.5"), (9, "3.5"), (50, "3.5")],
)
def test_further_victims_are_capped_at_two_points(victims, expected):
    assert weight(line(ACTIVE, victims=victims)) == Decimal(expected)


def test_a_dormant_case_takes_no_add_ons():
    assert weight(line(DORMANT, "risk", "child", victims=4)) == Decimal("0.25")


def test_the_parts_of_a_case():
    assert [weight(line(COURT, part=part)) for part in Part] == [
        Decimal("2.1"),
        Decimal("1.05"),
        Decimal("0.525"),
    ]


BELOW, ABOVE = Decimal("-0.01"), Decimal("1.01")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"watch": Decimal(0)}, "order"),
        ({"watch": Decimal(100)}, "order"),
        ({"red": Decimal(100)}, "order"),
        ({"phases": {}}, "needs a weight"),
        ({"add_ons": {}}, "needs a weight"),
        ({"parts": {}}, "needs a weight"),
        ({"night": BELOW}, "below zero"),
        ({"supervisee": BELOW}, "below zero"),
        ({"further_victim": BELOW}, "below zero"),
        ({"further_victims_at_most": BELOW}, "below zero"),
        ({"phases": USUAL.phases | {"dormant": BELOW}}, "below zero"),
        ({"capacity_share": Decimal(0)}, "capacity share"),
        ({"capacity_share": ABOVE}, "capacity share"),
        ({"working_days": Decimal("0.99")}, "working days"),
        ({"working_days": Decimal("7.01")}, "working days"),
        ({"kept_years": Decimal(0)}, "1 to 10 years"),
        ({"kept_years": Decimal(11)}, "1 to 10 years"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        Policy(**wrong)


@pytest.mark.parametrize(
    "edge",
    [
        {"watch": Decimal("0.01")},
        {"night": Decimal(0)},
        {"capacity_share": Decimal("0.01")},
        {"capacity_share": Decimal(1)},
        {"working_days": Decimal(1)},
        {"working_days": Decimal(7)},
        {"kept_years": Decimal(1)},
        {"kept_years": Decimal(10)},
    ],
)
def test_a_policy_at_its_edges_is_fine(edge):
    assert vars(Policy(**edge)) == vars(USUAL) | {"version": ""} | edge


@pytest.mark.parametrize(
    ("kind", "limits"),
    [("ngo", LABOUR_ACT), ("shelter", LABOUR_ACT), ("police", PUBLIC_SERVICE),
     ("ministry", PUBLIC_SERVICE)],
)  # fmt: skip
def test_each_kind_of_organisation_has_the_hours_of_its_law(kind, limits):
    assert vars(usual(kind)) == vars(USUAL) | {"limits": limits, "version": f"default-1-{kind}"}


@pytest.mark.parametrize("wrong", [{"count": -1}, {"victims": -1}])
def test_a_negative_count_is_refused(wrong):
    with pytest.raises(ValueError, match="negative"):
        line(ACTIVE, **wrong)


def test_a_line_without_a_word_is_one_primary_case_with_nobody_further():
    assert CaseLine(ACTIVE) == CaseLine(ACTIVE, frozenset(), 0, Part.PRIMARY, 1)


def test_each_night_adds_the_points_of_one():
    policy = Policy(night=Decimal("1.5"))
    assert load([], hours=Decimal(40), nights=3, policy=policy).points == Decimal("4.5")


def test_the_words_that_weeks_keep_stay_what_they_are():
    """They are stored, sent and read again: another word would orphan what is there."""
    assert [*Level] == ["green", "watch", "amber", "red"]
    assert [usual(kind).version for kind in OF_KIND] == [
        "default-1-ngo",
        "default-1-shelter",
        "default-1-police",
        "default-1-ministry",
    ]


LINES = st.builds(
    CaseLine,
    phase=st.sampled_from(Phase),
    add_ons=st.frozensets(st.sampled_from(AddOn)),
    further_victims=st.integers(0, 20),
    part=st.sampled_from(Part),
    count=st.integers(0, 30),
)


@given(st.lists(LINES, max_size=8), LINES)
def test_more_cases_never_lower_the_load(lines, more):
    assert load([*lines, more], hours=Decimal(40)).percent >= load(lines, hours=Decimal(40)).percent


@given(LINES, st.integers(0, 30))
def test_splitting_a_line_in_two_keeps_the_sum(whole, moved):
    def part_of(count):
        return CaseLine(whole.phase, whole.add_ons, whole.further_victims, whole.part, count)

    moved = min(moved, whole.count)
    assert points(part_of(moved)) + points(part_of(whole.count - moved)) == points(whole)


MONDAY = date(2026, 9, 7)
LETTERS = {"g": Level.GREEN, "w": Level.WATCH, "a": Level.AMBER, "r": Level.RED, "-": None}


def weeks(story):
    """A letter for each week: g w a r, - for leave, a space for a week that was not sent."""
    return [
        Judged(MONDAY + timedelta(weeks=n), LETTERS[letter])
        for n, letter in enumerate(story)
        if letter != " "
    ]


@pytest.mark.parametrize(
    ("story", "expected"),
    [("", 0), ("w", 0), ("a", 1), ("aw", 0), ("waa", 2), ("ra a", 1), ("aa-", 0), ("raar", 4)],
)
def test_the_run_of_weeks_above_100(story, expected):
    assert weeks_above(weeks(story)) == expected
