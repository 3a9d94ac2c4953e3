"""What other numbers make of the weeks of a block: each person's own sums."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Role, Unit
from people.weeks import Block
from tests.makers import (
    NOW,
    WEEK,
    make_membership,
    make_person,
    make_policy,
    make_unit,
    make_unweighed_week,
    make_week,
    make_worker,
    make_workers,
)
from workload.models import CaseloadLine, LoadPolicy, WorkWeek
from workload.policies import actions as policies
from workload.policies.block_sums import BlockSums
from workload.policies.policy_numbers import NUMBERS, policy_of
from workload.rules import load as load_rules
from workload.rules.shares import Totals
from workload.weeks.actions import breakdown, week_figures

BLOCK = Block.latest(NOW)
FIRST, LAST = BLOCK.first, BLOCK.last
SUNDAY = LAST.sunday


def lived(
    person, *lines, week=WEEK, nights=0, supervisees=0, leave=0, policy=load_rules.USUAL, **more
):
    """A week that was judged from its lines."""
    rows = [CaseloadLine(**{"phase": "active", "part": "primary"} | line) for line in lines]
    load = load_rules.load(
        [row.rule for row in rows],
        hours=Decimal(40),
        nights=nights,
        leave_days=Decimal(leave),
        supervisees=Decimal(supervisees),
        policy=policy,
    )
    stored = week_figures(load, rows, policy) | {"lines": breakdown(rows, policy)}
    more |= {"nights": nights, "leave_days": leave, "policy": policy.version}
    return make_week(person, week, **stored | more)


def loads(organisation, policy=load_rules.USUAL, unit_kind=""):
    """Each person's mean load."""
    crowd = BlockSums.of(organisation, BLOCK, unit_kind)
    return [one.load / one.weeks for one in crowd.totals(policy)]


def test_a_persons_weeks_are_added_up(saphan, nok):
    lived(nok, {"count": 13}, week=FIRST, hours=Decimal("40.5"), material_minutes=100)
    lived(nok, {"count": 26}, week=LAST, hours=Decimal(50), material_minutes=201)
    assert BlockSums.of(saphan, BLOCK).totals(load_rules.USUAL) == [
        Totals(weeks=2, load=225, hours=Decimal("90.5"), material_minutes=301, case_count=39)
    ]


def test_a_mean_is_exact(saphan, nok):
    for week, count in ((FIRST, 16), (FIRST + 1, 17), (LAST, 19)):
        lived(nok, {"count": count}, week=week)
    assert loads(saphan) == [Fraction(100 * 78, 3 * 26)]


@pytest.mark.parametrize(
    ("week", "people"), [(FIRST - 1, 0), (FIRST, 1), (FIRST + 1, 1), (LAST, 1), (LAST + 1, 0)]
)
def test_only_weeks_of_the_block_count(saphan, nok, week, people):
    lived(nok, {"count": 13}, week=week)
    assert len(loads(saphan)) == people


def test_a_week_wholly_away_is_no_week(saphan, nok):
    lived(nok, {"count": 13}, week=FIRST)
    lived(nok, {"count": 26}, week=LAST, leave=5)
    assert loads(saphan) == [75]
    # Of six working days five were away: 39 points of 26/6.
    assert loads(saphan, policy_of("new", {"working_days": "6"})) == [Fraction(75 + 900, 2)]


def test_a_week_without_contracted_hours_has_no_load_by_any_numbers(saphan, nok):
    lived(nok, {"count": 13}, week=FIRST)
    make_unweighed_week(nok, LAST)
    assert loads(saphan) == [75]


def test_everybody_who_carries_load_counts_with_weeks_or_without(saphan, chiang_mai, wipa, ploy):
    make_workers(3, chiang_mai)
    assert BlockSums.of(saphan, BLOCK).size == 4  # wipa leads; ploy administers and sends no week


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"starts": SUNDAY}, 1),
        ({"starts": (LAST + 1).monday}, 0),
        ({"ends": SUNDAY}, 1),
        ({"ends": LAST.last_day - (LAST.last_day - LAST.monday)}, 0),
    ],
)
def test_people_count_who_belonged_on_the_blocks_last_day(saphan, chiang_mai, changes, counted):
    person = make_person("som", saphan)
    make_membership(person, chiang_mai, Role.WORKER, **changes)
    assert BlockSums.of(saphan, BLOCK).size == counted


