"""The numbers that an admin tried, and what was told of them. Told once, kept, given again."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from people.models import Organisation, Person, Unit

# So many different drafts an organisation can try in a block.
DRAFTS = 5


class PolicyDraftQuerySet(models.QuerySet):
    """What was told of drafts: for admins of the whole organisation."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own organisation, where the viewer administers all of it."""
        if not viewer.administers_all:
            return self.none()
        return self.filter(organisation_id=viewer.organisation_id)


class PolicyDraft(models.Model):
    """One draft of numbers in one block of four weeks, with the shares that were told of it.

    `now` and `then` hold a word of `shares` for each measure: by the numbers that held in the
    block, and by those of the draft. The places 1 to 5 of a block are each taken once, so no two
    requests at once can make a sixth.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    block = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    # Blank: for all kinds of units.
    unit_kind = models.CharField(max_length=8, choices=Unit.Kind, blank=True)
    # The name of the numbers (`numbers.digest_of`).
    digest = models.CharField(max_length=64)
    now = models.JSONField()
    then = models.JSONField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = PolicyDraftQuerySet.as_manager()

    class Meta:
        ordering = ("block", "place")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "block", "place"], name="one_draft_in_a_place"
            ),
            models.UniqueConstraint(
                fields=["organisation", "block", "unit_kind", "digest"],
                name="one_answer_to_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=DRAFTS), name="five_drafts_in_a_block"
            ),
        ]
