"""Whether it is still what a program read: tags of the caseload and of the policy."""

import json
import uuid

import pytest
from django.test import Client

from people.accounts import tokens
from tests.makers import make_line, make_policy
from workload.models import CaseloadLine, WorkWeek
from workload.policies import actions as policies
from workload.weeks.caseloads import tag_of_lines

WEEKS, CASELOAD, POLICY = "/api/v1/weeks", "/api/v1/me/caseload", "/api/v1/policy"


@pytest.fixture
def ask(nok, friday):
    key = tokens.make(person=nok, name="program")[1]
    client = Client(headers={"authorization": f"Bearer {key}"})

    def asked(path, body=None, **headers):
        more = {"headers": {name.replace("_", "-"): one for name, one in headers.items()}}
        if body is None:
            return client.get(path, **more)
        return client.post(path, json.dumps(body), "application/json", **more)

    return asked


def week(**changes) -> dict:
    line = {"phase": "court", "count": 2}
    about = {"week": "2026-W47", "key": str(uuid.uuid4()), "hours": 40}
    return about | {"lines": [line], "lines_mode": "replace"} | changes


@pytest.mark.parametrize("path", [CASELOAD, POLICY])
def test_what_is_still_so_is_not_sent_again(ask, nok, path):
    make_line(nok)
    first = ask(path)
    tag = first["ETag"]
    assert (first.status_code, tag[0], tag[-1]) == (200, '"', '"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = ask(path, if_none_match=known)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    for other in ('"other"', tag.strip('"'), "", '"'):
        assert ask(path, if_none_match=other).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"count": 3},
        {"phase": "court"},
        {"add_ons": ["child"]},
        {"count": 1, "reference": "QX-4F7"},
        {"kind": "labour"},
        {"closed_at": "2026-11-20T01:00:00Z"},
        {"brought_at": "2026-11-20T01:00:00Z"},
    ],
)
def test_each_change_of_a_line_is_another_caseload(ask, nok, change):
    make_line(nok)
    before = ask(CASELOAD)["ETag"]
    CaseloadLine.objects.update(**change)
    assert ask(CASELOAD, if_none_match=before).status_code == 200


def test_other_numbers_are_another_policy(ask, nok):
    before = ask(POLICY)["ETag"]
    make_policy(nok.organisation, phases_court="2.4")
    policies.forget()  # a version begins on a Monday to come; here it began already
    assert ask(POLICY, if_none_match=before).status_code == 200


def test_the_order_of_lines_says_nothing(nok, noi):
    lines = [make_line(nok), make_line(nok, count=2)]
    assert tag_of_lines(lines) == tag_of_lines(lines[::-1]) != tag_of_lines(lines[:1])
    assert tag_of_lines([]) != tag_of_lines(lines)


def test_a_week_is_taken_while_the_lines_are_those_that_were_read(ask, nok):
    make_line(nok)
    for weak in ("", "W/"):
        tag = weak + ask(CASELOAD)["ETag"]
        known = WorkWeek.objects.filter(person=nok).first()
        sent = week(corrects=str(known.key) if known else None)
        assert ask(WEEKS, sent, if_match=tag).status_code == (200 if known else 201)


@pytest.mark.parametrize("wrong", ["before", '"other"', "other", "", '"', 'W/"other"'])
def test_of_other_lines_it_is_refused_and_nothing_is_done(ask, nok, wrong):
    line = make_line(nok)
    before = ask(CASELOAD)["ETag"]
    make_line(nok, count=5)  # on the page, meanwhile
    answer = ask(WEEKS, week(), if_match=before if wrong == "before" else wrong)
    assert (answer.status_code, answer.json()["code"]) == (412, "changed")
    assert not WorkWeek.objects.exists()
    line.refresh_from_db()
    assert (line.phase, line.closed_at) == ("active", None)
    assert CaseloadLine.objects.filter(closed_at=None).count() == 2


def test_any_lines_will_do_and_so_they_do_unasked(ask, nok):
    make_line(nok)
    assert ask(WEEKS, week(), if_match="*").status_code == 201


def test_the_same_sending_again_is_no_change(ask, nok):
    """Its answer was lost on the way, and the lines are its own by now."""
    make_line(nok)
    tag, sent = ask(CASELOAD)["ETag"], week()
    assert ask(WEEKS, sent, if_match=tag).status_code == 201
    assert ask(WEEKS, sent, if_match=tag).status_code == 200
    assert ask(WEEKS, week(hours=50), if_match=tag).status_code == 409


def test_the_tag_of_another_is_not_ones_own(ask, nok, noi):
    make_line(nok)
    theirs = tag_of_lines([make_line(noi)])
    assert ask(WEEKS, week(), if_match=f'"{theirs}"').status_code == 412
