"""What other numbers would make of everybody's latest week, as counts and nothing else."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Unit
from tests.makers import NOW, WEEK, make_policy, make_unit, make_week, make_workers
from workload import policies, previews, rules
from workload.models import CaseloadLine, Level, LoadPolicy, WorkWeek
from workload.numbers import NUMBERS, policy_of
from workload.weeks import breakdown, figures

MONDAY = (WEEK + 1).monday


def preview(organisation, unit_kind="", **numbers):
    policy = policy_of("new", {code.replace("__", "-"): n for code, n in numbers.items()})
    return previews.preview(
        organisation=organisation, policy=policy, starts=MONDAY, now=NOW, unit_kind=unit_kind
    )


def lived(person, *lines, week=WEEK, nights=0, supervisees=0, leave=0, policy=rules.USUAL):
    """A week that was judged from its lines."""
    rows = [CaseloadLine(**{"phase": "active", "part": "primary"} | line) for line in lines]
    load = rules.load(
        [row.rule for row in rows],
        hours=Decimal(40),
        nights=nights,
        leave_days=Decimal(leave),
        supervisees=Decimal(supervisees),
        policy=policy,
    )
    stored = figures(load, rows, policy) | {"lines": breakdown(rows, policy)}
    more = {"nights": nights, "leave_days": leave, "policy": policy.version}
    return make_week(person, week, **stored | more)


@pytest.fixture
def crew(chiang_mai):
    """Six people with 14, 15, … 19 active cases: 80.8 to 109.6%."""
    people = make_workers(6, chiang_mai)
    for n, person in enumerate(people):
        lived(person, {"count": 14 + n})
    return people


def test_moves_are_counted_by_where_they_lead(saphan, crew):
    found = preview(saphan, phases__active="1.8")  # 96.9, 103.8, 110.8, 117.7, 124.6, 131.5
    assert found.people == 6
    assert found.rows == [
        (Level.RED, 0, 2),
        (Level.AMBER, 2, 3),
        (Level.WATCH, 3, 1),
        (Level.GREEN, 1, 0),
    ]
    assert found.up == [(Level.RED, 2), (Level.AMBER, 3), (Level.WATCH, 1)]
    assert found.down == []


def test_other_limits_of_hours_count_the_weeks_beyond_them(saphan, chiang_mai):
    for hours in (49, 50, 54, 55, 60, 61):
        person = make_workers(1, chiang_mai)[0]
        make_week(person, hours=Decimal(hours), material_minutes=hours)
    found = preview(saphan, limits__long_hours="50")
    assert [(one.label, one.now, one.then) for one in found.passed] == [
        ("Long hours in the week", 3, 5)
    ]
    found = preview(saphan, limits__very_long_hours="61", limits__material_minutes_a_week="241")
    assert [(one.now, one.then) for one in found.passed] == [(1, 0), (0, 0)]


def test_other_working_days_give_days_off_another_share(saphan, crew):
    for person in crew:
        WorkWeek.objects.filter(person=person).delete()
        lived(person, {"count": 10}, leave=1)
    assert preview(saphan).rows[-1] == (Level.GREEN, 6, 6)
    # 15 points: of 26 × 4/5 they are 72.1 %, of 26 × 1/2 they are 115.4 %.
    assert preview(saphan, working_days="2").up == [(Level.AMBER, 6)]
    assert preview(saphan, working_days="1") is None


def test_lighter_numbers_move_people_down(saphan, crew):
    found = preview(saphan, capacity_share="0.8")
    assert (found.up, found.down) == ([], [(Level.WATCH, 1), (Level.GREEN, 4)])


def test_the_usual_numbers_move_nobody(saphan, crew):
    found = preview(saphan)
    assert (found.up, found.down) == ([], [])


def test_only_the_latest_week_of_the_last_eight_counts(saphan, crew, chiang_mai):
    lived(crew[0], {"count": 40}, week=WEEK - 1)
    away, gone = make_workers(2, chiang_mai)
    lived(away, {"count": 40}, week=WEEK - 8)
    lived(gone, {"count": 40})
    gone.is_active = False
    gone.save()
    assert preview(saphan).people == 6


def test_a_week_without_capacity_is_not_counted(saphan, crew):
    WorkWeek.objects.filter(person=crew[0]).delete()
    lived(crew[0], {"count": 40}, leave=5)
    assert preview(saphan).people == 5


def test_fewer_than_five_people_are_withheld(saphan, crew):
    WorkWeek.objects.filter(person__in=crew[:1]).delete()
    assert preview(saphan).people == 5
    WorkWeek.objects.filter(person__in=crew[:2]).delete()
    assert preview(saphan) is None


def test_a_kind_is_withheld_where_the_others_would_be_given_away(saphan, crew):
    house = make_unit(saphan, "Rest house", kind=Unit.Kind.SHELTER)
    for person in make_workers(5, house):
        lived(person, {"count": 1})
    assert preview(saphan, "shelter").people == 5
    assert preview(saphan, "casework").people == 6
    WorkWeek.objects.filter(person__in=crew[:2]).delete()
    assert preview(saphan, "shelter") is None
    assert preview(saphan).people == 9


def test_general_numbers_say_nothing_of_a_kind_with_its_own(saphan, crew):
    house = make_unit(saphan, "Rest house", kind=Unit.Kind.SHELTER)
    for person in make_workers(5, house):
        lived(person, {"count": 1})
    make_policy(saphan, unit_kind="shelter")
    assert preview(saphan).people == 6


def test_other_organisations_are_not_counted(saphan, crew, rest_house):
    for person in make_workers(5, rest_house):
        lived(person, {"count": 1})
    assert preview(saphan).people == 6


@pytest.mark.parametrize("size", [6, 16])
def test_a_preview_takes_the_same_statements_for_any_size(saphan, crew, chiang_mai, size):
    for person in make_workers(size - 6, chiang_mai):
        lived(person, {"count": 18})
    with CaptureQueriesContext(connection) as ran:
        preview(saphan, phases__active="1.6")
    assert len(ran) == 4  # whose kinds, which versions, everybody, those near a limit


lines = st.lists(
    st.fixed_dictionaries(
        {
            "phase": st.sampled_from(list(rules.Phase)),
            "add_ons": st.lists(st.sampled_from(list(rules.AddOn)), unique=True).map(sorted),
            "further_victims": st.integers(0, 12),
            "part": st.sampled_from(list(rules.Part)),
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
    caseloads=st.lists(st.tuples(lines, st.integers(0, 7), st.integers(0, 9)), min_size=5),
    before=odd,
    after=odd,
)
def test_what_the_database_decides_is_what_adding_up_gives(
    saphan, chiang_mai, caseloads, before, after
):
    WorkWeek.objects.all().delete()
    team = make_unit(saphan, f"Team {Unit.objects.count()}")
    # Each example's version lies a week earlier: a Monday takes one.
    version = make_policy(saphan, WEEK - LoadPolicy.objects.count(), **keywords(before))
    old, new = policies.named(version.version), policy_of("new", after)
    expected = Counter()
    people = make_workers(len(caseloads), team)
    for (caseload, nights, led), person in zip(caseloads, people, strict=True):
        row = lived(person, *caseload, nights=nights, supervisees=led, policy=old)
        load = rules.load(
            [CaseloadLine(**line).rule for line in caseload],
            hours=Decimal(40),
            nights=nights,
            # A span that weighed nothing left no trace to weigh anew.
            supervisees=Decimal(led if old.supervisee else 0),
            policy=new,
        )
        expected[Level(row.level), Level(rules.level(load.percent, new))] += 1
    found = previews.preview(organisation=saphan, policy=new, starts=MONDAY, now=NOW)
    assert found.moves == expected


def keywords(numbers):
    return {code.replace("-", "_"): value for code, value in numbers.items()}


def test_what_weighed_nothing_may_weigh_something(saphan, chiang_mai):
    version = make_policy(saphan, phases_dormant="0")
    for person in make_workers(5, chiang_mai):
        lived(person, {"phase": "dormant", "count": 30}, policy=policies.named(version.version))
    assert preview(saphan, phases__dormant="1").up == [(Level.AMBER, 5)]
