import pytest
from django.db import IntegrityError, transaction

from people.keys import WrongOwnerError
from tests.makers import WEEK
from wellbeing import checkins
from wellbeing.models import CheckIn
from wellbeing.rules import Answers

FULL = Answers(worn=3, far=1, back=3, rest=1, team=3)


def record(person, chiang_mai, answers=FULL, note=""):
    return checkins.record(person=person, unit=chiang_mai, week=WEEK, answers=answers, note=note)


def test_a_correction_replaces_every_answer(nok, chiang_mai):
    record(nok, chiang_mai)
    record(nok, chiang_mai, Answers(worn=0))
    row = CheckIn.objects.get()
    assert (row.worn, row.far, row.team) == (0, None, None)


def test_the_strain_is_kept_with_the_answers_and_follows_a_correction(nok, chiang_mai):
    record(nok, chiang_mai)
    assert CheckIn.objects.get().strain == 55
    record(nok, chiang_mai, Answers(worn=0))
    assert CheckIn.objects.get().strain is None


def test_nothing_said_is_nothing_kept(nok, chiang_mai):
    record(nok, chiang_mai)
    assert record(nok, chiang_mai, Answers()) is None
    assert not CheckIn.objects.exists()


def test_a_note_alone_is_kept_sealed(nok, chiang_mai):
    record(nok, chiang_mai, Answers(), note="กำลังใจ")
    row = CheckIn.objects.get()
    assert (row.note, "กำลังใจ" in row.sealed_note) == ("กำลังใจ", False)


def test_a_note_moved_to_somebody_else_does_not_open(nok, wipa, chiang_mai):
    record(nok, chiang_mai, note="mine")
    CheckIn.objects.update(person=wipa)
    with pytest.raises(WrongOwnerError):
        _ = CheckIn.objects.get().note


@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy", "noi"])
def test_nobody_else_sees_a_checkin(nok, chiang_mai, request, who):
    record(nok, chiang_mai)
    assert list(CheckIn.objects.visible_to(request.getfixturevalue(who))) == []
    assert CheckIn.objects.visible_to(nok).count() == 1


def test_the_database_refuses_an_answer_outside_the_scale(nok, chiang_mai):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(person=nok, unit=chiang_mai, week=WEEK.monday, worn=5)


def test_recording_takes_one_statement(nok, chiang_mai, django_assert_num_queries):
    with django_assert_num_queries(1):
        record(nok, chiang_mai, note="short")
