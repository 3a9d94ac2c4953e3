"""Frozen figures of work: from ten people on, once, from the weeks that the loads were told of."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from people.groups.rule import LINES_FROM
from people.models import Organisation, Person, Role
from people.weeks import Block
from programme.models import StaffingBlock
from programme.models.staffing import FIGURES, MEASURED
from programme.rules.staffing import FIGURES_FROM
from programme.staffing import privacy_checks
from programme.staffing.actions import freeze_staffing, refuse_loose_figures
from programme.staffing.crowd import StaffingCrowd
from programme.staffing.tasks import freeze_staffing_blocks
from tests.makers import (
    NOW,
    make_membership,
    make_person,
    make_policy,
    make_unit,
    make_week,
    make_workers,
)
from wellbeing.groups import freezing, restrictions
from workload.models import BesideLog, LieuGrant, TimeOff, UnitLoad, WorkWeek
from workload.policies import actions as policies
from workload.units import actions as units_actions

# Weeks 43 to 46 of 2026, frozen on Wednesday 18 November.
BLOCK = Block.latest(NOW)
FIRST = BLOCK.first


@pytest.fixture(autouse=True)
def other_versions():
    policies.forget()
    yield
    policies.forget()


@pytest.fixture
def no_chance(monkeypatch):
    """Figures without chance, where a test asks what they are made of."""
    monkeypatch.setattr(StaffingCrowd, "widest", (0,) * len(StaffingCrowd.names))


@pytest.fixture
def lamphun(office, saphan):
    return make_unit(saphan, "Lamphun team", parent=office)


def crew(unit, number, points="20", away=2, **week) -> list[Person]:
    """Let so many who work in a unit send a week, and some a week of full leave."""
    people = make_workers(number + away, unit)
    for person in people[:number]:
        make_week(person, FIRST, points=points, **week)
    for person in people[number:]:
        make_week(person, FIRST, points="0", capacity="0")
    return people


def freeze(block=BLOCK, now=None) -> dict[str, StaffingBlock]:
    """Freeze a block and read what it tells of each unit."""
    freeze_staffing(block, now=now or block.freezes)
    rows = StaffingBlock.objects.filter(block=block.number).select_related("unit")
    return {row.unit.name["en"]: row for row in rows}


def figures(row) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in FIGURES)


def stored() -> list[tuple]:
    return list(StaffingBlock.objects.order_by("pk").values_list())


NONE = ("",) * len(FIGURES)


# --- What is told -------------------------------------------------------------------------------


def test_twelve_who_sent_and_ten_with_a_load_have_figures(chiang_mai, no_chance):
    people = crew(chiang_mai, 10, hours=Decimal(46), leave_days=Decimal(1), rest_days=Decimal(1))
    WorkWeek.objects.filter(person__in=people).update(contracted_hours=40)
    row = freeze()["Chiang Mai team"]
    assert (row.size, row.band) == ("10-19", "steady")
    assert figures(row) == ("77", "20", "40", "2", "6", "0", "", "12")


@pytest.mark.parametrize(("loads", "away"), [(9, 5), (10, 1), (11, 0)])
def test_one_fewer_has_a_band_and_no_figure(chiang_mai, loads, away):
    crew(chiang_mai, loads, away=away)
    row = freeze()["Chiang Mai team"]
    assert (row.band, figures(row)) == ("steady", NONE)


def test_an_organisation_that_asks_for_more_has_figures_from_there(chiang_mai, saphan):
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=15)
    crew(chiang_mai, 14, away=4)
    assert freeze()["Chiang Mai team"].said is None
    row = freeze(BLOCK + 1)["Chiang Mai team"]
    assert row.said is None


def test_fourteen_are_told_where_twelve_are_asked_for(chiang_mai, saphan):
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=12)
    crew(chiang_mai, 12)
    assert freeze()["Chiang Mai team"].load != ""


def test_the_band_is_the_one_that_is_told_of_the_load(chiang_mai, rest_house):
    """Each near an edge, where chance decides: one sum has one draw."""
    for later in range(6):
        for unit in (chiang_mai, rest_house):
            for person in (
                make_workers(13, unit)
                if not later
                else Person.objects.filter(memberships__unit=unit, memberships__role=Role.WORKER)
            ):
                make_week(person, FIRST + 4 * later, points="85", capacity="100")
        freeze(BLOCK + later)
    bands = dict(UnitLoad.objects.values_list("unit", "band"))
    assert len(bands) > 1
    for row in StaffingBlock.objects.all():
        assert UnitLoad.objects.get(unit=row.unit, block=row.block).band == row.band


def test_a_figure_is_no_second_look_at_the_load(chiang_mai):
    assert StaffingCrowd.names[:2] == ("load", "load")
    assert StaffingCrowd.widest[0] == StaffingCrowd.widest[1] == units_actions.WIDEST[0]
    crew(chiang_mai, 12)
    crowd = StaffingCrowd(BLOCK, freezing.trees({chiang_mai.organisation_id: 5}))
    draw = crowd.drawn(crowd.asked[0])
    assert draw(chiang_mai.pk, 0) == draw(chiang_mai.pk, 1) != draw(chiang_mai.pk, 3)


def test_points_of_the_work_are_no_second_look_at_the_load(chiang_mai):
    """Points of what one can carry are the load. Who takes the mean of what both say of one who
    left is as wrong as by one of them: by a tenth of a week in most cases, by a quarter in one of
    five.
    """
    crew(chiang_mai, 12)
    crowd = StaffingCrowd(BLOCK, freezing.trees({chiang_mai.organisation_id: 5}))
    parts = {"load": 100, "points": 26}
    # Of so little work that two digits hide next to nothing.
    usual, left, errors = 0.3, 0.6, []

    def told_in(block, people, weeks):
        crowd.block = block
        draw = crowd.drawn(crowd.asked[0])
        places = ((1 + MEASURED.index(name), part) for name, part in parts.items())
        return [
            people
            * two(crowd, at, people, part * weeks + draw(chiang_mai.pk, at) / units_actions.SCALE)
            / part
            for at, part in places
        ]

    for n in range(2000):
        before = told_in(BLOCK + 2 * n, 11, 10 * usual + left)
        after = told_in(BLOCK + 2 * n + 1, 10, 10 * usual)
        by_each = [one - other for one, other in zip(before, after, strict=True)]
        errors.append(abs(sum(by_each) / len(by_each) - left))
    assert sum(one > 0.1 for one in errors) / len(errors) > 0.6
    assert sum(one > 0.25 for one in errors) / len(errors) > 0.2


def test_who_is_away_all_four_weeks_is_in_no_figure(chiang_mai, no_chance):
    crew(chiang_mai, 10, away=4)
    row = freeze()["Chiang Mai team"]
    assert (row.away, row.people) == ("0", "14")


def test_hours_below_the_contract_make_up_for_nobodys_hours_beyond(chiang_mai, no_chance):
    people = crew(chiang_mai, 10)
    WorkWeek.objects.filter(person__in=people[:5]).update(hours=50)
    WorkWeek.objects.filter(person__in=people[5:]).update(hours=20)
    assert freeze()["Chiang Mai team"].beyond == "5"


def test_hours_owed_are_those_given_back_and_not_taken_by_the_end_of_the_block(
    chiang_mai, wipa, no_chance
):
    people = crew(chiang_mai, 10)
    about = {"organisation": chiang_mai.organisation}
    give = about | {"week": FIRST.monday, "by": wipa, "hours": Decimal(30)}
    early, late = BLOCK.freezes - timedelta(minutes=1), BLOCK.freezes
    LieuGrant.objects.create(person=people[0], at=early, **give)
    LieuGrant.objects.create(person=people[1], at=late, **give)
    take = about | {"kind": "lieu", "planned_at": early, "hours": Decimal(8)}
    in_it, after = BLOCK.last.sunday, BLOCK.last.sunday + timedelta(days=1)
    TimeOff.objects.create(person=people[0], first=in_it, last=in_it, **take)
    TimeOff.objects.create(person=people[0], first=after, last=after, **take)
    assert freeze()["Chiang Mai team"].lieu == "2.2"


def test_hours_of_raising_money_are_told_once_ten_logged_them(chiang_mai, no_chance):
    people = crew(chiang_mai, 14)
    for person in people[:9]:
        log(person)
    assert freeze()["Chiang Mai team"].raising == ""
    for person in people[:10]:
        make_week(person, FIRST + 4)
    for person in people[10:]:
        make_week(person, FIRST + 4)
    for person in people[:10]:
        log(person, FIRST + 4)
    assert freeze(BLOCK + 1)["Chiang Mai team"].raising == "6"


def log(person, week=FIRST):
    """Hours in the time study beside the cases."""
    for kind, hours in (("raising_money", 2), ("reporting", 4)):
        about = {"person": person, "kind": kind, "hours": hours, "logged_at": NOW}
        BesideLog.objects.create(organisation=person.organisation, week=week.monday, **about)


def test_who_restricted_their_data_is_in_no_figure_and_is_not_found_by_it(chiang_mai, no_chance):
    people = crew(chiang_mai, 12)
    restrictions.begin(person=people[0], now=BLOCK.freezes - timedelta(days=1))
    WorkWeek.objects.filter(person=people[0]).update(case_points=99, percent=400)
    row = freeze()["Chiang Mai team"]
    assert (row.points, row.people) == ("20", "14")


# --- Once ---------------------------------------------------------------------------------------


def test_what_was_told_is_never_told_again(chiang_mai):
    people = crew(chiang_mai, 12)
    freeze()
    before = stored()
    WorkWeek.objects.filter(person__in=people).update(case_points=80)
    make_workers(20, chiang_mai)
    assert freeze_staffing(BLOCK, now=NOW) == 0
    assert stored() == before


def test_loads_that_were_told_before_are_not_told_again_from_later_weeks(chiang_mai):
    """A figure from weeks that were corrected since would show who corrected them."""
    crew(chiang_mai, 12)
    units_actions.freeze(BLOCK, now=BLOCK.freezes)
    # The loads of a block that a job missed are told with it, and not those of the next.
    units_actions.freeze(BLOCK - 1, now=BLOCK.freezes + timedelta(days=1))
    assert freeze_staffing(BLOCK, now=BLOCK.freezes + timedelta(days=1)) == 0
    assert freeze_staffing(BLOCK, now=BLOCK.freezes + timedelta(hours=23)) > 0


def test_no_block_is_told_early(chiang_mai):
    with pytest.raises(ValueError, match="freezes at"):
        freeze_staffing(BLOCK, now=BLOCK.freezes - timedelta(seconds=1))


def test_the_job_may_be_repeated(chiang_mai, time_machine):
    crew(chiang_mai, 12)
    time_machine.move_to(BLOCK.freezes)
    freeze_staffing_blocks.call()
    before = stored()
    freeze_staffing_blocks.call()
    assert stored() == before
    assert len(before) > 0


def test_the_database_keeps_a_row_whole_or_empty(chiang_mai):
    about = {"unit": chiang_mai, "block": 1, "smallest": 5, "frozen_at": NOW}
    for wrong in ({"load": "90"}, {"size": "5-9"}, {"band": "watch"}, {"smallest": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffingBlock.objects.create(**about | wrong)


# --- Attacks ------------------------------------------------------------------------------------


def test_a_parent_less_its_child_leaves_ten_or_nobody(chiang_mai, lamphun, rest_house):
    """Eleven of whom a figure could be told go with their only small sister."""
    crew(chiang_mai, 20)
    crew(lamphun, 7)
    found = freeze()
    assert found["Head office"].load != ""
    assert figures(found["Chiang Mai team"]) == figures(found["Lamphun team"]) == NONE
    assert found["Chiang Mai team"].band
    assert found["Lamphun team"].band


def test_a_child_is_told_where_ten_are_left_without_it(chiang_mai, lamphun, office, saphan):
    crew(chiang_mai, 20)
    crew(lamphun, 7)
    crew(make_unit(saphan, "Mae Sot team", parent=office), 7)
    found = freeze()
    assert found["Chiang Mai team"].load != ""
    assert {figures(found[one]) for one in ("Lamphun team", "Mae Sot team")} == {NONE}


def test_a_loose_figure_is_refused_before_a_row_is_written(chiang_mai, lamphun, monkeypatch):
    crew(chiang_mai, 20)
    crew(lamphun, 7)
    crowd = StaffingCrowd(BLOCK, freezing.trees({chiang_mai.organisation_id: 5}))
    [one] = crowd.asked
    told = crowd.publish(one)
    loose = told[lamphun.parent_id]
    with pytest.raises(ValueError, match="few people away"):
        refuse_loose_figures(crowd, one, told | {chiang_mai.pk: loose})


def test_withheld_and_empty_leave_the_same_row(chiang_mai, lamphun, office):
    crew(lamphun, 4, away=0)
    freeze()
    names = [one.name for one in StaffingBlock._meta.fields if one.name not in {"id", "unit"}]
    assert len(set(StaffingBlock.objects.values_list(*names))) == 1


def guesses(chiang_mai, measure: str, told: int, scale: float) -> list[float]:
    """What a viewer works out of one who left, from this block less the last: all else the same.

    They know that the others did the same in both, and that the one was there in the first only.
    """
    crowd = StaffingCrowd(BLOCK, freezing.trees({chiang_mai.organisation_id: 5}))
    place = 1 + MEASURED.index(measure)
    widest = crowd.widest[place] / units_actions.SCALE
    chance, found = random.Random(7), []
    for _n in range(2000):
        before = two(crowd, place, 11, 10 * scale + told + chance.uniform(-widest, widest))
        after = two(crowd, place, 10, 10 * scale + chance.uniform(-widest, widest))
        found.append(11 * before - 10 * after)
    return found


def two(crowd, place, people, total) -> float:
    whole = units_actions.GroupSum(people, int(total * units_actions.SCALE))
    return float(crowd.word(0, place, whole))


@pytest.mark.parametrize(
    ("measure", "truth", "usual", "week"),
    [("load", 150, 90, 100), ("points", 40, 22, 26), ("beyond", 20, 2, 40), ("lieu", 30, 1, 40)],
)
def test_one_who_leaves_is_not_found_by_this_block_less_the_last(
    chiang_mai, measure, truth, usual, week
):
    """Even if the ten others do exactly the same for ever: `week` is a full week of it.

    The guess is off by more than a tenth of a week in most cases, by a quarter in one of five.
    """
    crew(chiang_mai, 12)
    errors = [abs(one - truth) / week for one in guesses(chiang_mai, measure, truth, usual)]
    assert sum(one < 0.1 for one in errors) / len(errors) < 0.4
    assert sum(one > 0.25 for one in errors) / len(errors) > 0.2
    assert not any(one == 0 for one in errors[:20])


def test_who_takes_away_their_own_weeks_pins_nobody_down(chiang_mai):
    """Of ten, an insider's own share leaves nine, and chance of a quarter of a week each."""
    crew(chiang_mai, 12)
    found = guesses(chiang_mai, "beyond", 0, 4)
    assert max(found) - min(found) > 20


