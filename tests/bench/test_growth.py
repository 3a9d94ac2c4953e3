"""The measuring of growth still works; how fast anything is, no test asserts."""

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.process


def test_a_page_of_the_matrix_has_a_row_for_each_role_that_may_see_it():
    command = [sys.executable, "bench/growth.py", "--people", "30", "--only", "team", "--all"]
    ran = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    rows = [line.split(" | ")[:2] for line in ran.stdout.splitlines() if line[:2] == "| "]
    seen = {(page.removeprefix("| "), reader) for page, reader in rows[1:]}
    assert {("team", "wipa"), ("team", "head"), ("team_member", "wipa")} <= seen
    assert not {page for page, reader in seen if reader == "nok"}
    assert "st.," in ran.stdout
