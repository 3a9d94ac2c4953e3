"""People and their roles over HTTP: read, invited, changed, given roles, and what is refused."""

import json
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from people.accounts import tokens
from people.models import (
    AccessEvent,
    Invitation,
    Membership,
    OrganisationKey,
    Person,
    ProgramCall,
    Role,
)
from people.organisation_keys import actions as organisation_keys
from people.programs import entering
from people.programs.schemas import PersonChangeIn
from tests.makers import NOW, NOWHERE, make_membership, make_organisation, make_unit, make_worker

PEOPLE = "/api/v1/people"
SCOPES = ["people", "people_write", "addresses"]
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def text(ploy):
    about = {"name": "Personnel", "scopes": SCOPES, "now": NOW}
    return organisation_keys.make(by=ploy, **about)[1]


@pytest.fixture
def ask(text):
    return asking(text)


def asking(text):
    client = Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)

    def ask(verb, path, body=None, **headers):
        sent = body if isinstance(body, str) else json.dumps(body)
        more = {} if body is None else {"data": sent}
        kind = "application/json"
        return client.generic(verb.upper(), path, content_type=kind, headers=headers, **more)

    return ask


def somchai(unit, /, **changes):
    about = {"employee_number": "SP-104", "name_th": "สมชาย ใจดี", "job": "shelter"}
    about |= {"unit": str(unit.public_id), "email": "somchai@example.org", "hours": "40"}
    return about | changes


def body(*people, **changes):
    return {"key": str(uuid4()), "people": people} | changes


def refused(answer, status, code, field=None):
    said = answer.json()
    assert (answer.status_code, said["code"]) == (status, code), answer.text
    assert answer["Content-Type"] == "application/problem+json"
    if field:
        assert field in {one["field"] for one in said["errors"]}, said
    assert not ProgramCall.objects.exists()


def numbered(person, number):
    Person.objects.filter(pk=person.pk).update(employee_number=number)
    return person


# --- Reading -------------------------------------------------------------------------------------


def test_an_admin_reads_names_numbers_units_and_roles_and_nothing_else(ask, nok, chiang_mai):
    numbered(nok, "SP-1")
    found = {one["employee_number"]: one for one in ask("get", PEOPLE).json()["items"]}
    [role] = found["SP-1"].pop("roles")
    assert found["SP-1"] == {
        "id": str(nok.public_id),
        "employee_number": "SP-1",
        "name_th": "กนกวรรณ ศรีสุข",
        "name_en": "Kanokwan Srisuk",
        "state": "here",
    }
    member = nok.memberships.get()
    assert role == {
        "id": member.pk,
        "unit": str(chiang_mai.public_id),
        "role": "worker",
        "job": "specialist",
        "hours": "40.0",
        "starts": str(member.starts),
        "ends": None,
        "stands_in": False,
    }


def test_pages_give_everybody_of_the_organisation_once(ask, nok, wipa, ploy, siriporn, noi):
    seen, address = [], f"{PEOPLE}?limit=2"
    while address:
        answer = ask("get", address)
        seen += [one["id"] for one in answer.json()["items"]]
        link = answer.headers.get("Link", "")
        address = link.partition(">")[0].replace("<http://localhost:8000", "")
    assert sorted(seen) == sorted(str(one.public_id) for one in (nok, wipa, ploy, siriporn))


@pytest.mark.parametrize("crew", [1, 3])
def test_a_list_costs_the_same_for_any_number(
    ask, crew, chiang_mai, ploy, django_assert_num_queries
):
    for n in range(crew):
        make_worker(chiang_mai, f"worker-{n}")
    ask("get", PEOPLE)
    with django_assert_num_queries(6):
        assert len(ask("get", PEOPLE).json()["items"]) == crew + 1


def test_by_unit_and_by_state(ask, nok, wipa, office, chiang_mai, rest_house):
    def ids(query):
        return {one["id"] for one in ask("get", f"{PEOPLE}?{query}").json()["items"]}

    assert ids(f"unit={chiang_mai.public_id}") == {str(nok.public_id), str(wipa.public_id)}
    nok.memberships.update(ends=date(2026, 11, 19))
    assert ids("state=left") == {str(nok.public_id)}
    assert ids("state=awaited") == set()
    refused(ask("get", f"{PEOPLE}?unit={rest_house.public_id}"), 422, "invalid", "unit")
    refused(ask("get", f"{PEOPLE}?state=asleep"), 422, "invalid", "state")


