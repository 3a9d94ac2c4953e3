"""What participants said of the sessions of the last year, and what was told of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from programme.simulation.world import World, clock_at
from training.evaluations import actions as evaluations
from training.models import Enrolment, Evaluation, Session, SessionEvaluation
from training.own_data.traces import ANSWERS_MONTHS
from training.rules.certificates import add_months
from training.rules.evaluations import LINES, MOST, OPEN_FOR, EvaluationAnswers

# How many of those who were there say something, and how many lines of what they say are skipped.
SAYS, SKIPS = 0.7, 0.1
WITHIN_DAYS = 6
# How a line of a session was for most; around it, each has a view of their own.
HEARD = (1, 2, 3, 3, 4)
OWN = (-1, 0, 0, 1)


def simulate(world: World) -> None:
    """Let participants answer, and tell what is over; single answers are kept for a year."""
    since = add_months(world.today, -ANSWERS_MONTHS)
    kept, forgotten = [], defaultdict(list)
    for place, moment, answers in said(world):
        if place.session.day >= since:
            row = Evaluation(session=place.session, person=place.person, answered_at=moment)
            row.write(answers)
            kept.append(row)
        else:
            forgotten[place.session_id].append(answers)
    Evaluation.objects.bulk_create(kept, batch_size=500)
    SessionEvaluation.objects.bulk_create(told(forgotten), batch_size=500)
    while evaluations.freeze(now=world.moment):
        pass


def said(world: World) -> Iterable[tuple[Enrolment, datetime, EvaluationAnswers]]:
    """Draw who says what of which session, some days after it and before today."""
    places = Enrolment.objects.were_there().select_related("session", "person__account")
    for place in places.order_by("pk"):
        session, name = place.session, str(place.session.public_id)
        chance = world.chance("evaluation", name, place.person.username)
        moment = clock_at(session.day, 18) + timedelta(days=chance.randint(0, WITHIN_DAYS))
        if chance.random() < SAYS and moment < world.moment:
            heard = world.chance("evaluation", name).choices(HEARD, k=len(LINES))
            yield place, moment, EvaluationAnswers(*(answer(chance, one) for one in heard))


def told(answers: dict[int, list[EvaluationAnswers]]) -> Iterable[SessionEvaluation]:
    """Tell of sessions what was told of them two weeks later, from answers that are gone."""
    held = list(Session.objects.filter(pk__in=answers).select_related("organisation"))
    there = evaluations.attendance_of(held)
    for one in held:
        when = clock_at(one.day, 6) + OPEN_FOR + timedelta(days=1)
        yield evaluations.judged(one, answers[one.pk], there[one.pk], when)


def answer(chance: Random, heard: int) -> int | None:
    """Draw one line's answer; now and then it is skipped."""
    if chance.random() < SKIPS:
        return None
    return min(MOST, max(0, heard + chance.choice(OWN)))
