"""What the three roles of PostgreSQL may do.

The owner migrates. The web (the pages and the jobs) reads and writes rows: it removes no table and
no row-level security, and changes nothing in the audit trail. The backup reads everything, past
row-level security. An operator makes the roles (docs/operating.md). After each migration the owner
gives the two others exactly this, and takes back what they had beyond it.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

from people.models import AccessEvent

from .row_security import columns

SCHEMA = "public"
TRAIL = AccessEvent._meta.db_table
# What the web only reads.
MIGRATIONS = "django_migrations"
# Only an event without a place gets one, and no event comes with one: `chain.seal`.
SEALING, NOTING = "sealing", "noting"


def give() -> None:
    """Give the web and the backup their grants, if they are named. Safe to repeat."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(connection.ops.quote_name):
            cursor.execute(statement)


def statements(quoted: Callable[[str], str]) -> list[str]:
    """Write all grants and revokes; a migration may have gone back behind a table."""
    web, backup = settings.WEB_ROLE, settings.BACKUP_ROLE
    database = quoted(connection.settings_dict["NAME"])
    there = columns()
    written = []
    for role in filter(None, (web, backup)):
        written += entering(quoted(role), database)
    if web:
        written += rows(quoted(web))
        if (MIGRATIONS, "id") in there:
            written += [f"REVOKE INSERT, UPDATE, DELETE ON {MIGRATIONS} FROM {quoted(web)}"]
        if {(TRAIL, "place"), (TRAIL, "seal")} <= there:
            written += trail(quoted(web), current_user().replace("'", "''"))
    if backup:
        written += reading(quoted(backup))
    return written


def current_user() -> str:
    """Ask for the current role: the role that migrates owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def entering(role: str, database: str) -> list[str]:
    """Write who may connect: the named roles; only the owner makes tables."""
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA {SCHEMA} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {role}",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {SCHEMA} FROM {role}",
    ]


def rows(role: str) -> list[str]:
    """Write what the web may: read and write rows."""
    return [f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO {role}"]


def trail(role: str, owner: str) -> list[str]:
    """Write the web's grants on the audit trail: note a look, and chain a noted one.

    The policies hold every role but the owner, also a role that was given more by hand.
    """
    free = f"pg_has_role('{owner}', 'USAGE')"
    return [
        f"REVOKE UPDATE, DELETE ON {TRAIL} FROM {role}",
        f"GRANT UPDATE (place, seal) ON {TRAIL} TO {role}",
        f"DROP POLICY IF EXISTS {SEALING} ON {TRAIL}",
        f"CREATE POLICY {SEALING} ON {TRAIL} AS RESTRICTIVE FOR UPDATE"
        f" USING (place IS NULL OR {free}) WITH CHECK (place IS NOT NULL OR {free})",
        f"DROP POLICY IF EXISTS {NOTING} ON {TRAIL}",
        f"CREATE POLICY {NOTING} ON {TRAIL} AS RESTRICTIVE FOR INSERT"
        f" WITH CHECK ((place IS NULL AND seal = '') OR {free})",
    ]


def reading(role: str) -> list[str]:
    """Write the backup's grants: read."""
    kinds = ("TABLES", "SEQUENCES")
    return [f"GRANT SELECT ON ALL {kind} IN SCHEMA {SCHEMA} TO {role}" for kind in kinds]
