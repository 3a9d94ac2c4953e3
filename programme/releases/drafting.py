"""Draft a release: decide once what each cell tells, check it, and keep it in words alone."""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet

from people.keys import chance, ring
from people.weeks import Block, today
from programme.members.door import OpenPart
from programme.models import (
    Programme,
    Release,
    ReleaseConsent,
    ReleasedRow,
    ReleaseEntry,
    ReleasePart,
)
from programme.models.programmes import RELEASE_KEY_PURPOSE
from programme.rules.quarters import CalendarQuarter
from programme.rules.release import SCALE, WHOLE, WIDEST, Cell, bounds, joined, tell_places
from programme.rules.release_audit import ToldSum, atoms_of, refused_sums
from programme.rules.release_edges import EDGES

from . import figures, rare
from .catalogue import TOLD, ToldMeasure, released_places
from .figures import ReleaseFigures, UnitRegions
from .published import WITHHELD


@dataclass(frozen=True)
class Entrants:
    """Which members are in a draft, with what, and how many people each asks for in a group."""

    consents: tuple[ReleaseConsent, ...]

    def of(self, part: str) -> frozenset[int]:
        """The organisations that let a part in."""
        held = (one for one in self.consents if part in one.parts)
        return frozenset(one.member.organisation_id for one in held)

    @property
    def smallest(self) -> dict[int, int]:
        """From how many people on each tells of a group."""
        organisations = (one.member.organisation for one in self.consents)
        return {one.pk: one.smallest_group for one in organisations}


@transaction.atomic
def draft(release_id: int, *, now: datetime) -> bool:
    """Draft and check a release that was asked for; say whether there was anything to do.

    Repeating it changes nothing: a draft is made once, and what it tells is not computed again.
    """
    found = Release.objects.standing().filter(pk=release_id, drafted_at=None)
    found = found.select_for_update(of=("self",))
    if (release := found.select_related("programme", "asked_by").first()) is None:
        return False
    entrants = Entrants(tuple(consents_for(release, now)))
    made = DraftedRelease(release, entrants, now)
    told = dict(made.cells())
    ReleasedRow.objects.bulk_create(
        ReleasedRow(release=release, block=block, place=place, measure=measure, band=band)
        for (block, place, measure), band in told.items()
    )
    ReleaseEntry.objects.bulk_create(
        ReleaseEntry(release=release, consent=one) for one in entrants.consents
    )
    release.taken_out, release.drafted_at = made.taken_out, now
    release.save(update_fields=["taken_out", "drafted_at"])
    return True


def consents_for(release: Release, now: datetime) -> QuerySet[ReleaseConsent]:
    """Find what members agree to today; who was in this quarter in another programme stays out.

    A block of an organisation is told in one programme: two that differ by one member would tell of
    that member.
    """
    elsewhere = ReleaseEntry.objects.filter(release__quarter=release.quarter)
    elsewhere = elsewhere.exclude(release__programme=release.programme)
    found = ReleaseConsent.objects.on(today(now)).filter(member__programme=release.programme)
    found = found.exclude(
        member__organisation__in=elsewhere.values("consent__member__organisation")
    )
    return found.select_related("member__organisation")


@dataclass(frozen=True)
class EarlierDraft:
    """What a draft of the same quarter told that was sent back: its words, and who was in it."""

    entrants: Entrants
    # By measure: block, place and measure of each cell, with its word.
    words: Mapping[str, Mapping[tuple[int, str, str], str]]
    taken_out: tuple[list[str], ...]

    @classmethod
    def read_all(cls, release: Release) -> "list[EarlierDraft]":
        """Read those of a release's quarter; one statement where there are none."""
        found = Release.objects.sent_back(release.programme, release.quarter)
        return [
            cls.of(one)
            for one in found.prefetch_related("rows", "entries__consent__member__organisation")
        ]

    @classmethod
    def of(cls, release: Release) -> "EarlierDraft":
        """Read one."""
        words: dict[str, dict[tuple[int, str, str], str]] = defaultdict(dict)
        for row in release.rows.all():
            words[row.measure][row.block, row.place, row.measure] = row.band
        consents = tuple(one.consent for one in release.entries.all())
        return cls(Entrants(consents), words, tuple(release.taken_out))


