"""Deleting what one has told, and that it stays deleted when an old backup comes back."""

from datetime import UTC, date, timedelta

import pytest
import time_machine
from django.core import serializers
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from config.operating.backup import read_tombstones
from people.messages.notices import tell_person
from people.models import AccessEvent, Person, SentOnce
from people.weeks import Block
from tests.makers import (
    NOW,
    PASSWORD,
    WEEK,
    at,
    enter,
    make_checkin,
    make_event,
    make_share,
    make_unit,
    make_week,
    make_workers,
)
from wellbeing.checkins import actions as checkins
from wellbeing.events import actions as events
from wellbeing.events import tasks as events_tasks
from wellbeing.groups import freezing
from wellbeing.help import contacts
from wellbeing.help import tasks as help_tasks
from wellbeing.models import CheckIn, ContactRequest, Share, Tombstone
from wellbeing.own_data import erasing, retention, tombstones
from wellbeing.rules.lines import LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers
from wellbeing.sharing import tasks as sharing_tasks
from workload.models import WorkWeek

PAGE = "/my-record/delete/"
TOLD = (CheckIn, Share, ContactRequest)


@pytest.fixture(autouse=True)
def friday(db, settings, tmp_path):
    cache.clear()
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def answer(person, unit, week=WEEK, made=NOW, note="a long night"):
    """One week's answers, written down at a moment."""
    answers = PulseAnswers(worn=4, far=1, back=0, rest=3, team=2)
    checkins.record(person=person, unit=unit, week=week, answers=answers, note=note)
    CheckIn.objects.filter(person=person, week=week.monday).update(recorded_at=made)


@pytest.fixture
def told(nok, wipa, orathai, chiang_mai):
    """Nok, who answered three weeks, shares one and waits for a word."""
    for back in range(3):
        answer(nok, chiang_mai, WEEK - back)
    make_share(nok, wipa)
    contacts.ask(person=nok, contact=orathai, now=NOW)
    make_week(nok)
    return nok


@pytest.fixture
def sure(client, told):
    enter(client, told)
    client.post("/password/again/", {"password": PASSWORD, "next": PAGE})
    return client


def weeks_of(person) -> list[date]:
    """The weeks of which anything is left."""
    return sorted(one.week for one in CheckIn.objects.of(person) if one.holds)


# --- What goes and what stays ------------------------------------------------------------------


def test_everything_goes_but_the_work_and_the_trail(told, wipa, chiang_mai):
    answer(wipa, chiang_mai)
    Person.objects.update(asked_until=NOW.date())
    erasing.erase(person=told, before=None, now=NOW)
    asked = dict(Person.objects.values_list("pk", "asked_until"))
    assert (asked[told.pk], asked[wipa.pk]) == (None, NOW.date())
    assert (CheckIn.objects.of(told).undeleted().count(), Share.objects.count()) == (0, 0)
    assert ContactRequest.objects.count() == 0
    assert WorkWeek.objects.filter(person=told).count() == 1
    assert CheckIn.objects.of(wipa).count() == 1
    assert [event.what for event in AccessEvent.objects.about(told)] == ["erased"]


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (WEEK.sunday, 1),  # the week is not over on its Sunday
        (WEEK.monday, 1),  # the one before it ended the day before
        (WEEK.monday - timedelta(days=1), 2),
        ((WEEK - 2).monday, 3),
    ],
)
def test_only_weeks_that_were_over_before_the_day_go(told, before, left):
    with time_machine.travel(NOW + timedelta(days=7)):
        erasing.erase(person=told, before=before, now=NOW + timedelta(days=7))
    assert len(weeks_of(told)) == left


def test_requests_of_the_day_itself_stay(told):
    erasing.erase(person=told, before=NOW.date(), now=NOW)
    assert ContactRequest.objects.count() == 1


def test_a_day_to_come_is_refused_and_nothing_goes(told):
    tomorrow = NOW.date() + timedelta(days=1)
    for verb in (erasing.erase, erasing.going):
        with pytest.raises(ValidationError):
            verb(person=told, before=tomorrow, now=NOW)
    assert len(weeks_of(told)) == 3


def test_what_others_asked_of_the_person_is_the_others(told, orathai, chiang_mai):
    erasing.erase(person=orathai, before=None, now=NOW)
    assert ContactRequest.objects.filter(person=told).exists()


# --- Nobody sees that it was deleted -----------------------------------------------------------

BLOCK = Block.latest(NOW)


