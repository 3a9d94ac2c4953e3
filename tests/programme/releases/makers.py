"""Releases that are public, without the way that led there."""

from datetime import UTC, datetime

from people.models import Organisation, Person
from programme.models import Programme, Release, ReleasedRow
from programme.releases.catalogue import FIGURES, RARE_FIGURES, released_places
from programme.releases.keeping import keep_files
from programme.releases.published import WITHHELD
from programme.rules.quarters import CalendarQuarter
from tests.makers import NOW

PUBLISHED = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def make_programme(name: str = "Safe North", **changes: object) -> Programme:
    """Found a programme without a member."""
    names = {"en": name, "th": "โครงการเหนือปลอดภัย"}
    return Programme.objects.create(name=names, founded_at=NOW, **changes)


def make_public_release(
    by: Person, quarter: str = "2026-Q3", programme: Programme | None = None, **changes: object
) -> Release:
    """Publish a release: a band for each cell, and here and there a withheld one."""
    release = Release.objects.create(
        programme=programme or make_programme(),
        quarter=quarter,
        asked_by=by,
        asked_at=PUBLISHED,
        drafted_at=PUBLISHED,
        **({"published_at": PUBLISHED} | changes),
    )
    blocks = CalendarQuarter.parse(quarter).blocks
    for n, figure in enumerate([*FIGURES, RARE_FIGURES[0]]):
        places = released_places()[: 1 if figure.rare else None]
        for m, place in enumerate(places):
            for k, block in enumerate(blocks[-1:] if figure.slow else blocks):
                bands = [key for key, _words in figure.bands]
                shown = bands[(n + m + k) % len(bands)] if (n + 2 * m + k) % 4 else WITHHELD
                ReleasedRow.objects.create(
                    release=release,
                    block=block.number,
                    place=place.key,
                    measure=figure.key,
                    band=shown,
                )
    if release.published_at and not release.withdrawn_at:
        keep_files(release)
    return release


def organisations_named() -> list[str]:
    """List every name of an organisation or a unit of the cast."""
    named = [*Organisation.objects.all()]
    named += [unit for one in named for unit in one.units.all()]
    return [text for one in named for text in one.name.values()]
