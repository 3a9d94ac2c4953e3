"""My week of people without contracted hours: calm, by hours, and for whom it is read."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.templatetags.kamlangjai import kept_fragment
from tests.makers import WEEK, enter, make_line, make_terms, make_unweighed_week, make_week
from wellbeing.models import CheckIn
from workload.models import WorkWeek

from .test_views import PAGE, form, line, text


@pytest.fixture
def as_volunteer(client, volunteer, friday):
    enter(client, volunteer)
    return client


@pytest.fixture
def as_trainer(client, siriporn, friday):
    enter(client, siriporn)
    return client


def test_a_trainer_finds_hours_and_the_five_lines_and_no_empty_caseload(as_trainer):
    page = text(as_trainer.get(PAGE))
    assert "Hours worked" in page
    assert "I felt worn out before the day began." in page
    assert "Cases on you? Add them here" in page
    assert "Only you read these numbers. They are on no board and raise no flag." in page
    for word in ("open cases", "Capacity:", "points a night", 'class="load"'):
        assert word not in page


def test_the_first_week_has_no_hours_that_nobody_wrote(as_volunteer):
    assert 'id="f-hours" name="hours" inputmode="decimal" autocomplete="off"' in (
        page := text(as_volunteer.get(PAGE))
    )
    assert 'value="40"' not in page
    answer = as_volunteer.post(PAGE, form(hours=""))
    assert answer.status_code == 422
    assert "Please write a number; 0 is fine." in text(answer)


def test_a_volunteer_reads_hours_against_the_terms_and_is_thanked_beyond_them(
    as_volunteer, volunteer, wipa
):
    make_terms(volunteer, wipa, hours=10)
    assert "At most 10 a week by your terms" in text(as_volunteer.get(PAGE))
    answer = as_volunteer.post(PAGE, form(hours="12", worn="1"), follow=True)
    assert "Thank you for every hour." in text(answer)
    assert WorkWeek.objects.get(person=volunteer).hours == 12
    assert CheckIn.objects.of(volunteer).get().answers.worn == 1
    page = text(as_volunteer.get(PAGE))
    assert "12 of at most 10 hours this week" in page
    assert "Wipa sees your hours and what you carry." in page


def test_a_case_may_be_added_and_is_shown_in_points_alone(as_volunteer, volunteer):
    answer = as_volunteer.post(PAGE, form(hours="7", do="preview", **line()))
    assert "Points this week" in text(answer)
    assert "so there is no percentage" in text(answer)
    as_volunteer.post(PAGE, form(hours="7", **line()))
    row = WorkWeek.objects.get(person=volunteer)
    assert (row.case_count, row.percent) == (8, None)
    assert "8 open cases" in text(as_volunteer.get(PAGE))


def test_what_stands_out_is_read_by_the_trainer_alone_with_whom_to_ask(as_trainer, siriporn):
    as_trainer.post(PAGE, form(hours="62"))
    for address in (PAGE, "/my-trend/"):
        page = text(as_trainer.get(address))
        assert "Nobody was told. Here is who can help:" in page
        assert 'href="/talk/"' in page


def test_my_trend_shows_hours_where_there_is_no_load(as_volunteer, volunteer):
    make_unweighed_week(volunteer, WEEK - 1, hours=Decimal(6))
    make_unweighed_week(volunteer, hours=Decimal(7))
    page = text(as_volunteer.get("/my-trend/"))
    assert "You worked 7 h." in page
    for word in ("Work load", "of capacity", "You were away that week"):
        assert word not in page


def test_my_week_of_a_volunteer_costs_one_statement_more_than_that_of_a_worker(
    client, friday, nok, volunteer, wipa
):
    make_terms(volunteer, wipa)
    make_week(nok)
    make_unweighed_week(volunteer)
    costs = []
    for person in (nok, volunteer):
        make_line(person)
        enter(client, person)
        client.get(PAGE)
        kept_fragment.cache_clear()
        with CaptureQueriesContext(connection) as statements:
            client.get(PAGE)
        costs.append(len(statements))
    assert costs[1] <= costs[0] + 1
