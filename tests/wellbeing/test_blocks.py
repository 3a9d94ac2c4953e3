"""Freezing a block: from the answers in the tables to what is said, once and for good."""

from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.disclosure import Said
from people.models import Membership, Organisation, Person, Role
from people.weeks import Block, Week
from tests.makers import (
    NOW,
    at,
    group_said,
    make_checkin,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)
from wellbeing import blocks, crowds, tasks
from wellbeing.models import BlockResult, CheckIn

# Weeks 43 to 46 of 2026, frozen on Wednesday 18 November.
BLOCK = Block.latest(NOW)
FIRST = BLOCK.first
HEAVY = {"worn": 4, "far": 4, "back": 4, "rest": 0, "team": 0}
LIGHT = {"worn": 0, "far": 0, "back": 0, "rest": 4, "team": 4}


def freeze(block=BLOCK) -> dict[str, Said | None]:
    """Freeze a block and read what it says of each unit."""
    blocks.freeze(block, now=block.freezes)
    return said(block)


def said(block=BLOCK) -> dict[str, Said | None]:
    rows = BlockResult.objects.filter(block=block.number).select_related("unit")
    return {row.unit.name_en: row.said for row in rows}


def answer(people, week=FIRST, **answers) -> None:
    for person in people:
        make_checkin(person, week, **answers)


