"""Posts of the three organisations: some vacant, some on one person, some with lapsing papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from django.db.models import Model, QuerySet

from people.models import MAY, Job, Membership, Organisation, Person, Role
from programme.models import PostHolder, ProgrammePost, Station
from programme.regions.reading import starter_stations
from programme.simulation.world import World, uid
from training.models import Certificate

# So many days ago posts began.
POSTS_SINCE = (40, 900)
# One in so many posts asks for the certificate that its first holder has.
ASKS = 3


@dataclass(frozen=True)
class PostsAt:
    """Posts of a kind in some provinces, and how many people hold each today."""

    organisation: str
    job: str
    province: str
    held: int
    posts: int = 1
    needed: int = 1
    station: str = ""
    languages: tuple[str, ...] = ("th",)
    on_call: bool = False


SAPHAN, POLICE, SHELTERS = (
    "Saphan Foundation",
    "Lanna Anti-Trafficking Division",
    "Baan Suk Shelters",
)
PLACES = (
    PostsAt(SAPHAN, "specialist", "TH-50", 2, needed=2, languages=("th", "my"), on_call=True),
    PostsAt(SAPHAN, "specialist", "TH-51", 1),
    PostsAt(SAPHAN, "specialist", "TH-57", 1, languages=("th", "my")),
    PostsAt(SAPHAN, "specialist", "TH-63", 1, needed=2, languages=("th", "my"), on_call=True),
    PostsAt(SAPHAN, "specialist", "TH-10", 1, posts=3),
    PostsAt(SAPHAN, "specialist", "TH-58", 0, languages=("th", "shn")),
    PostsAt(SAPHAN, "interpreter", "TH-63", 1, posts=2, languages=("my",)),
    PostsAt(SAPHAN, "interpreter", "TH-57", 1, languages=("my", "shn")),
    PostsAt(SAPHAN, "interpreter", "TH-27", 0, languages=("km",)),
    PostsAt(SAPHAN, "specialist", "TH-90", 0),
    PostsAt(POLICE, "specialist", "TH-50", 1, posts=4),
    PostsAt(POLICE, "specialist", "TH-52", 1),
    PostsAt(POLICE, "specialist", "TH-55", 0),
    PostsAt(POLICE, "specialist", "TH-10", 1, posts=2, station="ahtd", on_call=True),
    PostsAt(POLICE, "reviewer", "TH-10", 3, needed=3, station="ticac"),
    PostsAt(POLICE, "reviewer", "TH-50", 1, posts=2),
    PostsAt(POLICE, "immigration", "TH-57", 1),
    PostsAt(POLICE, "immigration", "TH-63", 0),
    PostsAt(POLICE, "specialist", "TH-40", 1),
    PostsAt(POLICE, "specialist", "TH-43", 0),
    PostsAt(POLICE, "specialist", "TH-84", 1),
    PostsAt(POLICE, "specialist", "TH-85", 0),
    PostsAt(SHELTERS, "shelter", "TH-50", 2, posts=3, needed=2, station="family-50"),
    PostsAt(SHELTERS, "shelter", "TH-57", 2, needed=2, station="men-57"),
    PostsAt(SHELTERS, "socialworker", "TH-50", 1, station="cac-50"),
    PostsAt(SHELTERS, "socialworker", "TH-57", 0),
    PostsAt(SHELTERS, "shelter", "TH-12", 1, station="kredtrakarn"),
    PostsAt(SHELTERS, "shelter", "TH-20", 0),
)


def simulate(world: World) -> None:
    """Write the stations, the posts, and who holds them today."""
    chance = world.chance("posts")
    jobs = {(str(one.organisation_id), one.key): one for one in Job.objects.all()}
    keepers = {one.organisation_id: one for one in admins()}
    kinds = dict(
        Certificate.objects.filter(current=True, expires_on__isnull=False)
        .order_by("-expires_on", "-pk")
        .values_list("person", "type")
    )
    asked = []
    for organisation in Organisation.objects.order_by("pk"):
        stations = add_stations(organisation, chance)
        made: list[tuple[ProgrammePost, list[Person]]] = []
        free: dict[str, Iterator[Person]] = {}
        for place in (one for one in PLACES if one.organisation == organisation.name["en"]):
            job = jobs[str(organisation.pk), place.job]
            people = free.setdefault(place.job, people_of(job))
            for _post in range(place.posts):
                post = post_at(world, place, job, stations, chance)
                made.append((post, list(islice(people, place.held))))
        ProgrammePost.objects.bulk_create([post for post, _people in made])
        asked += hold(world, made, keepers[organisation.pk], kinds)
    ProgrammePost.certificates.through.objects.bulk_create(asked)


def add_stations(organisation: Organisation, chance: Random) -> dict[str, Station]:
    """Write the stations to begin with."""
    found = [
        Station(
            organisation=organisation,
            key=one.key,
            province=one.province,
            name=one.name,
            public_id=uid(chance),
        )
        for one in starter_stations()
    ]
    return {one.key: one for one in Station.objects.bulk_create(found)}


def post_at(
    world: World, place: PostsAt, job: Job, stations: dict[str, Station], chance: Random
) -> ProgrammePost:
    """Make a post at a place."""
    return ProgrammePost(
        public_id=uid(chance),
        organisation_id=job.organisation_id,
        job=job,
        province=place.province,
        station=stations.get(place.station),
        needed=place.needed,
        languages=list(place.languages),
        on_call=place.on_call,
        since=world.days(-chance.randint(*POSTS_SINCE)),
    )


def people_of(job: Job) -> Iterator[Person]:
    """Give the people of a job, each once."""
    held = Membership.objects.filter(job=job, role__in=MAY.carry_load, ends=None)
    yield from Person.objects.filter(memberships__in=held).distinct().order_by("pk")


def admins() -> QuerySet[Person]:
    """Find the admins of whole organisations."""
    heads = {"memberships__role": Role.ADMIN, "memberships__unit__parent": None}
    return Person.objects.filter(**heads).select_related("organisation")


def hold(
    world: World,
    made: list[tuple[ProgrammePost, list[Person]]],
    by: Person,
    kinds: dict[int, int],
) -> list[Model]:
    """Let people hold posts since some day; give the certificates that some of these ask for.

    A post asks for the certificate of its first holder that ends first.
    """
    chance = world.chance("post holders", by.username)
    holders, asked = [], []
    for n, (post, people) in enumerate(made):
        for person in people:
            starts = max(post.since, world.days(-chance.randint(100, 800)))
            about = {"entered_by": by, "entered_at": world.moment}
            holders.append(PostHolder(post=post, person=person, starts=starts, **about))
        if n % ASKS == 0 and people and (kind := kinds.get(people[0].pk)):
            through = ProgrammePost.certificates.through
            asked.append(through(programmepost_id=post.pk, certificatetype_id=kind))
    PostHolder.objects.bulk_create(holders)
    return asked
