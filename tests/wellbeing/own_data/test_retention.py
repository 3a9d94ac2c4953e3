"""Answers a year, what they added up to two years, then nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from people.weeks import Week, months_before
from tests.makers import NOW, WEEK, make_share
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn, ContactRequest, Share
from wellbeing.own_data import retention
from wellbeing.own_data import tasks as own_data_tasks
from wellbeing.rules.pulse import PulseAnswers

ANSWERS = PulseAnswers(worn=4, far=1, back=0, rest=3, team=2)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def telling():
    return CheckIn.objects.exclude(sealed_answers=b"")


def answer(person, week=WEEK, answers=ANSWERS, note="a long night"):
    return checkins.record(
        person=person, unit=person.home.unit, week=week, answers=answers, note=note
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 20), 12, date(2025, 11, 20)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2028, 2, 29), 48, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 12, 31), 24, date(2024, 12, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day, months, expected):
    assert months_before(day, months) == expected


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(0, 60))
def test_months_before_lies_between_28_and_31_days_a_month(day, months):
    assert 28 * months <= (day - months_before(day, months)).days <= 31 * months


# Week 47 ends on Sunday 22 November 2026.
@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2027, 11, 22), "everything"),
        (date(2027, 11, 23), "the sum"),
        (date(2028, 11, 22), "the sum"),
        (date(2028, 11, 23), "nothing"),
    ],
)
def test_a_week_is_reduced_after_a_year_and_deleted_after_two(nok, day, kept):
    answer(nok)
    retention.keep_to(retention.midnight(day))
    found = [(one.answers, str(one.strain), one.note) for one in CheckIn.objects.all()]
    assert (
        found
        == {
            "everything": [(ANSWERS, "40.00", "a long night")],
            "the sum": [(PulseAnswers(), "40.00", "")],
            "nothing": [],
        }[kept]
    )


def test_a_week_that_added_up_to_nothing_goes_whole(nok):
    answer(nok, answers=PulseAnswers(worn=1))
    answer(nok, WEEK - 1, answers=PulseAnswers())
    retention.keep_to(retention.midnight(date(2027, 11, 23)))
    assert not CheckIn.objects.exists()


def test_a_second_time_there_is_nothing_to_do(nok):
    for back in range(3):
        answer(nok, WEEK - back)
    day = date(2027, 11, 23)
    assert retention.keep_to(retention.midnight(day)) == (3, 0)
    assert retention.keep_to(retention.midnight(day)) == (0, 0)


def test_many_rows_go_in_batches(nok, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(retention, "BATCH", 2)
    for back in range(5):
        answer(nok, WEEK - back)
    with django_assert_num_queries(3 + 4 + 3):  # nothing else is old; three batches and a look
        assert retention.reduce(date(2027, 11, 23)) == 5
    assert not telling().exists()


def test_an_interrupted_run_is_taken_up_again(nok, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    for back in range(3):
        answer(nok, WEEK - back)
    day = date(2027, 11, 23)

    def dies(some):
        if telling().count() < 3:
            raise KeyboardInterrupt
        some.update(**retention.NOTHING_TOLD)

    with pytest.raises(KeyboardInterrupt):
        retention.in_batches(telling(), dies)
    assert telling().count() == 2
    assert retention.reduce(day) == 2


def test_old_shares_and_requests_go_after_two_years(nok, wipa):
    make_share(nok, wipa)
    ContactRequest.objects.create(
        organisation=nok.organisation, person=nok, contact=wipa, asked_at=NOW, done_at=NOW
    )
    retention.keep_to(retention.midnight(date(2028, 11, 20)))
    assert (Share.objects.count(), ContactRequest.objects.count()) == (1, 1)
    retention.keep_to(retention.midnight(date(2028, 11, 23)))
    assert (Share.objects.count(), ContactRequest.objects.count()) == (0, 0)


def test_the_job_takes_the_day_of_bangkok(nok):
    """Midnight there is still the evening before in London."""
    answer(nok)
    first = Week(date(2026, 11, 16)).sunday + timedelta(days=366)
    assert first == date(2027, 11, 23)
    for hour, left in ((16, 1), (17, 0)):
        with time_machine.travel(f"2027-11-22T{hour}:00:00+00:00", tick=False):
            own_data_tasks.forget_old.call()
        assert telling().count() == left
