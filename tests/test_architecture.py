"""What the house promises about its own shape."""

import ast
import re
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from people.models import Organisation, Person
from people.own_data.traces import TRACES
from training.models import Evaluation
from workload.models import FlagStep

# The direction of imports. Nothing imports config: it is reached through settings and strings.
ALLOWED = {
    "people": set(),
    "wellbeing": {"people"},
    "training": {"people"},
    "workload": {"people", "wellbeing", "training"},
    "programme": {"people", "wellbeing", "training", "workload"},
    "config": {"people", "wellbeing", "training", "workload", "programme"},
}
HEAVY = {"pandas", "matplotlib"}
# Besides each app's rules.
PURE = [f"{app}/rules.py" for app in ALLOWED] + [
    f"training/{name}.py"
    for name in (
        "criteria",
        "evaluation",
        "ladder",
        "ladders",
        "service",
        "verdicts",
        "volunteering",
    )
]
# What of people a rule may look at: modules that are pure themselves.
PURE_PEOPLE = ("people.groups.rule", "people.weeks")
JUDGES = [
    *PURE,
    "people/groups/rule.py",
    "wellbeing/rules/bands.py",
    "wellbeing/instruments/change.py",
    "wellbeing/instruments/scoring.py",
    "wellbeing/rules/drift.py",
    "workload/rules/limits.py",
    "workload/rules/reasons.py",
    "workload/rules/shares.py",
]
# Models that lead to an organisation and are read without visible_to, each with its reason.
WITHOUT_VISIBLE_TO = {
    "people.Organisation": "never read by a page on its own: it comes with the person or unit",
    "people.SentOnce": "read by jobs only, by its key",
    "people.WaitingLine": "read by jobs only, by its recipient",
    "people.AccessEvent": "read through .about(person), which is narrower than an organisation",
    "workload.TransferLine": "read through its move, which was found by visible_to",
    "workload.FlagStep": "read through its flag, which was found by visible_to",
}


def modules(app: str) -> list[Path]:
    return [
        path
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that a file imports, in full, with its column: 0 is the module's level."""
    package = path.relative_to(settings.BASE_DIR).parent.parts
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(name.name, node.col_offset) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*above, *([node.module] if node.module else [])])
            found.append((origin, node.col_offset))
            found += [(f"{origin}.{name.name}", node.col_offset) for name in node.names]
    return found


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name, _ in imports(path)}


@pytest.mark.parametrize("app", ALLOWED)
def test_imports_point_one_way(app):
    found = set().union(*(roots(path) for path in modules(app)))

    assert found & ALLOWED.keys() - {app} <= ALLOWED[app]


@pytest.mark.parametrize("name", ["rules.py", "disclosure.py", "bands.py"])
@pytest.mark.parametrize("app", ALLOWED)
def test_rules_are_pure(app, name):
    rules = settings.BASE_DIR / app / name
    if rules.exists():
        assert roots(rules) & {"django", "config", "people", "time", "random", "os"} <= {"people"}
        ours = [name for name, _ in imports(rules) if name.startswith("people.")]
        assert [name for name in ours if not name.startswith(PURE_PEOPLE)] == []


@pytest.mark.parametrize("name", JUDGES)
def test_nothing_that_a_rule_is_given_or_says_can_be_changed(name):
    if not (settings.BASE_DIR / name).exists():
        return
    module = import_module(name.removesuffix(".py").replace("/", "."))
    classes = [one for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)]
    assert [one.__name__ for one in classes if not one.__dataclass_params__.frozen] == []


@pytest.mark.parametrize("app", ALLOWED)
def test_slow_libraries_are_imported_inside_the_reports_that_need_them(app):
    for path in modules(app):
        heavy = [(name, column) for name, column in imports(path) if name.split(".")[0] in HEAVY]
        assert all(column > 0 for _, column in heavy), path
        assert not heavy or path.stem == "reports", path


def parents(model) -> set:
    return {field.related_model for field in model._meta.get_fields() if field.many_to_one}


