"""A clock that ran ahead for a while holds nothing for a day."""

from datetime import timedelta

import pytest
from django_q.models import OrmQ, Schedule

from config import schedules
from config.cluster.minding import pull_back
from people.models import OutgoingLetter
from tests.makers import NOW, make_failed_letter

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def timetable():
    schedules.sync()


@pytest.mark.parametrize(
    ("path", "period"),
    [
        ("people.messages.tasks.send_own_mail", timedelta(minutes=10)),
        ("workload.flags.tasks.sweep_flags", HOUR),
        ("people.audit.tasks.mail_anchor", DAY),
        ("wellbeing.groups.tasks.freeze_blocks", 7 * DAY),
    ],
)
@pytest.mark.parametrize("ahead", [1, 30])
def test_a_job_of_the_timetable_comes_within_its_period_and_keeps_its_hour(path, period, ahead):
    right = NOW + timedelta(minutes=3)
    Schedule.objects.filter(name=path).update(next_run=right + ahead * 7 * DAY)
    pull_back(NOW)
    assert Schedule.objects.get(name=path).next_run == right


def test_what_is_right_stays():
    before = NOW + timedelta(minutes=3)
    Schedule.objects.update(next_run=before)
    pull_back(NOW)
    assert set(Schedule.objects.values_list("next_run", flat=True)) == {before}


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [(10 * MINUTE, True), (20 * MINUTE, True), (21 * MINUTE, False), (DAY, False)],
)
def test_a_queued_job_is_claimable_but_not_while_it_may_run(ahead, kept):
    OrmQ.objects.create(key="kamlangjai", payload="", lock=NOW + ahead)
    pull_back(NOW)
    assert OrmQ.objects.get().lock == (NOW + ahead if kept else NOW)


@pytest.mark.parametrize(("ahead", "kept"), [(4 * HOUR, True), (DAY, False)])
def test_a_letter_is_tried(nok, ahead, kept):
    make_failed_letter(nok, state=OutgoingLetter.State.WAITING, next_try=NOW + ahead)
    pull_back(NOW)
    assert OutgoingLetter.objects.get().next_try == (NOW + ahead if kept else NOW)


def test_a_letter_that_was_in_the_hands_of_a_killed_worker_is_seen(nok):
    make_failed_letter(nok, state=OutgoingLetter.State.LEAVING, next_try=NOW + DAY)
    pull_back(NOW)
    assert OutgoingLetter.objects.get().state == OutgoingLetter.State.FAILED