def test_who_left_and_who_came_are_the_same_people_for_load_and_figures(chiang_mai):
    crew(chiang_mai, 12)
    crowd = StaffingCrowd(BLOCK, freezing.trees({chiang_mai.organisation_id: 5}))
    sums = crowd.own[chiang_mai.pk].sums
    assert {one.people for one in sums[: len(MEASURED)]} == {12}


# --- Whose ---------------------------------------------------------------------------------------


def test_only_the_programme_office_of_the_unit_reads_them(chiang_mai, office, anan, ploy, nok):
    crew(chiang_mai, 12)
    freeze()
    assert (
        StaffingBlock.objects.visible_to(anan).count()
        == StaffingBlock.objects.filter(unit__organisation=office.organisation).count()
    )
    for other in (ploy, nok):
        assert not StaffingBlock.objects.visible_to(other).exists()


def test_an_office_of_a_part_reads_that_part(chiang_mai, lamphun):
    crew(chiang_mai, 12)
    freeze()
    kamon = make_person("kamon", chiang_mai.organisation)
    make_membership(kamon, chiang_mai, Role.PROGRAMME, hours=None)
    kamon = Person.objects.get(pk=kamon.pk)
    assert [row.unit for row in StaffingBlock.objects.visible_to(kamon)] == [chiang_mai]