def leads_to_an_organisation(model) -> bool:
    seen, waiting = set(), [model]
    while waiting:
        current = waiting.pop()
        if current is Organisation:
            return True
        if current not in seen:
            seen.add(current)
            waiting += parents(current)
    return False


def tenant_models() -> dict[str, type]:
    ours = [model for app in ALLOWED for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model for model in ours if leads_to_an_organisation(model)}


def test_every_model_of_an_organisation_says_who_may_see_it():
    without = {
        name
        for name, model in tenant_models().items()
        if not hasattr(model._default_manager.all(), "visible_to")
    }

    assert without == WITHOUT_VISIBLE_TO.keys()
    assert all(WITHOUT_VISIBLE_TO.values())


def templates() -> list[Path]:
    return [path for app in ALLOWED for path in sorted((settings.BASE_DIR / app).rglob("*.html"))]


FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an event attribute": re.compile(r"\son[a-z]+=[\"']"),
    "a script's address": re.compile(r"javascript:", re.IGNORECASE),
    "text that is trusted": re.compile(r"\|\s*safe\b|\bautoescape\s+off\b|\|\s*safeseq\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [str(p) for p in templates() if FORBIDDEN[what].search(p.read_text(encoding="utf-8"))]

    assert found == []


@pytest.mark.parametrize("app", ALLOWED)
def test_no_code_trusts_text(app):
    trusted = [path for path in modules(app) if "mark_safe" in path.read_text(encoding="utf-8")]

    assert trusted == []


def test_every_form_that_posts_carries_its_token():
    form = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
    without = [
        str(path)
        for path in templates()
        for found in form.findall(path.read_text(encoding="utf-8"))
        if "{% csrf_token %}" not in found
    ]

    assert without == []


def test_whatever_somebody_tells_of_themselves_can_be_deleted_by_them():
    """A model of wellbeing that belongs to a person has its line in `wellbeing/own_data/traces.py`."""
    theirs = {
        model
        for model in apps.get_app_config("wellbeing").get_models()
        for field in model._meta.fields
        if field.name == "person" and field.related_model is Person
    }

    assert theirs | {Evaluation, FlagStep} == {one.model for one in TRACES}


def test_every_sealed_field_says_its_purpose_and_no_two_share_one():
    """So that `rotate_keys` finds it: SEALED on the model, by the field's name."""
    ours = [model for app in ALLOWED for model in apps.get_app_config(app).get_models()]
    named = {
        (model, field.name)
        for model in ours
        for field in model._meta.fields
        if field.name.startswith("sealed_")
    }
    purposes = [one for model in ours for one in getattr(model, "SEALED", {}).values()]

    assert named == {(model, name) for model in ours for name in getattr(model, "SEALED", {})}
    assert len(purposes) == len(set(purposes))


# What a number of people that may be spoken of would be called, were it written down again.
A_MINIMUM = re.compile(r"FEWEST|SMALLEST|AT_LEAST|GROUP|ENOUGH|FEW\b")


def minimums(path: Path) -> list[str]:
    """Name what a module holds of the groups rule's smallest number by itself."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and is_five(node.value):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
            found += [name for name in names if A_MINIMUM.search(name)]
        if isinstance(node, ast.Compare) and any(map(is_five, node.comparators)):
            text = ast.unparse(node)
            found += [text] * any(word in text for word in ("people", "len(", "count", "carrying"))
        if isinstance(node, ast.keyword) and node.arg and node.arg.startswith("people__"):
            found += [node.arg] * is_five(node.value)
    return found


def is_five(node) -> bool:
    return isinstance(node, ast.Constant) and node.value == 5


def test_no_module_holds_its_own_smallest_number_of_people():
    """One groups rule: an organisation that asks for ten is given ten everywhere."""
    found = {
        str(path.relative_to(settings.BASE_DIR)): held
        for app in ALLOWED
        for path in modules(app)
        if (held := minimums(path))
    }
    assert found == {"people/groups/rule.py": ["SMALLEST"]}
