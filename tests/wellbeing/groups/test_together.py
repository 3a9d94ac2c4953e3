"""A block is counted while weeks are sent and deleted: on another connection, at any moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from people.weeks import Block
from tests.makers import NOW, make_checkin, make_week, make_workers
from wellbeing.groups import freezing
from wellbeing.groups.group_answers import GroupAnswers
from wellbeing.models import CheckIn
from workload.models import WorkWeek
from workload.units.actions import LoadCrowd

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="in SQLite one transaction writes at a time"
    ),
]
BLOCK = Block.latest(NOW)
CREW = 8


def counted(unit, kind, *, act=None, after: int = 0) -> tuple[int, int]:
    """Count a unit's people; another connection acts when so many statements were made.

    Return how many people the unit has, and how many statements there were.
    """
    made = 0

    def elsewhere():
        try:
            act()
        finally:
            connection.close()

    def watch(execute, *asked):
        nonlocal made
        found = execute(*asked)
        made += 1
        if act and made == after:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere).result()
        return found

    with connection.execute_wrapper(watch):
        crowd = kind(BLOCK, freezing.trees({unit.organisation_id: 5}))
    return crowd.own[unit.pk].people, made


@pytest.mark.parametrize(
    ("kind", "model", "make"),
    [(GroupAnswers, CheckIn, make_checkin), (LoadCrowd, WorkWeek, make_week)],
)
@pytest.mark.parametrize("first_there", [True, False])
def test_who_sends_or_deletes_a_week_meanwhile_counts_once(
    chiang_mai, kind, model, make, first_there
):
    person, *others = make_workers(CREW, chiang_mai)
    for one in others:
        make(one, BLOCK.first)

    def send():
        make(person, BLOCK.first)

    def delete():
        model.objects.filter(person=person).delete()

    _people, statements = counted(chiang_mai, kind)
    assert statements > 4
    for after in range(1, statements + 1):
        delete()
        if first_there:
            send()
        act = delete if first_there else send
        assert counted(chiang_mai, kind, act=act, after=after)[0] == CREW, after
