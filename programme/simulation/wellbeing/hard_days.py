"""Help in the demo: colleagues who offered to listen, unchecked numbers, one hard day."""

from uuid import UUID

from people.models import Membership, Organisation, Person
from programme.simulation.world import World, clock_at, uid
from wellbeing.help import known_hotlines
from wellbeing.models import HardEvent, Hotline
from wellbeing.rules.moments import HORIZON

# One in so many offers; in Nok's own team two do.
ONE_IN, IN_NOKS_TEAM = 15, 2
DAYS_AGO = 3


def simulate(world: World) -> None:
    """Let some offer to listen, give organisations their numbers, and Nok a recent raid."""
    offer(world)
    chance = world.chance("hotlines")
    Hotline.objects.bulk_create(
        numbered(hotline, organisation, uid(chance))
        for organisation in Organisation.objects.order_by("pk")
        for hotline in known_hotlines.at_first()
    )
    raid(world)


def numbered(hotline: Hotline, organisation: Organisation, public_id: UUID) -> Hotline:
    """Give a known number to an organisation."""
    hotline.organisation, hotline.public_id = organisation, public_id
    return hotline


def offer(world: World) -> None:
    """Draw who offered to listen."""
    chance, nok = world.chance("peers"), Person.objects.get(account__username="nok")
    everybody = Person.objects.exclude(pk=nok.pk).order_by("pk").values_list("pk", flat=True)
    willing = [pk for pk in everybody if chance.randrange(ONE_IN) == 0]
    home = nok.memberships.filter(hours__isnull=False).values("unit")
    team = Membership.objects.filter(unit__in=home).exclude(person=nok).order_by("person_id")
    willing += team.values_list("person_id", flat=True)[:IN_NOKS_TEAM]
    Person.objects.filter(pk__in=willing).update(open_to_talk=True)


def raid(world: World) -> None:
    """Note a raid some days ago, so that the short check-in can be seen on My week."""
    day = world.days(-DAYS_AGO)
    nok = Person.objects.get(account__username="nok")
    event = HardEvent.of(
        HardEvent.Kind.RAID,
        day,
        public_id=uid(world.chance("raid")),
        person=nok,
        logged_at=clock_at(day, 21),
    )
    event.save()
    Person.objects.filter(pk=nok.pk).update(asked_until=day + HORIZON)
