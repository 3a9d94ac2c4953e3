"""What docs/operating.md and docs/api.md tell of figures and commands is what the code knows."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from config.cluster import report
from config.operating import around, backup, clocks
from people.accounts import passwords, sessions, tokens
from people.messages import claims, outbox, quiet
from people.phones import phone_keys
from people.program_keys import CALLS
from people.webhooks.way import PATIENCE, REMEMBERED
from training.rules.certificates import SECOND_TRAINER_AFTER_DAYS
from wellbeing.own_data.retention import ANSWERS_MONTHS
from workload.weeks.caseloads import LINES_AT_MOST


def page(name):
    """A page as text; a sentence is the same wherever its lines break."""
    return " ".join((settings.BASE_DIR / name).read_text(encoding="utf-8").split())


OPERATING, API = page("docs/operating.md"), page("docs/api.md")
README, SECURITY = page("README.md"), page("SECURITY.md")
NUMBERS = {"ten": 10, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "twelve": 12}
APPS = {"config", "people", "wellbeing", "training", "workload", "programme"}
# Of Django itself, and of makers alone: docs/developing.md.
OF_DJANGO, OF_MAKERS = {"migrate", "check"}, {"draw_icons", "makemigrations"}
OPERATED = {name for name, app in get_commands().items() if app in APPS} - OF_MAKERS


def minutes(span):
    return span.total_seconds() / 60


@pytest.mark.parametrize(
    ("text", "sentence", "number"),
    [
        (
            OPERATING,
            r"A session ends (\w+) hour after the last page",
            minutes(sessions.OWN.idle) / 60,
        ),
        (OPERATING, r"the last page and (\d+) hours after", minutes(sessions.OWN.longest) / 60),
        (OPERATING, r"on anything but a phone, after (\d+) minutes", minutes(sessions.SHARED.idle)),
        (OPERATING, r"after \d+ minutes and (\w+) hour\.", minutes(sessions.SHARED.longest) / 60),
        (OPERATING, r"(\w+) minutes before the end, on a shared", minutes(sessions.OWN.warning)),
        (OPERATING, r"on a shared device (\w+), an open page", minutes(sessions.SHARED.warning)),
        (
            README,
            r"A session on a shared computer ends after (\w+) min",
            minutes(sessions.SHARED.idle),
        ),
        (SECURITY, r"until the session ends: (\w+) hour after", minutes(sessions.OWN.idle) / 60),
        (OPERATING, r"a cookie of (\d+) days says yes", sessions.DEVICE_KEPT.days),
        (OPERATING, r"a password may have (\d+) characters", passwords.BESIDE_A_FACTOR),
        (OPERATING, r"characters, alone (\d+)\.", passwords.ALONE),
        (OPERATING, r"lasts (\w+) months at most", tokens.LONGEST_MONTHS),
        (OPERATING, r"has less than (\d+) MB", around.SMALLEST_SPACE / 1024**2),
        (OPERATING, r"a job has waited for more than (\d+) minutes", minutes(report.LATE)),
        (
            OPERATING,
            r"the newest backup \((\d+) hours at most\)",
            minutes(around.OLDEST_BACKUP) / 60,
        ),
        (OPERATING, r"the oldest \((\d+) days\)", backup.KEPT_DAYS),
        (OPERATING, r"It deletes those older than (\d+) days", backup.KEPT_DAYS),
        (OPERATING, r"The newest (\w+) stay, however old", backup.NEVER_DELETED),
        (OPERATING, r"are more than (\d+) seconds apart", clocks.DRIFT.total_seconds()),
        (OPERATING, r"They are forgotten after (\d+) days", outbox.KEPT_FOR.days),
        (OPERATING, r"again at the latest after (\w+) hours", minutes(quiet.ASKS_AGAIN) / 60),
        (OPERATING, r"a new one every (\d+) days", phone_keys.RENEWED_AFTER.days),
        (OPERATING, r"reduced to one figure a week after (\d+) months", ANSWERS_MONTHS),
        (API, r"A key has (\d+) calls in each minute", CALLS),
        (API, r"A body has up to (\d+) MB", 1),
        (API, r"a week up to (\d+) lines", LINES_AT_MOST),
        (API, r"for at most (\w+) months", tokens.LONGEST_MONTHS),
        (API, r"Of a training more than (\d+) days back", SECOND_TRAINER_AFTER_DAYS),
        (API, r"Answer 2xx within (\w+) seconds", PATIENCE),
        (API, r"lists the last (\d+) calls", REMEMBERED),
    ],
)
def test_the_pages_tell_the_numbers_of_the_code(text, sentence, number):
    told = [float(NUMBERS.get(one.lower(), one)) for one in re.findall(sentence, text)]
    assert told
    assert set(told) == {number}


@pytest.mark.parametrize("text", [OPERATING, API])
def test_the_pauses_between_tries_are_those_of_the_code(text):
    told = re.findall(r"again after ([\d, and]+) minutes and then every (\d+) hours", text)
    first, then = told[0]
    pauses = [int(one) for one in re.findall(r"\d+", first)] + [int(then) * 60]
    assert pauses == [minutes(one) for one in claims.LETTER_PAUSES]


def told_commands():
    """Each command of the table, with the options that stand there."""
    text = (settings.BASE_DIR / "docs" / "operating.md").read_text(encoding="utf-8")
    table = text.partition("\n## Commands\n")[2].partition("\n## ")[0]
    return {
        line.split()[1].strip("`"): set(re.findall(r"--[a-z][a-z-]+", line))
        for line in table.splitlines()
        if line.startswith("| `")
    }


def test_the_table_has_each_command_and_no_other():
    assert told_commands().keys() == OPERATED | OF_DJANGO


@pytest.mark.parametrize("name", sorted(OPERATED))
def test_each_option_of_the_table_is_one_of_its_command(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    known = {text for action in parser._actions for text in action.option_strings}
    assert told_commands()[name] <= known
