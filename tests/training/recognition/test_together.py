"""A panel and an admin at one moment: one award, and no word of whom is no longer on the panel."""

import pytest

from people.models import Person
from tests.makers import NOW, make_cycle, make_nomination, make_promotion
from tests.postgresql.races import meanwhile, needs_two_connections
from training.careers import actions as careers
from training.careers import promotions
from training.models import Award, CareerLevel
from training.recognition import nominations

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
AYE = {"aye": True, "words": "Calm and clear.", "now": NOW}


def again(person):
    """The person of a request of their own."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("after", [2, 7, 8, 12, 16])
def test_who_is_named_by_two_is_honoured_once(ploy, nok, wipa, malee, mai, orathai, after):
    cycle = make_cycle(ploy, wipa, malee, orathai)
    named = [make_nomination(cycle, by, nok) for by in (mai, ploy)]
    for one in named:
        for member in (wipa, malee):
            nominations.say(one, by=again(member), **AYE)

    def decided(nomination, by):
        words = {"words": "For staying calm.", "now": NOW}
        return lambda: nominations.decide(nomination, by=again(by), **words)

    said = meanwhile(decided(named[0], wipa), decided(named[1], malee), after=after)

    assert (said, Award.objects.count()) == (["done", "done"], 1)


@pytest.mark.parametrize("after", [1, 3, 4, 5, 8])
@pytest.mark.parametrize("first", ["says", "is taken off"])
@pytest.mark.parametrize("what", ["award", "level"])
def test_a_word_goes_with_who_is_taken_off_the_panel(
    ploy, nok, wipa, malee, mai, what, first, after
):
    if what == "award":
        verbs, judged = nominations, make_nomination(make_cycle(ploy, wipa, malee), mai, nok)
        panel = judged.cycle
    else:
        careers.set_up_ladder(by=again(ploy))
        judged = panel = make_promotion(nok, CareerLevel.objects.first(), wipa, malee)
        verbs = promotions

    def say():
        return verbs.say(judged, by=again(wipa), **AYE)

    def take_off():
        return verbs.leave_panel(panel, person=wipa, by=again(ploy))

    two = (say, take_off) if first == "says" else (take_off, say)
    said = meanwhile(*two, after=after)

    assert not {one for one in said if one.startswith("broken")}
    assert not judged.opinions.exists()
