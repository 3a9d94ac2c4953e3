"""The load of units: by block, in bands, under the groups rule; for office and admins alone."""

import csv
import re
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from people.disclosure import Said, Sum, leftovers
from people.models import Membership, Organisation, Person, Role, Unit
from people.weeks import Block
from tests.makers import (
    NOW,
    make_membership,
    make_organisation,
    make_person,
    make_policy,
    make_unit,
    make_week,
    make_worker,
    make_workers,
)
from workload import policies, rules, tasks, unit_loads
from workload.models import UnitLoad, WorkWeek

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


def freeze(block=BLOCK) -> dict[str, Said | None]:
    """Freeze a block and read what it says of each unit."""
    unit_loads.freeze(block, now=block.freezes)
    return said(block)


def said(block=BLOCK) -> dict[str, Said | None]:
    rows = UnitLoad.objects.filter(block=block.number).select_related("unit")
    return {row.unit.name_en: row.said for row in rows}


def stored() -> list[tuple]:
    return list(UnitLoad.objects.order_by("pk").values_list())


def page(who, path="/loads/") -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)


# --- The band -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("84.9999", STEADY),
        ("85", WATCH),
        ("100", WATCH),
        ("100.0001", ABOVE),
        ("130", ABOVE),
    ],
)
def test_the_band_turns_where_a_persons_level_does(chiang_mai, last, expected):
    send(make_workers(5, chiang_mai), last)
    assert freeze()["Chiang Mai team"] == expected


@pytest.mark.parametrize(("last", "expected"), [("104", WATCH), ("104.0001", ABOVE)])
def test_the_mean_of_people_is_compared_unrounded(chiang_mai, last, expected):
    people = make_workers(5, chiang_mai)
    send(people[:4], "99")
    send(people[4:], last)
    assert freeze()["Chiang Mai team"] == expected


@pytest.mark.parametrize(("third", "expected"), [("100", WATCH), ("100.0001", ABOVE)])
def test_thirds_of_a_week_add_up_exactly(chiang_mai, third, expected):
    people = make_workers(5, chiang_mai)
    send(people[:4], "100")
    for at, load in enumerate(("99.9999", "100.0001", third)):
        send(people[4:], load, FIRST + at)
    assert freeze()["Chiang Mai team"] == expected


def test_each_person_weighs_the_same_however_many_weeks_they_sent(chiang_mai):
    people = make_workers(5, chiang_mai)
    for at in range(4):
        send(people[:1], "150", FIRST + at)
    send(people[1:], "60")
    assert freeze()["Chiang Mai team"] == STEADY


@given(
    st.lists(st.decimals(0, 900, places=4), min_size=1, max_size=30),
    st.sampled_from([rules.USUAL.watch, rules.USUAL.amber, rules.USUAL.red]),
)
def test_a_group_of_one_mind_has_the_band_of_each(loads, edge):
    for load in (*loads, edge):
        total = int(load * unit_loads.SCALE)
        level = rules.level(load)
        assert unit_loads.band(Sum(7, 7 * total), rules.USUAL) == unit_loads.BANDS[level]


def test_each_unit_is_judged_by_the_limits_that_hold_in_it(chiang_mai, lamphun, saphan):
    Unit.objects.filter(pk=lamphun.pk).update(kind=Unit.Kind.SHELTER)
    make_policy(saphan, FIRST, unit_kind=Unit.Kind.SHELTER, watch="60", amber="70")
    for unit in (chiang_mai, lamphun):
        send(make_workers(5, unit), "71")
    assert freeze() == {
        "Head office": Said("10-19", "steady", ()),
        "Chiang Mai team": STEADY,
        "Lamphun team": ABOVE,
    }


# --- Who counts, and who is withheld ------------------------------------------------------------


def test_five_are_told_and_four_are_not(chiang_mai, lamphun):
    send(make_workers(5, chiang_mai))
    send(make_workers(5, lamphun)[:4])
    # Lamphun is hidden, and with it its only sister: nine less five would be the four.
    assert freeze() == {"Head office": STEADY, "Chiang Mai team": None, "Lamphun team": None}


def test_withheld_and_empty_leave_the_same_row(chiang_mai, lamphun, office):
    send(make_workers(4, lamphun))
    freeze()
    names = [one.name for one in UnitLoad._meta.fields if one.name not in {"id", "unit"}]
    assert len(set(UnitLoad.objects.values_list(*names))) == 1


def test_a_team_where_nobody_sent_looks_like_one_where_one_did(saphan, office, chiang_mai, lamphun):
    silent = make_workers(3, make_unit(saphan, "Mae Sot team", parent=office))
    send(make_workers(9, chiang_mai) + make_workers(5, lamphun))
    first = freeze()
    assert (first["Chiang Mai team"], first["Lamphun team"]) == (STEADY, None)
    send(silent[:1])
    UnitLoad.objects.all().delete()
    assert freeze() == first


def test_a_supervisor_does_not_count_in_their_own_unit(chiang_mai, wipa):
    send([*make_workers(4, chiang_mai), wipa])
    assert freeze() == {"Head office": STEADY, "Chiang Mai team": None}


