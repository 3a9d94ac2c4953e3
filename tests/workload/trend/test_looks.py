"""Who looked lately: the days are bounded, however long the trail is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import NOW
from workload.trend.looks import latest_looks


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Others plan by how many rows there are.")
def test_only_the_looks_of_the_last_days_are_read(nok):
    with CaptureQueriesContext(connection) as found:
        assert latest_looks(nok, NOW) == []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {found[0]['sql']}")
        steps = [row[-1] for row in cursor.fetchall()]
    reads = [one for one in steps if "people_accessevent" in one]
    assert {one.partition("(")[2] for one in reads} == {
        "person_id=? AND at>?)",
        "unit_id=? AND at>?)",
    }
