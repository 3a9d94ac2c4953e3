"""A list on its way in: all of it or nothing, exactly as it was shown, and back within a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.lists import actions as lists
from people.lists import carrying, keeping
from people.lists.cells import open_cells
from people.lists.kinds import SUBJECTS, RowFate
from people.models import BackgroundJob, ImportEffect, Job, ListImport, Role
from tests.makers import NOW, make_membership, make_person

from .trades import PASTED

pytestmark = pytest.mark.django_db

State = BackgroundJob.State
LATER = NOW + timedelta(minutes=5)


def clock():
    return LATER


def brought_by(person, text=PASTED, now=NOW, **more):
    return lists.bring(subject="trades", text=text, by=person, now=now, **more)


def saved_by(person, text=PASTED, now=NOW):
    """The job that saved a list, done on the spot."""
    brought = brought_by(person, text, now)
    shown = lists.look(brought=brought, by=person, now=now)
    job = lists.save(brought=brought, promised=shown.digest, by=person, now=now)
    carrying.save_list(job.pk, lambda: now)
    job.refresh_from_db()
    return job


@pytest.fixture
def held(saphan):
    """A job that is there already."""
    return Job.objects.create(organisation=saphan, key="D2", name={"en": "Kitchen"})


@pytest.fixture(autouse=True)
def waiting(settings):
    """Jobs wait until the test does them."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def beside(waiting, office):
    """Two more admins, a list of one and a job of the other: no step on Ploy's touches them."""
    others = [make_person(name, office.organisation) for name in ("dao", "som")]
    for person in others:
        make_membership(person, office, Role.ADMIN)
        brought = brought_by(person)
    shown = lists.look(brought=brought, by=person, now=NOW)
    job = lists.save(brought=brought, promised=shown.digest, by=person, now=NOW)
    assert carrying.begun(job.pk, clock)

    def rows():
        return [list(one.objects.filter(by__in=others).values()) for one in (ListImport, type(job))]

    before = rows()
    yield
    assert rows() == before


def trades_of(organisation):
    jobs = Job.objects.filter(organisation=organisation, key__startswith="D")
    return {one.key: str(one) for one in jobs}


def test_every_row_is_judged_before_anything_is_saved(ploy, saphan, held):
    brought = brought_by(ploy)
    shown = lists.look(brought=brought, by=ploy, now=NOW)

    assert brought.columns == ["code", "en", "th", ""]
    assert [one.fate for one in shown.verdicts] == [
        RowFate.NEW,
        RowFate.CHANGES,
        RowFate.CANNOT,
        RowFate.CANNOT,
    ]
    assert [str(one.problems[0].sentence) for one in shown.refused] == [
        "This row has no code.",
        "D1 stands in row 2 as well.",
    ]
    assert trades_of(saphan) == {"D2": "Kitchen"}


@pytest.mark.usefixtures("beside")
def test_what_was_shown_is_written_and_what_cannot_be_is_kept_to_take_along(ploy, saphan, held):
    job = saved_by(ploy)

    assert (job.state, job.done, job.total) == (State.DONE, 4, 4)
    assert job.report == {"new": 1, "changes": 1, "same": 0, "cannot": 2}
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}
    cells = open_cells(job.saved_list)
    assert cells.rows == ()
    assert [(one.number, one.cells[1], one.why) for one in cells.left_out] == [
        (4, "Nameless", "This row has no code."),
        (5, "Again", "D1 stands in row 2 as well."),
    ]


def test_a_second_press_starts_no_second_job(ploy):
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    first = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    assert lists.save(brought=brought, promised=digest, by=ploy, now=NOW) == first
    carrying.save_list(first.pk, clock)
    assert lists.save(brought=brought, promised=digest, by=ploy, now=NOW) == first
    # The cluster delivers at least once.
    carrying.save_list(first.pk, clock)
    assert ImportEffect.objects.count() == 2


def test_another_list_than_the_one_shown_is_refused(ploy, held):
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    Job.objects.filter(pk=held.pk).update(name={"en": "Baker"})
    lists.look(brought=brought, by=ploy, now=NOW)

    for promised in (digest, "", "x"):
        with pytest.raises(ValidationError, match="Something changed since you looked"):
            lists.save(brought=brought, promised=promised, by=ploy, now=NOW)


