"""A person's own pay number: they alone enter it, read it and erase it."""

import re
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent
from people.own_data import record
from people.own_data.traces import TRACES
from tests.makers import NOW, WEEK, enter, make_unweighed_week, make_week
from workload.models import LieuGrant, PayNumber
from workload.rules.extra_pay import PayRate
from workload.time import pay

PAGE = "/my-time/worth/"
LINKS = re.compile(r'href="[^"]*"')
NUMBER = "417.29"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def six_hours_beyond(nok):
    make_week(nok, WEEK, hours=Decimal(46))


def keep(person, number=NUMBER, factor="1"):
    pay.keep_rate(person=person, rate=PayRate(Decimal(number), Decimal(factor)), now=NOW)


def test_hours_beyond_stand_in_money_once_a_number_is_kept(as_nok, nok, six_hours_beyond):
    assert "In money" not in text(as_nok.get(PAGE))
    answer = as_nok.post(PAGE, {"pay": "๑๒๐", "factor": "1.5"}, follow=True)
    assert "1,080.00" in text(answer)
    assert pay.own_rate(nok) == PayRate(Decimal(120), Decimal("1.5"))


def test_an_empty_number_keeps_nothing(as_nok, nok, six_hours_beyond):
    keep(nok)
    as_nok.post(PAGE, {"pay": "", "factor": "2"})
    assert not PayNumber.objects.exists()


def test_one_press_erases_it(as_nok, nok):
    keep(nok)
    as_nok.post(PAGE, {"do": "erase"})
    assert not PayNumber.objects.exists()
    assert as_nok.post(PAGE, {"do": "erase"}).status_code == 302


def test_a_number_in_place_of_another_is_one_row(nok):
    keep(nok)
    keep(nok, "500", "2")
    assert pay.own_rate(nok) == PayRate(Decimal(500), Decimal(2))
    assert PayNumber.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"pay": "0"},
        {"pay": "-5"},
        {"pay": "NaN"},
        {"pay": "1e400"},
        {"pay": "100001"},
        {"pay": "much"},
        {"pay": "100", "factor": "0"},
        {"pay": "100", "factor": "11"},
        {"pay": "1.234"},
        {"pay": "9" * 400},
    ],
)
def test_what_is_no_number_for_an_hour_is_refused_and_nothing_kept(as_nok, sent):
    assert as_nok.post(PAGE, sent).status_code == 422
    assert not PayNumber.objects.exists()


def test_only_ones_own_weeks_beyond_count_and_what_was_given_back_is_left_out(nok, wipa):
    make_week(wipa, WEEK, hours=Decimal(50))
    make_week(nok, WEEK, hours=Decimal(46))
    make_week(nok, WEEK - 1, hours=Decimal(30))
    make_week(nok, WEEK - 3, hours=Decimal("44.5"))
    make_week(nok, WEEK - 4, hours=Decimal(50))
    make_week(nok, WEEK - 51, hours=Decimal(41))
    make_week(nok, WEEK - 52, hours=Decimal(60))
    for person, week, hours in ((nok, WEEK - 3, 4), (nok, WEEK - 4, 2), (wipa, WEEK, 1)):
        LieuGrant.objects.create(
            organisation=nok.organisation,
            person=person,
            week=week.monday,
            hours=Decimal(hours),
            by=wipa,
            at=NOW,
        )
    found = pay.amounts_beyond(nok, PayRate(Decimal(10)), NOW)
    assert [(one.weeks, one.hours.worked, one.hours.given_back, one.amount) for one in found] == [
        (4, Decimal("10.5"), 4, 65),
        (12, Decimal("20.5"), 6, 145),
        (52, Decimal("21.5"), 6, 155),
    ]


def test_a_week_without_contracted_hours_has_none_beyond(nok):
    make_unweighed_week(nok, WEEK, hours=Decimal(60))
    assert all(one.hours.worked == 0 for one in pay.amounts_beyond(nok, None, NOW))


def test_no_other_person_reads_it_or_that_there_is_one(nok, wipa, ploy, anan, orathai):
    """Every page of theirs leads where it led before the number was there, and none says it."""
    for other in (wipa, ploy, anan, orathai):
        client = Client()
        enter(client, other)
        places = ("/team/", f"/team/{nok.public_id}/", "/my-time/", PAGE, "/programme/")
        before = [LINKS.findall(text(client.get(place))) for place in places]
        keep(nok)
        pages = [text(client.get(place)) for place in places]
        assert [LINKS.findall(page) for page in pages] == before
        assert not any(NUMBER in page for page in pages)
        assert pay.own_rate(other) is None
        assert not PayNumber.objects.visible_to(other).exists()
        PayNumber.objects.all().delete()
    assert mail.outbox == []


def test_it_is_sealed_and_every_number_in_as_many_bytes(nok, wipa):
    keep(nok, "1", "1")
    keep(wipa, "99999.99", "3.25")
    rows = list(PayNumber.objects.values_list("sealed_pay", flat=True))
    assert len({len(one) for one in rows}) == 1
    assert b"99999" not in bytes(rows[1])


def test_a_number_moved_to_another_row_does_not_open(nok, wipa):
    keep(nok)
    keep(wipa, "500")
    stolen = PayNumber.objects.get(person=nok).sealed_pay
    PayNumber.objects.filter(person=wipa).update(sealed_pay=stolen)
    with pytest.raises(Exception, match=r"workload.PayNumber.pay"):
        pay.own_rate(wipa)


def test_it_stands_in_the_persons_own_files_and_in_no_others(nok, wipa):
    keep(nok, NUMBER, "1.5")
    assert [list(row) for row in record.PARTS["pay_number"].rows(nok)] == [[NUMBER, "1.5", NOW]]
    assert NUMBER in record.as_json(nok, NOW).decode()
    assert NUMBER not in record.as_json(wipa, NOW).decode()


def test_it_goes_with_all_that_a_person_told(nok):
    keep(nok)
    [trace] = [one for one in TRACES if one.model is PayNumber]
    assert trace.delete(trace.of(nok)) == 1


def test_nothing_of_it_stands_in_the_access_log(as_nok, six_hours_beyond):
    before = AccessEvent.objects.count()
    as_nok.post(PAGE, {"pay": "120"})
    as_nok.get(PAGE)
    assert AccessEvent.objects.count() == before


def test_the_page_takes_as_many_statements_for_a_year_of_weeks(as_nok, nok):
    keep(nok)
    counts = []
    for weeks in (range(1), range(1, 50)):
        for n in weeks:
            make_week(nok, WEEK - n, hours=Decimal(44))
        with CaptureQueriesContext(connection) as seen:
            as_nok.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
