"""The security log: who came in, who did not, who changed what; and no line names anybody."""

import logging
import re
import stat
from datetime import timedelta
from logging.config import DictConfigurator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as product
from django.core.cache import cache
from django.test import Client

from config.logs import DayFiles
from people.access_kinds import own_kinds
from people.accounts import factors, tokens
from people.audit import actions as audit
from people.audit import security_log
from people.models import AccessEvent, Role
from tests.makers import NOW, PASSWORD, enter, give_password
from workload import access_kinds

PLACE = "203.0.113.7"


class Lines(logging.Handler):
    """Keeps what would be written, as it would be written."""

    def __init__(self):
        super().__init__()
        form = dict(product.LOGGING["formatters"]["line"])
        self.setFormatter(DictConfigurator({"version": 1}).configure_formatter(form))
        self.said = []

    def emit(self, record):
        self.said.append(self.format(record))

    @property
    def events(self):
        return [line.split(" kamlangjai.security ")[1].split()[0] for line in self.said]

    def fact(self, name, of=-1):
        return re.search(rf" {name}=(\S+)", self.said[of])[1]


@pytest.fixture
def log(db):
    cache.clear()
    lines = Lines()
    logger = logging.getLogger("kamlangjai.security")
    logger.addHandler(lines)
    yield lines
    logger.removeHandler(lines)


def sign_in(login="nok", password=PASSWORD):
    client = Client(REMOTE_ADDR=PLACE)
    client.post("/sign-in/", {"login": login, "password": password})
    return client


def test_who_signs_in_and_out_is_noted(log, nok):
    sign_in().post("/sign-out/")
    assert log.events == ["sign_in", "sign_out"]
    assert log.fact("person", 0) == log.fact("person", 1) == security_log.hashed("nok")
    assert log.fact("from", 0) == security_log.hashed(PLACE)


@pytest.mark.parametrize("login", ["nok", "NOK@example.org"])
def test_a_wrong_password_is_noted_with_whose_it_was_to_be(log, nok, login):
    sign_in(login, "not hers")
    assert log.events == ["sign_in_failed"]
    assert log.fact("person") == security_log.hashed("nok")
    assert log.fact("from") == security_log.hashed(PLACE)


def test_a_name_that_nobody_has_is_noted_as_a_hash_too(log, db):
    sign_in("Somebody Typed A Phone 0812345678", "x")
    assert log.events == ["sign_in_failed"]
    assert "081" not in "".join(log.said)


def test_a_try_too_many_is_noted_as_refused(log, nok):
    for _guess in range(6):
        sign_in(password="a guess")
    assert log.events == [*["sign_in_failed"] * 5, "sign_in_refused"]


def test_a_wrong_code_and_a_wrong_passkey_are_noted(log, nok):
    data = {"secret": factors.seal("A" * 32)}
    Authenticator.objects.create(user=nok.account, type=Authenticator.Type.TOTP, data=data)
    sign_in().post("/sign-in/second-step/", {"code": "000000"})
    Client().post("/sign-in/passkey/", {"credential": "{}"})
    assert log.events == ["code_failed", "passkey_failed"]


def test_a_key_is_noted_when_it_is_made_used_and_refused(log, nok):
    _key, text = tokens.make(person=nok, name="my script")
    for key in (text, text, "kj_nobody"):
        Client().get("/api/v1/me/load", headers={"authorization": f"Bearer {key}"})
    assert log.events == ["key_used", "key_refused"]
    assert "kj_" not in "".join(log.said)


@pytest.mark.parametrize("what", own_kinds())
def test_what_changes_how_somebody_comes_in_is_noted_from_the_trail(log, nok, what):
    audit.note_own(person=nok, what=what, at=NOW)
    assert log.events == [what]
    assert log.fact("person") == log.fact("by") == security_log.hashed("nok")


