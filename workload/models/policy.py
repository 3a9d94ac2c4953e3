"""The numbers that weeks are judged by, version after version."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OwnOrganisationQuerySet, Person, Unit
from people.weeks import Week

from .week import WorkWeek


class LoadPolicyQuerySet(OwnOrganisationQuerySet):
    """An organisation's versions: all who are judged by them may read them."""

    def update(self, **values: Any) -> int:
        """Refuse: weeks were judged by what stands here."""
        raise TypeError("a version is never changed; adopt another one")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: each is asked whether weeks were judged by it."""
        raise TypeError("versions are taken back one by one")


class LoadPolicy(models.Model):
    """One version of an organisation's weights and limits, from a Monday on. Never changed.

    `WorkWeek.policy` names it by its id. `workload.policies.actions` reads it into a
    `rules.Policy`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Blank: all kinds of units that have no version of their own.
    unit_kind = models.CharField(max_length=8, choices=Unit.Kind, blank=True)
    starts = models.DateField()
    # {"phases-intake": "2.1", "watch": "85", …}: decimals as text, so that nothing is rounded.
    numbers = models.JSONField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    objects = LoadPolicyQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "unit_kind")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit_kind", "starts"],
                name="one_policy_per_start",
                violation_error_message=_(
                    "There is already a version from this Monday. Please withdraw it first."
                ),
            ),
        ]

    def save(self, **kwargs: Any) -> None:
        """Write a new version; one that is there is never changed."""
        if self.pk:
            raise TypeError("a version is never changed; adopt another one")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Throw a version away, unless a week was judged by it."""
        weeks = WorkWeek.objects.filter(organisation=self.organisation, policy=self.version)
        if weeks.exists():
            raise models.ProtectedError("weeks were judged by this version", set(weeks[:1]))
        return super().delete(*args, **kwargs)

    @property
    def version(self) -> str:
        """How weeks name it."""
        return str(self.pk)

    @property
    def week(self) -> Week:
        """The first week that is judged by it."""
        return Week(self.starts)

    @property
    def scope(self) -> str:
        """The units it is for, in words."""
        return self.get_unit_kind_display() or str(_("All kinds of units"))
