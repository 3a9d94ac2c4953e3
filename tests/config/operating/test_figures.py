"""An operator's monitor reads figures with a token; they tell of no person and of no process."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from prometheus_client.parser import text_string_to_metric_families

from config.operating import backup
from people.audit.tasks import seal_access
from people.models import OutgoingLetter
from tests.makers import NOW, WEEK, make_failed_letter, make_week, make_workers

DAY = timedelta(days=1)
TOKEN = "operator-" + "t" * 32

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monitored(settings, tmp_path):
    settings.METRICS_TOKEN, settings.BACKUP_DIR = TOKEN, tmp_path
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    with time_machine.travel(NOW, tick=False):
        yield


def ask(client, token=TOKEN, **how):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"}, **how)


def figures(client) -> dict:
    answer = ask(client)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    samples = [one for family in families for one in family.samples]
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


@pytest.mark.parametrize("token", ["", "another-" + "t" * 32, TOKEN + "x", "ไทย"])
def test_without_its_token_there_is_no_such_page(client, token):
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics").status_code == 404


def test_where_no_token_is_set_nothing_opens_it(client, settings):
    settings.METRICS_TOKEN = ""
    assert ask(client, "").status_code == 404
    assert ask(client).status_code == 404


def test_in_the_clear_it_is_neither_answered_nor_led_on(client, settings):
    """A program that follows a redirect would send its token without TLS each time."""
    settings.SECURE_SSL_REDIRECT = True
    assert ask(client).status_code == 404
    assert ask(client, secure=True).status_code == 200


def test_nothing_is_counted_in_a_process_and_no_cache_keeps_it(client):
    assert {name.partition(" ")[0] for name in figures(client)} == {
        "kamlangjai_work",
        "kamlangjai_oldest_waits_seconds",
        "kamlangjai_weeks_sent",
        "kamlangjai_last_backup_timestamp_seconds",
    }
    assert ask(client)["Cache-Control"] == "no-store"


def test_jobs_and_mail_are_counted_at_that_moment(client, nok):
    seal_access.enqueue()
    make_failed_letter(nok)
    make_failed_letter(nok, state=OutgoingLetter.State.WAITING, made_at=NOW)
    with time_machine.travel(NOW + timedelta(seconds=50), tick=False):
        found = figures(client)
    assert found["kamlangjai_work jobs waiting"] == 1
    assert found["kamlangjai_work mail waiting"] == 1
    assert found["kamlangjai_work mail failed"] == 1
    assert found["kamlangjai_oldest_waits_seconds jobs"] == 50


@pytest.mark.parametrize(("sent", "told"), [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20)])
def test_weeks_are_told_in_tens_so_that_few_are_none(client, chiang_mai, sent, told):
    for person in make_workers(sent, chiang_mai):
        make_week(person, WEEK - 1)
    assert figures(client)["kamlangjai_weeks_sent"] == told


def test_nobody_sees_a_week_arrive(client, chiang_mai):
    """Until its week has closed; who knows of nine others would know of the tenth."""
    for person in make_workers(10, chiang_mai):
        make_week(person, WEEK)
    last = WEEK.closes - timedelta(minutes=1)
    for moment, told in ((NOW, 0), (last, 0), (WEEK.closes, 10), (WEEK.closes + 7 * DAY, 0)):
        with time_machine.travel(moment, tick=False):
            assert figures(client)["kamlangjai_weeks_sent"] == told


def test_the_newest_backup_has_its_moment(client, tmp_path):
    assert figures(client)["kamlangjai_last_backup_timestamp_seconds"] == 0
    made = datetime(2026, 11, 19, 1, 30, tzinfo=UTC)
    for at in (made, made - DAY):
        (tmp_path / backup.NAMED.format(at.strftime(backup.MOMENT))).touch()
    assert figures(client)["kamlangjai_last_backup_timestamp_seconds"] == made.timestamp()
