"""What the house promises about its own shape."""

import ast
import io
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import is_dataclass
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from people.models import (
    LeavingReason,
    LineLink,
    Organisation,
    Person,
    ProgramAddress,
    PushSubscription,
)
from people.own_data.traces import TRACES
from programme.models import PostQuestion
from training.models import Evaluation
from wellbeing.rules.lines import LINE_NAMES
from workload.models import FlagStep, PayNumber

# The direction of imports. Nothing imports config: it is reached through settings and strings.
ALLOWED = {
    "people": set(),
    "wellbeing": {"people"},
    "training": {"people"},
    "workload": {"people", "wellbeing", "training"},
    "programme": {"people", "wellbeing", "training", "workload"},
    "config": {"people", "wellbeing", "training", "workload", "programme"},
}
# Each app's rooms from the ground up: a package imports only those before it, rules and models
# below all. What stands beside the packages (urls, api, apps, commands) may look at any of them.
ROOMS = {
    "people": (
        "access_kinds create_models rules languages weeks working_days groups statements"
        " row_statements judged_rows models each_organisation mandates guards keys tenancy writing"
        " product_modules viewer_statements pending messages audit"
        " modules calendar handing_over naming jobs accounts program_calls organisation_keys"
        " program_keys api_pages line webhooks lists units members programs rescue templatetags"
        " own_data leaving phones first_run"
    ),
    "wellbeing": (
        "access_kinds rules instruments models product_modules checkins groups help events scales"
        " sharing pending message_kinds first_steps resting yours own_data"
    ),
    "training": (
        "access_kinds product_modules rules models formats finding certificates evaluations"
        " catalogue hours meetings requirements passport partners own_calendar counts sessions"
        " volunteers recognition year nightly careers grow starter pending message_kinds"
        " first_steps resting own_data"
    ),
    "workload": (
        "access_kinds product_modules rules models study policies flags load time hands units"
        " forecast weeks kept_weeks week_links moves trend board pending message_kinds first_steps"
        " resting own_data"
    ),
    "programme": (
        "access_kinds rules regions services models members own_data posts directory pathways"
        " lessons codebook board gaps releases trends staffing volunteering pending message_kinds"
        " simulation demo coverage reports"
    ),
}
ABOVE_ALL = {"apps", "urls", "api", "management", ""}
ROOM_FOR = 20  # modules in a folder, so that one look finds what is there
HEAVY = {"pandas", "matplotlib"}
# What judges: without a database, a clock or a setting, and nothing in it can be changed. Words
# may be marked for translation there, and are translated where they are shown.
PURE_FOLDERS = ("rules", "people/rules/lists", "wellbeing/instruments", "people/groups")
MARKING_WORDS = ("django.utils.translation", "django.utils.functional")
IMPURE = {"django", "config", "people", "time", "random", "os", "datetime.datetime.now"}
PURE_PEOPLE = ("people.groups", "people.rules", "people.weeks")
# Reads files that ship with the product, or refuses in Django's words: pure in all else.
NOT_JUDGING = {"wellbeing/instruments/wording.py"}
# Models that lead to an organisation and are read without visible_to, each with its reason.
WITHOUT_VISIBLE_TO = {
    "people.Organisation": "never read by a page on its own: it comes with the person or unit",
    "people.Account": "never read by a page on its own: it comes with its person",
    "people.SentOnce": "read by jobs only, by its key",
    "people.WaitingLine": "read by jobs only, by its recipient",
    "people.ImportEffect": "read by its list's job only, through the list",
    "people.HandOver": "read through its membership, which an admin manages",
    "people.HandOverLine": "read through its hand-over, or by the person who takes it",
    "people.AccessEvent": "read through .about(person), which is narrower than an organisation",
    "workload.TransferLine": "read through its move, which was found by visible_to",
    "workload.FlagStep": "read through its flag, which was found by visible_to",
}

# Apps with docstrings and comments in plain sentences, which a maintainer in Thailand reads with
# ease: a person is named by the role ("the worker", "the viewer", "a person").
APPS_IN_PLAIN_WORDS = ("people", "wellbeing", "training", "workload", "programme", "config")
ORNATE = re.compile(r"\b(somebody|nobody|whom|whose|whoever)\b", re.IGNORECASE)


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


