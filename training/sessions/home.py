"""The counts on a trainer's home: of now, or of the night where the people are many."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from people.models import Person, Role, Unit
from people.models.persons import PersonQuerySet
from people.weeks import today
from training.counts.actions import find_counts
from training.finding.trainees import trainees_of, within
from training.models import CertificateType
from training.models.counts import HOME
from training.requirements.covered import KindCover, covered

from . import invitations, overview
from .pictures import LapseMonth


@dataclass(frozen=True)
class HomeCounts:
    """How the people in reach stand by certificate, what they need, and what lapses by month."""

    covered: list[KindCover]
    # By certificate, how many need it and are in no session for it.
    needed: dict[int, int]
    months: list[LapseMonth]
    # When it was counted, if that was not now.
    counted_at: datetime | None = None


def read_counts(viewer: Person, now: datetime) -> HomeCounts:
    """Read the counts of a trainer's home."""
    if found := find_counts(viewer, HOME, Role.TRAINER, now=now):
        return counts_from(viewer, found.figures, found.counted_at)
    return count_now(viewer, today(now))


def first_shown(counts: HomeCounts, unit: Unit | None, name: str) -> str:
    """Say of which people the home shows the list first, where nothing was chosen.

    People who need something; a name is looked for among all. Of an office of many people it is
    those with a certificate that lapses soon: who needs anything is asked of each person anew, and
    they are a list that no one reads to its end. It is there to be chosen.
    """
    if name:
        return "all"
    return "soon" if counts.counted_at and not unit else "action"


def choose_people(
    viewer: Person, day: date, counts: HomeCounts, *, show: str, unit: Unit | None, name: str
) -> tuple[str, PersonQuerySet]:
    """Choose the people of the home's list, and say which they are.

    `show` is what was asked for; what is no choice is read as none.
    """
    people = within(trainees_of(viewer), unit, day)
    people = people.called(name) if name else people
    shows = {
        "action": overview.wanting(people, viewer, day),
        "soon": overview.lapsing_soon(people, day),
        "all": people,
    }
    show = show if show in shows else first_shown(counts, unit, name)
    return show, shows[show]


def how_many_soon(viewer: Person, day: date) -> int:
    """Count all in reach with a certificate that lapses soon; one statement."""
    return overview.lapsing_soon(trainees_of(viewer), day).count()


def count_now(viewer: Person, day: date) -> HomeCounts:
    """Count all people in reach at once."""
    return HomeCounts(
        covered=covered(viewer=viewer, people=trainees_of(viewer), day=day),
        needed=invitations.needed(viewer, day),
        months=overview.lapses_by_month(viewer, day),
    )


def figures_of(counts: HomeCounts) -> dict[str, Any]:
    """Write counts down, to be read another day."""
    return {
        "covered": [
            [one.kind.pk, one.valid, one.due, one.expired, one.missing] for one in counts.covered
        ],
        "needed": list(counts.needed.items()),
        "months": [[one.first.isoformat(), one.count] for one in counts.months],
    }


def counts_from(viewer: Person, figures: dict[str, Any], counted_at: datetime) -> HomeCounts:
    """Read counts that were written down; a certificate that is gone is in none."""
    kinds = CertificateType.objects.visible_to(viewer).in_bulk()
    return HomeCounts(
        covered=[
            KindCover(kinds[kind], *numbers)
            for kind, *numbers in figures["covered"]
            if kind in kinds
        ],
        needed=dict(figures["needed"]),
        months=[LapseMonth(date.fromisoformat(first), n) for first, n in figures["months"]],
        counted_at=counted_at,
    )
