"""Certificates of a proof as signed badges that others check without asking the holder."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from people.tenancy.context import everywhere
from people.weeks import BANGKOK
from people.writing import links
from people.writing.fields import uuid_of
from training.formats import openbadges
from training.models import Proof, ProofLine

from . import keys, statuses

DAY = timedelta(days=1)
# Of every certificate of a type alike, as its other words are: it may be held by either way.
CRITERIA = (
    "Attended the training, here or elsewhere, or renewed it by hours of continuing education, and "
    "was certified by a trainer."
)


def badge(line: ProofLine) -> str:
    """Sign one certificate of a proof as a badge, with as much as the proof shows.

    The badge is named by the address at which it can be fetched again and its page be opened, for
    as long as its holder shows it.
    """
    certificate, proof, holder = line.certificate, line.proof, line.proof.person
    kind, organisation = certificate.type, certificate.type.organisation
    written = openbadges.credential(
        identifier=address(line),
        issuer=statuses.issuer_profile(organisation),
        subject=f"urn:uuid:{proof.subject}",
        achievement={
            "id": f"urn:uuid:{kind.public_id}",
            "name": kind.name.read_in("en"),
            "description": (kind.allows or kind.name).read_in("en"),
            "criteria": CRITERIA,
        },
        valid_from=begin(certificate.issued_on),
        valid_until=begin(certificate.expires_on + DAY) if certificate.expires_on else None,
        name=(holder.full_name_en or holder.full_name_th) if proof.shows_name else "",
        status=statuses.entry(line.status, organisation),
    )
    return keys.sign(written)


def address(line: ProofLine) -> str:
    """Write the address that names a badge."""
    return links.to("shared_badge", line.public_id)


def begin(day: date) -> datetime:
    """Find the first moment of a day in Bangkok. The last day of a certificate counts in full."""
    return datetime.combine(day, time(), BANGKOK)


@everywhere()
def shared_line(public_id: UUID) -> ProofLine | None:
    """Find a badge for any reader who has its address, while its holder shows it."""
    shown = ProofLine.objects.filter(proof__in=Proof.objects.open(), public_id=public_id)
    return shown.select_related(
        "proof__person", "certificate__type__organisation", "status"
    ).first()


def line_of(token: str, now: datetime) -> ProofLine | None:
    """Find the line of a badge that we signed, if its address is still open.

    Badges were named by a number alone before they had an address: these are read too.
    """
    if not keys.signs():
        return None
    try:
        found = openbadges.read(token.strip(), keys=keys.published(), now=now)
    except openbadges.UnfitBadgeError:
        return None
    name = str(found["id"]).removeprefix("urn:uuid:").rstrip("/").rpartition("/")[2]
    public_id = uuid_of(name)
    return shared_line(public_id) if public_id else None
