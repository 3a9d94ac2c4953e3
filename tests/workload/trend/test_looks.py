"""Who looked lately: the days are bounded, however long the trail is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.audit import actions as audit
from people.models import AccessEvent, Membership, Person, Role
from people.tenancy import context as tenancy
from people.tenancy.context import everywhere
from people.weeks import today
from tests.makers import NOW
from workload import access_kinds
from workload.trend.looks import (
    LATELY,
    READ,
    latest_looks,
    looks_alone,
    looks_judged,
    looks_throughout,
)

ASKED = {"role": Role.SUPERVISOR, "what": access_kinds.BOARD}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Others plan by how many rows there are.")
def test_the_newest_looks_of_the_last_days_are_read_as_they_stand_in_an_index(nok):
    with CaptureQueriesContext(connection) as found:
        assert latest_looks(nok, NOW) == []
    plans = []
    for one in found:
        if "people_accessevent" in one["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
                plans.append([row[-1] for row in cursor.fetchall()])
    assert [plan[0].partition("(")[2] for plan in plans] == [
        "person_id=? AND at>?)",
        "unit_id=? AND at>?)",
    ]
    # Nothing is sorted: as many are read as are shown.
    assert not any("TEMP B-TREE" in step for plan in plans for step in plan)


@pytest.mark.parametrize("looks", [10, 2_000])
def test_not_more_is_read_the_oftener_a_board_was_opened(nok, wipa, chiang_mai, looks):
    events = (
        AccessEvent(
            organisation_id=nok.organisation_id,
            viewer=wipa,
            viewer_role=ASKED["role"],
            what=ASKED["what"],
            unit=chiang_mai,
            at=NOW - timedelta(minutes=n),
        )
        for n in range(looks)
    )
    AccessEvent.objects.bulk_create(events)
    [found] = latest_looks(nok, NOW)
    assert found.count == min(looks, READ)
    assert found.times == ("10 times" if looks == 10 else "200 times or more")


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


def test_a_look_from_another_organisation_is_among_them(nok, noi):
    """Read on a request of the person's own, which reaches no further than their organisation."""
    audit.note_access(**ASKED, viewer=noi, person=nok, at=NOW - timedelta(days=1))
    with tenancy.of_request(nok.organisation_id):
        [found] = latest_looks(nok, NOW)
    assert (found.name, found.count) == ("Noi Chantra", 1)


def test_all_ways_to_read_looks_give_those_of_the_page_of_all(nok, wipa, chiang_mai, office):
    """Among them some that are not about the person, and the person's own."""
    for back in (0, 3):
        at = NOW - timedelta(days=back)
        audit.note_access(**ASKED, viewer=wipa, person=nok, at=at)
        audit.note_access(**ASKED, viewer=nok, units=[chiang_mai.pk], at=at)
        audit.note_access(**ASKED, viewer=wipa, units=[chiang_mai.pk, office.pk], at=at)
        audit.note_access(**ASKED, viewer=nok, person=wipa, at=at)
    about = {"person": nok.pk, "since": NOW - LATELY}
    with everywhere():
        found = [look[1] for look in looks_throughout(**about, unit=chiang_mai.pk)]
        assert found == [look[1] for look in looks_judged(**about, unit=chiang_mai.pk)]
        found += [look[1] for look in looks_alone(**about)]
        every = AccessEvent.objects.about(nok).filter(at__gt=about["since"])
        assert sorted(found) == sorted(every.values_list("pk", flat=True))
    assert len(found) == 4
