"""What leading in another's place would ask of a person, as far as each reader may know it."""

from decimal import Decimal

import pytest

from people.models import Person
from people.writing.sentences import in_a_row
from tests.makers import NOW, make_week
from workload.board.leading_words import before_leading
from workload.rules import load as load_rules
from workload.rules.parts import PostPart


def anew(person) -> Person:
    return Person.objects.get(pk=person.pk)


def said(person, member, viewer) -> str:
    return in_a_row(before_leading(anew(person), member, anew(viewer), NOW))


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
