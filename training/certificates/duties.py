"""Duties that a certificate allows: which rest on a day, since when, and which soon will.

Nothing of it is stored: a renewed certificate brings the duty back on the same day.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Exists, OuterRef, Q

from people.languages.local_text import name_place
from people.models import Person
from people.weeks import today
from training.models import Certificate, CertificateType
from training.rules.certificates import due_until, may, over_since, state


@dataclass(frozen=True)
class Duty:
    """What a person may do with a certificate: it rests since a day, or will after another."""

    kind: CertificateType
    since: date | None = None
    renew_by: date | None = None


class HeldDuty(Protocol):
    """What a duty is judged by: a certificate, or the columns of one."""

    @property
    def current(self) -> bool:
        """Say whether it is the one of its kind that counts."""

    @property
    def expires_on(self) -> date | None:
        """The last day of it; None where it never lapses."""

    @property
    def revoked_at(self) -> datetime | None:
        """When it was revoked, if it was."""


def rests(kind: CertificateType, held: Certificate | None, day: date) -> bool:
    """Say whether a certificate allows a duty that the person, without a good one, lacks today."""
    return bool(kind.allows) and not may(held.state(day) if held else None)


def of_this(person: Person, kind: CertificateType, day: date) -> bool:
    """Say whether a person's duty of one kind rests on a day; for a verb, so for any viewer."""
    held = Certificate.objects.current().filter(person=person, type=kind).first()
    return rests(kind, held, day)


def at_stake(*, viewer: Person, people: Collection[int], day: date) -> dict[int, list[Duty]]:
    """Find the duties of these people that rest or will within 60 days; one statement.

    Only of people with certificates the viewer may see. A person who never held one is not in it:
    what is asked of them and missing stands with the requirements.
    """
    ended = (
        Certificate.objects.visible_to(viewer)
        .filter(
            Q(current=True) | Q(revoked_at__isnull=False),
            ~lasts(day, person="person", kind="type"),
            person__in=people,
        )
        .exclude(type__allows={})
        .select_related("type")
        .order_by("pk")
    )
    by_kind: dict[tuple[int, CertificateType], list[Certificate]] = defaultdict(list)
    for one in sorted(ended, key=lambda one: name_place(one.type)):
        by_kind[one.person_id, one.type].append(one)
    found = defaultdict(list)
    for (person, kind), certificates in by_kind.items():
        found[person].append(duty(kind, certificates, day))
    return found


def at_stake_of(person: Person, *, viewer: Person, day: date) -> list[Duty]:
    """Find those of one person."""
    return at_stake(viewer=viewer, people=[person.pk], day=day).get(person.pk, [])


def lasts(day: date, *, person: str, kind: str) -> Exists:
    """Find whether a person holds a certificate of a kind that ends in more than 60 days.

    Where it does, nothing is at stake. Both are named as the query around it calls them.
    """
    lasting = Certificate.objects.current().filter(
        Q(expires_on=None) | Q(expires_on__gt=due_until(day)),
        person=OuterRef(person),
        type=OuterRef(kind),
    )
    return Exists(lasting)


def duty(kind: CertificateType, certificates: list[Certificate], day: date) -> Duty:
    """Judge a duty by the current certificate and those that were revoked."""
    if since := rests_since(certificates, day):
        return Duty(kind, since=since)
    return Duty(kind, renew_by=next(one.expires_on for one in certificates if one.current))


def rests_since(certificates: Collection[HeldDuty], day: date) -> date | None:
    """Find since when a duty rests, by the current certificate and those that were revoked.

    None means that it does not rest; certificates that last are not judged here.
    """
    held = next((one for one in certificates if one.current), None)
    if held and may(state(held.expires_on, day)):
        return None
    over = [
        over_since(one.expires_on, today(one.revoked_at) if one.revoked_at else None)
        for one in certificates
    ]
    return max(day for day in over if day)
