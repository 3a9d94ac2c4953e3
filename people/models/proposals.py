"""A role that the only admin proposes for herself, until a supervisor confirms it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .jobs import Job
from .memberships import Membership
from .organisations import Unit
from .persons import Person
from .roles import Role

OPEN_FOR = timedelta(days=14)


class RoleProposalQuerySet(models.QuerySet):
    """Proposals, by viewer and by whether they wait."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and for a supervisor who is not away those of the organisation."""
        supervises = Role.SUPERVISOR in viewer.roles and not viewer.away_until
        here = Q(person__organisation=viewer.organisation_id) if supervises else Q(pk__in=())
        return self.filter(Q(person=viewer) | here)

    def to_confirm(self, viewer: Person, now: datetime) -> Self:
        """Proposals that wait for this viewer or another supervisor."""
        return self.visible_to(viewer).waiting(now).exclude(person=viewer)

    def waiting(self, now: datetime) -> Self:
        """Proposals without a decision, for two weeks."""
        return self.filter(decided_at=None, made_at__gt=now - OPEN_FOR)


class RoleProposal(models.Model):
    """What the only admin asks for herself: a role, a change of a role, or its end."""

    class Kind(models.TextChoices):
        """What the admin proposes."""

        GIVE = "give", _("A new role")
        CHANGE = "change", _("A role changed")
        END = "end", _("A role ended")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    # The role that is to change or end.
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    # Its first day; for an end, its last day.
    day = models.DateField()
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    # Empty if its own admin took it back.
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    confirmed = models.BooleanField(default=False, db_default=False)

    objects = RoleProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at=None),
                name="one_open_proposal_per_person",
            )
        ]
