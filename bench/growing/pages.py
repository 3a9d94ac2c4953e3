"""Open every page of every role in a large organisation: run by `python bench/growth.py`.

The pages, who may see them and what they are about are those of the matrix of permissions
(tests/test_permissions.py), so that a new page is measured from its first day.
"""

import gc
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from django.test import Client

from config.operating import collector
from people.models import Role
from people.tenancy import context as tenancy
from tests import roles
from tests.conftest import (  # noqa: F401 - fixtures
    anan,
    chiang_mai,
    noi,
    nok,
    office,
    orathai,
    ploy,
    rest_house,
    saphan,
    siriporn,
    wipa,
)
from tests.makers import enter, give_password, make_membership, make_person
from tests.test_permissions import (  # noqa: F401 - fixtures
    ACTORS,
    ROWS,
    address,
    boss,
    friday,
    objects,
)

from .counting import counted
from .crowd import grow

PEOPLE = int(os.environ["GROWTH_PEOPLE"])
WRITTEN = Path(os.environ["GROWTH_WRITTEN"])
ONLY = os.environ.get("GROWTH_ONLY", "")
WHO = os.environ.get("GROWTH_READERS", "").split()
# One that is dear or cheap at the second time is not opened again.
TIMES, CHEAP, DEAR = 3, 40, 1_000
# Of the cast; the head leads all from the head office and may what any supervisor may.
READERS = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy")
HEAD = "head"


@dataclass
class Seen:
    """What one page cost one reader: processor time in ms, statements, rows read, bytes sent."""

    page: str
    reader: str
    milliseconds: float
    statements: int
    rows: int
    size: int
    kind: str
    status: int
    dearest: str = ""


@pytest.fixture
def head(office):  # noqa: F811 - a fixture
    """Somebody who leads all from the head office."""
    person = make_person("head", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@contextmanager
def as_the_web():
    """Ask as the web's role where there is one; the walls stand then."""
    if not roles.there():
        yield
        return
    with roles.as_the_web():
        yield


def test_every_page(request, db, objects, office, chiang_mai, wipa, head):  # noqa: F811 - fixtures
    # Those with whom the cast's objects were made are of the same organisation, and stay.
    with tenancy.everywhere():
        grow(office, chiang_mai, wipa, PEOPLE)
    gc.enable()
    collector.pass_over_what_is_loaded()
    people = {who: request.getfixturevalue(who) for who in WHO or (*READERS, HEAD)}
    found = []
    with as_the_web():
        for who, person in people.items():
            column = (*ACTORS,).index("wipa" if who == HEAD else who) + 2
            client = Client()
            enter(client, person)
            give_password(client)
            for row in ROWS:
                route, whose = row[:2]
                may = row[column] == "200" or row[column] == "302" and row[2] == "302"
                if whose in {"-", "own"} and may and ONLY in route:
                    found += opened(client, who, route, address(route, whose, objects))
            WRITTEN.write_text(json.dumps([asdict(one) for one in found]))


def opened(client, who, route, path) -> list[Seen]:
    """Open a page some times; the first only fills what a process keeps."""
    answers = []
    for n in range(TIMES + 1):
        with counted() as cost:
            answer = client.get(path)
            sent = b"".join(answer) if answer.streaming else answer.content
        answers.append(cost)
        if n and not CHEAP < cost.milliseconds < DEAR:
            break
    if answer.status_code == 302:
        return []
    best = min(answers[1:], key=lambda one: one.milliseconds)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    seen = Seen(
        page=route,
        reader=who,
        milliseconds=best.milliseconds,
        statements=len(best.statements),
        rows=best.rows,
        size=len(sent),
        kind="page" if is_page and "Content-Disposition" not in answer else "file",
        status=answer.status_code,
        dearest=best.dearest,
    )
    print(seen, flush=True)
    return [seen]
