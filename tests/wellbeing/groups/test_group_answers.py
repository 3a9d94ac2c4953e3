"""Reading the answers of a block, which are sealed."""

import pytest

from people.keys.ring import WrongOwnerError
from people.weeks import Block
from tests.makers import NOW, make_checkin, make_workers
from wellbeing.groups import freezing
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
