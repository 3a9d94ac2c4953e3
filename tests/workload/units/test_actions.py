"""The load of units: by block, in bands, under the groups rule; for office and admins alone."""

import csv
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from people.groups.rule import GroupSum, Said
from people.models import Organisation, Person, Role, Unit
from people.weeks import Block
from tests.makers import (
    NOW,
    enter,
    make_membership,
    make_organisation,
    make_person,
    make_policy,
    make_unit,
    make_unweighed_week,
    make_week,
    make_workers,
)
from wellbeing.groups import freezing
from workload.models import UnitLoad, WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.units import actions as units_actions
from workload.units import tasks as units_tasks

# Weeks 43 to 46 of 2026, frozen on Wednesday 18 November.
BLOCK = Block.latest(NOW)
FIRST = BLOCK.first
STEADY, WATCH, ABOVE = Said("5-9", "steady", ()), Said("5-9", "watch", ()), Said("5-9", "above", ())


@pytest.fixture(autouse=True)
def other_versions():
    policies.forget()
    yield
    policies.forget()


@pytest.fixture
def lamphun(office, saphan):
    return make_unit(saphan, "Lamphun team", parent=office)


def again(person) -> Person:
    """The same person on another request."""
    return Person.objects.get(pk=person.pk)


def send(people, load="50", week=FIRST) -> None:
    """Let each send one week with a load in percent of capacity."""
    for person in people:
        make_week(person, week, points=load, capacity="100")


def crew(unit, loads, away=2, week=FIRST) -> list[Person]:
    """Let so many who work in a unit send a load each, and some a week of full leave."""
    people = make_workers(len(loads) + away, unit)
    for person, load in zip(people, loads, strict=False):
        make_week(person, week, points=load, capacity="100")
    for person in people[len(loads) :]:
        make_week(person, week, points="0", capacity="0")
    return people


def freeze(block=BLOCK) -> dict[str, Said | None]:
    """Freeze a block and read what it says of each unit."""
    units_actions.freeze(block, now=block.freezes)
    return said(block)


def said(block=BLOCK) -> dict[str, Said | None]:
    rows = UnitLoad.objects.filter(block=block.number).select_related("unit")
    return {row.unit.name["en"]: row.said for row in rows}


def stored() -> list[tuple]:
    return list(UnitLoad.objects.order_by("pk").values_list())


def page(who, path="/loads/") -> str:
    client = Client()
    enter(client, who)
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


# --- The band -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "expected"),
    [("79.9999", STEADY), ("90", WATCH), ("95", WATCH), ("105.0001", ABOVE), ("150", ABOVE)],
)
def test_a_mean_further_from_an_edge_than_25_of_all_is_told_as_it_is(chiang_mai, load, expected):
    """Of five people: further than five points."""
    crew(chiang_mai, [load] * 5)
    assert freeze()["Chiang Mai team"] == expected


def test_near_an_edge_chance_decides_anew_in_each_block(chiang_mai):
    people, told = crew(chiang_mai, ["100.0001"] * 5), []
    for later in range(24):
        if later:
            send(people, "100.0001", FIRST + 4 * later)
        told.append(freeze(BLOCK + later)["Chiang Mai team"].band)
    assert set(told) == {"watch", "above"}


def own_of(unit) -> GroupSum:
    """What the people of a unit alone come to."""
    asked = freezing.trees({unit.organisation_id: 5})
    return units_actions.LoadCrowd(BLOCK, asked).own[unit.pk].sums[0]


@pytest.mark.parametrize("third", ["100", "100.0001"])
def test_thirds_of_a_week_add_up_exactly(chiang_mai, third):
    people = crew(chiang_mai, ["100"] * 4)
    for at, load in enumerate(("99.9999", "100.0001", third)):
        send(people[5:], load, FIRST + 1 + at)
    mean = (Fraction("99.9999") + Fraction("100.0001") + Fraction(third)) / 3
    assert own_of(chiang_mai) == (5, units_actions.SCALE * (400 + mean))


