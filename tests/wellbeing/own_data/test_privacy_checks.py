"""The promise: it holds on honest data, and each rule notices when it is broken."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.tasks import task_backends
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Organisation, Person, Unit
from people.own_data import tasks
from people.own_data.privacy_checks import RULES, Rule, privacy_check
from people.weeks import Block
from tests.makers import (
    NOW,
    WEEK,
    at,
    enter,
    make_checkin,
    make_membership,
    make_person,
    make_share,
    make_unit,
    make_week,
    make_worker,
    make_workers,
)
from tests.roles import as_the_owner
from tests.training.conftest import make_places, make_session
from training.evaluations import actions as evaluations
from training.models import Attendance, Course, Enrolment, Evaluation, SessionEvaluation
from training.rules.evaluations import OPEN_FOR, EvaluationAnswers
from wellbeing.groups import freezing
from wellbeing.models import BlockResult, CheckIn, Share, Tombstone
from wellbeing.own_data.privacy_checks import chance_decided
from wellbeing.rules.lines import LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers as Week
from workload.models import Flag, UnitLoad, WorkWeek
from workload.units import actions as units_actions

BLOCK = Block.latest(NOW)
SILENT = dict.fromkeys(LINE_NAMES)
NOTHING = dict.fromkeys(("size", "strain", *SILENT), "")
HELD = date(2026, 11, 2)
# What a look at a large organisation says, where it was checked before.
NINE = "Friday 20 November, 09:00"
AT_NINE = f"Checked on the live data of your organisation: {NINE}."
EVERY = [rule.broken.__name__ for _title, rules in RULES for rule in rules]


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lived(nok, wipa, siriporn, orathai, ploy, saphan, office, chiang_mai):
    """Teams that are told and one that is not, a session, and answers that are or were shared."""
    units = [
        (make_unit(saphan, name, parent=office), n)
        for name, n in (("Mae Sot team", 11), ("Chiang Rai team", 7), ("Pai team", 3))
    ]
    for unit, n in (*units, (chiang_mai, 6)):
        people = make_workers(n, unit)
        for person in people:
            make_checkin(person, BLOCK.first)
            make_week(person, BLOCK.first, points="50", capacity="100")
        for person in make_workers(2, unit):
            make_checkin(person, BLOCK.first, **SILENT)
            make_week(person, BLOCK.first, points="0", capacity="0")
    for back in range(3):
        make_checkin(nok, WEEK - back)
    sent_in_time()
    freezing.freeze(BLOCK, now=BLOCK.freezes)
    units_actions.freeze(BLOCK, now=BLOCK.freezes)
    listen([nok, *people], siriporn)
    make_share(nok, wipa)
    make_share(nok, orathai, WEEK - 1, withdrawn_at=NOW)


def sent_in_time():
    """Let everything have been sent while its week was open."""
    CheckIn.objects.update(recorded_at=BLOCK.first.opens)
    WorkWeek.objects.update(changed_at=BLOCK.first.opens)


def freeze_again():
    """Tell the block anew, with everybody who is there now."""
    sent_in_time()
    for told, verb in ((BlockResult, freezing), (UnitLoad, units_actions)):
        told.objects.all().delete()
        verb.freeze(BLOCK, now=BLOCK.freezes)


def listen(people, trainer):
    """Hold a session, let everybody say how it was, and tell it."""
    course = Course.objects.create(organisation=trainer.organisation, name={"en": "Rest"}, hours=3)
    session = make_session(course, trainer, day=HELD)
    make_places(session, people)
    Enrolment.objects.update(attendance=Attendance.FULL)
    for person in people:
        evaluations.answer(
            session=session,
            person=person,
            answers=EvaluationAnswers(3, 3, 3, 3),
            now=at("2026-11-03 09:00"),
        )
    evaluations.freeze(now=NOW)


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def broken(viewer) -> list[str]:
    """Name the rules that do not hold, by their functions."""
    parts = privacy_check(again(viewer), timezone.now()).parts
    holds = [holds for part in parts for _words, holds, _before in part.rules]
    return [name for name, ok in zip(EVERY, holds, strict=True) if not ok]


def page(who, language="en"):
    client = Client()
    enter(client, who)
    return client.get("/promise/", headers={"Accept-Language": language})


def test_every_rule_holds_on_honest_data_for_everybody(
    lived, nok, wipa, siriporn, anan, orathai, ploy, noi
):
    for viewer in (nok, wipa, siriporn, anan, orathai, ploy, noi):
        assert broken(viewer) == [], viewer
        answer = page(viewer)
        assert "Every rule is kept." in answer.text
        assert answer.text.count("Kept now") == len(EVERY)
        assert 'class="disclose fold" open' not in answer.text


def test_what_one_deleted_or_of_one_week_did_not_come_back_with_all_else(lived, nok, ploy):
    later = [NOW + timedelta(days=n) for n in (1, 2)]
    Tombstone.objects.create(person=ploy.public_id, at=later[0])
    Tombstone.objects.create(person=nok.public_id, week=(WEEK - 20).monday, at=later[0])
    assert broken(ploy) == []
    Tombstone.objects.create(person=nok.public_id, week=(WEEK - 1).monday, at=later[1])
    assert broken(ploy) == ["came_back"]


def test_what_was_deleted_at_one_place_did_not_come_back_at_another(nok, noi, rest_house):
    """Nok works for Noi's organisation too: all goes at both; one week goes where it was sent."""
    there = make_person("nok", noi.organisation, nok.account)
    make_membership(there, rest_house)
    for one in (there, noi):
        make_checkin(one, WEEK - 1)
    CheckIn.objects.update(recorded_at=NOW)
    later = [NOW + timedelta(days=n) for n in (1, 2)]
    Tombstone.objects.create(person=nok.public_id, week=(WEEK - 1).monday, at=later[0])
    assert broken(noi) == []
    Tombstone.objects.create(person=nok.public_id, at=later[1])
    assert broken(noi) == ["came_back"]


