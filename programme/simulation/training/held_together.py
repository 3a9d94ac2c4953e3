"""A morning of two organisations: one holds it with a trainer from outside, each has its people."""

from datetime import time

from people.models import Organisation, Person
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid, weekday
from training.models import Course, Enrolment, Session, SessionPartner
from training.partners.actions import IN_STEP

from .sessions import PLACES, TOGETHER

HOST, GUEST = "Saphan Foundation", "Baan Suk Shelters"
OUTSIDE = {"outside_trainer": "Marie Legrand", "outside_organisation": "University of Chiang Saen"}


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Plan it five weeks ahead, and let the shelters take part."""
    chance = world.chance("held together")
    course, theirs = (course_of(name) for name in (HOST, GUEST))
    host = Session.objects.create(
        public_id=uid(chance),
        organisation=course.organisation,
        course=course,
        day=weekday(world.days(37)),
        starts=time(9),
        ends=time(12),
        place=PLACES[HOST],
        trainer=trainer_of(course),
        seats=15,
        **OUTSIDE,
    )
    own = Session.objects.create(
        public_id=uid(chance),
        organisation=theirs.organisation,
        course=theirs,
        trainer=trainer_of(theirs),
        seats=6,
        held_by=course.organisation.name,
        **{name: getattr(host, name) for name in IN_STEP},
    )
    SessionPartner.objects.create(
        public_id=uid(chance),
        organisation=theirs.organisation,
        host=host,
        day=host.day,
        seats=own.seats,
        state=SessionPartner.State.ACCEPTED,
        offered_by=host.trainer,
        offered_at=clock_at(world.days(-9), 10),
        answered_by=own.trainer,
        answered_at=clock_at(world.days(-8), 9),
        session=own,
    )
    for session, n in ((host, 5), (own, 3)):
        people = chance.sample(those_of(members, session.organisation), n)
        Enrolment.objects.bulk_create(Enrolment(session=session, person=one) for one in people)


def course_of(organisation: str) -> Course:
    """Find the course that each organisation has of its own."""
    found = Course.objects.select_related("organisation")
    return found.get(organisation__name__en=organisation, name__en=TOGETHER[0])


def trainer_of(course: Course) -> Person:
    """Find who has held a course."""
    return course.sessions.select_related("trainer").earliest("day").trainer


def those_of(members: list[SimulatedMember], organisation: Organisation) -> list[Person]:
    """List who carries cases in an organisation, but for the two that the guides follow."""
    own = [one for one in members if one.person.organisation_id == organisation.pk]
    return [one.person for one in own if one.carries and one.person.username not in {"nok", "noi"}]
