"""A person deletes everything, or a week, while one of theirs is sent or corrected."""

import uuid
from decimal import Decimal

import pytest

from people.models import Person
from tests.makers import NOW, WEEK, make_checkin
from tests.postgresql.races import meanwhile, needs_two_connections
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn
from wellbeing.own_data import erasing
from wellbeing.rules.pulse import PulseAnswers
from workload.weeks import actions as weeks

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
PAST, ANSWERS = WEEK - 4, PulseAnswers(4, 4, 4, 4, 4)


def read_anew(person) -> Person:
    """The same person, as another request reads them."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("after", [1, 4, 8, 16, 24])
@pytest.mark.parametrize("act", ["send", "correct"])
def test_what_is_written_meanwhile_goes_or_comes_after_it(nok, act, after):
    make_checkin(nok, PAST, worn=1)
    sent, _new = weeks.record(
        person=nok, week=WEEK, sent=weeks.Sent(key=uuid.uuid4(), hours=Decimal(40)), now=NOW
    )
    again = weeks.Sent(key=uuid.uuid4(), hours=Decimal(41), answers=ANSWERS, corrects=sent.key)
    person, same = read_anew(nok), read_anew(nok)

    def write():
        if act == "send":
            return weeks.record(person=same, week=WEEK, sent=again, now=NOW)
        return checkins.correct(person=same, week=PAST, answers=ANSWERS, note="", now=NOW)

    said = meanwhile(lambda: erasing.erase(person=person, before=None, now=NOW), write, after=after)
    assert said[0] == "done"
    assert said[1] in {"send": {"done"}, "correct": {"done", "unsent"}}[act]
    # What was there goes, also where it was corrected in that moment.
    assert not CheckIn.objects.undeleted().filter(week=PAST.monday).exists()


@pytest.mark.parametrize("after", [1, 2, 3, 4])
@pytest.mark.parametrize("first", ["erase", "correct"])
def test_a_week_that_is_corrected_as_it_is_deleted_stays_deleted(nok, first, after):
    make_checkin(nok, PAST, worn=1)
    CheckIn.objects.update(recorded_at=PAST.opens)
    person, same = read_anew(nok), read_anew(nok)
    verbs = {
        "erase": lambda: erasing.erase_week(person=person, week=PAST, now=NOW),
        "correct": lambda: checkins.correct(
            person=same, week=PAST, answers=ANSWERS, note="", now=NOW
        ),
    }
    second = next(one for one in verbs if one != first)
    said = dict(
        zip((first, second), meanwhile(verbs[first], verbs[second], after=after), strict=True)
    )
    assert said["erase"] == "done"
    assert said["correct"] in {"done", "deleted"}
    assert not CheckIn.objects.get(person=nok, week=PAST.monday).says
