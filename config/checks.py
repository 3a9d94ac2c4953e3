"""System checks for unsafe or surprising settings, each with a hint."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from programme.reports.pdf import Lacking, what_is_lacking
from training.passport.keys import key_ring

SHORTEST_KEY = 32
KEY = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


@register(Tags.security)
def key_ring_kept(app_configs: object, **_: object) -> list[Error]:
    """Refuse a missing key ring, one that holds SECRET_KEY, and short keys."""
    found = []
    if not settings.KEY_RING:
        found.append(
            Error(
                "KEY_RING is not set: answers and notes could not be sealed.",
                hint=KEY,
                id="kamlangjai.E001",
            )
        )
    if settings.SECRET_KEY in settings.KEY_RING:
        found.append(
            Error(
                "KEY_RING holds SECRET_KEY: whoever can sign a session could read the answers.",
                hint=KEY,
                id="kamlangjai.E002",
            )
        )
    if any(len(key) < SHORTEST_KEY for key in (settings.SECRET_KEY, *settings.KEY_RING)):
        found.append(
            Error(
                f"SECRET_KEY or a key in KEY_RING has fewer than {SHORTEST_KEY} characters.",
                hint=KEY,
                id="kamlangjai.E003",
            )
        )
    return found


@register(Tags.security)
def metrics_token(app_configs: object, **_: object) -> list[Error]:
    """Refuse a token of the monitor that could be guessed, or that is a key."""
    token = settings.METRICS_TOKEN
    if not token or (
        len(token) >= SHORTEST_KEY and token not in (settings.SECRET_KEY, *settings.KEY_RING)
    ):
        return []
    return [
        Error(
            f"METRICS_TOKEN has fewer than {SHORTEST_KEY} characters, or is a key as well.",
            hint=KEY,
            id="kamlangjai.E009",
        )
    ]


@register(Tags.security)
def badge_key(app_configs: object, **_: object) -> list[Error]:
    """Refuse a key for badges that cannot sign: it must fail now, not when a badge is shown."""
    try:
        key_ring(settings.BADGE_KEY)
    except ImproperlyConfigured as wrong:
        hint = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072"
        return [Error(str(wrong), hint=hint, id="kamlangjai.E005")]
    return []


@register(Tags.security)
def exit_site(app_configs: object, **_: object) -> list[Error]:
    """Refuse an address for leaving quickly that is no page of another site, open to all."""
    site = urlsplit(settings.EXIT_SITE)
    own = urlsplit(settings.SITE_URL).hostname
    if not settings.EXIT_SITE or (site.scheme == "https" and site.hostname not in (None, own)):
        return []
    return [
        Error(
            "EXIT_SITE is no page of another site that begins with https://.",
            hint="Name a page that could be open on any phone, or leave it empty: a blank page.",
            id="kamlangjai.E011",
        )
    ]


@register(Tags.security, deploy=True)
def calls_to_this_machine(app_configs: object, **_: object) -> list[Error]:
    """Refuse a server that may call what only tests call."""
    if not settings.LOCAL_CALLS:
        return []
    return [
        Error(
            "LOCAL_CALLS is set: whatever a person names there is called without TLS.",
            hint="Unset LOCAL_CALLS: it is for tests.",
            id="kamlangjai.E010",
        )
    ]


@register(Tags.security, deploy=True)
def on_a_server(app_configs: object, **_: object) -> list[checks.Warning]:
    """Warn of settings that are fine for development and not on a server."""
    return [
        checks.Warning(sentence, hint=hint, id=f"kamlangjai.{number}")
        for number, doubtful, sentence, hint in (
            (
                "W001",
                not settings.HTTPS,
                "SITE_URL does not begin with https://: sign-ins could be read on the way.",
                "Put the public address into SITE_URL, and a reverse proxy with TLS in front.",
            ),
            (
                "W002",
                settings.DEMO,
                "DEMO is on: everybody knows the passwords.",
                "Unset DEMO, and use a database of its own.",
            ),
            (
                "W003",
                not settings.MAIL_HOST,
                "MAIL_HOST is not set: invitations and notices stay in a folder, unsent.",
                "Set MAIL_HOST, MAIL_USER and MAIL_PASSWORD_FILE.",
            ),
            (
                "W004",
                not settings.HELPLINE_CHECKED,
                f"Nobody has confirmed that {settings.HELPLINE} is the right number for help.",
                "Call it, then put the day into HELPLINE_CHECKED, like 2026-11-24.",
            ),
            (
                "W005",
                settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT,
                "TRUSTED_PROXIES is 0: behind a proxy all people would share one sign-in limit.",
                "Set TRUSTED_PROXIES to the number of proxies in front, usually 1.",
            ),
            (
                "W006",
                len(settings.ANCHOR_MAIL) < 2,
                "Fewer than two people receive the daily anchor of the access log.",
                "Put two addresses into ANCHOR_MAIL, one of them outside of the operator.",
            ),
            (
                "W007",
                not settings.CONTROLLER,
                "CONTROLLER is not set: nobody reads who is responsible for their data.",
                "Put the name and address of the data controller into CONTROLLER.",
            ),
            (
                "W008",
                not settings.DATA_PROTECTION_CONTACT,
                "DATA_PROTECTION_CONTACT is not set: nobody knows where to object.",
                "Put a mail address, best of somebody with an account here, or a phone number.",
            ),
            (
                "W009",
                not settings.SECURITY_CONTACT,
                "SECURITY_CONTACT is not set: nobody knows where to report a vulnerability.",
                "Put a mail address that is read each day, or a page that begins with https://.",
            ),
        )
        if doubtful
    ]


# What the role of this connection is, or may become by SET ROLE.
UNBOUND = """
SELECT EXISTS (
    SELECT FROM pg_roles
    WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')
)
"""
# Whether it owns anything here or could make, empty or change a table; and whether it could change
# the audit trail.
MASTER = """
SELECT pg_has_role(current_user, datdba, 'MEMBER')
    OR has_schema_privilege(current_schema(), 'CREATE')
    OR EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND (pg_has_role(current_user, relowner, 'MEMBER')
            OR has_table_privilege(oid, 'TRUNCATE'))
    )
    OR has_table_privilege(to_regclass('people_accessevent'), 'DELETE')
    OR has_table_privilege(to_regclass('people_accessevent'), 'UPDATE')
