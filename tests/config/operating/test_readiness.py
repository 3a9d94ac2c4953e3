"""A monitor learns in fixed lines what keeps pages from being served, and nothing of the inside."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from config.operating import around
from tests import roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock]


def asked(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.text


def test_where_all_is_well_it_says_so_after_few_statements(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert asked(client) == (200, "ok\n")


@pytest.mark.parametrize("field", ["SMALLEST_SPACE", "DATA_DIR"])
def test_a_disk_that_is_full_or_away_is_said(client, monkeypatch, settings, tmp_path, field):
    if field == "DATA_DIR":
        settings.DATA_DIR = tmp_path / "away"
    else:
        monkeypatch.setattr(around, field, 1 << 60)
    assert asked(client) == (503, "disk: full or nearly\n")


def test_tables_that_are_older_than_the_code_are_said(client):
    with roles.as_the_owner():
        MigrationRecorder.Migration.objects.filter(app="workload").delete()
    assert asked(client) == (503, "migrations: not applied\n")


def test_tables_that_are_newer_are_no_fault_as_old_pages_answer_during_an_upgrade(client):
    with roles.as_the_owner():
        MigrationRecorder.Migration.objects.create(app="workload", name="0099_later")
    assert asked(client) == (200, "ok\n")


def test_files_that_nobody_collected_are_said(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.packing.StaticStorage"}
    }
    assert asked(client) == (503, "static files: not collected\n")


def fail(execute, sql, params, many, context):
    raise OperationalError("no such secret")


def test_what_the_database_says_is_told_to_nobody(client):
    with connection.execute_wrapper(fail):
        status, said = asked(client)
    assert status == 503
    assert "database: takes nothing new\n" in said
    assert "secret" not in said