def test_it_holds_where_there_is_nothing_yet(noi):
    assert broken(noi) == []


# --- Each rule, broken behind the product's back -------------------------------------------------


def said(name):
    return BlockResult.objects.filter(unit__name__en=name)


def an_invented_group():
    said("Pai team").update(size="5-9", strain="some")


def a_team_that_is_told_beside_the_small_one():
    said("Chiang Mai team").update(size="5-9", strain="some")


def a_group_that_is_withheld_for_no_reason():
    said("Mae Sot team").update(**NOTHING)


def another_band():
    said("Mae Sot team").update(strain="high")


def another_band_of_a_line():
    said("Mae Sot team").update(worn="few")


def an_overstated_size():
    said("Chiang Rai team").update(size="50+")


def an_understated_size():
    said("Head office").update(size="10-19")


def answers_that_were_changed_behind_its_back():
    for row in CheckIn.objects.filter(unit__name__en="Mae Sot team", scored=True):
        changed = CheckIn.of(Week(4, 4, 4, 0, 0), person=row.person, unit=row.unit, week=row.week)
        CheckIn.objects.filter(pk=row.pk).update(sealed_answers=changed.sealed_answers)


def told_though_what_it_lies_in_is_not():
    said("Head office").update(**NOTHING)


def a_number_for_a_word():
    said("Mae Sot team").update(size="11")


def a_mean_for_a_band():
    said("Mae Sot team").update(strain="43.5")


def a_line_of_a_small_group():
    said("Chiang Rai team").update(worn="most")


def frozen_too_early():
    said("Mae Sot team").update(frozen_at=BLOCK.freezes - timedelta(minutes=1))


def load(name):
    return UnitLoad.objects.filter(unit__name__en=name)


def an_invented_load():
    load("Pai team").update(size="5-9", band="steady")


def another_band_of_a_load():
    load("Mae Sot team").update(band="above")


def an_overstated_size_of_a_load():
    load("Mae Sot team").update(size="20-49")


def a_load_below_a_withheld_one():
    load("Head office").update(size="", band="")


def a_load_in_percent():
    load("Mae Sot team").update(band="50.0")


def a_load_told_too_early():
    load("Mae Sot team").update(frozen_at=BLOCK.freezes - timedelta(minutes=1))


