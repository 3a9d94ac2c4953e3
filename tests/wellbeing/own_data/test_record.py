"""The whole record as files: for its person alone, with their password, and seen in the trail."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from people.models import AccessEvent
from people.own_data import record
from people.own_data.traces import TRACES
from tests.makers import (
    NOW,
    PASSWORD,
    WEEK,
    enter,
    make_account,
    make_line,
    make_share,
    make_week,
    make_worker,
)
from wellbeing.checkins import actions as checkins
from wellbeing.help import contacts
from wellbeing.rules.pulse import PulseAnswers
from workload.flags import actions as flags
from workload.time import talks

PAGE, JSON, ZIP = "/my-record/", "/my-record/record.json", "/my-record/record.zip"


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def full(nok, wipa, orathai, chiang_mai):
    """Nok, with something of many kinds."""
    answers = PulseAnswers(worn=4, far=1, back=0, rest=3, team=None)
    for back, note in enumerate(("=1+1, and a long night", "")):
        checkins.record(person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note=note)
    make_line(nok)
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    flags.answer(flag, by=nok, text="Fewer nights, please", now=NOW)
    contacts.ask(person=nok, contact=orathai, now=NOW)
    make_share(nok, wipa)
    talks.write(
        supervisor=wipa, person=nok, by=wipa, day=NOW.date(), minutes=30, words="We talked", now=NOW
    )
    return nok


@pytest.fixture
def sure(client, full):
    """A browser in which Nok has just given her password."""
    enter(client, full)
    assert client.post("/password/again/", {"password": PASSWORD, "next": PAGE})["Location"] == PAGE
    return client


def parts(client) -> dict[str, list[dict]]:
    return json.loads(client.get(JSON).content)["parts"]


def tables(client) -> dict[str, list[list[str]]]:
    with ZipFile(io.BytesIO(client.get(ZIP).content)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.reader(io.StringIO(text))) for name, text in texts.items()}


def test_everything_is_there_with_the_notes_opened(sure):
    found = parts(sure)
    assert set(found) == set(record.PARTS)
    before, latest = found["check_ins"]
    assert (before["note"], latest["note"]) == ("", "=1+1, and a long night")
    assert (latest["worn"], latest["team"], latest["strain"]) == (4, None, "37.50")
    assert [one["text"] for one in found["flags"]] == ["", "Fewer nights, please"]
    assert found["contact_requests"][0]["contact"] == "Orathai Pimthong"
    assert found["shares"][0]["to"] == "Wipa Thongdee"
    assert found["talks"][0]["words"] == "We talked"
    assert found["weeks"][0]["percent"] == "128.0769"
    assert found["account"][0]["sign_in_name"] == "nok"


def test_the_sheets_hold_the_same_and_compute_nothing(sure):
    found = tables(sure)
    assert set(found) == {f"{name}.csv" for name in record.PARTS}
    header, *rows = found["check_ins.csv"]
    assert rows[-1][header.index("note")] == "'=1+1, and a long night"
    for name, one in record.PARTS.items():
        assert found[f"{name}.csv"][0] == list(one.columns)


def test_every_part_has_a_value_for_each_column(full):
    for one in record.PARTS.values():
        assert {len(row) for row in one.rows(full)} <= {len(one.columns)}, one.name


def test_the_files_have_plain_names_and_are_attachments(sure):
    for address, name in ((JSON, "record.json"), (ZIP, "record.zip")):
        answer = sure.get(address)
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [JSON, ZIP])
def test_without_the_password_there_is_no_file_and_no_trace(client, full, address):
    enter(client, full)
    assert client.get(address)["Location"] == f"/password/again/?next={address.replace('/', '%2F')}"
    assert not AccessEvent.objects.exists()
    assert "Give my password" in client.get(PAGE).text


def test_a_wrong_password_gives_nothing(client, full):
    enter(client, full)
    assert client.post("/password/again/", {"password": "a guess"}).status_code == 422
    assert client.get(JSON).status_code == 302


@pytest.mark.parametrize(("seconds", "expected"), [(299, 200), (301, 302)])
def test_a_password_is_good_for_five_minutes(sure, seconds, expected):
    with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
        assert sure.get(JSON).status_code == expected


def test_a_download_stands_in_ones_own_list_and_in_nobody_elses(sure, client, full, wipa):
    sure.get(ZIP)
    assert [event.what for event in AccessEvent.objects.about(full)] == ["download"]
    assert "The whole record, as files" in sure.get("/account/opened/").text
    assert not AccessEvent.objects.about(wipa).exists()


def test_a_file_holds_nothing_of_anybody_else(client, full, wipa, noi, chiang_mai):
    """What Wipa may read of Nok stays Nok's: it is not in Wipa's own file."""
    checkins.record(
        person=wipa, unit=chiang_mai, week=WEEK, answers=PulseAnswers(worn=1), note="mine"
    )
    for person, notes in ((wipa, ["mine"]), (noi, [])):
        enter(client, person)
        client.post("/password/again/", {"password": PASSWORD})
        found = parts(client)
        assert [one["note"] for one in found["check_ins"]] == notes
        assert (found["flags"], found["contact_requests"], found["shares"]) == ([], [], [])
        assert "Fewer nights" not in client.get(JSON).text


def test_every_part_and_every_deletion_asks_for_what_is_of_its_person_alone(office):
    """By a number that nothing else has: without it, what is of others is read or deleted."""
    account = make_account("stranger", pk=987_654)
    stranger = make_worker(office, account=account, pk=876_543)
    of_all = []

    def listen(execute, sql, params, *rest):
        if sql.startswith("SELECT") and not {account.pk, stranger.pk} & {*(params or ())}:
            of_all.append(sql)
        return execute(sql, params, *rest)

    with connection.execute_wrapper(listen):
        for one in record.PARTS.values():
            list(one.rows(stranger))
        for trace in TRACES:
            list(trace.of(stranger))
    assert of_all == []


@pytest.mark.parametrize("more", [1, 5])
def test_the_whole_costs_the_same_for_any_length(
    full, chiang_mai, more, django_assert_max_num_queries
):
    for back in range(2, 2 + more):
        make_week(full, WEEK - back)
        answers = PulseAnswers(worn=1)
        checkins.record(person=full, unit=chiang_mai, week=WEEK - back, answers=answers, note="x")
        make_share(full, full.organisation.people.get(account__username="wipa"), week=WEEK - back)
    with django_assert_max_num_queries(len(record.PARTS) + 3):  # a few read their lines too
        record.as_json(full, timezone.now())


def test_how_long_the_rest_is_kept_is_folded_so_that_what_one_can_do_is_near(client, nok):
    enter(client, nok)
    page = client.get(PAGE).text
    fold = page[page.index("<details") : page.index("</details>")]
    assert "What else is kept, and how long" in fold
    assert "Answers and notes: 12 months" not in fold
    assert fold.count("<li>") == len(record.KEPT)
    assert page.index("</details>") < page.index("Choose what to delete")
