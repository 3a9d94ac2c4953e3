import time_machine

from config.api.router import api
from config.api.words import SUBJECTS
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