def a_flag_on_the_trainer():
    trainer = Person.objects.get(account__username="siriporn")
    about = {"opened_week": WEEK.monday, "opened_at": NOW, "level": "red"}
    Flag.objects.create(organisation_id=trainer.organisation_id, person=trainer, **about)


def a_session_of_four():
    SessionEvaluation.objects.update(people=4)


def a_mean_of_a_session():
    SessionEvaluation.objects.update(use="2.9")


def a_session_told_on_its_last_open_day():
    SessionEvaluation.objects.update(frozen_at=at(f"{HELD + OPEN_FOR} 23:59"))


def shared_with_another_organisation():
    outsider = make_worker(Unit.objects.get(name__en="Rest house"))
    Share.objects.update(to=outsider, withdrawn_at=NOW)


def single_answers_of_last_year():
    CheckIn.objects.filter(week=WEEK.monday).update(week=(WEEK - 54).monday)


def a_note_of_last_year():
    row = CheckIn.objects.get(week=WEEK.monday)
    row.week = (WEEK - 54).monday
    row.sealed_answers = b""
    row.write("canary")
    row.save()


def a_share_of_three_years_ago():
    Share.objects.filter(withdrawn_at=None).update(
        from_week=(WEEK - 160).monday, to_week=(WEEK - 160).monday
    )


def deleted_and_there_again():
    CheckIn.objects.update(recorded_at=NOW)
    person = CheckIn.objects.filter(week=WEEK.monday).get().person
    Tombstone.objects.create(person=person.public_id, at=NOW + timedelta(days=1))


TAMPERED = [
    (an_invented_group, {"told_otherwise"}),
    (a_team_that_is_told_beside_the_small_one, {"told_otherwise"}),
    (a_group_that_is_withheld_for_no_reason, {"told_otherwise"}),
    (another_band, {"told_otherwise"}),
    (another_band_of_a_line, {"told_otherwise"}),
    (an_overstated_size, {"told_otherwise"}),
    (an_understated_size, {"told_otherwise"}),
    (answers_that_were_changed_behind_its_back, {"told_otherwise"}),
    (told_though_what_it_lies_in_is_not, {"told_otherwise", "told_below_withheld"}),
    (a_number_for_a_word, {"told_otherwise", "other_words"}),
    (a_mean_for_a_band, {"told_otherwise", "other_words"}),
    (a_line_of_a_small_group, {"told_otherwise", "other_words"}),
    (frozen_too_early, {"told_early"}),
    (an_invented_load, {"load_told_otherwise"}),
    (another_band_of_a_load, {"load_told_otherwise"}),
    (an_overstated_size_of_a_load, {"load_told_otherwise"}),
    (a_load_below_a_withheld_one, {"load_told_otherwise", "load_below_a_withheld_one"}),
    (a_load_in_percent, {"load_told_otherwise", "load_in_other_words"}),
    (a_load_told_too_early, {"load_told_early"}),
    (a_flag_on_the_trainer, {"flag_that_nobody_answers_for"}),
    (a_session_of_four, {"session_of_too_few"}),
    (a_mean_of_a_session, {"session_in_other_words"}),
    (a_session_told_on_its_last_open_day, {"session_told_early"}),
    (shared_with_another_organisation, {"across_organisations"}),
    (single_answers_of_last_year, {"kept_too_long"}),
    (a_note_of_last_year, {"kept_too_long"}),
    (a_share_of_three_years_ago, {"kept_at_all"}),
    (deleted_and_there_again, {"came_back"}),
]


def test_a_rule_that_is_broken_is_noticed(lived, ploy, noi):
    """One after the other, in the same honest data: each is taken back before the next."""
    for tamper, rules in TAMPERED:
        with transaction.atomic():
            with unguarded():
                tamper()
            assert set(broken(ploy)) == rules, tamper.__name__
            answer = page(ploy).text
            assert "rule is not kept. " in answer or "rules are not kept. " in answer
            assert answer.count("Not kept now") == len(rules), tamper.__name__
            parts = [part for part in privacy_check(ploy, NOW).parts if part.broken]
            assert answer.count('class="disclose fold" open') == len(parts) > 0
            # It is about the viewer's own organisation: nobody learns of another's.
            assert broken(noi) == [], tamper.__name__
            transaction.set_rollback(True)