def test_a_change_between_look_and_job_refuses_it_and_names_the_row(ploy, saphan, held):
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    Job.objects.filter(pk=held.pk).update(name={"en": "Baker"})

    carrying.save_list(job.pk, clock)

    job.refresh_from_db()
    assert job.state == State.REFUSED
    assert job.report == {"code": "changed", "rows": [3], "changed": 1}
    assert trades_of(saphan) == {"D2": "Baker"}
    # It is looked at and saved again.
    shown = lists.look(brought=brought, by=ploy, now=LATER)
    again = lists.save(brought=brought, promised=shown.digest, by=ploy, now=LATER)
    carrying.save_list(again.pk, clock)
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}


def test_a_change_between_judging_and_writing_is_found_under_the_lock(
    ploy, saphan, held, monkeypatch, trades
):
    """The first try meets a change and is rolled back, as the change is; the second is quiet."""
    changes = iter([{"en": "Baker"}])

    def lock(bringing):
        trades.lock(bringing)
        for name in changes:
            Job.objects.filter(pk=held.pk).update(name=name)

    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    monkeypatch.setitem(SUBJECTS, "trades", replace(trades, lock=lock))
    carrying.save_list(job.pk, clock)

    job.refresh_from_db()
    assert job.state == State.DONE
    assert next(changes, None) is None
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}


def test_a_list_that_never_finds_a_quiet_moment_is_refused(ploy, saphan, held, monkeypatch, trades):
    def lock(bringing):
        Job.objects.filter(pk=held.pk).update(name={"en": "Baker"})

    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    monkeypatch.setitem(SUBJECTS, "trades", replace(trades, lock=lock))
    carrying.save_list(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.report) == (State.REFUSED, {"code": "busy"})
    assert trades_of(saphan) == {"D2": "Kitchen"}


def test_a_role_that_ended_meanwhile_refuses_the_job(ploy, saphan):
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    ploy.memberships.all().delete()

    carrying.save_list(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.report) == (State.REFUSED, {"code": "not_yours"})
    assert trades_of(saphan) == {}


def test_a_job_that_breaks_off_writes_nothing_and_can_be_pressed_again(
    ploy, saphan, monkeypatch, trades
):
    def write(bringing, verdicts):
        trades.write(bringing, verdicts)
        raise RuntimeError("no more")

    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    monkeypatch.setitem(SUBJECTS, "trades", replace(trades, write=write))
    with pytest.raises(RuntimeError):
        carrying.save_list(job.pk, clock)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert trades_of(saphan) == {}

    monkeypatch.setitem(SUBJECTS, "trades", trades)
    again = lists.save(brought=brought, promised=digest, by=ploy, now=LATER)
    carrying.save_list(again.pk, clock)
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}


@pytest.mark.usefixtures("beside")
def test_a_job_that_was_killed_is_begun_anew_and_never_writes_twice(ploy, saphan):
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    killed = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    assert carrying.begun(killed.pk, lambda: NOW)

    soon, long_after = NOW + timedelta(minutes=2), NOW + timedelta(minutes=2, seconds=1)
    assert lists.save(brought=brought, promised=digest, by=ploy, now=soon) == killed
    again = lists.save(brought=brought, promised=digest, by=ploy, now=long_after)
    assert again != killed
    # The process was only slow: it finds that it is over.
    carrying.save_list(killed.pk, clock)
    assert trades_of(saphan) == {}
    carrying.save_list(again.pk, clock)
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}
    killed.refresh_from_db()
    assert killed.state == State.FAILED


def test_a_job_in_the_middle_finds_that_another_took_over(ploy, saphan, monkeypatch, trades):
    def judge(bringing):
        BackgroundJob.objects.update(state=State.FAILED)
        return trades.judge(bringing)

    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    job = lists.save(brought=brought, promised=digest, by=ploy, now=NOW)
    monkeypatch.setitem(SUBJECTS, "trades", replace(trades, judge=judge))
    carrying.save_list(job.pk, clock)

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert trades_of(saphan) == {}


@pytest.mark.usefixtures("beside")
def test_undo_takes_back_what_has_not_been_touched_and_lists_the_rest(ploy, saphan, held):
    brought = saved_by(ploy).saved_list
    Job.objects.filter(key="D1").update(name={"en": "Chauffeur"})

    job = lists.undo(brought=brought, by=ploy, now=NOW + timedelta(days=1))
    carrying.undo_list(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.report) == (State.DONE, {"undone": 1, "kept": 1})
    assert trades_of(saphan) == {"D1": "Chauffeur", "D2": "Kitchen"}
    brought.refresh_from_db()
    kept = open_cells(brought).kept
    assert [(one.number, one.title, one.why) for one in kept] == [
        (2, "Chauffeur", "It was renamed since.")
    ]
    assert not ImportEffect.objects.exists()
    assert lists.undo(brought=brought, by=ploy, now=NOW) == job