def test_a_cursor_of_other_filters_is_refused(ask, nok, wipa):
    cursor = ask("get", f"{PEOPLE}?limit=1").json()["next"]
    refused(ask("get", f"{PEOPLE}?state=left&cursor={cursor}"), 422, "cursor", "cursor")


def test_no_address_is_read_without_the_scope_for_it(text, ask, nok, ploy):
    Person.objects.filter(pk=nok.pk).update(
        work_email="nok@work.example", work_phone="+66812345678"
    )
    assert "@work.example" not in ask("get", PEOPLE).text
    [told] = [
        one
        for one in ask("get", "/api/v1/addresses").json()["items"]
        if one["id"] == str(nok.public_id)
    ]
    assert (told["email"], told["phone"]) == ("nok@work.example", "+66812345678")
    OrganisationKey.objects.update(scopes=["people"])
    refused(ask("get", "/api/v1/addresses"), 403, "scope")


def test_people_without_the_role_are_refused(nok, siriporn):
    for person in (nok, siriporn):
        own = asking(tokens.make(person=person, name="own")[1])
        for path in (PEOPLE, "/api/v1/addresses", "/api/v1/units", "/api/v1/jobs"):
            refused(own("get", path), 403, "forbidden")
        refused(own("post", PEOPLE, body(somchai(nok.memberships.get().unit))), 403, "forbidden")


def test_an_admin_of_a_part_manages_the_part_with_a_key_of_their_own(chiang_mai, ploy, nok, mai):
    """Mai works outside of it too: of that nothing is read or changed."""
    part = make_worker(chiang_mai, "part")
    make_membership(part, chiang_mai, Role.ADMIN, hours=None)
    own = asking(tokens.make(person=part, name="own")[1])
    found = {one["id"] for one in own("get", PEOPLE).json()["items"]}
    assert found == {str(one.public_id) for one in (nok, part, mai)}
    assert own("get", f"{PEOPLE}/{ploy.public_id}").status_code == 404
    here, there = mai.memberships.order_by("pk")
    read = own("get", f"{PEOPLE}/{mai.public_id}").json()
    assert [one["id"] for one in read["roles"]] == [here.pk]
    path = f"{PEOPLE}/{mai.public_id}/roles/{there.pk}/end"
    refused(own("post", path, {"last_day": "2026-11-30"}), 404, "not_found")