FROM pg_database WHERE datname = current_database()
"""
READS = "SELECT has_table_privilege(to_regclass('people_person'), 'SELECT')"
APART = """
SELECT EXISTS (
    SELECT FROM pg_roles JOIN pg_database ON datdba <> pg_roles.oid
    WHERE rolname = %s AND datname = current_database()
)
"""


def told_by(query: str, *words: str) -> bool | None:
    """Ask PostgreSQL one thing about a role."""
    with connections["default"].cursor() as cursor:
        cursor.execute(query, words)
        return cursor.fetchone()[0]


def on_postgres(databases: Sequence[str] | None) -> bool:
    """Say whether the question is about a PostgreSQL."""
    return "default" in (databases or ()) and connections["default"].vendor == "postgresql"


@register(Tags.database)
def database_role(
    app_configs: object, databases: Sequence[str] | None = None, **_: object
) -> list[Error]:
    """Refuse a PostgreSQL role that row-level security does not stop."""
    if not on_postgres(databases) or not told_by(UNBOUND):
        return []
    return [
        Error(
            "The database role is a superuser or has BYPASSRLS, or may become one that is:"
            " no row-level security holds it.",
            hint="Use the roles of docs/operating.md, 'Three roles': the backup's is for `backup`.",
            id="kamlangjai.E004",
        )
    ]


@register(Tags.database)
def named_roles(
    app_configs: object, databases: Sequence[str] | None = None, **_: object
) -> list[Error]:
    """Refuse to migrate for a role that is missing, or that is the owner: it keeps all rights."""
    if not on_postgres(databases):
        return []
    return [
        Error(
            f"{name} is {role!r}: there is no such role, or it owns the database.",
            hint=f"CREATE ROLE {role} LOGIN PASSWORD '...'; see docs/operating.md, 'Three roles'.",
            id="kamlangjai.E006",
        )
        for name in ("WEB_ROLE", "BACKUP_ROLE")
        if (role := getattr(settings, name)) and not told_by(APART, role)
    ]


@register(Tags.database, deploy=True)
def web_role(
    app_configs: object, databases: Sequence[str] | None = None, **_: object
) -> list[Error]:
    """Refuse to serve pages as the owner of the tables, or as a role that cannot read them."""
    if not on_postgres(databases):
        return []
    if told_by(MASTER):
        return [
            Error(
                "The database role can do more than pages need: tear down the walls between"
                " organisations, empty tables, or change the trail of who opened what.",
                hint="Let another role own the database, set WEB_ROLE and migrate as the owner:"
                " docs/operating.md, 'Three roles'.",
                id="kamlangjai.E007",
            )
        ]
    if told_by(READS) is False:
        return [
            Error(
                "The database role may not read the tables: no page would open.",
                hint="Set WEB_ROLE to its name and run `migrate` as the owner.",
                id="kamlangjai.E008",
            )
        ]
    return []


@register(deploy=True)
def reports_as_pdf(app_configs: object, **_: object) -> list[checks.Warning]:
    """Warn of a server on which reports have no PDF."""
    lacking = what_is_lacking("th")
    if not lacking:
        return []
    return [
        checks.Warning(
            f"Reports have no PDF: {Lacking(lacking).value} is missing.",
            hint="See docs/operating.md, 'Reports as PDF'.",
            id="kamlangjai.W010",
        )
    ]
