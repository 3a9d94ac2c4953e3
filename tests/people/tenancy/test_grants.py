"""Three roles of PostgreSQL, each signed in as itself, on a database of their own."""

import os

import psycopg
import pytest
from django.conf import settings as real
from psycopg import errors, sql

from people.tenancy import context as tenancy
from people.tenancy import row_security
from tests.config.test_queue import cluster, wait_for
from tests.drills.machine import OPEN, OnPostgres

WHOLE = real.WEB_ROLE and real.BACKUP_ROLE and "DATABASE_URL" in os.environ
pytestmark = [
    pytest.mark.process,
    pytest.mark.database,
    pytest.mark.skipif(
        not WHOLE, reason="Only where PostgreSQL has WEB_ROLE and BACKUP_ROLE, as in .ci/run."
    ),
]
THEIRS = """
make_worker(make_unit(make_organisation("Baan Suk Shelters")), "noi")
"""
DENIED = (errors.InsufficientPrivilege,)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Nok, Mali and Wipa in one organisation, Noi in another; written by the web's role."""
    found = OnPostgres(tmp_path_factory.mktemp("roles"))
    found.migrate()
    found.run(OPEN + THEIRS)
    yield found
    found.leave()


@pytest.fixture
def web(place):
    with psycopg.connect(place.web) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def backup(place):
    with psycopg.connect(place.backup) as opened:
        yield opened


def everywhere(opened):
    opened.execute("SELECT set_config(%s, %s, false)", [tenancy.SETTING, tenancy.EVERYWHERE])
    return opened


def tables(opened) -> set[str]:
    found = opened.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
    return {name for (name,) in found}


@pytest.mark.parametrize(
    "attack",
    [
        "TRUNCATE people_accessevent",
        "TRUNCATE cache_entry",
        "DELETE FROM people_accessevent",
        "UPDATE people_accessevent SET viewer_id = person_id",
        "UPDATE people_accessevent SET at = now()",
        "DROP TABLE people_accessevent",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE people_person ADD COLUMN mine text",
        f"DROP POLICY {row_security.WALL} ON people_person",
        "CREATE POLICY mine ON people_person USING (true)",
        "CREATE TRIGGER mine BEFORE INSERT ON people_person EXECUTE FUNCTION pg_notify()",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "DELETE FROM django_migrations",
        "SELECT setval('people_person_id_seq', 1)",
        "COPY people_person TO '/tmp/people'",
        "COPY people_person TO PROGRAM 'cat'",
        "ALTER ROLE current_user BYPASSRLS",
        "ALTER ROLE current_user CREATEDB",
    ],
)
def test_the_web_has_rows_and_nothing_more(web, attack):
    assert everywhere(web).execute("SELECT count(*) FROM people_person").fetchone() == (4,)
    with pytest.raises(DENIED):
        web.execute(attack)


def test_the_web_becomes_neither_owner_nor_backup(place, web):
    for other in (place.owner, place.backup):
        name = psycopg.conninfo.conninfo_to_dict(other)["user"]
        for attack in (f'SET ROLE "{name}"', f'SET SESSION AUTHORIZATION "{name}"'):
            with pytest.raises(DENIED), web.transaction():
                web.execute(attack)


LINKS = "SELECT id, place, seal FROM people_accessevent ORDER BY id"


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE people_accessevent SET place = NULL",
        "UPDATE people_accessevent SET place = place + 9",
        "UPDATE people_accessevent SET seal = 'x'",
        "UPDATE people_accessevent SET place = NULL, seal = ''",
    ],
)
def test_what_is_in_the_chain_of_the_trail_is_not_chained_anew(web, attack):
    before = everywhere(web).execute(LINKS).fetchall()
    assert [place for _, place, _ in before] == [1, 2]
    assert web.execute(attack).rowcount == 0
    assert web.execute(LINKS).fetchall() == before