def test_one_person_by_number_and_the_tag_says_whether_it_changed(ask, nok):
    numbered(nok, "SP/1 ก")
    first = ask("get", f"{PEOPLE}/{nok.public_id}")
    assert first.json()["employee_number"] == "SP/1 ก"
    numbered(nok, "SP 1")
    path = f"{PEOPLE}/SP%201"
    tag = ask("get", path)["ETag"]
    assert tag != first["ETag"]
    assert ask("get", path, **{"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("wrong", ["x", "%00", "9" * 40, NOWHERE, "..", "%F0%9F%98%80"])
def test_a_number_that_is_none_is_not_found(ask, wrong):
    refused(ask("get", f"{PEOPLE}/{wrong}"), 404, "not_found")


def test_a_number_like_the_id_of_a_colleague_draws_nothing_to_itself(ask, nok, wipa):
    numbered(wipa, str(nok.public_id))
    assert ask("get", f"{PEOPLE}/{nok.public_id}").json()["id"] == str(nok.public_id)
    path = f"{PEOPLE}/{nok.public_id}/roles"
    answer = ask("post", path, given(nok.memberships.get().unit))
    assert (answer.status_code, answer.json()["id"]) == (201, str(nok.public_id))
    assert not wipa.memberships.filter(role=Role.TRAINER).exists()


def test_units_and_jobs_say_how_to_name_them(ask, chiang_mai, office):
    units = {one["id"]: one for one in ask("get", "/api/v1/units").json()["items"]}
    assert units[str(chiang_mai.public_id)] == {
        "id": str(chiang_mai.public_id),
        "name": "Chiang Mai team",
        "part_of": str(office.public_id),
    }
    assert "shelter" in {one["code"] for one in ask("get", "/api/v1/jobs").json()}


# --- Inviting ------------------------------------------------------------------------------------


def test_a_person_is_entered_invited_and_noted_with_the_keys_name(
    ask, chiang_mai, ploy, mailoutbox
):
    answer = ask("post", PEOPLE, body(somchai(chiang_mai, starts="2026-11-23")))
    assert answer.status_code == 201
    [told] = answer.json()["items"]
    person = Person.objects.get(employee_number="SP-104")
    assert (told["id"], told["state"]) == (str(person.public_id), "awaited")
    member = person.memberships.get()
    assert (member.unit, member.role, member.hours) == (chiang_mai, "worker", 40)
    assert member.starts == date(2026, 11, 23)
    invitation = Invitation.objects.get(person=person)
    assert (invitation.email, invitation.invited_by) == ("somchai@example.org", ploy)
    assert [letter.to for letter in mailoutbox] == [["somchai@example.org"]]
    event = AccessEvent.objects.get(person=person, what="by_program")
    assert (event.viewer, event.program) == (ploy, "Personnel")


def test_the_same_call_again_changes_nothing(ask, chiang_mai):
    sent = body(somchai(chiang_mai), somchai(chiang_mai, employee_number="SP-105", email=""))
    first, second = ask("post", PEOPLE, sent), ask("post", PEOPLE, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert [one["employee_number"] for one in second.json()["items"]] == ["SP-104", "SP-105"]
    assert Person.objects.filter(awaited=True).count() == 2


def test_the_same_key_with_another_body_is_refused(ask, chiang_mai):
    sent = body(somchai(chiang_mai))
    ask("post", PEOPLE, sent)
    answer = ask("post", PEOPLE, sent | {"people": [somchai(chiang_mai, employee_number="SP-9")]})
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "key_reused")
    assert said["stored"] != said["sent"]
    assert Person.objects.filter(awaited=True).count() == 1


def test_the_key_of_a_call_of_others_is_free(ask, chiang_mai, rest_house, noi):
    boss = make_worker(rest_house, "boss")
    make_membership(boss, rest_house, Role.ADMIN, hours=None)
    about = {"name": "Theirs", "scopes": SCOPES, "now": NOW}
    theirs = asking(organisation_keys.make(by=boss, **about)[1])
    key = str(uuid4())
    assert ask("post", PEOPLE, body(somchai(chiang_mai), key=key)).status_code == 201
    other = somchai(rest_house, email="other@example.org")
    assert theirs("post", PEOPLE, body(other, key=key)).status_code == 201


@pytest.mark.parametrize("change", [{}, {"email": ""}, {"email": "", "name_en": "X Y"}])
def test_a_person_who_is_there_is_a_conflict(ask, chiang_mai, change):
    ask("post", PEOPLE, body(somchai(chiang_mai)))
    answer = ask("post", PEOPLE, body(somchai(chiang_mai, **change)))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_there"), answer.text
    assert answer.json()["errors"][0]["field"] == "people.0.employee_number"


def test_an_address_of_a_person_with_another_number_is_refused(ask, chiang_mai):
    ask("post", PEOPLE, body(somchai(chiang_mai)))
    answer = ask("post", PEOPLE, body(somchai(chiang_mai, employee_number="SP-9")))
    assert answer.json()["errors"][0]["field"] == "people.0.employee_number"
    assert Person.objects.filter(awaited=True).count() == 1


def test_of_several_all_are_entered_or_none(ask, chiang_mai):
    wrong = somchai(chiang_mai, employee_number="SP-2", email="no address")
    answer = ask("post", PEOPLE, body(somchai(chiang_mai), wrong))
    refused(answer, 422, "invalid", "people.1.email")
    assert not Person.objects.filter(awaited=True).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": NOWHERE}, "people.0.unit"),
        ({"unit": "Chiang Mai team"}, "people.0.unit"),
        ({"job": "astronaut"}, "people.0.job"),
        ({"role": "admin"}, "people.0.role"),
        ({"role": "trainer"}, "people.0.hours"),
        ({"hours": "85"}, "people.0.hours"),
        ({"hours": "NaN"}, "people.0.hours"),
        ({"name_th": ""}, "people.0.name"),
        ({"name_th": "ก\0ข"}, "people.0.name_th"),
        ({"name_th": "ก" * 121}, "people.0.name_th"),
        ({"email": "x@"}, "people.0.email"),
        ({"employee_number": ""}, "people.0.employee_number"),
        ({"employee_number": "-", "email": ""}, "people.0.employee_number"),
        ({"employee_number": "\u200b"}, "people.0.employee_number"),
        ({"employee_number": "1-1017-00230-70-8"}, "people.0.employee_number"),
        ({"employee_number": "\0"}, "people.0.employee_number"),
        ({"starts": "2569-11-20"}, "people.0.starts"),
        ({"starts": "20/11/2026"}, "people.0.starts"),
        ({"starts": "1926-11-20"}, "people.0.starts"),
        ({"starts": "0"}, "people.0.starts"),
        ({"starts": 1700000000}, "people.0.starts"),
        ({"starts": "2026-11-20T00:00:00"}, "people.0.starts"),
        ({"starts": "๒๐๒๖-๑๑-๒๐"}, "people.0.starts"),
        ({"language": "xx"}, "people.0.language"),
        ({"load": 1}, "people.0.load"),
        ({"answers": {}}, "people.0.answers"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(ask, chiang_mai, change, field):
    answer = ask("post", PEOPLE, body(somchai(chiang_mai, **change)))
    assert answer.status_code == 422, answer.text
    assert field in {one["field"] for one in answer.json()["errors"]}, answer.text
    assert not Person.objects.filter(awaited=True).exists()


def test_a_year_of_the_buddhist_era_is_told_as_such(ask, chiang_mai):
    answer = ask("post", PEOPLE, body(somchai(chiang_mai, starts="2569-11-20")))
    [fault] = answer.json()["errors"]
    assert fault["code"] == "buddhist_year"
    assert "2026" in fault["detail"]


def test_a_unit_of_others_is_none(ask, rest_house):
    refused(ask("post", PEOPLE, body(somchai(rest_house))), 422, "invalid", "people.0.unit")


def test_a_number_of_others_is_free(ask, chiang_mai, noi):
    numbered(noi, "SP-104")
    assert ask("post", PEOPLE, body(somchai(chiang_mai))).status_code == 201


@pytest.mark.parametrize("count", [0, 101, 10_001])
def test_more_people_than_a_call_holds(ask, chiang_mai, count):
    answer = ask("post", PEOPLE, body(*[somchai(chiang_mai)] * count))
    if answer.status_code != 413:  # ten thousand are a large body too
        refused(answer, 422, "invalid", "people")
    assert not Person.objects.filter(awaited=True).exists()


def test_a_large_body(ask, chiang_mai):
    sent = json.dumps(body(somchai(chiang_mai)))
    refused(ask("post", PEOPLE, sent + " " * 10 * MB), 413, "too_large")


def test_a_key_that_only_reads_writes_nothing(ask, chiang_mai, nok):
    OrganisationKey.objects.update(scopes=["people"])
    path = f"{PEOPLE}/{nok.public_id}"
    for verb, where in (("post", PEOPLE), ("patch", path), ("post", f"{path}/roles")):
        refused(ask(verb, where, {}), 403, "scope")


# --- Changing ------------------------------------------------------------------------------------


def test_number_and_address_change_and_the_trail_says_so(ask, nok, ploy):
    path = f"{PEOPLE}/{nok.public_id}"
    tag = ask("get", path)["ETag"]
    sent = {"employee_number": "SP-1", "email": "nok@work.example", "phone": "081 234 5678"}
    answer = ask("patch", path, sent, **{"if-match": tag})
    assert (answer.status_code, answer.json()["employee_number"]) == (200, "SP-1")
    nok.refresh_from_db()
    assert (nok.work_email, nok.work_phone) == ("nok@work.example", "+66812345678")
    event = AccessEvent.objects.get(person=nok, what="work_data")
    assert (event.viewer, event.program) == (ploy, "Personnel")
    refused(ask("patch", path, {"phone": "02 123 4567"}, **{"if-match": tag}), 412, "changed")
    fresh = {"if-match": answer["ETag"]}
    assert ask("patch", path, sent, **fresh).status_code == 200
    assert AccessEvent.objects.filter(person=nok, what="work_data").count() == 1


def test_a_number_or_address_of_another_person_is_refused(ask, nok, wipa):
    numbered(wipa, "SP-2")
    Person.objects.filter(pk=wipa.pk).update(work_email="wipa@work.example")
    path = f"{PEOPLE}/{nok.public_id}"
    refused(ask("patch", path, {"employee_number": "SP-2"}), 422, "invalid", "employee_number")
    refused(ask("patch", path, {"email": "wipa@work.example"}), 422, "invalid", "email")


def test_a_name_is_a_persons_own_once_they_came_in(ask, nok, chiang_mai):
    path = f"{PEOPLE}/{nok.public_id}"
    refused(ask("patch", path, {"name_en": "Another Name"}), 422, "own_name", "name_en")
    ask("post", PEOPLE, body(somchai(chiang_mai)))
    answer = ask("patch", f"{PEOPLE}/SP-104", {"name_en": "Somchai Jaidee"})
    assert answer.json()["name_en"] == "Somchai Jaidee"


def test_no_program_sends_elsewhere_what_makes_an_admin(ask, chiang_mai, office, mailoutbox):
    ask("post", PEOPLE, body(somchai(chiang_mai)))
    person = Person.objects.get(employee_number="SP-104")
    make_membership(person, office, Role.ADMIN, hours=None)
    answer = ask("patch", f"{PEOPLE}/SP-104", {"email": "elsewhere@example.org"})
    assert (answer.status_code, answer.json()["code"]) == (422, "admin")
    assert Invitation.objects.get(person=person).email == "somchai@example.org"
    assert [letter.to for letter in mailoutbox] == [["somchai@example.org"]]
    assert ask("patch", f"{PEOPLE}/SP-104", {"phone": "02 123 4567"}).status_code == 200


def test_of_two_changes_at_once_the_second_finds_the_first(ask, ploy, nok):
    """Both found the person before one of them held the roles."""
    tag = ask("get", f"{PEOPLE}/{nok.public_id}")["ETag"]
    found = Person.objects.get(pk=nok.pk)
    numbered(nok, "SP-2")
    sent = PersonChangeIn(employee_number="SP-3")
    with pytest.raises(ValidationError) as refused_with:
        entering.change(person=found, sent=sent, by=ploy, if_match=tag, now=NOW)
    assert refused_with.value.code == "changed"


def test_an_admins_own_row_and_one_of_others_stay(ask, ploy, noi):
    refused(ask("patch", f"{PEOPLE}/{ploy.public_id}", {"phone": "02 123 4567"}), 422, "oneself")
    refused(ask("patch", f"{PEOPLE}/{noi.public_id}", {"phone": "02 123 4567"}), 404, "not_found")


# --- Roles ---------------------------------------------------------------------------------------


def given(unit, /, **changes):
    about = {"key": str(uuid4()), "unit": str(unit.public_id), "role": "trainer"}
    return about | {"job": "office", "day": "2026-11-20"} | changes


def test_a_role_is_given_once_and_in_the_trail_with_the_keys_name(ask, nok, chiang_mai):
    path, sent = f"{PEOPLE}/{nok.public_id}/roles", given(chiang_mai)
    first, second = ask("post", path, sent), ask("post", path, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert [one["role"] for one in second.json()["roles"]] == ["worker", "trainer"]
    event = AccessEvent.objects.get(person=nok, what="role_given")
    assert (event.role, event.program) == ("trainer", "Personnel")
    refused_again = ask("post", path, sent | {"role": "care"})
    assert refused_again.json()["code"] == "key_reused"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "admin"}, "role"),
        ({"role": "worker", "hours": "40"}, ""),
        ({"day": "2026-11-19"}, None),
        ({"day": "2569-11-20"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"role": "programme", "day": "2026-11-19"}, "day"),
        ({"unit": NOWHERE}, "unit"),
        ({"job": "x"}, "job"),
    ],
)
def test_a_role_that_does_not_fit(ask, nok, chiang_mai, change, field):
    answer = ask("post", f"{PEOPLE}/{nok.public_id}/roles", given(chiang_mai, **change))
    if field is None:  # a trainer's role opens nothing of others and may begin before
        assert answer.status_code == 201
        return
    assert answer.status_code == 422, answer.text
    if field:
        assert field in {one["field"] for one in answer.json()["errors"]}
    assert nok.memberships.count() == 1


