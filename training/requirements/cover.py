"""Who cannot take on what a certificate allows, and who can instead."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from people.models import CAME_IN, Membership, Person, find_homes, name_order
from training.models import Certificate, CertificateType

from . import needs
from .needs import NeedsFilter

SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class Cover:
    """Two lists of a certificate, each of a hundred people at most, with where they belong."""

    without: list[tuple[Person, Membership | None, needs.Need]]
    holding: list[tuple[Certificate, Membership | None]]


def read(*, viewer: Person, kind: CertificateType, day: date) -> Cover:
    """Read who is asked for a certificate and has no good one, and who holds one.

    A person who is exempt and holds none is in neither list. The certificate that lasts longest
    comes first: its holder can cover for longest.
    """
    return Cover(without(viewer, kind, day), holding(viewer, kind, day))


def without(viewer: Person, kind: CertificateType, day: date) -> list[tuple]:
    """The people who cannot take it on today."""
    wanted = NeedsFilter(kind=kind, show=needs.WITHOUT)
    people = needs.people_asked(viewer, wanted, day)[:SHOWN_AT_MOST]
    rows = needs.rows(viewer, people, needs.AskedCertificates.read(viewer), wanted, day)
    return [(row.person, row.home, row.needs[0]) for row in rows]


def holding(viewer: Person, kind: CertificateType, day: date) -> list[tuple]:
    """The certificates that are good today, of people who belong to a unit and have come in."""
    here = Membership.objects.on(day).values("person_id")
    held = (
        Certificate.objects.visible_to(viewer)
        .good(day)
        .filter(type=kind, person__in=here, **CAME_IN)
        .select_related("person")
        .order_by(F("expires_on").desc(nulls_first=True), *name_order("person__"), "pk")
    )
    found = list(held[:SHOWN_AT_MOST])
    homes = find_homes([one.person_id for one in found], day)
    return [(one, homes.get(one.person_id)) for one in found]
