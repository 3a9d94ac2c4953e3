"""Every kind of message is in the catalogue and has a sender; none says what nobody may read."""

import ast

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from people.messages import notices
from people.messages.catalogue import MESSAGE_TOPICS, TOPIC_OF_KIND, kinds_under
from people.messages.claims import LEAVES_WITHIN
from people.messages.delivery import Deliverer
from people.messages.letter_kinds import WRITERS
from people.models import UNTOLD_KINDS, OutgoingLetter
from tests.makers import NOW, change_account

APPS = ("people", "wellbeing", "training", "workload", "programme")
# What goes to no account: to an address that joins, to the keepers of the anchor, and the day's.
OUTSIDE = {"", "invitation", "anchor", notices.OF_THE_DAY}
# Kinds with a name that is put together: each from a list that the sender shares.
PUT_TOGETHER = ("renew-", "week-")


def words_in_senders():
    """Every text that stands in a module which sends, and in what it imports from its own app."""
    found = set()
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if path.stem == "message_kinds" or "migrations" in path.parts:
                continue
            if path.parent.name == "messages":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


def test_every_kind_has_a_sender():
    named = {one for one in TOPIC_OF_KIND if not one.startswith(PUT_TOGETHER)}
    assert named - words_in_senders() == set()


def kinds_told():
    """The kinds that stand as a constant where something is told."""
    verbs = {"tell_person": 1, "post_once": None, "tell_people": None, "keep_lines": None}
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name not in verbs:
                    continue
                given = [one.value for one in node.keywords if one.arg == "kind"]
                given += node.args[1:2] if verbs[name] else []
                yield from (one.value for one in given if isinstance(one, ast.Constant))


def test_every_kind_that_is_sent_is_in_the_catalogue():
    assert set(kinds_told()) - TOPIC_OF_KIND.keys() == set()
    assert WRITERS.keys() - OUTSIDE <= TOPIC_OF_KIND.keys()


def test_a_kind_that_is_in_no_topic_is_refused(nok):
    with pytest.raises(ValueError, match="not in the catalogue"):
        notices.tell_person(nok, "gossip", "1", "team")
    assert not OutgoingLetter.objects.exists()


def test_what_is_untold_is_in_the_catalogue_and_holds_all_about_the_week():
    assert TOPIC_OF_KIND.keys() >= UNTOLD_KINDS
    assert set(kinds_under(MESSAGE_TOPICS["week"])) <= UNTOLD_KINDS


CANARIES = ("Kanokwan", "กนกวรรณ", "Chiang Mai", "เชียงใหม่", "Saphan", "สะพาน", "Wipa", "nok@")


@pytest.mark.parametrize("language", ["en", "th"])
def test_no_message_of_any_kind_names_a_person_a_unit_or_an_organisation(nok, wipa, language):
    """But the name by which it greets its reader."""
    change_account(nok, language=language)
    for kind in sorted(TOPIC_OF_KIND.keys() - WRITERS.keys()):
        notices.tell_person(nok, kind, "1", "team")
    assert len(mail.outbox) == len(TOPIC_OF_KIND.keys() - WRITERS.keys())
    for letter in mail.outbox:
        (html, _type) = letter.alternatives[0]
        said = f"{letter.subject} {letter.body} {html}"
        assert [one for one in CANARIES if one in said] == []


class Dying(EmailBackend):
    """Its worker is killed each time: as soon as the server has a letter, or just before."""

    before = False

    def send_messages(self, messages):
        if not self.before:
            super().send_messages(messages)
        raise KeyboardInterrupt


@pytest.mark.parametrize("before", [True, False])
def test_killed_while_it_leaves_no_kind_of_message_comes_twice(nok, settings, before, monkeypatch):
    settings.LETTERS_AT_ONCE = False
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Dying"}}
    monkeypatch.setattr(Dying, "before", before)
    kinds = sorted(TOPIC_OF_KIND.keys() - WRITERS.keys())
    for kind in kinds:
        notices.tell_person(nok, kind, "1", "team")
    OutgoingLetter.objects.update(next_try=NOW)
    with time_machine.travel(NOW, tick=False):
        for _letter in kinds:
            with pytest.raises(KeyboardInterrupt):
                Deliverer().round(NOW)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    Deliverer().round(NOW + LEAVES_WITHIN * 2)
    assert len(mail.outbox) == (0 if before else len(kinds))
    left = OutgoingLetter.objects.values_list("state", flat=True)
    assert list(left) == [OutgoingLetter.State.FAILED] * len(kinds)
