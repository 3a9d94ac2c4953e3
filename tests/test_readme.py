"""The README's table and the settings name the same variables."""

import ast
import re

import pytest
from django.conf import settings

READERS = {"env", "env_flag", "env_list", "env_number"}
PAGES = sorted([*settings.BASE_DIR.glob("*.md"), *(settings.BASE_DIR / "docs").glob("*.md")])
CODE = ("config", "people", "wellbeing", "training", "workload", "programme", "bench", "tests")


def read_in_settings() -> dict[str, str | None]:
    """Every variable that settings.py reads, with its default where that is a plain text."""
    tree = ast.parse((settings.BASE_DIR / "config" / "settings.py").read_text(encoding="utf-8"))
    found = {}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") in READERS and isinstance(call.args[0], ast.Constant):
            default = call.args[1] if len(call.args) > 1 else None
            found[call.args[0].value] = getattr(default, "value", None)
    return found


def told_in_readme() -> dict[str, str]:
    text = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Configuration")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", table, re.MULTILINE))


def test_the_table_names_what_the_settings_read_and_nothing_else():
    assert told_in_readme().keys() == read_in_settings().keys()


def test_the_table_gives_the_defaults_that_are_plain_values():
    told = told_in_readme()
    plain = {name: value for name, value in read_in_settings().items() if value}

    assert {name: told[name] for name in plain} == {n: f"`{v}`" for n, v in plain.items()}


def test_every_command_of_make_that_is_named_exists():
    pages = ("README.md", "docs/installing.md")
    text = "".join((settings.BASE_DIR / page).read_text(encoding="utf-8") for page in pages)
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", text))

    assert named == {"demo", "test", "quick", "setup", "lint", "drill", "bench", "lock"}
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in named)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_that_is_linked_exists(page):
    linked = re.findall(r"\]\((?!http)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))

    assert [path for path in linked if not (page.parent / path).exists()] == []


def test_every_file_that_the_page_for_developers_names_exists():
    text = (settings.BASE_DIR / "docs" / "developing.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w./-]*\.(?:py|html))`", text)

    assert len(named) > 50
    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


def test_what_the_code_refers_to_stands_in_the_repository():
    """A page that nobody can open explains nothing."""
    texts = [
        path.read_text(encoding="utf-8")
        for app in CODE
        for path in (settings.BASE_DIR / app).rglob("*.py")
    ]
    named = {name.split("/")[-1] for text in texts for name in re.findall(r"[\w/-]+\.md\b", text)}

    assert named - {page.name for page in PAGES} == set()
