"""Every verb judges whoever calls it, whatever page did: nobody writes what is not theirs to write.

`tests/verb_cases.py` is the table. A verb that takes `by` has a case there, or stands among those
that only other verbs call. It is called by all whom it must refuse, one after the other, and then
by somebody whom it must not, so that no refusal is one of the case itself.
"""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection

from people.lists.kinds import SUBJECTS
from people.models import Person, Role, Unit
from tests.makers import (
    NOW,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_worker,
)
from tests.people.lists.trades import TRADES
from tests.verb_cases import ALONE, CASES, INSIDE, NEVER_FOR_ONESELF, TODAY, Case, House
from training.models import AwardCycle, Promotion

ROOT = Path(__file__).parent.parent
APPS = ("people", "wellbeing", "training", "workload", "programme")
# Made-up people of a demonstration, put straight into an empty database.
UNASKED = ("programme/simulation",)
REFUSED = (ValidationError, PermissionDenied, ObjectDoesNotExist)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(saphan, office, chiang_mai, nok, wipa, siriporn, ploy, monkeypatch) -> House:
    monkeypatch.setitem(SUBJECTS, TRADES.code, TRADES)
    return House(saphan, office, chiang_mai, nok, wipa, siriporn, ploy)


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Name every function of a module."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix()
            if not name.startswith(UNASKED):
                for node in ast.parse(path.read_text()).body:
                    if isinstance(node, ast.FunctionDef):
                        yield f"{name.replace('/', '.')}.{node.name}", node


def takes(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.args, *node.args.kwonlyargs]


def writes(node: ast.FunctionDef) -> bool:
    """Say whether a function is one transaction of its own."""
    return any("atomic" in ast.unparse(one) for one in node.decorator_list)


def names_somebody(node: ast.FunctionDef) -> bool:
    """Say whether it is told whose it is, or who does it."""
    told = " ".join(ast.unparse(one.annotation) for one in takes(node) if one.annotation)
    return "Person" in told or "Account" in told


def test_every_verb_that_takes_who_does_it_has_a_case():
    by = [name for name, node in functions() if any(one.arg == "by" for one in takes(node))]
    assert sorted({*CASES, *INSIDE}) == sorted(by)
    assert not {*CASES} & {*INSIDE}


def test_what_is_written_without_naming_anybody_stands_in_a_list_with_its_reason():
    alone = [name for name, node in functions() if writes(node) and not names_somebody(node)]
    assert sorted(ALONE) == sorted(alone)


def own_unit(house: House, case: Case) -> Unit:
    """Where the role of a case gives the right."""
    return unit_of_others() if case.elsewhere else getattr(house, case.unit)


def unit_of_others() -> Unit:
    there = Unit.objects.filter(name__en="Rest house").first()
    return there or make_unit(make_organisation("Baan Suk Shelters", kind="shelter"), "Rest house")


def holder(house: House, case: Case) -> Person:
    """Who may: its owner, or whoever holds the role at its unit."""
    if case.role is None:
        return Person.objects.get(account__username=case.owner)
    return with_the_role(house, case, "holder")


def with_the_role(house: House, case: Case, username: str, **changes) -> Person:
    unit = own_unit(house, case)
    person = make_person(username, unit.organisation)
    make_membership(person, unit, case.role, hours=None, **changes)
    return person


def stranger(house: House, case: Case) -> Person:
    """Of another organisation, with every role there; for what is done at home, a worker."""
    unit = unit_of_others()
    person = make_person("stranger", unit.organisation)
    for role in [Role.WORKER] if case.at_home else Role:
        make_membership(person, unit, role, hours=None)
    return person


def colleague(house: House, case: Case) -> Person:
    """A worker of the same team."""
    return make_worker(house.chiang_mai)


def sister(house: House, case: Case) -> Person:
    """Who holds the same role beside, in a sister unit; for what is somebody's own, who leads."""
    unit = make_unit(house.saphan, "Lamphun team", parent=house.office)
    person = make_person("sister", house.saphan)
    make_membership(person, unit, case.role or Role.SUPERVISOR, hours=None)
    return person


def former(house: House, case: Case) -> Person:
    """Who held the right until yesterday."""
    return with_the_role(house, case, "former", ends=TODAY - timedelta(days=1))


def nobody(house: House, case: Case) -> Person:
    """Who has an account here and no role."""
    return make_person("nobody", house.saphan)


def refused(case: Case) -> Iterator[Callable[[House, Case], Person]]:
    """Name everybody whom a verb must refuse."""
    yield nobody
    if not case.elsewhere:
        yield stranger
    if not case.colleagues:
        yield colleague
    if not (case.anywhere or case.colleagues):
        yield sister
    if case.role:
        yield former


@cache
def tables() -> dict[str, str]:
    """Write how to read each table of ours."""
    return {
        one._meta.label: f'SELECT * FROM "{one._meta.db_table}" ORDER BY "{one._meta.pk.column}"'  # noqa: S608 - our tables
        for one in apps.get_models(include_auto_created=True)
        if one._meta.app_label in APPS
    }


def rows() -> dict[str, list[tuple]]:
    """Read everything that is stored."""
    found = {}
    with connection.cursor() as cursor:
        for label, sql in tables().items():
            cursor.execute(sql)
            found[label] = cursor.fetchall()
    return found


# What begins otherwise may write.
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@contextmanager
def statements_that_write() -> Iterator[list[str]]:
    """List the statements that may write: where there is none, what is stored stays as it is."""
    found: list[str] = []

    def listen(execute, sql, params, many, context):
        if not sql.startswith(READS):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_verb_refuses_whoever_has_no_right_changes_nothing_and_does_it_for_whoever_has_it(
    name, house
):
    case = CASES[name]
    call = case.ready(house)
    callers = {one.__name__: one(house, case).pk for one in refused(case)}
    rightful = holder(house, case).pk
    before = rows()
    for who, pk in callers.items():
        refusal = nullcontext() if case.quiet else pytest.raises(REFUSED)
        with statements_that_write() as writing, refusal:
            call(Person.objects.get(pk=pk))
        assert not writing or rows() == before, who
    call(Person.objects.get(pk=rightful))
    assert rows() != before


@pytest.mark.parametrize("name", NEVER_FOR_ONESELF)
def test_nobody_does_it_for_themselves_whatever_roles_they_hold(name, house):
    call = CASES[name].ready(house)
    for role in set(Role) - {Role.WORKER}:
        make_membership(house.nok, house.office, role, hours=None)
    for one in (*Promotion.objects.all(), *AwardCycle.objects.all()):
        one.panel.add(house.nok)
    by = Person.objects.get(pk=house.nok.pk)
    before = rows()
    with pytest.raises(REFUSED):
        call(by)
    assert rows() == before
