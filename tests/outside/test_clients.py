"""The API as programs of others have it: clients, models and types made from its description."""

import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine

from config.api.router import api
from people.accounts import tokens
from tests.config.api.programs import program_of
from tests.makers import NOW, make_line
from tests.training.conftest import crew, interview, interviewing, session
from workload.models import CaseloadLine, WorkWeek

__all__ = ["crew", "interview", "interviewing", "session"]

pytestmark = [pytest.mark.outside, pytest.mark.process]

DESCRIPTION = api.get_openapi_schema()
SESSIONS = "/api/v1/sessions"
# By version: another one may make other types.
NODE_TOOLS = ("openapi-typescript@7.13.0", "typescript@5.9.3")
IN_TYPESCRIPT = """
import type { components, operations } from "./api";

type Roll = components["schemas"]["RollIn"];
type Sent = operations["record_roll"]["requestBody"]["content"]["application/json"];
type Refused = operations["record_roll"]["responses"][409]["content"]["application/problem+json"];

const person = "00000000-0000-4000-8000-000000000000";
export const roll: Roll = { version: 0, results: [{ person, attendance: "%s", certified: false }] };
export const sent: Sent = roll;
export const code = (problem: Refused): string => problem.code;
"""
OPERATIONS = [one for verbs in DESCRIPTION["paths"].values() for one in verbs.values()]
REASON = "make outside installs it"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a client; a warning, as of an operation that is left out, is a failure."""
    pytest.importorskip("openapi_python_client", reason=REASON)
    folder = tmp_path_factory.mktemp("client")
    run("openapi_python_client", *wanted(folder), "--meta", "none", "--fail-on-warning")
    return folder / "kamlangjai"


def described_in(folder: Path) -> Path:
    """Write the description down, as a program of others fetches it."""
    source = folder / "openapi.json"
    source.write_text(json.dumps(DESCRIPTION, default=str), encoding="utf-8")
    return source


def wanted(folder: Path) -> list[str]:
    """Say from what a client is made, and where it goes."""
    source = described_in(folder)
    return ["generate", "--path", str(source), "--output-path", str(folder / "kamlangjai")]


def run(module, *words):
    # What a maker of clients calls, like ruff, is installed beside it.
    beside = Path(importlib.import_module(module).__file__).parents[4] / "bin"
    path = os.pathsep.join([str(beside), str(Path(sys.executable).parent), os.environ["PATH"]])
    found = [sys.executable, "-m", module, *words]
    done = subprocess.run(found, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def called(made, monkeypatch):
    """Give an operation of the client by its name, or one of its shapes."""
    monkeypatch.syspath_prepend(str(made.parent))

    def named(name):
        return importlib.import_module(f"kamlangjai.{name}")

    yield named
    for name in [name for name in sys.modules if name.split(".")[0] == "kamlangjai"]:
        del sys.modules[name]


def test_no_operation_is_left_out(made):
    files = {one.stem for one in (made / "api").rglob("*.py")} - {"__init__"}
    assert files == {one["operationId"] for one in OPERATIONS}


def test_it_sends_a_week_and_changes_it(called, live_server, nok):
    line = make_line(nok, opened_at=NOW)
    key = tokens.make(person=nok, name="client", day=NOW.date())[1]
    client = called("client").AuthenticatedClient(base_url=live_server.url, token=key)
    shapes = called("models")

    def ask(name, **more):
        return called(f"api.workload.{name}").sync_detailed(client=client, **more)

    def week(**more):
        lines = [shapes.LineIn(id=carried.id, phase=shapes.Phase("court"), count=2)]
        about = {"week": "2026-W47", "key": uuid4(), "hours": "40.0", "lines": lines}
        return shapes.WeekIn(**about | more)

    with time_machine.travel(NOW, tick=False), client:
        read = ask("own_caseload")
        (carried,), tag = read.parsed, read.headers["ETag"]
        assert str(carried.id) == str(line.public_id)
        refused = ask("record_week", body=week())
        assert (refused.status_code, refused.parsed.code) == (422, "lines_mode")

        first = week(lines_mode=shapes.LinesMode.CHANGE, answers=shapes.AnswersIn(worn=3))
        answers = [ask("record_week", body=first, if_match=tag) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 200]
        assert answers[0].parsed == answers[1].parsed

        more = {"corrects": first.key, "hours": "50.0", "lines_mode": shapes.LinesMode.REPLACE}
        old = ask("record_week", body=week(**more), if_match=tag)
        assert (old.status_code, old.parsed.code) == (412, "changed")
        assert ask("own_caseload", if_none_match=tag).status_code == 200
        assert ask("record_week", body=week(**more)).status_code == 200
        (told,) = ask("own_load").parsed
        assert (told.week, told.hours, told.cases) == ("2026-W47", "50.0", 2)
        assert ask("policy").parsed.numbers
    assert WorkWeek.objects.get(person=nok).hours == 50
    assert CaseloadLine.objects.filter(closed_at=None).get().count == 2


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """Models of pydantic, made from the description alone."""
    pytest.importorskip("datamodel_code_generator", reason=REASON)
    folder = tmp_path_factory.mktemp("shapes")
    target = folder / "kamlangjai_shapes.py"
    kind = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]
    about = ["--input", described_in(folder), "--output", target, "--formatters", "builtin"]
    run("datamodel_code_generator", *about, *kind)
    spec = importlib.util.spec_from_file_location(target.stem, target)
    made = importlib.util.module_from_spec(spec)
    sys.modules[target.stem] = made
    spec.loader.exec_module(made)
    yield made
    del sys.modules[target.stem]


def test_the_models_read_real_answers_and_write_what_is_sent(shapes, session, siriporn, crew):
    names = DESCRIPTION["components"]["schemas"].keys()
    assert all(hasattr(shapes, name) for name in names)
    with time_machine.travel(NOW, tick=False):
        ask = program_of(siriporn, "sessions", "rolls", "own")
        [listed] = shapes.SessionsOut.model_validate_json(ask("get", SESSIONS).content).items
        assert (listed.id, listed.booked) == (session.public_id, len(crew))
        path = f"{SESSIONS}/{listed.id}"
        read = shapes.RollOut.model_validate_json(ask("get", path).content)
        results = [
            shapes.ResultIn(person=one.person, attendance=shapes.Attendance.full)
            for one in read.roll
        ]
        sent = shapes.RollIn(version=read.version, results=results)
        answer = ask("post", f"{path}/roll", sent.model_dump_json())
        saved = shapes.SavedRollOut.model_validate_json(answer.content)
        assert {one.attendance for one in saved.session.roll} == {shapes.Attendance.full}
        old = shapes.RollIn(version=99, results=results[:1]).model_dump()
        old["results"][0]["attendance"] = "away"
        refused = ask("post", f"{path}/roll", json.dumps(old, default=str))
        problem = shapes.Problem.model_validate_json(refused.content)
        assert (problem.status, problem.code) == (409, "stale")
        assert shapes.PolicyOut.model_validate_json(ask("get", "/api/v1/policy").content).numbers


def test_types_for_a_page_in_typescript_are_made_and_hold(tmp_path):
    """A small program with the types is right, and with a wrong attendance it is not."""
    if not (npx := shutil.which("npx")):
        pytest.skip("node with npx is not on this machine")
    call = [npx, "--yes", *(word for one in NODE_TOOLS for word in ("--package", one)), "--"]

    def node(*words):
        about = {"cwd": tmp_path, "capture_output": True, "text": True}
        return subprocess.run([*call, *words], **about)

    if (fetched := node("tsc", "--version")).returncode:
        pytest.skip(f"npx does not fetch what it takes: {fetched.stderr[-200:]}")
    made = node("openapi-typescript", str(described_in(tmp_path)), "--output", "api.d.ts")
    assert made.returncode == 0, made.stdout + made.stderr
    (tmp_path / "right.ts").write_text(IN_TYPESCRIPT % "part", encoding="utf-8")
    (tmp_path / "wrong.ts").write_text(IN_TYPESCRIPT % "late", encoding="utf-8")
    judged = node("tsc", "--noEmit", "--strict", "--pretty", "false", "right.ts", "wrong.ts")
    assert judged.stdout.startswith("wrong.ts("), judged.stdout + judged.stderr
    assert '"late"' in judged.stdout
    assert judged.stdout.count("error TS") == 1


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one["operationId"])
def test_each_operation_says_what_a_client_needs(one):
    assert one["operationId"].isidentifier()
    assert "api" not in one["operationId"].split("_")  # where its code is can change
    assert one["summary"]
    assert one["description"]
    assert one["tags"]
    assert one["security"] == [{"Token": api.scopes()[one["operationId"]]}]