class DraftedRelease:
    """What a draft tells: the same cells for every release, each with its band or withheld."""

    def __init__(self, release: Release, entrants: Entrants, now: datetime):
        self.release, self.entrants, self.now = release, entrants, now
        self.quarter = CalendarQuarter.parse(release.quarter)
        self.regions = UnitRegions.read(entrants.smallest)
        self.key = release_key(release.programme)
        self.earlier = EarlierDraft.read_all(release)
        self.places = [one.key for one in released_places()]
        # The cells that the check took out, by name alone.
        self.taken_out: list[list[str]] = []

    def cells(self) -> Iterator[tuple[tuple[int, str, str], str]]:
        """Give every cell: block, place and measure, and its word.

        What a draft told of the same organisations stays as it was: two words that differ by one
        person's answers would tell of that person.
        """
        for measure in TOLD:
            if (before := self.told_before(measure)) is not None:
                yield from before.words[measure.key].items()
                self.taken_out += [one for one in before.taken_out if one[0] == measure.key]
            else:
                yield from self.rare(measure) if measure.rare else self.figures(measure)

    def told_before(self, measure: ToldMeasure) -> EarlierDraft | None:
        """Find the draft that told a measure of the same organisations."""
        entering = self.entrants.of(measure.part)
        same = (one for one in self.earlier if one.entrants.of(measure.part) == entering)
        return next(same, None)

    def figures(self, measure: ToldMeasure) -> Iterator[tuple[tuple[int, str, str], str]]:
        """Give the cells of a measure that is told by region."""
        blocks = self.quarter.blocks
        for block in blocks[-1:] if measure.slow else blocks:
            told = self.bands(measure, block)
            for place in self.places:
                yield (block.number, place, measure.key), told.get(place, WITHHELD)

    def rare(self, measure: ToldMeasure) -> Iterator[tuple[tuple[int, str, str], str]]:
        """Give the one cell of a rare fact."""
        cell = (self.quarter.blocks[-1].number, WHOLE, measure.key)
        yield cell, self.facts.get(measure.key, WITHHELD)

    @cached_property
    def facts(self) -> dict[str, str]:
        """The rare facts that are told."""
        found = rare.exits(self.quarter, self.entrants.of(ReleasePart.EXITS))
        return found | rare.evaluations(self.quarter, self.entrants.of(ReleasePart.EVALUATIONS))

    def bands(self, measure: ToldMeasure, block: Block) -> dict[str, str]:
        """Decide what is told of one measure in one block.

        Where the check finds that a few people could be placed, the measure is left out of the
        block as a whole: what is left out must not say which cell it was because of.
        """
        read, entering = self.read(measure, block), self.entrants.of(measure.part)
        told = tell_places(
            read.places,
            read.limits,
            self.entrants.smallest,
            edges=EDGES[measure.key],
            # Other organisations, another draw: two drafts tell nothing of the one between them.
            chance=lambda place: chance.whole_draw(
                self.key, WIDEST, measure.key, place, block.number, *sorted(entering)
            ),
        )
        if refused := refused_by(measure.key, read, told):
            self.taken_out += [[measure.key, place, str(block.number)] for place in refused]
            return {}
        return told

    def read(self, measure: ToldMeasure, block: Block) -> ReleaseFigures:
        """Read what a measure adds up."""
        organisations = self.entrants.of(measure.part)
        if measure.key == "coverage":
            viewer = self.release.asked_by
            reached = figures.opened_posts(organisations, OpenPart(viewer, self.now, {}))
            return figures.coverage(block, reached)
        readers = {
            "load": figures.load,
            "wellbeing": figures.wellbeing,
            "certificates": figures.certificates,
        }
        return readers[measure.key](block, self.regions, organisations)


def refused_by(measure: str, read: ReleaseFigures, told: Mapping[str, str]) -> list[str]:
    """Name the places by which a viewer could place a few people, beside what pages tell."""
    if not told:
        return []
    cells: dict[str, Cell] = dict(read.places)
    cells[WHOLE] = joined(read.places.values())
    sums = [*read.pages]
    for place, band in told.items():
        people = sum(part.people for part in cells[place].values())
        sums.append(ToldSum(named(place), *bounds(band, EDGES[measure], people), released=True))
    values = (
        (
            one.organisation,
            one.value,
            one.pages | {named(place) for place in told.keys() & {WHOLE, one.place} if one.counts},
        )
        for one in read.values
        if one.value is not None
    )
    atoms = atoms_of(values, SCALE)
    return [one.removeprefix(AT) for one in refused_sums(atoms, sums)]


# Stands before the name of a place, so that no page of a unit has the same.
AT = "at "


def named(place: str) -> str:
    """Name the sum of a place."""
    return AT + place


def release_key(programme: Programme) -> bytes:
    """Open the key that draws the chance of a programme's releases; it is made when first needed.

    If two jobs do this at once, the first key stays.
    """
    owner = str(programme.public_id)
    fresh = ring.seal(secrets.token_bytes(32).hex(), owner=owner, purpose=RELEASE_KEY_PURPOSE)
    without = Programme.objects.filter(pk=programme.pk, sealed_release_key="")
    without.update(sealed_release_key=fresh)
    kept = Programme.objects.values_list("sealed_release_key", flat=True).get(pk=programme.pk)
    return bytes.fromhex(ring.unseal(kept, owner=owner, purpose=RELEASE_KEY_PURPOSE))
