"""Of how many people each certificate is asked, and how many of them hold it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from people.models import CAME_IN, Membership, Person
from training.certificates import actions as certificates
from training.models import CertificateType, Exemption
from training.rules.certificates import CertificateStanding, certificate_standing

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
    held_by = defaultdict(list)
    current = Membership.objects.present_on(day).filter(person__in=people.order_by(), **CAME_IN)
    for one in current.only("person", "role", "job").order_by():
        held_by[one.person_id].append(one)
    held = certificates.states(viewer=viewer, people=held_by, day=day)
    excused = Exemption.objects.visible_to(viewer).on(day).filter(person__in=list(held_by))
    exempt = set(excused.values_list("person_id", "type_id"))
    counts: Counter[tuple[int, CertificateStanding]] = Counter()
    for person, memberships in held_by.items():
        for kind in asked.of(memberships):
            certificate = held[person].get(kind)
            state = certificate.state if certificate else None
            stands = certificate_standing(state, exempt=(person, kind) in exempt)
            counts[kind, stands] += 1
    found = [cover_of(kind, counts) for kind in asked.kinds.values()]
    return sorted((one for one in found if one.asked), key=lambda one: -one.missing)


def cover_of(kind: CertificateType, counts: Counter[tuple[int, CertificateStanding]]) -> KindCover:
    """Gather the counts of one certificate."""
    parts = ("valid", "due", "expired", "missing")
    return KindCover(kind, *(counts[kind.pk, CertificateStanding(part)] for part in parts))
