"""Every verb judges whoever calls it, whatever page did: nobody writes what is not theirs to write.

`tests/verb_cases.py` is the table. A verb that takes `by` has a case there, or stands among those
that only other verbs call. It is called by people whom it must refuse, and once by somebody whom it
must not, so that a refusal is never one of the case itself.
"""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from people.models import Person, Role, Unit
from tests.makers import (
    NOW,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_worker,
)
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
def house(saphan, office, chiang_mai, nok, wipa, siriporn, ploy) -> House:
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
    return make_unit(make_organisation("Baan Suk Shelters", kind="shelter"), "Rest house")


def holder(house: House, case: Case, **changes) -> Person:
    """Who may: its owner, or whoever holds the role at its unit."""
    if case.role is None:
        return Person.objects.get(account__username=case.owner)
    unit = own_unit(house, case)
    person = make_person("holder", unit.organisation)
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
    return holder(house, case, ends=TODAY - timedelta(days=1))


def nobody(house: House, case: Case) -> Person:
    """Who has an account here and no role."""
    return make_person("nobody", house.saphan)


def refused_callers() -> Iterator[tuple[str, Callable]]:
    """Pair every verb with everybody whom it must refuse."""
    for name, case in sorted(CASES.items()):
        yield name, nobody
        if not case.elsewhere:
            yield name, stranger
        if not case.colleagues:
            yield name, colleague
        if not (case.anywhere or case.colleagues):
            yield name, sister
        if case.role:
            yield name, former


def rows() -> dict[str, list[dict]]:
    """Read everything that is stored."""
    models = [
        one for one in apps.get_models(include_auto_created=True) if one._meta.app_label in APPS
    ]
    return {one._meta.label: list(one.objects.order_by("pk").values()) for one in models}


@pytest.mark.parametrize(
    ("name", "caller"),
    [pytest.param(name, one, id=f"{name}-{one.__name__}") for name, one in refused_callers()],
)
def test_a_verb_refuses_whoever_has_no_right_and_changes_nothing(name, caller, house):
    case = CASES[name]
    call = case.ready(house)
    by = Person.objects.get(pk=caller(house, case).pk)
    before = rows()
    if case.quiet:
        call(by)
    else:
        with pytest.raises(REFUSED):
            call(by)
    assert rows() == before


@pytest.mark.parametrize("name", sorted(CASES))
def test_whoever_has_the_right_does_it(name, house):
    case = CASES[name]
    call = case.ready(house)
    by = Person.objects.get(pk=holder(house, case).pk)
    before = rows()
    call(by)
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
