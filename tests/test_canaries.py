"""Words that are meant for one or two people are found nowhere else, whatever was typed where.

Sealed words lie in no table as they are, and no other person's whole record holds them.
"""

import json

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_q.models import OrmQ

from config.queue import run
from people import record
from tests.makers import NOW, WEEK, make_week
from tests.test_attacks import STAFF, boss, cast, friday, objects
from tests.workload.test_my_week import form
from training.models import ThanksLink

__all__ = ["boss", "cast", "friday", "objects"]

NOTE, TALK, THANKS = "canary-note-7f3a", "canary-talk-81bc", "canary-thanks-55e0"
FRIEND = "canary-friend-c05d"
ALIAS, OUTSIDE = "canary-alias-4e17", "canary-outside-b9d2"
OBJECTION, CORRECTION = "canary-objection-3c9e", "canary-correction-f10b"
PARTNER, WRITER = "canary-partner-06fa", "canary-writer-d34c"
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
    REFUSED: set(),
}
ID_NUMBER = "1101700207030"


@pytest.fixture
def typed(client, cast, friday, settings, caplog):
    """Nok, and once somebody outside, types into what is sealed, and once more what is refused."""
    cache.clear()
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    nok, wipa = cast["nok"], cast["wipa"]
    client.force_login(nok)
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