@pytest.fixture
def large(lived, ploy):
    """Enough people that its units are counted at night."""
    cache.clear()
    Organisation.objects.filter(pk=ploy.organisation_id).update(units_counted_at=NOW)
    return Person.objects.get(pk=ploy.pk)


def minutes_later(minutes):
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def test_a_large_organisation_is_checked_again_after_ten_minutes_and_says_when(large):
    assert broken(large) == []
    assert "organisation just now: " in page(large).text
    another_band()
    with minutes_later(9):
        assert broken(large) == []
        said = page(large).text
        assert AT_NINE in said
        assert "more than ten minutes ago" in said
    with minutes_later(11):
        assert broken(large) == ["told_otherwise"]


def test_what_was_checked_of_one_large_organisation_is_not_told_of_another(large, noi):
    """Neither that a rule is broken there, nor that all are kept."""
    Organisation.objects.filter(pk=noi.organisation_id).update(units_counted_at=NOW)
    another_band()
    for _again in range(2):
        assert broken(noi) == []
        assert broken(large) == ["told_otherwise"]


def test_what_was_checked_before_is_not_said_to_be_kept_now(large):
    own = sum(rule.own for _title, rules in RULES for rule in rules)
    assert 0 < own < len(EVERY)
    assert page(large).text.count("Kept now") == len(EVERY)
    with minutes_later(9):
        said = page(large).text
        assert said.count("Kept now") == own
        assert said.count(f"Kept when checked: {NINE}") == len(EVERY) - own
        assert "all kept when last checked" in said


def test_a_rule_that_was_broken_when_it_was_checked_says_so_in_thai_too(large):
    another_band()
    page(large)
    with minutes_later(9):
        assert f"Not kept when checked: {NINE}" in page(large).text
        assert "ตอนตรวจไม่เป็นไปตามนี้: " in page(large, "th").text


def test_whoever_looks_within_ten_minutes_lets_nothing_be_counted_again(large, nok, wipa):
    """What a look found is in the cache of all hosts: no process keeps anything of it."""
    page(large)
    with minutes_later(9):
        for who in (large, nok, wipa):
            with CaptureQueriesContext(connection) as ran:
                page(who)
            asked = " ".join(one["sql"] for one in ran)
            assert '"workload_workweek"' not in asked
            assert '"sealed_answers"' not in asked
            assert '"size" =' not in asked  # nothing that was told of a group


