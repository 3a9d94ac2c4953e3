"""Rare facts are repeated of several organisations, from what was told of each and nothing else."""

from datetime import date

import pytest

from people.models import Turnover
from programme.releases import rare
from programme.releases.catalogue import EXIT, NAMED
from programme.rules.quarters import CalendarQuarter
from tests.makers import NOW, make_organisation
from tests.training.conftest import make_session
from training.models import Course, SessionEvaluation

SUMMER = CalendarQuarter.parse("2026-Q3")
FIRST_HALF = date(2026, 1, 1)


@pytest.fixture
def three(office, rest_house, division):
    return [unit.organisation for unit in (office, rest_house, division)]


def left(organisation, *reasons, half=FIRST_HALF, smallest=5, **changes):
    told = {"size": "10-19", "out_of": "50+", "reasons": ",".join(reasons)}
    return Turnover.objects.create(
        organisation=organisation,
        half_year=half,
        smallest=smallest,
        frozen_at=NOW,
        **(told if reasons else {}),
        **changes,
    )


def exits(organisations, quarter=SUMMER):
    return rare.exits(quarter, [one.pk for one in organisations])


def test_a_reason_to_leave_is_named_where_three_named_it_beside_another(three):
    for one in three:
        left(one, "pay", "workload")
    assert exits(three) == {f"{EXIT}pay": NAMED, f"{EXIT}workload": NAMED}
    # Each half-year is in the release of the quarter in which it was counted, and in no other.
    assert exits(three, SUMMER.after) == exits(three, SUMMER.before) == {}
    assert exits(three, SUMMER.after.after) == {}
    # Two organisations, or those that did not agree, name nothing.
    assert exits(three[:2]) == {}


def test_a_reason_that_all_named_or_two_alone_is_not_told(three):
    for one, reasons in zip(three, (["pay"], ["pay"], ["pay", "led"]), strict=True):
        left(one, *reasons)
    # Of five in one organisation another reason is known: so "pay" had an other beside it.
    assert exits(three) == {f"{EXIT}pay": NAMED}
    Turnover.objects.filter(organisation=three[2]).update(reasons="pay")
    assert exits(three) == {}


def test_what_is_named_where_the_reason_is_not_is_no_other_answer_beside_it(three):
    """In each of the three all who named a reason may have named this one."""
    for one in three:
        left(one, "pay")
    fourth = make_organisation("Isan House")
    left(fourth, "led", "workload")
    assert exits([*three, fourth]) == {}


def test_what_was_withheld_or_is_of_another_half_year_names_nothing(three):
    for one in three[:2]:
        left(one, "pay", "workload")
    left(three[2])
    left(three[2], "pay", "workload", half=date(2025, 7, 1))
    assert exits(three) == {}


def test_an_organisation_that_asks_for_more_than_the_others_together_is_not_repeated(three):
    for one, smallest in zip(three, (5, 5, 11), strict=True):
        left(one, "pay", "workload", smallest=smallest)
    assert exits(three) == {}


def said(organisation, lead, *bands, day=SUMMER.last, smallest=5):
    about = {"organisation": organisation, "name": {"en": "Interviewing"}, "hours": 6}
    course, _new = Course.objects.get_or_create(**about)
    for use in bands:
        told = {"size": "10-19", "people": 12, "use": use} if use else {}
        SessionEvaluation.objects.create(
            session=make_session(course, lead, day=day), smallest=smallest, frozen_at=NOW, **told
        )


def evaluations(organisations):
    return rare.evaluations(SUMMER, [one.pk for one in organisations])


def test_most_sessions_are_repeated_where_some_were_told_otherwise(three, siriporn):
    assert evaluations(three) == {}
    for one in three:
        said(one, siriporn, "mostly")
    assert evaluations(three) == {}
    said(three[0], siriporn, "", "partly", day=SUMMER.first)
    assert evaluations(three) == {"evaluations": "mostly"}
    assert evaluations(three[:2]) == {}


def test_most_sessions_are_more_than_half_of_them_whatever_an_organisation_asks_for(
    three, siriporn
):
    """Three of ten are not, though they stand for twelve people each and the others for five."""
    for one in three:
        said(one, siriporn, "mostly")
    for one in three[1:]:
        said(one, siriporn, "mostly", "mostly")
        said(one, siriporn, "little", smallest=12)
    said(three[0], siriporn, "little", smallest=12)
    assert evaluations(three) == {"evaluations": "mostly"}
    # Of sessions of which it was not told they are neither.
    said(three[0], siriporn, *["mostly"] * 8)
    others = SessionEvaluation.objects.filter(session__organisation=three[0])
    others.filter(pk__in=others.order_by("-pk")[:8].values("pk")).update(use="", clear="mostly")
    assert evaluations(three) == {"evaluations": "mostly"}
    # As many were told otherwise: then there is no most.
    for one in three[1:]:
        said(one, siriporn, "little", "partly")
    assert evaluations(three) == {}


def test_a_session_of_another_quarter_is_none_of_this_one(three, siriporn):
    for one in three:
        said(one, siriporn, "mostly")
    said(three[0], siriporn, "partly", day=SUMMER.after.first)
    said(three[1], siriporn, "partly", day=SUMMER.before.last)
    assert evaluations(three) == {}
