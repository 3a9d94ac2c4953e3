"""Name the tests of the apps that changed: `make quick` runs them and nothing else.

What is not committed counts; where everything is, the last commit does.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Each has its tests in a folder of the same name.
APPS = ("config", "people", "wellbeing", "training", "workload", "programme", "bench")
# What any change may break.
ALWAYS = (
    "tests/quick",
    "tests/test_architecture.py",
    "tests/test_method.py",
    "tests/test_readme.py",
)


def git(*words: str, root: Path = ROOT) -> list[str]:
    """Read the files that git names."""
    command = ["git", "-c", "core.quotePath=false", *words]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def changed_files(root: Path = ROOT) -> list[str]:
    """List what differs from the last commit, or else what the last commit changed.

    A file that moved is named twice, where it was and where it is.
    """
    names = ("--name-only", "--no-renames")
    waiting = git("diff", *names, "HEAD", root=root)
    waiting += git("ls-files", "--others", "--exclude-standard", root=root)
    return waiting or git("show", *names, "--first-parent", "--format=", "HEAD", root=root)


def apps_of(name: str) -> set[str]:
    """Name the apps whose tests a file may break: its own, or all where every test leans on it."""
    top, *below = Path(name).parts
    if top == "tests" and len(below) == 1 and not below[0].startswith("test_"):
        return set(APPS)
    return {part for part in (top, *below[:1]) if part in APPS}


def to_run(files: Iterable[str], root: Path = ROOT) -> list[str]:
    """Name the folders and files of tests that speak of these files."""
    changed = set(files)
    folders = {f"tests/{app}" for name in changed for app in apps_of(name)}
    own = {name for name in changed if name.startswith("tests/test_") and (root / name).exists()}
    return sorted(folders | own | set(ALWAYS))


if __name__ == "__main__":
    print(*to_run(changed_files()))