def test_a_role_goes_on_elsewhere_from_a_day(ask, nok, chiang_mai, chiang_rai):
    member = nok.memberships.get()
    path = f"{PEOPLE}/{nok.public_id}"
    tag = ask("get", path)["ETag"]
    sent = {"unit": str(chiang_rai.public_id), "hours": "32", "day": "2026-12-01"}
    answer = ask("patch", f"{path}/roles/{member.pk}", sent, **{"if-match": tag})
    assert [(one["unit"], one["hours"], one["ends"]) for one in answer.json()["roles"]] == [
        (str(chiang_mai.public_id), "40.0", "2026-11-30"),
        (str(chiang_rai.public_id), "32.0", None),
    ]
    again = ask("patch", f"{path}/roles/{member.pk}", sent, **{"if-match": tag})
    refused_with = (again.status_code, again.json()["code"])
    assert refused_with == (412, "changed")


def test_a_role_ends_and_with_the_last_one_the_person_has_left(ask, nok):
    member = nok.memberships.get()
    path = f"{PEOPLE}/{nok.public_id}"
    answer = ask("post", f"{path}/roles/{member.pk}/end", {"last_day": "2026-11-30"})
    assert answer.json()["roles"][0]["ends"] == "2026-11-30"
    member.refresh_from_db()
    assert member.ends == date(2026, 11, 30)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_role_goes_on_or_ends_at_the_end_of_all_days(ask, nok, day):
    path = f"{PEOPLE}/{nok.public_id}/roles/{nok.memberships.get().pk}"
    refused(ask("post", f"{path}/end", {"last_day": day}), 422, "invalid", "last_day")
    refused(ask("patch", path, {"day": day, "hours": "30"}), 422, "invalid", "day")


