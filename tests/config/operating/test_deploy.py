"""The files under deploy/ start what the tests start, and close everything that is not needed."""

import configparser
import re
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings

from config.launcher import ONE_HEAP, surroundings, web_server
from tests.test_readme import read_in_settings

DEPLOY = settings.BASE_DIR / "deploy"
INSTALLING = settings.BASE_DIR / "docs" / "installing.md"
UNITS = sorted(DEPLOY.glob("*.service"))
STAYING = [unit for unit in UNITS if unit.stem != "kamlangjai-backup"]
PLACE = "/srv/kamlangjai/"
# The demo ends sooner, and says only what is wrong; a server's own settings say how much.
OF_THE_DEMO = {"--workers-kill-timeout", "--log-level"}


class Unit(configparser.RawConfigParser):
    """A unit of systemd: a key may stand twice."""

    def optionxform(self, name):
        return name


def read(unit) -> Unit:
    found = Unit(strict=False)
    found.read_string(unit.read_text(encoding="utf-8"))
    return found


def options(command: list[str]) -> list[str]:
    """The options of a command without the demo's own."""
    found = " ".join(command[1:])
    for name in OF_THE_DEMO:
        found = re.sub(rf"{name} \S+ ?", "", found)
    return sorted(found.split())


def test_the_pages_are_served_as_in_every_test():
    started = read(DEPLOY / "kamlangjai-web.service")["Service"]["ExecStart"].split()
    assert started[0] == f"{PLACE}.venv/bin/python"
    assert options(started) == options(web_server(8000))


def test_threads_of_the_web_server_share_what_they_take_of_memory(composed, tmp_path):
    """bench/servers.py measures with the same limit."""
    unit = read(DEPLOY / "kamlangjai-web.service")["Service"]["Environment"]
    assert dict(one.split("=") for one in unit.split()) == ONE_HEAP
    of_container = composed["services"]["web"]["environment"]
    assert {name: of_container[name] for name in ONE_HEAP} == ONE_HEAP
    assert surroundings(tmp_path, 8000).items() >= ONE_HEAP.items()


def test_new_code_is_loaded_while_the_server_takes_requests():
    """tests/drills/test_web_processes.py sends this signal."""
    service = read(DEPLOY / "kamlangjai-web.service")["Service"]
    assert service["ExecReload"] == "kill -HUP $MAINPID"


def test_the_jobs_end_when_their_parent_alone_is_signalled():
    service = read(DEPLOY / "kamlangjai-jobs.service")["Service"]
    assert service["ExecStart"] == f"{PLACE}.venv/bin/python manage.py qcluster"
    assert service["KillMode"] == "mixed"


@pytest.mark.parametrize("unit", STAYING, ids=lambda unit: unit.name)
def test_what_fails_is_started_again_however_often(unit):
    found = read(unit)
    assert found["Service"]["Restart"] == "always"
    assert float(found["Service"]["RestartSec"]) <= 1
    assert found["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_service_writes_is_closed_to_all_others(unit):
    service = read(unit)["Service"]
    assert (service["User"], service["StateDirectoryMode"], service["UMask"]) == (
        "kamlangjai",
        "0700",
        "0077",
    )


def test_backups_are_open_to_the_service_that_makes_them_alone():
    folder = "/var/backups/kamlangjai"
    open_to = {unit.stem for unit in UNITS if folder in unit.read_text(encoding="utf-8")}
    assert open_to == {"kamlangjai-backup"}
    assert f"BACKUP_DIR={folder}\n" in INSTALLING.read_text(encoding="utf-8")


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_service_reaches_no_more_than_it_needs(unit):
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1]) <= 3.0


# --- Containers: their shape alone ---------------------------------------------------------------


@pytest.fixture(scope="module")
def composed() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_containers_serve_the_pages_and_run_the_jobs_as_the_units_do(composed):
    services = composed["services"]
    assert options(services["web"]["command"]) == options(web_server(8000))
    assert services["jobs"]["command"] == ["python", "manage.py", "qcluster"]


def test_containers_name_files_volumes_and_settings_that_exist(composed):
    services = composed["services"]
    for name, service in services.items():
        for one in service.get("volumes", []):
            source = one.split(":")[0]
            assert (DEPLOY / source).exists() if "/" in source else source in composed["volumes"]
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / "deploy" / "Dockerfile").exists()
            assert service["environment"].keys() <= read_in_settings().keys() | ONE_HEAP.keys(), (
                name
            )
        for one in service.get("depends_on", ()):
            assert one in services


def test_containers_have_the_roles_of_an_installation():
    """The check of a backup makes a database, so its role may."""
    made = re.compile(r"CREATE ROLE (\w+) (.*) PASSWORD")
    roles = (DEPLOY / "roles.sh").read_text(encoding="utf-8")
    assert made.findall(roles) == made.findall(INSTALLING.read_text(encoding="utf-8")) != []


def test_the_image_has_what_a_backup_calls_and_makes_its_user_without_more_packages():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert "postgresql-client" in text
    assert "adduser" not in text


@pytest.mark.process
def test_a_python_that_is_fetched_is_where_the_services_can_read_it():
    """In the home of whoever installs, root's, no other user could start it."""
    say = "say:\n\t@echo $$UV_PYTHON_INSTALL_DIR"
    command = ["make", "--silent", "--file=Makefile", "--file=-", "say"]
    said = subprocess.run(
        command, cwd=settings.BASE_DIR, input=say, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == str(settings.BASE_DIR / ".tools" / "python")


def test_no_password_stands_in_these_files(composed):
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"_PASSWORD: (\S+)", text)) == {
        f"${{{one}_PASSWORD:?}}" for one in ("OWNER", "WEB", "BACKUP")
    }


@pytest.mark.parametrize("file", [".dockerignore", ".gitignore"])
@pytest.mark.parametrize("secret", ["deploy/.env", "deploy/kamlangjai.env", ".env", "backup.key"])
def test_no_secret_of_a_place_goes_into_an_image_or_a_commit(file, secret):
    lines = (settings.BASE_DIR / file).read_text(encoding="utf-8").splitlines()
    assert [one for one in lines if one and matches(one, secret)]


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern keeps a file out, as docker and git both read **/ and *."""
    parts = re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
    return bool(re.fullmatch(parts, path))
