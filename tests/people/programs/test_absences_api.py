"""Absences and days off over HTTP: entered by an organisation, read without the reason."""

import json
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from people.accounts import tokens
from people.models import Absence, AccessEvent, OrganisationKey, Person
from people.organisation_keys import actions as organisation_keys
from tests.makers import NOW, NOWHERE, enter, make_absence
from workload.models import DayOff, TimeOff
from workload.time import time_off

MONDAY = date(2026, 11, 23)
WEEK_OFF = {"first": "2026-11-23", "last": "2026-11-27"}
MONTHS = {"starts": "2026-12-01", "ends": "2027-02-28"}


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ask(ploy):
    scopes = ["absences", "absences_write"]
    about = {"name": "Personnel", "scopes": scopes, "now": NOW}
    return asking(organisation_keys.make(by=ploy, **about)[1])


def asking(text):
    client = Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)

    def ask(verb, path, body=None):
        more = {} if body is None else {"data": json.dumps(body)}
        return client.generic(
            verb.upper(), f"/api/v1{path}", content_type="application/json", **more
        )

    return ask


def keyed(days, **changes):
    return {"key": str(uuid4())} | days | changes


def problem_of(answer):
    return answer.status_code, answer.json()["code"]


# --- Days off ------------------------------------------------------------------------------------


def test_days_off_are_entered_once_and_the_person_reads_who_entered_them(ask, nok, ploy, client):
    Person.objects.filter(pk=nok.pk).update(employee_number="SP-1")
    sent = keyed(WEEK_OFF)
    first, second = (ask("post", "/people/SP-1/days-off", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json() == WEEK_OFF | {
        "id": first.json()["id"],
        "person": str(nok.public_id),
        "employee_number": "SP-1",
        "half": False,
    }
    entered = TimeOff.objects.get()
    assert (entered.kind, entered.entered_by, DayOff.objects.count()) == ("leave", ploy, 5)
    event = AccessEvent.objects.get(person=nok, what="days_off")
    assert (event.viewer, event.program, event.day) == (ploy, "Personnel", MONDAY)
    enter(client, nok)
    assert "entered by Ploy Suwannarat" in client.get("/my-time/").text


def test_only_what_was_entered_is_read_and_not_what_people_planned_themselves(ask, nok, ploy):
    days = {"first": MONDAY, "last": MONDAY, "half": False, "now": NOW}
    for person in (nok, ploy):
        time_off.plan(person=person, kind="leave", **days)
    ask(
        "post",
        f"/people/{nok.public_id}/days-off",
        keyed({"first": "2026-11-24", "last": "2026-11-24"}, half=True),
    )
    [told] = ask("get", "/days-off").json()["items"]
    assert (told["first"], told["half"]) == ("2026-11-24", True)


def test_entered_days_are_taken_back_and_planned_ones_are_not(ask, nok):
    days = {"first": MONDAY, "last": MONDAY, "half": False, "now": NOW}
    own = time_off.plan(person=nok, kind="leave", **days)
    answer = ask(
        "post",
        f"/people/{nok.public_id}/days-off",
        keyed({"first": "2026-11-24", "last": "2026-11-25"}),
    )
    assert ask("post", f"/days-off/{answer.json()['id']}/withdraw").status_code == 200
    assert problem_of(ask("post", f"/days-off/{answer.json()['id']}/withdraw")) == (
        404,
        "not_found",
    )
    assert problem_of(ask("post", f"/days-off/{own.public_id}/withdraw")) == (404, "not_found")
    assert TimeOff.objects.get() == own
    assert AccessEvent.objects.filter(person=nok, what="days_back", program="Personnel").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first": "2569-11-23"}, "invalid"),
        ({"last": "2026-11-20"}, "order"),
        ({"half": True}, "invalid"),
        ({"last": "2030-11-23"}, "invalid"),
        ({"first": "2026-10-01", "last": "2026-10-02"}, "invalid"),
        ({"first": "2026-11-28", "last": "2026-11-29"}, "invalid"),
        ({"kind": "sick"}, "invalid"),
    ],
)
def test_days_that_do_not_fit(ask, nok, change, code):
    answer = ask("post", f"/people/{nok.public_id}/days-off", keyed(WEEK_OFF, **change))
    assert problem_of(answer) == (422, code), answer.text
    assert not TimeOff.objects.exists()


def test_days_that_are_planned_already(ask, nok):
    path = f"/people/{nok.public_id}/days-off"
    assert ask("post", path, keyed(WEEK_OFF)).status_code == 201
    assert problem_of(ask("post", path, keyed(WEEK_OFF))) == (422, "overlap")


