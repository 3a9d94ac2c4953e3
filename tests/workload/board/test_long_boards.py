"""A board of more people than a page has shows what a short one does, in the same order.

Its order and its sums are read from each person's newest week, and all weeks of those on the page.
"""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person, Role
from tests.makers import (
    NOW,
    WEEK,
    make_absence,
    make_membership,
    make_person,
    make_terms,
    make_unit,
    make_week,
    make_worker,
)
from wellbeing.help import contacts
from workload.board import actions as board
from workload.board.filter import BoardFilter, FilterReason
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.models import Flag
from workload.rules import load as load_rules
from workload.rules.load import Level
from workload.rules.parts import PostPart
from workload.rules.reasons import ReasonCode, kept, reason

DAY = timedelta(days=1)
LONG = kept([reason(ReasonCode.HOURS, Level.AMBER, 59, 55)])
# On its rows are all weeks, and of these the long board reads those of one page.
PARTS = {"flagged", "others", "resting", "away", "awaited"}
APART = {"ordered", "page", "asks", *PARTS}
COMPARED = [one.name for one in fields(board.Board) if one.name not in APART]


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def short_pages(monkeypatch):
    """A board is long from four people on, and has three a page."""
    monkeypatch.setattr(board, "PEOPLE_A_BOARD", 3)
    monkeypatch.setattr(board, "PEOPLE_A_PAGE", 3)


def live(person, lead, units, chance: Random) -> None:
    """Let a person have had some weeks, and what came of them."""
    sent = [back for back in range(9) if chance.random() < chance.choice([0.2, 0.9])]
    for back in sent:
        points = chance.choice(["9", "20", "24", "27", "27", "33", "40.5"])
        usual = {"usual_percent": Decimal("88.25"), "usual_capacity": Decimal(30), "rest_days": 1}
        changes = chance.choice([{}, {}, {"alone": True}, usual, {"reasons": LONG, "hours": 59}])
        changes |= {"parts": parts_of(units)} if len(units) > 1 and chance.random() < 0.7 else {}
        make_week(person, WEEK - back, points=points, unit=chance.choice(units), **changes)
    weeks = list(person.work_weeks.filter(alone=False).order_by("week"))
    flag = flags.assess(person=person, weeks=weeks, now=NOW - 5 * DAY) if weeks else None
    if flag and lead and chance.random() < 0.6:
        flags.see(flag, by=lead, now=NOW - 4 * DAY)
        if chance.random() < 0.6:
            due_on = (NOW + chance.choice([-2, 1, 9]) * DAY).date()
            flags.plan(flag, by=lead, plan=Plan(("move",), due_on=due_on), now=NOW - 3 * DAY)
    if flag and chance.random() < 0.2:
        Flag.objects.filter(pk=flag.pk).update(rests_since=(WEEK - 5).monday)


def parts_of(units) -> list[dict]:
    """What a week came to in each of several posts."""
    return [
        PostPart(
            unit=unit.pk,
            policy=load_rules.usual(unit.organisation.kind).version,
            hours=Decimal(20),
            cases=4,
            case_points=Decimal(9 + 3 * n),
            night_points=Decimal(),
            supervision_points=Decimal(),
            capacity=Decimal(13),
            percent=Decimal("69.23"),
            level="green",
        ).kept
        for n, unit in enumerate(units)
    ]


@pytest.fixture(params=[1, 2, 3])
def head(request, chiang_mai, office, wipa):
    """Leads an office with people of all kinds in it, and Wipa, who leads the team below."""
    chance = Random(request.param)
    person = make_person("head", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    for n in range(14):
        # Several have one name: they stand as they were read.
        one = make_worker(office, full_name_en=chance.choice(["Malai", "Boon", f"Kan {n}"]))
        units, kind = [office], chance.randrange(8)
        if kind == 0:
            other = make_unit(office.organisation, f"Desk {n}", parent=chiang_mai)
            make_membership(one, other, hours=chance.choice([10, 40]))
            units.append(other)
        elif kind == 1:
            make_absence(one, starts=NOW.date() - 9 * DAY, ends=date(2027, 3, 1))
        elif kind == 2:
            Person.objects.filter(pk=one.pk).update(awaited=True)
        elif kind == 3:
            one.memberships.update(hours=None)
            make_terms(one, person)
        live(one, again(person), units, chance)
        if chance.random() < 0.2:
            contacts.ask(person=one, contact=person, now=NOW - n * DAY)
    live(wipa, None, [chiang_mai], chance)
    return person


def said(row) -> tuple:
    """All that a row says; its weeks come as a text in no order that a database promises."""
    return replace(row, work=None), replace(row.work, lived=""), row.work.weeks


FILTERS = [BoardFilter(), *(BoardFilter(why=why) for why in FilterReason)]


def test_a_long_board_has_the_order_the_sums_and_the_rows_of_a_whole_one(head, short_pages):
    found = 0
    for asked in FILTERS:
        for number in range(1, 7):
            long = board.read(again(head), NOW, number, asked)
            whole = board.read(again(head), NOW, number, asked, whole=True)
            assert [row.person_id for row in long.ordered] == [
                row.person_id for row in whole.ordered
            ]
            assert list(map(said, long.page.object_list)) == list(map(said, whole.page.object_list))
            assert long.page.number == whole.page.number
            assert [(row.person_id, row.contact) for row in long.asks] == [
                (row.person_id, row.contact) for row in whole.asks
            ]
            for name in PARTS:
                shown, expected = getattr(long, name), getattr(whole, name)
                assert list(map(said, shown)) == list(map(said, expected)), name
            for name in COMPARED:
                assert getattr(long, name) == getattr(whole, name), name
            found += len(long.page.object_list)
    assert found > 50


def test_a_longer_board_asks_no_more_statements(office, head, short_pages):
    def asked() -> int:
        viewer = again(head)
        viewer.charge, viewer.own_organisation  # noqa: B018 - read before the count
        with CaptureQueriesContext(connection) as statements:
            board.read(viewer, NOW)
        return len(statements)

    asked()
    before = asked()
    for _ in range(10):
        make_week(make_worker(office))
    assert asked() <= before
