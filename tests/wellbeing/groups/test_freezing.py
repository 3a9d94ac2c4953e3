"""Freezing a block: from the answers in the tables to what is said, once and for good."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.groups.rule import Said
from people.keys.chance import chance_keys, whole_draw
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
from wellbeing.groups import freezing, group_answers
from wellbeing.groups import tasks as groups_tasks
from wellbeing.models import BlockResult, CheckIn
from wellbeing.rules.bands import SCALE, WIDEST
from wellbeing.rules.lines import LINE_NAMES, LINES
from wellbeing.rules.pulse import PulseAnswers, strain

# Weeks 43 to 46 of 2026, frozen on Wednesday 18 November.
BLOCK = Block.latest(NOW)
FIRST = BLOCK.first
HEAVY = {line.name: 0 if line.holds_up else 4 for line in LINES}
LIGHT = {line.name: 4 if line.holds_up else 0 for line in LINES}
SILENT = dict.fromkeys(LIGHT)


def freeze(block=BLOCK) -> dict[str, Said | None]:
    """Freeze a block and read what it says of each unit."""
    freezing.freeze(block, now=block.freezes)
    return said(block)


def said(block=BLOCK) -> dict[str, Said | None]:
    rows = BlockResult.objects.filter(block=block.number).select_related("unit")
    return {row.unit.name["en"]: row.said for row in rows}


def answer(people, week=FIRST, **answers) -> None:
    for person in people:
        make_checkin(person, week, **answers)


def again(person) -> Person:
    """The same person on another request."""
    return Person.objects.get(pk=person.pk)


def team(unit, crew, silent=2, week=FIRST, **answers) -> list[Person]:
    """So many who work in a unit and answer in a week, and some who send it and keep silent."""
    people = make_workers(crew + silent, unit)
    answer(people[:crew], week, **answers)
    answer(people[crew:], week, **SILENT)
    return people


@pytest.fixture
def lamphun(office, saphan):
    return make_unit(saphan, "Lamphun team", parent=office)


@pytest.mark.parametrize(
    ("answered", "silent", "told"),
    [(5, 2, True), (4, 3, False), (5, 1, False), (6, 0, False), (7, 0, True), (6, 1, True)],
)
def test_seven_who_sent_and_five_who_answered_are_told(chiang_mai, answered, silent, told):
    team(chiang_mai, answered, silent)
    size = group_said("5-9", "some") if told else None
    assert freeze() == {"Head office": size, "Chiang Mai team": size}


def test_a_small_team_takes_its_only_sister_with_it(chiang_mai, lamphun):
    team(chiang_mai, 6)
    team(lamphun, 3, silent=1)
    # Lamphun is hidden, and with it its only sister: nine less six would be the three.
    assert freeze() == {
        "Head office": group_said("10-19", "some"),
        "Chiang Mai team": None,
        "Lamphun team": None,
    }


def test_a_team_where_nobody_answered_looks_like_one_where_all_did(
    saphan, office, chiang_mai, lamphun
):
    mae_sot = make_unit(saphan, "Mae Sot team", parent=office)
    team(chiang_mai, 9)
    team(lamphun, 5)
    small = team(mae_sot, 0, silent=3)
    first = freeze()
    assert (first["Chiang Mai team"], first["Lamphun team"]) == (group_said("10-19", "some"), None)
    CheckIn.objects.filter(person__in=small).delete()
    answer(small)
    BlockResult.objects.all().delete()
    assert {name: what and what.size for name, what in freeze().items()} == {
        name: what and what.size for name, what in first.items()
    }


def test_a_unit_where_nobody_sent_hides_no_other(saphan, office, chiang_mai, wipa):
    make_workers(2, make_unit(saphan, "Mae Sot team", parent=office))
    team(chiang_mai, 5)
    assert freeze()["Chiang Mai team"] == group_said("5-9", "some")


def test_from_ten_on_each_line_is_told(chiang_mai):
    team(chiang_mai, 10, worn=4, far=0, back=1, rest=3, team=2)
    expected = group_said("10-19", "some", ("most", "few", "few", "most", "some"))
    assert freeze() == {"Head office": expected, "Chiang Mai team": expected}


def test_the_size_is_that_of_the_people_with_hours_and_of_no_answers(chiang_mai, lamphun):
    """Of a hundred ways to answer the word is the same; who left before the block is nobody."""
    people = make_workers(21, chiang_mai)
    gone = people[0].memberships.get()
    gone.ends = FIRST.monday - timedelta(days=1)
    gone.save()
    answer(people[1:6])
    answer(people[6:8], **SILENT)
    assert freeze()["Chiang Mai team"] == group_said("20-49", "some")
    gone.ends = FIRST.monday
    gone.save()
    answer(people[6:20], FIRST + 4)
    answer(people[20:], FIRST + 7, **SILENT)
    assert freeze(BLOCK + 1)["Chiang Mai team"].size == "20-49"


def test_nothing_that_is_kept_says_how_many_answered(chiang_mai):
    """Of nineteen who sent five answered, or nine: the rows are the same."""
    people = make_workers(19, chiang_mai)
    names = [f.name for f in BlockResult._meta.fields if f.name not in {"id", "unit"}]
    kept = []
    for answered in (5, 7, 9):
        CheckIn.objects.all().delete()
        BlockResult.objects.all().delete()
        answer(people[:answered])
        answer(people[answered:], **SILENT)
        assert freeze()["Chiang Mai team"] == group_said("10-19", "some")
        kept.append(set(BlockResult.objects.values_list(*names)))
    assert kept[0] == kept[1] == kept[2]


def test_nobody_and_too_few_leave_the_same_row(chiang_mai, lamphun, office):
    team(lamphun, 4, silent=0)
    freeze()
    rows = {
        tuple(row)
        for row in BlockResult.objects.values_list(
            *(f.name for f in BlockResult._meta.fields if f.name not in {"id", "unit"})
        )
    }
    assert len(rows) == 1


def test_a_supervisor_does_not_count_among_their_own_unit(chiang_mai, wipa):
    team(chiang_mai, 4)
    answer([wipa])
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
    team(chiang_mai, 4)
    answer([nok])
    assert (freeze()["Chiang Mai team"] is not None) is counts


def test_who_leads_the_top_unit_counts_nowhere(office, chiang_mai):
    malee = make_person("malee", office.organisation)
    make_membership(malee, office, Role.SUPERVISOR)
    team(office, 4)
    answer([malee])
    assert freeze() == {"Head office": None, "Chiang Mai team": None}


def test_a_person_counts_once_where_most_of_their_weeks_are_from(chiang_mai, lamphun, nok):
    team(chiang_mai, 4)
    team(lamphun, 5, **HEAVY)
    for week, unit in enumerate((chiang_mai, lamphun, chiang_mai, chiang_mai)):
        make_checkin(nok, FIRST + week, unit)
    assert freeze() == {
        "Head office": group_said("10-19", "high", ("most",) * 3 + ("few",) * 2),
        "Chiang Mai team": group_said("5-9", "some"),
        "Lamphun team": group_said("5-9", "high"),
    }


def test_weeks_that_were_sent_without_answers_say_where_somebody_counts(chiang_mai, lamphun, nok):
    """Or else a move would tell who answered: two silent weeks there, one answered here."""
    team(chiang_mai, 4)
    team(lamphun, 5)
    make_checkin(nok, FIRST, chiang_mai)
    for week in (1, 2):
        make_checkin(nok, FIRST + week, lamphun, **SILENT)
    assert (
        group_answers.GroupAnswers(BLOCK, trees_of(chiang_mai)).own[lamphun.pk].sums[0].people == 6
    )


def test_one_answered_week_is_enough_and_weeks_around_the_block_are_none(chiang_mai):
    people = make_workers(9, chiang_mai)
    answer(people[:2], BLOCK.last)
    answer(people[2:4], FIRST)
    answer(people[4:5], FIRST - 1)
    answer(people[5:6], BLOCK.last + 1)
    answer(people[6:], **SILENT)
    assert freeze()["Chiang Mai team"] is None
    answer(people[:5], FIRST + 4)
    answer(people[6:], FIRST + 5, **SILENT)
    assert freeze(BLOCK + 1)["Chiang Mai team"] == group_said("5-9", "some")


def test_too_few_lines_to_add_up_are_no_answer(chiang_mai):
    people = team(chiang_mai, 4)
    make_checkin(people[0], FIRST + 1, rest=None, team=None)
    make_checkin(make_worker(chiang_mai), FIRST, rest=None, team=None)
    assert freeze()["Chiang Mai team"] is None


def test_each_person_weighs_the_same_however_many_weeks_they_answered(chiang_mai):
    """One who is heavy in four weeks does not outweigh four who are light in one."""
    people = make_workers(7, chiang_mai)
    for week in range(4):
        answer(people[:1], FIRST + week, **HEAVY)
    answer(people[1:5], **LIGHT)
    answer(people[5:], **SILENT)
    assert freeze()["Chiang Mai team"] == group_said("5-9", "low")


def trees_of(unit) -> list[group_answers.AskedOrganisation]:
    return freezing.trees({unit.organisation_id: 5})


def test_what_the_weeks_come_to_is_what_fractions_come_to(chiang_mai, lamphun, office):
    """Against a second way to compute it: person by person, with fractions, week by week."""
    chance = Random(7)
    people = [one for unit in (chiang_mai, lamphun, office) for one in make_workers(12, unit)]
    given = defaultdict(list)
    for person in people:
        for week in range(4):
            lines = {
                name: chance.choice((0, 1, 2, 3, 4, None))
                for name in LIGHT
                if chance.random() < 0.9
            }
            answers = PulseAnswers(**dict.fromkeys(LINE_NAMES, 2) | lines)
            make_checkin(person, FIRST + week, **lines)
            if strain(answers) is not None:
                given[person].append(answers)
    own = group_answers.GroupAnswers(BLOCK, trees_of(office)).own
    for unit in (chiang_mai, lamphun, office):
        mine = [given[one] for one in people if one.home.unit == unit and given[one]]
        expected = [mean([Fraction(strain(week)) for week in weeks]) for weeks in mine]
        assert own[unit.pk].sums[0] == (len(mine), SCALE * sum(expected))
        for place in range(5):
            lines = [
                [w.values[place] for w in weeks if w.values[place] is not None] for weeks in mine
            ]
            told = [mean(line) for line in lines if line]
            assert own[unit.pk].sums[place + 1] == (len(told), SCALE * sum(told))
        assert (own[unit.pk].people, own[unit.pk].sent) == (12, 12)


def mean(values) -> Fraction:
    return Fraction(sum(values), 1) / len(values)


# --- Chance -------------------------------------------------------------------------------------


def near_sixty(crew, unit, block=BLOCK) -> list[Person]:
    """A team of five whose mean is 60 exactly, and two who keep silent."""
    people = make_workers(7, unit) if crew is None else crew
    answer(people[:5], block.first, worn=3, far=2, back=3, rest=2, team=2)
    answer(people[5:], block.first, **SILENT)
    return people


def test_near_an_edge_chance_decides_anew_in_each_block(chiang_mai):
    crew, told = None, []
    for later in range(24):
        crew = near_sixty(crew, chiang_mai, BLOCK + later)
        found = freeze(BLOCK + later)
        # The office counts the same people: one draw for both.
        assert found["Head office"] == found["Chiang Mai team"]
        told.append(found["Chiang Mai team"].band)
    # Of 24 throws not one alone in 16 million rows; and seldom fewer than four of either.
    assert set(told) == {"high", "some"}


def test_the_chance_is_drawn_again_from_the_key(chiang_mai):
    near_sixty(None, chiang_mai)
    first = freeze()
    for _ in range(5):
        BlockResult.objects.all().delete()
        assert freeze() == first
    keys = chance_keys([chiang_mai.organisation_id])
    # The office counts the same people, and is the higher one.
    about = "strain", chiang_mai.parent.public_id, BLOCK.number
    drawn = whole_draw(keys[chiang_mai.organisation_id], WIDEST[0], *about)
    assert first["Chiang Mai team"].band == ("high" if drawn >= 0 else "some")


def test_another_unit_another_block_and_another_measure_draw_otherwise(chiang_mai, lamphun):
    crowd = group_answers.GroupAnswers(BLOCK, trees_of(chiang_mai))
    later = group_answers.GroupAnswers(BLOCK + 1, trees_of(chiang_mai))
    draw, draw_later = crowd.drawn(crowd.asked[0]), later.drawn(later.asked[0])
    rows = [
        tuple(one(unit.pk, n) for n in range(6))
        for one, unit in ((draw, chiang_mai), (draw, lamphun), (draw_later, chiang_mai))
    ]
    assert len(set(rows)) == 3
    assert all(len(set(row)) > 1 for row in rows)
    assert all(abs(draw(chiang_mai.pk, n)) <= WIDEST[n] for n in range(6))


@pytest.mark.parametrize(("far", "near"), [(2, True), (0, False)])
def test_that_chance_decided_is_kept_on_the_highest_unit_alone(chiang_mai, lamphun, far, near):
    for unit in (chiang_mai, lamphun):
        team(unit, 5, worn=3, far=far, back=3, rest=2, team=2)
    freeze()
    rows = BlockResult.objects.values_list("unit__name__en", "by_chance")
    assert set(rows) == {
        ("Head office", near),
        ("Chiang Mai team", False),
        ("Lamphun team", False),
    }


# --- Moved people -------------------------------------------------------------------------------


@pytest.mark.parametrize("crew", [6, 8])
@pytest.mark.parametrize("last", ["heavy", "silent"])
def test_all_but_one_moved_into_a_new_unit_leave_nobody_alone(
    saphan, chiang_mai, office, crew, last
):
    """Whoever stays behind is one more child in which one sent: below nothing is told."""
    people = make_workers(crew, chiang_mai)
    answer(people)
    team(office, 6)
    before = freeze()
    new = make_unit(saphan, "New team", parent=chiang_mai)
    Membership.objects.filter(person__in=people[1:]).update(unit=new)
    answer([again(one) for one in people[1:]], FIRST + 4)
    answer(people[:1], FIRST + 4, **(HEAVY if last == "heavy" else SILENT))
    after = freeze(BLOCK + 1)
    assert (before["Chiang Mai team"] is not None) is (crew == 8)
    assert after["New team"] is None
    # Told with all below it, or not, as if nobody had moved.
    assert (after["Chiang Mai team"] is not None) is (crew == 8)


# --- Once and for good --------------------------------------------------------------------------


def stored() -> list[tuple]:
    return list(BlockResult.objects.order_by("pk").values_list())


def test_a_block_cannot_be_frozen_before_its_wednesday(chiang_mai):
    with pytest.raises(ValueError, match="freezes at"):
        freezing.freeze(BLOCK, now=BLOCK.freezes - timedelta(seconds=1))
    assert stored() == []


def test_late_answers_change_nothing(chiang_mai):
    people = team(chiang_mai, 5)
    freeze()
    before = stored()
    answer(make_workers(3, chiang_mai), **HEAVY)
    CheckIn.objects.filter(person__in=people[:5]).delete()
    answer(people[:5], **HEAVY)
    CheckIn.objects.filter(person=people[0]).delete()
    assert freezing.freeze(BLOCK, now=BLOCK.freezes + timedelta(days=90)) == 0
    assert stored() == before


def test_freezing_is_safe_to_repeat_and_takes_in_who_came_later(chiang_mai):
    freeze()
    before = stored()
    make_unit(make_organisation("Baan Suk Shelters"), "Rest house")
    assert freezing.freeze(BLOCK, now=BLOCK.freezes) == 1
    assert stored()[: len(before)] == before


def test_who_has_not_come_in_yet_makes_no_group_larger(chiang_mai):
    people = make_workers(10, chiang_mai)
    answer(people[:7])
    Person.objects.filter(pk=people[9].pk).update(awaited=True)
    assert freeze()["Chiang Mai team"].size == "5-9"


def test_what_one_organisation_asks_for_holds_for_no_other(ploy, saphan, rest_house):
    freezing.ask_for(organisation=saphan, smallest=7, by=ploy)
    asked = dict(Organisation.objects.values_list("pk", "smallest_group"))
    assert (asked[saphan.pk], asked[rest_house.organisation_id]) == (7, 5)


def test_more_people_can_be_asked_for_from_the_next_block_on(chiang_mai, saphan):
    people = team(chiang_mai, 7)
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
        team(unit, 5)
    found = freeze()
    assert (found["Chiang Mai team"], found["Rest house"]) == (group_said("5-9", "some"), None)


@pytest.mark.parametrize(
    "row",
    [
        {"size": "5-9", "strain": "", "smallest": 5},
        {"size": "", "strain": "high", "smallest": 5},
        {"size": "", "strain": "", "worn": "few", "smallest": 5},
        {"size": "5-9", "strain": "some", "smallest": 4},
    ],
)
def test_the_database_itself_keeps_all_of_a_result_or_nothing(chiang_mai, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockResult.objects.create(unit=chiang_mai, block=1, frozen_at=NOW, **row)


def test_an_organisation_cannot_ask_for_fewer_than_five(saphan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=saphan.pk).update(smallest_group=4)


# --- Attacks over blocks ------------------------------------------------------------------------


def test_a_team_that_grows_heavy_is_not_told_as_it_was_for_ever(chiang_mai):
    """Six, all at 100 from the fourth block on, one of them answering every other block.

    Told beside earlier blocks, it was "some" thirteen times.
    """
    people = make_workers(8, chiang_mai)
    told = []
    for later in range(13):
        first = FIRST + 4 * later
        answer(people[: 6 if later % 2 else 5], first, **(HEAVY if later >= 3 else {}))
        answer(people[6 if later % 2 else 5 :], first, **SILENT)
        told.append(freeze(BLOCK + later)["Chiang Mai team"].band)
    assert told == ["some"] * 3 + ["high"] * 10


@pytest.mark.parametrize("last", ["light", "heavy"])
def test_one_who_leaves_is_not_found_by_the_difference(chiang_mai, last):
    """Six at 45, and a seventh at any strain, who keeps silent then: both blocks say the same."""
    others = {"back": 1}
    people = team(chiang_mai, 6, **others)
    seventh = make_worker(chiang_mai)
    answer([seventh], **(HEAVY if last == "heavy" else LIGHT))
    first = freeze()
    answer(people[:6], FIRST + 4, **others)
    answer([*people[6:], seventh], FIRST + 4, **SILENT)
    assert first["Chiang Mai team"] == group_said("5-9", "some")
    assert freeze(BLOCK + 1) == first


# --- The job ------------------------------------------------------------------------------------


@pytest.mark.parametrize("teams", [1, 6])
def test_freezing_costs_the_same_for_any_number_of_units(teams, office, saphan):
    for n in range(teams):
        team(make_unit(saphan, f"Team {n}", parent=office), 5)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        freeze()
    spoken = [q for q in statements if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # One of them makes the organisation's key for chance, once.
    assert len(spoken) == 12


def test_the_job_freezes_what_is_due_and_repeats_safely(chiang_mai):
    team(chiang_mai, 5)
    with time_machine.travel(BLOCK.freezes - timedelta(seconds=1), tick=False):
        groups_tasks.freeze_blocks.call()
    assert BLOCK.number not in set(BlockResult.objects.values_list("block", flat=True))
    with time_machine.travel(BLOCK.freezes, tick=False):
        groups_tasks.freeze_blocks.call()
        before = stored()
        groups_tasks.freeze_blocks.call()
    assert said()["Chiang Mai team"] == group_said("5-9", "some")
    assert stored() == before


def test_the_job_catches_up_with_blocks_it_missed(chiang_mai):
    assert [str(one) for one in freezing.due(NOW)] == [
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
        ("siriporn", {"Head office"}),
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
    seen = BlockResult.objects.visible_to(viewer).values_list("unit__name__en", flat=True)
    assert set(seen) == units


def test_who_left_reads_nothing(nok):
    freeze()
    Membership.objects.filter(person=nok).update(ends=NOW.date() - timedelta(days=365))
    assert not BlockResult.objects.visible_to(again(nok)).exists()


def test_a_block_of_weeks_is_the_weeks_it_names():
    assert [Week(one).number for one in (FIRST.monday, BLOCK.last.monday)] == [43, 46]
