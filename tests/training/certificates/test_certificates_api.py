"""Certificates over HTTP: read by who reads them on pages, recorded by trainers alone."""

import json
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from people.accounts import tokens
from people.models import AccessEvent, Person, Role
from people.organisation_keys import actions as organisation_keys
from tests.makers import NOW, NOWHERE, make_membership
from tests.training.conftest import make_certificate, make_certificate_type
from training.certificates import actions as certificates
from training.models import Certificate

PATH = "/api/v1/certificates"
SCOPES = ["certificates", "certificates_write"]


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kind(saphan):
    return make_certificate_type(saphan)


def asking(text):
    client = Client(headers={"authorization": f"Bearer {text}"}, raise_request_exception=False)

    def ask(verb, path=PATH, body=None):
        more = {} if body is None else {"data": json.dumps(body)}
        return client.generic(verb.upper(), path, content_type="application/json", **more)

    return ask


def as_person(person):
    return asking(tokens.make(person=person, name="own")[1])


@pytest.fixture
def ask(ploy):
    about = {"name": "Academy", "scopes": SCOPES, "now": NOW}
    return asking(organisation_keys.make(by=ploy, **about)[1])


def sent(person, kind, /, **changes):
    about = {"key": str(uuid4()), "person": str(person.public_id), "type": str(kind.public_id)}
    return about | {"issued_on": "2026-11-02"} | changes


def test_by_type_and_expiry_with_the_number_for_who_manages_people(ask, nok, siriporn, kind):
    Person.objects.filter(pk=nok.pk).update(employee_number="SP-1")
    other = make_certificate_type(kind.organisation, name="First aid")
    held = make_certificate(nok, kind, by=siriporn)
    [told] = ask("get").json()["items"]
    assert (told["id"], told["employee_number"]) == (str(held.public_id), "SP-1")
    assert (told["type"], told["expires_on"]) == (str(kind.public_id), held.expires_on.isoformat())
    assert "answers" not in told
    [told] = as_person(siriporn)("get").json()["items"]
    assert (told["person"], told["employee_number"]) == (str(nok.public_id), "")

    def found(query):
        return len(ask("get", f"{PATH}?{query}").json()["items"])

    assert (found(f"type={kind.public_id}"), found(f"type={other.public_id}")) == (1, 0)
    before = date(held.expires_on.year, 1, 1)
    assert (found(f"expires_by={held.expires_on}"), found(f"expires_by={before}")) == (1, 0)
    assert ask("get", f"{PATH}?expires_by=2570-01-01").status_code == 422
    assert ask("get", f"{PATH}?type={NOWHERE}").status_code == 404


def test_the_look_is_noted_with_the_keys_name(ask, nok, siriporn, kind, ploy):
    make_certificate(nok, kind, by=siriporn)
    for _ in range(2):
        ask("get")
    event = AccessEvent.objects.get(person=nok, what="certificates")
    assert (event.viewer, event.program) == (ploy, "Academy")


def test_a_worker_reads_none_and_other_organisations_none_of_these(nok, noi, siriporn, kind):
    make_certificate(nok, kind, by=siriporn)
    for person in (nok, noi):
        assert as_person(person)("get").json()["code"] == "forbidden"


def test_a_trainer_records_one_once(nok, siriporn, kind):
    ask, body = as_person(siriporn), sent(nok, kind)
    first, second = ask("post", body=body), ask("post", body=body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    made = Certificate.objects.get()
    assert (made.person, made.issued_by, made.issued_on) == (nok, siriporn, date(2026, 11, 2))
    assert ask("post", body=body | {"issued_on": "2026-11-03"}).json()["code"] == "key_reused"


def test_a_repeat_of_what_was_revoked_since_says_so(nok, siriporn, kind):
    """It told the program that the certificate is valid."""
    ask, body = as_person(siriporn), sent(nok, kind)
    ask("post", body=body)
    given = Certificate.objects.get()
    certificates.revoke(certificate=given, reason="A mix-up", by=siriporn, now=NOW)
    answer = ask("post", body=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "revoked")
    assert list(Certificate.objects.values_list("pk", "revoked_at")) == [(given.pk, NOW)]


def test_a_key_of_the_organisation_records_as_an_admin_who_trains(ask, nok, ploy, office, kind):
    assert ask("post", body=sent(nok, kind)).json()["code"] == "forbidden"
    make_membership(ploy, office, Role.TRAINER, hours=None)
    Person.objects.filter(pk=nok.pk).update(employee_number="SP-1")
    assert ask("post", body=sent(nok, kind, person="SP-1")).status_code == 201
    event = AccessEvent.objects.get(person=nok, what="by_program")
    assert (event.viewer, event.viewer_role, event.program) == (ploy, "trainer", "Academy")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"issued_on": "2569-11-02"}, "invalid"),
        ({"issued_on": "2026-11-21"}, "to_come"),
        ({"issued_on": "1999-01-01"}, "over"),
        ({"type": NOWHERE}, "invalid"),
        ({"person": NOWHERE}, "invalid"),
        ({"person": "SP\x00"}, "invalid"),
        ({"person": ""}, "invalid"),
    ],
)
def test_what_does_not_fit(nok, siriporn, kind, change, code):
    answer = as_person(siriporn)("post", body=sent(nok, kind, **change))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert not Certificate.objects.exists()


def test_none_for_oneself_for_others_or_twice_of_a_day(nok, noi, siriporn, kind):
    ask = as_person(siriporn)
    assert ask("post", body=sent(siriporn, kind)).status_code == 422
    assert ask("post", body=sent(noi, kind)).status_code == 422
    assert ask("post", body=sent(nok, kind)).status_code == 201
    assert ask("post", body=sent(nok, kind)).json()["code"] == "held"
    assert Certificate.objects.count() == 1


def test_types_are_those_of_the_organisation(ask, kind, rest_house):
    make_certificate_type(rest_house.organisation)
    [told] = ask("get", "/api/v1/certificate-types").json()["items"]
    assert (told["id"], told["name"]) == (str(kind.public_id), str(kind))
