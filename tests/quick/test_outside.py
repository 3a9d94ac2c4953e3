"""`make outside` reads one folder of tests: to read all others took it fifteen seconds."""

from django.conf import settings

TESTS = settings.BASE_DIR / "tests"
MARK = ".".join(("mark", "outside"))


def test_what_asks_programs_of_others_lies_in_the_folder_that_is_read():
    marked = [path for path in TESTS.rglob("*.py") if MARK in path.read_text(encoding="utf-8")]

    assert {path.parent for path in marked} == {TESTS / "outside"}