@pytest.fixture
def waiting(settings):
    """Jobs are asked for, and wait."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    return task_backends["default"].results


def test_nobody_waits_for_a_check_that_a_job_does(large, nok, waiting):
    """The job is asked once for all who look, and what was found before is told with its time."""
    page(large)
    another_band()
    with minutes_later(11):
        for who in (large, nok):
            assert AT_NINE in page(who).text
        [asked] = waiting
        assert (asked.task, asked.args) == (tasks.check_again, [large.organisation_id])
        tasks.check_again.call(large.organisation_id)
        assert "One rule is not kept. " in page(nok).text
        with CaptureQueriesContext(connection) as ran:
            tasks.check_again.call(large.organisation_id)
        assert len(ran) == 1  # safe to repeat


def test_the_night_checks_large_organisations_before_anybody_looks(large, nok):
    tasks.check_large.call()
    another_band()
    with minutes_later(5):
        assert AT_NINE in page(nok).text


def test_what_was_found_long_ago_is_not_told_any_more(large, waiting):
    page(large)
    another_band()
    with minutes_later(35 * 60):
        assert broken(large) == []
    with minutes_later(36 * 60):
        assert broken(large) == ["told_otherwise"]


def test_what_a_viewer_can_read_is_checked_at_each_look(large, wipa, monkeypatch):
    page(large)
    seen = type(CheckIn.objects.all())
    monkeypatch.setattr(seen, "visible_to", lambda rows, viewer: rows)
    with minutes_later(5):
        assert broken(wipa) == ["read_unshared"]


def test_a_rule_that_is_new_is_checked_before_it_is_said_to_be_kept(large, monkeypatch):
    page(large)
    monkeypatch.setattr(Rule, "name", property(lambda one: f"new {one.broken.__name__}"))
    another_band()
    assert broken(large) == ["told_otherwise"]


def test_any_other_is_counted_again_at_each_look(lived, ploy):
    assert broken(ploy) == []
    another_band()
    assert broken(ploy) == ["told_otherwise"]
    assert "ten minutes" not in page(ploy).text
    assert "organisation just now: " in page(ploy).text


class unguarded:  # noqa: N801 - read as a sentence
    """Let rows in that the database itself refuses."""

    def __enter__(self):
        if connection.vendor == "postgresql":
            self.do("SET CONSTRAINTS ALL IMMEDIATE")
            for table, name in (
                ("wellbeing_blockresult", "result"),
                ("workload_unitload", "unit_load"),
                ("training_sessionevaluation", "evaluation"),
            ):
                self.do(f"ALTER TABLE {table} DROP CONSTRAINT {name}_whole_or_nothing")
                self.do(f"ALTER TABLE {table} DROP CONSTRAINT no_{name}_below_five")
            self.do(
                "ALTER TABLE training_sessionevaluation DROP CONSTRAINT evaluation_of_enough_people"
            )
        else:
            self.do("PRAGMA ignore_check_constraints = ON")

    def __exit__(self, *_error):
        if connection.vendor != "postgresql":  # there they come back with all that is taken back
            self.do("PRAGMA ignore_check_constraints = OFF")

    def do(self, statement):
        with as_the_owner(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_door_that_stands_open_is_noticed(lived, nok, wipa, monkeypatch):
    """Were the product's own query wrong, the page would say so."""
    everything = type(Share.objects.all())
    monkeypatch.setattr(everything, "open_on", lambda rows, day: rows)
    assert broken(wipa) == ["shared_too_long"]
    monkeypatch.undo()
    seen = type(CheckIn.objects.all())
    monkeypatch.setattr(seen, "visible_to", lambda rows, viewer: rows)
    assert broken(wipa) == ["read_unshared"]
    monkeypatch.undo()
    said = type(Evaluation.objects.all())
    monkeypatch.setattr(said, "visible_to", lambda rows, viewer: rows)
    assert broken(wipa) == ["answers_of_others"]


def test_a_session_told_on_the_day_after_was_not_told_early(lived, ploy):
    SessionEvaluation.objects.update(frozen_at=at(f"{HELD + OPEN_FOR + timedelta(days=1)} 00:00"))
    assert broken(ploy) == []


def test_how_often_chance_decided_is_told_of_full_years_of_the_own_organisation(
    nok, office, chiang_mai, rest_house
):
    """Told block by block it would take the chance out of each."""

    def keep(unit, number, by_chance):
        about = {"unit": unit, "block": number, "smallest": 5, "frozen_at": NOW}
        BlockResult.objects.create(by_chance=by_chance, **about)

    for number in range(1, 42):
        keep(rest_house, number, by_chance=True)
    told = []
    for n in range(26):
        keep(office, 11 + n, by_chance=n in {0, 4, 12, 13})
        keep(chiang_mai, 11 + n, by_chance=False)
        told.append(chance_decided(nok).partition(" blocks")[0])
    year = "In the last full year chance decided a band in {n} of 13"
    assert told == [""] * 12 + [year.format(n=3)] * 13 + [year.format(n=1)]


@pytest.mark.parametrize("teams", [0, 4])
def test_it_costs_the_same_for_any_number_of_rows(
    teams, lived, ploy, office, saphan, django_assert_num_queries
):
    for n in range(teams):
        for person in make_workers(9, make_unit(saphan, f"Team {n}", parent=office)):
            make_checkin(person, BLOCK.first)
            make_week(person, BLOCK.first, points="50", capacity="100")
    freeze_again()
    # The limits of each kind of work are read once in the life of a process.
    privacy_check(again(ploy), NOW)
    ploy = again(ploy)
    ploy.current_memberships  # noqa: B018 - read once per request, before
    # Of thirty kinds of rows it is asked at once whether there are any.
    with django_assert_num_queries(31):
        privacy_check(ploy, NOW)
