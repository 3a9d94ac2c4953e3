"""Reminders while the worker is killed: before each statement of ours, and in a real cluster.

They are lines of the mail of the day, which leaves by day and on working days: it is a Wednesday
morning wherever this runs.
"""

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.config.test_queue import cluster, python, surroundings, wait_for

pytestmark = pytest.mark.process

# Nok's certificate ends in 30 days, and Wipa leads her.
BEGIN = """
from tests.training import wednesday; wednesday.begin()
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from people.models import Account, Job, Membership, Organisation, Person, Role, Unit
from people.weeks import today
from training.models import Certificate, CertificateType
day = today(timezone.now())
home = Organisation.objects.create(name={"en": "Saphan"}, kind="ngo")
job = Job.objects.create(organisation=home, name={"en": "Victim specialist"})
unit = Unit.objects.create(organisation=home, name={"en": "Chiang Mai"})
nok, wipa = (
    Person.objects.create(organisation=home, full_name_en=n, account=Account.objects.create(
        username=n, email=f"{n}@example.org"))
    for n in ("nok", "wipa"))
for person, role in ((nok, Role.WORKER), (wipa, Role.SUPERVISOR)):
    Membership.objects.create(person=person, unit=unit, role=role, job=job,
                              hours=40, starts=day - timedelta(days=9))
kind = CertificateType.objects.create(
    organisation=home, name={"en": "Interview"}, validity_months=24
)
Certificate.objects.create(person=nok, type=kind, issued_on=day - timedelta(days=700),
                           expires_on=day + timedelta(days=30), issued_by=wipa)
"""
# Run both jobs once for each statement of ours, with a fresh database each time: the process
# is killed before that statement, and what was interrupted is run again.
KILL_EACH = """
from tests.training import wednesday; wednesday.begin()
import django; django.setup()
import json, os, pathlib, shutil, signal, sys
from django.conf import settings
from django.db import connection
from django.utils import timezone
from people.messages.delivery import Deliverer
from people.messages.tasks import send_own_mail
from training.certificates.tasks import remind_expiring
here = pathlib.Path(settings.BASE_DIR)
OURS = {str(here / one) for one in (
    "training/certificates/tasks.py", "people/messages/tasks.py", "people/messages/notices.py",
    "people/messages/delivery.py", "people/messages/claims.py",
)}
base = settings.DATABASES["default"]["NAME"]
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.close()
kept = base.with_suffix(".kept")
shutil.copy(base, kept)
def work():
    remind_expiring.call()
    send_own_mail.call()
    Deliverer().round(timezone.now())

work()  # everything is imported and translated once, before the forks
connection.close()

def run(kill_at, told):
    "Run the jobs in a process of its own; say how it ended."
    if child := os.fork():
        return os.WTERMSIG(os.waitpid(child, 0)[1])
    seen = 0
    def at_line(frame, event, _arg):
        nonlocal seen
        code = frame.f_code
        about_mail = code.co_filename.endswith(("delivery.py", "claims.py"))
        leaving = ("deliver", "claimed_letter", "take_letter_out")
        between = about_mail and code.co_name not in leaving
        if between or code.co_filename not in OURS:
            return None
        if event == "line":
            seen += 1
            if seen == kill_at:
                place = frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno
                os.write(told, (json.dumps(place) + "\\n").encode())
                os.kill(os.getpid(), signal.SIGKILL)
        return at_line
    sys.settrace(at_line)
    work()
    sys.settrace(None)
    connection.close()
    os._exit(0)

step, found = 0, []
while True:
    step += 1
    for leftover in base.parent.glob(base.name + "*"):
        leftover.unlink()
    shutil.copy(kept, base)
    shutil.rmtree(base.parent / "mail", ignore_errors=True)
    reading, writing = os.pipe()
    ended = run(step, writing)
    os.close(writing)
    place = os.read(reading, 4096).decode()
    os.close(reading)
    if ended != signal.SIGKILL:
        break
    assert run(0, 0) == 0
    sent = [one.read_text() for one in (base.parent / "mail").glob("*")]
    found.append([json.loads(place), "".join(sent)])
print(json.dumps(found))
"""
AT_TEN = "from tests.training import wednesday; wednesday.begin(); import django; django.setup();"
REMIND = "from training.certificates.tasks import remind_expiring; remind_expiring.call()"
ENQUEUE = "from people.messages.tasks import send_own_mail; send_own_mail.enqueue()"
# In these nobody can know whether a mail server has the message; it is not sent again.
UNSURE = {
    ("people/messages/delivery.py", "deliver"),
    *(("people/messages/claims.py", one) for one in ("claimed_letter", "take_letter_out")),
    *(
        ("people/messages/notices.py", one)
        for one in (
            *("write_lines", "may_write", "first_hour", "written_to"),
            *("__init__", "__str__", "<genexpr>"),
        )
    ),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A migrated database with the two in it; each test works on a copy."""
    place = tmp_path_factory.mktemp("begun")
    python(BEGIN, surroundings(place))
    return place


@pytest.fixture
def place(begun, tmp_path):
    return Path(shutil.copytree(begun, tmp_path / "data"))


def told(text) -> Counter:
    """Count the messages to each."""
    return Counter(re.findall(r"^To: (\w+)@", text, re.MULTILINE))


def test_killed_before_any_statement_nobody_is_told_twice_and_nobody_is_forgotten(place):
    env = surroundings(place, DJANGO_SETTINGS_MODULE="tests.training.immediate_settings")
    killed = json.loads(python(KILL_EACH, env))
    once = Counter(nok=1, wipa=1)
    missed = 0
    for (file, function, _line), text in killed:
        if told(text) != once:
            assert told(text) <= once
            assert any(file.endswith(one) and function == name for one, name in UNSURE)
            missed += 1
    assert len(killed) > 30
    # From the claim to the mail server are a few statements, once for each of the two.
    assert missed <= 2 * 32


@pytest.mark.parametrize(
    ("dies", "expected"), [("before", {"wipa": 1}), ("after", {"nok": 1, "wipa": 1})]
)
def test_a_worker_that_is_killed_while_it_sends_is_followed_by_another(place, dies, expected):
    """The first message is Nok's. Another worker follows, and sends nothing twice."""
    settings = "tests.training.dying_settings"
    env = surroundings(place, DJANGO_SETTINGS_MODULE=settings, DIES=dies)
    now = env | {"DJANGO_SETTINGS_MODULE": "tests.training.immediate_settings"}
    python(AT_TEN + REMIND, now)
    python("import django; django.setup();" + ENQUEUE, env)
    with cluster(env) as log:
        wait_for(log, "Mailed letters: 1")
    letters = "".join(one.read_text() for one in (place / "mail").glob("*.log"))
    assert told(letters) == expected
