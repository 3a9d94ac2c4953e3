"""A task that is enqueued in one process is run by a real cluster in another."""

import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings as real
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from config import queue
from people.audit import actions as audit
from people.audit.tasks import seal_access
from people.models import AccessEvent, Role
from tests.makers import NOW
from tests.quick.made_once import put_tables
from tests.quick.ports import free_port
from workload import access_kinds

pytestmark = pytest.mark.process

# Seconds after which a program counts as hanging; on a busy machine an orderly end takes a while.
STOPS_WITHIN = 60

BEGIN = """
import django; django.setup()
from datetime import datetime, UTC
from people.models import AccessEvent, Account, Organisation, Person, Role
home = Organisation.objects.create(name={"en": "Saphan"}, kind="ngo")
nok, wipa = (
    Person.objects.create(organisation=home, full_name_en=n, account=Account.objects.create(
        username=n, email=f"{n}@example.org"))
    for n in ("nok", "wipa"))
AccessEvent.objects.create(organisation=home, viewer=wipa, viewer_role=Role.SUPERVISOR,
                           what="flag", person=nok, at=datetime.now(UTC))
"""
ENQUEUE = "from people.audit.tasks import seal_access; print(seal_access.enqueue().id)"
REPORT = """
from django.utils import timezone
from django_q.brokers import get_broker
from config.cluster.report import work_report
found = work_report(timezone.now()).jobs
print(found.waiting, get_broker().connection.info("commandstats")["cmdstat_lrange"]["calls"])
"""
# What the cluster's guard does about every half minute.
TIMETABLE = "from django_q.scheduler import scheduler; scheduler()"


def surroundings(place, **changes):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(place),
        "DATABASE_URL": "",
        "LOG_LEVEL": "INFO",
        **changes,
    }


def python(code, env):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=real.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@contextmanager
def cluster(env):
    """Run a cluster and give its log, line by line; signal its parent alone at the end."""
    program = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=real.BASE_DIR,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield program.stderr
    finally:
        program.terminate()
        program.stderr.read()
        program.wait(STOPS_WITHIN)
        program.stderr.close()


def wait_for(log, text):
    for line in log:
        if text in line:
            return line
        assert "Failed" not in line
    raise AssertionError(f"The cluster ended before it said {text!r}.")


def begin(folder, more, env):
    """Let Wipa look at Nok in a database of its own, and do more there."""
    put_tables(folder)
    return python(BEGIN + more, env)


def places(folder):
    connection = sqlite3.connect(folder / "kamlangjai.sqlite3")
    rows = connection.execute("SELECT place FROM people_accessevent").fetchall()
    connection.close()
    return rows


@pytest.fixture
def redis(tmp_path):
    """A Redis server of its own."""
    port = str(free_port())
    command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    wait_for(server.stdout, "Ready to accept connections")
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(STOPS_WITHIN)
    server.stdout.close()


def test_a_task_is_run_by_a_cluster_that_keeps_its_queue_in_the_database(tmp_path):
    env = surroundings(tmp_path)
    ticket = begin(tmp_path, ENQUEUE, env)
    assert places(tmp_path) == [(None,)]

    with cluster(env) as log:
        line = wait_for(log, "Processed 'config.queue.run'")

    assert ticket in line
    assert places(tmp_path) == [(1,)]


@pytest.mark.redis
def test_a_task_is_run_by_a_cluster_that_keeps_its_queue_in_redis(tmp_path, redis):
    env = surroundings(tmp_path, REDIS_URL=redis)
    ticket = begin(tmp_path, ENQUEUE, env)

    with cluster(env) as log:
        line = wait_for(log, "Processed 'config.queue.run'")

    assert ticket in line
    assert places(tmp_path) == [(1,)]


@pytest.mark.redis
def test_how_jobs_are_doing_is_read_from_redis_once(tmp_path, redis):
    env = surroundings(tmp_path, REDIS_URL=redis)
    assert begin(tmp_path, ENQUEUE + REPORT, env).splitlines()[-1] == "1 1"


def test_what_the_timetable_queues_is_understood_by_the_cluster(tmp_path):
    env = surroundings(tmp_path)
    begin(tmp_path, TIMETABLE, env)

    with cluster(env) as log:
        for _path in import_string("config.schedules.TIMETABLE"):
            wait_for(log, "Processed 'config.queue.run'")

    assert places(tmp_path) == [(1,)]


def test_a_job_that_fails_stays_in_the_queue_for_another_try(tmp_path):
    env = surroundings(tmp_path)
    fails = "from django_q.tasks import async_task as a; a('config.queue.run', 'a.b')"
    begin(tmp_path, fails, env)

    with cluster(env) as log:
        wait_for(log, "Failed 'config.queue.run'")

    connection = sqlite3.connect(tmp_path / "kamlangjai.sqlite3")
    assert connection.execute("SELECT count(*) FROM django_q_ormq").fetchone() == (1,)
    connection.close()


@pytest.fixture
def event(nok, wipa, chiang_mai):
    """Wipa looked at Nok's week."""
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what=access_kinds.FLAG, at=NOW, person=nok)
    return AccessEvent.objects.get()


@pytest.fixture
def on_cluster(settings):
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}


def queued():
    return [SignedPackage.loads(row.payload) for row in OrmQ.objects.all()]


def test_the_queue_holds_a_path_and_plain_values_only(on_cluster, db):
    result = seal_access.enqueue()

    (ticket,) = queued()
    assert ticket["func"] == "config.queue.run"
    assert ticket["args"] == ("people.audit.tasks.seal_access", [], {})
    assert ticket["name"] == result.id


def test_a_task_whose_transaction_fails_was_never_queued(on_cluster, db):
    with transaction.atomic():
        seal_access.enqueue()
        transaction.set_rollback(True)

    assert queued() == []


def test_run_runs_a_task(event):
    queue.run("people.audit.tasks.seal_access")

    event.refresh_from_db()
    assert event.place == 1


@pytest.mark.parametrize("path", ["os.system", "people.audit.chain.seal", "people.models.Person"])
def test_run_refuses_what_is_not_a_task(path):
    with pytest.raises(SuspiciousOperation, match="is not a task"):
        queue.run(path)


def test_values_that_json_does_not_know_are_refused(on_cluster, db):
    with pytest.raises(TypeError):
        import_string("people.audit.tasks.seal_access").enqueue(object())
    assert queued() == []