def test_nobody_writes_a_look_that_is_chained_already(web):
    with pytest.raises(DENIED, match="row-level"):
        everywhere(web).execute(
            "INSERT INTO people_accessevent"
            " (organisation_id, viewer_id, viewer_role, what, person_id, at, place, seal)"
            " SELECT organisation_id, viewer_id, viewer_role, what, person_id, at, 3, 'x'"
            " FROM people_accessevent LIMIT 1"
        )


def test_whoever_is_told_nothing_reads_nothing(web):
    walled = tables(web)
    assert {"people_person", "people_accessevent"} <= walled
    for table in walled:
        reads = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        assert web.execute(reads).fetchone() == (0,), table


WHERE_THEY_WORK = (
    "SELECT username, organisation_id FROM people_person p"
    " JOIN people_account a ON a.id = p.account_id"
)


def test_another_organisation_is_not_there(web):
    everywhere(web)
    ids = dict(web.execute(WHERE_THEY_WORK).fetchall())
    web.execute("SELECT set_config(%s, %s, false)", [tenancy.SETTING, str(ids["noi"])])
    assert web.execute("SELECT username FROM people_account").fetchall() == [("noi",)]
    assert web.execute(WHERE_THEY_WORK).fetchall() == [("noi", ids["noi"])]
    assert web.execute("UPDATE people_person SET nickname_th = ''").rowcount == 1
    assert web.execute("DELETE FROM wellbeing_checkin").rowcount == 0


def test_the_backup_reads_all_of_it_past_the_walls(backup):
    assert backup.execute("SELECT count(*) FROM people_person").fetchone() == (4,)
    assert backup.execute("SELECT count(*) FROM people_accessevent").fetchone() == (2,)


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM people_person",
        "UPDATE people_account SET username = ''",
        "INSERT INTO cache_entry VALUES ('a', 'b', now())",
        "TRUNCATE people_accessevent",
        "DROP TABLE people_accessevent",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_backup_writes_nothing(backup, attack):
    with pytest.raises(DENIED):
        backup.execute(attack)


def test_the_web_does_not_migrate(place):
    refused = place.ask("migrate", "workload", "zero")
    assert refused.returncode != 0
    assert place.ask("migrate", "--check").returncode == 0


def test_a_real_cluster_works_as_the_web(place):
    ticket = place.run(
        "from people.audit.tasks import mail_anchor; print(mail_anchor.enqueue().id)"
    )
    with cluster(place.env | {"LOG_LEVEL": "INFO"}) as log:
        while ticket.strip() not in wait_for(log, "Processed 'config.queue.run'"):
            continue


def test_the_queue_and_where_others_are_signed_in_are_not_there(web):
    everywhere(web)
    ids = dict(web.execute(WHERE_THEY_WORK).fetchall())
    web.execute(
        "INSERT INTO people_visit (session_key, session_data, expire_date, person_id, device)"
        " SELECT username, '', now(), p.id, '' FROM people_person p"
        " JOIN people_account a ON a.id = p.account_id"
    )
    assert web.execute("SELECT count(*) FROM django_q_schedule").fetchone() != (0,)
    web.execute("SELECT set_config(%s, %s, false)", [tenancy.SETTING, str(ids["noi"])])
    assert web.execute("SELECT session_key FROM people_visit").fetchall() == [("noi",)]
    for queue in ("django_q_ormq", "django_q_task", "django_q_schedule"):
        assert web.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(queue))).rowcount == 0


def findings(place, url: str) -> str:
    done = place.ask("check", "--deploy", "--database", "default", DATABASE_URL=url)
    return done.stdout + done.stderr


def test_the_check_takes_the_web_and_refuses_owner_and_backup(place):
    assert "kamlangjai.E" not in findings(place, place.web)
    assert "kamlangjai.E007" in findings(place, place.owner)
    assert "kamlangjai.E004" in findings(place, place.backup)


def test_a_role_that_is_not_there_or_owns_all_is_said_before_anything_is_migrated(place):
    for name in ("nobody_of_that_name", psycopg.conninfo.conninfo_to_dict(place.owner)["user"]):
        refused = place.ask("migrate", DATABASE_URL=place.owner, WEB_ROLE=name)
        assert refused.returncode == 1
        assert f"CREATE ROLE {name}" in refused.stderr