def room_of(name: str, app: str) -> str:
    """Name the package of an app in which a module stands; nothing for the app itself."""
    return name.removeprefix(app).strip(".").split(".")[0]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


@pytest.mark.parametrize("app", ROOMS)
def test_a_package_imports_only_those_before_it(app):
    order = ROOMS[app].split()
    upwards = set()
    for path in modules(app):
        own = room_of(module_of(path), app)
        if own in ABOVE_ALL | {"__init__"}:
            continue
        for name, _ in imports(path):
            other = room_of(name, app) if name.split(".")[0] == app else own
            # `from people import weeks` names the app itself as well.
            if other not in {own, ""} and order.index(other) > order.index(own):
                upwards.add(f"{own} imports {other}, in {module_of(path)}")

    assert upwards == set()


@pytest.mark.parametrize("app", ROOMS)
def test_every_package_has_its_place_in_the_order(app):
    rooms = {room_of(module_of(path), app) for path in modules(app)}

    assert rooms - ABOVE_ALL - {"__init__"} == set(ROOMS[app].split())


def test_any_module_can_be_imported_first():
    """A job or a command may begin anywhere: modules import each other in no circle."""
    places = {
        module_of(path).removesuffix(".__init__"): path for app in ALLOWED for path in modules(app)
    }
    before = {
        module: {
            other
            for name, column in imports(path)
            for other in (name, name.rpartition(".")[0])
            # The package of a module names it as well, and what is imported late waits.
            if column == 0 and other in places and not module.startswith(f"{other}.")
        }
        - {module}
        for module, path in places.items()
        if path.name != "__init__.py"
    }

    assert list(TopologicalSorter(before).static_order())


def test_no_folder_holds_more_than_can_be_looked_through():
    folders = Counter(
        str(path.parent.relative_to(settings.BASE_DIR))
        for app in [*ALLOWED, "tests"]
        for path in modules(app)
        if path.name != "__init__.py"
    )

    assert {name: n for name, n in folders.items() if n > ROOM_FOR} == {}


def pure_modules() -> list[str]:
    found = [path.relative_to(settings.BASE_DIR) for app in ALLOWED for path in modules(app)]
    pure = [path for path in found if str(path.parent).endswith(PURE_FOLDERS)]
    return sorted({str(path) for path in pure} - NOT_JUDGING)


@pytest.mark.parametrize("name", pure_modules())
def test_rules_are_pure(name):
    allowed = (*PURE_PEOPLE, *MARKING_WORDS)
    found = [one for one, _ in imports(settings.BASE_DIR / name) if one.split(".")[0] in IMPURE]

    assert [one for one in found if not one.startswith(allowed)] == []


@pytest.mark.parametrize("name", pure_modules())
def test_nothing_that_a_rule_is_given_or_says_can_be_changed(name):
    module = import_module(name.removesuffix(".py").replace("/", "."))
    classes = [one for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)]
    assert [one.__name__ for one in classes if not one.__dataclass_params__.frozen] == []


@pytest.mark.parametrize("app", ALLOWED)
def test_slow_libraries_are_imported_inside_the_charts_and_frames_that_need_them(app):
    for path in modules(app):
        heavy = [(name, column) for name, column in imports(path) if name.split(".")[0] in HEAVY]
        assert all(column > 0 for _, column in heavy), path
        assert not heavy or path.stem in {"charts", "frames"}, path


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
    """A model of wellbeing that belongs to a person has its line among its traces."""
    theirs = {
        model
        for model in apps.get_app_config("wellbeing").get_models()
        for field in model._meta.fields
        if field.name == "person" and field.related_model is Person
    }

    elsewhere = {Evaluation, FlagStep, LeavingReason, PayNumber, PostQuestion}
    ways = {LineLink, ProgramAddress, PushSubscription}
    assert theirs | elsewhere | ways == {one.model for one in TRACES}


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


