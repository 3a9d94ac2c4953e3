"""The cast. They know each other: read their lines as a small story.

Saphan Foundation: a head office with a Chiang Mai team below it. Nok works in the team, Wipa
supervises it, Mali helps in it as a volunteer, Siriporn trains, Anan is the programme office,
Orathai cares for staff, Ploy administers. Noi works for another organisation and
must never see any of them.
"""

import gc
import os
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import settings as examples

from people.models import Role
from people.phones import phone_keys
from people.tenancy import context as tenancy
from workload.policies import actions as policies

from . import roles
from .glass import through_glass
from .makers import NOW, make_membership, make_organisation, make_person, make_unit, make_worker
from .quick import (
    compiled,
    emptied,
    long_first,
    made_once,  # noqa: F401 - one folder for all processes of a run
)
from .quick.marked import pytest_runtest_protocol  # noqa: F401 - a hook of pytest

# What comes while the tests are collected stays: nothing of it is garbage.
gc.disable()

# What a test writes and counts is anybody's; a request of its client reaches what it should.
tenancy.rest_everywhere()

# How long an example takes says how busy a machine is, not whether the rule holds.
SLOW = [HealthCheck.too_slow]
examples.register_profile("without a clock", deadline=None, suppress_health_check=SLOW)
examples.load_profile("without a clock")


# What asks the database: it may differ from one to another. A program that a test starts has a
# SQLite file of its own; a test whose program works on the configured database is marked by hand.
ASKING = {"_django_db_helper", "db", "django_db_setup", "transactional_db"}
MARKED = ("django_db", "browser", "contract")


def pytest_collection_modifyitems(items) -> None:
    """Mark what is worth running on each database: `-m database` leaves out the rest."""
    for item in items:
        if item.get_closest_marker("rendered"):
            continue
        marked = any(map(item.get_closest_marker, MARKED))
        if marked or ASKING & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


def pytest_configure(config) -> None:
    """Let each process of several find the tests compiled, and begin with what takes long."""
    config.pluginmanager.register(compiled)
    config.pluginmanager.register(long_first)


def pytest_xdist_auto_num_workers() -> int:
    """Let one more run than there are processors: one or another waits for a page or a program."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays: a million objects of product and tests.

    Of what came since, it looks at the new ten times less often, and at the old still less: most
    is gone by itself before. Untold it takes an eighth of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 10, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remember the tables as they were made, for what comes after a test that commits."""
    with django_db_blocker.unblock(), emptied.remembered():
        yield


@pytest.fixture(autouse=True)
def english():
    """Begin in English: a page that was asked for in Thai leaves its language in the thread."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def that_friday(request):
    """Let it be NOW whenever this runs: no test turns out otherwise at a midnight or next year.

    A program that a test starts has the clock of this machine, and so has such a test.
    """
    if any(map(request.node.get_closest_marker, ("process", "redis", "clock"))):
        yield
        return
    with time_machine.travel(NOW):
        yield


@pytest.fixture(autouse=True)
def pane():
    """On SQLite, too, a request reads its own organisation's rows only, as on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.execute_wrapper(through_glass):
        yield


@pytest.fixture(autouse=True)
def own_role(request):
    """Work as the web's role, where there is one; what a test left is emptied by the owner."""
    asked = request.node.get_closest_marker("django_db")
    if not roles.there() or not (asked or "_django_db_helper" in request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with roles.as_the_web():
        yield


@pytest.fixture(autouse=True)
def nothing_kept():
    """A process keeps which policy holds and what phones seal with; each test begins a database.

    So does what a module makes for its tests, before the first of them.
    """
    policies.forget()
    phone_keys.forget()
    yield
    policies.forget()
    phone_keys.forget()


@pytest.fixture
def saphan(db):
    return make_organisation("Saphan Foundation", thai="มูลนิธิสะพาน")


@pytest.fixture
def office(saphan):
    return make_unit(saphan, "Head office")


@pytest.fixture
def phuket(saphan):
    """A second root of the organisation: nobody at the head office answers for it."""
    return make_unit(saphan, "Phuket office")


@pytest.fixture
def chiang_mai(office, saphan):
    return make_unit(saphan, "Chiang Mai team", parent=office, thai="ทีมเชียงใหม่")


@pytest.fixture
def nok(chiang_mai):
    return make_worker(
        chiang_mai,
        "nok",
        full_name_en="Kanokwan Srisuk",
        full_name_th="กนกวรรณ ศรีสุข",
        nickname_th="นก",
    )


@pytest.fixture
def wipa(chiang_mai):
    person = make_person(
        "wipa", chiang_mai.organisation, full_name_en="Wipa Thongdee", full_name_th="วิภา ทองดี"
    )
    make_membership(person, chiang_mai, Role.SUPERVISOR)
    return person


@pytest.fixture
def volunteer(chiang_mai):
    """Mali helps the team some hours a week, without contracted hours."""
    person = make_person("mali", chiang_mai.organisation, full_name_en="Mali Rattana")
    make_membership(person, chiang_mai, hours=None)
    return person


@pytest.fixture
def chiang_rai(office):
    return make_unit(office.organisation, "Chiang Rai team", parent=office, thai="ทีมเชียงราย")


@pytest.fixture
def malee(chiang_rai):
    """She leads the Chiang Rai team."""
    person = make_person("malee", chiang_rai.organisation, full_name_en="Malee Saelee")
    make_membership(person, chiang_rai, Role.SUPERVISOR)
    return person


@pytest.fixture
def mai(chiang_mai, chiang_rai):
    """She interprets for two teams: 24 hours for Wipa's, 16 for Malee's."""
    person = make_person("mai", chiang_mai.organisation, full_name_en="Mai Saetang")
    make_membership(person, chiang_mai, hours=Decimal(24), job="interpreter")
    make_membership(person, chiang_rai, hours=Decimal(16), job="interpreter")
    return person


def officer(username, name, role, unit):
    person = make_person(username, unit.organisation, full_name_en=name)
    make_membership(person, unit, role)
    return person


@pytest.fixture
def siriporn(office):
    return officer("siriporn", "Siriporn Maneewong", Role.TRAINER, office)


@pytest.fixture
def anan(office):
    return officer("anan", "Anan Chaiyaporn", Role.PROGRAMME, office)


@pytest.fixture
def orathai(office):
    return officer("orathai", "Orathai Pimthong", Role.CARE, office)


@pytest.fixture
def ploy(office):
    return officer("ploy", "Ploy Suwannarat", Role.ADMIN, office)


@pytest.fixture
def rest_house(db):
    """Another organisation's unit."""
    return make_unit(make_organisation("Baan Suk Shelters", kind="shelter"), "Rest house")


@pytest.fixture
def noi(rest_house):
    return make_worker(rest_house, "noi", full_name_en="Noi Chantra")
