"""One account at two organisations: a trainer of the shelters teaches at Saphan too."""

from datetime import timedelta

from people.models import Employment, Job, Membership, Organisation, Person, Role, Unit
from programme.simulation.world import World, uid

from .places import SAPHAN

WHO, JOB, EMPLOYMENT = "boonlert", "trainer", "contractor"
SINCE = timedelta(days=90)


def simulate(world: World) -> None:
    """Give the trainer a second place; neither organisation sees the other's."""
    first = Person.objects.select_related("account").get(account__username=WHO)
    there = Organisation.objects.get(name__en=SAPHAN.name[0])
    person = Person.objects.create(
        public_id=uid(world.chance("second place")),
        account=first.account,
        organisation=there,
        employment=Employment.objects.get(organisation=there, key=EMPLOYMENT),
        **{
            name: getattr(first, name)
            for name in ("full_name_en", "full_name_th", "nickname_en", "nickname_th", "languages")
        },
    )
    Membership.objects.create(
        person=person,
        unit=Unit.objects.get(organisation=there, parent=None),
        role=Role.TRAINER,
        job=Job.objects.get(organisation=there, key=JOB),
        starts=world.today - SINCE,
    )
