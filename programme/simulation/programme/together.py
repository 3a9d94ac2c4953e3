"""A programme of the three organisations: what each shares, and its office."""

from django.db.models import Exists, OuterRef

from people.models import Person
from programme.members import actions as programmes
from programme.models import KeeperAsk, PostHolder, ProgrammeMember, ProgrammePost, SharedPart
from programme.simulation.world import World, uid

NAME = {"en": "Safe Return", "th": "กลับบ้านปลอดภัย"}
OF_ALL = (SharedPart.POSTS, SharedPart.RELEASES)
# Each organisation's admin, and what they agreed to: the shelters keep the names to themselves.
SHARED = {
    "ploy": (SharedPart.NAMES, SharedPart.GROUPS, *OF_ALL),
    "witthaya": (SharedPart.NAMES, *OF_ALL),
    "sumalee": OF_ALL,
}
# Who is named by their own admin, and by which other one: the last still waits.
OFFICE = {"anan": ("ploy", "witthaya"), "thawat": ("witthaya", "ploy"), "ratree": ("sumalee", "")}


def simulate(world: World) -> None:
    """Found it, let the others join, agree to parts, and name the office."""
    chance, now = world.chance("programme"), world.moment
    first, *others = SHARED
    founder = admin(first)
    own = programmes.found(organisation=founder.organisation, name=NAME, by=founder, now=now)
    members: dict[str, ProgrammeMember] = {first: own}
    for name in others:
        code = programmes.invite(member=own, by=founder, now=now)
        by = admin(name)
        about = {"organisation": by.organisation, "code": code}
        members[name] = programmes.join(by=by, now=now, **about)
    for name, member in members.items():
        ProgrammeMember.objects.filter(pk=member.pk).update(public_id=uid(chance))
        by = admin(name)
        for part in SHARED[name]:
            programmes.agree(member=member, part=part, by=by, now=now)
    for username, (named_by, other) in OFFICE.items():
        person = Person.objects.get(account__username=username)
        seat = programmes.name_person(
            member=members[named_by], person=person, by=admin(named_by), now=now
        )
        if other:
            programmes.confirm_person(seat=seat, by=admin(other), now=now)
    ask_of_keepers(world, members["witthaya"])


def ask_of_keepers(world: World, member: ProgrammeMember) -> None:
    """Let the office ask the police to agree on a stand-in at an uncovered post of theirs."""
    held = PostHolder.objects.filter(post=OuterRef("pk"))
    vacant = ProgrammePost.objects.filter(~Exists(held), organisation=member.organisation)
    if (post := vacant.order_by("pk").last()) is not None:
        KeeperAsk.objects.create(
            public_id=uid(world.chance("keeper ask")),
            post=post,
            programme=member.programme,
            kind=KeeperAsk.Kind.STAND_IN,
            asked_by=admin("anan"),
            asked_at=world.moment,
        )


def admin(username: str) -> Person:
    """Find an admin of a whole organisation."""
    found = Person.objects.select_related("account", "organisation")
    return found.get(account__username=username)