def test_not_of_others_of_the_admin_or_of_a_person_who_left(ask, nok, noi, ploy):
    sent = keyed(WEEK_OFF)
    assert problem_of(ask("post", f"/people/{noi.public_id}/days-off", sent)) == (404, "not_found")
    assert problem_of(ask("post", f"/people/{ploy.public_id}/days-off", sent)) == (422, "oneself")
    nok.memberships.update(ends=date(2026, 11, 19))
    assert problem_of(ask("post", f"/people/{nok.public_id}/days-off", sent)) == (422, "no_role")
    assert not TimeOff.objects.exists()


# --- Long absences -------------------------------------------------------------------------------


def test_an_absence_is_entered_moved_and_ended_and_its_reason_is_told_nowhere(ask, nok, ploy):
    answer = ask("post", f"/people/{nok.public_id}/absences", keyed(MONTHS))
    assert answer.status_code == 201
    told = answer.json()
    assert told == MONTHS | {"id": told["id"], "person": str(nok.public_id), "employee_number": ""}
    assert ask("get", "/absences").json()["items"] == [told]
    assert Absence.objects.get().kind == "other"
    later = {"starts": "2026-12-01", "ends": "2027-03-31"}
    for _ in range(2):
        assert ask("put", f"/absences/{told['id']}", later).json()["ends"] == "2027-03-31"
    assert AccessEvent.objects.filter(what="away_changed").count() == 1
    end = ask("post", f"/absences/{told['id']}/end", {"day": "2026-11-25"})
    assert end.json() == {"id": told["id"], "ends": None}
    assert not Absence.objects.exists()
    noted = AccessEvent.objects.filter(person=nok, what__startswith="away")
    assert {(one.viewer, one.program) for one in noted} == {(ploy, "Personnel")}


def test_a_reason_that_an_admin_entered_stays_and_is_not_read(ask, wipa):
    about = {"starts": date(2026, 12, 1), "ends": date(2026, 12, 31), "kind": "sick"}
    absence = make_absence(wipa, **about)
    assert "sick" not in ask("get", "/absences").text
    moved = {"starts": "2026-12-02", "ends": "2026-12-31"}
    assert ask("put", f"/absences/{absence.public_id}", moved).status_code == 200
    absence.refresh_from_db()
    assert (absence.kind, absence.starts) == ("sick", date(2026, 12, 2))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts": "2569-12-01"}, "starts"),
        ({"ends": "2026-11-30"}, "ends"),
        ({"ends": "2036-11-30"}, "ends"),
        ({"starts": "2026-01-01", "ends": "2026-02-01"}, "ends"),
        ({"kind": "sick"}, "kind"),
    ],
)
def test_an_absence_that_does_not_fit(ask, nok, change, field):
    answer = ask("post", f"/people/{nok.public_id}/absences", keyed(MONTHS, **change))
    assert answer.status_code == 422
    assert field in {one["field"] for one in answer.json()["errors"]}
    assert not Absence.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_absence_reaches_the_end_of_all_days(ask, nok, day):
    absence = make_absence(nok, starts=date(2026, 11, 1), ends=date(2026, 12, 31))
    path = f"/absences/{absence.public_id}"
    assert problem_of(ask("post", f"{path}/end", {"day": day})) == (422, "invalid")
    assert problem_of(ask("put", path, {"starts": day, "ends": day})) == (422, "invalid")
    for body in (keyed({"starts": day, "ends": day}), keyed({"first": day, "last": day})):
        where = "absences" if "starts" in body else "days-off"
        answer = ask("post", f"/people/{nok.public_id}/{where}", body)
        assert problem_of(answer) == (422, "invalid")


def test_the_admins_own_absence_and_those_of_others_are_not_there(ask, ploy, noi, wipa):
    days = {"starts": date(2026, 12, 1), "ends": date(2026, 12, 31)}
    own, theirs = make_absence(ploy, **days), make_absence(noi, **days)
    assert ask("get", "/absences").json()["items"] == []
    for wrong in (own.public_id, theirs.public_id, NOWHERE):
        moved = {"starts": "2026-12-01", "ends": "2026-12-30"}
        assert problem_of(ask("put", f"/absences/{wrong}", moved)) == (404, "not_found")
    assert problem_of(ask("post", f"/people/{ploy.public_id}/absences", keyed(MONTHS))) == (
        422,
        "oneself",
    )


def test_a_supervisor_and_a_key_that_only_reads_write_nothing(ask, nok, wipa):
    own = asking(tokens.make(person=wipa, name="own")[1])
    OrganisationKey.objects.update(scopes=["absences"])
    for asks, told in ((own, (403, "forbidden")), (ask, (403, "scope"))):
        for path in ("absences", "days-off"):
            sent = keyed(MONTHS if path == "absences" else WEEK_OFF)
            assert problem_of(asks("post", f"/people/{nok.public_id}/{path}", sent)) == told
    assert problem_of(own("get", "/absences")) == problem_of(own("get", "/days-off"))
    assert problem_of(own("get", "/absences")) == (403, "forbidden")
