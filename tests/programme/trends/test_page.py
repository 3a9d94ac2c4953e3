"""The page of trends: two years of quarters for the programme office, withheld ones said so."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from people.models import Role
from programme.models import QuarterFigure, QuarterMeasure
from programme.rules.quarters import CalendarQuarter
from programme.trends import page
from tests.makers import NOW, change_account, enter, make_membership, make_person

THIRD = CalendarQuarter(date(2026, 7, 1))
TODAY = NOW.date()
TOLD = {
    QuarterMeasure.LOAD: "steady,,above",
    QuarterMeasure.FLAGS: "10-19",
    QuarterMeasure.FIRST_STEP: "week",
    QuarterMeasure.FALL: "most",
    QuarterMeasure.CERTIFICATES: "40,5,2",
    QuarterMeasure.POSTS: "18,4",
    QuarterMeasure.EVALUATIONS: "6,2,0",
}


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def keep(organisation, quarter, withheld=()):
    """Figures of a quarter as the job keeps them."""
    about = {"organisation": organisation, "quarter": quarter.first, "smallest": 5}
    QuarterFigure.objects.bulk_create(
        QuarterFigure(
            measure=measure,
            size="" if measure in withheld else "20-49",
            told="" if measure in withheld else told,
            frozen_at=NOW,
            **about,
        )
        for measure, told in TOLD.items()
    )


def text_of(client) -> str:
    return " ".join(client.get(reverse("trends")).text.split())


def test_the_page_says_every_measure_in_words_and_has_a_picture_and_a_table(client, saphan, anan):
    keep(saphan, THIRD)
    enter(client, anan)
    assert reverse("trends") in client.get(reverse("reports")).text
    shown = text_of(client)
    for words in (
        "Steady · Withheld · Above the limit",
        "10–19 people",
        "Within a week",
        "Lower for most",
        "40 valid, 5 to renew, 2 expired",
        "18 held, 4 uncovered",
        "6 mostly, 2 partly, 0 little",
        "Quarter 3, 2026",
        "The next quarter is counted on 11 February 2027.",
    ):
        assert words in shown
    assert shown.count('class="chart" role="img"') == len(TOLD)
    assert "style=" not in shown


def test_it_speaks_thai_and_counts_years_as_thais_do(client, saphan, anan):
    change_account(anan, language="th")
    keep(saphan, THIRD)
    enter(client, anan)
    client.cookies["django_language"] = "th"
    shown = text_of(client)
    assert "ไตรมาส 3/2569" in shown
    assert "มีคนแล้ว 18 ยังไม่มีคนดูแล 4" in shown


def test_a_withheld_figure_has_one_word_and_a_frame_and_no_zero(saphan, anan):
    keep(saphan, THIRD.before)
    keep(saphan, THIRD, withheld=TOLD)
    found = page.read(anan, TODAY)
    assert set(found.rows[0].words) == {"Withheld"}
    for row in (*found.flagged, *found.counted):
        assert row.newest == "Withheld"
        assert "band-kept" in row.picture


def test_a_quarter_that_no_job_counted_reads_as_a_withheld_one(saphan, anan):
    keep(saphan, THIRD.back(2))
    keep(saphan, THIRD)
    rows = page.read(anan, TODAY).rows
    assert [one.name for one in rows] == ["Quarter 3, 2026", "Quarter 2, 2026", "Quarter 1, 2026"]
    assert set(rows[1].words) == {"Withheld"}


def test_two_years_are_shown_and_the_quarter_that_goes_on_is_not(saphan, anan):
    for back in range(10):
        keep(saphan, THIRD.back(back))
    keep(saphan, THIRD.after)
    rows = page.read(anan, TODAY).rows
    assert len(rows) == page.QUARTERS
    assert (rows[0].name, rows[-1].name) == ("Quarter 3, 2026", "Quarter 4, 2024")


def test_before_the_first_quarter_is_counted_the_page_says_when(client, anan):
    enter(client, anan)
    shown = text_of(client)
    assert "Nothing published yet" in shown
    assert "The next quarter is counted on 11 February 2027." in shown


def test_others_and_the_office_of_another_organisation_read_nothing(
    client, saphan, nok, wipa, ploy, siriporn, rest_house
):
    keep(saphan, THIRD)
    other = make_person("other", rest_house.organisation)
    make_membership(other, rest_house, Role.PROGRAMME)
    for viewer in (nok, wipa, ploy, siriporn):
        enter(client, viewer)
        assert client.get(reverse("trends")).status_code == 404
        assert not QuarterFigure.objects.visible_to(viewer).exists()
    assert page.read(other, TODAY).rows == ()


def test_the_office_of_a_part_learns_nothing_of_the_others(client, saphan, chiang_mai, anan):
    """It counts its own certificates on its pages: the whole less these would be the others'."""
    keep(saphan, THIRD)
    part = make_person("part", saphan)
    make_membership(part, chiang_mai, Role.PROGRAMME)
    assert not QuarterFigure.objects.visible_to(part).exists()
    enter(client, part)
    shown = text_of(client)
    assert "For the office of the whole organisation" in shown
    assert "20–49" not in shown
    assert "The next quarter is counted" not in shown
    enter(client, anan)
    assert "For the office of the whole organisation" not in text_of(client)


@pytest.mark.parametrize("quarters", [1, 8])
def test_it_costs_one_statement_for_any_number_of_quarters(
    saphan, anan, quarters, django_assert_num_queries
):
    for back in range(quarters):
        keep(saphan, THIRD.back(back))
    assert anan.roles
    with django_assert_num_queries(1):
        assert len(page.read(anan, TODAY).rows) == quarters