def test_after_a_day_nothing_is_taken_back(ploy, saphan):
    brought = saved_by(ploy).saved_list
    with pytest.raises(ValidationError, match="cannot be undone any more"):
        lists.undo(brought=brought, by=ploy, now=NOW + timedelta(days=1, seconds=1))


def test_only_its_own_person_goes_on_with_a_list(ploy, office):
    boss = make_person("boss", office.organisation)
    make_membership(boss, office, Role.ADMIN)
    brought = brought_by(ploy)
    digest = lists.look(brought=brought, by=ploy, now=NOW).digest
    for step in (
        lambda: lists.look(brought=brought, by=boss, now=NOW),
        lambda: lists.choose_columns(brought=brought, columns=[""] * 4, by=boss, now=NOW),
        lambda: lists.save(brought=brought, promised=digest, by=boss, now=NOW),
        lambda: lists.undo(brought=brought, by=boss, now=NOW),
    ):
        with pytest.raises(ValidationError, match="You cannot do this"):
            step()
    assert list(ListImport.objects.visible_to(boss)) == []


def test_columns_are_changed_and_judged_anew(ploy):
    brought = brought_by(ploy)
    before = lists.look(brought=brought, by=ploy, now=NOW).digest
    lists.choose_columns(brought=brought, columns=["code", "en", "", "place"], by=ploy, now=NOW)
    assert lists.look(brought=brought, by=ploy, now=NOW).digest not in ("", before)
    # Without a needed column there is nothing to judge, nor to save.
    lists.choose_columns(brought=brought, columns=["", "en", "th", ""], by=ploy, now=NOW)
    assert lists.look(brought=brought, by=ploy, now=NOW).digest == ""
    with pytest.raises(ValidationError, match="Something changed"):
        lists.save(brought=brought, promised="", by=ploy, now=NOW)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["code", "en", "en", ""], "Two columns are “Name in English”. Please choose one."),
        (["code", "en", "th", "salary"], "Please choose what each column is."),
        (["code", "en"], "Please choose what each column is."),
    ],
)
def test_columns_that_make_no_sense_are_refused(ploy, columns, sentence):
    with pytest.raises(ValidationError, match=sentence):
        lists.choose_columns(brought=brought_by(ploy), columns=columns, by=ploy, now=NOW)


@pytest.mark.usefixtures("beside")
def test_a_better_list_takes_the_place_of_the_one_that_was_not_saved(ploy):
    saved_by(ploy)
    brought_by(ploy)
    better = brought_by(ploy)
    mine = ListImport.objects.visible_to(ploy)
    assert list(mine.filter(saved_at=None)) == [better]
    assert mine.count() == 2


def test_cells_are_sealed_for_their_list(ploy):
    brought, other = brought_by(ploy), saved_by(ploy).saved_list
    assert "Driver" not in brought.sealed_cells
    other.sealed_cells = brought.sealed_cells
    with pytest.raises(Exception, match="no key"):
        open_cells(other)


def test_what_a_list_said_is_gone_a_day_after_and_that_it_came_after_thirty_days(ploy, saphan):
    brought = saved_by(ploy).saved_list
    brought_by(ploy, now=NOW + timedelta(seconds=1))
    keeping.forget(NOW + timedelta(days=1))
    brought.refresh_from_db()
    assert brought.sealed_cells
    assert ListImport.objects.count() == 2

    keeping.forget(NOW + timedelta(days=1, seconds=2))
    brought.refresh_from_db()
    assert brought.sealed_cells == ""
    assert not ImportEffect.objects.exists()
    assert list(ListImport.objects.all()) == [brought]

    keeping.forget(NOW + timedelta(days=30, seconds=1))
    assert (ListImport.objects.count(), BackgroundJob.objects.count()) == (0, 0)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_few_statements_whatever_its_length(ploy, rows):
    text = "code\tname\n" + "".join(f"D{n}\tTrade {n}\n" for n in range(rows))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        job = saved_by(ploy, text)
    assert job.report["new"] == rows
    assert len(asked) < 60


def test_what_is_being_undone_as_its_day_ends_keeps_what_it_needs(ploy, settings):
    brought = saved_by(ploy).saved_list
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    late = NOW + timedelta(days=1) - timedelta(seconds=1)
    job = lists.undo(brought=brought, by=ploy, now=late)
    keeping.forget(late + timedelta(seconds=5))
    carrying.undo_list(job.pk, lambda: late + timedelta(seconds=6))
    job.refresh_from_db()
    assert job.report == {"undone": 2, "kept": 0}
