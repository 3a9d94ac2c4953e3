"""What a program may send that is no good: each is its own problem, and nothing is done."""

import json
import uuid
from datetime import date, time
from typing import get_args

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from people.accounts import tokens
from people.models import ApiToken
from people.writing.schemas import In
from tests.makers import NOW, make_line
from wellbeing.models import CheckIn
from workload.models import CaseloadLine, DutyDay, WorkWeek

WEEKS, CASELOAD, DAYS = "/api/v1/weeks", "/api/v1/me/caseload", "/api/v1/days"
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def key(nok):
    return tokens.make(person=nok, name="program")


def send(key, body, path=WEEKS, **headers):
    client = Client(headers={"authorization": f"Bearer {key[1]}"} | headers)
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, text, "application/json")


def week(**changes) -> dict:
    lines = {"lines": [{"phase": "court"}], "lines_mode": "add"}
    answers = {"answers": {"worn": 3}}
    return {"week": "2026-W47", "key": str(uuid.uuid4()), "hours": 40} | lines | answers | changes


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"#{code}")
    assert answer.json()["detail"]
    assert answer["X-Request-Id"]
    for model in (WorkWeek, CheckIn, DutyDay, CaseloadLine):
        assert not model.objects.exists()


@pytest.mark.parametrize("scope", ["everything", "", "*", "weeks own", "WEEKS", None])
def test_no_key_has_a_scope_that_there_is_not(nok, scope):
    with pytest.raises(ValidationError):
        tokens.make(person=nok, name="program", scopes=[scope])
    assert not ApiToken.objects.exists()


def test_a_scope_in_a_row_that_the_catalogue_lost_opens_nothing(key):
    ApiToken.objects.update(scopes=["everything", "weeks2"])
    refused(send(key, week()), 403, "scope")


def test_an_expired_key(key):
    ApiToken.objects.update(last_day="2026-11-19")
    refused(send(key, week()), 401, "key_ended")
    ApiToken.objects.update(last_day="2026-11-20")
    assert send(key, week()).status_code == 201


@pytest.mark.parametrize("wrong", ['"other"', "other", 'W/"other"', '"', ""])
def test_a_wrong_if_match(key, wrong):
    refused(send(key, week(), **{"if-match": wrong}), 412, "changed")


def test_a_tag_that_is_longer_than_any(key):
    refused(send(key, week(), **{"if-match": '"' + "x" * 5000 + '"'}), 422, "invalid")


@pytest.mark.parametrize("size", [MB + 1, 10 * MB])
@pytest.mark.parametrize("path", [WEEKS, DAYS])
def test_a_large_body(key, size, path):
    body = json.dumps(week())
    refused(send(key, body + " " * (size - len(body)), path), 413, "too_large")


@pytest.mark.parametrize("count", [61, 10_001])
def test_more_lines_than_anybody_carries(key, count):
    answer = send(key, week(lines=[{"phase": "court"}] * count))
    refused(answer, 422, "invalid")
    assert answer.json()["errors"][0]["field"] == "lines"
    assert len(answer.json()["errors"]) == 1
    assert len(answer.content) < 2000


def test_ten_thousand_days(key):
    days = [{"day": "2026-11-18", "night": True}] * 10_001
    refused(send(key, {"days": days}, DAYS), 422, "invalid")


@pytest.mark.parametrize("body", ["[]", "null", "", "7"])
def test_a_body_of_another_kind_is_named_by_no_field_that_nobody_sent(key, body):
    answer = send(key, body)
    refused(answer, 422, "invalid")
    assert answer.json()["errors"][0]["field"] == ""
    assert "sent" not in answer.json()["detail"]


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_note_with_a_sign_that_no_database_keeps(key, sign):
    answer = send(key, week(note=f"a{sign}b"))
    refused(answer, 422, "invalid")
    assert answer.json()["errors"][0]["field"] == "note"


def test_a_body_that_cannot_be_read_is_told_in_the_readers_language(key):
    answer = send(key, "{", **{"accept-language": "th"})
    refused(answer, 400, "not_understood")
    assert answer.json()["detail"] == "อ่านเนื้อหาที่ส่งมาเป็น JSON ไม่ได้"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"day": "2569-11-18"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": 1763424000}, "day"),
        ({"day": "2026-11-18", "starts": "20:00Z", "ends": "22:00"}, "starts"),
        ({"day": "2026-11-18", "starts": 72000, "ends": "22:00"}, "starts"),
        ({"day": "2026-11-18", "starts": "20:00", "ends": "22:00:00.5"}, "ends"),
    ],
)
def test_a_day_that_stands_for_another_or_for_none(key, told, field):
    answer = send(key, {"days": [told]}, DAYS)
    refused(answer, 422, "invalid")
    assert [one["field"] for one in answer.json()["errors"]] == [f"days.0.{field}"]


def every_shape(parent):
    """What is sent in, with what is within it."""
    for one in parent.__subclasses__():
        yield one
        yield from every_shape(one)


def test_no_shape_takes_a_day_or_a_time_that_is_read_as_another():
    for shape in every_shape(In):
        for name, field in shape.model_fields.items():
            kinds = [field.annotation, *get_args(field.annotation)]
            plain = any(one in kinds for one in (date, time)) and not field.metadata
            assert not plain, f"{shape.__name__}.{name}: CommonDay or ClockTime"


def test_a_body_that_is_wrong_all_over_gets_a_short_answer(key):
    answer = send(key, {f"x{n}": n for n in range(10_001)})
    refused(answer, 422, "invalid")
    assert len(answer.json()["errors"]) == 100
    assert len(answer.content) < 30_000


def test_several_at_once_are_told_one_after_the_other(key):
    """What opens nothing is told before what is wrong with the body."""
    ApiToken.objects.update(scopes=["days"])
    refused(send(key, "{", **{"if-match": '"other"'}), 403, "scope")
    ApiToken.objects.update(last_day="2026-11-19")
    refused(send(key, "{"), 401, "key_ended")


def test_what_is_refused_leaves_the_carried_lines(nok, key):
    line = make_line(nok, count=2)
    for headers, body in (
        ({"if-match": '"other"'}, week(lines_mode="replace")),
        ({}, week(lines=[{"phase": "court"}] * 10_001, lines_mode="replace")),
    ):
        assert send(key, body, **headers).status_code in {412, 422}
    line.refresh_from_db()
    assert (line.phase, line.count, line.closed_at) == ("active", 2, None)