@pytest.mark.parametrize("what", ["role_given", "role_ended", "role_any", "closed", "reopened"])
def test_a_role_and_an_account_are_noted_from_the_trail_with_who_did_it(log, nok, ploy, what):
    facts = {"viewer": ploy, "viewer_role": Role.ADMIN, "person": nok, "at": NOW}
    AccessEvent.objects.create(organisation=nok.organisation, what=what, **facts)
    assert log.events == [what]
    assert log.fact("person") == security_log.hashed("nok")
    assert log.fact("by") == security_log.hashed("ploy")


def test_an_ordinary_look_is_not(log, nok, wipa):
    what = access_kinds.BOARD
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what=what, at=NOW, person=nok)
    assert log.said == []


def test_every_table_that_is_taken_along_is_noted(log, client, wipa):
    enter(client, wipa)
    give_password(client)
    assert client.get("/team/board.csv").status_code == 200
    assert log.events == ["sign_in", "export"]
    assert (log.fact("person"), log.fact("page")) == (security_log.hashed("wipa"), "team_sheet")


def test_no_line_names_a_person_an_address_a_password_or_a_key(log, nok, ploy):
    _key, text = tokens.make(person=nok, name="my script")
    browser = sign_in()
    browser.post("/password/again/", {"password": PASSWORD})
    browser.post("/account/keys/", {"name": "another", "scopes": ["own"]})
    browser.post("/account/signing-in/", {"end": "others"})
    sign_in("nok@example.org", "not hers")
    Client(REMOTE_ADDR=PLACE).get("/api/v1/team", headers={"authorization": f"Bearer {text}"})
    browser.post("/sign-out/")
    said = "\n".join(log.said)
    assert len(log.said) >= 6
    for word in ("nok", "kanokwan", "example.org", PLACE, PASSWORD, "not hers", text[3:20]):
        assert word not in said


def test_a_hash_says_nothing_without_the_key_of_this_installation(settings):
    mine = security_log.hashed("nok")
    assert re.fullmatch(r"[0-9a-f]{16}", mine)
    assert security_log.hashed("NOK") == mine
    assert security_log.hashed("wipa") != mine
    assert security_log.hashed("") == "-"
    settings.SECRET_KEY = "of another installation " * 3
    assert security_log.hashed("nok") != mine


# --- Where it is kept ----------------------------------------------------------------------------


def write(handler, text):
    handler.emit(logging.LogRecord("kamlangjai.security", logging.INFO, "", 1, text, (), None))


def test_thirty_days_are_kept_in_a_file_each(tmp_path):
    folder = tmp_path / "log"
    with time_machine.travel(NOW, tick=False) as clock:
        for day in range(40):
            write(DayFiles(folder), f"line {day}")
            clock.shift(timedelta(days=1))
    found = sorted(path.name for path in folder.iterdir())
    assert len(found) == 30
    assert (found[0], found[-1]) == ("security-2026-11-30.log", "security-2026-12-29.log")
    assert stat.S_IMODE((folder / found[0]).stat().st_mode) == 0o600


def test_several_processes_write_into_one_file_and_lose_no_line_at_midnight(tmp_path):
    workers = [DayFiles(tmp_path), DayFiles(tmp_path)]
    with time_machine.travel(NOW, tick=False) as clock:
        for line in range(4):
            for worker in workers:
                write(worker, f"line {line}")
            clock.shift(timedelta(hours=8))
    said = [path.read_text().split("\n")[:-1] for path in sorted(tmp_path.iterdir())]
    assert [len(one) for one in said] == [4, 4]


def test_what_is_not_of_the_log_is_left_alone(tmp_path):
    (tmp_path / "other.log").write_text("x")
    (tmp_path / "security-notes.log").write_text("x")
    write(DayFiles(tmp_path), "a line")
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_is_full_or_gone_stops_no_sign_in(tmp_path, capsys):
    handler = DayFiles(tmp_path / "log")
    (tmp_path / "log").rmdir()
    write(handler, "a line")
    assert "FileNotFoundError" in capsys.readouterr().err
