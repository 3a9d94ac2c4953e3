"""Public releases for programs: where they are, and never a draft."""

import hashlib

import pytest
import time_machine
from django.conf import settings

from tests.config.api.programs import program_of, told_problem
from tests.makers import NOW, NOWHERE
from tests.programme.releases.makers import make_programme, make_public_release

RELEASES = "/api/v1/releases"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_any_key_reads_what_is_public_and_where_its_files_are(client, anan, noi):
    release = make_public_release(anan)
    for ask in (program_of(anan, "days"), program_of(noi, "own")):
        [told] = ask("get", RELEASES).json()["items"]
        assert (told["id"], told["quarter"], told["withdrawn_at"]) == (
            str(release.public_id),
            "2026-Q3",
            None,
        )
    files = ask("get", f"{RELEASES}/{told['id']}").json()["files"]
    assert {"bands.csv", "release.json"} <= {one["name"] for one in files}
    for one in files:
        answer = client.get(one["address"].removeprefix(settings.SITE_URL))
        assert answer.status_code == 200
        assert answer["Content-Type"] == one["media"]
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]


def test_a_draft_is_not_there_and_of_a_withdrawn_one_only_the_day(anan, nok):
    draft = make_public_release(anan, published_at=None)
    gone = make_public_release(anan, "2026-Q2", make_programme("Other"), withdrawn_at=NOW)
    ask = program_of(nok, "own")
    [told] = ask("get", RELEASES).json()["items"]
    assert (told["id"], told["published_at"]) == (str(gone.public_id), None)
    assert told["withdrawn_at"] == "2026-11-20T02:00:00Z"
    assert ask("get", f"{RELEASES}/{gone.public_id}").json()["files"] == []
    for missing in (draft.public_id, NOWHERE, "x"):
        assert told_problem(ask("get", f"{RELEASES}/{missing}"))[:2] == (404, "not_found")


def test_the_oldest_quarter_comes_first_page_by_page(anan, nok):
    made = make_programme()
    for quarter in ("2026-Q3", "2026-Q1", "2026-Q2"):
        make_public_release(anan, quarter, made, withdrawn_at=NOW)
    ask, seen, path = program_of(nok, "own"), [], f"{RELEASES}?limit=2"
    while path:
        answer = ask("get", path)
        seen += [one["quarter"] for one in answer.json()["items"]]
        path = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert seen == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_without_a_key_there_is_no_list_and_what_is_known_is_not_sent_again(client, anan, nok):
    release = make_public_release(anan)
    assert told_problem(client.get(RELEASES))[:2] == (401, "no_key")
    ask, path = program_of(nok, "own"), f"{RELEASES}/{release.public_id}"
    assert ask("get", path, if_none_match=ask("get", path)["ETag"]).status_code == 304