def test_who_leads_the_top_unit_counts_nowhere(office, chiang_mai):
    malee = make_person("malee", office.organisation)
    make_membership(malee, office, Role.SUPERVISOR)
    send([*make_workers(4, office), malee])
    assert freeze() == {"Head office": None, "Chiang Mai team": None}


def test_a_person_counts_once_where_most_of_their_weeks_are_from(chiang_mai, lamphun, nok):
    send(make_workers(4, chiang_mai))
    send(make_workers(5, lamphun), "120")
    for at, unit in enumerate((chiang_mai, lamphun, chiang_mai, chiang_mai)):
        make_week(nok, FIRST + at, points="50", capacity="100", unit=unit)
    assert freeze() == {
        "Head office": Said("10-19", "watch", ()),
        "Chiang Mai team": STEADY,
        "Lamphun team": ABOVE,
    }


def test_a_week_of_full_leave_is_no_load(chiang_mai):
    people = make_workers(5, chiang_mai)
    send(people[:4])
    make_week(people[4], FIRST, points="0", capacity="0")
    assert freeze()["Chiang Mai team"] is None


def test_weeks_around_the_block_are_none_of_it(chiang_mai):
    people = make_workers(6, chiang_mai)
    send(people[:4])
    send(people[4:5], week=FIRST - 1)
    send(people[5:], week=BLOCK.last + 1)
    assert freeze()["Chiang Mai team"] is None


def test_an_organisation_may_ask_for_more(chiang_mai, rest_house):
    Organisation.objects.filter(pk=rest_house.organisation_id).update(smallest_group=6)
    for unit in (chiang_mai, rest_house):
        send(make_workers(5, unit))
    found = freeze()
    assert (found["Chiang Mai team"], found["Rest house"]) == (STEADY, None)


@pytest.mark.parametrize("seed", range(8))
def test_a_parent_less_its_children_is_never_one_to_four(saphan, office, seed):
    """Random trees, through the tables: every leftover of what was told is nobody or five."""
    chance, units = Random(seed), [office]
    for n in range(9):
        units.append(make_unit(saphan, f"Unit {n}", parent=chance.choice(units[-4:])))
    for unit in units:
        send(make_workers(chance.choice((0, 1, 2, 3, 5, 6, 8)), unit))
    freeze()
    told = dict(UnitLoad.objects.said().values_list("unit_id", "people"))
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    assert all(n == 0 or n >= 5 for n in leftovers(parents, told).values())


# --- Beside the blocks before -------------------------------------------------------------------


def test_one_joiner_does_not_move_the_band(chiang_mai):
    people = make_workers(5, chiang_mai)
    send(people, "90")
    assert freeze()["Chiang Mai team"] == WATCH
    send(people, "90", FIRST + 4)
    send([make_worker(chiang_mai)], "300", FIRST + 4)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == WATCH


def test_one_leaver_is_not_subtracted_even_two_blocks_later(chiang_mai):
    people = make_workers(6, chiang_mai)
    send(people[:5], "80")
    send(people[5:], "300")
    first = freeze()
    assert first["Chiang Mai team"] == ABOVE
    for later in (1, 2, 3):
        send(people[:5], "80", FIRST + 4 * later)
        assert freeze(BLOCK + later) == first
    send(people[:5], "80", FIRST + 16)
    assert freeze(BLOCK + 4)["Chiang Mai team"] == STEADY


def test_the_same_people_and_three_others_may_move_it(chiang_mai):
    people = make_workers(5, chiang_mai)
    send(people, "80")
    freeze()
    send(people, "110", FIRST + 4)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == ABOVE
    send(people + make_workers(3, chiang_mai), "50", FIRST + 8)
    assert freeze(BLOCK + 2)["Chiang Mai team"] == STEADY


def test_somebody_who_moves_between_two_teams_moves_neither_band(chiang_mai, lamphun):
    here, there = make_workers(6, chiang_mai), make_workers(6, lamphun)
    send(here + there, "80")
    first = freeze()
    moved = here[-1]
    Membership.objects.filter(person=moved).update(unit=lamphun)
    send([*here[:-1], *there, again(moved)], "120", FIRST + 4)
    found = freeze(BLOCK + 1)
    assert (found["Chiang Mai team"], found["Lamphun team"]) == (STEADY, STEADY)
    # Of all together the same people sent: there the change is told.
    assert (first["Head office"].band, found["Head office"].band) == ("steady", "above")


def test_whose_weeks_went_is_not_found_by_the_next_block(chiang_mai):
    people = make_workers(6, chiang_mai)
    send(people, "80")
    first = freeze()
    WorkWeek.objects.filter(person=people[5]).delete()
    send(people[:5], "120", FIRST + 4)
    assert freeze(BLOCK + 1) == first


# --- Once and for good --------------------------------------------------------------------------


def test_a_block_cannot_be_frozen_before_its_wednesday(chiang_mai):
    with pytest.raises(ValueError, match="freezes at"):
        unit_loads.freeze(BLOCK, now=BLOCK.freezes - timedelta(seconds=1))
    assert stored() == []