def again(person) -> Person:
    """The same person on another request."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def lamphun(office, saphan):
    return make_unit(saphan, "Lamphun team", parent=office)


def test_five_are_told_and_four_are_not(chiang_mai, lamphun):
    answer(make_workers(5, chiang_mai))
    answer(make_workers(5, lamphun)[:4])
    # Lamphun is hidden, and with it its only sister: nine less five would be the four.
    assert freeze() == {
        "Head office": group_said("5-9", "some"),
        "Chiang Mai team": None,
        "Lamphun team": None,
    }


def test_a_team_where_nobody_answered_looks_like_one_where_one_did(
    saphan, office, chiang_mai, lamphun
):
    mae_sot = make_unit(saphan, "Mae Sot team", parent=office)
    answer(make_workers(9, chiang_mai) + make_workers(5, lamphun))
    silent = make_workers(3, mae_sot)
    first = freeze()
    assert (first["Chiang Mai team"], first["Lamphun team"]) == (group_said("5-9", "some"), None)
    answer(silent[:1])
    BlockResult.objects.all().delete()
    assert freeze() == first


def test_a_unit_where_nobody_works_hides_no_other(saphan, office, chiang_mai, wipa):
    empty = make_unit(saphan, "Mae Sot team", parent=office)
    gone = make_workers(1, empty)[0]
    Membership.objects.filter(person=gone).update(ends=FIRST.monday - timedelta(days=1))
    leads = make_person("leads", saphan)
    make_membership(leads, empty, Role.SUPERVISOR)
    answer(make_workers(5, chiang_mai))
    assert freeze()["Chiang Mai team"] == group_said("5-9", "some")


def test_from_ten_on_each_line_is_told(chiang_mai):
    answer(make_workers(10, chiang_mai), worn=4, far=0, back=1, rest=3, team=2)
    expected = group_said("10-19", "some", ("most", "few", "few", "most", "some"))
    assert freeze() == {"Head office": expected, "Chiang Mai team": expected}


def test_nobody_and_too_few_leave_the_same_row(chiang_mai, lamphun, office):
    answer(make_workers(4, lamphun))
    freeze()
    rows = {
        tuple(row)
        for row in BlockResult.objects.values_list(
            *(f.name for f in BlockResult._meta.fields if f.name not in {"id", "unit"})
        )
    }
    assert len(rows) == 1


def test_a_supervisor_does_not_count_among_their_own_unit(chiang_mai, wipa):
    answer([*make_workers(4, chiang_mai), wipa])
    found = freeze()
    assert found == {"Head office": group_said("5-9", "some"), "Chiang Mai team": None}


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        ("2026-11-15", None, False),  # the block's last Sunday
        ("2026-11-16", None, True),
        ("2026-01-01", "2026-10-19", False),  # its first Monday
        ("2026-01-01", "2026-10-18", True),
    ],
)
def test_who_led_on_any_day_of_the_block_is_not_counted(chiang_mai, nok, starts, ends, counts):
    days = {"starts": at(starts).date(), "ends": at(ends).date() if ends else None}
    make_membership(nok, chiang_mai, Role.SUPERVISOR, hours=None, **days)
    answer([*make_workers(4, chiang_mai), nok])
    assert (freeze()["Chiang Mai team"] is not None) is counts


def test_who_leads_the_top_unit_counts_nowhere(office, chiang_mai):
    malee = make_person("malee", office.organisation)
    make_membership(malee, office, Role.SUPERVISOR)
    answer([*make_workers(4, office), malee])
    assert freeze() == {"Head office": None, "Chiang Mai team": None}


def test_a_person_counts_once_where_most_of_the_answers_are_from(chiang_mai, lamphun, nok):
    answer(make_workers(4, chiang_mai))
    answer(make_workers(5, lamphun), **HEAVY)
    for week, unit in enumerate((chiang_mai, lamphun, chiang_mai, chiang_mai)):
        make_checkin(nok, FIRST + week, unit)
    assert freeze() == {
        "Head office": group_said("10-19", "high", ("most",) * 3 + ("few",) * 2),
        "Chiang Mai team": group_said("5-9", "some"),
        "Lamphun team": group_said("5-9", "high"),
    }


def test_one_answered_week_is_enough_and_weeks_around_the_block_are_none(chiang_mai):
    people = make_workers(6, chiang_mai)
    answer(people[:2], BLOCK.last)
    answer(people[2:4], FIRST)
    answer(people[4:5], FIRST - 1)
    answer(people[5:], BLOCK.last + 1)
    assert freeze()["Chiang Mai team"] is None
    answer(people[:5], FIRST + 4)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == group_said("5-9", "some")


def test_too_few_lines_to_add_up_are_no_answer(chiang_mai):
    people = make_workers(5, chiang_mai)
    answer(people[:4])
    make_checkin(people[4], FIRST, rest=None, team=None)
    assert freeze()["Chiang Mai team"] is None


def test_each_person_weighs_the_same_however_many_weeks_they_answered(chiang_mai):
    """One who is heavy in four weeks does not outweigh four who are light in one."""
    people = make_workers(5, chiang_mai)
    for week in range(4):
        answer(people[:1], FIRST + week, **HEAVY)
    answer(people[1:], **LIGHT)
    assert freeze()["Chiang Mai team"] == group_said("5-9", "low")


@pytest.mark.parametrize(("last", "word"), [(3, "some"), (4, "high")])
def test_a_mean_that_is_exactly_sixty_is_high(chiang_mai, last, word):
    """Thirds: three weeks of 100, 75 and 75, and others that make up for them."""
    people = make_workers(5, chiang_mai)
    for week, worn in enumerate((4, 4, 3)):
        make_checkin(people[0], FIRST + week, worn=worn, far=3, back=3, rest=1, team=1)
    for week, worn in enumerate((1, 1, 2)):
        make_checkin(people[1], FIRST + week, worn=worn, far=2, back=2, rest=2, team=2)
    # 235/3 + 140/3 = 125, and 175 more are 300 = 5 × 60.
    answer(people[2:4], worn=4, far=2, back=2, rest=2, team=2)
    make_checkin(people[4], FIRST, worn=last, far=2, back=2, rest=2, team=3)
    found = freeze()["Chiang Mai team"]
    total = Fraction(235, 3) + Fraction(140, 3) + 60 + 60 + 5 * (last + 2 + 2 + 2 + 1)
    assert (total >= 300) is (word == "high")
    assert found.band == word


def test_the_tables_say_what_the_answers_say(chiang_mai, lamphun, office):
    """Against a second way to compute it: person by person, with fractions."""
    chance = Random(7)
    people = [one for unit in (chiang_mai, lamphun, office) for one in make_workers(12, unit)]
    for person in people:
        for week in range(4):
            lines = {
                name: chance.choice((0, 1, 2, 3, 4, None))
                for name in LIGHT
                if chance.random() < 0.9
            }
            make_checkin(person, FIRST + week, **lines)
    found = freeze()
    for unit in (chiang_mai, lamphun):
        mine = CheckIn.objects.filter(unit=unit, scored=True)
        by_person = {}
        for row in mine:
            by_person.setdefault(row.person_id, []).append(row)
        assert found[unit.name_en].size == ("10-19" if len(by_person) >= 10 else "5-9")
        of_people = [mean([Fraction(row.strain) for row in rows]) for rows in by_person.values()]
        assert found[unit.name_en].band == word(mean(of_people), (35, 60), ("low", "some", "high"))
        for place, name in enumerate(LIGHT):
            given = [
                [row.answers.given[name] for row in rows if name in row.answers.given]
                for rows in by_person.values()
            ]
            told = [mean(rows) for rows in given if rows]
            limits = (Fraction(3, 2), Fraction(5, 2))
            expected = word(mean(told), limits, ("few", "some", "most"))
            assert found[unit.name_en].lines[place] in {expected, ""}


def mean(values) -> Fraction:
    return Fraction(sum(values), 1) / len(values)


def word(value, edges, words) -> str:
    return words[sum(value >= edge for edge in edges)]


# --- Once and for good --------------------------------------------------------------------------


def stored() -> list[tuple]:
    return list(BlockResult.objects.order_by("pk").values_list())


def test_a_block_cannot_be_frozen_before_its_wednesday(chiang_mai):
    with pytest.raises(ValueError, match="freezes at"):
        blocks.freeze(BLOCK, now=BLOCK.freezes - timedelta(seconds=1))
    assert stored() == []


def test_late_answers_change_nothing(chiang_mai):
    people = make_workers(6, chiang_mai)
    answer(people[:5])
    freeze()
    before = stored()
    answer(people[5:], **HEAVY)
    CheckIn.objects.filter(person__in=people[:5]).delete()
    answer(people[:5], **HEAVY)
    CheckIn.objects.filter(person=people[0]).delete()
    assert blocks.freeze(BLOCK, now=BLOCK.freezes + timedelta(days=90)) == 0
    assert stored() == before


def test_freezing_is_safe_to_repeat_and_takes_in_who_came_later(chiang_mai):
    freeze()
    before = stored()
    make_unit(make_organisation("Baan Suk Shelters"), "Rest house")
    assert blocks.freeze(BLOCK, now=BLOCK.freezes) == 1
    assert stored()[: len(before)] == before


def test_more_people_can_be_asked_for_from_the_next_block_on(chiang_mai, saphan):
    people = make_workers(7, chiang_mai)
    answer(people)
    freeze()
    before = stored()
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=8)
    answer(people, FIRST + 4)
    assert freeze(BLOCK + 1)["Chiang Mai team"] is None
    assert stored()[: len(before)] == before
    assert set(BlockResult.objects.values_list("block", "smallest")) == {
        (BLOCK.number, 5),
        (BLOCK.number + 1, 8),
    }


def test_each_organisation_is_judged_by_its_own_number(chiang_mai, rest_house):
    Organisation.objects.filter(pk=rest_house.organisation_id).update(smallest_group=6)
    for unit in (chiang_mai, rest_house):
        answer(make_workers(5, unit))
    found = freeze()
    assert (found["Chiang Mai team"], found["Rest house"]) == (group_said("5-9", "some"), None)


@pytest.mark.parametrize(
    "row",
    [
        {"size": "5-9", "strain": "some", "people": 4, "smallest": 5},
        {"size": "5-9", "strain": "some", "people": 6, "smallest": 7},
        {"size": "5-9", "strain": "some", "people": None, "smallest": 5},
        {"size": "5-9", "strain": "", "people": 6, "smallest": 5},
        {"size": "", "strain": "high", "people": None, "smallest": 5},
        {"size": "", "strain": "", "people": 4, "smallest": 5},
        {"size": "", "strain": "", "worn": "few", "people": None, "smallest": 5},
        {"size": "5-9", "strain": "some", "people": 6, "smallest": 4},
    ],
)
def test_the_database_itself_keeps_no_result_of_too_few(chiang_mai, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockResult.objects.create(unit=chiang_mai, block=1, frozen_at=NOW, **row)


def test_an_organisation_cannot_ask_for_fewer_than_five(saphan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=saphan.pk).update(smallest_group=4)


# --- Beside the blocks before -------------------------------------------------------------------


def test_one_joiner_does_not_move_the_band(chiang_mai):
    people = make_workers(5, chiang_mai)
    answer(people, worn=3, far=3)
    first = freeze()
    assert first["Chiang Mai team"] == group_said("5-9", "high")
    answer([*people, make_worker(chiang_mai)], FIRST + 4, **LIGHT)
    assert freeze(BLOCK + 1) == first


def test_three_who_come_may_move_it(chiang_mai):
    people = make_workers(5, chiang_mai)
    answer(people, worn=3, far=3)
    freeze()
    answer([*people, *make_workers(3, chiang_mai)], FIRST + 4, **LIGHT)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == group_said("5-9", "low")


def test_the_same_people_may_move_it(chiang_mai):
    people = make_workers(5, chiang_mai)
    answer(people)
    freeze()
    answer(people, FIRST + 4, **HEAVY)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == group_said("5-9", "high")


def test_one_leaver_is_not_subtracted_even_two_blocks_later(chiang_mai):
    people = make_workers(6, chiang_mai)
    answer(people[:5])
    make_checkin(people[5], FIRST, **HEAVY)
    first = freeze()
    for later in (1, 2, 3):
        answer(people[:5], FIRST + 4 * later, **LIGHT)
        assert freeze(BLOCK + later) == first
    answer(people[:5], FIRST + 16, **LIGHT)
    assert freeze(BLOCK + 4)["Chiang Mai team"] == group_said("5-9", "low")


def test_somebody_who_moves_between_two_teams_moves_neither_band(chiang_mai, lamphun):
    here, there = make_workers(6, chiang_mai), make_workers(6, lamphun)
    answer(here + there)
    first = freeze()
    moved = here[-1]
    Membership.objects.filter(person=moved).update(unit=lamphun)
    answer([*here[:-1], *there, again(moved)], FIRST + 4, **HEAVY)
    found = freeze(BLOCK + 1)
    assert {name: found[name] for name in ("Chiang Mai team", "Lamphun team")} == {
        name: first[name] for name in ("Chiang Mai team", "Lamphun team")
    }
    # Of all together the same people answered: there the change is told.
    assert (first["Head office"].band, found["Head office"].band) == ("some", "high")


def test_who_took_their_answers_back_is_not_found_by_the_next_block(chiang_mai):
    people = make_workers(6, chiang_mai)
    answer(people)
    first = freeze()
    CheckIn.objects.filter(person=people[5]).delete()
    answer(people[:5], FIRST + 4, **HEAVY)
    assert freeze(BLOCK + 1) == first


def test_many_units_are_compared_too(chiang_mai, monkeypatch):
    people = make_workers(5, chiang_mai)
    answer(people, worn=3, far=3)
    first = freeze()
    answer([*people, make_worker(chiang_mai)], FIRST + 4, **LIGHT)
    monkeypatch.setattr(crowds, "BY_NAME", 0)
    assert freeze(BLOCK + 1) == first


# --- The job ------------------------------------------------------------------------------------


@pytest.mark.parametrize("teams", [1, 6])
def test_freezing_costs_the_same_for_any_number_of_units(teams, office, saphan):
    for n in range(teams):
        answer(make_workers(5, make_unit(saphan, f"Team {n}", parent=office)))
    with CaptureQueriesContext(
        connection,
    ) as statements:
        freeze()
    spoken = [q for q in statements if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(spoken) == 9


def test_the_job_freezes_what_is_due_and_repeats_safely(chiang_mai):
    people = make_workers(5, chiang_mai)
    answer(people)
    with time_machine.travel(BLOCK.freezes - timedelta(seconds=1), tick=False):
        tasks.freeze_blocks.call()
    assert BLOCK.number not in set(BlockResult.objects.values_list("block", flat=True))
    with time_machine.travel(BLOCK.freezes, tick=False):
        tasks.freeze_blocks.call()
        before = stored()
        tasks.freeze_blocks.call()
    assert said()["Chiang Mai team"] == group_said("5-9", "some")
    assert stored() == before


def test_the_job_catches_up_with_blocks_it_missed(chiang_mai):
    assert [str(one) for one in blocks.due(NOW)] == [
        "2026-W35/2026-W38",
        "2026-W39/2026-W42",
        "2026-W43/2026-W46",
    ]


# --- Who reads it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("nok", {"Head office", "Chiang Mai team"}),
        ("wipa", {"Head office", "Chiang Mai team"}),
        ("siriporn", set()),
        ("anan", {"Head office", "Chiang Mai team"}),
        ("orathai", {"Head office", "Chiang Mai team"}),
        ("ploy", {"Head office", "Chiang Mai team"}),
        ("noi", {"Rest house"}),
    ],
)
def test_each_reads_of_their_own_units_and_of_no_other_organisation(
    request, rest_house, who, units
):
    request.getfixturevalue("chiang_mai")
    viewer = request.getfixturevalue(who)
    freeze()
    seen = BlockResult.objects.visible_to(viewer).values_list("unit__name_en", flat=True)
    assert set(seen) == units


def test_who_left_reads_nothing(nok):
    freeze()
    Membership.objects.filter(person=nok).update(ends=NOW.date() - timedelta(days=365))
    assert not BlockResult.objects.visible_to(again(nok)).exists()


def test_a_block_of_weeks_is_the_weeks_it_names():
    assert [Week(one).number for one in (FIRST.monday, BLOCK.last.monday)] == [43, 46]
