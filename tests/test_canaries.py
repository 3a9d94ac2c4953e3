"""Words that are meant for one or two people are found nowhere else, whatever was typed where.

Sealed words lie in no table as they are, and no other person's whole record holds them.
"""

import json
import re
from datetime import datetime

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_q.models import OrmQ

from config.queue import run
from people.models import Person, SentOnce
from people.own_data import record
from tests.makers import NOW, WEEK, enter, make_event, make_share, make_week, make_worker
from tests.test_attacks import STAFF, boss, cast, friday, objects, written
from training.models import ThanksLink
from wellbeing.checkins import actions as checkins
from wellbeing.events import actions as events
from wellbeing.events import tasks as events_tasks
from wellbeing.help import contacts
from wellbeing.models import AfterCheckIn, CheckIn, ContactRequest, HardEvent, Share
from wellbeing.rules.moments import After
from wellbeing.rules.pulse import PulseAnswers
from workload.flags import actions as flags

from .workload.weeks.test_views import form

__all__ = ["boss", "cast", "friday", "objects"]

NOTE, TALK, THANKS = "canary-note-7f3a", "canary-talk-81bc", "canary-thanks-55e0"
FRIEND = "canary-friend-c05d"
ALIAS, OUTSIDE = "canary-alias-4e17", "canary-outside-b9d2"
OBJECTION, CORRECTION = "canary-objection-3c9e", "canary-correction-f10b"
PARTNER, WRITER = "canary-partner-06fa", "canary-writer-d34c"
PLAN, ANSWER, REASON = "canary-plan-1f60", "canary-answer-a7c4", "canary-reason-e2b8"
# Refused because a national ID number follows: what is not kept leaves no trace either.
REFUSED = "canary-refused-2d91"
# Whose whole record may hold which.
READERS = {
    NOTE: {"nok"},
    TALK: {"nok", "wipa"},
    THANKS: {"nok", "wipa"},
    FRIEND: {"nok"},
    OBJECTION: {"nok"},
    CORRECTION: {"nok"},
    ALIAS: {"nok"},
    OUTSIDE: {"nok"},
    PARTNER: {"nok"},
    WRITER: {"nok"},
    PLAN: {"nok"},
    ANSWER: {"nok"},
    REASON: {"nok"},
    REFUSED: set(),
}
ID_NUMBER = "1101700207030"


@pytest.fixture
def typed(client, cast, friday, settings, caplog):
    """Nok, and once somebody outside, types into what is sealed, and once more what is refused."""
    cache.clear()
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    nok, wipa = cast["nok"], cast["wipa"]
    enter(client, nok)
    talk = {"do": "talk", "supervisor": str(wipa.public_id), "day": "20/11/2569", "minutes": "30"}
    thanks = {"to": str(wipa.public_id), "name": "wipa", "do": "send"}
    refused = f"{REFUSED} {ID_NUMBER}"
    for words in ({"note": refused}, {"note": NOTE, "worn": "4"}):
        client.post("/my-week/", form(**words))
    for words in (refused, TALK):
        client.post("/my-time/", talk | {"words": words})
    for words in (refused, THANKS):
        client.post("/thanks/new/", thanks | {"words": words})
    for words in (refused, FRIEND):
        client.post("/help/", {"name": words, "phone": "191"})
    for name in (refused, ALIAS):
        client.post("/thanks/links/", {"name": name, "days": "7", "notes": "5"})
    address = f"/thanks/write/{ThanksLink.objects.latest('pk').public_id}/"
    for words in (refused, OUTSIDE):
        Client().post(address, {"words": words, "partner": PARTNER, "writer": WRITER})
    flag = nok.flags.get()
    for words in (refused, ANSWER):
        client.post("/my-trend/answer/", {"text": words})
    flags.plan(flag, by=wipa, plan=written(PLAN), now=NOW)
    flags.end(flag, by=wipa, text=REASON, version=None, now=NOW)
    settings.DATA_PROTECTION_CONTACT = cast["orathai"].email
    for words in (refused, OBJECTION):
        client.post("/my-record/objection/", {"words": words})
    closed = {"do": "hours", "hours": "41"}
    make_week(nok, WEEK - 2)
    for words in (refused, CORRECTION):
        client.post(f"/my-record/weeks/?week={WEEK - 2}", closed | {"why": words})
    mail.outbox.clear()
    return cast


def test_they_arrived(typed):
    """Or else the other tests would look for what was never written."""
    found = json.dumps([list(one.rows(typed["nok"])) for one in record.PARTS.values()], default=str)
    assert [word for word in READERS if word in found] == list(READERS)[:-1]


