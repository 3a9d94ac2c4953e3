"""The tests are compiled once for all processes of a run, by as many as there are processors.

To rewrite their asserts takes most of it. Processes that begin together would each do it all, as
they read in the same order, and find nothing of the others': half a minute of processor each.
"""

import os
import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

TESTS = Path(__file__).resolve().parents[1]


def rewritten(folder: Path) -> list[Path]:
    """List the files whose asserts pytest rewrites, the largest first."""
    found = [*folder.rglob("test_*.py"), *folder.rglob("conftest.py")]
    return sorted(found, key=lambda path: path.stat().st_size, reverse=True)


def compile_one(path: Path, config: pytest.Config) -> bool:
    """Compile a file as the process that imports it would; say whether that was needed."""
    folder = rewrite.get_cache_dir(path)
    kept = folder / (path.name.removesuffix(".py") + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, kept) is not None:
        return False
    digest, code = rewrite._rewrite_test(path, config)
    state = config.stash[rewrite.assertstate_key]
    return rewrite.try_makedirs(folder) and rewrite._write_pyc(state, code, digest, kept)


def compile_all(config: pytest.Config) -> None:
    """Compile what is not compiled yet, and wait for it."""
    processes = os.cpu_count() or 1
    children = []
    for n in range(processes):
        if child := os.fork():
            children.append(child)
            continue
        # Whatever one of them cannot do, the process that imports the file will say.
        try:
            for path in rewritten(TESTS)[n::processes]:
                compile_one(path, config)
        finally:
            os._exit(0)
    for child in children:
        os.waitpid(child, 0)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Do it before the processes of a run begin, where what is compiled is kept."""
    several = session.config.getoption("numprocesses", None)
    if several and not hasattr(session.config, "workerinput") and not sys.dont_write_bytecode:
        compile_all(session.config)
