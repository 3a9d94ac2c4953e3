"""Two volunteers of Wipa's team: one of a temple's group, one of a university."""

from collections import defaultdict
from decimal import Decimal
from random import Random

from people.models import Account, Job, Membership, Person, Role
from programme.simulation.people.helpers import HELPERS, Helper
from programme.simulation.people.staff import DOMAIN, SimulatedMember
from programme.simulation.wellbeing import answers
from programme.simulation.workload import unweighed
from programme.simulation.world import World, clock_at, uid
from training.models import (
    CareerLevel,
    Certificate,
    CertificateType,
    HeldLevel,
    VolunteerTerms,
)
from wellbeing.models import CheckIn
from workload.models import WorkWeek

CLEARANCE = ("Background check of volunteers", "ตรวจประวัติอาสาสมัคร")


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Let two people help in the team of Wipa, who wrote their terms, and send their weeks."""
    by_name = {one.person.username: one for one in members}
    wipa, trainer = by_name["wipa"], by_name["siriporn"].person
    chance = world.chance("volunteers")
    clearance = CertificateType.objects.create(
        public_id=uid(chance),
        organisation=trainer.organisation,
        name={"en": CLEARANCE[0], "th": CLEARANCE[1]},
        validity_months=12,
    )
    own = CareerLevel.objects.visible_to(trainer).filter(track=CareerLevel.Track.VOLUNTEER)
    levels = list(own.order_by("position"))
    for helper in HELPERS:
        person = welcome(helper, wipa, world, chance)
        agree(helper, person, clearance, wipa.person, world)
        sent = unweighed.weeks_of(person, wipa.unit, helper.hours, 1, world, chance)
        WorkWeek.objects.bulk_create(sent)
        CheckIn.objects.bulk_create(answers.checkins(sent, chance, defaultdict(float)))
        Certificate.objects.create(
            public_id=uid(chance),
            person=person,
            type=clearance,
            issued_on=world.days(helper.left - 365),
            expires_on=world.days(helper.left),
            issued_by=trainer,
        )
        HeldLevel.objects.create(
            person=person, level=levels[helper.step], since=world.days(-370), given_by=trainer
        )


def welcome(helper: Helper, lead: SimulatedMember, world: World, chance: Random) -> Person:
    """Let a person join a team without contracted hours."""
    account = Account.objects.create(
        public_id=uid(chance),
        username=helper.username,
        email=f"{helper.username}@{DOMAIN}",
        password=lead.person.account.password,
        language="en",
    )
    person = Person.objects.create(
        public_id=uid(chance),
        account=account,
        work_email=account.email,
        organisation=lead.person.organisation,
        full_name_en=helper.names[0],
        full_name_th=helper.names[1],
        nickname_en=helper.nick[0],
        nickname_th=helper.nick[1],
        languages=list(helper.languages),
    )
    Membership.objects.create(
        person=person,
        unit=lead.unit,
        role=Role.WORKER,
        job=Job.SHELTER,
        starts=world.days(-400),
    )
    return person


def agree(
    helper: Helper, person: Person, clearance: CertificateType, by: Person, world: World
) -> None:
    """Write the terms on which a person helps."""
    VolunteerTerms.objects.create(
        person=person,
        kind=helper.kind,
        hours=Decimal(helper.hours),
        tasks=list(helper.tasks),
        clearance=clearance,
        until=world.days(200),
        written_by=by,
        written_at=clock_at(world.days(-165), 10),
    )