def test_a_role_of_an_admin_of_the_admin_or_of_others_is_not_changed(
    ask, ploy, nok, wipa, noi, office, chiang_mai
):
    chief = make_membership(wipa, office, Role.ADMIN, hours=None)
    ended = {"last_day": "2026-11-30"}
    for person, member in (
        (wipa, chief),
        (ploy, ploy.memberships.get()),
        (nok, noi.memberships.get()),
        (noi, noi.memberships.get()),
        (nok, wipa.memberships.exclude(pk=chief.pk).get()),
    ):
        answer = ask("post", f"{PEOPLE}/{person.public_id}/roles/{member.pk}/end", ended)
        refused(answer, 404, "not_found")
    assert not Membership.objects.exclude(ends=None).exists()


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "9" * 40, "1.5"])
def test_an_id_of_a_role_that_is_none(ask, nok, wrong):
    path = f"{PEOPLE}/{nok.public_id}/roles/{wrong}/end"
    assert ask("post", path, {"last_day": "2026-11-30"}).status_code in {404, 422}


def test_a_supervisors_role_with_people_is_not_ended_without_a_taker(ask, wipa, nok):
    member = wipa.memberships.get()
    path = f"{PEOPLE}/{wipa.public_id}/roles/{member.pk}/end"
    answer = ask("post", path, {"last_day": "2026-11-30"})
    member.refresh_from_db()
    assert (answer.status_code, member.ends is None) in {(422, True), (200, False)}


def test_a_closed_organisation_has_no_others(ask):
    elsewhere = make_unit(make_organisation("Another", kind="shelter"), "Another unit")
    stranger = make_worker(elsewhere, "stranger")
    assert ask("get", f"{PEOPLE}/{stranger.public_id}").status_code == 404