def test_late_and_corrected_weeks_change_nothing(chiang_mai):
    people = make_workers(6, chiang_mai)
    send(people[:5])
    freeze()
    before = stored()
    send(people[5:], "200")
    WorkWeek.objects.filter(person__in=people[:5]).update(percent=Decimal(200))
    assert unit_loads.freeze(BLOCK, now=BLOCK.freezes + timedelta(days=90)) == 0
    assert stored() == before


def test_who_came_later_is_taken_in(chiang_mai):
    freeze()
    before = stored()
    make_unit(make_organisation("Baan Suk Shelters"), "Rest house")
    assert unit_loads.freeze(BLOCK, now=BLOCK.freezes) == 1
    assert stored()[: len(before)] == before


@pytest.mark.parametrize(
    "row",
    [
        {"size": "5-9", "band": "watch", "people": 4, "smallest": 5},
        {"size": "5-9", "band": "watch", "people": 6, "smallest": 7},
        {"size": "5-9", "band": "watch", "people": None, "smallest": 5},
        {"size": "5-9", "band": "", "people": 6, "smallest": 5},
        {"size": "", "band": "above", "people": None, "smallest": 5},
        {"size": "", "band": "", "people": 4, "smallest": 5},
        {"size": "5-9", "band": "watch", "people": 6, "smallest": 4},
    ],
)
def test_the_database_itself_keeps_no_load_of_too_few(chiang_mai, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitLoad.objects.create(unit=chiang_mai, block=1, frozen_at=NOW, **row)


@pytest.mark.parametrize("teams", [1, 6])
def test_freezing_costs_the_same_for_any_number_of_units(teams, office, saphan):
    for n in range(teams):
        send(make_workers(5, make_unit(saphan, f"Team {n}", parent=office)))
    with CaptureQueriesContext(connection) as statements:
        freeze()
    spoken = [q for q in statements if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # One of them reads the organisation's limits, once in the life of a process for each kind.
    assert len(spoken) <= 11


def test_the_job_freezes_what_is_due_and_repeats_safely(chiang_mai):
    send(make_workers(5, chiang_mai))
    with time_machine.travel(BLOCK.freezes - timedelta(seconds=1), tick=False):
        tasks.freeze_loads.call()
    assert BLOCK.number not in set(UnitLoad.objects.values_list("block", flat=True))
    with time_machine.travel(BLOCK.freezes, tick=False):
        tasks.freeze_loads.call()
        before = stored()
        tasks.freeze_loads.call()
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
    seen = UnitLoad.objects.visible_to(viewer).values_list("unit__name_en", flat=True)
    assert set(seen) == (units or set())
    client = Client()
    client.force_login(viewer)
    for path in ("/loads/", "/loads/table.csv"):
        assert client.get(path).status_code == (200 if units else 404)


def test_page_and_table_say_the_same_block_by_block(ploy, chiang_mai, lamphun, friday):
    people = make_workers(6, chiang_mai)
    send(people, "90", (BLOCK - 1).first)
    send(people, "110")
    send(make_workers(6, lamphun))
    freeze(BLOCK - 1)
    freeze()
    sheet = Client()
    sheet.force_login(ploy)
    text = sheet.get("/loads/table.csv").content.decode("utf-8-sig")
    rows = [(r["Unit"], r["Block"], r["People"], r["Load"]) for r in csv.DictReader(StringIO(text))]
    assert rows[2:] == [
        ("Chiang Mai team", str(BLOCK), "5–9 people", "Above the limit"),
        # Nobody of Lamphun sent then, so its sister was withheld with it.
        ("Chiang Mai team", str(BLOCK - 1), "Withheld", "Withheld"),
        ("Lamphun team", str(BLOCK), "5–9 people", "Steady"),
        ("Lamphun team", str(BLOCK - 1), "Withheld", "Withheld"),
    ]
    shown = page(ploy)
    assert "Above the limit" in shown
    assert "Every unit is told in the last block." in shown


def test_no_reading_holds_how_many_people_there_were(anan, chiang_mai, friday):
    send(make_workers(7, chiang_mai))
    freeze()
    UnitLoad.objects.said().update(people=7777)
    for path in ("/loads/", "/loads/table.csv"):
        assert "7777" not in page(anan, path)


def test_withheld_looks_like_empty(ploy, chiang_mai, friday):
    freeze()
    empty = page(ploy)
    UnitLoad.objects.all().delete()
    send(make_workers(4, chiang_mai))
    freeze()
    assert page(ploy) == empty
    assert "2 of 2 units are withheld in the last block." in empty


def test_before_the_first_block_there_is_a_word_about_it(ploy, friday):
    assert "Nothing has been told yet" in page(ploy)


def test_in_thai_the_words_are_thai(ploy, chiang_mai, friday):
    send(make_workers(5, chiang_mai), "120")
    freeze()
    client = Client()
    client.cookies["django_language"] = "th"
    client.force_login(ploy)
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
        unit_loads.read(ploy)
