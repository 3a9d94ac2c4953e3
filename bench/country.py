"""An organisation of a whole country: very many people, their certificates, flags and posts.

Its overview and its board read no weeks, so none are made: 52 for each of 100,000 people would take
a night to write and change nothing that is measured.
"""

from datetime import timedelta

from data import STARTED, certify, crowd, employ, found, job_at
from days import NOW

from people.models import Person, Role, Unit
from people.weeks import Week
from programme.coverage import nightly
from programme.models import PostHolder, ProgrammePost
from programme.regions.reading import provinces
from workload.models import Flag

# One in so many people has an open flag; one in so many posts is vacant.
FLAGGED, VACANT = 20, 6


def settled(people: int, posts: int) -> Person:
    """Make the country, count it as the night does, and give the person of its office."""
    country = found("Country")
    workers = crowd(country, people, "of-country")
    certify(workers, 1, lambda n: NOW.date() + timedelta(days=n % 700 - 20))
    week = Week.of(NOW.date()).monday
    Flag.objects.bulk_create(
        (
            Flag(organisation=country, person=one, level="amber", opened_week=week, opened_at=NOW)
            for one in workers[::FLAGGED]
        ),
        batch_size=5_000,
    )
    fill(workers, posts)
    office = employ("country", Unit.objects.get(organisation=country, parent=None), Role.PROGRAMME)
    nightly.count(country, now=NOW)
    return office


def fill(workers: list[Person], posts: int) -> None:
    """Make posts in all provinces, most of them held by one person each."""
    country, places = workers[0].organisation, list(provinces())
    made = ProgrammePost.objects.bulk_create(
        ProgrammePost(
            organisation=country,
            job=job_at(country),
            province=places[n % len(places)],
            languages=["th"],
            since=STARTED,
        )
        for n in range(posts)
    )
    held = [one for n, one in enumerate(made) if n % VACANT]
    PostHolder.objects.bulk_create(
        PostHolder(post=post, person=one, starts=STARTED, entered_by=one, entered_at=NOW)
        for post, one in zip(held, workers, strict=False)
    )
