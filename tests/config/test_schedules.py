import ast
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.tasks import Task
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

from config import schedules
from people.weeks import BANGKOK, Block
from tests.makers import at
from tests.roles import as_the_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", schedules.TIMETABLE)
def test_every_path_is_a_task_that_needs_no_arguments(path):
    task = import_string(path)

    assert isinstance(task, Task)
    assert task.module_path == path


def rows():
    return {row.name: row for row in Schedule.objects.all()}


def test_migrating_writes_the_timetable_as_the_cluster_reads_it():
    Schedule.objects.all().delete()
    with as_the_owner():
        call_command("migrate", verbosity=0)

    assert rows().keys() == schedules.TIMETABLE.keys()
    for path, row in rows().items():
        assert row.func == "config.queue.run"
        assert ast.literal_eval(row.args) == (path,)
        assert row.repeats == -1


def test_a_second_time_changes_nothing():
    schedules.sync()
    before = {name: (row.pk, row.next_run) for name, row in rows().items()}
    schedules.sync()

    assert {name: (row.pk, row.next_run) for name, row in rows().items()} == before


def test_what_is_new_in_the_timetable_is_done_when_the_cluster_starts():
    """So the offices that are counted at night are counted right after the upgrade that does it."""
    Schedule.objects.all().delete()
    schedules.sync()
    assert not Schedule.objects.filter(next_run__gt=timezone.now())


def test_blocks_are_frozen_on_wednesdays_at_six_in_bangkok():
    Schedule.objects.all().delete()
    schedules.sync()
    row = rows()["wellbeing.groups.tasks.freeze_blocks"]
    assert row.next_run < Block(0).freezes + timedelta(days=3650)
    for _week in range(60):
        row.next_run = row.calculate_next_run()
        local = row.next_run.astimezone(BANGKOK)
        assert (local.isoweekday(), local.hour, local.minute) == (3, 6, 0)
        assert (row.next_run - Block(0).freezes) % timedelta(weeks=1) == timedelta()


def test_a_later_migration_leaves_the_time_of_the_next_run():
    schedules.sync()
    moved = at("2027-01-06 06:00")
    Schedule.objects.filter(name="wellbeing.groups.tasks.freeze_blocks").update(next_run=moved)
    schedules.sync()

    assert rows()["wellbeing.groups.tasks.freeze_blocks"].next_run == moved


def test_a_row_that_left_the_timetable_goes_and_others_stay():
    Schedule.objects.create(name="gone", func="config.queue.run", args="('a.b',)")
    Schedule.objects.create(name="somebody else's", func="other.function")
    schedules.sync()

    assert rows().keys() == schedules.TIMETABLE.keys() | {"somebody else's"}
