"""How long five thousand rows take of the processor; tests/drills/test_lists.py asks who waits."""

import time

import pytest

from people.lists import actions as lists
from people.lists import carrying
from people.models import BackgroundJob, Job
from tests.makers import NOW

from .trades import long_list

ROWS = 5_000
# Of the processor, and of the clock inside the transaction; a busy machine is given twice that.
LOOK, TRANSACTION = 1.5, 2.0


@pytest.fixture(autouse=True)
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def test_five_thousand_rows_are_judged_and_written_in_seconds(ploy, monkeypatch):
    Job.objects.bulk_create(
        Job(organisation=ploy.organisation, key=f"T{n}", name={"en": f"Old {n}"})
        for n in range(0, ROWS, 5)
    )
    brought = lists.bring(subject="trades", text=long_list(ROWS), by=ploy, now=NOW)
    began = time.process_time()
    shown = lists.look(brought=brought, by=ploy, now=NOW)
    looked = time.process_time() - began
    assert len(shown.writing) == ROWS
    again = time.process_time()
    lists.look(brought=brought, by=ploy, now=NOW)
    looked = min(looked, time.process_time() - again)

    job = lists.save(brought=brought, promised=shown.digest, by=ploy, now=NOW)
    moments = []
    held = carrying.hold

    def timed(job):
        moments.append(time.process_time())
        held(job)

    monkeypatch.setattr(carrying, "hold", timed)
    carrying.save_list(job.pk, lambda: NOW)
    written = time.process_time() - moments[0]

    job.refresh_from_db()
    assert (job.state, job.report["new"]) == (BackgroundJob.State.DONE, 4_000)
    assert looked < 2 * LOOK
    assert written < 2 * TRANSACTION

    undoing = lists.undo(brought=brought, by=ploy, now=NOW)
    began = time.process_time()
    carrying.undo_list(undoing.pk, lambda: NOW)
    assert time.process_time() - began < 2 * TRANSACTION
    assert Job.objects.filter(key__regex="^T[0-9]").count() == 1_000
