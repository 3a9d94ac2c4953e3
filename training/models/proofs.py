"""What a person chose to show of their certificates to a reader outside."""

import uuid
from typing import Self

from django.db import models

from people.models import Person

from .certificates import Certificate


class ProofQuerySet(models.QuerySet):
    """Proofs, by owner and whether they can be looked at."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own account and no others; outsiders have the address."""
        return self.filter(person__account=viewer.account_id)

    def open(self) -> Self:
        """Those that were not taken back, of accounts that are open."""
        return self.filter(withdrawn_at=None, person__account__is_active=True)


class Proof(models.Model):
    """An address at which any reader who has it can check the chosen certificates."""

    # The address; and the person in the badges of this proof, the same in no other.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="proofs")
    shows_name = models.BooleanField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ProofQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class ProofLineQuerySet(models.QuerySet):
    """Lines of proofs, by owner."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own account."""
        return self.filter(proof__person__account=viewer.account_id)


class ProofLine(models.Model):
    """One certificate in a proof."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proof = models.ForeignKey(Proof, models.CASCADE, related_name="lines")
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="+")

    objects = ProofLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proof", "certificate"], name="shown_once_in_a_proof")
        ]

    def __str__(self) -> str:
        return str(self.certificate)
