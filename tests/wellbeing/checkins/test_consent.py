"""What somebody agrees to by answering, and when they read it."""

import pytest
import time_machine

from tests.makers import NOW, WEEK, at, enter
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.models import CONSENT, CheckIn, ConsentSeen
from wellbeing.own_data import erasing
from wellbeing.rules.pulse import PulseAnswers

PAGE = "/my-record/agreement/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_is_read_once_and_the_first_day_counts(client, nok):
    enter(client, nok)
    page = client.get(PAGE).text
    assert "Version 2 of 28 November 2026" in page
    assert all(str(point[1])[:20] in page for point in consent.TEXT.points)
    assert "not read yet" in client.get("/my-record/").text
    assert client.post(PAGE)["Location"] == PAGE
    assert "You read this on 20 November 2026." in client.get(PAGE).text
    assert "you read it on 20 November 2026" in client.get("/my-record/").text
    consent.confirm(person=nok, now=at("2026-12-01 09:00"))
    assert consent.seen_at(nok) == NOW


def test_looking_at_it_confirms_nothing(client, nok):
    enter(client, nok)
    client.get(PAGE)
    assert not ConsentSeen.objects.exists()


def test_a_new_version_is_to_be_read_again(nok):
    ConsentSeen.objects.create(person=nok, version=CONSENT - 1, seen_at=NOW)
    assert consent.seen_at(nok) is None


def test_nobody_else_has_read_it(nok, wipa):
    consent.confirm(person=nok, now=NOW)
    assert consent.seen_at(wipa) is None


def test_answers_keep_the_version_that_stood_beside_them(nok, chiang_mai):
    sent = {"person": nok, "unit": chiang_mai, "week": WEEK, "note": ""}
    checkins.record(answers=PulseAnswers(worn=1), **sent)
    row = CheckIn.objects.get()
    row.keep("sealed_consent", {"version": 0})
    row.save()
    checkins.record(answers=PulseAnswers(worn=2), **sent)  # a correction, beside today's text
    assert CheckIn.objects.get().consent == CONSENT


def test_whoever_deletes_everything_begins_anew(nok):
    consent.confirm(person=nok, now=NOW)
    erasing.erase(person=nok, before=None, now=NOW)
    assert consent.seen_at(nok) is None


def test_the_weekly_form_links_to_it(client, nok):
    enter(client, nok)
    assert f'href="{PAGE}"' in client.get("/my-week/").text
