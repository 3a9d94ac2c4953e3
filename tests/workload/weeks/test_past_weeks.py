"""One closed week: its owner corrects it with a note, or deletes what they said in it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import serializers
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from people.models import AccessEvent, Person
from people.own_data import privacy_checks, record
from people.weeks import Block
from tests.makers import NOW, WEEK, at, enter, give_password, make_week, make_workers
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.groups import freezing
from wellbeing.models import CONSENT, BlockResult, CheckIn, Tombstone
from wellbeing.own_data import erasing, tombstones
from wellbeing.rules.pulse import PulseAnswers
from workload.models import Flag, UnitLoad, WorkWeek
from workload.units import actions as units
from workload.weeks.past import corrections

PAST = WEEK - 1
PAGE = f"/my-record/weeks/?week={PAST}"
ERASE = f"/my-record/weeks/delete/?week={PAST}"
FOUR = PulseAnswers(worn=4, far=4, back=4, rest=4, team=0)


@pytest.fixture(autouse=True)
def friday(db, settings, tmp_path):
    cache.clear()
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def said(person, unit, week=PAST, answers=FOUR, note="A long night."):
    """A week that was sent with answers and a note, while it was open."""
    make_week(person, week)
    checkins.record(person=person, unit=unit, week=week, answers=answers, note=note)
    CheckIn.objects.filter(person=person, week=week.monday).update(recorded_at=week.opens)


@pytest.fixture
def told(nok, chiang_mai):
    for back in range(1, 4):
        said(nok, chiang_mai, WEEK - back)
    return nok


def row_of(person, week=PAST) -> CheckIn:
    return CheckIn.objects.get(person=person, week=week.monday)


def erase(person, week=PAST, now=NOW):
    return erasing.erase_week(person=person, week=week, now=now)


def correct_hours(person, hours="54", note="I wrote 45 for 54.", week=PAST, now=NOW):
    return corrections.correct_hours(
        person=person, week=week, hours=Decimal(hours), note=note, now=now
    )


LOW = PulseAnswers(worn=0, far=0, back=0, rest=0)


def correct(person, answers=LOW, week=PAST, now=NOW):
    checkins.correct(person=person, week=week, answers=answers, note="Better.", now=now)


# --- Deleting what was said in one week --------------------------------------------------------


def test_what_was_said_in_it_goes_and_the_rest_stays(told, wipa, chiang_mai):
    said(wipa, chiang_mai, PAST)
    erase(wipa)
    assert (row_of(wipa).says, row_of(told).says) == (False, True)
    erase(told)
    row = row_of(told)
    assert (row.says, row.strain, row.note, row.consent) == (False, None, "", None)
    assert WorkWeek.objects.filter(person=told, week=PAST.monday).exists()
    assert row_of(told, WEEK - 2).answers == FOUR
    assert [one.what for one in AccessEvent.objects.about(told)] == ["erased"]


def shape(value: object) -> object:
    """What somebody without the keys sees of a value: of sealed bytes their length."""
    return len(value) if isinstance(value, (bytes, memoryview)) else type(value)


def test_the_row_is_like_that_of_whoever_said_nothing(told, wipa, chiang_mai):
    """Nobody who reads the table sees that something was deleted."""
    erase(told)
    checkins.record(person=wipa, unit=chiang_mai, week=PAST, answers=PulseAnswers(), note="")
    left, never = (
        {name: shape(value) for name, value in one.items()}
        for one in CheckIn.objects.filter(week=PAST.monday).order_by("pk").values()
    )
    assert left == never


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [(WEEK.closes - timedelta(microseconds=1), False), (WEEK.closes, True)],
)
def test_a_week_can_be_deleted_and_corrected_from_when_it_is_closed(
    nok, chiang_mai, moment, allowed
):
    said(nok, chiang_mai, WEEK)
    verbs = (
        lambda: correct_hours(nok, week=WEEK, now=moment),
        lambda: correct(nok, week=WEEK, now=moment),
        lambda: erase(nok, WEEK, moment),
    )
    for verb in verbs:
        if allowed:
            verb()
            continue
        with pytest.raises(ValidationError) as refused:
            verb()
        assert refused.value.code == "open"


def test_a_week_to_come_is_refused(nok):
    for verb in (erase, correct, correct_hours):
        with pytest.raises(ValidationError):
            verb(nok, week=WEEK + 1)


def test_the_mean_of_four_weeks_reaches_as_far_back_as_when_it_was_sent(nok):
    """A week of half a year ago was not counted then, so a correction does not count it."""
    for back, hours in ((20, 60), (3, 50), (2, 50)):
        make_week(nok, WEEK - back, hours=Decimal(hours))
    make_week(nok, PAST, hours=Decimal(47))
    assert correct_hours(nok, "49").found == []
    make_week(nok, WEEK - 4, hours=Decimal(50))
    assert [one.code for one in correct_hours(nok, "49").found] == ["hours_mean"]


def test_a_second_time_there_is_nothing_left(told):
    erase(told)
    with pytest.raises(ValidationError):
        erase(told)
    assert Tombstone.objects.count() == 1


def test_a_note_alone_and_a_sum_alone_can_be_deleted(nok, chiang_mai):
    said(nok, chiang_mai, answers=PulseAnswers())
    said(nok, chiang_mai, WEEK - 60)
    CheckIn.objects.filter(week=(WEEK - 60).monday).update(sealed_answers=b"", sealed_note=b"")
    for minutes, week in enumerate((PAST, WEEK - 60)):
        erase(nok, week, NOW + timedelta(minutes=minutes))
    assert not any(one.holds for one in CheckIn.objects.all())


def test_published_bands_stay(chiang_mai):
    block = Block.latest_on(PAST.monday)
    crew = make_workers(8, chiang_mai)
    for person in crew:
        said(person, chiang_mai, block.first)
    with time_machine.travel(block.freezes, tick=False):
        freezing.freeze(block, now=block.freezes)
        units.freeze(block, now=block.freezes)
        before = [list(model.objects.order_by("pk").values()) for model in (BlockResult, UnitLoad)]
        for person in crew:
            erase(person, block.first, block.freezes)
            correct_hours(person, week=block.first, now=block.freezes)
        after = [list(model.objects.order_by("pk").values()) for model in (BlockResult, UnitLoad)]
    assert before == after


def test_nobody_else_sees_that_a_week_was_deleted(client, told, wipa):
    enter(client, wipa)
    pages = [reverse("team"), reverse("team_member", args=[told.public_id])]
    token = 'name="csrfmiddlewaretoken" value="'
    before = [[part[64:] for part in client.get(page).text.split(token)] for page in pages]
    erase(told)
    correct(told, week=WEEK - 2)
    after = [[part[64:] for part in client.get(page).text.split(token)] for page in pages]
    assert before == after


# --- It stays deleted --------------------------------------------------------------------------


def test_an_old_backup_does_not_bring_it_back(told):
    backup = serializers.serialize("json", CheckIn.objects.filter(person=told))
    made = erase(told)
    tombstones.write_out()
    Tombstone.objects.all().delete()
    for row in serializers.deserialize("json", backup):
        row.save()
    call_command("replay_tombstones", verbosity=0)
    assert not row_of(told).says
    assert row_of(told, WEEK - 2).answers == FOUR
    kept = Tombstone.objects.get()
    assert (kept.person, kept.before, kept.week) == (told.public_id, None, PAST.monday)
    assert tombstones.line(tombstones.parsed(tombstones.line(made))) == tombstones.line(made)


def test_what_was_written_down_again_after_it_stays(told):
    made = erase(told)
    correct(told, now=NOW + timedelta(hours=1))
    assert erasing.replay(made) == 0
    assert row_of(told).answers == LOW


@pytest.mark.parametrize("later", [0, 1])
def test_a_correction_that_was_sent_before_it_was_deleted_does_not_bring_it_back(told, later):
    erase(told, now=NOW + timedelta(seconds=later))
    with pytest.raises(ValidationError) as refused:
        correct(told)
    assert refused.value.code == "deleted"
    assert not row_of(told).says
    assert holds(told)
    correct(told, week=WEEK - 2)


def holds(viewer) -> bool:
    found = privacy_checks.privacy_check(viewer, NOW).parts
    parts = {str(part.title): part.rules for part in found}
    return {str(words): fine for words, fine, _before in parts["Keeping data"]}[
        "What somebody deleted has not come back."
    ]


def test_the_promise_turns_red_when_it_comes_back(told):
    backup = serializers.serialize("json", CheckIn.objects.filter(person=told))
    erase(told)
    assert holds(told)
    for row in serializers.deserialize("json", backup):
        row.save()
    assert not holds(told)
    erasing.replay(Tombstone.objects.get())
    assert holds(told)
    correct(told, now=NOW + timedelta(hours=1))
    assert holds(told)


# --- Correcting the answers --------------------------------------------------------------------


def test_answers_are_written_down_again(told):
    correct(told)
    row = row_of(told)
    assert row.answers == LOW
    assert (row.note, row.consent, row.recorded_at) == ("Better.", CONSENT, NOW)
    assert CheckIn.objects.count() == 3


# Week 46 ends on Sunday 15 November 2026.
@pytest.mark.parametrize(("day", "allowed"), [("2027-11-15", True), ("2027-11-16", False)])
def test_for_twelve_months_after_its_end(told, day, allowed):
    now = at(f"{day} 12:00")
    for verb in (correct, correct_hours):
        if allowed:
            verb(told, now=now)
            continue
        with pytest.raises(ValidationError) as refused:
            verb(told, now=now)
        assert refused.value.code == "old"


def test_a_week_that_was_not_sent_is_not_corrected(nok):
    for verb in (correct, correct_hours):
        with pytest.raises(ValidationError) as refused:
            verb(nok)
        assert refused.value.code == "unsent"
    assert not CheckIn.objects.exists()


def test_whoever_withdrew_consent_corrects_hours_and_no_answers(told):
    consent.withdraw(person=told, now=NOW)
    with pytest.raises(ValidationError) as refused:
        correct(told)
    assert refused.value.code == "withdrawn"
    correct_hours(told)
    assert row_of(told).answers == FOUR


# --- Correcting the hours ----------------------------------------------------------------------


def test_hours_are_corrected_with_a_note_and_the_load_stays(told):
    before = WorkWeek.objects.get(week=PAST.monday)
    correct_hours(told)
    row = WorkWeek.objects.get(week=PAST.monday)
    assert (row.hours, row.correction, row.corrected_at) == (54, "I wrote 45 for 54.", NOW)
    assert (row.percent, row.level, row.sent_at) == (before.percent, before.level, before.sent_at)
    assert "I wrote" not in repr(list(WorkWeek.objects.values_list()))


@pytest.mark.parametrize(
    ("hours", "codes"),
    [
        ("54.9", []),
        ("55", ["hours"]),
        ("60", ["hours"]),
        ("84", ["hours"]),
        ("90", ["hours_ceiling"]),
    ],
)
def test_the_weeks_reasons_are_judged_again(nok, hours, codes):
    other = {"code": "rest", "level": "amber", "value": "9", "limit": "11"}
    make_week(nok, PAST, reasons=[other])
    correct_hours(nok, hours)
    found = WorkWeek.objects.get().found
    assert [one.code for one in found] == [*codes, "rest"]


def test_the_flag_follows(nok):
    make_week(nok, PAST)
    correct_hours(nok, "61")
    assert Flag.objects.get().level == "red"


def test_an_older_weeks_hours_raise_no_flag_now(nok):
    make_week(nok, WEEK - 8)
    make_week(nok, PAST)
    correct_hours(nok, "61", week=WEEK - 8)
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("hours", "note", "field"),
    [
        ("168.1", "Why.", "hours"),
        ("-1", "Why.", "hours"),
        ("40", "  ", "why"),
        ("40", "x" * 301, "why"),
        ("40", "He is 1101700207030.", "why"),
    ],
)
def test_what_cannot_be_meant_is_refused(told, hours, note, field):
    with pytest.raises(ValidationError) as refused:
        correct_hours(told, hours, note)
    assert field in refused.value.error_dict
    assert WorkWeek.objects.get(week=PAST.monday).corrected_at is None


@pytest.mark.parametrize(("hours", "note"), [("0", "x"), ("168", "x" * 300)])
def test_the_edges_are_fine(told, hours, note):
    assert correct_hours(told, hours, note).correction == note


def test_the_supervisor_and_the_person_read_it_beside_the_week(client, told, wipa):
    for person, page in (
        (wipa, reverse("team_member", args=[told.public_id])),
        (told, reverse("my_trend")),
    ):
        enter(client, person)
        assert "hours corrected" not in client.get(page).text
        correct_hours(told)
        text = client.get(page).text
        assert "Week 46: hours corrected to 54 on 20 November 2026, with a note" in text
        assert "I wrote 45 for 54." in text
        WorkWeek.objects.update(corrected_at=None)


def test_it_is_in_the_export(told):
    correct_hours(told)
    part = record.PARTS["weeks"]
    rows = [dict(zip(part.columns, row, strict=True)) for row in part.rows(told)]
    assert rows[-1]["correction"] == "I wrote 45 for 54."
    assert [row["corrected_at"] for row in rows] == [None, None, NOW]


# --- The pages ---------------------------------------------------------------------------------


def test_closed_weeks_are_listed_newest_first(client, told, chiang_mai):
    said(told, chiang_mai, WEEK)  # still open
    enter(client, told)
    weeks = [one.week for one in client.get("/my-record/weeks/").context["weeks"]]
    assert weeks == [WEEK - 1, WEEK - 2, WEEK - 3]


@pytest.mark.parametrize("asked", [str(WEEK), str(WEEK - 30), "2026-W99", "nonsense", "' OR 1=1"])
def test_only_own_closed_weeks_are_found(client, told, asked):
    enter(client, told)
    give_password(client)
    for page in ("/my-record/weeks/", "/my-record/weeks/delete/"):
        assert client.get(page, {"week": asked}).status_code == 404
        assert client.post(f"{page}?week={asked}", {"do": "hours"}).status_code in {403, 404}


def test_anothers_week_is_not_found(client, told, wipa):
    enter(client, wipa)
    assert client.get(PAGE).status_code == 404


def test_hours_and_answers_are_corrected_on_the_page(client, told):
    enter(client, told)
    page = client.get(PAGE).text
    assert 'value="40"' in page
    assert "A long night." in page
    answer = client.post(PAGE, {"do": "hours", "hours": "๕๔,๕", "why": "A slip."})
    assert answer["Location"] == PAGE
    client.post(PAGE, {"do": "answers", "worn": "1", "far": "", "note": "Better."})
    assert WorkWeek.objects.get(week=PAST.monday).hours == Decimal("54.5")
    assert row_of(told).answers == PulseAnswers(worn=1)
    assert "Corrected on 20 November 2026" in client.get(PAGE).text


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "hours"},
        {"do": "hours", "hours": "169", "why": "x"},
        {"do": "hours", "hours": "40", "why": ""},
        {"do": "hours", "hours": "40", "why": "1101700207030"},
        {"do": "answers", "worn": "9"},
        {"do": "answers", "note": "1101700207030"},
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_half_done(client, told, sent):
    enter(client, told)
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    assert answer.context["problems"]
    assert (row_of(told).answers, WorkWeek.objects.get(week=PAST.monday).hours) == (FOUR, 40)


def test_deleting_one_asks_for_the_password_and_says_what_goes(client, told):
    enter(client, told)
    assert client.get(ERASE).status_code == 302
    assert client.post(ERASE).status_code == 302
    assert row_of(told).says
    give_password(client)
    assert "deleted for good" in client.get(ERASE).text
    assert row_of(told).says
    assert client.post(ERASE)["Location"] == "/my-record/weeks/"
    assert not row_of(told).says
    assert "Nothing is kept of what you said" in client.get(PAGE).text


def test_an_old_week_can_only_be_deleted(client, told):
    enter(client, told)
    with time_machine.travel(at("2027-11-16 12:00"), tick=False):
        enter(client, Person.objects.get(pk=told.pk))
        page = client.get(PAGE).text
    assert "cannot be corrected any more" in page
    assert 'name="hours"' not in page
    assert "See what will be deleted" in page


def test_listing_takes_as_many_statements_for_many_weeks(
    client, told, chiang_mai, django_assert_max_num_queries
):
    for back in range(4, 40):
        said(told, chiang_mai, WEEK - back)
    enter(client, told)
    client.get("/my-record/weeks/")
    with django_assert_max_num_queries(6):
        assert len(client.get("/my-record/weeks/").context["weeks"]) == 39