def test_no_table_holds_them_and_neither_does_the_file(typed):
    """Every column of every row, the queue and the sessions with it."""
    for model in apps.get_models():
        rows = repr(list(model._base_manager.values_list()))
        assert [word for word in READERS if word in rows] == [], model
    if connection.vendor == "sqlite":
        whole = "\n".join(connection.connection.iterdump())
        assert [word for word in READERS if word in whole] == []


# --- Answers, which are numbers -------------------------------------------------------------------

LIGHT, HEAVY = PulseAnswers(0, 0, 0, 4, 4), PulseAnswers(4, 4, 4, 0, 0)
# What would stand in a row or in a file if it were not sealed.
READABLE = [f'"{name}":' for name in ("worn", "strain", "back", "edge", "purpose", "withdrawn")]
READABLE += ['"kind":"raid"', '"kind":"rescue"']
CHOSEN = ("raid", "rescue", "talk", "know")
TOLD = (CheckIn, HardEvent, AfterCheckIn, Share, ContactRequest, SentOnce)


def say(person, contact, answers, after, kind, purpose):
    """Let somebody say all there is to say in numbers and choices, and ask for a word."""
    unit = person.home.unit
    for back, given in ((0, answers), (1, PulseAnswers(answers.worn)), (2, PulseAnswers())):
        checkins.record(person=person, unit=unit, week=WEEK - back, answers=given, note="")
    event = make_event(person, kind=kind)
    events.answer(event=event, answers=after, now=NOW)
    make_share(person, contact, purpose=purpose)
    request = contacts.ask(person=person, contact=contact, now=NOW)
    contacts.finish(request, by=contact if kind == "raid" else person, now=NOW)
    events_tasks.tell_check_in.call(event.pk, "first")


def left(person) -> list[str]:
    """Read every row about somebody as whoever has the database and no key: without ids."""
    found = [f"asked until {Person.objects.get(pk=person.pk).asked_until}"]
    for model in TOLD:
        owner = {AfterCheckIn: "event__person", SentOnce: "recipient"}.get(model, "person")
        fields = [
            one.name
            for one in model._meta.fields
            if not (one.primary_key or one.is_relation or one.name == "public_id")
        ]
        for row in model.objects.filter(**{owner: person}).order_by("pk").values_list(*fields):
            found.append(f"{model.__name__} {[masked(value) for value in row]}")
    return found


def masked(value):
    """Of a sealed value only its length; ids in a text and moments are nobody's answer."""
    if isinstance(value, datetime):
        return "a moment"
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    return re.sub(r"[0-9]+", "#", value) if isinstance(value, str) else value


def test_whoever_has_the_database_and_no_key_tells_no_answer_from_another(cast, friday):
    """Two say the opposite of each other at the same time: what is left of both is alike."""
    nok, contact = cast["nok"], cast["wipa"]
    mali = make_worker(nok.home.unit)
    for model in TOLD:
        model.objects.all().delete()
    say(nok, contact, HEAVY, After(3, 3, 0), "raid", "talk")
    say(mali, contact, LIGHT, After(0, 0, 3), "rescue", "know")
    events.newly_due(NOW)
    assert CheckIn.objects.of(nok).first().answers != CheckIn.objects.of(mali).first().answers
    assert len(left(nok)) > len(TOLD)
    assert {row.split()[0] for row in left(nok)[1:]} == {model.__name__ for model in TOLD}
    assert left(nok) == left(mali)
    for model in TOLD:
        rows = repr(list(model.objects.values_list()))
        assert [word for word in (*READABLE, *CHOSEN) if word in rows] == [], model
    if connection.vendor == "sqlite":
        file = connection.connection.serialize()
        assert [word for word in READABLE if word.encode() in file] == []


def test_no_log_and_no_mail_holds_them(typed, caplog):
    for job in OrmQ.objects.all():
        assert not any(word in repr(job.task) for word in READERS)
        run(*job.task["args"])
    said = caplog.text + "".join(message.subject + message.body for message in mail.outbox)
    assert [word for word in READERS if word in said] == []


@pytest.mark.parametrize("who", STAFF)
def test_only_those_they_are_meant_for_take_them_away(typed, who):
    found = record.as_json(typed[who], NOW).decode()
    assert {word for word in READERS if word in found} == {
        word for word, readers in READERS.items() if who in readers
    }


def test_turning_the_keys_leaves_nothing_readable(typed, settings):
    settings.KEY_RING = ["a new key", *settings.KEY_RING]
    call_command("rotate_keys")
    test_no_table_holds_them_and_neither_does_the_file(typed)
