"""Give each badge its place in its issuer's list, and publish which of them no longer hold."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from people.models import Organisation
from people.tenancy.context import everywhere
from people.writing import links
from training.formats import status_list
from training.models import BadgeStatus, Proof, ProofLine

# What a list says of its issuer. It is no badge, so its context knows no profiles.
STATED = ("id", "name")


@transaction.atomic
@everywhere()  # a holder shows what any place of their account issued
def number(lines: Iterable[ProofLine]) -> None:
    """Draw a place for each badge that has none, in the list of who issued it.

    One issuer after the other, in the order of their keys: two people who show certificates of the
    same two issuers at once would else wait for each other.
    """
    for line in sorted(lines, key=issuer_of):
        issuer = issuer_of(line)
        # Two draws at once would find the same place free: one waits for the other.
        Organisation.objects.select_for_update(no_key=True).get(pk=issuer)
        if not BadgeStatus.objects.filter(line=line).exists():
            draw(issuer, line)


def issuer_of(line: ProofLine) -> int:
    """Find who issued what a line shows."""
    return line.certificate.type.organisation_id


def draw(issuer: int, line: ProofLine) -> BadgeStatus:
    """Draw a place by chance, so that it tells neither how many badges there are nor their order.

    Half of a list stays free: two draws find a free place on average.
    """
    given = BadgeStatus.objects.filter(organisation=issuer)
    fills = status_list.list_to_fill(given.count())
    while given.filter(number=fills, place=(place := secrets.randbelow(status_list.SIZE))).exists():
        pass
    return BadgeStatus.objects.create(organisation_id=issuer, number=fills, place=place, line=line)


def unnumbered() -> QuerySet[ProofLine]:
    """The lines that are shown now and have no place yet: before 0.10 badges had none."""
    shown = ProofLine.objects.filter(status=None, proof__in=Proof.objects.open())
    return shown.select_related("certificate__type").order_by("pk")


# --- What is published ----------------------------------------------------------------------------


@everywhere()
def issuer_of_badges(public_id: UUID) -> Organisation | None:
    """Find an organisation that has issued a badge; another is told to no visitor."""
    issuers = BadgeStatus.objects.order_by().values("organisation")
    return Organisation.objects.filter(public_id=public_id, pk__in=issuers).first()


def issuer_profile(organisation: Organisation) -> dict[str, Any]:
    """Write who issued: an address that can be read, a name, and where the product is."""
    return {
        "id": links.to("badge_issuer", organisation.public_id),
        "type": ["Profile"],
        "name": organisation.name.read_in("en"),
        "url": f"{settings.SITE_URL}/",
    }


def list_address(organisation: Organisation, fills: int) -> str:
    """Write where a list of an organisation can be read."""
    return links.to("badge_status_list", organisation.public_id, fills)


def entry(status: BadgeStatus, issuer: Organisation) -> dict[str, str]:
    """Write in a badge where its status is to be read."""
    return status_list.entry(list_address(issuer, status.number), status.place)


@everywhere()
def published_list(organisation: Organisation, fills: int, now: datetime) -> dict[str, Any] | None:
    """Write a list of an organisation as it is now; None if it holds no badge."""
    given = BadgeStatus.objects.filter(organisation=organisation, number=fills)
    if not given.exists():
        return None
    profile = issuer_profile(organisation)
    return status_list.credential(
        address=list_address(organisation, fills),
        issuer={one: profile[one] for one in STATED},
        revoked=given.revoked().values_list("place", flat=True),
        now=now,
    )
