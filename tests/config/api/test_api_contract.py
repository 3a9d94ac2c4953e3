"""The API against its own description: whatever is sent, the answer is one that was promised."""

import json
from contextlib import closing
from datetime import timedelta
from decimal import Decimal

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from config.api.description import operations_of
from config.api.router import api
from people.accounts import tokens
from people.models import Role
from people.weeks import Week, today
from programme.models import Release, ReleaseFile
from tests.makers import (
    enter,
    job_of,
    make_absence,
    make_line,
    make_membership,
    make_person,
    make_week,
    make_worker,
)
from tests.programme.directory.makers import make_entry
from tests.programme.releases.makers import make_programme
from tests.training.conftest import make_certificate_type, make_places, make_session
from training.models import Course
from workload.flags import actions as flags
from workload.hands import actions as hands
from workload.moves import actions as moves_actions
from workload.time import time_off

pytestmark = pytest.mark.contract

# A week may have the right shape and still be closed, or a line somebody else's; and each call
# would be made again twice without its key, which is asked here once for all.
NOT_ASKED = [positive_data_acceptance, ignored_auth]
DESCRIPTION = api.get_openapi_schema()
OPERATIONS = [
    f"{verb.upper()} {path}" for path, verbs in DESCRIPTION["paths"].items() for verb in verbs
]


class Inside(WSGIHandler):
    """The application without a server, in the transaction of the test.

    The end of a request would close the connection; Django's own client holds it open alike.
    """

    def __call__(self, environ, start_response):
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            with closing(super().__call__(environ, start_response)) as answer:
                return [b"".join(answer)]
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema():
    found = schemathesis.openapi.from_dict(json.loads(json.dumps(DESCRIPTION, default=str)))
    found.app = Inside()
    return found


@pytest.fixture
def known(nok, wipa, siriporn, ploy, chiang_mai, rest_house):
    """What there is, by the names of fields and by what an address is about."""
    now = timezone.now()
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.SUPERVISOR)
    room = {"points": Decimal(10), "until": today(now), "now": now}
    theirs = hands.offer(by=boss, unit=rest_house, job=job_of(rest_house, "shelter"), **room)
    ours = hands.offer(by=wipa, unit=chiang_mai, job=job_of(chiang_mai, "shelter"), **room)
    about = {"unit": chiang_mai, "wanted": theirs, "points": Decimal(6)}
    asked = hands.ask(by=wipa, **about, now=now)
    line, piyada = make_line(nok, opened_at=now), make_worker(chiang_mai, "piyada")
    moves = {"by": wipa, "giver": nok, "receiver": piyada, "parts": {line.public_id: 2}}
    moved = moves_actions.propose(**moves, now=now)
    course = Course.objects.create(organisation=nok.organisation, name={"en": "Talks"}, hours=2)
    session = make_session(course, siriporn, day=today(now))
    make_places(session, [nok, wipa])
    flags.assess(person=nok, weeks=[make_week(nok, points="40")], now=now)
    make_entry(wipa.organisation, wipa)
    moments = dict.fromkeys(("asked_at", "drafted_at", "published_at"), now)
    about = {"programme": make_programme(), "quarter": "2026-Q3", "asked_by": wipa}
    release = Release.objects.create(**about, **moments)
    ReleaseFile.objects.create(release=release, name="bands.csv", content=b"block")
    named = {
        "giver": nok,
        "receiver": piyada,
        "contact": wipa,
        "line": line,
        "unit": chiang_mai,
        "offer": theirs,
        "person": nok,
        "/sessions/": session,
        "/releases/": release,
        "/transfers/": moved,
        "/offers/": ours,
        "/requests/": asked,
    }
    away = {"starts": today(now) + timedelta(days=9), "ends": today(now) + timedelta(days=99)}
    named["/absences/"] = make_absence(piyada, **away)
    leave = {"first": today(now) + timedelta(days=7), "half": False, "now": now}
    leave["last"] = leave["first"] + timedelta(days=2)
    named["/days-off/"] = time_off.enter(person=nok, by=ploy, **leave)
    named["type"] = make_certificate_type(chiang_mai.organisation)
    ids = {name: str(one.public_id) for name, one in named.items()}
    ids |= {"/people/": str(nok.public_id), "person": str(nok.public_id), "job": "shelter"}
    ids |= {"role_id": nok.memberships.get().pk, "starts": str(today(now)), "day": str(today(now))}
    week = str(Week.of(today(now)))
    return ids | {"/instruments/": "who-5", "week": week, "until": str(today(now))}


