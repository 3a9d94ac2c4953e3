"""The API as a program of others has it: a client made from the description alone sends a week."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine

from config.api.router import api
from people.accounts import tokens
from tests.makers import NOW, make_line
from workload.models import CaseloadLine, WorkWeek

pytestmark = [pytest.mark.outside, pytest.mark.process]

DESCRIPTION = api.get_openapi_schema()
OPERATIONS = [one for verbs in DESCRIPTION["paths"].values() for one in verbs.values()]
REASON = "make outside installs it"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a client; a warning, as of an operation that is left out, is a failure."""
    pytest.importorskip("openapi_python_client", reason=REASON)
    folder = tmp_path_factory.mktemp("client")
    run("openapi_python_client", *wanted(folder), "--meta", "none", "--fail-on-warning")
    return folder / "kamlangjai"


def wanted(folder: Path) -> list[str]:
    """Say from what a client is made, and where it goes."""
    source = folder / "openapi.json"
    source.write_text(json.dumps(DESCRIPTION, default=str), encoding="utf-8")
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


def test_shapes_for_pydantic_are_made_too(tmp_path):
    pytest.importorskip("datamodel_code_generator", reason=REASON)
    source, target = tmp_path / "openapi.json", tmp_path / "shapes.py"
    source.write_text(json.dumps(DESCRIPTION, default=str), encoding="utf-8")
    kind = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]
    run("datamodel_code_generator", "--input", source, "--output", target, *kind)
    written = target.read_text(encoding="utf-8")
    assert all(f"class {name}(" in written for name in DESCRIPTION["components"]["schemas"])


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one["operationId"])
def test_each_operation_says_what_a_client_needs(one):
    assert one["operationId"].isidentifier()
    assert "api" not in one["operationId"].split("_")  # where its code is can change
    assert one["summary"]
    assert one["description"]
    assert one["tags"]
    assert one["security"] == [{"Token": api.scopes()[one["operationId"]]}]
