"""The pages of the calendar: a year that all read, and what admins type and press."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.calendar import actions as calendars
from people.models import CalendarDay, CalendarSpan, Organisation
from tests.makers import NOW, enter

PAGE = "/calendar/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_ploy(client, ploy):
    enter(client, ploy)
    return client


def rows(answer):
    return {str(row.day): row for month in answer.context["page"].months for row in month.rows}


def test_a_year_stands_there_by_months_with_both_names(as_ploy):
    answer = as_ploy.get(PAGE, {"year": "2570"})
    assert answer.context["page"].year == 2027
    first = rows(answer)["2027-04-13"]
    assert (str(first.name), first.beside, first.rests) == ("Songkran Festival", "วันสงกรานต์", True)
    assert "Calendar 2027" in answer.text
    assert rows(as_ploy.get(PAGE))["2026-12-31"].rests


def test_this_year_begins_with_this_month_and_what_is_over_is_folded(client, nok):
    enter(client, nok)
    page = client.get(PAGE).text
    fold = page[page.index("<details") : page.index("</details>")]
    assert "Earlier this year" in fold
    assert "Chulalongkorn" in fold  # 23 October
    assert "Constitution Day" not in fold
    assert page.index("Songkran") < page.index("Constitution Day")
    assert "Named days" not in page  # nobody named any, and she names none
    next_year = client.get(PAGE, {"year": "2027"}).text
    assert "Earlier this year" not in next_year
    assert "Songkran" in next_year


@pytest.mark.parametrize("year", ["2019", "2121", "2664", "2300", "x", "99999999999999999999"])
def test_a_year_that_is_none_is_not_found(as_ploy, year):
    assert as_ploy.get(PAGE, {"year": year}).status_code == 404


def test_a_year_without_a_moon_says_so(as_ploy):
    assert "only days with a fixed date" in as_ploy.get(PAGE, {"year": "2101"}).text
    assert "only days with a fixed date" not in as_ploy.get(PAGE, {"year": "2100"}).text


def test_all_read_it_and_admins_alone_press(client, nok):
    enter(client, nok)
    answer = client.get(PAGE, {"year": "2027"})
    assert "Songkran" in answer.text
    assert "We work then" not in answer.text
    assert client.post(PAGE, {"work": "2027-04-13"}).status_code == 404
    assert not CalendarDay.objects.exists()


def test_presses_work_rest_and_switch(as_ploy, ploy):
    here = f"{PAGE}?year=2027"
    answer = as_ploy.post(here, {"work": "2027-04-13"}, follow=True)
    assert not rows(answer)["2027-04-13"].rests
    assert "we work" in answer.text
    assert rows(as_ploy.post(here, {"rest": "2027-04-13"}, follow=True))["2027-04-13"].rests
    as_ploy.post(here, {"follow": "off"})
    assert Organisation.objects.get(pk=ploy.organisation_id).rests_on_holidays is False
    assert "We work on public holidays" in as_ploy.get(here).text


def test_a_press_on_another_day_is_refused_and_on_none_not_found(as_ploy):
    answer = as_ploy.post(PAGE, {"work": "2027-04-16"})
    assert (answer.status_code, "no public holiday" in answer.text) == (422, True)
    for posted in ({"rest": "x"}, {"rest": "2027-02-30"}, {"entry": "x"}, {"span": "x"}, {}):
        assert as_ploy.post(PAGE, posted).status_code == 404


def test_a_day_is_typed_in_the_buddhist_era_and_taken_out(as_ploy):
    sent = {"day": "16/4/2570", "kind": "special", "name_th": "วันหยุดพิเศษ"}
    answer = as_ploy.post(f"{PAGE}days/new/", sent, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?year=2027", 302)]
    row = rows(answer)["2027-04-16"]
    assert (row.rests, row.source) == (True, "Special day of the government: we rest")
    as_ploy.post(PAGE, {"entry": row.typed.public_id})
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        ({"day": "/4/2570"}, "id_day"),
        ({"day": "30/2/2570"}, "id_day"),
        ({"day": "29/2/2570"}, "id_day"),  # 2027 is no leap year
        ({"day": ""}, "id_day"),
        ({"name_en": ""}, "id_name_en"),
        ({"kind": ""}, "id_kind"),
    ],
)
def test_a_day_that_is_half_typed_is_refused_and_kept(as_ploy, sent, at):
    posted = {"day": "16/4/2570", "kind": "rests", "name_en": "Ours"} | sent
    answer = as_ploy.post(f"{PAGE}days/new/", posted)
    assert answer.status_code == 422
    assert [field for field, _said in answer.context["problems"]] == [at]
    assert posted["name_en"] in answer.text


def test_a_day_typed_twice_stands_at_its_field(as_ploy):
    posted = {"day": "29/2/2571", "kind": "rests", "name_en": "Leap"}
    assert as_ploy.post(f"{PAGE}days/new/", posted).status_code == 302
    answer = as_ploy.post(f"{PAGE}days/new/", posted)
    assert (answer.status_code, answer.context["problems"][0][0]) == (422, "id_day")


def test_a_span_is_named_refused_backwards_and_taken_out(as_ploy):
    sent = {"first": "28/12/2569", "last": "2/1/2570", "kind": "recess", "name_en": "Recess"}
    backwards = sent | {"first": "2/1/2570", "last": "28/12/2569"}
    answer = as_ploy.post(f"{PAGE}spans/new/", backwards)
    assert (answer.status_code, answer.context["problems"][0][0]) == (422, "id_last")
    as_ploy.post(f"{PAGE}spans/new/", sent)
    for year in ("2569", "2570"):
        assert [str(one) for one in as_ploy.get(PAGE, {"year": year}).context["page"].spans] == [
            "Recess"
        ]
    as_ploy.post(PAGE, {"span": CalendarSpan.objects.get().public_id})
    assert not CalendarSpan.objects.exists()


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_costs_the_same_for_any_number_and_reads_in_thai(client, ploy, size):
    client.cookies["django_language"] = "th"
    enter(client, ploy)
    for n in range(size):
        about = {"name": {"en": f"Day {n}"}, "kind": "rests", "by": ploy, "now": NOW}
        day = NOW.date().replace(day=1 + n)
        calendars.add_day(organisation=ploy.organisation, day=day, **about)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as ran:
        answer = client.get(PAGE)
    assert len(ran) <= 5, [one["sql"][:90] for one in ran]
    assert "2569" in answer.text
    assert "วันสิ้นปี" in answer.text
