"""Reading the answers of a block, which are sealed."""

import pytest

from people.groups.rule import GroupSum
from people.keys.ring import WrongOwnerError
from people.weeks import Block
from tests.makers import NOW, make_checkin, make_workers
from wellbeing.groups import freezing
from wellbeing.groups.group_answers import GroupAnswers, unit_of
from wellbeing.models import BlockResult, CheckIn

BLOCK = Block.latest(NOW)
FIRST = BLOCK.first


def moved(person, settings):
    CheckIn.objects.filter(person=person).update(week=(FIRST + 1).monday)


def without_its_key(person, settings):
    settings.KEY_RING = ["another key, and the old one is gone"]


@pytest.mark.parametrize("bend", [moved, without_its_key])
def test_with_one_answer_that_does_not_open_nothing_is_frozen(chiang_mai, settings, bend):
    people = make_workers(7, chiang_mai)
    for person in people:
        make_checkin(person, FIRST)
    bend(people[0], settings)
    with pytest.raises(WrongOwnerError, match="A key is missing, or the row was changed by hand"):
        freezing.freeze(BLOCK, now=BLOCK.freezes)
    assert not BlockResult.objects.exists()


def test_with_one_answer_outside_the_scale_nothing_is_frozen(chiang_mai):
    people = make_workers(7, chiang_mai)
    for person in people:
        row = make_checkin(person, FIRST)
    row.keep("sealed_answers", {"worn": 5, "far": 0, "back": 0, "rest": 0})
    row.save()
    with pytest.raises(ValueError, match="outside 0 to 4"):
        freezing.freeze(BLOCK, now=BLOCK.freezes)
    assert not BlockResult.objects.exists()


def test_a_week_of_each_of_two_units_counts_where_the_latest_was_sent():
    days = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"]
    assert unit_of([1, 2, 2, 1], days) == 1
    assert unit_of([1, 2, 1, 2], days) == 2
    assert unit_of([2, 1, 1, 1], days) == 1


@pytest.mark.parametrize(
    ("off", "decided"), [(1200, False), (1199, True), (0, True), (-1200, True), (-1201, False)]
)
def test_chance_decided_where_the_sum_lies_within_25_points_of_an_edge(saphan, off, decided):
    """Six people; 25 points are 1200 parts. A band begins at its edge."""
    crowd = GroupAnswers(Block.latest(NOW), freezing.trees({saphan.pk: 5}))
    assert crowd.reaches(1, 0, GroupSum(6, 6 * 60 * 48 + off)) is decided