def test_a_kind_of_units_has_its_own_people(saphan, office, nok):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    other = make_worker(house)
    assert set(BlockSums.of(saphan, BLOCK, "shelter").units) == {other.pk}
    assert set(BlockSums.of(saphan, BLOCK, "casework").units) == {nok.pk}
    assert set(BlockSums.of(saphan, BLOCK).units) == {nok.pk, other.pk}


def test_other_organisations_are_not_counted(saphan, nok, noi):
    lived(noi, {"count": 13}, week=LAST)
    assert set(BlockSums.of(saphan, BLOCK).units) == {nok.pk}
    assert loads(saphan) == []


def test_the_same_people_have_the_same_name_and_others_another(saphan, chiang_mai, nok):
    before = BlockSums.of(saphan, BLOCK).name
    assert BlockSums.of(saphan, BLOCK, "casework").name == before
    make_worker(chiang_mai)
    assert BlockSums.of(saphan, BLOCK).name != before


def test_what_weighed_nothing_may_weigh_something(saphan, nok):
    version = make_policy(saphan, phases_dormant="0")
    lived(
        nok,
        {"phase": "dormant", "count": 26},
        week=LAST,
        policy=policies.named(version.version),
    )
    assert loads(saphan, policy_of("new", {"phases-dormant": "1"})) == [100]


@pytest.mark.parametrize("size", [1, 12])
def test_the_sums_take_the_same_statements_for_any_size(saphan, chiang_mai, size):
    for person in make_workers(size, chiang_mai):
        lived(person, {"count": 18}, week=LAST)
    with CaptureQueriesContext(connection) as ran:
        crowd = BlockSums.of(saphan, BLOCK)
        for share in ("0.65", "0.7"):
            assert len(crowd.totals(policy_of("new", {"capacity_share": share}))) == size
    assert len(ran) == 3  # who is one of the people, who is counted, and their weeks


lines = st.lists(
    st.fixed_dictionaries(
        {
            "phase": st.sampled_from(list(load_rules.Phase)),
            "add_ons": st.lists(st.sampled_from(list(load_rules.AddOn)), unique=True).map(sorted),
            "further_victims": st.integers(0, 12),
            "part": st.sampled_from(list(load_rules.Part)),
            "count": st.integers(1, 9),
        }
    ),
    max_size=5,
)
odd = st.fixed_dictionaries(
    {
        number.code: st.decimals("0", "1" if number.place == "parts" else "4", places=2)
        for number in NUMBERS
        if number.unit in {"points", "×"}
    }
    | {"capacity_share": st.decimals("0.01", "1", places=2)}
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    weeks=st.lists(st.tuples(lines, st.integers(0, 7), st.integers(0, 9)), min_size=1, max_size=4),
    before=odd,
    after=odd,
)
def test_a_persons_load_is_what_adding_up_gives(saphan, chiang_mai, weeks, before, after):
    WorkWeek.objects.all().delete()
    # Each example's version lies a week earlier: a Monday takes one.
    version = make_policy(saphan, WEEK - LoadPolicy.objects.count(), **keywords(before))
    old, new = policies.named(version.version), policy_of("new", after)
    person, expected = make_worker(chiang_mai), []
    for n, (caseload, nights, led) in enumerate(weeks):
        lived(person, *caseload, week=FIRST + n, nights=nights, supervisees=led, policy=old)
        load = load_rules.load(
            [CaseloadLine(**line).rule for line in caseload],
            hours=Decimal(40),
            nights=nights,
            # A span that weighed nothing left no trace to weigh anew.
            supervisees=Decimal(led if old.supervisee else 0),
            policy=new,
        )
        expected.append(100 * Fraction(load.points) / Fraction(load.capacity))
    assert loads(saphan, new) == [sum(expected) / len(expected)]


def keywords(numbers):
    return {code.replace("-", "_"): value for code, value in numbers.items()}
