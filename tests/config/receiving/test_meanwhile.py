"""A colleague acts in the moment between a page's look and its verb: it is answered in words.

The colleague acts as the verb begins: after the page has found what it is about.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.urls import reverse

from people.models import Person
from people.organisation_keys import actions as organisation_keys
from people.weeks import today
from programme.directory import actions as directory
from programme.members import actions as programmes
from programme.models import DirectoryEntry
from tests.makers import NOW, enter, make_thanks
from tests.programme.conftest import founded_by
from tests.programme.directory.makers import make_entry
from tests.training.conftest import make_certificate_type, make_requirement, make_session
from training.models import Course, Enrolment, Session, ThanksReport
from training.recognition import thanks
from training.sessions import moving

WHY = "It names a person. กรุณาดูให้ด้วย"
FROM_HERE = {"origin": "http://testserver"}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@contextmanager
def meanwhile(act: Callable[[], Any], *, before: str = "SAVEPOINT") -> Iterator[None]:
    """Let a colleague act once, as the verb of a page begins, or before another statement."""
    acts = [act]

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if acts and before in sql:
            acts.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert not acts


def says(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def entry(ploy):
    return make_entry(ploy.organisation, ploy)


@pytest.fixture
def note(nok, wipa, malee):
    """A note that everybody in the organisation reads, Malee too."""
    return make_thanks(nok, wipa, audience="inside")


def test_an_entry_that_is_retired_while_it_is_confirmed_stays_retired(client, ploy, entry):
    enter(client, ploy)
    page = reverse("directory_entry", args=[entry.public_id])
    later = NOW + timedelta(seconds=1)
    with meanwhile(lambda: directory.retire_entry(entry=entry, retired=True, by=ploy, now=later)):
        answer = client.post(page, {"do": "confirm"}, headers=FROM_HERE)
    assert answer.status_code == 409
    assert "This entry is retired." in says(answer)
    assert f'href="{page}"' in says(answer)
    assert DirectoryEntry.objects.get().retired_at == later


def test_nobody_is_invited_to_a_session_that_is_called_off_at_that_moment(
    client, saphan, siriporn, nok
):
    kind = make_certificate_type(saphan)
    course = Course.objects.create(
        organisation=saphan, name={"en": "Interviewing"}, hours=6, certificate_type=kind
    )
    coming = make_session(course, siriporn, day=today(NOW) + timedelta(days=3))
    make_requirement(kind, by=siriporn, job="specialist")
    enter(client, siriporn)
    with meanwhile(lambda: moving.call_off(session=coming, by=siriporn, now=NOW)):
        answer = client.post(reverse("who_covers", args=[kind.public_id]))
    assert answer.status_code == 409
    assert "This session does not take place any more." in says(answer)
    assert (Session.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_what_was_typed_about_a_note_that_is_gone_is_given_back(client, nok, malee, note):
    enter(client, malee)
    page = reverse("thanks_report", args=[note.public_id])
    with meanwhile(lambda: thanks.take_back(note, by=nok, now=NOW)):
        answer = client.post(page, {"why": WHY}, headers=FROM_HERE)
    assert answer.status_code == 404
    assert "It is not there any more." in says(answer)
    assert f'<input type="hidden" name="why" value="{WHY}">' in says(answer)
    assert not ThanksReport.objects.exists()


def test_what_another_site_sent_is_not_given_back(client, nok, malee, note):
    enter(client, malee)
    page = reverse("thanks_report", args=[note.public_id])
    with meanwhile(lambda: thanks.take_back(note, by=nok, now=NOW)):
        answer = client.post(page, {"why": WHY}, headers={"origin": "https://elsewhere.example"})
    assert (answer.status_code, "Send it again" in says(answer)) == (404, False)


def test_it_is_said_in_the_readers_language(client, nok, malee, note):
    enter(client, malee)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "th"
    with meanwhile(lambda: thanks.take_back(note, by=nok, now=NOW)):
        answer = client.post(reverse("thanks_report", args=[note.public_id]), {"why": WHY})
    assert "ไม่มีรายการนี้แล้ว" in says(answer)


def test_a_page_that_is_closed_to_the_reader_at_that_moment_is_not_found(client, ploy):
    """Ploy opens the page of a programme that her organisation just leaves."""
    ours = founded_by(ploy)
    enter(client, ploy)
    page = reverse("programme_members")
    assert client.get(page).status_code == 200
    left = partial(programmes.leave, member=ours, by=ploy, now=NOW)
    with meanwhile(left, before='"programme_programme"."name"'):
        assert client.get(page).status_code == 404


def test_a_program_that_asks_for_a_person_who_is_removed_at_that_moment_finds_nothing(
    client, ploy, nok
):
    about = {"name": "Personnel", "scopes": ["people", "people_write"], "now": NOW}
    _key, text = organisation_keys.make(by=ploy, **about)
    with meanwhile(lambda: Person.objects.filter(pk=nok.pk).delete()):
        answer = client.patch(
            f"/api/v1/people/{nok.public_id}",
            {"phone": "02 123 4567"},
            content_type="application/json",
            headers={"authorization": f"Bearer {text}"},
        )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_log_says_which_page_and_why_and_names_nobody(client, nok, malee, note, caplog):
    enter(client, malee)
    with (
        caplog.at_level(logging.WARNING, "config.receiving.meanwhile"),
        meanwhile(lambda: thanks.take_back(note, by=nok, now=NOW)),
    ):
        client.post(reverse("thanks_report", args=[note.public_id]), {"why": WHY})
    [line] = [
        one.getMessage() for one in caplog.records if one.name == "config.receiving.meanwhile"
    ]
    assert line == "Changed before it was done: thanks_report, Thanks.DoesNotExist"