@pytest.mark.parametrize("silence", ["never answered", "deletes everything", "deletes older"])
@pytest.mark.parametrize("frozen_after_weeks", [0, 7])
def test_who_deletes_before_a_block_is_frozen_looks_like_one_who_sent_and_said_nothing(
    client, saphan, office, chiang_mai, ploy, silence, frozen_after_weeks
):
    """The board says that the one of Pai sent: were they not counted, Pai would hide nobody."""
    pai = make_unit(saphan, "Pai team", parent=office)
    [alone] = make_workers(1, pai)
    make_week(alone, BLOCK.first)
    for crew, unit in ((14, chiang_mai), (9, make_unit(saphan, "Fang team", parent=office))):
        for person in make_workers(crew, unit):
            make_checkin(person, BLOCK.first)
    days = BLOCK.freezes + timedelta(weeks=frozen_after_weeks)
    with time_machine.travel(days - timedelta(minutes=1), tick=False):
        if silence == "never answered":
            make_checkin(alone, BLOCK.first, **dict.fromkeys(LINE_NAMES))
        else:
            answer(alone, pai, BLOCK.first)
            enter(client, alone)
            client.post("/password/again/", {"password": PASSWORD, "next": PAGE})
            chosen = {"what": "all"}
            if silence == "deletes older":
                chosen = {"what": "before", "before": str(BLOCK.last.sunday)}
            assert client.post(PAGE, chosen | {"do": "erase"}).status_code == 302
    assert not any(one.holds for one in CheckIn.objects.of(alone))
    freezing.freeze(BLOCK, now=days)
    enter(client, ploy)
    table = client.get("/groups/table.csv").getvalue().decode().splitlines()
    told = {row.split(",")[0] for row in table[1:] if row.split(",")[5] != "Withheld"}
    assert told == {"Head office", "Chiang Mai team"}


def test_a_row_stays_only_of_weeks_that_groups_may_still_count(nok, chiang_mai):
    """Of eight weeks without the job its blocks are frozen afterwards; of older ones nothing is."""
    first = (BLOCK - 2).first
    for week in (first - 1, first):
        answer(nok, chiang_mai, week)
    assert erasing.going(person=nok, before=None, now=NOW)[0].count == 2
    erasing.erase(person=nok, before=None, now=NOW)
    assert [one.week for one in CheckIn.objects.of(nok)] == [first.monday]
    assert erasing.going(person=nok, before=None, now=NOW)[0].count == 0
    retention.keep_to(NOW + timedelta(days=366))
    assert not CheckIn.objects.of(nok).exists()


# --- What went out about it --------------------------------------------------------------------


@pytest.fixture
def written_to(told, wipa, orathai):
    """Messages went out: of a share, of a request that waits, of two moments after an event."""
    share, request = Share.objects.get(), ContactRequest.objects.get()
    event = make_event(told)
    tell_person(wipa, "share", str(share.pk), "talk")
    tell_person(orathai, "asked", str(request.pk), "talk")
    tell_person(told, "unanswered", str(request.pk), "talk")
    for moment in ("first", "second"):
        tell_person(told, "after", f"{event.pk}-{moment}", "my_week")
    tell_person(told, "week-friday", "2026-W46", "my_week")  # of the work, not of what was told
    return share, request, event


def kinds_sent() -> list[str]:
    return sorted(SentOnce.objects.values_list("kind", flat=True))


def test_that_somebody_was_written_to_about_it_goes_with_it(told, written_to):
    erasing.erase(person=told, before=None, now=NOW)
    assert kinds_sent() == ["week-friday"]


def test_notices_of_what_stays_stay(told, written_to, wipa, nok):
    """So that none goes out a second time. An event noted today is of today."""
    other = make_share(wipa, nok)
    tell_person(nok, "share", str(other.pk), "talk")
    erasing.erase(person=told, before=NOW.date(), now=NOW)
    stays = ["after", "after", "asked", "share", "share", "unanswered", "week-friday"]
    assert kinds_sent() == stays


def test_a_job_that_comes_late_writes_to_nobody(told, written_to, mailoutbox):
    share, request, event = written_to
    erasing.erase(person=told, before=None, now=NOW)
    mailoutbox.clear()
    sharing_tasks.tell_shared.call(share.pk)
    help_tasks.tell_unanswered.call(request.pk)
    events_tasks.tell_check_in.call(event.pk, "first")
    assert mailoutbox == []


# --- The page ----------------------------------------------------------------------------------


def test_it_is_counted_and_explained_before_it_goes(sure, told):
    page = sure.post(PAGE, {"what": "all", "do": "see"})
    assert page.status_code == 200
    assert [(one.count) for one in page.context["going"]][:3] == [3, 1, 1]
    assert "it is deleted again" in page.text
    assert len(weeks_of(told)) == 3
    answer = sure.post(PAGE, {"what": "all", "do": "erase"})
    assert answer["Location"] == "/my-record/"
    assert weeks_of(told) == []
    assert "It is deleted, for good." in sure.get("/my-record/").text


