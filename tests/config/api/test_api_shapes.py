import re

import pytest

from config.api import shapes
from config.api.router import api
from tests.makers import enter

SCHEMA = api.get_openapi_schema()
EVERY = SCHEMA["components"]["schemas"]
PLAIN = (
    ({"type": "string", "format": "date"}, "date"),
    ({"type": "integer", "minimum": 0, "maximum": 4}, "integer, ≥ 0, ≤ 4"),
    (
        {"anyOf": [{"type": "string", "maxLength": 40}, {"type": "null"}]},
        "string, length ≤ 40 | null",
    ),
    ({"enum": ["red", "amber"]}, '"red" | "amber"'),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 5}, "string[], items ≤ 5"),
    (
        {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        "(string | null)[]",
    ),
    ({"type": "array", "items": {"$ref": "#/components/schemas/LineIn"}}, "LineIn[]"),
    ({"allOf": [{"$ref": "#/components/schemas/Part"}], "default": "whole"}, "Part"),
    (
        {"additionalProperties": {"type": "boolean"}, "maxProperties": 9},
        "{name: boolean}, names ≤ 9",
    ),
    ({}, "any"),
)


def text(parts):
    return "".join(words for words, _shape in parts)


@pytest.mark.parametrize(("kind", "words"), PLAIN)
def test_a_kind_is_written_as_programs_write_it(kind, words):
    assert text(shapes.written(kind)) == words


def test_only_the_name_of_a_shape_leads_to_it():
    kind = {"type": "array", "items": {"$ref": "#/components/schemas/LineIn"}}
    assert list(shapes.written(kind)) == [("LineIn", "LineIn"), ("[]", "")]


def test_no_field_is_written_as_it_stands_in_the_file():
    for name, shape in EVERY.items():
        for field in shapes.fields(shape):
            assert not re.search(r"\$ref|'type'|any\b", text(field.kind)), (name, field.name)


def test_what_an_operation_sends_and_answers_is_named():
    post = SCHEMA["paths"]["/api/v1/weeks"]["post"]
    assert (shapes.shape_sent(post), shapes.shape_answered(post)) == (
        [("WeekIn", "WeekIn")],
        [("WeekOut", "WeekOut")],
    )
    assert shapes.shape_sent(SCHEMA["paths"]["/api/v1/team"]["get"]) == []


def test_every_shape_has_a_page_and_every_way_to_one_leads_there(client, nok):
    enter(client, nok)
    pages = {name: client.get(f"/api/docs?shape={name}") for name in EVERY}
    assert {page.status_code for page in pages.values()} == {200}
    told = client.get("/api/docs").text + "".join(page.text for page in pages.values())
    assert set(re.findall(r'href="\?shape=(\w+)"', told)) == EVERY.keys()


def test_a_shape_says_its_fields_and_what_may_be_left_out(client, nok):
    enter(client, nok)
    page = client.get("/api/docs?shape=LineIn").text
    assert "<code>further_victims</code><small>optional</small>" in page
    assert 'href="?shape=Phase"' in page
    values = client.get("/api/docs?shape=Phase").text
    assert "&quot;intake&quot; |" in values


@pytest.mark.parametrize("wrong", ["", "Nobody", "../LineIn", "%00"])
def test_a_shape_that_is_none_is_not_found(client, nok, wrong):
    enter(client, nok)
    assert client.get(f"/api/docs?shape={wrong}").status_code == 404


def test_the_description_is_no_heavier_than_other_pages(client, nok):
    enter(client, nok)
    assert len(client.get("/api/docs").content) < 60_000
