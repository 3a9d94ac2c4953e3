"""What a process that serves pages loads before the first one: nothing heavy that few ask for."""

import os
import subprocess
import sys

import pytest

# Each is loaded by the first that needs it: a chart, a sheet, a picture, a file to read, Redis.
HEAVY = {
    *("holidays", "icalendar", "matplotlib", "numpy", "openpyxl", "pandas", "pikepdf", "PIL"),
    *("dateutil", "django_redis", "redis", "requests", "scipy", "urllib3"),
}
START = """
import django, sys
django.setup()
from django.conf import settings
from django.urls import get_resolver
from config.operating import clocks, doctor
list(get_resolver().reverse_dict)
for name in settings.MIDDLEWARE:
    __import__(name.rpartition(".")[0])
"""
LOADED = "print(*sys.modules)"
DAYS = "from people.rules.public_days import public_days; public_days(2026)"


def loaded(*lines: str) -> set[str]:
    """Name the modules of a new process with the product's pages, after some lines more."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    code = "\n".join((START, *lines, LOADED))
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)  # noqa: S603
    return set(ran.stdout.decode().split())


@pytest.mark.process
def test_a_process_that_serves_pages_starts_without_what_few_of_them_need():
    found = loaded()
    assert "workload.weeks.views" in found
    assert {name for name in found if name.split(".")[0] in HEAVY} == set()


@pytest.mark.process
def test_a_public_day_of_thailand_loads_no_other_country():
    found = loaded(DAYS)
    assert "holidays" in found
    assert {name for name in found if name.startswith("holidays.countries.")} == set()
    assert {name for name in found if name.startswith("holidays.financial.")} == set()
