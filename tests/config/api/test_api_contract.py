"""The API against its own description: whatever is sent, the answer is one that was promised."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.api.router import api
from people.accounts import tokens
from people.models import Role
from people.weeks import Week, today
from tests.makers import (
    enter,
    job_of,
    make_absence,
    make_line,
    make_membership,
    make_person,
    make_worker,
)
from tests.training.conftest import make_certificate_type
from workload.hands import actions as hands
from workload.moves import actions as moves_actions
from workload.time import time_off

pytestmark = pytest.mark.contract

# A week may have the right shape and still be closed, or a line somebody else's.
ALWAYS_ACCEPTED = positive_data_acceptance
DESCRIPTION = api.get_openapi_schema()
OPERATIONS = [
    f"{verb.upper()} {path}" for path, verbs in DESCRIPTION["paths"].items() for verb in verbs
]


@pytest.fixture(scope="module")
def schema():
    return schemathesis.openapi.from_dict(json.loads(json.dumps(DESCRIPTION, default=str)))


@pytest.fixture
def known(nok, wipa, ploy, chiang_mai, rest_house):
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
    named = {
        "giver": nok,
        "receiver": piyada,
        "contact": wipa,
        "line": line,
        "unit": chiang_mai,
        "offer": theirs,
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


@pytest.mark.parametrize("who", ["nok", "wipa", "ploy", "nobody"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_one_that_was_promised(schema, request, live_server, known, who, operation):
    key = "kj_nobody"
    if who != "nobody":
        person = request.getfixturevalue(who)
        key = tokens.make(person=person, name="contract")[1]
    verb, path = operation.split()
    seen = set()

    @settings(
        max_examples=20 if who != "nobody" else 5,  # whatever they ask, the answer is one
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][verb].as_strategy(), knows=st.booleans())
    def ask(case, knows):
        if knows and case.meta.generation.mode.is_positive:
            told_of(known, case)
        headers = {"Authorization": f"Bearer {key}"}
        answer = case.call(base_url=live_server.url, headers=headers)
        case.validate_response(answer, headers=headers, excluded_checks=[ALWAYS_ACCEPTED])
        seen.add(answer.status_code)

    ask()
    assert seen
    assert seen <= ({401} if who == "nobody" else {200, 201, 304, 400, 403, 404, 409, 412, 422})
