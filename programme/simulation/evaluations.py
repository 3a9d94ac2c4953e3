"""What participants said of the sessions of the last year, and what was told of them."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from training import evaluations
from training.evaluation import LINES, MOST, Answers
from training.models import Enrolment, Evaluation
from training.rules import add_months
from training.traces import ANSWERS_MONTHS

from .world import World, at

# How many of those who were there say something, and how many lines of what they say are skipped.
SAYS, SKIPS = 0.7, 0.1
WITHIN_DAYS = 6
# How a line of a session was for most; around it, each has a view of their own.
HEARD = (1, 2, 3, 3, 4)
OWN = (-1, 0, 0, 1)


def simulate(world: World) -> None:
    """Let participants answer, and tell what is over."""
    Evaluation.objects.bulk_create(said(world), batch_size=500)
    while evaluations.freeze(now=world.moment):
        pass


def said(world: World) -> Iterable[Evaluation]:
    """Draw who says what of which session, some days after it and before today."""
    since = add_months(world.today, -ANSWERS_MONTHS)
    places = Enrolment.objects.were_there().filter(session__day__gte=since)
    for place in places.select_related("session", "person").order_by("pk"):
        session, person = place.session, place.person
        chance = world.chance("evaluation", str(session.public_id), person.username)
        heard = world.chance("evaluation", str(session.public_id)).choices(HEARD, k=len(LINES))
        moment = at(session.day, 18) + timedelta(days=chance.randint(0, WITHIN_DAYS))
        if chance.random() < SAYS and moment < world.moment:
            row = Evaluation(session=session, person=person, answered_at=moment)
            row.write(Answers(*(answer(chance, one) for one in heard)))
            yield row


def answer(chance: Random, heard: int) -> int | None:
    """Draw one line's answer; now and then it is skipped."""
    if chance.random() < SKIPS:
        return None
    return min(MOST, max(0, heard + chance.choice(OWN)))