def roles_named_together(path: Path) -> list[str]:
    """Find where two roles or more stand side by side: in a tuple, a set or a call."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        beside = getattr(node, "elts", None) or getattr(node, "args", None)
        if isinstance(node, ast.Tuple | ast.Set | ast.List | ast.Call):
            roles = [one for one in beside or [] if ast.unparse(one).startswith("Role.")]
            found += [ast.unparse(node)] * (len(roles) > 1)
    return found


# The people of the demo, each with roles: no mandate of theirs.
MADE_UP = "programme/simulation"


def test_what_several_roles_may_stands_in_one_table():
    """So that whoever adds a role reads one list of what it may: `people/models/roles.py`."""
    found = {
        name: together
        for app in ALLOWED
        for path in modules(app)
        if not (name := str(path.relative_to(settings.BASE_DIR))).startswith(MADE_UP)
        and (together := roles_named_together(path))
    }
    assert found.keys() == {"people/models/roles.py"}


def words_of(path: Path) -> set[str]:
    """Collect the names and the texts of one word in a module."""
    fields = ("id", "attr", "arg", "value", "name")
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    found = {getattr(node, field, None) for node in nodes for field in fields}
    return {word for word in found if isinstance(word, str)}


def test_the_lines_of_the_pulse_are_named_once():
    """Their fields, columns, schemas and files are made of the list."""
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for app in ALLOWED
        for path in modules(app)
        if len(words_of(path) & set(LINE_NAMES)) >= len(LINE_NAMES) - 1
    ]
    assert found == ["wellbeing/rules/lines.py"]


def bare_imports() -> dict[str, set[str]]:
    """Collect what is imported without its module, with the modules that define such a name."""
    places = {
        module_of(path).removesuffix(".__init__"): path for app in ALLOWED for path in modules(app)
    }
    defined, bare = defaultdict(set), set()
    for module, path in places.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                defined[node.name].add(module)
        whole = [name for name, _ in imports(path) if name not in places]
        bare |= {name.rpartition(".")[2] for name in whole if name.rpartition(".")[0] in places}
    return {name: where for name, where in defined.items() if name in bare}


def test_what_is_imported_bare_stands_once():
    """So that a search finds one definition; a verb called by its package's name may recur."""
    assert {name: where for name, where in bare_imports().items() if len(where) > 1} == {}


def test_no_class_has_the_name_of_another():
    found = defaultdict(set)
    for app in ALLOWED:
        for path in modules(app):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].add(module_of(path))
    # Names that Django asks for.
    free = {"Meta", "Migration", "Command", "DatabaseWrapper"}

    assert {name: where for name, where in found.items() if len(where) > 1}.keys() <= free


TEMPLATES = [
    path
    for app in ALLOWED
    for path in sorted((settings.BASE_DIR / app / "templates").rglob("*.html"))
]
# A template is wrapped at 120; a tag of Django's cannot be broken, and may be longer.
LONGEST_LINE = 160


def test_no_line_of_a_template_is_too_long_to_read():
    long = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert long == []


def test_each_template_begins_by_saying_what_it_is():
    silent = [
        str(path.relative_to(settings.BASE_DIR))
        for path in TEMPLATES
        if not path.read_text(encoding="utf-8").startswith("{# ")
    ]

    assert silent == []


def prose(source: str) -> Iterator[str]:
    """Read each docstring and each comment of a module, without the code in backticks."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, documented):
            yield re.sub(r"`[^`]*`", "", ast.get_docstring(node) or "")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield re.sub(r"`[^`]*`", "", token.string)


def ornate_words(source: str) -> list[str]:
    return [word for text in prose(source) for word in ORNATE.findall(text)]


@pytest.mark.parametrize("app", APPS_IN_PLAIN_WORDS)
def test_docstrings_and_comments_name_people_by_their_role(app):
    words = {module_of(path): ornate_words(path.read_text("utf-8")) for path in modules(app)}

    assert {name: found for name, found in words.items() if found} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""Say whose it is."""', ["whose"]),
        ("kept = 1  # Nobody reads it.", ["Nobody"]),
        ('"""`whose` leads to the person."""', []),
        ('said = "Nobody sees this."', []),
    ],
    ids=["docstring", "comment", "name of the code", "sentence of a page"],
)
def test_an_ornate_word_is_found_in_prose_alone(source, found):
    assert ornate_words(source) == found
