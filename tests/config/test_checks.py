import os
import subprocess
import sys

import pytest
from django.conf import settings as real
from django.core.checks import Tags, run_checks
from django.db import connection

from config import checks

LONG = "k" * 50


def answerable(settings):
    settings.CONTROLLER = "Saphan Foundation, Chiang Mai"
    settings.DATA_PROTECTION_CONTACT = "data@example.org"
    settings.SECURITY_CONTACT = "security@example.org"


def ids(found):
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("secret", "ring", "expected"),
    [
        (LONG, ["r" * 32], []),
        (LONG, ["r" * 32, "old" * 11], []),
        (LONG, ["r" * 31], ["kamlangjai.E003"]),
        ("s" * 31, ["r" * 32], ["kamlangjai.E003"]),
        (LONG, [], ["kamlangjai.E001"]),
        (LONG, ["r" * 32, LONG], ["kamlangjai.E002"]),
    ],
)
def test_keys_are_there_long_and_apart(settings, secret, ring, expected):
    settings.SECRET_KEY, settings.KEY_RING = secret, ring

    assert ids(checks.key_ring_kept(None)) == expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("", []),
        ("t" * 32, []),
        ("t" * 31, ["kamlangjai.E009"]),
        (LONG, ["kamlangjai.E009"]),
        ("r" * 32, ["kamlangjai.E009"]),
    ],
)
def test_the_token_of_the_monitor_is_long_and_no_key(settings, token, expected):
    settings.SECRET_KEY, settings.KEY_RING, settings.METRICS_TOKEN = LONG, ["r" * 32], token

    assert ids(checks.metrics_token(None)) == expected


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("", []),
        ("https://weather.example.org/today", []),
        ("http://weather.example.org/", ["kamlangjai.E011"]),
        ("weather.example.org", ["kamlangjai.E011"]),
        ("javascript:alert(1)", ["kamlangjai.E011"]),
        ("https:///today", ["kamlangjai.E011"]),
        ("https://kamlangjai.example.org/promise/", ["kamlangjai.E011"]),
    ],
)
def test_who_leaves_quickly_comes_to_another_site(settings, site, expected):
    settings.SITE_URL, settings.EXIT_SITE = "https://kamlangjai.example.org", site

    assert ids(checks.exit_site(None)) == expected


def test_no_server_for_people_may_call_what_tests_call(settings):
    assert ids(checks.calls_to_this_machine(None)) == []

    settings.LOCAL_CALLS = ["http://127.0.0.1:9000"]
    assert ids(checks.calls_to_this_machine(None)) == ["kamlangjai.E010"]


def test_every_finding_says_what_to_do(settings):
    settings.SECRET_KEY, settings.KEY_RING, settings.DEMO = "short", ["short"], True

    found = [*checks.key_ring_kept(None), *checks.on_a_server(None)]

    assert ids(found) == [
        f"kamlangjai.{n}"
        for n in ("E002", "E003", "W001", "W002", "W003", "W004", "W006", "W007", "W008", "W009")
    ]
    assert all(one.hint for one in found)


def test_a_server_that_is_set_up_raises_no_warning(settings):
    settings.HTTPS, settings.DEMO, settings.MAIL_HOST = True, False, "mail.example.org"
    settings.HELPLINE_CHECKED, settings.ALLAUTH_TRUSTED_PROXY_COUNT = "2026-11-24", 1
    settings.ANCHOR_MAIL = ["one@example.org", "two@example.org"]
    answerable(settings)

    assert ids(checks.on_a_server(None)) == []


def test_a_proxy_that_nobody_counted_is_noticed(settings):
    settings.HTTPS, settings.MAIL_HOST, settings.HELPLINE_CHECKED = True, "mail", "2026-11-24"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    settings.ANCHOR_MAIL = ["one@example.org", "two@example.org"]
    answerable(settings)

    assert ids(checks.on_a_server(None)) == ["kamlangjai.W005"]


def test_one_keeper_of_the_trails_head_is_too_few(settings):
    settings.ANCHOR_MAIL = ["one@example.org"]

    assert "kamlangjai.W006" in ids(checks.on_a_server(None))


@pytest.mark.parametrize(
    ("name", "warning"),
    [("CONTROLLER", "W007"), ("DATA_PROTECTION_CONTACT", "W008"), ("SECURITY_CONTACT", "W009")],
)
def test_nobody_who_answers_for_the_data_is_noticed(settings, name, warning):
    answerable(settings)
    assert f"kamlangjai.{warning}" not in ids(checks.on_a_server(None))
    setattr(settings, name, "")
    assert f"kamlangjai.{warning}" in ids(checks.on_a_server(None))


def test_a_desk_is_not_bothered_with_what_concerns_a_server():
    assert ids(run_checks(tags=[Tags.security])) == []


@pytest.mark.django_db
def test_the_database_role_is_judged_only_where_a_database_is_asked_for():
    superuser = False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            superuser = cursor.fetchone()[0] == "on"

    assert checks.database_role(None) == []
    found = checks.database_role(None, databases=["default"])
    assert ids(found) == (["kamlangjai.E004"] if superuser else [])


def python(*words, **changes):
    """Run Python with this environment; a value of None takes a variable away."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **changes}
    return subprocess.run(
        [sys.executable, *words],
        cwd=real.BASE_DIR,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.process
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "kamlangjai.E003"),
        ({"KEY_RING": None}, "kamlangjai.E001"),
        ({"KEY_RING": os.environ["SECRET_KEY"]}, "kamlangjai.E002"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'; write 1 or 0."),
        ({"DATABASE_URL": "mysql://db/x"}, "must begin with postgresql://"),
    ],
)
def test_the_web_server_refuses_to_start(changes, reason):
    answer = python("-c", "import config.wsgi", **changes)

    assert answer.returncode == 1
    assert reason in answer.stderr


@pytest.mark.process
def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text(LONG + "\n")

    answer = python(
        "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
        SECRET_KEY=None,
        SECRET_KEY_FILE=str(tmp_path / "key"),
    )

    assert answer.stdout == LONG + "\n"