def test_each_person_weighs_the_same_however_many_weeks_they_sent(chiang_mai):
    people = crew(chiang_mai, ["60"] * 4)
    for at in range(4):
        send(people[5:], "150", FIRST + 1 + at) if at < 3 else None
    assert own_of(chiang_mai) == (5, units_actions.SCALE * (240 + 150))


@given(
    st.lists(st.decimals(0, 900, places=4), min_size=1, max_size=30),
    st.sampled_from([load_rules.USUAL.watch, load_rules.USUAL.amber, load_rules.USUAL.red]),
)
def test_a_group_of_one_mind_has_the_band_of_each(loads, edge):
    for load in (*loads, edge):
        total = int(load * units_actions.SCALE)
        level = load_rules.level(load)
        assert (
            units_actions.band(GroupSum(7, 7 * total), load_rules.USUAL)
            == units_actions.BANDS[level]
        )


def test_each_unit_is_judged_by_the_limits_that_hold_in_it(chiang_mai, lamphun, saphan):
    Unit.objects.filter(pk=lamphun.pk).update(kind=Unit.Kind.SHELTER)
    make_policy(saphan, BLOCK.last, unit_kind=Unit.Kind.SHELTER, watch="60", amber="70")
    for unit in (chiang_mai, lamphun):
        crew(unit, ["76"] * 5)
    assert freeze() == {
        "Head office": Said("10-19", "steady", ()),
        "Chiang Mai team": STEADY,
        "Lamphun team": ABOVE,
    }


# --- Who counts, and who is withheld ------------------------------------------------------------


@pytest.mark.parametrize(
    ("loads", "away", "told"), [(5, 2, True), (4, 3, False), (5, 1, False), (6, 0, False)]
)
def test_seven_who_sent_and_five_with_a_load_are_told(chiang_mai, loads, away, told):
    crew(chiang_mai, ["50"] * loads, away)
    assert freeze()["Chiang Mai team"] == (STEADY if told else None)


def test_who_has_no_contracted_hours_is_none_of_those_who_sent(chiang_mai, volunteer):
    """Their weeks never have a load: counted, they would make others easier to subtract."""
    crew(chiang_mai, ["50"] * 5, away=1)
    make_unweighed_week(volunteer, FIRST)
    assert freeze()["Chiang Mai team"] is None


def test_a_small_team_takes_its_only_sister_with_it(chiang_mai, lamphun):
    crew(chiang_mai, ["50"] * 6)
    crew(lamphun, ["50"] * 4)
    found = freeze()
    assert (found["Chiang Mai team"], found["Lamphun team"]) == (None, None)
    assert found["Head office"] == Said("10-19", "steady", ())


def test_withheld_and_empty_leave_the_same_row(chiang_mai, lamphun, office):
    crew(lamphun, ["50"] * 4, away=0)
    freeze()
    names = [one.name for one in UnitLoad._meta.fields if one.name not in {"id", "unit"}]
    assert len(set(UnitLoad.objects.values_list(*names))) == 1


def test_a_supervisor_does_not_count_in_their_own_unit(chiang_mai, wipa):
    crew(chiang_mai, ["50"] * 4)
    send([wipa])
    assert freeze() == {"Head office": STEADY, "Chiang Mai team": None}


def test_who_leads_the_top_unit_counts_nowhere(office, chiang_mai):
    malee = make_person("malee", office.organisation)
    make_membership(malee, office, Role.SUPERVISOR)
    crew(office, ["50"] * 4)
    send([malee])
    assert freeze() == {"Head office": None, "Chiang Mai team": None}


def test_a_person_counts_once_where_most_of_their_weeks_are_from(chiang_mai, lamphun, nok):
    crew(chiang_mai, ["50"] * 4)
    crew(lamphun, ["130"] * 5)
    for at, unit in enumerate((chiang_mai, lamphun, chiang_mai, chiang_mai)):
        make_week(nok, FIRST + at, points="50", capacity="100", unit=unit)
    assert freeze() == {
        "Head office": Said("10-19", "watch", ()),
        "Chiang Mai team": STEADY,
        "Lamphun team": ABOVE,
    }


