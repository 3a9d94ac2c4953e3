"""A host with a clock that is off is taken out, and answers nothing by another time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.utils import timezone

from config.operating import clocks, doctor, inside
from people.tenancy import context

pytestmark = [pytest.mark.django_db, pytest.mark.clock]
with_a_clock = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no clock of its own."
)
A_LITTLE, TOO_FAR = clocks.DRIFT - timedelta(seconds=5), clocks.DRIFT + timedelta(seconds=5)


def off(by: timedelta):
    return time_machine.travel(timezone.now() + by, tick=True)


@with_a_clock
@pytest.mark.parametrize("way", [1, -1], ids=["ahead", "behind"])
def test_a_monitor_learns_that_the_clock_is_off(client, way):
    with off(way * A_LITTLE):
        assert "clock" not in client.get("/readyz").text
    with off(way * TOO_FAR):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "clock: apart from the database's\n")


@with_a_clock
def test_doctor_says_by_how_much(db):
    with off(timedelta(minutes=5)):
        [found] = [one for one in inside.clock(timezone.now()) if "apart" in one]
    assert found in {f"The clocks here and of the database are {n} s apart." for n in (299, 300)}


@pytest.fixture
def watching():
    """A process that serves pages; its connection is one of its own."""
    clocks.keep_watch()
    yield connection.copy()
    connection_created.disconnect(dispatch_uid="kamlangjai-clocks")


@with_a_clock
def test_a_host_with_a_clock_that_is_off_gets_no_connection_until_it_is_right(watching):
    with off(TOO_FAR):
        for _time in range(2):
            with pytest.raises(OperationalError, match="65 s apart|64 s apart"):
                watching.ensure_connection()
    with off(A_LITTLE):
        watching.ensure_connection()
    assert watching.is_usable()
    watching.close()


def test_where_the_database_has_no_clock_all_is_as_before(watching):
    if connection.vendor != "postgresql":
        with off(TOO_FAR):
            watching.ensure_connection()
            assert watching.is_usable()
        watching.close()


@with_a_clock
def test_a_connection_that_comes_from_a_pool_reaches_nothing_of_the_request_before(monkeypatch):
    monkeypatch.setattr(context, "_resting", context.NOWHERE)
    used = connection.copy()
    with context.of_request(7):
        used.ensure_connection()
        context.tell(used)
    # It comes again as a new one would: nothing has ended its session in between.
    connection_created.send(type(used), connection=used)
    with used.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('{context.SETTING}')")
        assert cursor.fetchone() == ("",)
    used.close()


@with_a_clock
def test_jobs_do_not_begin_where_the_clock_is_off():
    with off(TOO_FAR):
        [found] = doctor.kept_from_starting(timezone.now(), jobs=True)
        assert "s apart" in found
        assert doctor.kept_from_starting(timezone.now()) == []
    with off(A_LITTLE):
        assert doctor.kept_from_starting(timezone.now(), jobs=True) == []
