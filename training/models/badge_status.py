"""Places in the published lists that say which badges no longer hold."""

from typing import Self

from django.db import models
from django.db.models import Q

from people.models import Organisation, Person

from .proofs import ProofLine


class BadgeStatusQuerySet(models.QuerySet):
    """Places of badges, by owner and by whether the badge still holds."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of badges of the viewer's own account."""
        return self.filter(line__proof__person__account=viewer.account_id)

    def revoked(self) -> Self:
        """Those of badges that hold no longer, for good, whatever the cause.

        The certificate was revoked or taken back, its holder stopped showing it, or the holder's
        records were erased. The list tells no difference.
        """
        return self.filter(
            Q(line=None)
            | Q(line__certificate__revoked_at__isnull=False)
            | Q(line__proof__withdrawn_at__isnull=False)
        )


class BadgeStatus(models.Model):
    """The place of one badge in its issuer's list; it is drawn by chance and never given twice.

    Each badge has its own, as each proof has its own subject: two badges of one certificate cannot
    be known as the same person's. When what the badge showed is deleted the place stays, so that
    the badge outside reads as revoked; what is left names no person.
    """

    # Who issued the badge: not always where its holder works now.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    line = models.OneToOneField(ProofLine, models.SET_NULL, null=True, related_name="status")

    objects = BadgeStatusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number", "place"], name="one_badge_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.place}"
