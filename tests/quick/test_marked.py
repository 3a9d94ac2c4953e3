"""A test that starts a program says so, or is refused."""

import os
import subprocess
import sys

import pytest

NOTHING = [sys.executable, "-c", ""]


def test_a_program_without_a_mark_is_refused_before_it_starts():
    with pytest.raises(AssertionError, match="process"):
        subprocess.run(NOTHING, check=True)


def test_neither_is_one_that_goes_another_way():
    with pytest.raises(AssertionError, match="process"):
        os.posix_spawn(sys.executable, NOTHING, os.environ)


@pytest.mark.process
def test_with_the_mark_it_runs():
    assert subprocess.run(NOTHING, check=True).returncode == 0
