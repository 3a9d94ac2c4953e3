"""How jobs and mail are doing: a command, a page for monitors, and another try."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.signing import SignedPackage

from config.operating import clocks
from people.audit.tasks import seal_access
from people.models import OutgoingLetter
from tests.makers import NOW, make_failed_letter

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def friday(settings, monkeypatch):
    # Time stands still here, and goes on in PostgreSQL.
    monkeypatch.setattr(clocks, "DRIFT", timedelta.max)
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    with time_machine.travel(NOW, tick=False):
        yield


def told(capsys, *words):
    call_command("jobs", *words)
    return capsys.readouterr().out.splitlines()


def fail(path="people.audit.tasks.seal_access"):
    about = {"func": "config.queue.run", "args": (path, [], {}), "kwargs": {}}
    return Task.objects.create(
        id="1" * 32, name="a-job", started=NOW, stopped=NOW, success=False, **about
    )


def test_it_says_what_waits_runs_and_failed_and_how_old_the_oldest_is(db, nok, capsys):
    seal_access.enqueue()
    OrmQ.objects.update(lock=NOW + MINUTE)
    fail()
    make_failed_letter(nok)
    make_failed_letter(nok, state=OutgoingLetter.State.WAITING, made_at=NOW)
    with time_machine.travel(NOW + timedelta(seconds=50), tick=False):
        assert told(capsys) == [
            "jobs: 0 waiting, 1 running, 1 failed; the oldest waits 0:00:50",
            "mail: 1 waiting, 0 running, 1 failed; the oldest waits 0:00:50",
        ]


def test_retry_queues_again_what_failed(nok, capsys):
    fail()
    make_failed_letter(nok)
    assert told(capsys, "--retry")[0] == "2 tried again."
    [job] = [SignedPackage.loads(row.payload) for row in OrmQ.objects.all()]
    assert job["args"] == ("people.audit.tasks.seal_access", [], {})
    assert job["name"] == "a-job"
    assert told(capsys, "--retry")[0] == "0 tried again."
    assert OutgoingLetter.objects.get().state == OutgoingLetter.State.WAITING


@pytest.mark.parametrize(
    ("minutes", "late"), [(15, []), (16, ["jobs"]), (60, ["jobs"]), (61, ["jobs", "mail"])]
)
def test_who_watches_learns_that_work_waits_for_too_long(client, nok, minutes, late, capsys):
    seal_access.enqueue()
    make_failed_letter(nok, state=OutgoingLetter.State.WAITING, made_at=NOW)
    with time_machine.travel(NOW + minutes * MINUTE, tick=False):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content.decode()) == (
            (503, "".join(f"{one}: late\n" for one in late)) if late else (200, "ok\n")
        )
        if late:
            with pytest.raises(CommandError, match=f"Late: {', '.join(late)}."):
                told(capsys)


def test_mail_that_may_leave_in_the_morning_only_is_not_late(client, nok):
    later = {"made_at": NOW, "failing_since": None, "next_try": NOW + 121 * MINUTE}
    make_failed_letter(nok, state=OutgoingLetter.State.WAITING, **later)
    with time_machine.travel(NOW + 120 * MINUTE, tick=False):
        assert client.get("/readyz").status_code == 200


def test_what_is_queued_now_is_not_late(client, db):
    seal_access.enqueue()
    assert client.get("/readyz").content == b"ok\n"
    assert timezone.now() == NOW