def told_of(known, case):
    """The same case with ids that there are, as a program that knows its way would send it."""
    for name in case.path_parameters or {}:
        if name in known:
            case.path_parameters[name] = known[name]
            continue
        about = next(part for part in known if part.startswith("/") and part in case.path)
        case.path_parameters[name] = known[about]
    case.body = filled(case.body, known)


def filled(body, known):
    if isinstance(body, dict):
        return {
            name: known[name] if name in known and isinstance(one, str) else filled(one, known)
            for name, one in body.items()
        }
    return [filled(one, known) for one in body] if isinstance(body, list) else body


def test_the_description_is_the_one_that_is_handed_out(client, nok):
    enter(client, nok)
    assert client.get("/api/openapi.json").json()["paths"].keys() == DESCRIPTION["paths"].keys()


PROMISED = {200, 201, 304, 400, 403, 404, 409, 412, 422}
# A worker, a supervisor, a trainer, and an admin who is the programme office as well.
ROLES = ("nok", "wipa", "siriporn", "ploy")


@pytest.fixture
def keys(request, known, office, ploy):
    """A key for everything of each of them."""
    make_membership(ploy, office, Role.PROGRAMME, hours=None)
    cache.clear()
    people = {who: request.getfixturevalue(who) for who in ROLES}
    return {who: tokens.make(person=one, name="contract")[1] for who, one in people.items()}


def headers_with(key) -> dict[str, str]:
    """A program's headers; without a server between, nothing unpacks answers on their way."""
    return {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}


def judged(case, key) -> int:
    """Call, and compare the answer with the description: status, shape, headers."""
    headers = headers_with(key)
    answer = case.call(headers=headers)
    case.validate_response(answer, headers=headers, excluded_checks=NOT_ASKED)
    return answer.status_code


def asked_much(cases, known, key, examples) -> set[int]:
    """Ask all kinds of things of an operation, and list how it was answered."""
    seen = set()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, knows=st.booleans())
    def ask(case, knows):
        if knows and case.meta.generation.mode.is_positive:
            told_of(known, case)
        seen.add(judged(case, key))

    ask()
    return seen


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_one_that_was_promised(schema, known, keys, operation):
    verb, path = operation.split()
    cases = schema[path][verb].as_strategy()
    # Whatever is asked without a key, the answer is one.
    assert asked_much(cases, known, "kj_nobody", 5) == {401}
    for key in keys.values():
        seen = asked_much(cases, known, key, 10)
        assert seen
        assert seen <= PROMISED


@pytest.mark.parametrize("who", ROLES)
def test_from_each_answer_on_to_where_it_leads(schema, known, keys, monkeypatch, who):
    """Walk the links of the description: what one answer gives, the next call takes."""
    # Calls of the wrong shape lead nowhere; the test above makes them.
    monkeypatch.setattr(schema.config.generation, "modes", [GenerationMode.POSITIVE])
    walked = set()

    class Walk(schema.as_state_machine()):
        def before_call(self, case):
            cache.clear()  # a walk is longer than a minute allows
            case.body = filled(case.body, known)

        def get_call_kwargs(self, case):
            return {"headers": headers_with(keys[who])}

        def validate_response(self, response, case, **more):
            about = {"excluded_checks": NOT_ASKED, "recorder": self.recorder}
            case.validate_response(response, transport_kwargs=more, **about)
            walked.add((case.operation.label, response.status_code))

    Walk.run(
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    assert len(walked) > 8
    assert {status for _label, status in walked} <= PROMISED


def test_each_link_leads_to_an_operation_and_fills_what_it_asks_for():
    operations = {one["operationId"]: one for one in operations_of(DESCRIPTION)}
    found = 0
    for operation in operations.values():
        for answer in operation["responses"].values():
            for name, link in answer.get("links", {}).items():
                target = operations[link["operationId"]]
                assert name == target["operationId"]
                takes = {f"{one['in']}.{one['name']}": one for one in target.get("parameters", ())}
                assert link["parameters"].keys() <= takes.keys()
                asked = {name for name, one in takes.items() if one["required"]}
                assert asked <= link["parameters"].keys()
                found += 1
    assert found > 30
