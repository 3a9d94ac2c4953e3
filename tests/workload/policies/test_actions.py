"""Which numbers hold for whom and when, who may change them, and that the past stays."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Organisation, Role, Unit
from tests.makers import (
    NOW,
    WEEK,
    make_line,
    make_membership,
    make_organisation,
    make_person,
    make_policy,
    make_unit,
    make_week,
    make_worker,
)
from tests.workload.weeks.test_actions import record
from workload.models import LoadPolicy, WorkWeek
from workload.policies import actions as policies
from workload.policies import working
from workload.policies.policy_numbers import (
    NUMBERS,
    TABLES,
    Tag,
    digest_of,
    number_of,
    policy_of,
    written_number,
)
from workload.rules import load as load_rules
from workload.rules.limits import PUBLIC_SERVICE
from workload.weeks.caseloads import LineData

MONDAY = (WEEK + 1).monday
USUAL = written_number(load_rules.USUAL)


def adopt(ploy, **changes):
    changed = changes.pop("numbers", {})
    numbers = USUAL | {code: number_of(n) for code, n in changed.items()}
    fields = {"by": ploy, "starts": MONDAY, "now": NOW, "numbers": numbers} | changes
    return policies.adopt(**fields)


def refused(ploy, **changes) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as problem:
        adopt(ploy, **changes)
    assert not LoadPolicy.objects.exists()
    return problem.value.message_dict


def test_every_number_of_a_policy_has_its_place_and_its_tag():
    assert {number.place for number in NUMBERS} == set(vars(load_rules.USUAL)) - {"version"}
    limits = {number.key for number in NUMBERS if number.place == "limits"}
    assert limits == set(vars(load_rules.USUAL.limits))
    assert len(USUAL) == len(NUMBERS)
    assert policy_of(load_rules.USUAL.version, USUAL) == load_rules.USUAL
    published = {number.code for number in NUMBERS if number.tag == Tag.PUBLISHED}
    assert published == {
        "phases-intake",
        "phases-active",
        "phases-court",
        "supervisee",
        "capacity_share",
        "limits-ceiling_hours",
        "limits-days_in_a_row",
        "limits-open_for_each_new",
        "limits-span",
    }
    assert all(number.source for number in NUMBERS if number.tag != Tag.DEFAULT)


# The project's own versions, each by a digest of its numbers.
PUBLISHED = {
    "default-1-ngo": "e12a071ba4c32eef",
    "default-1-shelter": "e12a071ba4c32eef",
    "default-1-police": "683971cd77c00b45",
    "default-1-ministry": "683971cd77c00b45",
}


@pytest.mark.parametrize("version", PUBLISHED)
def test_a_changed_number_of_the_projects_own_demands_a_new_version(version):
    """Weeks keep the name: give other numbers another, and keep the old ones under theirs."""
    numbers = written_number(policies.named(version))
    assert digest_of(numbers)[:16] == PUBLISHED[version]


def test_every_version_of_the_projects_own_has_its_digest_here():
    assert {*PUBLISHED} == {*policies.USUAL_ONES}


@pytest.mark.parametrize("kind", Organisation.Kind)
def test_a_version_names_one_policy(kind):
    """A week of the police is read by the hours of the police, and not by those of an NGO."""
    usual = load_rules.usual(kind)
    assert policies.named(usual.version) == usual


@pytest.mark.usefixtures("db")
def test_a_week_of_the_police_is_read_by_the_hours_of_the_police():
    police = make_organisation("Police of Saphan", kind=Organisation.Kind.POLICE)
    officer = make_worker(make_unit(police, "Station 9"))
    row, _ = record(officer)
    assert row.policy == "default-1-police"
    assert policies.named(row.policy).limits == PUBLIC_SERVICE


def test_without_a_version_the_projects_numbers_hold(chiang_mai):
    assert policies.judging(chiang_mai, WEEK) == load_rules.USUAL


def test_the_newest_version_holds_from_its_monday_on(saphan, chiang_mai):
    make_policy(saphan, WEEK - 4, night="2")
    make_policy(saphan, WEEK, night="3")
    found = [policies.judging(chiang_mai, WEEK - back).night for back in (5, 4, 1, 0)]
    assert found == [1, 2, 2, 3]


def test_a_kinds_own_version_goes_before_a_newer_general_one(saphan, chiang_mai):
    house = make_unit(saphan, "Rest house", kind=Unit.Kind.SHELTER)
    make_policy(saphan, WEEK - 4, unit_kind="shelter", night="2")
    make_policy(saphan, WEEK, night="3")
    assert policies.judging(house, WEEK).night == 2
    assert policies.judging(chiang_mai, WEEK).night == 3


def test_another_organisations_version_holds_for_nobody_here(rest_house, chiang_mai):
    make_policy(rest_house.organisation, night="9")
    assert policies.judging(chiang_mai, WEEK) == load_rules.USUAL


def test_a_version_is_read_once_a_process(saphan, chiang_mai):
    make_policy(saphan)
    with CaptureQueriesContext(connection) as ran:
        for _ in range(3):
            policies.judging(chiang_mai, WEEK)
        policies.named(policies.judging(chiang_mai, WEEK).version)
    assert len(ran) == 1


def test_a_week_is_judged_by_the_version_that_holds_and_keeps_its_name(nok, saphan):
    version = make_policy(
        saphan, phases_court="4", night="2", capacity_share="0.5", amber="86", red="90"
    )
    row, _ = record(nok, lines=[LineData(phase="court", count=4)], nights=1)
    row.refresh_from_db()
    assert (row.policy, row.case_points, row.night_points) == (str(version.pk), 16, 2)
    assert (row.capacity, row.percent, row.level) == (20, 90, "amber")
    assert row.lines[0]["points"] == "16"


def test_a_correction_of_an_older_week_is_judged_by_that_weeks_version(nok, saphan):
    make_policy(saphan, WEEK + 1, night="2")
    row, _ = record(nok, nights=2, now=(WEEK + 1).opens - timedelta(days=2))
    assert (row.policy, row.night_points) == ("default-1-ngo", 2)


def test_hours_are_judged_by_the_limits_that_were_adopted(nok, saphan):
    make_policy(saphan, limits_long_hours="50", limits_mean_hours="49")
    row, _ = record(nok, hours=Decimal(50))
    assert [(one["code"], one["level"], one["limit"]) for one in row.reasons] == [
        ("hours", "amber", "50")
    ]


def test_a_ceiling_that_was_taken_away_is_none(nok, saphan):
    make_policy(saphan, limits_ceiling_hours="")
    row, _ = record(nok, hours=Decimal(90))
    assert [(one["code"], one["limit"]) for one in row.reasons] == [("hours", "60")]


def test_a_week_of_six_working_days_loses_a_sixth_with_a_day_off(nok, saphan):
    make_policy(saphan, working_days="6")
    row, _ = record(nok, leave_days=Decimal(3))
    assert row.capacity == 13


@pytest.mark.parametrize(
    ("kind", "ceiling"), [("ngo", 84), ("shelter", 84), ("police", None), ("ministry", None)]
)
def test_before_a_version_the_law_of_the_organisations_kind_holds(db, kind, ceiling):
    unit = make_unit(make_organisation("Another one", kind=kind), "Its office")
    assert policies.judging(unit, WEEK).limits.ceiling_hours == ceiling


def test_a_version_from_before_there_were_limits_has_those_of_its_organisations_law(db):
    unit = make_unit(make_organisation("A station", kind="police"), "Its office")
    version = make_policy(unit.organisation, night="2")
    for code in [code for code in version.numbers if code.startswith("limits")]:
        del version.numbers[code]
    models.QuerySet(LoadPolicy).update(numbers=version.numbers)
    policies.forget()
    found = policies.judging(unit, WEEK)
    assert (found.night, found.limits) == (2, PUBLIC_SERVICE)
    policies.forget()
    assert policies.named(version.version) == found


def test_more_than_anybody_carries_is_refused(nok, saphan):
    make_policy(saphan, **{f"add_ons_{one}": "20" for one in load_rules.AddOn})
    heavy = LineData(phase="court", add_ons=tuple(sorted(load_rules.AddOn)), count=200)
    with pytest.raises(ValidationError, match="more than anybody can do"):
        record(nok, lines=[heavy] * 4)
    assert not WorkWeek.objects.exists()


def test_numbers_are_adopted_from_a_monday_to_come(ploy):
    made = adopt(ploy, numbers={"phases-court": "2.50"}, note=" Longer days. ", unit_kind="shelter")
    made.refresh_from_db()
    assert (made.organisation, made.made_by, made.made_at) == (ploy.organisation, ploy, NOW)
    assert (made.unit_kind, made.starts, made.note) == ("shelter", MONDAY, "Longer days.")
    assert policies.named(made.version).phases["court"] == Decimal("2.5")
    assert set(made.numbers) == set(USUAL)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"phases-active": "-0.01"}, "phases-active"),
        ({"night": "20.01"}, "night"),
        ({"parts-advisory": "1.01"}, "parts-advisory"),
        ({"capacity_share": "0"}, "capacity_share"),
        ({"capacity_share": "1.01"}, "capacity_share"),
        ({"capacity_share": "0.04"}, "capacity_share"),
        ({"watch": "0"}, "watch"),
        ({"watch": "100"}, "amber"),
        ({"amber": "120"}, "red"),
        ({"amber": "125"}, "red"),
        ({"red": "500.01"}, "red"),
        ({"working_days": "0.99"}, "working_days"),
        ({"working_days": "7.01"}, "working_days"),
        ({"limits-mean_hours": "55"}, "limits-long_hours"),
        ({"limits-long_hours": "60"}, "limits-very_long_hours"),
        ({"limits-very_long_hours": "85"}, "limits-ceiling_hours"),
        ({"limits-rest_hours_least": "11"}, "limits-rest_hours"),
        ({"limits-span_most": "5"}, "limits-span_most"),
        ({"limits-mean_hours": "-1"}, "limits-mean_hours"),
        ({"limits-ceiling_hours": "168.5"}, "limits-ceiling_hours"),
        ({"limits-nights_in_a_row": "4.5"}, "limits-nights_in_a_row"),
        ({"limits-open_for_each_new": "0"}, "limits-open_for_each_new"),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused_at_their_field(ploy, numbers, field):
    assert set(refused(ploy, numbers=numbers)) == {field}


@pytest.mark.parametrize(
    "numbers",
    [
        {"phases-active": "0"},
        {"night": "20"},
        {"capacity_share": "1"},
        {"capacity_share": "0.05"},
        {"watch": "5"},
        {"watch": "95"},
        {"red": "500"},
        {"working_days": "1"},
        {"working_days": "7"},
        {"limits-ceiling_hours": ""},
        {"limits-ceiling_hours": "165"},
        {"limits-open_for_each_new": "1"},
        {"limits-nights_in_a_row": "0"},
    ],
)
def test_numbers_at_the_edge_are_taken(ploy, numbers):
    assert adopt(ploy, numbers=numbers).pk


@pytest.mark.parametrize("days", [-7, -1, 0, 1])
def test_only_a_monday_to_come_is_a_beginning(ploy, days):
    on_monday = NOW.replace(day=23)
    starts = MONDAY + timedelta(days=days)
    assert set(refused(ploy, starts=starts, now=on_monday)) == {"starts"}


def test_weeks_that_were_sent_already_refuse_a_version(ploy, nok):
    make_week(nok, WEEK + 2)
    assert "already sent" in refused(ploy)["starts"][0]


def test_a_monday_takes_one_version_of_a_kind(ploy):
    adopt(ploy)
    with pytest.raises(ValidationError, match="already a version"):
        adopt(ploy, numbers={"night": "2"})
    assert adopt(ploy, unit_kind="office").pk


def test_a_note_that_identifies_somebody_is_refused(ploy):
    assert set(refused(ploy, note="1101700207030")) == {"note"}


def test_a_version_is_taken_back_until_its_monday(ploy):
    made = adopt(ploy)
    with pytest.raises(ValidationError, match="has begun"):
        policies.withdraw(made, by=ploy, now=(WEEK + 1).opens - timedelta(days=3))
    policies.withdraw(made, by=ploy, now=(WEEK + 1).opens - timedelta(days=3, seconds=1))
    assert not LoadPolicy.objects.exists()


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=1)])
def test_a_version_holds_at_once_in_every_process_that_was_asked_before(ploy, chiang_mai, late):
    # Another host's process: it was asked for the same Monday before, and heard nothing since. Its
    # clock may be some seconds ahead of the one by which the version came.
    with time_machine.travel((WEEK + 1).opens - timedelta(days=3) + late, tick=False):
        assert policies.judging(chiang_mai, WEEK + 1).night == load_rules.USUAL.night
        made = adopt(ploy, numbers={"night": "2"})
        assert policies.judging(chiang_mai, WEEK + 1).night == 2
        policies.withdraw(made, by=ploy, now=NOW)
        assert policies.judging(chiang_mai, WEEK + 1).night == load_rules.USUAL.night


def test_what_holds_since_an_hour_is_read_once(chiang_mai, django_assert_num_queries):
    with time_machine.travel((WEEK + 1).opens - timedelta(days=2, hours=23), tick=False):
        first = policies.judging(chiang_mai, WEEK + 1)
        with django_assert_num_queries(0):
            assert policies.judging(chiang_mai, WEEK + 1) == first


def admins(saphan, office, chiang_mai, rest_house):
    """Who may look like an admin: of a part, of another organisation, or with no such role."""
    part, boss = make_person("part", saphan), make_person("boss", rest_house.organisation)
    make_membership(part, chiang_mai, Role.ADMIN)
    make_membership(boss, rest_house, Role.ADMIN)
    return [part, boss]


def test_only_an_admin_of_the_whole_organisation_takes_a_version_back(
    ploy, anan, saphan, office, chiang_mai, rest_house
):
    made = adopt(ploy)
    for by in (anan, *admins(saphan, office, chiang_mai, rest_house)):
        with pytest.raises(PermissionDenied):
            policies.withdraw(made, by=by, now=NOW)
    assert LoadPolicy.objects.get() == made


def test_only_an_admin_of_the_whole_organisation_adopts_numbers(
    wipa, anan, saphan, office, chiang_mai, rest_house
):
    part, _boss = admins(saphan, office, chiang_mai, rest_house)
    for by in (wipa, anan, part):
        with pytest.raises(PermissionDenied):
            adopt(by)
    assert not LoadPolicy.objects.exists()


def test_a_version_is_never_changed_and_never_lost_once_it_judged(saphan, nok):
    version = make_policy(saphan)
    make_week(nok, policy=version.version)
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        LoadPolicy.objects.update(note="better")
    with pytest.raises(TypeError):
        LoadPolicy.objects.all().delete()
    with pytest.raises(models.ProtectedError):
        version.delete()
    assert LoadPolicy.objects.get().note == ""


WEIGHED = {*TABLES} - {"parts"} | {
    "night",
    "supervisee",
    "further_victim",
    "further_victims_at_most",
}
weights = st.integers(0, 80).map(lambda quarters: Decimal(quarters) / 4)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    numbers=st.fixed_dictionaries(
        {number.code: weights for number in NUMBERS if number.place in WEIGHED}
        | {"capacity_share": st.integers(1, 20).map(lambda part: Decimal(part) / 20)}
    ),
    ahead=st.integers(1, 52),
)
def test_other_numbers_never_alter_a_week_that_was_sent(ploy, nok, numbers, ahead):
    if not WorkWeek.objects.exists():
        make_policy(ploy.organisation, WEEK, phases_active="1.75")
        make_line(nok, "court", add_ons=["child"], further_victims=9, part="secondary")
        record(nok, lines=[LineData(phase="active", count=12)], nights=3)
    before = list(WorkWeek.objects.values())
    LoadPolicy.objects.filter(starts=(WEEK + ahead).monday).first() or adopt(
        ploy, numbers=numbers, starts=(WEEK + ahead).monday
    )
    assert list(WorkWeek.objects.values()) == before
    row = WorkWeek.objects.get()
    shown = working.working_entries(row, policies.named(row.policy))
    assert sum(entry.points for entry in shown) == row.points
    assert shown[0].working == "12 × 1.75" or shown[1].working == "12 × 1.75"


def test_a_worker_in_a_unit_of_another_kind_is_judged_by_its_numbers(saphan, office):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    make_policy(saphan, unit_kind="shelter", night="2.5")
    row, _ = record(make_worker(house), nights=2)
    assert row.night_points == 5
