import json

import pytest
import time_machine
from django.test import Client

from config.api.router import api
from config.api.words import SUBJECTS
from people.accounts import tokens
from people.models import ApiToken
from tests.makers import NOW, enter


def test_every_call_of_the_api_is_said_in_peoples_words_once():
    said = [call for _title, calls in SUBJECTS for call in calls]
    paths = api.get_openapi_schema()["paths"].items()
    assert sorted(said) == sorted(f"{verb.upper()} {path}" for path, ops in paths for verb in ops)


def test_the_page_says_them_in_the_readers_language(client, nok):
    enter(client, nok)
    with time_machine.travel(NOW):
        page = client.get("/api/docs").text
        thai = client.get("/api/docs", headers={"Accept-Language": "th"}).text
    assert "Send a week, or change it while it is open" in page
    assert "ส่งสัปดาห์ หรือแก้ไขขณะที่ยังเปิดอยู่" in thai
    assert "<code>POST /api/v1/weeks</code>" in thai
    assert "name its key as <code>corrects</code>" in page


# --- Who reads the description -------------------------------------------------------------------

JSON = "/api/openapi.json"


def with_key(text):
    return Client(headers={"authorization": f"Bearer {text}"}).get(JSON)


def test_a_program_reads_the_description_with_any_key(nok):
    answer = with_key(tokens.make(person=nok, name="program", scopes=["days"])[1])
    assert answer.json()["paths"].keys() == api.get_openapi_schema()["paths"].keys()
    assert answer["RateLimit-Limit"]


@pytest.mark.parametrize("wrong", ["kj_nobody", "", "kj_" + "x" * 5000])
def test_a_key_that_is_none_is_told_so(db, wrong):
    answer = with_key(wrong)
    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")


def test_an_ended_key_too(nok):
    text = tokens.make(person=nok, name="program")[1]
    ApiToken.objects.update(last_day="2020-01-01")
    assert with_key(text).json()["code"] == "key_ended"


@pytest.mark.parametrize("path", [JSON, "/api/docs"])
def test_without_a_key_a_person_signs_in_first(client, db, path):
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


def test_by_setting_everybody_reads_it_and_nothing_else(client, db, settings):
    settings.API_DESCRIPTION_OPEN = True
    assert client.get(JSON).json()["info"]["title"] == "Kamlangjai"
    assert client.get("/api/docs").status_code == 302
    assert client.get("/api/v1/instruments").status_code == 401


def test_each_answer_says_which_headers_it_may_carry():
    paths = json.loads(json.dumps(api.get_openapi_schema(), default=str))["paths"]
    answers = paths["/api/v1/me/caseload"]["get"]["responses"]
    assert "ETag" in answers["200"]["headers"]
    assert "ETag" in answers["304"]["headers"]
    assert "Retry-After" in answers["429"]["headers"]
    assert "RateLimit-Remaining" in answers["403"]["headers"]
    names = {one["name"] for one in paths["/api/v1/weeks"]["post"]["parameters"]}
    assert names == {"If-Match"}
