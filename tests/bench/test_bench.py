"""The measuring itself still works; how fast anything is, no test asserts."""

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.process

JOBS = (
    "Opening My week",
    "Team of 2",
    "Team of 16",
    "Sending a week",
    "Programme overview of 60 people",
    "Coverage board of 30 posts",
    "30 people × 12 certificates, a page of 100",
    "Whom to remind among 400 certificates",
    "16 people sending at once",
    "Scoring 10,000 sets of 30 answers over HTTP",
)


def test_one_round_on_little_data_gives_a_row_for_every_job(tmp_path):
    written = tmp_path / "performance.md"
    command = [sys.executable, "bench/run.py", "--size", "tiny", "--report", str(written)]
    ran = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    rows = [line.split(" | ") for line in written.read_text().splitlines() if line[:2] == "| "]
    seen = {row[0].removeprefix("| "): row[3] for row in rows}
    assert {name: seen.get(name, "–") != "–" for name in JOBS} == dict.fromkeys(JOBS, True)
    assert seen["16 people sending at once: “database is locked”"] == "0"
