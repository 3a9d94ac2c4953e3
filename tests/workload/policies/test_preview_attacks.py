"""Attacks on the preview by an organisation's own admin, through the page as it is served."""

import re
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import transaction

from people.members import memberships
from people.members.role_events import OPERATOR
from people.weeks import Block
from people.writing.durations import typed_duration
from tests.makers import NOW, enter, make_week, make_workers
from workload.policies import previews
from workload.policies.block_sums import BlockSums
from workload.rules.load import USUAL

from .test_views import NEW, text, typed

LAST_BLOCK = Block.latest(NOW)
LAST = LAST_BLOCK.last
MINUTES, RED, LONG = "limits-material_minutes_a_week", "red", "limits-long_hours"


@pytest.fixture
def as_ploy(client, ploy, friday):
    enter(client, ploy)
    return client


@pytest.fixture
def crew(chiang_mai):
    return make_workers(24, chiang_mai)


def answer(client, row, **changes) -> list[str] | None:
    """What the page says in the row of a limit: now, and with these numbers; None: refused."""
    page = client.post(NEW, typed() | changes)
    if page.status_code != 200:
        return None
    found = re.search(rf'<th scope="row">{row}.*?</tr>', text(page), re.DOTALL)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.DOTALL) if found else []
    return [cell.partition("<")[0].strip() for cell in cells]


def searched(ask, people: int, low: int, high: int) -> list[int]:
    """Search by halves, for each person, the figure from which fewer people lie above it.

    `ask` gives the number of people above a limit; what is no number ends the search.
    """
    found = []
    for place in range(people):
        least, most = low, high
        while least < most:
            middle = (least + most) // 2
            told = ask(middle)
            if told is None or not told.isdigit():
                return found
            least, most = (middle + 1, most) if int(told) > place else (least, middle)
        found.append(least)
    return found


def test_a_search_over_limits_finds_nobodys_minutes(as_ploy, crew):
    for n, person in enumerate(crew):
        make_week(person, LAST, material_minutes=311 + 37 * n)

    def above(limit):
        told = answer(as_ploy, "Much distressing", **{MINUTES: typed_duration(limit)})
        return told and told[-1]

    assert searched(above, len(crew), 241, 1300) == []


def test_a_search_over_limits_finds_nobodys_load(as_ploy, crew):
    for n, person in enumerate(crew):
        make_week(person, LAST, points=Decimal(27) + Decimal(n) / 7)

    def above(hundredths):
        told = answer(as_ploy, "Help this week", **{RED: str(Decimal(hundredths) / 100)})
        return told and told[-1]

    assert searched(above, len(crew), 10_001, 13_000) == []


@pytest.mark.parametrize("limits", [("5", "10", "15", "19", "21")])
def test_the_person_with_the_most_minutes_cannot_be_placed(as_ploy, crew, limits):
    for n, person in enumerate(crew):
        make_week(person, LAST, material_minutes=1180 if n == 0 else 100)
    told = {answer(as_ploy, "Much distressing", **{MINUTES: limit})[-1] for limit in limits}
    assert told == {"few"}


def test_a_sixth_draft_says_nothing_of_anybody(as_ploy, crew):
    for person in crew:
        make_week(person, LAST, hours=Decimal(52))
    told = [
        answer(as_ploy, "Long hours", **{LONG: "50", "limits-nights_in_a_row": str(nights)})
        for nights in range(1, 7)
    ]
    assert told[:5] == [["few", "most"]] * 5
    assert told[5] is None


def told_with_and_without(saphan, person) -> set[tuple[str, str]]:
    """Every pair of words that can be told before and after a person's role ends in the past."""
    crowds = [BlockSums.of(saphan, LAST_BLOCK)]
    memberships.leave(
        membership=person.home, last_day=LAST_BLOCK.first.monday, by=OPERATOR, now=NOW
    )
    crowds.append(BlockSums.of(saphan, LAST_BLOCK))
    keys = [sha256(str(n).encode()).digest() for n in range(300)]
    return {
        tuple(previews.shares(crowd, USUAL, key)["long_hours"] for crowd in crowds) for key in keys
    }


def test_taking_one_person_out_proves_nothing_of_them(saphan, crew):
    """Eight of twenty-four are the edge: one person more or fewer decides there."""
    for n, person in enumerate(crew):
        make_week(person, LAST, hours=Decimal(60 if n < 8 else 40))
    with transaction.atomic():
        above = told_with_and_without(saphan, crew[0])
        transaction.set_rollback(True)
    below = told_with_and_without(saphan, crew[-1])
    assert above == below == {(one, other) for one in ("few", "some") for other in ("few", "some")}
