"""Show certificates to a reader outside: a checked address, and badges they can take along."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.tenancy.context import everywhere
from people.writing import links
from training.models import Certificate, Proof, ProofLine

from . import statuses

AT_MOST = 20


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
    lines = [ProofLine(proof=proof, certificate=one) for one in certificates]
    statuses.number(ProofLine.objects.bulk_create(lines))
    return proof


@everywhere()
def earned(person: Person) -> list[Certificate]:
    """List the certificates of the person's account, of every organisation they worked for.

    This and the three below are the door between the places of an account; the owner opens it.
    """
    mine = Certificate.objects.filter(person__account=person.account_id, revoked_at=None)
    mine = mine.current().select_related("type__organisation", "person")
    return list(mine.by_end())


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
        "proof__person", "certificate__type__organisation", "status"
    )
    good = seen.filter(proof__in=Proof.objects.open(), certificate__revoked_at=None)
    return good.filter(public_id=public_id).first()


@everywhere()
def withdraw(*, proof: Proof, now: datetime) -> None:
    """Close an address; from then on it answers as if it had never existed.

    Its badges read as revoked: at once here, and outside within a day.
    """
    Proof.objects.filter(pk=proof.pk, withdrawn_at=None).update(withdrawn_at=now)


def address(proof: Proof) -> str:
    """Write the whole address of a proof."""
    return links.to("check_proof", proof.public_id)
