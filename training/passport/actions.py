"""Show certificates to a reader outside: a checked address, and badges they can take along."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.tenancy.context import everywhere
from people.weeks import BANGKOK
from people.writing import links
from training.formats import openbadges
from training.models import Certificate, Proof, ProofLine

END_OF_KEY = "-----END PRIVATE KEY-----"
AT_MOST = 20
FEWEST_BITS = 2048


@transaction.atomic
def show(
    *, person: Person, certificates: Collection[Certificate], name: bool, now: datetime
) -> Proof:
    """Make an address at which the chosen certificates can be checked, with the name or without.

    They may be of any place of the person's account: what one earned stays one's own. Refused: none
    chosen, another person's, one that was revoked, and the twenty-first address.
    """
    if not certificates:
        raise ValidationError(_("Please tick at least one certificate."), code="none")
    if any(one.person.account_id != person.account_id or one.revoked_at for one in certificates):
        raise ValidationError(_("This certificate cannot be shown."), code="not_yours")
    if Proof.objects.visible_to(person).open().count() >= AT_MOST:
        sentence = _("You have %(n)d addresses. Please remove one first.")
        raise ValidationError(sentence, code="many", params={"n": AT_MOST})
    proof = Proof.objects.create(person=person, shows_name=name, made_at=now)
    ProofLine.objects.bulk_create(ProofLine(proof=proof, certificate=one) for one in certificates)
    return proof


@everywhere()
def earned(person: Person) -> list[Certificate]:
    """List the certificates of the person's account, of every organisation they worked for.

    This and the three below are the door between the places of an account; the owner opens it.
    """
    mine = Certificate.objects.filter(person__account=person.account_id, revoked_at=None)
    mine = mine.current().select_related("type__organisation", "person")
    return list(mine.order_by("expires_on", "pk"))


@everywhere()
def shown(person: Person) -> list[Proof]:
    """List the open addresses of the person's account, the newest first, with what each shows."""
    found = Proof.objects.visible_to(person).open().prefetch_related("lines__certificate__type")
    return list(found.order_by("-made_at", "-pk"))


@everywhere()
def own_proof(person: Person, public_id: UUID) -> Proof | None:
    """Find an open address of the person's account."""
    mine = Proof.objects.visible_to(person).open().select_related("person__organisation")
    return mine.filter(public_id=public_id).first()


@everywhere()
def own_line(person: Person, public_id: UUID) -> ProofLine | None:
    """Find a line of an open address of the person's account, for as long as it is good."""
    seen = ProofLine.objects.visible_to(person).select_related(
        "proof__person", "certificate__type__organisation"
    )
    good = seen.filter(proof__in=Proof.objects.open(), certificate__revoked_at=None)
    return good.filter(public_id=public_id).first()


@everywhere()
def withdraw(*, proof: Proof, now: datetime) -> None:
    """Close an address; from then on it answers as if it had never existed."""
    Proof.objects.filter(pk=proof.pk, withdrawn_at=None).update(withdrawn_at=now)


def address(proof: Proof) -> str:
    """Write the whole address of a proof."""
    return links.to("check_proof", proof.public_id)


# --- Badges ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def key_ring(text: str) -> tuple[RSAPrivateKey, ...]:
    """Read the private keys of BADGE_KEY, one PEM after the other; the first one signs."""
    pieces = [f"{one.strip()}\n{END_OF_KEY}\n" for one in text.split(END_OF_KEY) if one.strip()]
    try:
        keys = [load_pem_private_key(piece.encode(), password=None) for piece in pieces]
    except ValueError as broken:
        raise ImproperlyConfigured("BADGE_KEY holds something that is no key.") from broken
    fit = [one for one in keys if isinstance(one, RSAPrivateKey) and one.key_size >= FEWEST_BITS]
    if fit != keys:
        raise ImproperlyConfigured("BADGE_KEY must hold RSA keys of 2,048 bits or more, as PKCS 8.")
    return tuple(fit)


def signs() -> bool:
    """Say whether this installation signs badges: only with a key."""
    return bool(settings.BADGE_KEY)


def published() -> dict[str, RSAPublicKey]:
    """The public keys by their address, those that sign no longer too."""
    keys = [one.public_key() for one in key_ring(settings.BADGE_KEY)]
    return {key_address(openbadges.thumbprint(one)): one for one in keys}


def key_address(name: str) -> str:
    """Write where a public key can be read."""
    return links.to("badge_key", name)


def badge(line: ProofLine) -> str:
    """Sign one certificate of a proof as a badge, with as much as the proof shows."""
    certificate, proof, holder = line.certificate, line.proof, line.proof.person
    kind, organisation = certificate.type, certificate.type.organisation
    written = openbadges.credential(
        identifier=f"urn:uuid:{line.public_id}",
        issuer={
            "id": f"{settings.SITE_URL}/#{organisation.public_id}",
            "name": organisation.name.read_in("en"),
        },
        subject=f"urn:uuid:{proof.subject}",
        achievement={
            "id": f"urn:uuid:{kind.public_id}",
            "name": kind.name.read_in("en"),
            "description": (kind.allows or kind.name).read_in("en"),
            "criteria": "Attended the training and was certified by the trainer.",
        },
        valid_from=begin(certificate.issued_on),
        valid_until=begin(certificate.expires_on + DAY) if certificate.expires_on else None,
        name=(holder.full_name_en or holder.full_name_th) if proof.shows_name else "",
    )
    key = key_ring(settings.BADGE_KEY)[0]
    return openbadges.sign(
        written, key=key, kid=key_address(openbadges.thumbprint(key.public_key()))
    )


DAY = timedelta(days=1)


def begin(day: date) -> datetime:
    """Find the first moment of a day in Bangkok. The last day of a certificate counts in full."""
    return datetime.combine(day, time(), BANGKOK)


def line_of(token: str, now: datetime) -> ProofLine | None:
    """Find the line of a badge that we signed, if its address is still open."""
    if not signs():
        return None
    try:
        found = openbadges.read(token.strip(), keys=published(), now=now)
    except openbadges.UnfitBadgeError:
        return None
    number = str(found["id"]).removeprefix("urn:uuid:")
    lines = ProofLine.objects.filter(public_id=number, proof__in=Proof.objects.open())
    return lines.select_related("proof").first()
