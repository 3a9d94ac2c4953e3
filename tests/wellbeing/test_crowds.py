"""Reading the answers of a block, which are sealed."""

import pytest

from people.keys import WrongOwnerError
from people.weeks import Block
from tests.makers import NOW, make_checkin, make_workers
from wellbeing import blocks, crowds
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
        blocks.freeze(BLOCK, now=BLOCK.freezes)
    assert not BlockResult.objects.exists()


def test_an_answer_outside_the_scale_is_refused(chiang_mai):
    row = make_checkin(make_workers(1, chiang_mai)[0], FIRST)
    row.keep("sealed_answers", {"worn": 5, "far": 0, "back": 0, "rest": 0})
    row.save()
    with pytest.raises(ValueError, match="outside 0 to 4"):
        list(crowds.means_of(crowds.answers_of(BLOCK)))


def test_each_persons_weeks_are_added_up_exactly_and_a_line_never_answered_is_none(
    chiang_mai, office, nok, wipa
):
    make_checkin(nok, FIRST, team=None)  # 8 of 16: 50
    make_checkin(nok, FIRST + 1, unit=office, worn=3, team=None)  # 9 of 16: 56.25
    make_checkin(nok, FIRST + 2, worn=None, far=None)  # adds up to nothing: no week
    make_checkin(wipa, FIRST)
    lowest, highest = sorted([chiang_mai.pk, office.pk])
    assert sorted(crowds.means_of(crowds.answers_of(BLOCK))) == sorted(
        [
            (nok.pk, lowest, highest, 2550, 120, 96, 96, 96, None),
            (wipa.pk, chiang_mai.pk, chiang_mai.pk, 2400, 96, 96, 96, 96, 96),
        ]
    )


def test_the_weeks_of_a_block_are_read_in_one_statement(chiang_mai, django_assert_num_queries):
    for person in make_workers(3, chiang_mai):
        make_checkin(person, FIRST)
    with django_assert_num_queries(1):
        assert len(list(crowds.means_of(crowds.answers_of(BLOCK)))) == 3