def test_weeks_around_the_block_are_none_of_it(chiang_mai):
    people = crew(chiang_mai, ["50"] * 4)
    send(people[:1], week=FIRST - 1)
    send(make_workers(1, chiang_mai), week=FIRST - 1)
    send(make_workers(1, chiang_mai), week=BLOCK.last + 1)
    assert freeze()["Chiang Mai team"] is None


def test_an_organisation_may_ask_for_more(chiang_mai, rest_house):
    Organisation.objects.filter(pk=rest_house.organisation_id).update(smallest_group=6)
    for unit in (chiang_mai, rest_house):
        crew(unit, ["50"] * 5)
    found = freeze()
    assert (found["Chiang Mai team"], found["Rest house"]) == (STEADY, None)


# --- Attacks over blocks ------------------------------------------------------------------------


def test_six_people_at_150_percent_are_not_told_as_steady_for_ever(chiang_mai):
    """One of them without a load in every other block: told beside earlier blocks, it stuck."""
    people = crew(chiang_mai, ["50"] * 6)
    assert freeze()["Chiang Mai team"] == STEADY
    told = []
    for later in range(1, 13):
        week = FIRST + 4 * later
        send(people[: 6 if later % 2 else 5], "150", week)
        for one in people[6 if later % 2 else 5 :]:
            make_week(one, week, points="0", capacity="0")
        told.append(freeze(BLOCK + later)["Chiang Mai team"])
    assert told == [ABOVE] * 12


# --- Once and for good --------------------------------------------------------------------------


def test_a_block_cannot_be_frozen_before_its_wednesday(chiang_mai):
    with pytest.raises(ValueError, match="freezes at"):
        units_actions.freeze(BLOCK, now=BLOCK.freezes - timedelta(seconds=1))
    assert stored() == []


def test_late_and_corrected_weeks_change_nothing(chiang_mai):
    people = crew(chiang_mai, ["50"] * 5)
    freeze()
    before = stored()
    send(make_workers(2, chiang_mai), "200")
    WorkWeek.objects.filter(person__in=people[:5]).update(percent=Decimal(200))
    assert units_actions.freeze(BLOCK, now=BLOCK.freezes + timedelta(days=90)) == 0
    assert stored() == before


def test_who_came_later_is_taken_in(chiang_mai):
    freeze()
    before = stored()
    make_unit(make_organisation("Baan Suk Shelters"), "Rest house")
    assert units_actions.freeze(BLOCK, now=BLOCK.freezes) == 1
    assert stored()[: len(before)] == before


@pytest.mark.parametrize(
    "row",
    [
        {"size": "5-9", "band": "", "smallest": 5},
        {"size": "", "band": "above", "smallest": 5},
        {"size": "5-9", "band": "watch", "smallest": 4},
    ],
)
def test_the_database_itself_keeps_all_of_a_load_or_nothing(chiang_mai, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitLoad.objects.create(unit=chiang_mai, block=1, frozen_at=NOW, **row)


@pytest.mark.parametrize("teams", [1, 6])
def test_freezing_costs_the_same_for_any_number_of_units(teams, office, saphan):
    for n in range(teams):
        crew(make_unit(saphan, f"Team {n}", parent=office), ["50"] * 5)
    with CaptureQueriesContext(connection) as statements:
        freeze()
    spoken = [q for q in statements if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # One of them reads the organisation's limits, once in the life of a process for each kind.
    assert len(spoken) <= 14


def test_the_job_freezes_what_is_due_and_repeats_safely(chiang_mai):
    crew(chiang_mai, ["50"] * 5)
    with time_machine.travel(BLOCK.freezes - timedelta(seconds=1), tick=False):
        units_tasks.freeze_loads.call()
    assert BLOCK.number not in set(UnitLoad.objects.values_list("block", flat=True))
    with time_machine.travel(BLOCK.freezes, tick=False):
        units_tasks.freeze_loads.call()
        before = stored()
        units_tasks.freeze_loads.call()
    assert said()["Chiang Mai team"] == STEADY
    assert stored() == before


# --- Who reads it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("nok", None),
        ("wipa", None),
        ("siriporn", None),
        ("orathai", None),
        ("anan", {"Head office", "Chiang Mai team"}),
        ("ploy", {"Head office", "Chiang Mai team"}),
        ("noi", None),
    ],
)
def test_office_and_admins_read_it_and_for_others_it_is_not_there(
    request, rest_house, chiang_mai, friday, who, units
):
    viewer = request.getfixturevalue(who)
    freeze()
    seen = UnitLoad.objects.visible_to(viewer).values_list("unit__name__en", flat=True)
    assert set(seen) == (units or set())
    client = Client()
    enter(client, viewer)
    for path in ("/loads/", "/loads/table.csv"):
        assert client.get(path).status_code == (200 if units else 404)


