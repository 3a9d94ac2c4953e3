"""Grow: a door to each page, with what is new in it, for a bounded number of statements."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.translation import override

from tests.makers import (
    NOW,
    change_account,
    enter,
    make_award,
    make_thanks,
    make_thanks_link,
    make_thanks_outside,
)
from tests.training.conftest import (
    count_queries,
    make_certificate,
    make_certificate_type,
    make_places,
    make_session,
)
from training.careers import actions as careers
from training.models import Enrolment, PlaceState

PAGE = "/training/grow/"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_nok(client, nok):
    enter(client, nok)
    return client


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_there_yet_each_door_says_so_kindly(as_nok):
    page = text(as_nok.get(PAGE))
    for said in (
        "None yet.",
        "You have no place in a session yet.",
        "The levels of your organisation will be here.",
        "They are never counted.",
        "never for how much",
    ):
        assert said in page
    assert "sheet-waiting" not in page
    assert 'class="dot"' not in page


def test_each_door_says_what_is_new(as_nok, nok, wipa, siriporn, ploy, saphan, interviewing):
    for name, days in (("Interviewing children", 60), ("First aid", 61), ("Safety", -1)):
        kind = make_certificate_type(saphan, name)
        make_certificate(nok, kind, by=siriporn, expires_on=TODAY + timedelta(days=days))
    make_places(make_session(interviewing, siriporn, day=TODAY), [nok])
    careers.set_up_ladder(by=ploy)
    make_thanks(wipa, nok, "You stayed until she could laugh again.")
    make_award(nok, audience="private")
    page = text(as_nok.get(PAGE))
    for said in (
        "2 valid.",
        "Interviewing children expires on 19 January.",
        "1 expired.",
        "Trauma-informed interviewing on Friday 20 November.",
        " left.",
        "<meter",
        "You stayed until she could laugh again.",
        "You keep 1. You decide who reads it.",
    ):
        assert said in page, said


def test_what_waits_there_stands_on_top_with_dots_and_a_foreign_note_unread(
    as_nok, nok, siriporn, interviewing
):
    make_thanks_outside(make_thanks_link(nok), words="A secret kindness")
    make_award(nok)
    session = make_session(interviewing, siriporn, day=TODAY)
    Enrolment.objects.create(session=session, person=nok, state=PlaceState.INVITED, since=NOW)
    page = text(as_nok.get(PAGE))
    sheet = page.partition('class="sheet sheet-waiting')[2].partition("</section>")[0]
    assert sheet.count("<li>") == 3
    assert "A secret kindness" not in page
    # On the tab with its sum, on three pages of the second level, and on their doors.
    assert page.count("3 waiting for you") == 1
    assert page.count("1 waiting for you") == 6


def test_in_thai(as_nok, nok):
    make_award(nok)
    change_account(nok, language="th")
    with override("th"):
        page = text(as_nok.get(PAGE, headers={"Accept-Language": "th"}))
    assert "รอคุณอยู่" in page
    assert "มี 1 เรื่องรอคุณ" in page


def test_who_has_left_has_their_certificates_and_no_home_of_growing(as_nok, nok):
    nok.memberships.update(ends=TODAY - timedelta(days=1))
    assert as_nok.get(PAGE).status_code == 404


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_costs_the_same_for_any_number(as_nok, nok, wipa, siriporn, saphan, ploy, many):
    careers.set_up_ladder(by=ploy)
    for n in range(many):
        kind = make_certificate_type(saphan, f"Kind {n}")
        make_certificate(nok, kind, by=siriporn)
        make_thanks(wipa, nok, f"Thank you {n}")
        make_award(nok, years=n + 1)
    # Who is here (3), what waits (1), the doors.
    assert count_queries(as_nok, PAGE) == 18
