"""The weeks of people without contracted hours: offices, trainers, and volunteers."""

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from people.models import Person, Role, Unit
from people.weeks import Week
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, uid
from workload.models import WorkWeek
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.weeks.actions import week_figures

from .weeks import sending

# So many weeks back: they send since it is for everybody.
SENT_FOR = 10
OFFICE_HOURS, OFFICE_SPREAD = 40, 3


def simulate(world: World, members: list[SimulatedMember]) -> list[WorkWeek]:
    """Let everybody without contracted hours send their closed weeks; return them, saved."""
    found = []
    for one in members:
        if not one.carries:
            chance = world.chance("unweighed", one.person.username)
            mine = weeks_of(one.person, one.unit, OFFICE_HOURS, OFFICE_SPREAD, world, chance)
            for week in mine:
                week.alone = not Role(one.membership.role).carries_load
            found += mine
    return WorkWeek.objects.bulk_create(found)


def weeks_of(
    person: Person, unit: Unit, usual: int, spread: int, world: World, chance: Random
) -> list[WorkWeek]:
    """Write a person's last weeks: hours around the usual ones, a week forgotten now and then."""
    return [
        WorkWeek(
            key=uid(chance),
            hours=hours_of(usual, spread, chance),
            **unweighed(person, unit, week, sending(week, world, chance)),
        )
        for week in world.weeks[-SENT_FOR:]
        if chance.random() > 0.1 or week == world.last
    ]


def hours_of(usual: int, spread: int, chance: Random) -> Decimal:
    """Draw the hours of a week, in halves."""
    return Decimal(max(1, round(2 * chance.gauss(usual, spread)))) / 2


def unweighed(person: Person, unit: Unit, week: Week, sent_at: datetime) -> dict[str, Any]:
    """Write down all else of a week as it would be sent: no case, and no capacity."""
    policy = policies.judging(unit, week)
    load = load_rules.load([], hours=None, policy=policy)
    return {
        "organisation_id": person.organisation_id,
        "person": person,
        "unit": unit,
        "week": week.monday,
        "contracted_hours": None,
        "policy": policy.version,
        "sent_at": sent_at,
        "changed_at": sent_at,
    } | week_figures(load, [], policy, weighed=False)
