"""What docs/api.md says of the API is so: each operation has its scope, and the examples work."""

import json
import re

import pytest
import time_machine
from django.conf import settings

from config.api.router import api
from people.models import KeyScope
from tests.config.api.programs import program_of
from tests.makers import NOW
from tests.training.conftest import crew, interview, interviewing, session

__all__ = ["crew", "interview", "interviewing", "session"]

TEXT = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`\w+`|any) \|.*\|(.*)\|$", re.MULTILINE)
CALL = re.compile(r"`([A-Z]+ /[^`]+)`")
BEGINS = {"days": '{"days"', "roll": '{"version"'}
ADDRESS = re.compile(r"https://kamlangjai\.example(/api/v1/[\w/]+)")


def test_the_table_has_each_operation_with_its_scope():
    told = {
        (call, row[1].strip("`")) for row in ROW.finditer(TEXT) for call in CALL.findall(row[2])
    }
    scopes = api.scopes()
    there = {
        (f"{verb.upper()} {path.removeprefix('/api/v1')}", *(scopes[one["operationId"]] or ["any"]))
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, one in verbs.items()
    }
    assert told == there
    assert {scope for _call, scope in told} - {"any"} == set(KeyScope)


def test_each_address_of_an_example_is_there():
    paths = api.get_openapi_schema()["paths"]
    assert set(ADDRESS.findall(TEXT)) <= paths.keys()


@pytest.mark.parametrize("program", ["days", "roll"])
def test_the_examples_are_understood(program, nok, siriporn, session, crew):
    [body] = [
        one
        for one in re.findall(r"-d '(\{.*\})'$", TEXT, re.MULTILINE)
        if one.startswith(BEGINS[program])
    ]
    if program == "roll":
        body = body.replace("'$PERSON'", str(crew[0].public_id)).replace(": 3,", ": 0,")
    with time_machine.travel(NOW, tick=False):
        if program == "days":
            answer = program_of(nok, "days")("post", "/api/v1/days", json.loads(body))
        else:
            path = f"/api/v1/sessions/{session.public_id}/roll"
            answer = program_of(siriporn, "rolls")("post", path, json.loads(body))
            assert answer.json()["issued"] == 1
    assert answer.status_code == 200, answer.text
