"""Gates: every condition alone, evidence of another no older than 24 months, the NACP table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules.careers import (
    ANY,
    TOP,
    Gate,
    LevelEvidence,
    LevelNeed,
    LevelStanding,
    highest,
    needs,
    passes,
)

TODAY = date(2026, 11, 20)


def held(*levels, day=TODAY, by_other=True) -> LevelStanding:
    """Somebody who was seen at these levels in the first, second, third competency."""
    return LevelStanding(
        competencies={n: LevelEvidence(x, day, by_other) for n, x in enumerate(levels)}
    )


def asked(*levels) -> Gate:
    return Gate(competencies=dict(enumerate(levels)))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((3, 3, 2), True),
        ((4, 2, 4), False),  # nothing makes up for anything else
        ((4, 4, 4), True),
        ((3, 3, 1), False),
        ((3, 3), False),
        ((), False),
    ],
)
def test_every_competency_is_judged_alone(levels, expected):
    assert passes(asked(3, 3, 2), held(*levels), TODAY) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 11, 20), True),
        (date(2024, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
    ],
)
def test_evidence_counts_for_24_months_to_the_day(day, expected):
    assert passes(asked(3), held(3, day=day), TODAY) is expected


def test_evidence_of_29_february_counts_until_the_28th():
    found = held(3, day=date(2024, 2, 29))
    assert passes(asked(3), found, date(2026, 2, 28))
    assert not passes(asked(3), found, date(2026, 3, 1))


def test_what_somebody_says_of_themselves_does_not_count():
    assert not passes(asked(1), held(4, by_other=False), TODAY)


def hours(a=0, b=0, c=0, worked=0) -> LevelStanding:
    kinds = {"A": Decimal(a), "B": Decimal(b), "C": Decimal(c)}
    return LevelStanding(hours=kinds, experience=worked)


FORTY, TWENTY = Decimal(40), Decimal(20)
# NACP: 40 hours A, then 20 of a specialty and 3,900 hours of work, then C and 7,800, at last more.
NACP = (
    Gate(hours={"A": FORTY}),
    Gate(hours={"A": FORTY, "B": TWENTY}, experience=3900),
    Gate(hours={"A": FORTY, "B": TWENTY, "C": TWENTY}, experience=7800),
    Gate(hours={"A": FORTY, "B": TWENTY, "C": FORTY}, experience=15_600),
)
PROVISIONAL, BASIC, INTERMEDIATE, ADVANCED = range(4)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (hours(39), None),
        (hours(39, 20, 20, 9000), None),
        (hours(40), PROVISIONAL),
        (hours(40, 20, worked=3899), PROVISIONAL),
        (hours(40, 20, worked=3900), BASIC),
        (hours(40, 20, 20, worked=7799), BASIC),
        (hours(40, 20, 20, worked=7800), INTERMEDIATE),
        (hours(40, 19, worked=8000), PROVISIONAL),
        (hours(40, 20, 40, 15_599), INTERMEDIATE),
        (hours(40, 20, 40, 15_600), ADVANCED),
    ],
)
def test_the_highest_level_of_nacp_with_all_its_conditions(standing, expected):
    assert highest(NACP, standing, TODAY) == expected


@given(st.lists(st.integers(0, 20_000), min_size=4, max_size=4))
def test_more_hours_never_lower_the_level(found):
    before = highest(NACP, hours(*found), TODAY)
    after = highest(NACP, hours(*[one + 1 for one in found]), TODAY)
    assert before is None or after >= before


def test_what_is_asked_is_listed_with_what_is_there():
    gate = Gate(24, {ANY: Decimal(60)}, 100, 10, frozenset({7}), {"care": 2})
    standing = LevelStanding(
        24, {ANY: Decimal(59)}, 100, Decimal(10), frozenset({7}), {"care": LevelEvidence(1, TODAY)}
    )
    found = [(one.kind, one.wanted, one.held, one.met) for one in needs(gate, standing, TODAY)]
    assert found == [
        ("time", 24, 24, True),
        ("hours", 60, 59, False),
        ("experience", 100, 100, True),
        ("supervision", 10, 10, True),
        ("certificate", 1, 1, True),
        ("competency", 2, 1, False),
    ]


def test_what_a_gate_does_not_name_it_does_not_ask():
    assert needs(Gate(), LevelStanding(), TODAY) == []
    assert passes(Gate(), LevelStanding(), TODAY)


def test_whoever_has_nothing_is_short_of_everything_by_all_of_it():
    gate = Gate(1, {ANY: Decimal("0.5")}, 1, 1, frozenset({7}), {"care": TOP})
    found = needs(gate, LevelStanding(), TODAY)
    assert [one.held for one in found] == [0, 0, 0, 0, 0, 0]
    assert [one.wanted for one in found] == [1, Decimal("0.5"), 1, 1, 1, 4]


def test_certificates_are_listed_in_one_order():
    asked_for = frozenset({"e", "d", 1, "c", "b", "a"})
    found = needs(Gate(certificates=asked_for), LevelStanding(certificates=frozenset({"c"})), TODAY)
    assert [one.what for one in found] == [1, "a", "b", "c", "d", "e"]
    assert found[3] == LevelNeed("certificate", "c", 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"months": -1}, {"experience": -1}, {"hours": {ANY: Decimal(0)}}, {"competencies": {1: 5}},
     {"competencies": {1: 0}}],
)  # fmt: skip
def test_a_gate_that_asks_for_nonsense_is_none(wrong):
    with pytest.raises(ValueError, match="asked|asks"):
        Gate(**wrong)


LEVELS = st.lists(st.integers(0, TOP), min_size=1, max_size=6)


@given(LEVELS, LEVELS)
def test_a_gate_is_passed_exactly_when_no_single_level_is_short(wanted, there):
    gate = Gate(competencies={n: x for n, x in enumerate(wanted) if x})
    padded = [*there, *[0] * len(wanted)]
    assert passes(gate, held(*there), TODAY) is all(
        have >= want for want, have in zip(wanted, padded, strict=False)
    )


@given(LEVELS, st.integers(0, 5), st.integers(0, 1500))
def test_more_never_closes_a_gate(there, which, days):
    gate = asked(*[max(1, x) for x in there])
    before = held(*there, day=TODAY - timedelta(days=days))
    raised = list(there)
    raised[which % len(raised)] = TOP
    after = held(*raised, day=TODAY)
    assert passes(gate, after, TODAY) or not passes(gate, before, TODAY)
