"""Of how many people each certificate is asked, and how many of them hold it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from people.models import CAME_IN, Membership, Person
from training.models import Certificate, CertificateType, Exemption
from training.rules.certificates import (
    CertificateStanding,
    CertificateState,
    certificate_standing,
    state,
)

from .needs import AskedCertificates


@dataclass(frozen=True)
class KindCover:
    """One certificate, and how the people stand who need it; the exempt are left out."""

    kind: CertificateType
    valid: int
    due: int
    expired: int
    missing: int

    @property
    def asked(self) -> int:
        """Of how many people it is asked."""
        return self.valid + self.due + self.expired + self.missing


def covered(*, viewer: Person, people: QuerySet[Person], day: date) -> list[KindCover]:
    """Count for each certificate how these people stand, most missing first; four statements.

    A certificate that is asked of none of them is not in it. Who is on a long absence is asked for
    none meanwhile.
    """
    asked = AskedCertificates.read(viewer)
    current = Membership.objects.present_on(day).filter(person__in=people.order_by(), **CAME_IN)
    wanted = kinds_by_person(current.order_by().values_list("person_id", "role", "job_id"), asked)
    here = {"person__in": people.order_by(), "type__in": list(asked.kinds)}
    excused = Exemption.objects.visible_to(viewer).on(day).filter(**here)
    exempt = set(excused.values_list("person_id", "type_id"))
    counts: Counter[tuple[int, CertificateStanding]] = Counter()
    for kinds, n in Counter(wanted.values()).items():
        counts.update({(kind, CertificateStanding.MISSING): n for kind in kinds})
    # There are many certificates and few days on which they end.
    states: dict[date | None, CertificateState] = {}
    held = Certificate.objects.visible_to(viewer).current().filter(**here).order_by()
    for person, kind, ends in held.values_list("person_id", "type_id", "expires_on"):
        if kind not in wanted.get(person, ()):
            continue
        if ends not in states:
            states[ends] = state(ends, day)
        counts[kind, CertificateStanding.MISSING] -= 1
        counts[kind, certificate_standing(states[ends], exempt=(person, kind) in exempt)] += 1
        exempt.discard((person, kind))
    for person, kind in exempt:
        if kind in wanted.get(person, ()):
            counts[kind, CertificateStanding.MISSING] -= 1
    found = [cover_of(kind, counts) for kind in asked.kinds.values()]
    return sorted((one for one in found if one.asked), key=lambda one: -one.missing)


def kinds_by_person(
    held: Iterable[tuple[int, str, int | None]], asked: AskedCertificates
) -> dict[int, frozenset[int]]:
    """Find what is asked of each person by the role and job of their memberships."""
    by_post: dict[tuple[str, int | None], frozenset[int]] = {}
    found: dict[int, frozenset[int]] = {}
    for person, role, job in held:
        post = (role, job)
        if post not in by_post:
            by_post[post] = frozenset(asked.of_post(role, job))
        found[person] = found[person] | by_post[post] if person in found else by_post[post]
    return found


def cover_of(kind: CertificateType, counts: Counter[tuple[int, CertificateStanding]]) -> KindCover:
    """Gather the counts of one certificate."""
    parts = ("valid", "due", "expired", "missing")
    return KindCover(kind, *(counts[kind.pk, CertificateStanding(part)] for part in parts))
