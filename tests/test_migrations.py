"""A schema that fails half way can go back: everything to its first migration, and forward again.

In a process and a SQLite file of its own, with a little of what people tell in it.
"""

import os
import subprocess
import sys

from django.conf import settings

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from tests.makers import WEEK, make_line, make_organisation, make_unit, make_week, make_worker
from tests.makers import make_award, make_thanks_link, make_thanks_outside
from tests.training.conftest import make_certificate, make_certificate_type
from training.models import Evidence
from wellbeing import checkins
from wellbeing.models import CheckIn
from wellbeing.rules import Answers
from workload.models import WorkWeek

call_command("migrate", verbosity=0)
nok = make_worker(make_unit(make_organisation()), "nok")
make_line(nok)
make_week(nok)
# What has no place in the first tables.
make_thanks_outside(make_thanks_link(nok))
held = make_certificate(nok, make_certificate_type(nok.organisation), by=nok)
Evidence.objects.create(certificate=held, kind="pdf", content=b"%PDF-")
make_award(nok, years=None, certificate=held)
answers = Answers(worn=1, far=0, back=2, rest=3, team=4)
checkins.record(person=nok, unit=nok.home.unit, week=WEEK, answers=answers, note="mine")


def told():
    rows = [(one.answers, one.strain, one.note) for one in CheckIn.objects.all()]
    return rows, [(one.points, one.percent) for one in WorkWeek.objects.all()]


before = told()
for app in ("training", "workload", "wellbeing", "people"):
    call_command("migrate", app, "0001", verbosity=0)
# As an installation had it before there were visits.
connection.cursor().execute("CREATE TABLE django_session (session_key varchar(40))")
MigrationRecorder(connection).record_applied("sessions", "0001_initial")
call_command("migrate", verbosity=0)
assert "django_session" not in connection.introspection.table_names()
assert not MigrationRecorder(connection).migration_qs.filter(app="sessions").exists()
assert told() == before, (before, told())
call_command("migrate", check=True, verbosity=0)
"""


def test_back_to_the_first_and_forward_again_keeps_what_was_told(tmp_path):
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours |= {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env=ours,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