def test_older_things_by_a_day_in_either_era(sure, told):
    sent = {"what": "before", "before": "16/11/2569"}
    page = sure.post(PAGE, sent | {"do": "see"})
    assert 'name="before" value="2026-11-16"' in page.text
    sure.post(PAGE, {"what": "before", "before": "2026-11-16", "do": "erase"})
    assert weeks_of(told) == [WEEK.monday]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Please fill this in"),
        ({"what": "some"}, "Please choose from the list."),
        ({"what": "before"}, "Please write a day."),
        ({"what": "before", "before": "31/2/2569"}, "not a day in the calendar"),
        ({"what": "before", "before": "21/11/2569"}, "still to come"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_kept(sure, told, sent, sentence):
    for do in ("see", "erase"):
        page = sure.post(PAGE, sent | {"do": do})
        assert page.status_code == 422
        assert sentence in page.text
        assert (sent.get("before") or "Older than") in page.text
    assert len(weeks_of(told)) == 3


def test_without_the_password_nothing_goes(client, told):
    enter(client, told)
    assert client.post(PAGE, {"what": "all", "do": "erase"}).status_code == 302
    assert len(weeks_of(told)) == 3


# --- Tombstones --------------------------------------------------------------------------------


def test_a_tombstone_holds_an_id_and_a_moment(told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(person=told, before=None, now=NOW)
    text = tombstones.path().read_text()
    assert text == (
        f'{{"person": "{told.public_id}", "before": null, "at": "2026-11-20T02:00:00+00:00"}}\n'
    )
    assert tombstones.write_out() == 0  # what is there is not written again


def test_an_old_backup_comes_back_and_what_was_deleted_does_not(told, chiang_mai, wipa, tmp_path):
    """And what she told after it, a new beginning, is not touched."""
    answer(wipa, chiang_mai)
    kept = [row for model in TOLD for row in model.objects.filter(person=told)]
    backup = serializers.serialize("json", kept)
    erasing.erase(person=told, before=None, now=NOW)
    tombstones.write_out()
    Tombstone.objects.all().delete()
    for row in serializers.deserialize("json", backup):
        row.save()
    answer(told, chiang_mai, WEEK + 1, made=NOW + timedelta(hours=1), note="a new beginning")
    assert len(weeks_of(told)) == 4
    # That there was an event to ask after, too.
    Person.objects.update(asked_until=NOW.date())

    call_command("replay_tombstones")
    asked = dict(Person.objects.values_list("pk", "asked_until"))
    assert (asked[told.pk], asked[wipa.pk]) == (None, NOW.date())
    assert [one.note for one in CheckIn.objects.of(told).undeleted()] == ["a new beginning"]
    assert (Share.objects.count(), ContactRequest.objects.count()) == (0, 0)
    assert CheckIn.objects.of(wipa).count() == 1
    assert Tombstone.objects.count() == 1
    later = events.log(person=told, kind="raid", day=NOW.date(), now=NOW + timedelta(hours=1))
    call_command("replay_tombstones")
    assert CheckIn.objects.of(told).undeleted().count() == 1
    assert events.waiting(Person.objects.get(pk=told.pk), NOW.date() + timedelta(days=20)) == [
        later
    ]


def test_older_things_stay_deleted_and_newer_ones_stay(told, chiang_mai):
    erasing.erase(person=told, before=WEEK.monday, now=NOW)
    answer(told, chiang_mai, WEEK - 1)  # the backup's row
    call_command("replay_tombstones", verbosity=0)
    assert weeks_of(told) == [WEEK.monday]


def test_a_tombstone_of_somebody_who_is_not_here_does_nothing(told, tmp_path, capsys):
    file = tmp_path / "elsewhere.jsonl"
    gone = "00000000-0000-4000-8000-000000000000"
    file.write_text(f'{{"person": "{gone}", "before": null, "at": "2026-11-20T09:00:00+07:00"}}\n')
    call_command("replay_tombstones", str(file))
    assert capsys.readouterr().out == "1 tombstones replayed, 0 rows deleted.\n"
    assert len(weeks_of(told)) == 3


@pytest.mark.parametrize(
    "text", ["x", '{"person": 1}', "[]", '{"person":"x","before":null,"at":1}']
)
def test_a_file_that_is_none_changes_nothing(told, tmp_path, text):
    file = tmp_path / "broken.jsonl"
    file.write_text(f"{text}\n")
    with pytest.raises(CommandError):
        call_command("replay_tombstones", str(file))
    with pytest.raises(CommandError):
        call_command("replay_tombstones", str(tmp_path / "none"))
    assert len(weeks_of(told)) == 3


# --- A file that a crash tore --------------------------------------------------------------------


def line_of(person, moment="2026-11-20T09:00:00+07:00") -> str:
    return f'{{"person": "{person.public_id}", "before": null, "at": "{moment}"}}\n'


@pytest.mark.parametrize("length", [1, 20, -2])
def test_a_torn_last_line_is_skipped_and_reported_and_the_rest_is_replayed(
    told, wipa, tmp_path, capsys, length
):
    file = tmp_path / "torn.jsonl"
    file.write_text(line_of(told) + line_of(wipa)[:length])
    call_command("replay_tombstones", str(file))
    said = capsys.readouterr()
    assert said.err == "Line 2 cannot be read: it was skipped.\n"
    assert said.out.startswith("1 tombstones replayed, ")
    assert weeks_of(told) == []


def test_a_last_line_that_lacks_nothing_but_its_end_is_none_that_is_torn(told, tmp_path, capsys):
    file = tmp_path / "whole.jsonl"
    file.write_text(line_of(told).rstrip("\n"))
    call_command("replay_tombstones", str(file))
    assert (capsys.readouterr().err, weeks_of(told)) == ("", [])


MOMENTS = st.datetimes(timezones=st.just(UTC))
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(
    st.lists(st.builds(Tombstone, person=st.uuids(), at=MOMENTS, before=DAYS, week=DAYS)), st.data()
)
def test_wherever_a_file_is_torn_every_whole_line_before_it_is_read(stones, data):
    lines = [f"{tombstones.line(one)}\n" for one in stones]
    text = "".join(lines)
    cut = data.draw(st.integers(0, len(text)))
    whole = [n for n in range(len(lines)) if len("".join(lines[: n + 1]).rstrip("\n")) <= cut]
    found, broken = tombstones.told_by(text[:cut])
    assert list(found) == list(dict.fromkeys(lines[n].rstrip("\n") for n in whole))
    assert len(broken) <= 1


@pytest.mark.parametrize("torn", [b'{"person": "4', b'{"pers\xe0\xb8', b"\x00\x00\x00"])
def test_what_is_written_after_a_torn_line_can_be_read(told, wipa, torn):
    """The next tombstone begins a line of its own, and the torn one is written again."""
    erasing.erase(person=told, before=None, now=NOW)
    tombstones.path().write_bytes(torn)
    assert tombstones.write_out() == 1
    erasing.erase(person=wipa, before=None, now=NOW)
    assert tombstones.write_out() == 1
    Tombstone.objects.all().delete()
    reading = tombstones.read(tombstones.path())
    assert [one.person for one in reading.found] == [told.public_id, wipa.public_id]
    assert reading.broken == [1]


def test_what_was_deleted_on_another_host_comes_into_the_file_of_this_one(
    told, wipa, settings, tmp_path
):
    erasing.erase(person=told, before=None, now=NOW)
    assert tombstones.take_over(None) == 1
    settings.DATA_DIR = there = tmp_path / "another host"
    there.mkdir()
    erasing.erase(person=wipa, before=None, now=NOW)
    tombstones.write_out()
    assert len(tombstones.path().read_text().splitlines()) == 2
    settings.DATA_DIR = tmp_path
    tombstones.path().unlink(missing_ok=True)
    assert tombstones.take_over(1) == 2
    text = tombstones.path().read_text()
    assert str(told.public_id) in text
    assert str(wipa.public_id) in text
    tombstones.path().unlink()
    assert tombstones.take_over(2) == 2  # nothing came: nothing is read, nothing written
    assert not tombstones.path().exists()


def test_a_backup_has_what_another_host_deleted(told, wipa):
    erasing.erase(person=told, before=None, now=NOW)
    tombstones.path().write_bytes(b'{"person": "4')
    assert str(told.public_id).encode() in read_tombstones()
    assert read_tombstones().startswith(b'{"person": "4\n')
    assert tombstones.told_by(read_tombstones().decode())[1] == [1]


def test_the_moment_of_a_tombstone_survives_the_file(told):
    one = erasing.erase(person=told, before=date(2026, 11, 2), now=at("2026-11-20 09:00:00.123456"))
    assert tombstones.line(tombstones.parsed(tombstones.line(one))) == tombstones.line(one)
    tombstones.write_out()
    assert len(tombstones.read(tombstones.path()).found) == 1
