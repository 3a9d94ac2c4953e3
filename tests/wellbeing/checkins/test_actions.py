import pytest
from django.db.models import F

from people.keys.ring import WrongOwnerError
from tests.makers import WEEK
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn
from wellbeing.rules.pulse import PulseAnswers

FULL = PulseAnswers(worn=3, far=1, back=3, rest=1, team=3)


def record(person, chiang_mai, answers=FULL, note=""):
    return checkins.record(person=person, unit=chiang_mai, week=WEEK, answers=answers, note=note)


def test_a_correction_replaces_every_answer(nok, chiang_mai):
    record(nok, chiang_mai)
    record(nok, chiang_mai, PulseAnswers(worn=0))
    row = CheckIn.objects.get()
    assert row.answers == PulseAnswers(worn=0)


def test_the_strain_is_kept_with_the_answers_and_follows_a_correction(nok, chiang_mai):
    record(nok, chiang_mai)
    assert CheckIn.objects.get().strain == 55
    record(nok, chiang_mai, PulseAnswers(worn=0))
    assert CheckIn.objects.get().strain is None


def test_a_week_in_which_nothing_was_said_has_its_row_and_says_nothing(nok, chiang_mai):
    record(nok, chiang_mai, note="mine")
    record(nok, chiang_mai, PulseAnswers())
    row = CheckIn.objects.get()
    assert (row.says, row.answers, row.strain, row.note) == (False, PulseAnswers(), None, "")


def test_a_row_is_as_long_whatever_was_answered(nok, chiang_mai):
    """Three lines do not add up, and neither do none: the database does not tell one from one."""
    kept = set()
    for answers in (
        PulseAnswers(),
        PulseAnswers(worn=0),
        PulseAnswers(worn=4, far=4, back=4),
        FULL,
    ):
        row = record(nok, chiang_mai, answers)
        kept.add(len(row.sealed_answers))
    assert len(kept) == 1


@pytest.mark.parametrize("name", ["sealed_answers", "sealed_strain", "sealed_note"])
@pytest.mark.parametrize("moved", [{"week": (WEEK - 1).monday}, {"person": "wipa"}])
def test_what_was_moved_to_another_week_or_owner_does_not_open(nok, wipa, chiang_mai, name, moved):
    record(nok, chiang_mai, note="mine")
    CheckIn.objects.update(**{key: wipa if key == "person" else to for key, to in moved.items()})
    with pytest.raises(WrongOwnerError):
        CheckIn.objects.get().opened(name)


def test_answers_put_in_the_place_of_the_strain_do_not_open(nok, chiang_mai):
    record(nok, chiang_mai)
    CheckIn.objects.update(sealed_strain=F("sealed_answers"))
    with pytest.raises(WrongOwnerError):
        _ = CheckIn.objects.get().strain


def test_a_note_alone_is_kept_sealed(nok, chiang_mai):
    record(nok, chiang_mai, PulseAnswers(), note="กำลังใจ")
    row = CheckIn.objects.get()
    assert (row.note, "กำลังใจ".encode() in row.sealed_note) == ("กำลังใจ", False)


@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy", "noi"])
def test_nobody_else_sees_a_checkin(nok, chiang_mai, request, who):
    record(nok, chiang_mai)
    assert list(CheckIn.objects.visible_to(request.getfixturevalue(who))) == []
    assert CheckIn.objects.visible_to(nok).count() == 1


@pytest.mark.parametrize("value", [-1, 5])
def test_an_answer_outside_the_scale_is_refused_on_opening_too(nok, chiang_mai, value):
    row = record(nok, chiang_mai)
    row.keep("sealed_answers", {"worn": value})
    with pytest.raises(ValueError, match="outside 0 to 4"):
        _ = row.answers


def test_recording_takes_one_statement(nok, chiang_mai, django_assert_num_queries):
    with django_assert_num_queries(1):
        record(nok, chiang_mai, note="short")
