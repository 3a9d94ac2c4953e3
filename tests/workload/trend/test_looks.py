"""Who looked lately: the days are bounded, however long the trail is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.audit import actions as audit
from people.models import Membership, Person, Role
from people.tenancy.context import everywhere
from people.weeks import today
from tests.makers import NOW
from workload import access_kinds
from workload.trend.looks import LATELY, latest_looks, looks_since, looks_throughout


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Others plan by how many rows there are.")
def test_only_the_looks_of_the_last_days_are_read(nok):
    with CaptureQueriesContext(connection) as found:
        assert latest_looks(nok, NOW) == []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {found[-1]['sql']}")
        steps = [row[-1] for row in cursor.fetchall()]
    reads = [one for one in steps if "people_accessevent" in one]
    assert {one.partition("(")[2] for one in reads} == {
        "person_id=? AND at>?)",
        "unit_id=? AND at>?)",
    }


@pytest.mark.parametrize(
    ("starts", "ends", "seen"),
    [
        (-30, None, [1, 6]),
        (-7, 0, [1, 6]),
        (-6, None, [1, 6]),
        (-5, None, [1]),
        (-30, -2, [6]),
        (-30, -7, []),
        (-30, -8, []),
        (0, None, []),
    ],
)
def test_looks_at_a_unit_count_for_who_belonged_to_it_that_day(
    nok, wipa, chiang_mai, starts, ends, seen
):
    """Also where a post began or ended among the days; where none did, no look is judged."""
    day = today(NOW)
    Membership.objects.filter(person=nok).update(
        starts=day + timedelta(days=starts),
        ends=None if ends is None else day + timedelta(days=ends),
    )
    for back in (1, 6):
        audit.note_access(
            viewer=wipa,
            role=Role.SUPERVISOR,
            what=access_kinds.BOARD,
            units=[chiang_mai.pk],
            at=NOW - timedelta(days=back),
        )
    found = latest_looks(Person.objects.get(pk=nok.pk), NOW)
    assert sum(one.count for one in found) == len(seen)


def test_both_ways_to_read_looks_give_the_same(nok, wipa, chiang_mai):
    asked = {"viewer": wipa, "role": Role.SUPERVISOR, "what": access_kinds.BOARD}
    for back in (0, 3):
        at = NOW - timedelta(days=back)
        audit.note_access(**asked, units=[chiang_mai.pk], at=at)
        audit.note_access(**asked, person=nok, at=at)
    about = {"person": nok.pk, "since": NOW - LATELY}
    with everywhere():
        found = looks_throughout(units=[chiang_mai.pk], **about)
        assert found == looks_since(**about)
    assert len(found) == 4
