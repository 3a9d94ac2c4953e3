"""Fill an empty database with simulated people, so that everything can be seen working."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from .simulation.people import absences, audit, second_places, staff
from .simulation.programme import (
    directory,
    posts,
    released,
    staffing,
    together,
    trends,
    volunteering,
)
from .simulation.training import (
    certificate_files,
    evaluations,
    held_together,
    hours,
    meetings,
    recognition,
    sessions,
    volunteers,
)
from .simulation.wellbeing import answers, groups, hard_days
from .simulation.workload import flags, moves, policies, study, time, unweighed
from .simulation.workload import weeks as workload_weeks
from .simulation.world import World

SIGN_IN_WITH = "kamlangjai-demo"
SEED = 2569


@transaction.atomic
def load(*, now: datetime, seed: int = SEED) -> bool:
    """Load the demo and return True, or leave a demo that is there already and return False.

    The same seed and day give the same data. Refused: a database with people who are not the
    demo's.
    """
    if Organisation.objects.filter(demo=False).exists():
        raise ValidationError(
            _("This database holds people who are not the demo's. Nothing was loaded."),
            code="not_demo",
        )
    if Organisation.objects.exists():
        return False
    world = World.at(now, chance_of(seed))
    members = staff.settle(world, make_password(SIGN_IN_WITH))
    policies.simulate(world)
    weeks = workload_weeks.simulate(world, members)
    flags.simulate(world, members, weeks)
    moves.simulate(world, members)
    weeks += unweighed.simulate(world, members)
    answers.simulate(world, {one.person.username: one.person for one in members}, weeks)
    hard_days.simulate(world)
    time.simulate(world, members, weeks)
    study.simulate(world, members)
    sessions.simulate(world, members)
    evaluations.simulate(world)
    hours.simulate(world)
    certificate_files.simulate(world)
    meetings.simulate(world, members)
    recognition.simulate(world, members)
    volunteers.simulate(world, members)
    held_together.simulate(world, members)
    absences.simulate(world, members)
    second_places.simulate(world)
    # All who send weeks are there now: what is told of groups counts them.
    groups.simulate(world)
    staffing.simulate(world)
    posts.simulate(world)
    together.simulate(world)
    trends.simulate(world)
    volunteering.simulate(world)
    released.simulate(world)
    directory.simulate(world)
    audit.simulate(world, members)
    return True


def chance_of(seed: int) -> Callable[..., Random]:
    """Give each name a chance of its own, the same for the same seed."""
    return lambda *names: Random("/".join((str(seed), *names)))
