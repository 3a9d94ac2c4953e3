"""What leading in another's place would ask of a person, as far as each reader may know it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from people.models import Person
from people.writing.sentences import in_a_row
from tests.makers import (
    NOW,
    make_absence,
    make_membership,
    make_person,
    make_terms,
    make_week,
    make_worker,
)
from workload.board.leading_words import before_leading
from workload.rules import load as load_rules
from workload.rules.parts import PostPart

TODAY = NOW.date()


def anew(person) -> Person:
    return Person.objects.get(pk=person.pk)


def said(person, member, viewer, last_day=TODAY) -> str:
    return in_a_row(before_leading(anew(person), member, last_day, anew(viewer), NOW))


@pytest.fixture
def role(wipa):
    """Wipa's role: another leads in her place."""
    return wipa.memberships.get()


def part(unit, hours, points, capacity, level) -> dict:
    """What one post came to, as a week keeps it."""
    points, capacity = Decimal(points), Decimal(capacity)
    return PostPart(
        unit=unit.pk,
        hours=Decimal(hours),
        cases=8,
        case_points=points,
        night_points=Decimal(),
        supervision_points=Decimal(),
        capacity=capacity,
        policy=load_rules.USUAL.version,
        level=level,
        percent=(100 * points / capacity).quantize(Decimal("0.0001")),
    ).kept


@pytest.fixture
def two_parts(mai, chiang_mai, chiang_rai):
    """Half of what Chiang Mai leaves room for, and twice that of Chiang Rai: 110 % together."""
    parts = [
        part(chiang_mai, 24, "7.8", "15.6", "green"),
        part(chiang_rai, 16, "20.8", "10.4", "red"),
    ]
    return make_week(mai, points="28.6", parts=parts)


def test_of_two_posts_a_reader_hears_the_part_they_answer_for(two_parts, mai, wipa, malee, role):
    """Wipa reads no figure of Chiang Rai, and none of the sum from which it could be worked out."""
    near, far = said(mai, role, wipa), said(mai, role, malee)
    assert "50.0%" in near
    assert "200.0%" in far
    assert "110.0%" not in near + far
    assert "All posts together: Help soon" in near
    assert "110.0%" in said(mai, role, mai)


def test_a_week_that_was_sent_alone_is_said_to_the_person_only(mai, wipa, role, two_parts):
    two_parts.alone = True
    two_parts.save()
    assert "No week was sent yet" in said(mai, role, wipa)
    assert "110.0%" in said(mai, role, mai)


def test_a_team_is_weighed_against_all_contracted_hours(mai, malee, role, nok, ploy):
    """Nok is led; Mai's two posts have 40 hours, and the home's 24 alone would say 33 %."""
    assert "Leading 1 person is 5.2 points a week, 20% of their capacity." in said(mai, role, ploy)


def test_a_team_counts_as_in_a_supervisors_week(chiang_rai, malee, wipa, mai, volunteer, ploy):
    """Mai's home is Wipa's team; a volunteer counts by the hours of the terms, and none away."""
    lek = make_worker(chiang_rai, "lek")
    make_absence(make_worker(chiang_rai, "gone"))
    volunteer.memberships.update(unit=chiang_rai)
    make_terms(volunteer, malee, hours=8)
    ends = malee.memberships.get()
    assert "Leading 2 people is 6.24 points a week" in said(wipa, ends, ploy)
    assert "Leading 1 person is 1.04 points a week" in said(lek, ends, ploy)


def test_the_team_is_that_of_the_last_day_that_was_asked_for(nok, role, ploy, malee, chiang_mai):
    later = TODAY + timedelta(days=10)
    make_membership(make_person("new", ploy.organisation), chiang_mai, starts=later)
    assert "Leading 1 person" in said(malee, role, ploy)
    assert "Leading 2 people" in said(malee, role, ploy, later)
