"""A test that starts a program says so, or is refused."""

import os
import pty
import subprocess
import sys

import pytest

NOTHING = [sys.executable, "-c", ""]


def test_a_program_without_a_mark_is_refused_before_it_starts():
    with pytest.raises(AssertionError, match="process"):
        subprocess.run(NOTHING, check=True)


@pytest.mark.parametrize(
    "start",
    [
        lambda: os.posix_spawn(sys.executable, NOTHING, os.environ),
        lambda: os.posix_spawnp("true", ["true"], os.environ),
        lambda: os.system("true"),  # noqa: S605 - refused before it starts
        lambda: os.popen("true"),  # noqa: S605 - so is this
        lambda: subprocess.Popen("true", shell=True),  # noqa: S602 - and this
        lambda: subprocess.Popen(["fc-list"], executable="/bin/true"),
        lambda: pty.fork(),
    ],
)
def test_neither_is_one_that_goes_another_way(start):
    with pytest.raises(AssertionError, match="process"):
        start()


@pytest.mark.process
def test_with_the_mark_it_runs():
    assert subprocess.run(NOTHING, check=True).returncode == 0
