"""Supervision in a group of Wipa's team, and one with a psychologist that a trainer confirmed."""

from datetime import date
from decimal import Decimal

from people.models import Membership, Person
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid, weekday
from training.models import GroupMeeting, MeetingPlace
from training.rules.group_supervision import USUAL_SHARE

from .rounds import TEAM

# Days before today, and what was held: about once a month, and a case conference between.
HELD = ((9, "clinical"), (25, "case"), (38, "clinical"), (66, "clinical"), (94, "clinical"))
OUTSIDE, TOLD_BY, TOLD_BEFORE = "Dr Anong Petchsri", "piyada", 5
State = MeetingPlace.State


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Let Wipa meet with most of her team; one of them also tells of a meeting led by another."""
    by_name = {one.person.username: one.person for one in members}
    wipa = by_name["wipa"]
    team = [
        one.person
        for one in members
        if one.unit.name["en"] == TEAM and one.carries and one.person != wipa
    ]
    chance = world.chance("groups")
    for before, kind in HELD:
        day = weekday(world.days(-before))
        here = Membership.objects.on(day).values_list("person_id", flat=True)
        there = [one for one in team if one.pk in here and chance.random() < 0.8]
        held = GroupMeeting(kind=kind, leader=wipa, hours=chance.choice([Decimal("1.5"), 2]))
        held.public_id = uid(chance)
        keep(held, day, wipa)
        MeetingPlace.objects.bulk_create(
            MeetingPlace(
                public_id=uid(chance),
                meeting=held,
                person=one,
                state=State.CONFIRMED,
                decided_by=wipa,
            )
            for one in there
        )
    told = GroupMeeting(public_id=uid(chance), kind="peer", outside_leader=OUTSIDE, hours=2)
    keep(told, weekday(world.days(-TOLD_BEFORE)), by_name[TOLD_BY])
    MeetingPlace.objects.create(
        public_id=uid(chance),
        meeting=told,
        person=by_name[TOLD_BY],
        state=State.CONFIRMED,
        decided_by=by_name["siriporn"],
    )


def keep(meeting: GroupMeeting, day: date, by: Person) -> None:
    """Write down a meeting as it was on a day."""
    meeting.organisation_id, meeting.share = by.organisation_id, USUAL_SHARE
    meeting.day, meeting.recorded_by, meeting.recorded_at = day, by, clock_at(day, 16)
    meeting.save()
