"""My trend: one's own figures, and nobody else's."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import access
from people.models import AccessEvent, Role
from tests.makers import NOW, WEEK, make_week
from wellbeing import checkins
from wellbeing.rules import Answers
from workload import flags

PAGE = "/my-trend/"


def text(answer) -> str:
    return answer.content.decode()


def test_before_the_first_week_it_says_what_will_appear(as_nok):
    assert "Your first week will appear here" in text(as_nok.get(PAGE))


def test_load_and_answers_stand_week_by_week_with_gaps(as_nok, nok, chiang_mai):
    make_week(nok, WEEK - 2, points="20")
    make_week(nok, WEEK, points="26.1")
    answers = Answers(worn=4, far=None, rest=0)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="")
    page = text(as_nok.get(PAGE))
    assert "weeks 36 to 47" in page
    assert "76.9%, –, 100.4% of capacity" in page
    rows = re.findall(r'<th scope="row">(\d+)</th>(.*?)</tr>', page)
    cells = {week: re.findall(r">([^<>]+)</td>", row) for week, row in rows}
    assert cells["47"] == ["100.4%", "6–7", "–", "–", "None", "–"]
    assert cells["46"] == ["–"] * 6


def test_the_week_before_and_the_hours_are_told_in_words(as_nok, nok):
    make_week(nok, WEEK - 1, points="20")
    make_week(nok, WEEK, points="26.1", hours=61)
    page = text(as_nok.get(PAGE))
    assert "Your load is 100.4% of capacity." in page
    assert "The week before it was 76.9%." in page
    assert "That is 21 h more than your contract says." in page


def test_the_person_sees_who_looked_and_why(as_nok, nok, wipa):
    access.note(viewer=wipa, role=Role.SUPERVISOR, what=AccessEvent.What.FLAG, person=nok, at=NOW)
    page = text(as_nok.get(PAGE))
    assert "Wipa Thongdee" in page
    assert "Reason: load flag" in page


def test_the_person_sees_their_flag_and_answers_it(as_nok, nok, wipa):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    flags.plan(
        flag,
        by=wipa,
        plan=flags.Plan(("move",), "Two cases move.", due_on=date(2026, 12, 1)),
        now=NOW,
    )
    page = text(as_nok.get(PAGE))
    assert "A flag on your load" in page
    assert "Two cases move." in page
    assert as_nok.post("/my-trend/answer/", {"text": "Thank you."})["Location"] == PAGE
    assert "Thank you." in text(as_nok.get(PAGE))


def test_an_empty_answer_is_refused_in_place(as_nok, nok):
    flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    answer = as_nok.post("/my-trend/answer/", {"text": " "})
    assert answer.status_code == 422
    assert text(answer).count("Please write a few words.") == 2


def test_without_a_flag_there_is_nothing_to_answer(as_nok, wipa):
    flags.assess(person=wipa, weeks=[make_week(wipa, points="33.3")], now=NOW)
    assert as_nok.post("/my-trend/answer/", {"text": "mine?"}).status_code == 404


@pytest.mark.parametrize("weeks", [1, 12])
def test_the_page_costs_the_same_for_any_history(as_nok, nok, weeks):
    for back in range(weeks):
        make_week(nok, WEEK - back)
    with CaptureQueriesContext(connection) as ran:
        as_nok.get(PAGE)
    assert len(ran) == 8, [q["sql"][:80] for q in ran]
