"""What the programme of the demo publishes: one release that is public, and one that waits."""

from people.keys import ring
from people.models import Unit
from programme.models import Programme, ProgrammeMember, Release, ReleasePart, UnitPlace
from programme.models.programmes import RELEASE_KEY_PURPOSE
from programme.releases import actions, consents, drafting
from programme.rules.quarters import CalendarQuarter
from programme.simulation.world import World, uid

from .together import SHARED, admin

# Where units are: all else is where the unit above it is.
PLACES = {
    "Head office": "TH-50",
    "Lamphun team": "TH-51",
    "Chiang Rai team": "TH-57",
    "Mae Sot team": "TH-63",
    "Bangkok team": "TH-10",
    "Division office": "TH-50",
    "Network office": "TH-50",
}
# Who says yes: both to what is public, the first alone to what waits.
OFFICE = ("anan", "thawat")


def simulate(world: World) -> None:
    """Let every part in, say where units are, publish a quarter, and leave the next one waiting."""
    now, chance = world.moment, world.chance("releases")
    programme = Programme.objects.get()
    owner = str(programme.public_id)
    # The same day draws the same chance.
    key = chance.randbytes(32).hex()
    sealed = ring.seal(key, owner=owner, purpose=RELEASE_KEY_PURPOSE)
    Programme.objects.filter(pk=programme.pk).update(sealed_release_key=sealed)
    for name in SHARED:
        by = admin(name)
        own = ProgrammeMember.objects.get(organisation=by.organisation)
        consents.agree_to_release(
            member=own, parts=ReleasePart.values, months=consents.MONTHS[0], by=by, now=now
        )
        placed = Unit.objects.filter(organisation=by.organisation, name__en__in=PLACES)
        UnitPlace.objects.bulk_create(
            UnitPlace(unit=unit, province=PLACES[unit.name["en"]], set_by=by, set_at=now)
            for unit in placed
        )
    newest = CalendarQuarter.latest_frozen(now)
    first, second = map(admin, OFFICE)
    for quarter, people in ((newest.before, (first, second)), (newest, (first,))):
        made = Release.objects.create(
            public_id=uid(chance),
            programme=programme,
            quarter=str(quarter),
            asked_by=first,
            asked_at=now,
        )
        drafting.draft(made.pk, now=now)
        for person in people:
            actions.approve_release(release=made, by=person, now=now)
