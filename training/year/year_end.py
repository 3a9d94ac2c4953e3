"""How many of the people asked for a certificate held one on a day, also a day long past."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from people.models import Membership, Person
from training.models import Certificate, CertificateType, Exemption
from training.requirements.needs import AskedCertificates

Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class HeldAtYearEnd:
    """Of how many people a certificate is asked on a day, and how many of them held one."""

    asked: int = 0
    holding: int = 0

    @property
    def percent(self) -> float | None:
        """The share that held one; None where it is not asked."""
        return 100 * self.holding / self.asked if self.asked else None


def held(
    viewer: Person, people: QuerySet[Person], day: date
) -> dict[CertificateType, HeldAtYearEnd]:
    """Count by certificate that is asked today; four statements for any number of people.

    By the roles and jobs of the day itself. People who are exempt and hold none are not asked, nor
    are people on a long absence that day, or who have not come in yet.
    """
    asked = AskedCertificates.read(viewer)
    certified, excused = certified_on(people, day), excused_on(people, day)
    counts: dict[int, Counter[bool]] = defaultdict(Counter)
    for person, memberships in memberships_on(people, day).items():
        for kind in asked.of(memberships):
            if (person, kind) in certified or (person, kind) not in excused:
                counts[kind][(person, kind) in certified] += 1
    return {
        kind: HeldAtYearEnd(asked=counts[key].total(), holding=counts[key][True])
        for key, kind in asked.kinds.items()
    }


def memberships_on(people: QuerySet[Person], day: date) -> dict[int, list[Membership]]:
    """Read which roles and jobs these people had on a day, as far as they were there."""
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.present_on(day).filter(person__in=people)
    rows = rows.only("person_id", "role", "job")
    for one in rows.order_by():
        found[one.person_id].append(one)
    return found


def certified_on(people: QuerySet[Person], day: date) -> Pairs:
    """Read who held what on a day: of those issued by then the newest, if it had not lapsed."""
    stood = Q(revoked_at=None) | Q(revoked_at__date__gt=day)
    rows = Certificate.objects.filter(stood, person__in=people, issued_on__lte=day)
    columns = ("person_id", "type_id", "expires_on")
    newest = {
        (person, kind): ends
        for person, kind, ends in rows.order_by("issued_on", "pk").values_list(*columns)
    }
    return {held for held, ends in newest.items() if ends is None or ends >= day}


def excused_on(people: QuerySet[Person], day: date) -> Pairs:
    """Read who was exempt from what on a day."""
    open_then = Q(ended_at=None) | Q(ended_at__date__gt=day)
    found = Exemption.objects.filter(
        open_then, person__in=people, made_at__date__lte=day, until__gte=day
    )
    return set(found.values_list("person_id", "type_id"))
