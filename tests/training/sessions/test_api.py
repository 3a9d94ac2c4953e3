"""Trainings for programs: what a trainer's pages show, and the roll by the same verb."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from people.models import AccessEvent, Role
from tests.config.api.programs import program_of, told_problem
from tests.makers import (
    NOW,
    NOWHERE,
    end_roles,
    enter,
    make_membership,
    make_person,
    make_unit,
    make_worker,
)
from tests.training.conftest import THURSDAY, make_places, make_session
from training.models import Certificate, Course, Enrolment
from training.sessions import actions as sessions
from training.sessions.actions import RollResult

SESSIONS = "/api/v1/sessions"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ask(siriporn):
    return program_of(siriporn, "sessions", "rolls")


def roll(session):
    return f"{SESSIONS}/{session.public_id}/roll"


def results(people, attendance="full", **more):
    return [{"person": str(one.public_id), "attendance": attendance} | more for one in people]


def saved(session, people, **more):
    return {"version": session.version, "results": results(people, **more)}


# --- Reading --------------------------------------------------------------------------------------


def test_a_trainer_reads_the_sessions_and_the_roll_that_the_page_shows(
    client, ask, siriporn, session, crew
):
    [told] = ask("get", SESSIONS).json()["items"]
    counts = ("booked", "unsaid", "unconfirmed", "version", "day")
    assert [told[name] for name in counts] == [4, 4, 0, 0, "2026-11-19"]
    assert "roll" not in told
    answer = ask("get", f"{SESSIONS}/{told['id']}")
    enter(client, siriporn)
    page = client.get(reverse("session", args=[session.public_id])).text
    names = [one["name"] for one in answer.json()["roll"]]
    assert sorted(names) == sorted(one.name for one in crew)
    assert sorted(names, key=page.index) == names
    assert {one["attendance"] for one in answer.json()["roll"]} == {None}
    # The look of the program is noted as that at the page.
    looks = AccessEvent.objects.values_list("what", "viewer", "viewer_role", "person")
    each = [("booking", siriporn.pk, Role.TRAINER, one.pk) for one in crew]
    assert sorted(looks) == sorted(2 * each)


def test_sessions_are_read_by_their_days_and_page_by_page(ask, interviewing, siriporn):
    days = [THURSDAY + timedelta(days=n) for n in range(5)]
    made = {str(make_session(interviewing, siriporn, day=day).public_id): day for day in days}
    seen, path = [], f"{SESSIONS}?limit=2&since=2026-11-20&until=2026-11-22"
    while path:
        answer = ask("get", path)
        seen += answer.json()["items"]
        path = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert sorted(made[one["id"]] for one in seen) == days[1:4]
    assert told_problem(ask("get", f"{SESSIONS}?since=2569-13-01"))[0] == 422
    refused = told_problem(ask("get", f"{SESSIONS}?since=2569-11-20"))
    assert refused == (422, "invalid", [("since", "buddhist_year")])


def test_what_is_known_is_not_sent_again(ask, session, crew):
    path = f"{SESSIONS}/{session.public_id}"
    tag = ask("get", path)["ETag"]
    assert ask("get", path, if_none_match=tag).status_code == 304
    Enrolment.objects.filter(person=crew[0]).update(attendance="full")
    assert ask("get", path, if_none_match=tag).status_code == 200


def test_a_trainer_of_one_unit_reads_only_its_people(session, crew, interviewing, saphan, office):
    phayao = make_unit(saphan, "Phayao team", parent=office)
    trainer = make_person("prasert", saphan)
    make_membership(trainer, phayao, Role.TRAINER)
    ask = program_of(trainer, "sessions", "rolls")
    assert ask("get", SESSIONS).json()["items"] == []
    path = f"{SESSIONS}/{session.public_id}"
    assert told_problem(ask("get", path))[:2] == (404, "not_found")
    assert told_problem(ask("post", roll(session), saved(session, crew)))[:2] == (404, "not_found")
    own = make_worker(phayao)
    make_places(session, [own])
    assert [one["name"] for one in ask("get", path).json()["roll"]] == [own.name]
    # A colleague elsewhere is answered as one without a place.
    refused = ask("post", roll(session), saved(session, [own, crew[0]]))
    assert told_problem(refused) == (422, "no_place", [("results.1.person", "no_place")])
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "ploy", "orathai"])
def test_without_the_trainers_role_there_are_none(request, session, crew, who):
    ask = program_of(request.getfixturevalue(who), "sessions", "rolls")
    for call in (
        ("get", SESSIONS),
        ("get", f"{SESSIONS}/{session.public_id}"),
        ("post", roll(session), saved(session, crew)),
    ):
        assert told_problem(ask(*call))[:2] == (403, "forbidden")


def test_a_key_that_reads_records_nothing(siriporn, session, crew):
    ask = program_of(siriporn, "sessions")
    assert told_problem(ask("post", roll(session), saved(session, crew)))[:2] == (403, "scope")
    assert program_of(siriporn, "rolls")("get", SESSIONS).json()["scope"] == "sessions"
    assert not Enrolment.objects.exclude(attendance="").exists()


# --- Recording ------------------------------------------------------------------------------------


def test_a_roll_is_recorded_in_one_call_and_certifies(ask, session, crew):
    sent = {
        "version": 0,
        "results": [
            *results(crew[:2], certified=True),
            *results(crew[2:3], "part"),
            *results(crew[3:], "away"),
        ],
    }
    answer = ask("post", roll(session), sent)
    assert (answer.status_code, answer.json()["issued"]) == (200, 2)
    told = {one["person"]: one for one in answer.json()["session"]["roll"]}
    marks = [(one["attendance"], one["certified"]) for one in map(told.get, map(uid, crew))]
    assert marks == [("full", True), ("full", True), ("part", False), ("away", False)]
    assert Certificate.objects.filter(session=session).count() == 2
    # The same again changes nothing, though its version is old.
    again = ask("post", roll(session), sent).json()
    assert (again["issued"], again["session"]["version"]) == (0, 1)


def uid(person):
    return str(person.public_id)


def test_of_two_trainers_the_second_is_told_as_on_the_page(ask, siriporn, session, crew):
    result = {crew[0].pk: RollResult("full")}
    sessions.record(session=session, results=result, version=0, by=siriporn, at=session.finishes)
    answer = ask("post", roll(session), saved(session, crew, attendance="away"))
    assert told_problem(answer) == (409, "stale", [("", "stale")])
    assert Enrolment.objects.filter(attendance="away").count() == 0


def test_with_a_tag_also_another_person_in_the_room_is_told(ask, session, crew, chiang_mai):
    path = f"{SESSIONS}/{session.public_id}"
    tag = ask("get", path)["ETag"]
    make_places(session, [make_worker(chiang_mai)])
    sent = saved(session, crew)
    assert told_problem(ask("post", roll(session), sent, if_match=tag))[:2] == (412, "changed")
    assert told_problem(ask("post", roll(session), sent, if_match='"x"'))[:2] == (412, "changed")
    assert not Enrolment.objects.exclude(attendance="").exists()
    fresh = ask("get", path)["ETag"]
    assert ask("post", roll(session), sent, if_match=fresh).status_code == 200


def test_of_a_session_long_past_it_waits_for_a_second_trainer(ask, interviewing, siriporn, crew):
    old = make_session(interviewing, siriporn, day=THURSDAY - timedelta(days=200))
    make_places(old, crew[:1])
    told = ask("post", roll(old), saved(old, crew[:1], certified=True)).json()
    assert (told["issued"], told["session"]["unconfirmed"]) == (0, 1)
    assert told["session"]["roll"][0]["waits"]
    assert not Certificate.objects.exists()


def test_what_cannot_be_true_is_refused_at_its_field_and_nothing_is_done(
    ask, siriporn, interviewing, session, crew, noi
):
    make_places(session, [siriporn])
    coming = make_session(interviewing, siriporn, day=THURSDAY + timedelta(days=9))
    make_places(coming, crew)
    away = [*results(crew[:1]), *results(crew[1:2], "away", certified=True)]
    for about, people, fault in (
        (session, away, ("results.1.attendance", "away")),
        (session, results([crew[0], siriporn]), ("results.1.attendance", "own")),
        (session, results([crew[0], noi]), ("results.1.person", "no_place")),
        (session, [{"person": NOWHERE, "attendance": "full"}], ("results.0.person", "no_place")),
        (session, results([crew[0], crew[0]]), ("results.1.person", "twice")),
        (coming, results(crew), ("", "to_come")),
    ):
        answer = ask("post", roll(about), {"version": 0, "results": people})
        assert told_problem(answer) == (422, fault[1], [fault])
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"results": []}, "results"),
        ({"results": [{"person": NOWHERE, "attendance": "full"}] * 10_001}, "results"),
        ({"results": [{"person": NOWHERE, "attendance": "late"}]}, "results.0.attendance"),
        ({"results": [{"person": "x\x00", "attendance": "full"}]}, "results.0.person"),
        ({"results": {"person": NOWHERE}}, "results"),
        ({"version": -1}, "version"),
        ({"version": 2**63}, "version"),
        ({"version": None}, "version"),
        ({"more": 1}, "more"),
    ],
)
def test_a_roll_of_the_wrong_shape(ask, session, wrong, field):
    sent = {"version": 0, "results": [{"person": NOWHERE, "attendance": "full"}]} | wrong
    status, _code, faults = told_problem(answer := ask("post", roll(session), sent))
    assert (status, [name for name, _code in faults]) == (422, [field])
    assert len(answer.content) < 2000


def test_a_roll_of_ten_megabytes(ask, session, crew):
    body = json.dumps(saved(session, crew))
    answer = ask("post", roll(session), body + " " * (10 * 1024 * 1024))
    assert told_problem(answer)[:2] == (413, "too_large")
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize("path", [f"{SESSIONS}/{NOWHERE}", f"{SESSIONS}/x", f"{SESSIONS}/%00"])
def test_a_session_that_is_not_there(ask, path):
    assert told_problem(ask("get", path))[0] == 404
    assert told_problem(ask("post", f"{path}/roll", {"version": 0, "results": []}))[0] in {404, 422}


def test_another_organisations_session_is_not_there(ask, noi, rest_house):
    course = Course.objects.create(organisation=noi.organisation, name={"en": "Theirs"}, hours=1)
    theirs = make_session(course, noi)
    assert told_problem(ask("get", f"{SESSIONS}/{theirs.public_id}"))[0] == 404
    sent = {"version": 0, "results": [{"person": uid(noi), "attendance": "full"}]}
    assert told_problem(ask("post", roll(theirs), sent))[0] == 404


def test_a_trainer_who_left_opens_nothing(ask, siriporn):
    end_roles(siriporn)
    assert told_problem(ask("get", SESSIONS))[:2] == (401, "no_key")