def test_an_admin_of_a_part_reads_of_that_part_alone(chiang_mai, lamphun, friday):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    make_membership(deputy, lamphun, Role.SUPERVISOR)
    freeze()
    assert [str(one.unit) for one in units_actions.read(again(deputy)).groups] == [
        "Chiang Mai team"
    ]
    assert "Lamphun" not in page(deputy).split("<main")[1]


def test_page_and_table_say_the_same_block_by_block(ploy, chiang_mai, lamphun, friday):
    people = crew(chiang_mai, ["92"] * 8, away=0, week=(BLOCK - 1).first)
    send(people, "110")
    silent = crew(lamphun, ["50"] * 8, away=0)
    send(silent[:1], week=(BLOCK - 1).first)
    freeze(BLOCK - 1)
    freeze()
    sheet = Client()
    enter(sheet, ploy)
    text = sheet.get("/loads/table.csv").getvalue().decode("utf-8-sig")
    rows = [(r["Unit"], r["Block"], r["People"], r["Load"]) for r in csv.DictReader(StringIO(text))]
    assert rows[2:] == [
        ("Chiang Mai team", str(BLOCK), "5–9 people", "Above the limit"),
        # One of Lamphun sent then, so its sister was withheld with it.
        ("Chiang Mai team", str(BLOCK - 1), "Withheld", "Withheld"),
        ("Lamphun team", str(BLOCK), "5–9 people", "Steady"),
        ("Lamphun team", str(BLOCK - 1), "Withheld", "Withheld"),
    ]
    shown = page(ploy)
    assert "Above the limit" in shown
    assert "Every unit is shown in the last block." in shown


def test_withheld_looks_like_empty(ploy, chiang_mai, friday):
    freeze()
    empty = page(ploy)
    UnitLoad.objects.all().delete()
    send(make_workers(4, chiang_mai))
    freeze()
    assert page(ploy) == empty
    assert "2 of 2 units are withheld in the last block." in empty


def test_before_the_first_block_there_is_a_word_about_it(ploy, friday):
    assert "Nothing published yet" in page(ploy)


def test_in_thai_the_words_are_thai(ploy, chiang_mai, friday):
    send(make_workers(5, chiang_mai), "120")
    freeze()
    client = Client()
    client.cookies["django_language"] = "th"
    enter(client, ploy)
    assert "เกินเกณฑ์" in client.get("/loads/").text


@pytest.mark.parametrize("teams", [1, 5])
def test_reading_costs_the_same_for_any_number_of_units(
    teams, ploy, office, saphan, django_assert_num_queries
):
    for n in range(teams):
        send(make_workers(5, make_unit(saphan, f"Team {n}", parent=office)))
    freeze()
    ploy.current_memberships  # noqa: B018 - read once per request, before
    with django_assert_num_queries(4):
        units_actions.read(ploy)