def test_each_unit_is_judged_by_the_weights_of_its_weeks(chiang_mai, saphan, no_chance):
    make_policy(saphan, FIRST, watch="60", amber="70")
    crew(chiang_mai, 12)
    assert freeze()["Chiang Mai team"].band == "above"


# --- The live checks ------------------------------------------------------------------------------


def test_the_live_checks_hold_on_what_is_frozen_and_find_what_is_not(chiang_mai, office, nok, noi):
    crew(chiang_mai, 12)
    crew(office, 20)
    freeze()
    checks = (
        privacy_checks.figure_of_a_few,
        privacy_checks.work_below_a_withheld_one,
        privacy_checks.work_told_early,
    )
    at_freezing = Person.objects.get(pk=nok.pk)
    assert [bool(check(at_freezing)) for check in checks] == [False] * 3
    child = StaffingBlock.objects.filter(unit=chiang_mai)
    assert child.exclude(load="").exists()
    child.update(size="5-9")
    assert privacy_checks.figure_of_a_few(nok)
    # A band alone is told of a few, and says nothing in figures.
    figures = child.filter(block=BLOCK.number).values(*FIGURES).get()
    child.update(**dict.fromkeys(FIGURES, ""))
    assert not privacy_checks.figure_of_a_few(nok)
    child.update(size="10-19", **figures)
    parent = StaffingBlock.objects.filter(unit=office, block=BLOCK.number)
    earlier = parent.get()
    earlier.pk, earlier.block = None, earlier.block - 1
    earlier.save()
    parent.update(**dict.fromkeys(FIGURES, ""))
    assert privacy_checks.figure_of_a_few(nok)
    assert not privacy_checks.figure_of_a_few(noi)
    parent.update(size="", band="")
    assert privacy_checks.work_below_a_withheld_one(nok)
    child.update(frozen_at=BLOCK.freezes - timedelta(seconds=1))
    assert privacy_checks.work_told_early(nok)


def test_ten_is_the_number_from_which_lines_are_told_too():
    assert FIGURES_FROM == LINES_FROM
