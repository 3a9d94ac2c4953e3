"""`make quick` runs the tests of what changed: of one app, or of all that lean on one file."""

import pytest

from .changed import ALWAYS, APPS, ROOT, changed_files, git, to_run


@pytest.fixture
def clone(tmp_path):
    """A repository with one commit: two apps and a helper of every test."""
    git("init", "--quiet", root=tmp_path)
    for name in ("people/weeks.py", "workload/urls.py", "tests/makers.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    save(tmp_path)
    return tmp_path


def save(clone) -> None:
    git("add", "--all", root=clone)
    author = ("-c", "user.name=Nok", "-c", "user.email=nok@example.org")
    git(*author, "commit", "--quiet", "--message", "Saved", root=clone)


@pytest.mark.parametrize("app", APPS)
def test_a_change_in_an_app_or_in_its_tests_asks_for_its_tests_only(app):
    for name in (f"{app}/views.py", f"{app}/templates/{app}/a.html", f"tests/{app}/test_views.py"):
        assert to_run([name]) == sorted({f"tests/{app}", *ALWAYS})


@pytest.mark.parametrize("name", ["tests/makers.py", "tests/conftest.py", "tests/settings.py"])
def test_what_every_test_leans_on_asks_for_all_apps(name):
    assert {f"tests/{app}" for app in APPS} <= set(to_run([name]))


@pytest.mark.parametrize("name", ["README.md", "docs/method.md", ".ci/run", "ไทย.txt"])
def test_a_change_outside_the_apps_asks_for_the_tests_of_the_house_alone(name):
    assert to_run([name]) == sorted(ALWAYS)


def test_a_changed_test_of_the_house_is_run_and_one_that_is_gone_is_not():
    found = to_run(["tests/test_free_text.py", "tests/test_that_was.py"])

    assert "tests/test_free_text.py" in found
    assert "tests/test_that_was.py" not in found


def test_all_that_may_be_asked_for_exists():
    assert [name for name in to_run(["tests/makers.py"]) if not (ROOT / name).exists()] == []


@pytest.mark.process
def test_what_is_not_committed_counts_new_or_deleted_or_moved(clone):
    (clone / "people" / "new.py").write_text("", encoding="utf-8")
    (clone / "workload" / "urls.py").rename(clone / "people" / "urls.py")
    git("add", "people/urls.py", root=clone)

    assert set(changed_files(clone)) == {"people/new.py", "people/urls.py", "workload/urls.py"}


@pytest.mark.process
def test_where_everything_is_committed_the_last_commit_counts(clone):
    (clone / "people" / "weeks.py").write_text("MONDAY = 0\n", encoding="utf-8")
    save(clone)

    assert changed_files(clone) == ["people/weeks.py"]


@pytest.mark.process
def test_a_first_commit_is_a_change_too(clone):
    assert set(changed_files(clone)) == {"people/weeks.py", "tests/makers.py", "workload/urls.py"}


@pytest.mark.process
def test_a_merge_counts_as_what_it_brings(clone):
    branch = git("branch", "--show-current", root=clone)[0]
    git("switch", "--quiet", "--create", "other", root=clone)
    (clone / "workload" / "urls.py").write_text("URLS = []\n", encoding="utf-8")
    save(clone)
    git("switch", "--quiet", branch, root=clone)
    author = ("-c", "user.name=Nok", "-c", "user.email=nok@example.org")
    git(*author, "merge", "--quiet", "--no-ff", "--message", "Joined", "other", root=clone)

    assert changed_files(clone) == ["workload/urls.py"]
