"""Work that moved, that a colleague declined, and that waits for an answer."""

from dataclasses import dataclass
from decimal import Decimal

from people.models import Job, SpokenLanguage
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid
from workload.models import CaseloadLine, Flag, RoomOffer, Transfer, TransferLine
from workload.moves.actions import write_move_down

from .flags import lead_of, leads_by_unit

State = Transfer.State


@dataclass(frozen=True)
class SimulatedMove:
    """One move: who gave and took, how long ago, what was said."""

    giver: str
    receiver: str
    days: int
    state: State = State.PROPOSED
    word: str = ""
    answer: str = ""
    language: str = ""


MOVES = (
    SimulatedMove(
        "arthit",
        "montri",
        20,
        State.ACCEPTED,
        "Thit has three court days this month. Could you take one of his?",
        "Gladly. We spoke on the phone, I know the file.",
    ),
    SimulatedMove(
        "thanakorn",
        "kriangkrai",
        4,
        State.DECLINED,
        "Could you take two of Korn’s?",
        "Not before my training is done. From next month, yes.",
    ),
    SimulatedMove(
        "thanakorn",
        "piyada",
        1,
        word="Da, do you have room for one more?",
        language=SpokenLanguage.BURMESE,
    ),
    SimulatedMove("", "noi", 1, word="น้อย ช่วยรับสักเคสได้ไหม"),
)


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Write the moves; what was accepted is with its receiver already."""
    known = {one.person.username: one for one in members}
    rest_house = next(
        one
        for one in members
        if one.unit == known["noi"].unit and one.membership.role == "supervisor"
    )
    offer(
        world,
        rest_house,
        "6",
        known["noi"].membership.job,
        SpokenLanguage.THAI,
        SpokenLanguage.BURMESE,
    )
    leads = leads_by_unit(members)
    for told in MOVES:
        receiver = known[told.receiver]
        giver = known.get(told.giver) or colleague(receiver, members)
        lead = lead_of(giver, leads)
        chance = world.chance("moves", told.giver, told.receiver)
        done = told.state is not State.PROPOSED
        answered = clock_at(world.days(1 - told.days), 8, 40) if done else None
        owner = receiver if told.state is State.ACCEPTED else giver
        line = CaseloadLine.objects.filter(person=owner.person, reference="").first()
        line = line or CaseloadLine.objects.filter(person=owner.person).first()
        move = Transfer.objects.create(
            public_id=uid(chance),
            organisation=giver.person.organisation,
            giver=giver.person,
            receiver=receiver.person,
            unit=giver.unit,
            to_unit=receiver.unit,
            flag=Flag.objects.filter(person=giver.person, closed_at=None).first(),
            language=told.language,
            word=told.word,
            proposed_by=lead,
            proposed_at=clock_at(world.days(-told.days), 10, 15),
            state=told.state,
            answer=told.answer,
            answered_by=receiver.person if done else None,
            answered_at=answered,
            version=int(done),
        )
        TransferLine.objects.create(
            transfer=move, line=line, count=1, written=write_move_down(line, 1)
        )


def offer(
    world: World, lead: SimulatedMember, points: str, job: Job, *languages: SpokenLanguage
) -> None:
    """Let a unit of another organisation offer room."""
    RoomOffer.objects.create(
        public_id=uid(world.chance("offer", lead.unit.name["en"])),
        organisation=lead.person.organisation,
        unit=lead.unit,
        points=Decimal(points),
        job=job,
        languages=[str(one) for one in languages],
        until=world.days(40),
        offered_by=lead.person,
        offered_at=clock_at(world.days(-3), 9, 30),
    )


def colleague(receiver: SimulatedMember, members: list[SimulatedMember]) -> SimulatedMember:
    """Find the first worker in the same unit as the receiver."""
    return next(
        one
        for one in members
        if one.unit == receiver.unit and one.carries and one.membership.role == "worker"
        if one.person != receiver.person
    )
